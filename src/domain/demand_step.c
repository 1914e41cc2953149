/* The steps of the desk, the offices and the leaders.  Each one: load and check, change
 * the row, one history entry, save. */
#include "domain/demand_row.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/demand_promise.h"
#include "domain/demand_token.h"
#include "domain/item.h"
#include "domain/match_memory.h"
#include "domain/setting.h"

static const char *const KINDS[] = {"advice", "ordinary", "complex", "hard"};
static const char *const ROUTES[] = {"own", "county", "transfer", "report", "joint"};

static bool is_one_of(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (str_equal(names[i], name))
            return true;
    return false;
}

static qh_status check_item(struct ctx *c, const char *code)
{
    struct sql_demand_item item = {0};
    const qh_status rc = sql_demand_item(c->tx, c->arena, c->org, code, &item, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && !str_equal(item.state, "published")))
        return qh_fail(&c->err, QH_INVALID, "demand.item", "item_code", "%.40s", code);
    return rc;
}

qh_status demand_check_department(struct ctx *c, const char *code)
{
    struct sql_demand_department department = {0};
    qh_status rc = QH_NOT_FOUND;

    if (code)
        rc = sql_demand_department(c->tx, c->arena, c->org, code, &department, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "demand.department", "department_code",
                       "%.40s", code ? code : "");
    return rc;
}

static qh_status check_triage(struct ctx *c, const struct demand_triage *in)
{
    if ((in->item_code == NULL) == (in->department_code == NULL))
        return qh_fail(&c->err, QH_INVALID, "demand.item_or_department", "item_code",
                       "exactly one of item_code and department_code");
    if (!is_one_of(KINDS, LEN(KINDS), in->kind))
        return qh_fail(&c->err, QH_INVALID, "demand.kind", "kind", "%.40s", in->kind);
    if (!is_one_of(ROUTES, LEN(ROUTES), in->route))
        return qh_fail(&c->err, QH_INVALID, "demand.route", "route", "%.40s", in->route);
    return in->item_code ? check_item(c, in->item_code)
                         : demand_check_department(c, in->department_code);
}

qh_status demand_triage(struct ctx *c, const char *id, const struct demand_triage *in)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, in->version, "triage", &d);

    if (rc)
        return rc;
    rc = check_triage(c, in);
    if (rc)
        return rc;
    d.v.kind = in->kind;
    d.v.route = in->route;
    d.v.item_code = in->item_code;
    d.v.department_code = in->department_code;
    rc = match_confirm(c, id, in->item_code ? in->item_code : in->department_code);
    if (rc)
        return rc;
    rc = demand_finish(
        c, &d,
        (struct demand_entry){
            .action = "triage",
            .to = "TRI",
            .note = in->note,
            .clock = "assign",
            .data = str_format(c->arena, "\"%s\":\"%s\",\"kind\":\"%s\",\"route\":\"%s\"",
                               in->item_code ? "item" : "department",
                               in->item_code ? in->item_code : in->department_code,
                               in->kind, in->route)},
        SETTING_ASSIGN_WD);
    return rc ? rc : item_keep(c, id, in->item_code);
}

qh_status demand_assign(struct ctx *c, const char *id, int64_t version,
                        const char *office_id, const char *note)
{
    struct sql_demand_office office = {0};
    const char *verdict; /* on the objection of the office it was assigned to before */
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "assign", &d);

    if (rc)
        return rc;
    rc = sql_demand_office(c->tx, c->arena, c->org, office_id, &office, &c->err);
    if (rc == QH_NOT_FOUND || (!rc && str_equal(office.kind, "leadership")))
        return qh_fail(&c->err, QH_INVALID, "demand.office", "office_id", "%.40s",
                       office_id);
    if (rc)
        return rc;
    verdict = !d.v.objected                              ? ""
              : str_equal(d.v.lead_office_id, office.id) ? ",\"objection\":\"dismissed\""
                                                         : ",\"objection\":\"upheld\"";
    d.v.lead_office_id = office.id;
    d.v.handler_id = NULL;
    return demand_finish(
        c, &d,
        (struct demand_entry){
            .action = "assign",
            .to = "ASG",
            .note = note,
            .clock = "accept",
            .data = str_format(c->arena, "\"office\":\"%s\"%s", office.id, verdict)},
        SETTING_ACCEPT_WD);
}

/* Who will handle it: a person of the office that accepts. */
static qh_status find_handler(struct ctx *c, const struct demand_row *d,
                              const char *handler_id, const char **out)
{
    struct sql_demand_person p = {0};
    const char *id = handler_id ? handler_id : c->actor.person;
    qh_status rc = QH_NOT_FOUND;

    if (id)
        rc = sql_demand_person(c->tx, c->arena, c->org, id, &p, &c->err);
    if (rc == QH_NOT_FOUND ||
        (!rc && handler_id && !str_equal(p.office_id, d->v.lead_office_id)))
        return qh_fail(&c->err, QH_INVALID, "demand.handler", "handler_id", "%.40s",
                       id ? id : "");
    if (rc)
        return rc;
    *out = p.id;
    return QH_OK;
}

qh_status demand_accept(struct ctx *c, const char *id, int64_t version,
                        const char *handler_id)
{
    struct demand_row d = {0};
    int64_t limit_wd = 0;
    qh_status rc = demand_begin(c, id, version, "accept", &d);

    if (rc)
        return rc;
    rc = find_handler(c, &d, handler_id, &d.v.handler_id);
    if (rc)
        return rc;
    rc = demand_handling_limit(c, &d, &limit_wd);
    if (rc)
        return rc;
    rc = promise_handling(c, &d, limit_wd);
    if (rc)
        return rc;
    rc = demand_move(c, &d, &(struct demand_entry){.action = "accept", .to = "ACC"});
    if (rc)
        return rc;
    return demand_finish(
        c, &d,
        (struct demand_entry){
            .action = "start",
            .to = "WIP",
            .clock = "handling",
            .limit_wd = limit_wd,
            .data = str_format(c->arena, "\"handler\":\"%s\"", d.v.handler_id)},
        NULL);
}

