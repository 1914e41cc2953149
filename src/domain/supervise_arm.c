#include "domain/supervise_arm.h"

#include "base/days.h"
#include "domain/light.h"
#include "domain/supervise_level.h"
#include "store/sql_supervise.h"

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

qh_status supervise_next(struct ctx *c, const struct supervise_limit *limit,
                         struct opt_int *out)
{
    if (limit->level > 0)
        return next_of(c, limit->due_ms, limit->level, out);
    out->has = true;
    return remind_at(c, limit->warn_ms, limit->due_ms, &out->v);
}
