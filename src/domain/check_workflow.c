/* Which states an entity may have, and which follow one another: the tables of the
 * workflows, and that of papers. */
#include "base/text.h"
#include "domain/appointment.h"
#include "domain/booking.h"
#include "domain/bulletin.h"
#include "domain/check_parts.h"
#include "domain/demand.h"
#include "domain/feedback.h"
#include "domain/handover.h"
#include "domain/item.h"
#include "domain/package.h"
#include "domain/pairing.h"
#include "domain/record_work.h"
#include "domain/standard_keep.h"
#include "domain/supervise.h"
#include "domain/trip.h"
#include "domain/visit.h"

/* Steps of papers, which have no table of their own: from, to. */
/* clang-format off */
static const struct paper_step {
    const char *from;
    const char *to;
} PAPER_STEPS[] = {
    {"numbered", "issued"}, {"numbered", "void"}, {"issued", "void"},
    {"issued", "revoked"}, {"numbered", "revoked"},  {"issued", "replaced"},
};
static const char *const PAPER_STATES[] = {"numbered", "issued", "void", "revoked", "replaced"};
/* clang-format on */

static const struct workflow *workflow_of(const char *entity)
{
    static const struct workflow *const ALL[] = {
        &DEMAND_WORKFLOW,      &BOOKING_WORKFLOW,  &TRIP_WORKFLOW,
        &RECORD_WORKFLOW,      &VISIT_WORKFLOW,    &PAIRING_WORKFLOW,
        &HANDOVER_WORKFLOW,    &INTEREST_WORKFLOW, &FEEDBACK_WORKFLOW,
        &SUPERVISE_WORKFLOW,   &ITEM_WORKFLOW,     &PACKAGE_WORKFLOW,
        &APPOINTMENT_WORKFLOW, &BULLETIN_WORKFLOW, &STANDARD_WORKFLOW};

    for (size_t i = 0; i < LEN(ALL); i++)
        if (str_equal(ALL[i]->entity, entity))
            return ALL[i];
    return NULL;
}

bool check_can_move(const char *entity, const char *from, const char *to)
{
    const struct workflow *w = workflow_of(entity);

    if (str_equal(from, to))
        return true;
    if (w)
        return workflow_can_move(w, from, to);
    if (!str_equal(entity, "certificate"))
        return true;
    for (size_t i = 0; i < LEN(PAPER_STEPS); i++)
        if (str_equal(PAPER_STEPS[i].from, from) && str_equal(PAPER_STEPS[i].to, to))
            return true;
    return false;
}

bool check_is_state(const char *entity, const char *state)
{
    const struct workflow *w = workflow_of(entity);

    if (w)
        return workflow_has_state(w, state);
    if (!str_equal(entity, "certificate"))
        return true;
    for (size_t i = 0; i < LEN(PAPER_STATES); i++)
        if (str_equal(PAPER_STATES[i], state))
            return true;
    return false;
}
