/* supervise_watch.h - raises the reminders and escalations that are due
 * (supervise_arm.h). */
#pragma once

#include "domain/ctx.h"

/* Raises what is due now, at most `most` acts; *out_left: more may wait.  A demand whose
 * days no calendar covers is looked at again a day later. */
QH_MUST qh_status supervise_watch(struct ctx *c, int64_t most, bool *out_left);
/* Whether supervise_watch() would find something; reads only. */
QH_MUST qh_status supervise_is_due(struct ctx *c, bool *out);
