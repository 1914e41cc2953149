/* notify_route.h - which messages an event becomes, beside the notices; for notify.c.
 *
 * A person gets one message on each channel that he wishes for the kind, has an address
 * for, and that the organisation has.  A webhook of the organisation gets each event of
 * its kinds once.
 */
#pragma once

#include "domain/notify_kinds.h"
#include "store/sql_notify_channel.h"

struct notify_route {
    struct sql_notify_endpoint_on_list endpoints;
};

QH_MUST qh_status notify_route_load(struct ctx *c, struct notify_route *out);
/* Is there a webhook for the kind? */
bool notify_route_has_webhook(const struct notify_route *r, enum notify_kind kind);
/* The notice of the person and his messages; neither if he wants neither. */
QH_MUST qh_status notify_route_person(struct ctx *c, const struct notify_route *r,
                                      enum notify_kind kind, const char *event_id,
                                      const char *person_id);
QH_MUST qh_status notify_route_webhooks(struct ctx *c, const struct notify_route *r,
                                        enum notify_kind kind, const char *event_id);
/* One message, by an endpoint, whatever anybody wishes.  person_id NULL: a webhook's. */
QH_MUST qh_status notify_route_one(struct ctx *c, const char *endpoint_id,
                                   const char *event_id, const char *person_id);
