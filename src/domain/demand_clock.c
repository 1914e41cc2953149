#include "domain/demand_clock.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/light.h"

/* Working days used and the light, at its end or now. */
static qh_status judge(struct ctx *c, struct opt_int warn_ms, struct demand_clock *k)
{
    const int64_t until_ms = k->done_ms.has ? k->done_ms.v : c->now_ms;
    const qh_status rc = calendar_workdays_between(
        c->calendar, day_number_of_instant(c->calendar, k->from_ms),
        day_number_of_instant(c->calendar, until_ms), &k->used_wd, &c->err);

    if (rc)
        return rc;
    if (k->done_ms.has)
        warn_ms = (struct opt_int){0};
    k->light = light_at(warn_ms, k->due_ms, until_ms);
    return QH_OK;
}

/* Reads what an entry says of the clocks; *out is NULL if it says nothing. */
static qh_status read_data(struct ctx *c, const struct history_row *r,
                           const struct json **out)
{
    struct json *v = NULL;
    const qh_status rc = json_parse(c->arena, text_of(r->data), &v, &c->err);

    if (rc)
        return qh_fail(&c->err, QH_BUG, "demand.history", "", "%s entry %lld",
                       r->entity_id, (long long)r->seq);
    *out = json_member(v, "clock") ? v : NULL;
    return QH_OK;
}

static qh_status start(struct ctx *c, const struct history_row *r, const struct json *v,
                       struct demand_clock *out)
{
    *out = (struct demand_clock){.name = json_str(v, "clock", ""), .from_ms = r->at_ms};
    if (json_int(json_member(v, "due_ms"), &out->due_ms) != QH_OK ||
        json_int(json_member(v, "limit_wd"), &out->limit_wd) != QH_OK)
        return qh_fail(&c->err, QH_BUG, "demand.history", "", "%s entry %lld",
                       r->entity_id, (long long)r->seq);
    return QH_OK;
}

/* A pause moves the end of the clock that runs; it is the same clock. */
static bool moves(const struct history_row *r)
{
    return str_equal(r->action, "pause") || str_equal(r->action, "resume");
}

static qh_status move(struct ctx *c, const struct history_row *r, const struct json *v,
                      struct demand_clock *k)
{
    if (json_int(json_member(v, "due_ms"), &k->due_ms) != QH_OK)
        return qh_fail(&c->err, QH_BUG, "demand.history", "", "%s entry %lld",
                       r->entity_id, (long long)r->seq);
    return QH_OK;
}

qh_status demand_clocks(struct ctx *c, const struct json_list *history,
                        struct opt_int warn_ms, struct json_list *out)
{
    const struct history_row *r = history->p;
    struct demand_clock *clocks = ARENA_ARRAY(c->arena, history->n, struct demand_clock);
    size_t n = 0;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < history->n; i++) {
        const struct json *v = NULL;

        rc = read_data(c, &r[i], &v);
        if (rc)
            return rc;
        if (!v)
            continue;
        if (n > 0 && moves(&r[i])) {
            rc = move(c, &r[i], v, &clocks[n - 1]);
            if (rc)
                return rc;
            continue;
        }
        if (n > 0 && !clocks[n - 1].done_ms.has)
            clocks[n - 1].done_ms = (struct opt_int){.has = true, .v = r[i].at_ms};
        if (json_member(v, "clock")->kind != JSON_STRING)
            continue;
        rc = start(c, &r[i], v, &clocks[n]);
        if (rc)
            return rc;
        n++;
    }
    for (size_t i = 0; i < n && !rc; i++)
        rc = judge(c, warn_ms, &clocks[i]);
    *out = (struct json_list){.p = clocks, .n = n};
    return rc;
}
