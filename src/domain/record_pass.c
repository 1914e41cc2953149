/* record_pass.c - the three acts by three persons: submit, check, approve. */
#include "base/days.h"
#include "domain/booking.h"
#include "domain/certificate.h"
#include "domain/charge.h"
#include "domain/history.h"
#include "domain/notify.h"
#include "domain/record_work.h"
#include "domain/workflow.h"
#include "store/sql_booking.h"
#include "store/sql_instrument.h"
#include "store/sql_standard.h"

static struct sql_record_set_flow_in flow_of(struct ctx *c, const struct record_work *w,
                                             const char *state)
{
    return (struct sql_record_set_flow_in){
        .org = c->org,
        .id = w->row.id,
        .state = state,
        .checker_id = w->row.checker_id,
        .approver_id = w->row.approver_id,
        .submitted_ms = w->row.submitted_ms,
        .checked_ms = w->row.checked_ms,
        .approved_ms = w->row.approved_ms,
        .version = w->row.version,
    };
}

static qh_status move(struct ctx *c, const struct record_work *w,
                      const struct workflow_step *s,
                      const struct sql_record_set_flow_in *in, const char *note)
{
    qh_status rc = sql_record_set_flow(c->tx, in, &c->err);

    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "record.changed", "version", "%s",
                       w->row.number);
    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){.entity = "record",
                                                .entity_id = w->row.id,
                                                .seq = in->version + 1,
                                                .action = s->action,
                                                .from_state = w->row.state,
                                                .to_state = s->to,
                                                .note = note ? note : "",
                                                .data = "{}"});
    return rc ? rc : notify_step(c, "record", s->action, w->row.id);
}

static qh_status take(struct ctx *c, const char *id, const char *action, int64_t version,
                      struct record_work *w, const struct workflow_step **s)
{
    qh_status rc = record_take(c, id, w);

    if (rc)
        return rc;
    rc = workflow_check(c, &RECORD_WORKFLOW, action, w->row.state, w, s);
    if (rc)
        return rc;
    if (w->row.version != version)
        return qh_fail(&c->err, QH_CONFLICT, "record.changed", "version", "%s",
                       w->row.number);
    return QH_OK;
}

/* Nothing is issued by an edition whose tables nobody has confirmed. */
static qh_status require_confirmed(struct ctx *c, const struct record_work *w)
{
    struct sql_edition_one e = {0};
    qh_status rc =
        sql_edition_one(c->tx, c->arena, c->org, w->row.edition_id, &e, &c->err);

    if (!rc && str_equal(e.state, "draft"))
        return qh_fail(&c->err, QH_CONFLICT, "edition.unconfirmed", "", "%s", e.edition);
    return rc;
}

/* As many seals applied by this record as it broke. */
static qh_status require_seals(struct ctx *c, const struct record_work *w)
{
    struct sql_seal_of_instrument_list seals = {0};
    size_t broken = 0;
    size_t applied = 0;
    qh_status rc = sql_seal_of_instrument(c->tx, c->arena, c->org, w->row.instrument_id,
                                          &seals, &c->err);

    if (rc)
        return rc;
    for (size_t i = 0; i < seals.n; i++) {
        broken += str_equal(seals.p[i].broken_record_id, w->row.id);
        applied += str_equal(seals.p[i].applied_record_id, w->row.id) &&
                   !seals.p[i].broken_ms.has;
    }
    if (applied < broken)
        return qh_fail(&c->err, QH_CONFLICT, "record.seals_not_renewed", "",
                       "%zu broken, %zu applied", broken, applied);
    return QH_OK;
}

/* The judgement with its trace goes into the row that the others read. */
static qh_status freeze_result(struct ctx *c, struct record_work *w)
{
    struct method_judged j = {0};
    const char *result = NULL;
    qh_status rc = record_judge(c, w, w->row.set_no, &j);

    if (rc)
        return rc;
    if (str_equal(j.verdict, "incomplete"))
        return qh_fail(&c->err, QH_CONFLICT, "record.incomplete", "", "%zu rows missing",
                       j.missing_n);
    if (j.obstacle)
        return qh_fail(&c->err, QH_CONFLICT, "record.uncertainty", j.obstacle, "%s",
                       j.obstacle);
    rc = record_result_json(c, w, &j, true, &result);
    if (rc)
        return rc;
    return record_freeze(c, w, result);
}

/* Standards and credential held on the days of testing, and they still do. */
static qh_status require_means(struct ctx *c, const struct record_work *w)
{
    struct sql_edition_one e = {0};
    char today[DAY_LEN + 1];
    struct record_days days = {w->row.test_from_day, w->row.test_until_day};
    qh_status rc;

    day_of_instant(c->calendar, c->now_ms, today);
    days.from = days.from ? days.from : today;
    days.until = days.until ? days.until : today;
    rc = record_require_standards(c, w->row.trip_id, w->row.id, &days);
    if (!rc)
        rc = sql_edition_one(c->tx, c->arena, c->org, w->row.edition_id, &e, &c->err);
    if (rc)
        return rc;
    return record_require_duty(c, w->row.officer_id, e.code, "verify", days.until);
}

