/* supervise_view.h - what pages show of supervision: the acts on a demand, and the list
 * of what is overdue. */
#pragma once

#include "base/json.h"
#include "base/opt.h"
#include "domain/ctx.h"
#include "domain/demand_list.h"

struct supervise_entry {
    int64_t seq; /* of the demand's history */
    const char *kind;
    int64_t level; /* of an escalation, else 0 */
    struct opt_int due_ms;
    const char *order_id;
    int64_t at_ms;
    const char *actor_name;
    const char *note;
};

struct supervise_view {
    const char *light;      /* green | yellow | red | none */
    struct opt_int warn_ms; /* when it turns yellow */
    struct opt_int due_ms;
    bool may_act;            /* the actor may urge and order */
    struct json_list acts;   /* struct supervise_entry, latest first */
    struct json_list orders; /* struct supervise_order_item, latest first */
};

/* QH_NOT_FOUND "demand.not_found". */
QH_MUST qh_status supervise_view(struct ctx *c, const char *demand_id,
                                 struct supervise_view *out);

/* A demand past its limit, and what was done about it. */
struct supervise_overdue {
    struct demand_item demand;
    int64_t over_wd; /* working days past the limit, 0 on its day */
    int64_t reminded;
    int64_t urged;
    int64_t level; /* the highest that was told, 0: none */
    int64_t orders;
    int64_t open_orders;
    struct opt_int last_ms; /* of the latest act */
};

struct supervise_overdue_page {
    struct json_list items; /* struct supervise_overdue, longest overdue first */
    const char *next;
};

/* light: "red" or "yellow".  QH_INVALID "list.cursor". */
QH_MUST qh_status supervise_overdue(struct ctx *c, const char *light,
                                    const char *office_id, const char *after,
                                    int64_t limit, struct supervise_overdue_page *out);
