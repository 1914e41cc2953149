/* bridge_input.h - from our rows to what the weighing procedure takes.
 *
 * An instrument's parameters (JSON of its register entry) and the standards on board
 * become struct weighbridge_input: equal weights are counted together.
 */
#pragma once

#include "domain/method.h"
#include "rule/weighbridge_input.h"

/* The parameters needed are max, min, e, d, supports; unit, tare_max and auto_zero may be
 * left out.  QH_INVALID "instrument.params": one is missing or no number (field tells).
 */
QH_MUST qh_status bridge_input_make(struct ctx *c, const struct method_subject *s,
                                    struct weighbridge_input *out);
/* True if the parameters are those of a weighbridge or scale with Max and e. */
bool bridge_input_fits(const struct json *params);
/* The same as JSON in the form that weighbridge_input_from_json() reads. */
QH_MUST qh_status bridge_input_json(struct ctx *c, const struct method_subject *s,
                                    const char **out);