/* Until when the desk decides: "demand.objection_wd" working days, 0 being the same day;
 * an objection after hours has the next working day. */
static qh_status decide_until(struct ctx *c, int64_t *out_wd, int64_t *out_ms)
{
    qh_status rc = setting_int(c, SETTING_OBJECTION_WD, out_wd);

    if (!rc)
        rc = calendar_due(c->calendar, c->now_ms, (int)*out_wd, out_ms, &c->err);
    if (!rc && *out_ms <= c->now_ms)
        rc = calendar_due(c->calendar, c->now_ms, 1, out_ms, &c->err);
    return rc;
}

qh_status demand_object(struct ctx *c, const char *id, int64_t version,
                        const char *reason)
{
    struct demand_entry e = {
        .action = "object", .to = "TRI", .note = reason, .clock = "assign"};
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "object", &d);

    if (!rc)
        rc = demand_need_text(c, "reason", reason);
    if (!rc)
        rc = decide_until(c, &e.limit_wd, &e.due_ms);
    if (rc)
        return rc;
    d.v.objected = 1;
    e.data = str_format(c->arena, "\"office\":\"%s\"", d.v.lead_office_id);
    return demand_finish(c, &d, e, NULL);
}

qh_status demand_hand(struct ctx *c, const char *id, int64_t version,
                      const char *office_id, const char *handler_id, const char *note)
{
    struct sql_demand_person p = {0};
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "hand", &d);

    if (rc)
        return rc;
    rc = sql_demand_person(c->tx, c->arena, c->org, handler_id, &p, &c->err);
    if (rc == QH_NOT_FOUND || (!rc && !str_equal(p.office_id, office_id)))
        return qh_fail(&c->err, QH_INVALID, "demand.handler", "handler_id", "%.40s",
                       handler_id);
    if (rc)
        return rc;
    if (str_equal(p.id, d.v.redo_from_id))
        return qh_fail(&c->err, QH_INVALID, "demand.same_handler", "handler_id",
                       "demand %s", d.v.number);
    d.v.lead_office_id = p.office_id;
    d.v.handler_id = p.id;
    return demand_finish(
        c, &d,
        (struct demand_entry){.action = "hand",
                              .note = note,
                              .clock = "",
                              .data = str_format(c->arena, "\"handler\":\"%s\"", p.id)},
        NULL);
}

qh_status demand_decline(struct ctx *c, const char *id, int64_t version,
                         const char *reason, const char *where_to)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "decline", &d);

    if (!rc)
        rc = demand_need_text(c, "reason", reason);
    if (!rc)
        rc = demand_need_text(c, "where_to", where_to);
    if (!rc)
        rc = promise_keep(c, &d, "contact");
    if (!rc)
        rc = promise_end_all(c, &d);
    if (rc)
        return rc;
    d.v.where_to = text_copy(c->arena, text_trim(text_of(where_to)));
    return demand_finish(
        c, &d,
        (struct demand_entry){
            .action = "decline", .to = "DECL", .note = reason, .clock = "decline"},
        SETTING_DECLINE_WD);
}

qh_status demand_close(struct ctx *c, const char *id, int64_t version, const char *note)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "close", &d);

    if (rc)
        return rc;
    d.v.closed_ms = (struct opt_int){.has = true, .v = c->now_ms};
    return demand_finish(
        c, &d, (struct demand_entry){.action = "close", .to = "CLOSED", .note = note},
        NULL);
}

qh_status demand_withdraw_now(struct ctx *c, struct demand_row *d, const char *reason)
{
    qh_status rc = demand_need_text(c, "reason", reason);

    if (!rc)
        rc = demand_end_pause(c, d);
    if (!rc)
        rc = demand_lapse_extension(c, d);
    if (!rc)
        rc = promise_end_all(c, d);
    if (rc)
        return rc;
    d->v.withdraw_ms = (struct opt_int){0};
    d->v.outcome = "withdrawn";
    d->v.closed_ms = (struct opt_int){.has = true, .v = c->now_ms};
    return demand_finish(
        c, d, (struct demand_entry){.action = "withdraw", .to = "WDR", .note = reason},
        NULL);
}

qh_status demand_withdraw(struct ctx *c, const char *id, int64_t version,
                          const char *reason)
{
    struct demand_row d = {0};
    const qh_status rc = demand_begin(c, id, version, "withdraw", &d);

    return rc ? rc : demand_withdraw_now(c, &d, reason);
}

qh_status demand_withdraw_ask(struct ctx *c, const char *id, int64_t version,
                              const char *reason, const char **out_token)
{
    const char *token = NULL;
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "withdraw_ask", &d);

    if (!rc)
        rc = demand_need_text(c, "reason", reason);
    if (!rc)
        rc = demand_token_make(c, &d, &token);
    if (rc)
        return rc;
    d.v.withdraw_ms = (struct opt_int){.has = true, .v = c->now_ms};
    rc = demand_finish(
        c, &d,
        (struct demand_entry){.action = "withdraw_ask", .note = reason, .clock = ""},
        NULL);
    if (rc)
        return rc;
    *out_token = token;
    return QH_OK;
}
