/* weighbridge_trace.h - the steps of a weighbridge record that was judged.
 *
 * They are put down from the result: what is shown is what was judged.  Numbers are
 * pointers into the plan, the readings and the result, so the records (trace.h) live as
 * long as those and the arena.  About 48 KB and 14 us for a record of 50 rows.
 *
 * As JSON: {"regulation": {"code", "edition"}, "steps": [step, ...], "seal"}, in the
 * order of the plan; steps as in trace_text.h: reading, item, formula, case, limit,
 * compare, margin, test and whole, those of decisions and budgets beside them.
 */
#pragma once

#include "base/json.h"
#include "rule/trace.h"
#include "rule/weighbridge.h"

/* QH_BUG if the plan was not made by weighbridge_plan_make(). */
QH_MUST qh_status weighbridge_trace(const struct weighbridge_plan *plan,
                                    const struct weighbridge_entries *in,
                                    const struct weighbridge_result *r, struct arena *a,
                                    struct trace *out, struct qh_error *err);
/* Such a trace as text (trace_text.h). */
void weighbridge_steps_to_json(const struct weighbridge_plan *plan, const struct trace *t,
                               struct arena *a, struct json_writer *w);
/* Both at once. */
QH_MUST qh_status weighbridge_trace_to_json(const struct weighbridge_plan *plan,
                                            const struct weighbridge_entries *in,
                                            const struct weighbridge_result *r,
                                            struct arena *a, struct json_writer *w,
                                            struct qh_error *err);
