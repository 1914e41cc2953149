/* Registration: number, matching, first clock, history, figures and search in one
 * transaction. */
#include "domain/demand_row.h"

#include "base/days.h"
#include "base/id.h"
#include "domain/demand_promise.h"
#include "domain/history.h"
#include "domain/notify.h"
#include "domain/number.h"
#include "domain/setting.h"
#include "domain/supervise_arm.h"

static const char *const SOURCES[] = {"visit", "window", "phone", "symposium", "online"};

qh_status demand_check_text(struct ctx *c, const char *text)
{
    const size_t n = text_chars(text_trim(text_of(text)));

    if (n < DEMAND_TEXT_MIN || n > DEMAND_TEXT_MAX)
        return qh_fail(&c->err, QH_INVALID, "demand.text", "text", "%zu characters", n);
    return QH_OK;
}

static qh_status find_source(struct ctx *c, const struct demand_new *in, const char **out)
{
    if (!in->source) {
        *out = c->actor.enterprise ? "online" : in->visit_id ? "visit" : "window";
        return QH_OK;
    }
    for (size_t i = 0; i < LEN(SOURCES); i++)
        if (str_equal(SOURCES[i], in->source)) {
            *out = SOURCES[i];
            return QH_OK;
        }
    return qh_fail(&c->err, QH_INVALID, "demand.source", "source", "%s", in->source);
}

/* An enterprise contact states demands of the own enterprise only. */
static qh_status find_enterprise(struct ctx *c, const struct demand_new *in,
                                 struct sql_demand_enterprise *out)
{
    const char *own = c->actor.enterprise;
    const char *id = in->enterprise_id ? in->enterprise_id : own;
    qh_status rc = QH_NOT_FOUND;

    if (id && (!own || str_equal(own, id)))
        rc = sql_demand_enterprise(c->tx, c->arena, c->org, id, out, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", id ? id : "none given");
    return rc;
}

static qh_status check_visit(struct ctx *c, const struct demand_new *in,
                             const char *enterprise)
{
    struct sql_demand_visit visit = {0};
    qh_status rc;

    if (!in->visit_id)
        return QH_OK;
    rc = sql_demand_visit(c->tx, c->arena, c->org, in->visit_id, &visit, &c->err);
    if (rc == QH_NOT_FOUND || (!rc && !str_equal(visit.enterprise_id, enterprise)))
        return qh_fail(&c->err, QH_NOT_FOUND, "visit.not_found", "visit_id", "%.40s",
                       in->visit_id);
    return rc;
}

/* "SQ2026-0001" (诉求). */
static qh_status take_number(struct ctx *c, const char **out)
{
    const int64_t year = year_of_instant(c->calendar, c->now_ms);
    int64_t serial = 0;
    const qh_status rc = number_take(c, "demand", year, &serial);

    if (rc)
        return rc;
    *out = str_format(c->arena, "SQ%04d-%04lld", (int)year, (long long)serial);
    return QH_OK;
}

static qh_status insert(struct ctx *c, const struct sql_demand_add_in *row)
{
    const qh_status rc = sql_demand_add(c->tx, row, &c->err);

    if (rc)
        return rc;
    return history_add(
        c, &(struct history_entry){
               .entity = "demand",
               .entity_id = row->id,
               .seq = 1,
               .action = "register",
               .from_state = "",
               .to_state = "REG",
               .note = "",
               .data = str_format(
                   c->arena, "{\"clock\":\"triage\",\"due_ms\":%lld,\"limit_wd\":%lld}",
                   (long long)row->due_ms, (long long)row->limit_wd)});
}

/* The clock of triage: its own, or that of the demand it is split off from. */
static qh_status set_clock(struct ctx *c, const struct demand_row *parent,
                           struct sql_demand_add_in *row)
{
    qh_status rc;

    row->clock = "triage";
    if (parent && parent->v.due_ms.has) {
        row->due_ms = parent->v.due_ms.v;
        row->limit_wd = parent->v.limit_wd.v;
        return QH_OK;
    }
    rc = setting_int(c, SETTING_TRIAGE_WD, &row->limit_wd);
    if (rc)
        return rc;
    return calendar_due(c->calendar, c->now_ms, (int)row->limit_wd, &row->due_ms,
                        &c->err);
}

/* Fills the row of a new demand: number, id, first clock. */
static qh_status prepare(struct ctx *c, const struct demand_new *in,
                         const struct demand_row *parent, struct sql_demand_add_in *row)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc;

    *row = (struct sql_demand_add_in){
        .org = c->org,
        .id = id,
        .visit_id = in->visit_id,
        .text = text_copy(c->arena, text_trim(text_of(in->text))),
        .registered_ms = c->now_ms,
        .parent_id = parent ? parent->v.id : NULL,
    };
    id_make(c->now_ms, c->rand, id);
    rc = find_source(c, in, &row->source);
    if (rc)
        return rc;
    rc = set_clock(c, parent, row);
    if (rc)
        return rc;
    return take_number(c, &row->number);
}

/* The row itself, its history, its clock of contact. */
static qh_status write_row(struct ctx *c, const struct sql_demand_add_in *row,
                           const struct demand_row *parent)
{
    struct demand_row d = {0};
    qh_status rc = insert(c, row);

    if (rc)
        return rc;
    d.v.id = row->id;
    return promise_contact(c, &d, parent ? parent->v.registered_ms : c->now_ms,
                           !str_equal(row->source, "online"));
}

static qh_status register_it(struct ctx *c, const struct demand_new *in,
                             const struct demand_row *parent,
                             struct demand_registered *out)
{
    struct sql_demand_enterprise e = {0};
    struct sql_demand_add_in row;
    qh_status rc;

    rc = demand_check_text(c, in->text);
    if (rc)
        return rc;
    rc = find_enterprise(c, in, &e);
    if (rc)
        return rc;
    rc = check_visit(c, in, e.id);
    if (rc)
        return rc;
    rc = prepare(c, in, parent, &row);
    if (rc)
        return rc;
    row.enterprise_id = e.id;
    row.division_code = e.division_code;
    rc = write_row(c, &row, parent);
    if (rc)
        return rc;
    rc = supervise_arm(c, row.id, row.clock,
                       (struct opt_int){.has = true, .v = row.due_ms}, row.limit_wd);
    if (rc)
        return rc;
    rc = demand_index(c, &row, &e, in->item_code, out);
    if (rc)
        return rc;
    return notify_step(c, "demand", "register", row.id);
}

qh_status demand_register(struct ctx *c, const struct demand_new *in,
                          struct demand_registered *out)
{
    return register_it(c, in, NULL, out);
}

qh_status demand_register_part(struct ctx *c, const struct demand_row *parent,
                               const char *text, struct demand_registered *out)
{
    return register_it(c,
                       &(struct demand_new){.text = text,
                                            .enterprise_id = parent->v.enterprise_id,
                                            .source = parent->v.source,
                                            .visit_id = parent->v.visit_id},
                       parent, out);
}
