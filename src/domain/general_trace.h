/* general_trace.h - how a record of the general procedure came to its verdict, in order.
 *
 * The shape is that of rule/weighbridge_json.h, by the rows of the plan; a further
 * member "cases" has the traces of rule/evaluate_trace.h, one for each instance of the
 * plan, with every formula and the numbers put in.
 */
#pragma once

#include "domain/ctx.h"
#include "rule/procedure.h"

QH_MUST qh_status general_trace(struct ctx *c, const struct procedure_plan *plan,
                                const struct procedure_entries *in,
                                const struct procedure_result *r, struct json_writer *w);
