/* standard.h - weights and instruments the team measures with, one by one, with their
 * certificates; their accreditations; vehicles; the regulations' editions.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct standard {
    const char *id;
    const char *set_id;
    const char *set_name;
    const char *kind;    /* weight | thermometer | hygrometer | as the editions name it */
    const char *name_zh; /* NULL unless it has a name of its own */
    const char *name_en;
    const char *serial;
    const char *nominal_kg; /* decimal; NULL unless a weight */
    const char *accuracy_class;
    const struct json *params; /* nominal from to u k mpe unit, of weights error u k in kg
                                  (conventional mass minus nominal); NULL: none */
    const char *certificate_no;
    const char *certificate_day;
    const char *valid_until_day;
    const char *state; /* in_use | stopped | withdrawn */
    int64_t version;   /* 0: as set up */
};

struct standard_set {
    const char *id;
    const char *name_zh;
    const char *accreditation_no; /* 计量标准考核证书 */
    const char *regulation_code;  /* one or several: "JJG 539 / JJG 1118" */
    const char *range_zh;
    const char *max_kg; /* greatest capacity of weighing instruments; "0": none */
    const char *accuracy_zh;
    const char *valid_until_day;
    const char *stopped_day; /* the first day on which it does not count; NULL: it does */
    int64_t version;
};

struct vehicle {
    const char *id;
    const char *plate;
    const char *kind; /* crane_truck | van */
    int64_t payload_kg;
    const char *state;
};

struct edition {
    const char *id;
    const char *code;
    const char *edition;
    const char *title_zh;
    const char *title_en;
    const char *hash; /* SHA-256 of the data file */
    const char *in_force_day;
    const char *until_day; /* NULL: in force */
    const char *state;     /* draft | confirmed | superseded */
    const char *confirmed_note;
    int64_t version;
};

/* An edition with what is to be compared with the printed regulation. */
struct edition_detail {
    struct edition edition;
    struct json_strs unconfirmed; /* ids of tests and tables: "confirmed": null */
    const struct json *document;
};

struct standard_filter {
    const char *set_id;
    const char *kind;
    const char *after; /* last serial, "" for the first page */
    int64_t limit;
};

enum { EDITION_BYTES_MAX = 1024 * 1024, EDITION_CODES_MAX = 10 };

struct standard_page {
    struct json_list items;
    const char *next;
};

QH_MUST qh_status standard_list(struct ctx *c, const struct standard_filter *f,
                                struct standard_page *out);
/* A row of the store, for the files of this folder that read standards. */
struct sql_standard_row;
QH_MUST qh_status standard_of(struct ctx *c, const struct sql_standard_row *r,
                              struct standard *out);
/* The params of a standard as stored; NULL for NULL. */
QH_MUST qh_status standard_params(struct ctx *c, const char *text,
                                  const struct json **out);
QH_MUST qh_status standard_set_list(struct ctx *c, struct json_list *out);
QH_MUST qh_status vehicle_list(struct ctx *c, struct json_list *out);
/* "JJG 539-2016" is the edition 2016 of the regulation "JJG 539". */
const char *edition_series(struct arena *a, const char *code);
/* Is code one of the list "JJG 178 / JJG 694"? */
bool edition_is_listed(const char *list, const char *code);
/* A list as it is typed: at most EDITION_CODES_MAX codes, none of them with the year of
 * an edition, which would never be found.  QH_INVALID under the key and field given. */
QH_MUST qh_status edition_check_list(struct ctx *c, const char *list, const char *key,
                                     const char *field);
QH_MUST qh_status edition_list(struct ctx *c, struct json_list *out);
/* QH_NOT_FOUND "edition.not_found". */
QH_MUST qh_status edition_find(struct ctx *c, const char *id, struct edition_detail *out);
/* Registers the data file as a draft edition (its bytes go into the blob table); code,
 * edition, titles and date come from the file.  QH_CONFLICT "edition.duplicate": this
 * very file is known; QH_LIMIT "edition.size"; errors of regulation_load(), located in
 * the file. */
QH_MUST qh_status edition_register(struct ctx *c, struct text json, const char **out_id);
/* An administrator has compared the tables with the printed regulation.  Other confirmed
 * files of the same edition are superseded; records keep the file that they began with.
 */
QH_MUST qh_status edition_confirm(struct ctx *c, const char *id, int64_t version,
                                  const char *note);
/* The edition that binds on a day.  regulation: one code or several separated by " / " as
 * in instrument_kind; the first with a known edition counts.  QH_CONFLICT
 * "edition.unknown"; *out is of any state (callers refuse drafts: "edition.unconfirmed").
 */
QH_MUST qh_status edition_on(struct ctx *c, const char *regulation, const char *day,
                             struct edition *out);
/* The bytes of the edition's data file, checked against the hash. */
QH_MUST qh_status edition_bytes(struct ctx *c, const char *hash, struct text *out);
