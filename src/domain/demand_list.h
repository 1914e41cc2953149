/* demand_list.h - the ledger of demands, and the figures of the first page. */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

/* All may be NULL. */
struct demand_filter {
    const char *state;
    const char *office_id; /* lead office */
    const char *handler_id;
    const char *enterprise_id; /* a contact's own in any case */
    const char *item;          /* code of the service item */
    const char *division;      /* code, of the enterprise */
    const char *kind;
    const char *route;
    const char *source;
    const char *from_day;  /* registered on that day or later */
    const char *until_day; /* ... or earlier, included */
    const char *light;     /* red | yellow | green, of the running clock */
    const char *q;         /* words of number, enterprise or text; or NULL */
    const char *due;       /* overdue | today | soon (three working days); or NULL */
    bool mine;             /* handled or registered by the actor */
    bool work;             /* in the hands of the actor: of the own office, handled, or of
                              an enterprise paired with the actor; of who sees all demands
                              and of an enterprise: all that they see */
    bool by_due;           /* running clocks, earliest end first; else newest first */
    const char *after;     /* "next" of the page before; or NULL */
    int64_t limit;
};

/* With q the newest demand comes first and due, light and by_due are refused (QH_INVALID
 * "list.combination"); with due or light the order is by_due.
 *
 * A page may hold fewer rows than `limit`, even none, and yet have a `next`: one call
 * looks at a few hundred rows only, whatever is asked for. */
struct demand_item {
    const char *id;
    const char *number;
    const char *text;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *division_name;
    const char *source;
    const char *state;
    const char *kind;
    const char *route;
    const char *item_code;
    const char *item_name;
    const char *department_code;
    const char *department_name;
    const char *lead_office_name;
    const char *handler_name;
    const char *clock;
    struct opt_int due_ms;
    struct opt_int limit_wd;
    const char *light; /* green | yellow | red | none */
    int64_t registered_ms;
    struct opt_int done_ms;
    struct opt_int closed_ms;
    const char *outcome;
    const char *satisfaction;
    bool late;
    int64_t version;
};

struct demand_page {
    struct json_list items; /* struct demand_item */
    const char *next;       /* NULL: no more */
};

/* QH_INVALID "list.cursor", "list.combination", "input.date". */
QH_MUST qh_status demand_list(struct ctx *c, const struct demand_filter *f,
                              struct demand_page *out);

/* One of those that the actor may see; QH_NOT_FOUND. */
QH_MUST qh_status demand_list_one(struct ctx *c, const char *id, struct demand_item *out);

/* ---- the first page ---- */

struct today_week { /* Monday to now, of the whole organisation */
    int64_t visits;
    int64_t demands;
    int64_t closed;
    int64_t exempt_fen;
    int64_t waived_fen;
};

/* Numbers of work are counted up to TODAY_MOST: more is shown as "999+". */
enum { TODAY_MOST = 1000 };

struct today {
    int64_t overdue;   /* of what is in the actor's hands: demand_filter.work */
    int64_t due_today; /* and are not overdue */
    int64_t to_review; /* waiting for what the actor's rights allow: demands to triage or
                          assign, answers to follow up, bookings to accept, records to
                          check or approve */
    int64_t returned;  /* demands sent back or reopened; the actor's records sent back */
    struct json_list todo; /* struct demand_item in the actor's hands: running clocks,
                              earliest end first */
    struct today_week week;
};

QH_MUST qh_status today_read(struct ctx *c, struct today *out);
