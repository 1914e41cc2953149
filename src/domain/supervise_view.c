#include "domain/supervise_view.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/light.h"
#include "domain/supervise.h"
#include "domain/supervise_act.h"
#include "domain/supervise_order.h"

static qh_status load_acts(struct ctx *c, const char *demand_id, struct json_list *out)
{
    struct sql_supervise_acts_list rows = {0};
    struct supervise_entry *acts;
    const qh_status rc = sql_supervise_acts(c->tx, c->arena, c->org, demand_id,
                                            SUPERVISE_ACTS_MAX, &rows, &c->err);

    if (rc)
        return rc;
    acts = ARENA_ARRAY(c->arena, rows.n, struct supervise_entry);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_supervise_acts *r = &rows.p[i];

        acts[i] =
            (struct supervise_entry){r->seq,      r->kind,  r->level,      r->due_ms,
                                     r->order_id, r->at_ms, r->actor_name, r->note};
    }
    *out = (struct json_list){.p = acts, .n = rows.n};
    return QH_OK;
}

qh_status supervise_view(struct ctx *c, const char *demand_id, struct supervise_view *out)
{
    const struct supervise_order_filter of = {.demand_id = demand_id, .limit = 100};
    struct supervise_order_page orders = {0};
    struct sql_supervise_lights light = {0};
    struct demand_row d = {0};
    qh_status rc = demand_load(c, demand_id, &d);

    if (!rc)
        rc = sql_supervise_lights(c->tx, c->arena, c->org, demand_id, &light, &c->err);
    if (!rc)
        rc = load_acts(c, demand_id, &out->acts);
    if (!rc)
        rc = supervise_order_list(c, &of, &orders);
    if (rc)
        return rc;
    out->orders = orders.items;
    out->warn_ms = light.warn_ms;
    out->due_ms = d.v.due_ms;
    out->light = "none";
    if (d.v.due_ms.has)
        out->light = light_at(light.warn_ms, d.v.due_ms.v, c->now_ms);
    out->may_act = supervise_may(c, &d) == QH_OK;
    c->err = (struct qh_error){0};
    return QH_OK;
}

/* ---- the list of what is overdue ---- */

static qh_status count_acts(struct ctx *c, struct supervise_overdue *o)
{
    struct sql_supervise_counts_list rows = {0};
    qh_status rc =
        sql_supervise_counts(c->tx, c->arena, c->org, o->demand.id, &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++) {
        const struct sql_supervise_counts *r = &rows.p[i];

        if (str_equal(r->kind, "remind"))
            o->reminded = r->n;
        if (str_equal(r->kind, "urge"))
            o->urged = r->n;
        if (str_equal(r->kind, "escalate"))
            o->level = r->top;
        if (str_equal(r->kind, "supervise"))
            o->orders = r->n;
        if (str_equal(r->kind, "supervise_close"))
            o->open_orders = -r->n;
        if (!o->last_ms.has || r->last_ms > o->last_ms.v)
            o->last_ms = (struct opt_int){.has = true, .v = r->last_ms};
    }
    o->open_orders += o->orders;
    return rc;
}

static qh_status count_days(struct ctx *c, struct supervise_overdue *o)
{
    qh_status rc;

    if (!o->demand.due_ms.has || o->demand.due_ms.v > c->now_ms)
        return QH_OK;
    rc = calendar_workdays_between(
        c->calendar, day_number_of_instant(c->calendar, o->demand.due_ms.v),
        day_number_of_instant(c->calendar, c->now_ms), &o->over_wd, &c->err);
    if (rc == QH_RANGE) { /* no calendar of a year between */
        c->err = (struct qh_error){0};
        rc = QH_OK;
    }
    return rc;
}

qh_status supervise_overdue(struct ctx *c, const char *light, const char *office_id,
                            const char *after, int64_t limit,
                            struct supervise_overdue_page *out)
{
    const struct demand_filter f = {
        .light = light, .office_id = office_id, .after = after, .limit = limit};
    struct supervise_overdue *items;
    struct demand_page page = {0};
    const struct demand_item *d;
    qh_status rc = demand_list(c, &f, &page);

    if (rc)
        return rc;
    d = page.items.p;
    items = ARENA_ARRAY(c->arena, page.items.n, struct supervise_overdue);
    for (size_t i = 0; i < page.items.n && !rc; i++) {
        items[i].demand = d[i];
        rc = count_acts(c, &items[i]);
        if (!rc)
            rc = count_days(c, &items[i]);
    }
    out->items = (struct json_list){.p = items, .n = page.items.n};
    out->next = page.next;
    return rc;
}
