/* The log of messages, and dead ones sent again. */
#include "base/text.h"
#include "domain/notify_delivery.h"
#include "domain/page.h"
#include "store/sql_notify_channel.h"
#include "store/sql_notify_delivery.h"

static struct delivery_row row_of(const struct sql_notify_delivery_list *r)
{
    return (struct delivery_row){.id = r->id,
                                 .endpoint_id = r->endpoint_id,
                                 .channel = r->channel,
                                 .endpoint_name = r->endpoint_name,
                                 .kind = r->kind,
                                 .label = r->label,
                                 .person_name = r->person_name,
                                 .digest = r->digest != 0,
                                 .state = r->state,
                                 .due_ms = r->due_ms,
                                 .tries = r->tries,
                                 .status = r->status,
                                 .error = r->error,
                                 .at_ms = r->at_ms,
                                 .done_ms = r->done_ms};
}

qh_status delivery_list(struct ctx *c, const struct delivery_filter *f,
                        struct delivery_page *out)
{
    struct sql_notify_delivery_list_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    struct delivery_row *items;
    qh_status rc = page_read(f->after, &at, &c->err);

    if (!rc)
        rc = sql_notify_delivery_list(c->tx, c->arena,
                                      &(struct sql_notify_delivery_list_in){
                                          .org = c->org,
                                          .state = f->state,
                                          .endpoint = f->endpoint ? f->endpoint : "",
                                          .at_ms = at.ms,
                                          .at_id = at.id,
                                          .limit = f->limit + 1},
                                      &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next = page_write(c->arena, rows.p[rows.n - 1].at_ms, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct delivery_row);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = row_of(&rows.p[i]);
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status delivery_again(struct ctx *c, const char *id)
{
    struct sql_notify_delivery_one d = {0};
    int64_t n = 0;
    qh_status rc = sql_notify_delivery_one(c->tx, c->arena, c->org, id, &d, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "delivery.not_found", "", "%.40s", id);
    if (!rc)
        rc = sql_notify_delivery_again(c->tx, c->org, id, c->now_ms, &n, &c->err);
    if (!rc && !n)
        return qh_fail(&c->err, QH_CONFLICT, "delivery.not_dead", "", "%s", id);
    return rc;
}

qh_status delivery_again_all(struct ctx *c, const char *endpoint_id, int64_t *out_n)
{
    struct sql_notify_delivery_dead_list rows = {0};
    struct sql_notify_endpoint_row e = {0};
    qh_status rc =
        sql_notify_endpoint_one(c->tx, c->arena, c->org, endpoint_id, &e, &c->err);

    *out_n = 0;
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "endpoint.not_found", "", "%.40s",
                       endpoint_id);
    if (!rc)
        rc = sql_notify_delivery_dead(c->tx, c->arena, c->org, endpoint_id,
                                      DELIVERY_AGAIN_MAX, &rows, &c->err);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        int64_t n = 0;

        rc = sql_notify_delivery_again(c->tx, c->org, rows.p[i].id, c->now_ms, &n,
                                       &c->err);
        *out_n += n;
    }
    return rc;
}
