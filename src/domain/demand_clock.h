/* demand_clock.h - the clocks of a demand: working time from one step to the next.
 *
 * A limit of n working days ends with the office hours of the n-th working day after the
 * day it began (calendar_due()).  Lights: domain/light.h.
 */
#pragma once

#include "domain/demand_find.h"

/* The clocks as the history tells them (entries of history_of()); warn_ms is that of the
 * one that runs. */
QH_MUST qh_status demand_clocks(struct ctx *c, const struct json_list *history,
                                struct opt_int warn_ms, struct json_list *out);
