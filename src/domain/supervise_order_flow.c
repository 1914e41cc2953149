/* The workflow of supervision orders as a table, and its guard. */
#include "domain/supervise_order.h"

#include "base/text.h"
#include "domain/supervise.h"

/* The named person; anybody of the office where nobody is named. */
static qh_status addressed(struct ctx *c, const void *subject)
{
    const struct sql_supervise_order_row *o = subject;

    if (o->person_id ? str_equal(c->actor.person, o->person_id)
                     : str_equal(c->actor.office, o->office_id))
        return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "supervise_order.not_addressed", "", "order %s",
                   o->number);
}

#define R(name) RIGHT_BIT(RIGHT_##name)
/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"supervise_reply",  "open",         "replied", R(SUPERVISE_READ),  addressed},
    {"supervise_return", "replied",      "open",    R(SUPERVISE_WRITE), NULL},
    {"supervise_close",  "open replied", "closed",  R(SUPERVISE_WRITE), NULL},
};
/* clang-format on */

const struct workflow SUPERVISE_WORKFLOW = {"supervise_order", STEPS, LEN(STEPS)};
