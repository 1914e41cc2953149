/* The workflow of appointments as a table, and its guards. */
#include "domain/appointment_row.h"

#include "base/text.h"

/* The office of the item, or the desk for it. */
static qh_status by_office(struct ctx *c, const void *subject)
{
    const struct sql_appointment_row *r = subject;

    if (ctx_can(c, RIGHT_DEMAND_TRIAGE) || str_equal(c->actor.office, r->office_id))
        return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "appointment.other_office", "", "%s", r->number);
}

/* The enterprise, or the bureau's people who speak for it on the telephone: not those of
 * the office that does the work. */
static qh_status by_enterprise(struct ctx *c, const void *subject)
{
    const struct sql_appointment_row *r = subject;

    if (c->actor.enterprise ? str_equal(c->actor.enterprise, r->enterprise_id)
                            : !str_equal(c->actor.office, r->office_id))
        return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "appointment.own_work", "", "%s", r->number);
}

/* Whoever did it does not confirm it. */
static qh_status may_confirm(struct ctx *c, const void *subject)
{
    if (c->actor.enterprise || ctx_can(c, RIGHT_DEMAND_FOLLOW_UP))
        return by_enterprise(c, subject);
    return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "confirm");
}

/* An appointment that became a booking is finished by it. */
static qh_status may_finish(struct ctx *c, const void *subject)
{
    const struct sql_appointment_row *r = subject;
    const qh_status rc = by_office(c, subject);

    if (rc)
        return rc;
    if (r->booking_id && !str_equal(r->booking_state, "done"))
        return qh_fail(&c->err, QH_CONFLICT, "appointment.booking_open", "", "%s",
                       r->booking_number);
    if (r->from_ms.has && r->from_ms.v > c->now_ms)
        return qh_fail(&c->err, QH_CONFLICT, "appointment.early", "", "%s", r->number);
    return QH_OK;
}

static qh_status no_booking(struct ctx *c, const void *subject)
{
    const struct sql_appointment_row *r = subject;
    const qh_status rc = by_office(c, subject);

    if (!rc && r->booking_id && !str_equal(r->booking_state, "returned") &&
        !str_equal(r->booking_state, "cancelled"))
        return qh_fail(&c->err, QH_CONFLICT, "appointment.booked", "", "%s",
                       r->booking_number);
    return rc;
}

#define R(name) RIGHT_BIT(RIGHT_APPOINTMENT_##name)

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"accept",  "requested",                   "accepted",  R(ANSWER), by_office},
    {"propose", "requested accepted",          "proposed",  R(ANSWER), no_booking},
    {"decline", "requested proposed",          "declined",  R(ANSWER), by_office},
    {"finish",  "accepted",                    "done",      R(ANSWER), may_finish},
    {"agree",   "proposed",                    "accepted",  R(ASK),    by_enterprise},
    {"counter", "proposed",                    "requested", R(ASK),    by_enterprise},
    {"confirm", "done",                        "confirmed", R(ASK),    may_confirm},
    {"dispute", "done",                        "accepted",  R(ASK),    may_confirm},
    {"cancel",  "requested proposed accepted", "cancelled", R(ASK),    by_enterprise},
};
/* clang-format on */

const struct workflow APPOINTMENT_WORKFLOW = {"appointment", STEPS, LEN(STEPS)};
