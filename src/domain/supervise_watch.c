#include "domain/supervise_watch.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/light.h"
#include "domain/supervise.h"
#include "domain/supervise_level.h"
#include "store/sql_supervise.h"

enum { DAY_MS = 86400000 };

/* When the reminder is due: with the opening of the office on the first yellow day.  No
 * calendar of that year: with the limit itself. */
static qh_status remind_at(struct ctx *c, int64_t warn_ms, int64_t due_ms,
                           int64_t *out_ms)
{
    const qh_status rc = calendar_opening(
        c->calendar, day_number_of_instant(c->calendar, warn_ms), out_ms, &c->err);

    if (rc != QH_RANGE)
        return rc;
    c->err = (struct qh_error){0};
    *out_ms = due_ms;
    return QH_OK;
}

/* When the act of the level (1, 2, ...) is due; absent: there is none. */
static qh_status next_of(struct ctx *c, int64_t due_ms, int64_t level,
                         struct opt_int *out)
{
    const struct supervise_level *l;
    struct json_list levels = {0};
    int64_t day = 0;
    qh_status rc = supervise_levels(c, &levels);

    if (rc)
        return rc;
    if (level > (int64_t)levels.n) {
        *out = (struct opt_int){0};
        return QH_OK;
    }
    *out = (struct opt_int){.has = true, .v = due_ms + 1};
    l = (const struct supervise_level *)levels.p + (level - 1);
    if (l->after_wd == 0)
        return QH_OK;
    rc = calendar_add_workdays(c->calendar, day_number_of_instant(c->calendar, due_ms),
                               (int)l->after_wd, &day, &c->err);
    return rc ? rc : calendar_opening(c->calendar, day, &out->v, &c->err);
}

qh_status supervise_arm(struct ctx *c, const char *demand_id, const char *clock,
                        struct opt_int due_ms, int64_t limit_wd)
{
    int64_t watch_ms = 0;
    int64_t warn_ms = 0;
    int64_t count = 0;
    qh_status rc;

    if (!due_ms.has)
        return sql_supervise_disarm(c->tx, c->org, demand_id, &count, &c->err);
    rc = light_warn(c, clock ? clock : "", due_ms.v, limit_wd, &warn_ms);
    if (!rc)
        rc = remind_at(c, warn_ms, due_ms.v, &watch_ms);
    if (rc)
        return rc;
    return sql_supervise_arm(c->tx, c->org, demand_id, due_ms.v, warn_ms, watch_ms,
                             &count, &c->err);
}

qh_status supervise_rearm(struct ctx *c, const char *demand_id, struct opt_int due_ms,
                          int64_t level)
{
    struct opt_int watch = {0};
    qh_status rc = QH_OK;

    if (due_ms.has)
        rc = next_of(c, due_ms.v, level, &watch);
    if (rc)
        return rc;
    return sql_supervise_set_watch(c->tx, c->org, demand_id, level, watch, &c->err);
}

/* ---- the job ---- */

static qh_status raise_for(struct ctx *c, const struct sql_supervise_due *r)
{
    struct opt_int at = {.has = true};
    const qh_status rc =
        r->watch_level == 0
            ? remind_at(c, r->warn_ms.has ? r->warn_ms.v : r->due_ms, r->due_ms, &at.v)
            : next_of(c, r->due_ms, r->watch_level, &at);

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
