#include "domain/demand_meeting.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/demand_promise.h"
#include "domain/setting.h"
#include "store/sql_demand_course.h"

static qh_status last_meeting(struct ctx *c, const struct demand_row *d,
                              const struct sql_meeting_list **out, int64_t *out_n)
{
    struct sql_meeting_list_list all = {0};
    const qh_status rc =
        sql_meeting_list(c->tx, c->arena, c->org, d->v.id, &all, &c->err);

    if (rc)
        return rc;
    *out = all.n ? &all.p[all.n - 1] : NULL;
    *out_n = (int64_t)all.n;
    return QH_OK;
}

qh_status meeting_ask(struct ctx *c, const struct demand_row *d, const char *reason)
{
    const struct sql_meeting_list *last = NULL;
    int64_t n = 0;
    const qh_status rc = last_meeting(c, d, &last, &n);

    if (rc)
        return rc;
    return sql_meeting_add(c->tx, c->org, d->v.id, n + 1, reason ? reason : "",
                           c->actor.person ? c->actor.person : "", c->now_ms, &c->err);
}

qh_status meeting_need_decision(struct ctx *c, const struct demand_row *d)
{
    const struct sql_meeting_list *last = NULL;
    int64_t n = 0;
    const qh_status rc = last_meeting(c, d, &last, &n);

    if (rc)
        return rc;
    if (!last || !last->recorded_ms.has)
        return qh_fail(&c->err, QH_CONFLICT, "demand.no_decision", "", "demand %s",
                       d->v.number);
    return QH_OK;
}

qh_status demand_meet(struct ctx *c, const char *id, int64_t version, const char *reason)
{
    struct demand_row d = {0};
    int64_t limit = 0;
    qh_status rc = demand_begin(c, id, version, "meet", &d);

    if (!rc)
        rc = demand_need_text(c, "reason", reason);
    if (!rc)
        rc = demand_end_pause(c, &d);
    if (!rc)
        rc = demand_lapse_extension(c, &d);
    if (!rc)
        rc = meeting_ask(c, &d, reason);
    if (!rc)
        rc = setting_int(c, SETTING_MEETING_WD, &limit);
    if (!rc)
        rc = promise_done(c, &d, limit);
    if (rc)
        return rc;
    return demand_finish(c, &d,
                         (struct demand_entry){.action = "meet",
                                               .to = "MTG",
                                               .note = reason,
                                               .clock = "meeting",
                                               .limit_wd = limit},
                         NULL);
}

/* ---- the record of it ---- */

static qh_status check_party(struct ctx *c, const struct meeting_party *p)
{
    struct sql_demand_office office = {0};
    qh_status rc;

    if (p->department_code)
        return demand_check_department(c, p->department_code);
    if (!p->office_id)
        return demand_need_text(c, "parties", p->name);
    rc = sql_demand_office(c->tx, c->arena, c->org, p->office_id, &office, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "demand.office", "parties", "%.40s",
                       p->office_id);
    return rc;
}

static qh_status check_record(struct ctx *c, const struct meeting_record *in)
{
    struct sql_meeting_convener leader = {0};
    int64_t day = 0;
    qh_status rc;

    if (day_parse(in->day, &day) != QH_OK ||
        day > day_number_of_instant(c->calendar, c->now_ms))
        return qh_fail(&c->err, QH_INVALID, "demand.meeting_day", "day", "%.20s",
                       in->day);
    if (in->parties_n < 1 || in->parties_n > MEETING_PARTIES_MAX)
        return qh_fail(&c->err, QH_INVALID, "demand.parties", "parties", "%zu",
                       in->parties_n);
    rc = sql_meeting_convener(c->tx, c->arena, c->org, in->convener_id, "leader", &leader,
                              &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "demand.convener", "convener_id", "%.40s",
                       in->convener_id);
    if (!rc)
        rc = demand_need_text(c, "minutes", in->minutes);
    if (!rc)
        rc = demand_need_text(c, "decision", in->decision);
    for (size_t i = 0; i < in->parties_n && !rc; i++)
        rc = check_party(c, &in->parties[i]);
    return rc;
}

static qh_status write_record(struct ctx *c, const struct demand_row *d, int64_t seq,
                              const struct meeting_record *in)
{
    qh_status rc =
        sql_meeting_save(c->tx,
                         &(struct sql_meeting_save_in){
                             .org = c->org,
                             .demand_id = d->v.id,
                             .seq = seq,
                             .convener_id = in->convener_id,
                             .day = in->day,
                             .minutes = in->minutes,
                             .decision = in->decision,
                             .recorded_by = c->actor.person ? c->actor.person : "",
                             .recorded_ms = c->now_ms},
                         &c->err);

    for (size_t i = 0; i < in->parties_n && !rc; i++)
        rc = sql_meeting_party_add(
            c->tx,
            &(struct sql_meeting_party_add_in){
                .org = c->org,
                .demand_id = d->v.id,
                .seq = seq,
                .position = (int64_t)i + 1,
                .office_id = in->parties[i].office_id,
                .department_code = in->parties[i].department_code,
                .name = in->parties[i].name ? in->parties[i].name : ""},
            &c->err);
    return rc;
}

qh_status demand_meeting_record(struct ctx *c, const char *id,
                                const struct meeting_record *in)
{
    const struct sql_meeting_list *last = NULL;
    struct demand_row d = {0};
    int64_t n = 0;
    qh_status rc = demand_begin(c, id, in->version, "meeting_record", &d);

    if (!rc)
        rc = check_record(c, in);
    if (!rc)
        rc = last_meeting(c, &d, &last, &n);
    if (!rc && !last) /* asked for before there were such rows */
        rc = meeting_ask(c, &d, "");
    if (rc)
        return rc;
    if (last && last->recorded_ms.has)
        return qh_fail(&c->err, QH_CONFLICT, "demand.meeting_held", "", "demand %s",
                       d.v.number);
    rc = write_record(c, &d, last ? last->seq : 1, in);
    if (!rc)
        rc = promise_keep(c, &d, "proposal");
    if (rc)
        return rc;
    return demand_finish(
        c, &d,
        (struct demand_entry){.action = "meeting_record",
                              .note = in->decision,
                              .clock = "",
                              .data = str_format(c->arena,
                                                 "\"day\":\"%s\",\"convener\":\"%s\"",
                                                 in->day, in->convener_id)},
        NULL);
}
