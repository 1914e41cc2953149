#include "domain/demand_forward.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/demand_promise.h"
#include "domain/setting.h"
#include "store/sql_demand_course.h"

/* ---- to whom ---- */

static qh_status check_division(struct ctx *c, const char *code)
{
    struct sql_forward_division v = {0};
    qh_status rc = QH_NOT_FOUND;

    if (code)
        rc = sql_forward_division(c->tx, c->arena, c->org, code, &v, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "demand.division", "division_code", "%.20s",
                       code ? code : "");
    return rc;
}

static qh_status check_to(struct ctx *c, const struct demand_transfer *in)
{
    if (str_equal(in->to, "department"))
        return demand_check_department(c, in->department_code);
    if (str_equal(in->to, "county"))
        return check_division(c, in->division_code);
    if (str_equal(in->to, "province"))
        return QH_OK;
    return qh_fail(&c->err, QH_INVALID, "demand.forward_to", "to", "%.20s", in->to);
}

/* Who stays responsible: as named, who handles it, or who acts. */
static qh_status set_officer(struct ctx *c, struct demand_row *d, const char *officer_id)
{
    const char *id = officer_id        ? officer_id
                     : d->v.handler_id ? d->v.handler_id
                                       : c->actor.person;
    struct sql_demand_person p = {0};
    qh_status rc = QH_NOT_FOUND;

    if (id)
        rc = sql_demand_person(c->tx, c->arena, c->org, id, &p, &c->err);
    if (rc == QH_NOT_FOUND || (!rc && !p.office_id))
        return qh_fail(&c->err, QH_INVALID, "demand.handler", "officer_id", "%.40s",
                       id ? id : "");
    if (rc)
        return rc;
    d->v.handler_id = p.id;
    d->v.lead_office_id = p.office_id;
    return QH_OK;
}

static qh_status add_forward(struct ctx *c, const struct demand_row *d,
                             const struct demand_transfer *in)
{
    const bool outside = str_equal(in->to, "department");
    const bool county = str_equal(in->to, "county");
    struct sql_forward_list_list before = {0};
    int64_t receipt_ms = 0;
    int64_t limit = 0;
    qh_status rc = setting_int(c, SETTING_RECEIPT_WD, &limit);

    if (!rc)
        rc = calendar_due(c->calendar, c->now_ms, (int)limit, &receipt_ms, &c->err);
    if (!rc)
        rc = sql_forward_list(c->tx, c->arena, c->org, d->v.id, &before, &c->err);
    if (rc)
        return rc;
    return sql_forward_add(c->tx,
                           &(struct sql_forward_add_in){
                               .org = c->org,
                               .demand_id = d->v.id,
                               .seq = (int64_t)before.n + 1,
                               .kind = in->to,
                               .department_code = outside ? in->department_code : NULL,
                               .division_code = county ? in->division_code : NULL,
                               .officer_id = d->v.handler_id,
                               .sent_by = c->actor.person ? c->actor.person : "",
                               .sent_ms = c->now_ms,
                               .receipt_due_ms = receipt_ms},
                           &c->err);
}

/* Being handed over is the plan; from the start of handling if nobody handled it yet. */
static qh_status start_clocks(struct ctx *c, struct demand_row *d)
{
    int64_t limit = 0;
    qh_status rc = setting_int(c, SETTING_FORWARD_WD, &limit);

    if (rc)
        return rc;
    if (str_equal(d->v.state, "TRI"))
        rc = promise_handling(c, d, limit);
    else
        rc = promise_done(c, d, limit);
    return rc ? rc : promise_keep(c, d, "proposal");
}

static const char *data_of(struct ctx *c, const struct demand_row *d,
                           const struct demand_transfer *in)
{
    const char *where = str_equal(in->to, "department") ? in->department_code
                        : str_equal(in->to, "county")   ? in->division_code
                                                        : "";

    return str_format(c->arena, "\"to\":\"%s\",\"where\":\"%s\",\"officer\":\"%s\"",
                      in->to, where, d->v.handler_id);
}

qh_status demand_transfer(struct ctx *c, const char *id, const struct demand_transfer *in)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, in->version, "transfer", &d);

    if (!rc)
        rc = check_to(c, in);
    if (!rc)
        rc = set_officer(c, &d, in->officer_id);
    if (!rc)
        rc = demand_end_pause(c, &d);
    if (!rc)
        rc = demand_lapse_extension(c, &d);
    if (!rc)
        rc = add_forward(c, &d, in);
    if (!rc)
        rc = start_clocks(c, &d);
    if (rc)
        return rc;
    if (str_equal(in->to, "department"))
        d.v.department_code = in->department_code;
    return demand_finish(c, &d,
                         (struct demand_entry){.action = "transfer",
                                               .to = "FWD",
                                               .note = in->note,
                                               .clock = "forward",
                                               .data = data_of(c, &d, in)},
                         SETTING_FORWARD_WD);
}

/* ---- what comes back ---- */

