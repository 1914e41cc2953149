#include "domain/demand_course.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/demand_promise.h"
#include "domain/setting.h"
#include "store/sql_demand_course.h"

/* ---- contact, plan, interim reply ---- */

qh_status demand_contact(struct ctx *c, const char *id, int64_t version, const char *way,
                         const char *note)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "contact", &d);

    if (rc)
        return rc;
    if (!str_equal(way, "phone") && !str_equal(way, "visit") &&
        !str_equal(way, "message"))
        return qh_fail(&c->err, QH_INVALID, "demand.way", "way", "%.40s", way);
    rc = promise_keep(c, &d, "contact");
    if (rc)
        return rc;
    return demand_finish(
        c, &d,
        (struct demand_entry){.action = "contact",
                              .note = note,
                              .clock = "",
                              .data = str_format(c->arena, "\"way\":\"%s\"", way)},
        NULL);
}

/* A text for the enterprise that changes nothing but a clock. */
static qh_status say(struct ctx *c, const char *id, int64_t version, const char *action,
                     const char *text)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, action, &d);

    if (!rc)
        rc = demand_need_text(c, "text", text);
    if (!rc)
        rc = str_equal(action, "propose") ? promise_keep(c, &d, "proposal")
                                          : promise_interim(c, &d);
    if (rc)
        return rc;
    return demand_finish(
        c, &d, (struct demand_entry){.action = action, .note = text, .clock = ""}, NULL);
}

qh_status demand_propose(struct ctx *c, const char *id, int64_t version, const char *plan)
{
    return say(c, id, version, "propose", plan);
}

qh_status demand_interim(struct ctx *c, const char *id, int64_t version, const char *text)
{
    return say(c, id, version, "interim", text);
}

/* ---- pauses ---- */

static const char *const PAUSES[] = {"enterprise", "department", "technical"};

bool demand_is_paused(const struct ctx *c, const struct demand_row *d)
{
    return d->v.paused_until_ms.has && c->now_ms < d->v.paused_until_ms.v;
}

/* Working days by which clocks stand from one instant to another. */
static qh_status workdays(struct ctx *c, int64_t from_ms, int64_t until_ms, int64_t *out)
{
    return calendar_workdays_between(
        c->calendar, day_number_of_instant(c->calendar, from_ms),
        day_number_of_instant(c->calendar, until_ms), out, &c->err);
}

/* Moves the row's limit and the enterprise's clocks; the new end goes to *out_due. */
static qh_status move_clocks(struct ctx *c, struct demand_row *d, int64_t days,
                             int64_t *out_due)
{
    const qh_status rc =
        calendar_due(c->calendar, d->v.due_ms.v, (int)days, out_due, &c->err);

    return rc ? rc : promise_move(c, d, days);
}

static qh_status check_pause(struct ctx *c, const struct demand_row *d,
                             const struct demand_pause *in)
{
    for (size_t i = 0; i < LEN(PAUSES); i++)
        if (str_equal(PAUSES[i], in->reason)) {
            if (demand_is_paused(c, d))
                return qh_fail(&c->err, QH_CONFLICT, "demand.paused", "", "demand %s",
                               d->v.number);
            if (!d->v.due_ms.has || c->now_ms > d->v.due_ms.v)
                return qh_fail(&c->err, QH_CONFLICT, "demand.overdue", "", "demand %s",
                               d->v.number);
            return demand_need_text(c, "note", in->note);
        }
    return qh_fail(&c->err, QH_INVALID, "demand.pause_reason", "reason", "%.40s",
                   in->reason);
}

/* When the pause ends and how many working days that are; all pauses so far count. */
static qh_status measure(struct ctx *c, const struct demand_row *d, const char *until_day,
                         struct sql_pause_add_in *out)
{
    struct sql_pause_list_list before = {0};
    int64_t most = 0;
    int64_t day = 0;
    int64_t used = 0;
    qh_status rc = day_parse(until_day, &day);

    if (rc || day <= day_number_of_instant(c->calendar, c->now_ms))
        return qh_fail(&c->err, QH_INVALID, "demand.pause_until", "until_day", "%.20s",
                       until_day);
    rc = calendar_closing(c->calendar, day, &out->until_ms, &c->err);
    if (!rc)
        rc = workdays(c, c->now_ms, out->until_ms, &out->moved_wd);
    if (!rc)
        rc = setting_int(c, SETTING_PAUSE_MAX_WD, &most);
    if (!rc)
        rc = sql_pause_list(c->tx, c->arena, c->org, d->v.id, &before, &c->err);
    if (rc)
        return rc;
    for (size_t i = 0; i < before.n; i++)
        used += before.p[i].moved_wd;
    if (used + out->moved_wd > most)
        return qh_fail(&c->err, QH_INVALID, "demand.pause_long", "until_day",
                       "%lld of %lld working days are used", (long long)used,
                       (long long)most);
    out->seq = (int64_t)before.n + 1;
    return QH_OK;
}

