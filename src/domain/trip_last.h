/* trip_last.h - what the last record of an instrument says about its repeatability. */
#pragma once

#include "base/dec.h"
#include "domain/ctx.h"

/* Spread of the substitution gate (or of repeatability) in the last approved record, in
 * units of e ("0.15"); NULL if there is none. */
QH_MUST qh_status trip_last_spread(struct ctx *c, const char *instrument_id, struct dec e,
                                   const char **out);
