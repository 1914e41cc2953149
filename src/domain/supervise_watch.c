#include "domain/supervise_watch.h"

#include "base/days.h"
#include "domain/supervise.h"
#include "domain/supervise_arm.h"
#include "store/sql_supervise.h"

enum { DAY_MS = 86400000 };

static qh_status raise_for(struct ctx *c, const struct sql_supervise_due *r)
{
    const struct supervise_limit limit = {
        .due_ms = r->due_ms,
        .warn_ms = r->warn_ms.has ? r->warn_ms.v : r->due_ms,
        .level = r->watch_level,
    };
    struct opt_int at = {0};
    const qh_status rc = supervise_next(c, &limit, &at);

    if (rc)
        return rc;
    if (!at.has || at.v > c->now_ms)
        return sql_supervise_set_watch(c->tx, c->org, r->id, r->watch_level, at, &c->err);
    return r->watch_level == 0 ? supervise_remind(c, r->id)
                               : supervise_escalate(c, r->id, r->watch_level);
}

/* Where no calendar covers a day that is needed: again tomorrow. */
static qh_status put_off(struct ctx *c, const struct sql_supervise_due *r)
{
    c->err = (struct qh_error){0};
    return sql_supervise_set_watch(c->tx, c->org, r->id, r->watch_level,
                                   (struct opt_int){.has = true, .v = c->now_ms + DAY_MS},
                                   &c->err);
}

static qh_status arm_old(struct ctx *c, int64_t most, bool *out_left)
{
    struct sql_supervise_unarmed_list rows = {0};
    qh_status rc = sql_supervise_unarmed(c->tx, c->arena, c->org, most, &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++)
        rc = supervise_arm(c, rows.p[i].id, rows.p[i].clock,
                           (struct opt_int){.has = true, .v = rows.p[i].due_ms},
                           rows.p[i].limit_wd.v);
    *out_left = rows.n == (size_t)most;
    return rc;
}

qh_status supervise_watch(struct ctx *c, int64_t most, bool *out_left)
{
    struct sql_supervise_due_list rows = {0};
    bool unarmed = false;
    qh_status rc = arm_old(c, most, &unarmed);

    if (!rc)
        rc = sql_supervise_due(c->tx, c->arena, c->org, c->now_ms, most, &rows, &c->err);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        rc = raise_for(c, &rows.p[i]);
        if (rc == QH_RANGE)
            rc = put_off(c, &rows.p[i]);
    }
    *out_left = unarmed || rows.n > 0;
    return rc;
}

qh_status supervise_is_due(struct ctx *c, bool *out)
{
    struct sql_supervise_unarmed_list unarmed = {0};
    struct sql_supervise_due_list due = {0};
    qh_status rc =
        sql_supervise_due(c->tx, c->arena, c->org, c->now_ms, 1, &due, &c->err);

    if (!rc && due.n == 0)
        rc = sql_supervise_unarmed(c->tx, c->arena, c->org, 1, &unarmed, &c->err);
    if (!rc)
        *out = due.n + unarmed.n > 0;
    return rc;
}
