/* The workflow of demands as a table, and its guards. */
#include "domain/demand_row.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/setting.h"
#include "store/sql_demand_course.h"

#include <string.h>

static const int64_t DAY_MS = INT64_C(24) * 3600 * 1000;

/* The desk acts for every office; who took a demand over from its handler acts, too, also
 * from another office (handover.h). */
qh_status demand_own_office(struct ctx *c, const struct demand_row *d)
{
    if (ctx_can(c, RIGHT_DEMAND_TRIAGE) ||
        str_equal(c->actor.office, d->v.lead_office_id) ||
        (c->actor.person && str_equal(c->actor.person, d->v.handler_id)))
        return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "demand.other_office", "", "demand %s",
                   d->v.number);
}

static qh_status own_office(struct ctx *c, const void *subject)
{
    return demand_own_office(c, subject);
}

/* Once, within the limit of acceptance. */
static qh_status may_object(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;

    if (d->v.objected)
        return qh_fail(&c->err, QH_CONFLICT, "demand.objected", "", "demand %s",
                       d->v.number);
    if (d->v.due_ms.has && c->now_ms > d->v.due_ms.v)
        return qh_fail(&c->err, QH_CONFLICT, "demand.object_late", "", "demand %s",
                       d->v.number);
    return own_office(c, subject);
}

static qh_status extend_late(struct ctx *c, const struct demand_row *d)
{
    return qh_fail(&c->err, QH_CONFLICT, "demand.extend_late", "", "demand %s",
                   d->v.number);
}

/* Once, at least one working day before the limit. */
static qh_status may_ask_extension(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;
    int64_t left = 0;
    qh_status rc;

    if (d->v.extended)
        return qh_fail(&c->err, QH_CONFLICT, "demand.extended", "", "demand %s",
                       d->v.number);
    rc = calendar_workdays_between(
        c->calendar, day_number_of_instant(c->calendar, c->now_ms),
        day_number_of_instant(c->calendar, d->v.due_ms.v), &left, &c->err);
    if (rc)
        return rc;
    return left < 1 ? extend_late(c, d) : own_office(c, subject);
}

/* A leader decides while the limit runs. */
static qh_status may_extend(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;

    if (d->v.extended)
        return qh_fail(&c->err, QH_CONFLICT, "demand.extended", "", "demand %s",
                       d->v.number);
    return c->now_ms > d->v.due_ms.v ? extend_late(c, d) : QH_OK;
}

/* Enterprise contacts state demands, too, but do not speak for the bureau. */
static qh_status of_bureau(struct ctx *c, const void *subject)
{
    (void)subject;
    if (!c->actor.enterprise)
        return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "enterprise contact");
}

/* Who handled it when it was reopened does not do it over alone: another handler, or one
 * higher up [states.csv REDO]. */
static bool redo_was_handed(const struct demand_row *d)
{
    return !d->v.redo_from_id || !str_equal(d->v.redo_from_id, d->v.handler_id);
}

/* No booking of the demand may be under way. */
static qh_status may_answer(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;
    struct sql_demand_bookings_list bookings = {0};
    qh_status rc = own_office(c, subject);

    if (rc)
        return rc;
    if (str_equal(d->v.state, "REDO") && !redo_was_handed(d))
        return qh_fail(&c->err, QH_CONFLICT, "demand.not_handed", "", "demand %s",
                       d->v.number);
    rc = sql_demand_bookings(c->tx, c->arena, c->org, d->v.id, &bookings, &c->err);
    if (rc)
        return rc;
    for (size_t i = 0; i < bookings.n; i++)
        if (!str_equal(bookings.p[i].state, "done") &&
            !str_equal(bookings.p[i].state, "returned") &&
            !str_equal(bookings.p[i].state, "cancelled"))
            return qh_fail(&c->err, QH_CONFLICT, "demand.booking_open", "", "booking %s",
                           bookings.p[i].number);
    return QH_OK;
}

/* The enterprise itself, or the desk on the telephone; never who handled or answered it,
 * nor the officer who is paired with the enterprise [operations.md 4.4, states.csv FUP].
 */
static qh_status may_follow_up(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;
    struct sql_follow_up_others others = {0};
    qh_status rc;

    if (c->actor.enterprise && ctx_can(c, RIGHT_DEMAND_CONFIRM))
        return QH_OK;
    if (!ctx_can(c, RIGHT_DEMAND_FOLLOW_UP))
        return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "follow_up");
    rc = sql_follow_up_others(c->tx, c->arena, c->org, d->v.id, d->v.enterprise_id,
                              &others, &c->err);
    if (rc)
        return rc;
    if (str_equal(c->actor.person, d->v.handler_id) ||
        str_equal(c->actor.person, others.answered_by))
        return qh_fail(&c->err, QH_DENIED, "demand.own_handling", "", "demand %s",
                       d->v.number);
    if (str_equal(c->actor.person, others.paired_id))
        return qh_fail(&c->err, QH_DENIED, "demand.own_pairing", "", "demand %s",
                       d->v.number);
    return QH_OK;
}

