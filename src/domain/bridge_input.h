/* bridge_input.h - from our rows to what the weighing procedure takes.
 *
 * An instrument's parameters (JSON of its register entry) and the standards on board
 * become struct weighbridge_input: equal weights are counted together.
 */
#pragma once

#include "domain/ctx.h"
#include "rule/weighbridge_input.h"

struct json;

struct bridge_standard {
    const char *kind;
    const char *nominal_kg;
    const char *accuracy_class;
};

struct bridge_instrument {
    const char *accuracy_class;
    const struct json *params; /* max min e d supports unit tare_max? auto_zero? */
    const char *service;       /* verification | calibration | in_service */
    const char *stage;         /* initial | periodic | repair */
};

/* QH_INVALID "instrument.params": a parameter is missing or no number (field tells). */
QH_MUST qh_status bridge_input_make(struct ctx *c, const struct bridge_instrument *it,
                                    const struct bridge_standard *s, size_t n,
                                    struct weighbridge_input *out);
/* True if the parameters are those of a weighbridge or scale with Max and e. */
bool bridge_input_fits(const struct json *params);
/* The same as JSON in the form that weighbridge_input_from_json() reads. */
QH_MUST qh_status bridge_input_json(struct ctx *c, const struct bridge_instrument *it,
                                    const struct bridge_standard *s, size_t n,
                                    const char **out);
