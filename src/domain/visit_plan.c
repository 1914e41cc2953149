/* Planning: a visit fixed for a day, moved, cancelled. */
#include "base/text.h"
#include "domain/history.h"
#include "domain/notify.h"
#include "domain/visit_row.h"
#include "domain/visit_rule.h"
#include "store/sql_demand.h"

/* A day on which something may be planned. */
static qh_status check_day(struct ctx *c, const char *day, int64_t *out)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);

    if (day_parse(day, out) || *out < today || *out > today + VISIT_AHEAD_DAYS)
        return qh_fail(&c->err, QH_INVALID, "visit.day", "day", "%.40s", day);
    return QH_OK;
}

/* The demand that is followed up is the enterprise's. */
static qh_status check_demand(struct ctx *c, const struct visit_plan *in)
{
    struct sql_demand_one d = {0};
    qh_status rc;

    if (!in->demand_id)
        return QH_OK;
    rc = sql_demand_one(c->tx, c->arena, c->org, in->demand_id, &d, &c->err);
    if (rc == QH_NOT_FOUND || (!rc && !str_equal(d.enterprise_id, in->enterprise_id)))
        return qh_fail(&c->err, QH_NOT_FOUND, "demand.not_found", "demand_id", "%.40s",
                       in->demand_id);
    return rc;
}

/* Only the desk plans for somebody else. */
static qh_status find_officer(struct ctx *c, const struct visit_plan *in,
                              const char **out)
{
    *out = in->officer_id ? in->officer_id : c->actor.person;
    if (str_equal(*out, c->actor.person) || ctx_can(c, RIGHT_PAIRING_WRITE))
        return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "visit.other_officer", "officer_id", "%.40s",
                   *out);
}

static qh_status check_plan(struct ctx *c, const struct visit_plan *in,
                            const char **out_officer)
{
    struct visit_try t = {
        .self = "", .enterprise_id = in->enterprise_id, .kind = in->kind, .ask = in->ask};
    struct sql_demand_enterprise e = {0};
    qh_status rc;

    if (!visit_kind_is(in->kind))
        return qh_fail(&c->err, QH_INVALID, "visit.kind", "kind", "%.40s", in->kind);
    rc = sql_demand_enterprise(c->tx, c->arena, c->org, in->enterprise_id, &e, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", in->enterprise_id);
    if (!rc)
        rc = check_day(c, in->day, &t.day);
    if (!rc)
        rc = visit_check_time(c, in->start_min, in->minutes);
    if (!rc)
        rc = find_officer(c, in, out_officer);
    if (!rc)
        rc = check_demand(c, in);
    if (!rc)
        rc = visit_check_quiet(c, &t);
    if (!rc)
        rc = visit_check_person(c, &t, *out_officer, "visit.officer");
    if (!rc)
        rc = visit_check_companions(c, &t, *out_officer, &in->companions);
    return rc;
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

qh_status visit_plan(struct ctx *c, const struct visit_plan *in, struct visit_key *out)
{
    struct sql_visit_add_in row = {.enterprise_id = in->enterprise_id,
                                   .kind = in->kind,
                                   .day = in->day,
                                   .start_min = in->start_min,
                                   .minutes = in->minutes,
                                   .purpose = or_empty(in->purpose),
                                   .at_request = in->ask.at_request,
                                   .request_note = or_empty(in->ask.note),
                                   .demand_id = in->demand_id,
                                   .state = "planned",
                                   .met_role = "",
                                   .production_state = "",
                                   .note = ""};
    qh_status rc = check_plan(c, in, &row.officer_id);

    if (rc)
        return rc;
    rc = visit_insert(c, &row, &in->companions);
    if (rc)
        return rc;
    *out = (struct visit_key){row.id, 1};
    rc = history_add(c, &(struct history_entry){.entity = "visit",
                                                .entity_id = row.id,
                                                .seq = 1,
                                                .action = "plan",
                                                .from_state = "",
                                                .to_state = "planned",
                                                .note = row.purpose});
    return rc ? rc : notify_step(c, "visit", "plan", row.id);
}

/* Officer and those who go along have room on the new day. */
static qh_status check_people(struct ctx *c, const struct sql_visit_one *v,
                              const struct visit_try *t)
{
    struct sql_visit_companions_list along = {0};
    qh_status rc = visit_check_person(c, t, v->officer_id, "visit.officer");

    if (!rc)
        rc = sql_visit_companions(c->tx, c->arena, c->org, v->id, &along, &c->err);
    for (size_t i = 0; i < along.n && !rc; i++)
        rc = visit_check_person(c, t, along.p[i].person_id, "visit.companion");
    return rc;
}

/* Saves it and tells those concerned of the step. */
static qh_status save(struct ctx *c, const struct sql_visit_one *v, const char *state,
                      const char *action)
{
    const qh_status rc =
        visit_saved(c, v->id,
                    sql_visit_save_plan(
                        c->tx,
                        &(struct sql_visit_save_plan_in){
                            .org = c->org,
                            .id = v->id,
                            .old_version = v->version,
                            .officer_id = v->officer_id,
                            .day = v->day,
                            .start_min = v->start_min,
                            .minutes = v->minutes,
                            .at_request = v->at_request,
                            .request_note = v->request_note,
                            .suggested = str_equal(state, "planned") ? 0 : v->suggested,
                            .state = state,
                        },
                        &c->err));

    return rc ? rc : notify_step(c, "visit", action, v->id);
}

qh_status visit_move(struct ctx *c, const char *id, const struct visit_move *in,
                     struct visit_key *out)
{
    struct sql_visit_one v = {0};
    const char *action;
    struct visit_try t;
    qh_status rc = visit_begin(c, id, in->version, "move", &v);

    if (rc)
        return rc;
    t = (struct visit_try){
        .self = id, .enterprise_id = v.enterprise_id, .kind = v.kind, .ask = in->ask};
    rc = check_day(c, in->day, &t.day);
    if (!rc)
        rc = visit_check_time(c, in->start_min, in->minutes);
    if (!rc)
        rc = visit_check_quiet(c, &t);
    if (!rc)
        rc = check_people(c, &v, &t);
    action = v.suggested ? "fix" : "move";
    if (!rc)
        rc = visit_note(c, &v, action, "planned",
                        str_format(c->arena, "%s → %s", v.day, in->day));
    if (rc)
        return rc;
    v.day = in->day;
    v.start_min = in->start_min;
    v.minutes = in->minutes;
    v.at_request = in->ask.at_request;
    v.request_note = or_empty(in->ask.note);
    *out = (struct visit_key){v.id, v.version + 1};
    return save(c, &v, "planned", action);
}

qh_status visit_cancel(struct ctx *c, const char *id, int64_t version, const char *reason,
                       struct visit_key *out)
{
    struct sql_visit_one v = {0};
    qh_status rc = visit_begin(c, id, version, "cancel", &v);

    if (rc)
        return rc;
    if (str_is_blank(reason))
        return qh_fail(&c->err, QH_INVALID, "visit.reason", "reason", "none given");
    rc = visit_note(c, &v, "cancel", "cancelled", reason);
    if (rc)
        return rc;
    *out = (struct visit_key){v.id, v.version + 1};
    return save(c, &v, "cancelled", "cancel");
}