qh_status record_submit(struct ctx *c, const char *id, int64_t version)
{
    const struct workflow_step *s = NULL;
    struct sql_record_set_flow_in in;
    struct record_work w = {0};
    qh_status rc = take(c, id, "submit", version, &w, &s);

    if (rc)
        return rc;
    if (!str_equal(w.row.officer_id, c->actor.person))
        return qh_fail(&c->err, QH_DENIED, "record.not_yours", "", "%s", w.row.number);
    rc = require_means(c, &w);
    if (!rc)
        rc = require_seals(c, &w);
    if (!rc)
        rc = freeze_result(c, &w);
    if (rc)
        return rc;
    in = flow_of(c, &w, s->to);
    in.submitted_ms = OPT_INT(c->now_ms);
    in.checker_id = NULL;
    in.approver_id = NULL;
    in.checked_ms = NO_INT;
    return move(c, &w, s, &in, "");
}

/* The duty for the regulation on the day of signing, by somebody who has not signed yet.
 */
static qh_status require_signer(struct ctx *c, const struct record_work *w,
                                const char *duty)
{
    struct sql_edition_one e = {0};
    char today[DAY_LEN + 1];
    qh_status rc =
        sql_edition_one(c->tx, c->arena, c->org, w->row.edition_id, &e, &c->err);

    if (rc)
        return rc;
    if (str_equal(w->row.officer_id, c->actor.person) ||
        str_equal(w->row.checker_id, c->actor.person))
        return qh_fail(&c->err, QH_DENIED, "record.same_person", "", "%s", w->row.number);
    day_of_instant(c->calendar, c->now_ms, today);
    return record_require_duty(c, c->actor.person, e.code, duty, today);
}

static qh_status require_reason(struct ctx *c, bool good, const char *reason)
{
    if (!good && (!reason || !*reason))
        return qh_fail(&c->err, QH_INVALID, "record.reason", "reason", "none given");
    return QH_OK;
}

qh_status record_check(struct ctx *c, const char *id, int64_t version, bool pass,
                       const char *reason)
{
    const struct workflow_step *s = NULL;
    struct sql_record_set_flow_in in;
    struct record_work w = {0};
    qh_status rc = take(c, id, pass ? "check" : "check_return", version, &w, &s);

    if (rc)
        return rc;
    rc = require_signer(c, &w, "check");
    if (!rc && pass)
        rc = require_means(c, &w);
    if (rc)
        return rc;
    rc = require_reason(c, pass, reason);
    if (rc)
        return rc;
    in = flow_of(c, &w, s->to);
    if (pass) {
        in.checker_id = c->actor.person;
        in.checked_ms = OPT_INT(c->now_ms);
    }
    return move(c, &w, s, &in, reason);
}

static qh_status add_charges(struct ctx *c, const struct record_work *w,
                             const struct sql_instrument_one *it)
{
    struct sql_booking_one b = {0};
    qh_status rc =
        sql_booking_one(c->tx, c->arena, c->org, w->row.booking_id, &b, &c->err);

    if (rc)
        return rc;
    return charge_add_record(c, &(struct charge_subject){
                                    .booking_id = b.id,
                                    .record_id = w->row.id,
                                    .kind_code = it->kind_code,
                                    .compulsory = it->compulsory != 0,
                                    .purpose = it->purpose,
                                    .service = w->row.service,
                                    .passed = str_equal(w->row.verdict, "pass"),
                                    .enterprise_id = b.enterprise_id,
                                    .division_code = b.division_code,
                                    .size_class = b.size_class,
                                    .supported = b.supported != 0,
                                    .day = w->row.test_until_day,
                                });
}

/* The booking is done when each of its lines has an approved record. */
static qh_status finish_booking(struct ctx *c, const char *booking_id)
{
    struct booking_detail b = {0};
    const struct booking_line *l;
    qh_status rc = booking_find(c, booking_id, &b);

    if (rc)
        return rc;
    l = b.lines.p;
    for (size_t i = 0; i < b.lines.n; i++)
        if (!str_equal(l[i].record_state, "approved"))
            return QH_OK;
    if (!str_equal(b.state, "planned"))
        return QH_OK;
    return booking_advance(c, booking_id, "done");
}

static qh_status after_approval(struct ctx *c, const struct record_work *w,
                                const char **out_certificate)
{
    struct sql_instrument_one it = {0};
    qh_status rc;

    rc = sql_instrument_one(c->tx, c->arena, c->org, w->row.instrument_id, &it, &c->err);
    if (rc)
        return rc;
    rc = certificate_number(c, w->row.id, out_certificate);
    if (rc)
        return rc;
    rc = add_charges(c, w, &it);
    if (rc)
        return rc;
    return finish_booking(c, w->row.booking_id);
}

qh_status record_approve(struct ctx *c, const char *id, int64_t version, bool approve,
                         const char *reason, const char **out_certificate)
{
    const struct workflow_step *s = NULL;
    struct sql_record_set_flow_in in;
    struct record_work w = {0};
    qh_status rc = take(c, id, approve ? "approve" : "approve_return", version, &w, &s);

    *out_certificate = NULL;
    if (rc)
        return rc;
    rc = require_signer(c, &w, "approve");
    if (rc)
        return rc;
    if (approve) {
        rc = require_confirmed(c, &w);
        if (!rc)
            rc = require_means(c, &w);
        if (rc)
            return rc;
    }
    rc = require_reason(c, approve, reason);
    if (rc)
        return rc;
    in = flow_of(c, &w, s->to);
    if (approve) {
        in.approver_id = c->actor.person;
        in.approved_ms = OPT_INT(c->now_ms);
    }
    rc = move(c, &w, s, &in, reason);
    if (rc || !approve)
        return rc;
    return after_approval(c, &w, out_certificate);
}
