/* appointment_watch.h - what the clock does to the catalogue and to appointments:
 * versions of items come into force on their day, and people are reminded of agreed
 * times, enterprises told of packages that fit them.
 */
#pragma once

#include "domain/ctx.h"

/* Is there anything to do?  Reads little: it is asked every second. */
QH_MUST qh_status service_is_due(struct ctx *c, bool *out);
/* Does it; reminders go to the enterprise's contacts and to the office, once for each
 * agreed time. */
QH_MUST qh_status service_watch(struct ctx *c);
