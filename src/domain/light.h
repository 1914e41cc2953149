/* light.h - when the light of a clock of a demand turns yellow.
 *
 * Green; yellow from the start of the day on which as few working days are left as the
 * setting of the clock says; red past the limit.  A limit of one or two working days is
 * yellow on its last day only, and none is yellow before the day after it began.
 *
 *   clock                                              setting
 *   contact, proposal, interim                         SETTING_LIGHT_CONTACT_WD, ...
 *   handling, extension, forward, meeting, redo, done  SETTING_LIGHT_DONE_WD; of limits
 *                                                      of ten or more ..._DONE_LONG_WD
 *   triage, assign, accept, decline, follow_up         SETTING_LIGHT_STEP_WD
 *
 * The day is worked out once, when the clock starts or its limit moves: a clock that runs
 * keeps its light, as it keeps its limit, when a setting is changed.
 */
#pragma once

#include "base/opt.h"
#include "domain/ctx.h"

/* The start of the first yellow day.  In a year without calendar it is the last day.
 * QH_BUG "setting.name". */
QH_MUST qh_status light_warn(struct ctx *c, const char *clock, int64_t due_ms,
                             int64_t limit_wd, int64_t *out_ms);
/* "green", "yellow" or "red" at the instant; warn_ms absent: never yellow. */
const char *light_at(struct opt_int warn_ms, int64_t due_ms, int64_t at_ms);
