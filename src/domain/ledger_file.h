/* ledger_file.h - ledgers as files: the same rows, filters and rights as their pages.
 *
 * A ledger is written page by page through the list function that its page uses, so that
 * nobody gets a row that the page would not show, in constant memory.  LEDGERS in
 * ledger_table.c names each with its columns and the filters that it knows.
 *
 *   demands, visits, instruments, certificates, charges, bookings, items, enterprises,
 *   figures and money: the rows behind a figure (figure_rows()), money if they are fen
 */
#pragma once

#include "document/sheet.h"
#include "domain/ctx.h"

/* What the page was asked for; NULL: not given. */
struct ledger_filter {
    const char *state;
    const char *office_id;
    const char *enterprise_id;
    const char *q;
    const char *due;
    const char *mine; /* "1" */
    const char *work; /* "1" */
    const char *sort; /* due */
    const char *kind;
    const char *division;
    const char *from;  /* day */
    const char *until; /* day, included */
    const char *officer_id;
    const char *handler_id;
    const char *item;
    const char *route;
    const char *source;
    const char *light;
    const char *ground;
    const char *number;
    const char *industry;
    const char *size;
    const char *park;
    const char *unpaired;   /* "1" */
    const char *due_before; /* day */
    const char *booking_id;
    const char *metric; /* of a figure, and of what and of which months it is */
    const char *axis;
    const char *value;
    const char *from_month;
    const char *until_month;
};

struct ledger_order {
    const char *ledger;
    const char *columns; /* "number,state": keys of LEDGERS' columns; NULL: all */
    enum sheet_format format;
    const char *lang; /* "zh-CN" or "en" */
    struct ledger_filter filter;
};

struct ledger_file {
    const char *name; /* "诉求台账-20260106.xlsx" */
    const char *media_type;
    int64_t rows;
};

/* Whether the actor may: QH_NOT_FOUND "export.ledger", QH_DENIED "auth.denied",
 * QH_INVALID "export.filter" (the field that this ledger does not know),
 * "export.column" (the same of a column). */
QH_MUST qh_status ledger_may(struct ctx *c, const struct ledger_order *o);
/* Writes the file at path in the read transaction of c.  Also what the list of the page
 * and sheet.h say. */
QH_MUST qh_status ledger_write(struct ctx *c, const struct ledger_order *o,
                               const char *path, struct ledger_file *out);
/* The entry of the audit trail: who took which rows; c is in a write transaction. */
QH_MUST qh_status ledger_note(struct ctx *c, const struct ledger_order *o,
                              const struct ledger_file *f);

/* Names of the ledgers, NULL at the end. */
const char *const *ledger_names(void);
