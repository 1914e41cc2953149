#include "domain/demand_row.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/demand_fact.h"
#include "domain/demand_scope.h"
#include "domain/history.h"
#include "domain/item.h"
#include "domain/notify.h"
#include "domain/setting.h"
#include "domain/supervise_arm.h"

#include <string.h>

static qh_status not_found(struct ctx *c, const char *id)
{
    return qh_fail(&c->err, QH_NOT_FOUND, "demand.not_found", "", "%.40s", id);
}

qh_status demand_load_any(struct ctx *c, const char *id, struct demand_row *out)
{
    const qh_status rc = sql_demand_one(c->tx, c->arena, c->org, id, &out->v, &c->err);

    if (rc == QH_NOT_FOUND)
        return not_found(c, id);
    out->loaded = out->v;
    return rc;
}

qh_status demand_load(struct ctx *c, const char *id, struct demand_row *out)
{
    const struct demand_scope scope = demand_scope(c);
    struct sql_demand_is_visible seen = {0};
    qh_status rc = demand_load_any(c, id, out);

    if (rc)
        return rc;
    if (scope.enterprise)
        return str_equal(scope.enterprise, out->v.enterprise_id) ? QH_OK
                                                                 : not_found(c, id);
    if (!scope.scoped)
        return QH_OK;
    rc = sql_demand_is_visible(c->tx, c->arena, c->org, id, scope.office, scope.person,
                               scope.booked, &seen, &c->err);
    if (rc)
        return rc;
    return seen.visible ? QH_OK : not_found(c, id);
}

qh_status demand_begin(struct ctx *c, const char *id, int64_t version, const char *action,
                       struct demand_row *out)
{
    const struct workflow_step *step = NULL;
    qh_status rc = demand_load(c, id, out);

    if (rc)
        return rc;
    if (out->v.version != version)
        return qh_fail(&c->err, QH_CONFLICT, "demand.changed", "version",
                       "demand %s is at %lld", out->v.number, (long long)out->v.version);
    return workflow_check(c, &DEMAND_WORKFLOW, action, out->v.state, out, &step);
}

/* {"clock": ..., "due_ms": ..., "limit_wd": ...} and what the entry adds. */
static const char *data_of(struct ctx *c, const struct demand_row *d,
                           const struct demand_entry *e)
{
    const char *more = e->data ? e->data : "";
    const char *comma = e->data ? "," : "";

    if (!e->clock)
        return str_format(c->arena, "{\"clock\":null%s%s}", comma, more);
    if (!*e->clock)
        return str_format(c->arena, "{%s}", more);
    return str_format(
        c->arena, "{\"clock\":\"%s\",\"due_ms\":%lld,\"limit_wd\":%lld%s%s}", e->clock,
        (long long)d->v.due_ms.v, (long long)d->v.limit_wd.v, comma, more);
}

/* Starts or ends the clock of the row. */
static qh_status set_clock(struct ctx *c, struct demand_row *d,
                           const struct demand_entry *e)
{
    int64_t due_ms = e->due_ms;
    qh_status rc = QH_OK;

    if (e->clock && !*e->clock)
        return QH_OK;
    d->v.clock = e->clock;
    d->v.due_ms = (struct opt_int){0};
    d->v.limit_wd = (struct opt_int){0};
    if (!e->clock)
        return QH_OK;
    if (!due_ms)
        rc = calendar_due(c->calendar, c->now_ms, (int)e->limit_wd, &due_ms, &c->err);
    if (rc)
        return rc;
    d->v.due_ms = (struct opt_int){.has = true, .v = due_ms};
    d->v.limit_wd = (struct opt_int){.has = true, .v = e->limit_wd};
    return QH_OK;
}

