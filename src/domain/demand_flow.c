/* The workflow of demands as a table, and its guards. */
#include "domain/demand_row.h"

#include "base/days.h"
#include "base/text.h"

#include <string.h>

/* The desk acts for every office; who took a demand over from its handler acts, too, also
 * from another office (handover.h). */
static qh_status own_office(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;

    if (ctx_can(c, RIGHT_DEMAND_TRIAGE) ||
        str_equal(c->actor.office, d->v.lead_office_id) ||
        (c->actor.person && str_equal(c->actor.person, d->v.handler_id)))
        return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "demand.other_office", "", "demand %s",
                   d->v.number);
}

static qh_status may_object(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;

    if (d->v.objected)
        return qh_fail(&c->err, QH_CONFLICT, "demand.objected", "", "demand %s",
                       d->v.number);
    return own_office(c, subject);
}

static qh_status may_extend(struct ctx *c, const void *subject)
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
    if (left < 1)
        return qh_fail(&c->err, QH_CONFLICT, "demand.extend_late", "", "demand %s",
                       d->v.number);
    return QH_OK;
}

/* No booking of the demand may be under way. */
static qh_status may_answer(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;
    struct sql_demand_bookings_list bookings = {0};
    qh_status rc = own_office(c, subject);

    if (rc)
        return rc;
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

/* The enterprise itself, or the desk that has its word. */
static qh_status may_withdraw(struct ctx *c, const void *subject)
{
    (void)subject;
    if (ctx_can(c, RIGHT_DEMAND_CONFIRM) || ctx_can(c, RIGHT_DEMAND_FOLLOW_UP))
        return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "withdraw");
}

/* The enterprise itself, or the desk on the telephone; never who handled it
 * [operations.md 4.4]. */
static qh_status may_follow_up(struct ctx *c, const void *subject)
{
    const struct demand_row *d = subject;

    if (ctx_can(c, RIGHT_DEMAND_CONFIRM))
        return QH_OK;
    if (!ctx_can(c, RIGHT_DEMAND_FOLLOW_UP))
        return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "follow_up");
    if (str_equal(c->actor.person, d->v.handler_id))
        return qh_fail(&c->err, QH_DENIED, "demand.own_handling", "", "demand %s",
                       d->v.number);
    return QH_OK;
}

#define R(name) RIGHT_BIT(RIGHT_##name)

/* Steps that a person takes, then those that follow from them by themselves. */
/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"triage",        "REG",                   "TRI",      R(DEMAND_TRIAGE), NULL},
    {"assign",        "TRI",                   "ASG",      R(DEMAND_ASSIGN), NULL},
    {"accept",        "ASG",                   "ACC",      R(DEMAND_ACCEPT), own_office},
    {"object",        "ASG",                   "TRI",      R(DEMAND_ACCEPT), may_object},
    {"transfer",      "TRI WIP EXT MTG",       "FWD",      R(DEMAND_TRIAGE), NULL},
    {"extend",        "WIP",                   "EXT",      R(DEMAND_EXTEND), may_extend},
    {"meet",          "WIP EXT",               "MTG",      R(DEMAND_EXTEND), NULL},
    {"answer",        "WIP EXT MTG FWD REDO",  "DONE",     R(DEMAND_ANSWER), may_answer},
    {"confirm_link",  "DONE",                  "DONE",     R(DEMAND_ANSWER), own_office},
    {"follow_up",     "DONE",                  "FUP",      R(SIGNED_IN),     may_follow_up},
    {"decline",       "TRI",                   "DECL",     R(DEMAND_TRIAGE), NULL},
    {"close",         "DECL",                  "CLOSED",   R(DEMAND_TRIAGE), NULL},
    {"withdraw",      "REG TRI ASG ACC WIP EXT MTG FWD", "WDR", R(SIGNED_IN), may_withdraw},
    {"start",         "ACC",                   "WIP",      R(DEMAND_ACCEPT), own_office},
    {"satisfied",     "FUP",                   "CLOSED",   0,                NULL},
    {"basically",     "FUP",                   "CLOSED",   0,                NULL},
    {"not_satisfied", "FUP",                   "REDO MTG", 0,                NULL},
};
/* clang-format on */

const struct workflow DEMAND_WORKFLOW = {"demand", STEPS, LEN(STEPS)};
