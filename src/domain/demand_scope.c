#include "domain/demand_scope.h"

/* Who travels with bookings: the dispatcher and the people of records. */
static const uint64_t INSTITUTE =
    RIGHT_BIT(RIGHT_BOOKING_ACCEPT) | RIGHT_BIT(RIGHT_RECORD_WRITE) |
    RIGHT_BIT(RIGHT_RECORD_CHECK) | RIGHT_BIT(RIGHT_RECORD_APPROVE);

struct demand_scope demand_scope(const struct ctx *c)
{
    return (struct demand_scope){
        .enterprise = c->actor.enterprise,
        .office = c->actor.office ? c->actor.office : "",
        .person = c->actor.person ? c->actor.person : "",
        .scoped = c->actor.enterprise || ctx_can(c, RIGHT_DEMAND_READ_ALL) ? 0 : 1,
        .booked = c->actor.rights & INSTITUTE ? 1 : 0,
    };
}