qh_status demand_move(struct ctx *c, struct demand_row *d, const struct demand_entry *e)
{
    const char *from = d->v.state;
    const char *to = e->to ? e->to : from;
    qh_status rc;

    rc = set_clock(c, d, e);
    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){.entity = "demand",
                                                .entity_id = d->v.id,
                                                .seq = d->v.version + 1,
                                                .action = e->action,
                                                .from_state = from,
                                                .to_state = to,
                                                .note = e->note,
                                                .data = data_of(c, d, e)});
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "demand.changed", "version", "demand %s",
                       d->v.number);
    if (rc)
        return rc;
    d->v.state = to;
    d->v.version++;
    if (d->steps_n < DEMAND_STEPS_MAX)
        d->steps[d->steps_n++] = e->action;
    return QH_OK;
}

qh_status demand_save(struct ctx *c, const struct demand_row *d)
{
    const struct sql_demand_one *v = &d->v;
    qh_status rc = sql_demand_save(c->tx,
                                   &(struct sql_demand_save_in){
                                       .org = c->org,
                                       .id = v->id,
                                       .old_version = d->loaded.version,
                                       .version = v->version,
                                       .kind = v->kind,
                                       .route = v->route,
                                       .item_code = v->item_code,
                                       .department_code = v->department_code,
                                       .lead_office_id = v->lead_office_id,
                                       .handler_id = v->handler_id,
                                       .state = v->state,
                                       .clock = v->clock,
                                       .due_ms = v->due_ms,
                                       .limit_wd = v->limit_wd,
                                       .objected = v->objected,
                                       .extended = v->extended,
                                       .answer = v->answer,
                                       .outcome = v->outcome,
                                       .rating = v->rating,
                                       .satisfaction = v->satisfaction,
                                       .rating_note = v->rating_note,
                                       .confirm_hash = v->confirm_hash,
                                       .done_ms = v->done_ms,
                                       .closed_ms = v->closed_ms,
                                       .late = v->late,
                                       .rounds = v->rounds,
                                       .reopened = v->reopened,
                                       .paused_until_ms = v->paused_until_ms,
                                       .merged_id = v->merged_id,
                                       .where_to = v->where_to,
                                       .withdraw_ms = v->withdraw_ms,
                                       .redo_from_id = v->redo_from_id,
                                   },
                                   &c->err);

    if (rc == QH_CONFLICT && strcmp(c->err.key, "store.changed") == 0)
        return qh_fail(&c->err, QH_CONFLICT, "demand.changed", "version", "demand %s",
                       v->number);
    if (!rc)
        rc = supervise_arm(c, v->id, v->clock, v->due_ms, v->limit_wd.v);
    if (!rc)
        rc = demand_fact_changed(c, &d->loaded, v);
    for (size_t i = 0; i < d->steps_n && !rc; i++)
        rc = notify_step(c, "demand", d->steps[i], v->id);
    return rc;
}

qh_status demand_finish(struct ctx *c, struct demand_row *d, struct demand_entry e,
                        const char *limit_setting)
{
    qh_status rc = QH_OK;

    if (limit_setting)
        rc = setting_int(c, limit_setting, &e.limit_wd);
    if (!rc)
        rc = demand_move(c, d, &e);
    return rc ? rc : demand_save(c, d);
}

qh_status demand_need_text(struct ctx *c, const char *field, const char *text)
{
    if (!text || text_trim(text_of(text)).len == 0)
        return qh_fail(&c->err, QH_INVALID, "demand.reason", field, "empty");
    return QH_OK;
}

qh_status demand_handling_limit(struct ctx *c, const struct demand_row *d,
                                int64_t *out_wd)
{
    const char *setting = str_equal(d->v.kind, "advice")    ? SETTING_ADVICE_WD
                          : str_equal(d->v.kind, "complex") ? SETTING_COMPLEX_WD
                          : str_equal(d->v.kind, "hard")    ? SETTING_HARD_WD
                                                            : SETTING_ORDINARY_WD;
    int64_t promised = 0;
    int64_t limit = 0;
    qh_status rc = setting_int(c, setting, &limit);

    if (rc)
        return rc;
    if (d->v.item_code) {
        rc = item_promise(c, d->v.id, &promised);
        if (rc)
            return rc;
        if (promised < limit)
            limit = promised;
    }
    *out_wd = limit;
    return QH_OK;
}
