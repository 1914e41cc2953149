/* bridge_input.h - from our rows to what the weighing procedure takes.
 *
 * An instrument's parameters (JSON of its register entry) and the standards on board
 * become struct weighbridge_input: equal weights are counted together.
 */
#pragma once

#include "domain/method.h"
#include "rule/weighbridge_input.h"

/* The parameters needed are max, min, e, d, supports; unit, tare_max and auto_zero may be
 * left out, as may: structure (single, multi_interval, multiple_range) with the lists
 * part_max, part_e, part_min; service_d; eccentricity (support, pair, rolling) with
 * rolling_load and sections; devices; reach.  rule/weighbridge_input.h says what they
 * mean.  QH_INVALID "instrument.params": one is missing or not what it should be (field
 * tells). */
QH_MUST qh_status bridge_input_make(struct ctx *c, const struct method_subject *s,
                                    struct weighbridge_input *out);
/* True if the parameters are those of a weighbridge or scale with Max and e. */
bool bridge_input_fits(const struct json *params);
/* The same as JSON in the form that weighbridge_input_from_json() reads. */
QH_MUST qh_status bridge_input_json(struct ctx *c, const struct method_subject *s,
                                    const char **out);