qh_status demand_reopen_until(struct ctx *c, const struct demand_row *d, int64_t *out_ms)
{
    int64_t days = 0;
    const qh_status rc = setting_int(c, SETTING_REOPEN_DAYS, &days);

    if (rc)
        return rc;
    *out_ms = str_equal(d->v.state, "CLOSED") && d->v.done_ms.has
                  ? d->v.closed_ms.v + days * DAY_MS
                  : 0;
    return QH_OK;
}

/* In time, and not too often by itself. */
static qh_status may_reopen(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;
    int64_t most = 0;
    int64_t end_ms = 0;
    qh_status rc = setting_int(c, SETTING_REOPEN_MAX, &most);

    if (!rc)
        rc = demand_reopen_until(c, d, &end_ms);
    if (rc)
        return rc;
    if (!end_ms || c->now_ms > end_ms)
        return qh_fail(&c->err, QH_CONFLICT, "demand.reopen_late", "", "demand %s",
                       d->v.number);
    if (d->v.reopened >= most)
        return qh_fail(&c->err, QH_LIMIT, "demand.reopen_often", "", "demand %s",
                       d->v.number);
    return QH_OK;
}

#define R(name) RIGHT_BIT(RIGHT_##name)
#define HANDLED "WIP EXT MTG FWD REDO"
#define OPEN_BUT_REDO "REG TRI ASG ACC WIP EXT MTG FWD"
#define OPEN OPEN_BUT_REDO " REDO"

/* Steps that a person takes, then those that follow from them by themselves. */
/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"triage",        "REG",                   "TRI",      R(DEMAND_TRIAGE), NULL},
    {"assign",        "TRI",                   "ASG",      R(DEMAND_ASSIGN), NULL},
    {"accept",        "ASG",                   "ACC",      R(DEMAND_ACCEPT), own_office},
    {"object",        "ASG",                   "TRI",      R(DEMAND_ACCEPT), may_object},
    {"transfer",      "TRI WIP EXT MTG",       "FWD",      R(DEMAND_TRIAGE), NULL},
    {"extend",        "WIP",                   "EXT",      R(DEMAND_EXTEND), may_extend},
    {"meet",          "WIP EXT",               "MTG",      R(DEMAND_TRIAGE), NULL},
    {"answer",        HANDLED,                 "DONE",     R(DEMAND_ANSWER), may_answer},
    {"confirm_link",  "DONE CLOSED",           "",         R(DEMAND_ANSWER), own_office},
    {"follow_up",     "DONE",                  "FUP",      R(SIGNED_IN),     may_follow_up},
    {"decline",       "TRI",                   "DECL",     R(DEMAND_TRIAGE), NULL},
    {"close",         "DECL",                  "CLOSED",   R(DEMAND_TRIAGE), NULL},
    {"withdraw",      OPEN_BUT_REDO,           "WDR",      R(DEMAND_CONFIRM), NULL},
    {"contact",       OPEN,                    "",         R(DEMAND_CREATE), of_bureau},
    {"propose",       HANDLED,                 "",         R(DEMAND_ANSWER), own_office},
    {"interim",       HANDLED,                 "",         R(DEMAND_ANSWER), own_office},
    {"pause",         "WIP EXT REDO",          "",         R(DEMAND_ANSWER), own_office},
    {"resume",        "WIP EXT REDO",          "",         R(DEMAND_ANSWER), own_office},
    {"extend_ask",    "WIP",                   "WIP",      R(DEMAND_ANSWER), may_ask_extension},
    {"extend_refuse", "WIP",                   "WIP",      R(DEMAND_EXTEND), may_extend},
    {"receipt",       "FWD",                   "FWD",      R(DEMAND_ANSWER), own_office},
    {"reply",         "FWD",                   "FWD",      R(DEMAND_ANSWER), own_office},
    {"meeting_record", "MTG",                  "MTG",      R(DEMAND_TRIAGE), NULL},
    {"hand",          "REDO",                  "REDO",     R(DEMAND_ASSIGN), NULL},
    {"reopen",        "CLOSED",                "REDO MTG", R(DEMAND_CONFIRM), may_reopen},
    {"split",         "REG TRI",               "",         R(DEMAND_TRIAGE), NULL},
    {"merge",         "REG TRI",               "MRG",      R(DEMAND_TRIAGE), NULL},
    {"withdraw_ask",  OPEN_BUT_REDO,           "",         R(DEMAND_FOLLOW_UP), NULL},
    {"withdraw_deny", OPEN_BUT_REDO,           "",         R(DEMAND_CONFIRM), NULL},
    {"start",         "ACC",                   "WIP",      R(DEMAND_ACCEPT), own_office},
    {"satisfied",     "FUP",                   "CLOSED",   0,                NULL},
    {"basically",     "FUP",                   "CLOSED",   0,                NULL},
    {"not_satisfied", "FUP",                   "REDO MTG CLOSED", 0,         NULL},
};
/* clang-format on */

const struct workflow DEMAND_WORKFLOW = {"demand", STEPS, LEN(STEPS)};