static qh_status last_forward(struct ctx *c, const struct demand_row *d,
                              const struct sql_forward_list **out)
{
    struct sql_forward_list_list all = {0};
    const qh_status rc =
        sql_forward_list(c->tx, c->arena, c->org, d->v.id, &all, &c->err);

    if (rc)
        return rc;
    *out = all.n ? &all.p[all.n - 1] : NULL;
    return QH_OK;
}

/* The last hand-over of a demand in FWD; made up for one that was handed over before
 * there were such rows. */
static qh_status need_forward(struct ctx *c, struct demand_row *d,
                              const struct sql_forward_list **out)
{
    const struct demand_transfer old = {.to = d->v.department_code ? "department"
                                                                   : "province",
                                        .department_code = d->v.department_code};
    qh_status rc = last_forward(c, d, out);

    if (rc || *out)
        return rc;
    rc = set_officer(c, d, NULL);
    if (!rc)
        rc = add_forward(c, d, &old);
    if (!rc)
        rc = last_forward(c, d, out);
    if (!rc && !*out)
        return qh_fail(&c->err, QH_BUG, "demand.history", "", "demand %s", d->v.number);
    return rc;
}

qh_status demand_forward_receipt(struct ctx *c, const char *id, int64_t version,
                                 const char *received_by)
{
    const struct sql_forward_list *f = NULL;
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "receipt", &d);

    if (!rc)
        rc = demand_need_text(c, "received_by", received_by);
    if (!rc)
        rc = need_forward(c, &d, &f);
    if (rc)
        return rc;
    if (f->received_ms.has)
        return qh_fail(&c->err, QH_CONFLICT, "demand.received", "", "demand %s",
                       d.v.number);
    rc = sql_forward_receive(c->tx, c->org, d.v.id, f->seq, received_by, c->now_ms,
                             &c->err);
    if (rc)
        return rc;
    return demand_finish(
        c, &d,
        (struct demand_entry){.action = "receipt", .note = received_by, .clock = ""},
        NULL);
}

/* The document belongs to the demand. */
static qh_status check_attachment(struct ctx *c, const struct demand_row *d,
                                  const char *attachment_id)
{
    struct sql_forward_attachment a = {0};
    const qh_status rc =
        sql_forward_attachment(c->tx, c->arena, c->org, attachment_id, &a, &c->err);

    if (rc == QH_NOT_FOUND ||
        (!rc && (!str_equal(a.entity, "demand") || !str_equal(a.entity_id, d->v.id))))
        return qh_fail(&c->err, QH_INVALID, "demand.reply_attachment", "attachment_id",
                       "%.40s", attachment_id);
    return rc;
}

static qh_status check_day(struct ctx *c, const char *day)
{
    int64_t number = 0;

    if (day_parse(day, &number) != QH_OK ||
        number > day_number_of_instant(c->calendar, c->now_ms))
        return qh_fail(&c->err, QH_INVALID, "demand.reply_day", "day", "%.20s", day);
    return QH_OK;
}

static qh_status write_reply(struct ctx *c, const struct demand_row *d,
                             const struct sql_forward_list *f,
                             const struct forward_reply *in)
{
    qh_status rc = QH_OK;

    if (!f->received_ms.has)
        rc = sql_forward_receive(c->tx, c->org, d->v.id, f->seq, c->actor.name, c->now_ms,
                                 &c->err);
    if (rc)
        return rc;
    return sql_forward_answer(
        c->tx,
        &(struct sql_forward_answer_in){.org = c->org,
                                        .demand_id = d->v.id,
                                        .seq = f->seq,
                                        .day = in->day,
                                        .number = in->number ? in->number : "",
                                        .text = in->text,
                                        .attachment_id = in->attachment_id,
                                        .replied_ms = c->now_ms},
        &c->err);
}

qh_status demand_forward_reply(struct ctx *c, const char *id,
                               const struct forward_reply *in)
{
    const struct sql_forward_list *f = NULL;
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, in->version, "reply", &d);

    if (!rc)
        rc = demand_need_text(c, "text", in->text);
    if (!rc)
        rc = check_day(c, in->day);
    if (!rc)
        rc = check_attachment(c, &d, in->attachment_id);
    if (!rc)
        rc = need_forward(c, &d, &f);
    if (!rc)
        rc = write_reply(c, &d, f, in);
    if (rc)
        return rc;
    return demand_finish(
        c, &d,
        (struct demand_entry){.action = "reply",
                              .note = in->text,
                              .clock = "",
                              .data = str_format(c->arena,
                                                 "\"day\":\"%s\",\"attachment\":\"%s\"",
                                                 in->day, in->attachment_id)},
        NULL);
}

qh_status forward_need_reply(struct ctx *c, const struct demand_row *d)
{
    const struct sql_forward_list *f = NULL;
    const qh_status rc = last_forward(c, d, &f);

    if (rc)
        return rc;
    if (!f || !f->replied_ms.has)
        return qh_fail(&c->err, QH_CONFLICT, "demand.no_reply", "", "demand %s",
                       d->v.number);
    return QH_OK;
}
