/* demand_clock.h - the clocks of a demand: working time from one step to the next.
 *
 * A limit of n working days ends with the office hours of the n-th working day after the
 * day it began (calendar_due()).  Lights: green; yellow when at most one working day is
 * left (two where the limit is ten or more, none where it is one or two: the last day
 * itself); red past the limit.
 */
#pragma once

#include "domain/demand_find.h"

/* "green", "yellow" or "red" at the instant; QH_RANGE "calendar.year". */
QH_MUST qh_status demand_light(struct ctx *c, int64_t due_ms, int64_t limit_wd,
                               int64_t at_ms, const char **out);
/* The clocks as the history tells them (entries of history_of()). */
QH_MUST qh_status demand_clocks(struct ctx *c, const struct json_list *history,
                                struct json_list *out);
