#include "http/progress_shared.h"

#include "store/sql_progress.h"

qh_status progress_shared_put(struct ctx *c, const struct progress_line *line,
                              bool *out_cancelled)
{
    struct sql_progress_put row = {0};
    qh_status rc =
        sql_progress_drop_old(c->tx, c->org, c->now_ms - PROGRESS_FRESH_MS, &c->err);

    if (!rc)
        rc = sql_progress_put(c->tx, c->arena, c->org, line->name, line->at.done,
                              line->at.of, c->now_ms, &row, &c->err);
    *out_cancelled = row.cancelled != 0;
    return rc;
}

qh_status progress_shared_drop(struct ctx *c, const char *name)
{
    return sql_progress_drop(c->tx, c->org, name, &c->err);
}

qh_status progress_shared_read(struct ctx *c, const char *name, struct progress *out)
{
    struct sql_progress_one row = {0};
    const qh_status rc = sql_progress_one(c->tx, c->arena, c->org, name,
                                          c->now_ms - PROGRESS_FRESH_MS, &row, &c->err);

    if (!rc)
        *out = (struct progress){row.done, row.of_count};
    return rc;
}

qh_status progress_shared_cancel(struct ctx *c, const char *name)
{
    int64_t n = 0;
    const qh_status rc = sql_progress_cancel(c->tx, c->org, name,
                                             c->now_ms - PROGRESS_FRESH_MS, &n, &c->err);

    if (!rc && n == 0)
        return qh_fail(&c->err, QH_NOT_FOUND, "store.no_row", "", "%s", name);
    return rc;
}
