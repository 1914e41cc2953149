/* general_trace.h - how a record of the general procedure came to its verdict, in order.
 *
 * The shape is that of rule/weighbridge_json.h.
 */
#pragma once

#include "domain/ctx.h"
#include "rule/procedure.h"

QH_MUST qh_status general_trace(struct ctx *c, const struct procedure_plan *plan,
                                const struct procedure_entries *in,
                                const struct procedure_result *r, struct json_writer *w);
