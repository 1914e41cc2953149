/* supervise_order.h - supervision orders as pages show them.
 *
 * Who may read all demands sees all orders; others see those addressed to their office or
 * to themselves.  An order one may not see is QH_NOT_FOUND "supervise_order.not_found".
 */
#pragma once

#include "base/json.h"
#include "base/opt.h"
#include "domain/ctx.h"
#include "store/sql_supervise.h"

struct supervise_order_item {
    const char *id;
    const char *number;
    const char *demand_id;
    const char *demand_number;
    const char *demand_text;
    const char *demand_state;
    const char *enterprise_name;
    const char *reason;
    const char *required;
    const char *office_name;
    const char *person_name; /* NULL: the office */
    const char *issuer_name;
    int64_t issued_ms;
    int64_t due_ms;
    const char *state; /* open | replied | closed */
    bool late;         /* the reply came or will come after its limit */
    const char *reply;
    const char *replier_name;
    struct opt_int replied_ms;
    struct opt_int closed_ms;
    int64_t version;
    struct json_list actions; /* struct workflow_action */
};

struct supervise_order_filter {
    const char *state;     /* or NULL */
    const char *demand_id; /* or NULL; then the others do not count */
    bool mine; /* addressed to the actor by name; else, where not all may be read, those
                  of the actor's office */
    const char *after;
    int64_t limit;
};

struct supervise_order_page {
    struct json_list items; /* struct supervise_order_item, latest first */
    const char *next;
};

/* QH_INVALID "list.cursor". */
QH_MUST qh_status supervise_order_list(struct ctx *c,
                                       const struct supervise_order_filter *f,
                                       struct supervise_order_page *out);
QH_MUST qh_status supervise_order_find(struct ctx *c, const char *id,
                                       struct supervise_order_item *out);
/* The row itself; for supervise_order.c. */
QH_MUST qh_status supervise_order_load(struct ctx *c, const char *id,
                                       struct sql_supervise_order_row *out);
