/* The steps of the desk, the offices and the leaders.  Each one: load and check, change
 * the row, one history entry, save. */
#include "domain/demand_row.h"

#include "base/days.h"
#include "base/text.h"
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

static qh_status need_text(struct ctx *c, const char *field, const char *text)
{
    if (!text || text_trim(text_of(text)).len == 0)
        return qh_fail(&c->err, QH_INVALID, "demand.reason", field, "empty");
    return QH_OK;
}

/* Moves with the clock of a setting and saves. */
static qh_status finish(struct ctx *c, struct demand_row *d, struct demand_entry e,
                        const char *limit_setting)
{
    qh_status rc;

    if (limit_setting) {
        rc = setting_int(c, limit_setting, &e.limit_wd);
        if (rc)
            return rc;
    }
    rc = demand_move(c, d, &e);
    if (rc)
        return rc;
    return demand_save(c, d);
}

static qh_status check_item(struct ctx *c, const char *code)
{
    struct sql_demand_item item = {0};
    const qh_status rc = sql_demand_item(c->tx, c->arena, c->org, code, &item, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && !str_equal(item.state, "published")))
        return qh_fail(&c->err, QH_INVALID, "demand.item", "item_code", "%.40s", code);
    return rc;
}

static qh_status check_department(struct ctx *c, const char *code)
{
    struct sql_demand_department department = {0};
    const qh_status rc =
        sql_demand_department(c->tx, c->arena, c->org, code, &department, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "demand.department", "department_code",
                       "%.40s", code);
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
                         : check_department(c, in->department_code);
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
    return finish(
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
}

qh_status demand_assign(struct ctx *c, const char *id, int64_t version,
                        const char *office_id, const char *note)
{
    struct sql_demand_office office = {0};
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
    d.v.lead_office_id = office.id;
    d.v.handler_id = NULL;
    return finish(c, &d,
                  (struct demand_entry){
                      .action = "assign",
                      .to = "ASG",
                      .note = note,
                      .clock = "accept",
                      .data = str_format(c->arena, "\"office\":\"%s\"", office.id)},
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
    rc = demand_move(c, &d, &(struct demand_entry){.action = "accept", .to = "ACC"});
    if (rc)
        return rc;
    return finish(c, &d,
                  (struct demand_entry){
                      .action = "start",
                      .to = "WIP",
                      .clock = "handling",
                      .limit_wd = limit_wd,
                      .data = str_format(c->arena, "\"handler\":\"%s\"", d.v.handler_id)},
                  NULL);
}

qh_status demand_object(struct ctx *c, const char *id, int64_t version,
                        const char *reason)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "object", &d);

    if (rc)
        return rc;
    rc = need_text(c, "reason", reason);
    if (rc)
        return rc;
    d.v.objected = 1;
    d.v.lead_office_id = NULL;
    return finish(c, &d,
                  (struct demand_entry){
                      .action = "object", .to = "TRI", .note = reason, .clock = "assign"},
                  SETTING_ASSIGN_WD);
}

qh_status demand_transfer(struct ctx *c, const char *id, int64_t version,
                          const char *department_code, const char *note)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "transfer", &d);

    if (rc)
        return rc;
    rc = check_department(c, department_code);
    if (rc)
        return rc;
    d.v.department_code = department_code;
    if (!d.v.lead_office_id) { /* somebody here stays responsible */
        d.v.lead_office_id = c->actor.office;
        d.v.handler_id = c->actor.person;
    }
    return finish(
        c, &d,
        (struct demand_entry){
            .action = "transfer",
            .to = "FWD",
            .note = note,
            .clock = "forward",
            .data = str_format(c->arena, "\"department\":\"%s\"", department_code)},
        SETTING_FORWARD_WD);
}

qh_status demand_extend(struct ctx *c, const char *id, int64_t version,
                        const char *reason, int64_t days)
{
    struct demand_row d = {0};
    int64_t due_ms = 0;
    int64_t most = 0;
    qh_status rc = demand_begin(c, id, version, "extend", &d);

    if (rc)
        return rc;
    rc = need_text(c, "reason", reason);
    if (rc)
        return rc;
    rc = setting_int(c, SETTING_EXTEND_MAX_WD, &most);
    if (rc)
        return rc;
    if (days < 1 || days > most)
        return qh_fail(&c->err, QH_INVALID, "demand.extend_days", "days", "1 to %lld",
                       (long long)most);
    rc = calendar_due(c->calendar, d.v.due_ms.v, (int)days, &due_ms, &c->err);
    if (rc)
        return rc;
    d.v.extended = 1;
    return finish(c, &d,
                  (struct demand_entry){.action = "extend",
                                        .to = "EXT",
                                        .note = reason,
                                        .clock = "extension",
                                        .limit_wd = d.v.limit_wd.v + days,
                                        .due_ms = due_ms},
                  NULL);
}

qh_status demand_meet(struct ctx *c, const char *id, int64_t version, const char *reason)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "meet", &d);

    if (rc)
        return rc;
    rc = need_text(c, "reason", reason);
    if (rc)
        return rc;
    return finish(c, &d,
                  (struct demand_entry){
                      .action = "meet", .to = "MTG", .note = reason, .clock = "meeting"},
                  SETTING_MEETING_WD);
}

qh_status demand_decline(struct ctx *c, const char *id, int64_t version,
                         const char *reason)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "decline", &d);

    if (rc)
        return rc;
    rc = need_text(c, "reason", reason);
    if (rc)
        return rc;
    return finish(
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
    return finish(c, &d,
                  (struct demand_entry){.action = "close", .to = "CLOSED", .note = note},
                  NULL);
}

qh_status demand_withdraw(struct ctx *c, const char *id, int64_t version,
                          const char *reason)
{
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "withdraw", &d);

    if (rc)
        return rc;
    rc = need_text(c, "reason", reason);
    if (rc)
        return rc;
    d.v.closed_ms = (struct opt_int){.has = true, .v = c->now_ms};
    return finish(
        c, &d, (struct demand_entry){.action = "withdraw", .to = "WDR", .note = reason},
        NULL);
}