qh_status demand_pause(struct ctx *c, const char *id, const struct demand_pause *in)
{
    struct sql_pause_add_in row = {.org = c->org, .from_ms = c->now_ms};
    struct demand_row d = {0};
    int64_t due_ms = 0;
    qh_status rc = demand_begin(c, id, in->version, "pause", &d);

    if (!rc)
        rc = check_pause(c, &d, in);
    if (!rc)
        rc = measure(c, &d, in->until_day, &row);
    if (rc)
        return rc;
    row.demand_id = d.v.id;
    row.reason = in->reason;
    row.note = in->note;
    row.by_id = c->actor.person ? c->actor.person : "";
    rc = sql_pause_add(c->tx, &row, &c->err);
    if (!rc)
        rc = move_clocks(c, &d, row.moved_wd, &due_ms);
    if (rc)
        return rc;
    d.v.paused_until_ms = (struct opt_int){.has = true, .v = row.until_ms};
    return demand_finish(
        c, &d,
        (struct demand_entry){.action = "pause",
                              .note = in->note,
                              .clock = d.v.clock,
                              .limit_wd = d.v.limit_wd.v,
                              .due_ms = due_ms,
                              .data = str_format(c->arena,
                                                 "\"pause\":\"%s\",\"until_ms\":%lld",
                                                 in->reason, (long long)row.until_ms)},
        NULL);
}

/* Ends the pause that lasts; the end of the clock without the rest of it: *out_due. */
static qh_status stop(struct ctx *c, struct demand_row *d, int64_t *out_due)
{
    struct sql_pause_list_list all = {0};
    const struct sql_pause_list *last;
    int64_t stood = 0;
    qh_status rc = sql_pause_list(c->tx, c->arena, c->org, d->v.id, &all, &c->err);

    if (rc)
        return rc;
    if (!all.n)
        return qh_fail(&c->err, QH_BUG, "demand.pause", "", "demand %s", d->v.number);
    last = &all.p[all.n - 1];
    rc = workdays(c, last->from_ms, c->now_ms, &stood);
    if (!rc)
        rc = sql_pause_end(c->tx, c->org, d->v.id, last->seq, c->now_ms, stood, &c->err);
    if (!rc)
        rc = move_clocks(c, d, stood - last->moved_wd, out_due);
    if (rc)
        return rc;
    d->v.paused_until_ms = (struct opt_int){.has = true, .v = c->now_ms};
    return QH_OK;
}

/* Ends a pause by an entry of its own. */
static qh_status resume(struct ctx *c, struct demand_row *d, const char *note)
{
    int64_t due_ms = 0;
    const qh_status rc = stop(c, d, &due_ms);

    if (rc)
        return rc;
    return demand_move(c, d,
                       &(struct demand_entry){.action = "resume",
                                              .note = note,
                                              .clock = d->v.clock,
                                              .limit_wd = d->v.limit_wd.v,
                                              .due_ms = due_ms});
}

qh_status demand_end_pause(struct ctx *c, struct demand_row *d)
{
    return demand_is_paused(c, d) ? resume(c, d, "") : QH_OK;
}

qh_status demand_resume(struct ctx *c, const char *id, int64_t version, const char *note)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "resume", &d);

    if (rc)
        return rc;
    if (!demand_is_paused(c, &d))
        return qh_fail(&c->err, QH_CONFLICT, "demand.not_paused", "", "demand %s",
                       d.v.number);
    rc = resume(c, &d, note);
    return rc ? rc : demand_save(c, &d);
}

/* ---- extension ---- */

/* The last extension that was asked for; NULL if there is none. */
static qh_status last_extension(struct ctx *c, const struct demand_row *d,
                                const struct sql_extension_list **out, int64_t *out_n)
{
    struct sql_extension_list_list all = {0};
    const qh_status rc =
        sql_extension_list(c->tx, c->arena, c->org, d->v.id, &all, &c->err);

    *out = all.n ? &all.p[all.n - 1] : NULL;
    *out_n = (int64_t)all.n;
    return rc;
}

static bool waits(const struct sql_extension_list *x)
{
    return x && str_equal(x->state, "asked");
}

static qh_status check_days(struct ctx *c, int64_t days)
{
    int64_t most = 0;
    const qh_status rc = setting_int(c, SETTING_EXTEND_MAX_WD, &most);

    if (rc)
        return rc;
    if (days < 1 || days > most)
        return qh_fail(&c->err, QH_INVALID, "demand.extend_days", "days", "1 to %lld",
                       (long long)most);
    return QH_OK;
}

