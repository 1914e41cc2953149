#include "base/text.h"
#include "domain/page.h"
#include "domain/supervise.h"
#include "domain/supervise_order.h"

static bool may_see(struct ctx *c, const struct sql_supervise_order_row *o)
{
    return ctx_can(c, RIGHT_DEMAND_READ_ALL) ||
           (c->actor.office && str_equal(c->actor.office, o->office_id)) ||
           (c->actor.person && str_equal(c->actor.person, o->person_id));
}

qh_status supervise_order_load(struct ctx *c, const char *id,
                               struct sql_supervise_order_row *out)
{
    const qh_status rc =
        sql_supervise_order_one(c->tx, c->arena, c->org, id, out, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && !may_see(c, out)))
        return qh_fail(&c->err, QH_NOT_FOUND, "supervise_order.not_found", "", "%.40s",
                       id);
    return rc;
}

static struct supervise_order_item item_of(struct ctx *c,
                                           const struct sql_supervise_order_row *o)
{
    const int64_t until_ms = o->replied_ms.has ? o->replied_ms.v : c->now_ms;
    struct workflow_actions actions = {0};

    workflow_actions(c, &SUPERVISE_WORKFLOW, o->state, o, &actions);
    return (struct supervise_order_item){
        .id = o->id,
        .number = o->number,
        .demand_id = o->demand_id,
        .demand_number = o->demand_number,
        .demand_text = o->demand_text,
        .demand_state = o->demand_state,
        .enterprise_name = o->enterprise_name,
        .reason = o->reason,
        .required = o->required,
        .office_name = o->office_name,
        .person_name = o->person_name,
        .issuer_name = o->issuer_name,
        .issued_ms = o->issued_ms,
        .due_ms = o->due_ms,
        .state = o->state,
        .late = !(o->closed_ms.has && !o->replied_ms.has) && until_ms > o->due_ms,
        .reply = o->reply,
        .replier_name = o->replier_name,
        .replied_ms = o->replied_ms,
        .closed_ms = o->closed_ms,
        .version = o->version,
        .actions = {.p = actions.p, .n = actions.n},
    };
}

qh_status supervise_order_find(struct ctx *c, const char *id,
                               struct supervise_order_item *out)
{
    struct sql_supervise_order_row o = {0};
    const qh_status rc = supervise_order_load(c, id, &o);

    if (!rc)
        *out = item_of(c, &o);
    return rc;
}

qh_status supervise_order_list(struct ctx *c, const struct supervise_order_filter *f,
                               struct supervise_order_page *out)
{
    const bool all = ctx_can(c, RIGHT_DEMAND_READ_ALL);
    const char *office = c->actor.office ? c->actor.office : "";
    const char *person = c->actor.person ? c->actor.person : "";
    struct sql_supervise_order_row_list rows = {0};
    struct supervise_order_item *items;
    struct page_time at = PAGE_NEWEST;
    size_t n = 0;
    qh_status rc = page_read(f->after, &at, &c->err);

    if (rc)
        return rc;
    rc = sql_supervise_order_list(
        c->tx, c->arena,
        &(struct sql_supervise_order_list_in){
            .org = c->org,
            .state = f->demand_id ? NULL : f->state,
            .office = f->demand_id || f->mine || all ? NULL : office,
            .person = !f->demand_id && f->mine ? person : NULL,
            .demand = f->demand_id,
            .at_ms = at.ms,
            .at_id = at.id,
            .limit = f->limit + 1},
        &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next =
            page_write(c->arena, rows.p[rows.n - 1].issued_ms, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct supervise_order_item);
    for (size_t i = 0; i < rows.n; i++)
        if (may_see(c, &rows.p[i]))
            items[n++] = item_of(c, &rows.p[i]);
    out->items = (struct json_list){.p = items, .n = n};
    return QH_OK;
}
