/* kind.h - kinds of measuring instruments: by what regulation, how often, at what price.
 *
 * Every instrument belongs to a kind.  A kind names one regulation or several, separated
 * by " / ", by their codes without the year; which edition binds is settled by the day
 * (domain/standard.h), so that a kind may be made before its edition is there.  What must
 * be known of an instrument is told by the edition ("instrument_vars"), never here.
 *
 * A kind is changed with an entry of its history for each change and is never taken away:
 * a retired one takes no more instruments, those that it has go on.  Its price is a line
 * of the tariff; a new price begins a new line on the day on which it is set.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/standard.h"

enum {
    KIND_LIST_MAX = 1000,
    KIND_CODE_MAX = 10, /* letters, digits, "-" */
    KIND_NAME_MAX = 60,
    KIND_UNIT_MAX = 10,
    KIND_REGULATIONS_MAX = 120, /* characters of the whole list */
    KIND_NOTE_MAX = 200,
    KIND_CYCLE_MAX = 120, /* months */
    KIND_FORMS_MAX = EDITION_CODES_MAX
};

#define KIND_PRICE_MAX INT64_C(100000000) /* fen */

struct kind {
    const char *code;
    const char *name_zh;
    const char *name_en;
    const char *service;    /* verification | calibration | either */
    const char *regulation; /* "JJG 539 / JJG 1118" */
    bool compulsory;        /* in the catalogue of compulsory verification */
    int64_t cycle_months;   /* 0: none is usual */
    int64_t price_fen;
    const char *unit_zh;     /* what the price is for; NULL: no line of the tariff */
    const char *price_basis; /* what the price rests on; NULL: no line of the tariff */
    const char *note_zh;
    const char *retired_day;   /* NULL: in use */
    struct json_strs editions; /* in force today: "JJG 539-2016" */
    int64_t version;           /* 0: as set up */
};

/* What the edition in force asks of an instrument of the kind: the register's form. */
struct kind_form {
    const char *regulation; /* "JJG 119" */
    const char *edition;    /* "JJG 119-2018" */
    const char *state;      /* draft | confirmed */
    const char *procedure;  /* general | weighbridge */
    const char *service;    /* verification | calibration: what the edition is for */
    const struct json *grades;
    const struct json *vars; /* instrument_vars, in their order */
};

struct kind_detail {
    struct kind kind;
    struct json_list forms; /* struct kind_form, in the order of the regulations */
};

/* By code: struct kind. */
QH_MUST qh_status kind_list(struct ctx *c, struct json_list *out);
/* QH_NOT_FOUND "kind.not_found". */
QH_MUST qh_status kind_find(struct ctx *c, const char *code, struct kind_detail *out);
/* QH_INVALID "kind.code", "kind.regulation" (none, or with the year of an edition);
 * QH_CONFLICT "kind.duplicate". */
QH_MUST qh_status kind_add(struct ctx *c, const struct kind *in);
/* All members but code; in->version is the version that was seen.  Beside the keys above
 * QH_CONFLICT "kind.changed", "kind.regulation_used" (an instrument names it). */
QH_MUST qh_status kind_change(struct ctx *c, const struct kind *in);
/* Takes no more instruments, or takes them again.  QH_CONFLICT "kind.changed",
 * "kind.state" (it is so already). */
QH_MUST qh_status kind_retire(struct ctx *c, const char *code, int64_t version,
                              bool retire, const char *reason);