qh_status demand_extend_ask(struct ctx *c, const char *id, int64_t version,
                            const char *reason, int64_t days)
{
    const struct sql_extension_list *last = NULL;
    struct demand_row d = {0};
    int64_t n = 0;
    qh_status rc = demand_begin(c, id, version, "extend_ask", &d);

    if (!rc)
        rc = demand_need_text(c, "reason", reason);
    if (!rc)
        rc = check_days(c, days);
    if (!rc)
        rc = last_extension(c, &d, &last, &n);
    if (rc)
        return rc;
    if (waits(last))
        return qh_fail(&c->err, QH_CONFLICT, "demand.extend_asked", "", "demand %s",
                       d.v.number);
    rc = sql_extension_add(
        c->tx,
        &(struct sql_extension_add_in){.org = c->org,
                                       .demand_id = d.v.id,
                                       .seq = n + 1,
                                       .reason = reason,
                                       .days = days,
                                       .asked_by = c->actor.person ? c->actor.person : "",
                                       .asked_ms = c->now_ms,
                                       .due_before_ms = d.v.due_ms.v},
        &c->err);
    if (rc)
        return rc;
    return demand_finish(
        c, &d,
        (struct demand_entry){.action = "extend_ask",
                              .note = reason,
                              .clock = "",
                              .data =
                                  str_format(c->arena, "\"days\":%lld", (long long)days)},
        NULL);
}

static qh_status decide(struct ctx *c, const struct demand_row *d,
                        const struct sql_extension_list *x, const char *state,
                        const char *note, struct opt_int due_after)
{
    return sql_extension_decide(
        c->tx,
        &(struct sql_extension_decide_in){.org = c->org,
                                          .demand_id = d->v.id,
                                          .seq = x->seq,
                                          .state = state,
                                          .decided_by = c->actor.person,
                                          .decided_ms = c->now_ms,
                                          .decision_note = note ? note : "",
                                          .due_after_ms = due_after},
        &c->err);
}

qh_status demand_lapse_extension(struct ctx *c, const struct demand_row *d)
{
    const struct sql_extension_list *last = NULL;
    int64_t n = 0;
    const qh_status rc = last_extension(c, d, &last, &n);

    if (rc || !waits(last))
        return rc;
    return decide(c, d, last, "lapsed", "", (struct opt_int){0});
}

static qh_status approve_it(struct ctx *c, struct demand_row *d,
                            const struct sql_extension_list *x, const char *note)
{
    int64_t due_ms = 0;
    qh_status rc =
        calendar_due(c->calendar, d->v.due_ms.v, (int)x->days, &due_ms, &c->err);

    if (!rc)
        rc =
            decide(c, d, x, "approved", note, (struct opt_int){.has = true, .v = due_ms});
    if (!rc)
        rc = promise_extend(c, d, x->days);
    if (rc)
        return rc;
    d->v.extended = 1;
    return demand_finish(c, d,
                         (struct demand_entry){.action = "extend",
                                               .to = "EXT",
                                               .note = note,
                                               .clock = "extension",
                                               .limit_wd = d->v.limit_wd.v + x->days,
                                               .due_ms = due_ms},
                         NULL);
}

static qh_status refuse_it(struct ctx *c, struct demand_row *d,
                           const struct sql_extension_list *x, const char *note)
{
    qh_status rc = demand_need_text(c, "note", note);

    if (!rc)
        rc = decide(c, d, x, "refused", note, (struct opt_int){0});
    if (rc)
        return rc;
    return demand_finish(
        c, d, (struct demand_entry){.action = "extend_refuse", .note = note, .clock = ""},
        NULL);
}

qh_status demand_extend_decide(struct ctx *c, const char *id, int64_t version,
                               bool approve, const char *note)
{
    const struct sql_extension_list *last = NULL;
    struct demand_row d = {0};
    int64_t n = 0;
    qh_status rc = demand_begin(c, id, version, approve ? "extend" : "extend_refuse", &d);

    if (!rc)
        rc = last_extension(c, &d, &last, &n);
    if (rc)
        return rc;
    if (!waits(last))
        return qh_fail(&c->err, QH_CONFLICT, "demand.not_asked", "", "demand %s",
                       d.v.number);
    if (str_equal(last->asked_by, c->actor.person))
        return qh_fail(&c->err, QH_DENIED, "demand.own_request", "", "demand %s",
                       d.v.number);
    return approve ? approve_it(c, &d, last, note) : refuse_it(c, &d, last, note);
}
