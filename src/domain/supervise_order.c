/* Supervision orders: number, reason, what the reply must say, by when; the reply. */
#include "domain/supervise.h"

#include "base/days.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/number.h"
#include "domain/setting.h"
#include "domain/supervise_act.h"
#include "domain/supervise_order.h"
#include "domain/supervise_tell.h"

/* ---- a new one ---- */

/* Office and person to whom it goes. */
static qh_status find_addressee(struct ctx *c, const struct supervise_new *in,
                                const struct demand_row *d, const char **out_office)
{
    const char *office_id = in->office_id ? in->office_id : d->v.lead_office_id;
    struct sql_demand_office office = {0};
    struct sql_supervise_officer p = {0};
    qh_status rc = QH_NOT_FOUND;

    if (office_id)
        rc = sql_demand_office(c->tx, c->arena, c->org, office_id, &office, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "supervise.office", "office_id", "%.40s",
                       office_id ? office_id : "none");
    if (rc)
        return rc;
    *out_office = office.id;
    if (!in->person_id)
        return QH_OK;
    rc = sql_supervise_officer(c->tx, c->arena, c->org, in->person_id, &p, &c->err);
    if (rc == QH_NOT_FOUND || (!rc && !str_equal(p.office_id, office.id)))
        return qh_fail(&c->err, QH_INVALID, "supervise.person", "person_id", "%.40s",
                       in->person_id);
    return rc;
}

static qh_status find_due(struct ctx *c, int64_t reply_wd, int64_t *out_ms)
{
    qh_status rc = QH_OK;

    if (reply_wd < 0 || reply_wd > SUPERVISE_REPLY_WD_MAX)
        return qh_fail(&c->err, QH_INVALID, "supervise.reply_wd", "reply_wd", "%lld",
                       (long long)reply_wd);
    if (reply_wd == 0)
        rc = setting_int(c, SETTING_SUPERVISE_REPLY_WD, &reply_wd);
    if (rc)
        return rc;
    return calendar_due(c->calendar, c->now_ms, (int)reply_wd, out_ms, &c->err);
}

/* "DB2026-0001" (督办). */
static qh_status take_number(struct ctx *c, const char **out)
{
    const int64_t year = year_of_instant(c->calendar, c->now_ms);
    int64_t serial = 0;
    const qh_status rc = number_take(c, "supervise_order", year, &serial);

    if (rc)
        return rc;
    *out = str_format(c->arena, "DB%04d-%04lld", (int)year, (long long)serial);
    return QH_OK;
}

static qh_status check_new(struct ctx *c, const struct supervise_new *in,
                           struct demand_row *d)
{
    qh_status rc = demand_load(c, in->demand_id, d);

    if (!rc)
        rc = supervise_may(c, d);
    if (!rc)
        rc = supervise_check_text(c, "supervise.reason", "reason", in->reason);
    if (!rc)
        rc = supervise_check_text(c, "supervise.required", "required", in->required);
    return rc;
}

static qh_status add_order(struct ctx *c, const struct sql_supervise_order_add_in *row)
{
    const qh_status rc = sql_supervise_order_add(c->tx, row, &c->err);

    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){.entity = "supervise_order",
                                                  .entity_id = row->id,
                                                  .seq = 1,
                                                  .action = "supervise",
                                                  .from_state = "",
                                                  .to_state = "open",
                                                  .note = row->reason});
}

qh_status supervise_order(struct ctx *c, const struct supervise_new *in,
                          struct supervise_made *out)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct sql_supervise_order_add_in row = {.org = c->org, .id = id};
    struct demand_row d = {0};
    qh_status rc = check_new(c, in, &d);

    if (!rc)
        rc = find_addressee(c, in, &d, &row.office_id);
    if (!rc)
        rc = find_due(c, in->reply_wd, &row.due_ms);
    if (!rc)
        rc = take_number(c, &row.number);
    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    row.demand_id = d.v.id;
    row.reason = text_copy(c->arena, text_trim(text_of(in->reason)));
    row.required = text_copy(c->arena, text_trim(text_of(in->required)));
    row.person_id = in->person_id;
    row.issued_by = c->actor.person ? c->actor.person : "";
    row.issued_ms = c->now_ms;
    rc = add_order(c, &row);
    if (!rc)
        rc = supervise_append(
            c, &d,
            &(struct supervise_act){
                .kind = "supervise",
                .of_limit = true,
                .order_id = id,
                .note = row.reason,
                .data = str_format(c->arena, "\"order\":\"%s\",\"number\":\"%s\"", id,
                                   row.number)});
    if (!rc)
        rc = supervise_tell(c, &(struct supervise_told){.kind = "supervise",
                                                        .demand_id = d.v.id,
                                                        .office_id = row.office_id,
                                                        .person_id = row.person_id,
                                                        .due_ms = row.due_ms});
    if (!rc)
        *out = (struct supervise_made){id, row.number, row.due_ms};
    return rc;
}

