#include "domain/notify_purge.h"

#include "domain/setting.h"
#include "store/sql_notify_purge.h"

enum { DAY_MS = 24 * 3600 * 1000 };

/* The instant before which what ended is old. */
static qh_status edge(struct ctx *c, const char *setting, int64_t *out_ms)
{
    int64_t days = 0;
    const qh_status rc = setting_int(c, setting, &days);

    if (!rc)
        *out_ms = c->now_ms - days * DAY_MS;
    return rc;
}

/* The event too, if nothing hangs on it any more. */
static qh_status drop_event(struct ctx *c, const char *event_id)
{
    int64_t n = 0;

    return sql_notify_purge_event(c->tx, c->org, event_id, &n, &c->err);
}

static qh_status purge_notices(struct ctx *c, int64_t most, bool *out_left)
{
    struct sql_notify_purge_read_list rows = {0};
    int64_t before_ms = 0;
    int64_t n = 0;
    qh_status rc = edge(c, SETTING_NOTIFY_KEEP_READ_DAYS, &before_ms);

    if (!rc)
        rc = sql_notify_purge_read(c->tx, c->arena, c->org, before_ms, most, &rows,
                                   &c->err);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        const struct sql_notify_purge_read *r = &rows.p[i];

        rc = sql_notify_purge_notice(c->tx, c->org, r->person_id, r->event_id, &n,
                                     &c->err);
        if (!rc)
            rc = drop_event(c, r->event_id);
    }
    *out_left |= rows.n == (size_t)most;
    return rc;
}

static qh_status purge_delivery(struct ctx *c, const struct sql_notify_purge_row *d)
{
    struct sql_notify_purge_row_list inner = {0};
    int64_t n = 0;
    qh_status rc =
        sql_notify_purge_bundled(c->tx, c->arena, c->org, d->id, &inner, &c->err);

    for (size_t i = 0; i < inner.n && !rc; i++) {
        rc = sql_notify_purge_delivery(c->tx, c->org, inner.p[i].id, &n, &c->err);
        if (!rc)
            rc = drop_event(c, inner.p[i].event_id);
    }
    /* More than were read stand in the way; they go in the next round. */
    if (!rc && inner.n < ROWS_MAX)
        rc = sql_notify_purge_delivery(c->tx, c->org, d->id, &n, &c->err);
    return rc ? rc : drop_event(c, d->event_id);
}

static qh_status purge_deliveries(struct ctx *c, int64_t most, bool *out_left)
{
    struct sql_notify_purge_row_list rows = {0};
    int64_t before_ms = 0;
    qh_status rc = edge(c, SETTING_NOTIFY_KEEP_SENT_DAYS, &before_ms);

    if (!rc)
        rc = sql_notify_purge_ended(c->tx, c->arena, c->org, before_ms, most, &rows,
                                    &c->err);
    for (size_t i = 0; i < rows.n && !rc; i++)
        rc = purge_delivery(c, &rows.p[i]);
    *out_left |= rows.n == (size_t)most;
    return rc;
}

qh_status notify_purge(struct ctx *c, int64_t most, bool *out_left)
{
    qh_status rc;

    *out_left = false;
    rc = purge_notices(c, most, out_left);
    return rc ? rc : purge_deliveries(c, most, out_left);
}