/* ---- its steps ---- */

struct step {
    const char *action;
    const char *to;
    const char *text;
};

/* Loads the order, checks version, state and right, and the text that goes along. */
static qh_status begin(struct ctx *c, const char *id, int64_t version,
                       const struct step *s, struct sql_supervise_order_row *o)
{
    const struct workflow_step *step = NULL;
    qh_status rc = supervise_order_load(c, id, o);

    if (rc)
        return rc;
    if (o->version != version)
        return qh_fail(&c->err, QH_CONFLICT, "supervise_order.changed", "version",
                       "order %s is at %lld", o->number, (long long)o->version);
    rc = workflow_check(c, &SUPERVISE_WORKFLOW, s->action, o->state, o, &step);
    return rc ? rc : supervise_check_text(c, "supervise.note", "note", s->text);
}

/* The entries of both histories, and who hears of it. */
static qh_status record(struct ctx *c, const struct sql_supervise_order_row *o,
                        const struct step *s)
{
    const char *text = text_copy(c->arena, text_trim(text_of(s->text)));
    struct demand_row d = {0};
    qh_status rc = history_add(c, &(struct history_entry){.entity = "supervise_order",
                                                          .entity_id = o->id,
                                                          .seq = o->version + 1,
                                                          .action = s->action,
                                                          .from_state = o->state,
                                                          .to_state = s->to,
                                                          .note = text});

    if (!rc)
        rc = demand_load_any(c, o->demand_id, &d);
    if (!rc)
        rc = supervise_append(
            c, &d,
            &(struct supervise_act){
                .kind = s->action,
                .order_id = o->id,
                .note = text,
                .data = str_format(c->arena, "\"order\":\"%s\",\"number\":\"%s\"", o->id,
                                   o->number)});
    if (rc)
        return rc;
    return supervise_tell(c, &(struct supervise_told){.kind = s->action,
                                                      .demand_id = o->demand_id,
                                                      .office_id = o->office_id,
                                                      .person_id = o->person_id});
}

static qh_status end(struct ctx *c, const struct sql_supervise_order_row *o,
                     const struct step *s, qh_status rc)
{
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "supervise_order.changed", "version",
                       "order %s", o->number);
    return rc ? rc : record(c, o, s);
}

qh_status supervise_reply(struct ctx *c, const char *order_id, int64_t version,
                          const char *text)
{
    const struct step s = {"supervise_reply", "replied", text};
    struct sql_supervise_order_row o = {0};
    qh_status rc = begin(c, order_id, version, &s, &o);

    if (rc)
        return rc;
    rc = sql_supervise_order_reply(
        c->tx, c->org, o.id, version, text_copy(c->arena, text_trim(text_of(text))),
        c->actor.person ? c->actor.person : "", c->now_ms, &c->err);
    return end(c, &o, &s, rc);
}

qh_status supervise_return(struct ctx *c, const char *order_id, int64_t version,
                           const char *note)
{
    const struct step s = {"supervise_return", "open", note};
    struct sql_supervise_order_row o = {0};
    qh_status rc = begin(c, order_id, version, &s, &o);

    if (rc)
        return rc;
    rc = sql_supervise_order_back(c->tx, c->org, o.id, version, &c->err);
    return end(c, &o, &s, rc);
}

qh_status supervise_close(struct ctx *c, const char *order_id, int64_t version,
                          const char *note)
{
    const struct step s = {"supervise_close", "closed", note};
    struct sql_supervise_order_row o = {0};
    qh_status rc = begin(c, order_id, version, &s, &o);

    if (rc)
        return rc;
    rc = sql_supervise_order_close(c->tx, c->org, o.id, version, c->now_ms, &c->err);
    return end(c, &o, &s, rc);
}
