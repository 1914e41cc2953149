/* procedure_json.h - plan, readings and result of the general procedure as JSON.
 *
 * The same shape as weighbridge_json.h wherever both have the thing.  Keys are
 * snake_case; every decimal is a string in plain notation; what does not apply is null.
 *
 * input:   {"kind": "initial" | "periodic" | "after_repair" | "within_period" |
 *                   "in_service_inspection" | "calibration",
 *           "decision": "simple" | "guard_band"?, "claims": [..]? (budget.h),
 *           "grade": "0.01"?, "vars": {"Max":
 * "220", "points": ["40", "60"]}, "standards": [{"id": "...", "kind": "buffer", "mpe":
 * "0.01"?, "u"?, "k"?, "class"?, "nominal"?, "from"?, "to"?}]} vars by the names of
 * instrument_vars; decimals as text (full-width digits and "0,05" are understood), lists
 * as arrays or as text with spaces or semicolons. Grade: one of regulation.grades; needed
 * if there is more than one.  decision: by U of each value's own budget (decision.h);
 * values and rows then have "expanded_uncertainty", "guard", "zone", "risk".
 *
 * plan:    {"procedure": "general", "regulation": {"code", "edition"}, "kind", "grade",
 *           "validity_months": 12,
 *           "feasibility": {"verdict": "feasible" | "refused", "reason"},
 *           "standards": [{"id", "zh", "en", "verdict": "fits" | "missing" | "unfit" |
 *                          "unknown", "used": ["id"], "clause"}],
 *           "notes": [note], "unconfirmed": ["test or table id"],
 *           "steps": [{"test", "zh", "en", "kind", "clause", "required", "instance": 1,
 *                      "rows": [row]}]}
 *          Conditions are the step "conditions", quantities measured for the whole record
 *          the step "inputs"; a field test has one step for each set value.
 * row:     {"key": "unit_error.3", "form", "wants": ["x1", "x2"], "least": 2,
 *           "required", "may_na", "zh", "en", "unit", "label", "position": {"id", "zh",
 *           "en"} | null, "direction": "up" | "down" | null, "p": "7.000" | null,
 *           "near": "40" | null, "tolerance": "4" | null, "fixed": {"seg": "A"},
 *           "ask": [{"id", "zh", "en", "unit", "resolution": "0.01" | null,
 *                    "default": "279.4" | null, "needed": true}],
 *           "limit": "0.01" | null, "limit_text": "±0.01" | null, "limit_clause"}
 *          "ask" has one item for each of "wants"; form is
 *            item      result: pass, fail or na
 *            value     "value", or of a condition with a greatest change "start", "end"
 *                      and, if that is per hour, "hours"
 *            readings  "p" if the officer says the point, quantities of the point by
 *                      their id, then x1, x2, ... (at least `least` of them)
 *            pair      quantities, then "a" and "b"
 *            time      of a series: "t" if it is not planned, "x"
 *            scan      of a field: "s1", "s2", ..., then "ind" where indicated
 *            level     of a regression: "c" if the officer says it, x1, x2, ...
 *            list      an input of a formula that is a list: x1, x2, ...
 *
 * entries: {"stopped": false, "rows": {"unit_error.3": {"x1": "7.00", "x2": "7.00",
 *           "confirmed": ["not_multiple"]?}, "visual.case": {"result": "pass"}}}
 *          Readings are text as typed.  An empty text counts as not read.  Other members
 *          of a row (note, time, ...) are left alone.
 *
 * result:  {"verdict": "pass" | "fail" | "incomplete", "document": as for weighbridges,
 *           "failed_tests", "missing": ["row key"], "open_questions": 1,
 *           "reasons": [note],
 *           "questions": [{"row", "reading", "question", "value", "confirmed"}],
 *           "tests": [{"test", "zh", "en", "instance", "verdict", "worst": {"row",
 * "name", "value", "limit", "margin"} | null, "missing", "open_questions", "unit",
 * "values": [{"name", "label", "result", "reference", "value", "limit", "limit_text",
 * "limit_clause", "verdict", "margin", "rounding_changes_verdict", "rows": ["row
 * key"]}]}], "rows":
 * [{"key", "test", "verdict", "result", "value", "limit", "limit_text", "margin"}],
 *           "best_grade": "0.1" | null, "standards": as in the plan,
 *           "uncertainty": [{"instance": 1, "budgets": [budget]}] of a complete
 *           calibration [budget.h]}
 *          Tests whose readings are those of others ("from") have no rows of their own.
 *          "worst" is the value with the least margin.  Wording of notes and questions:
 *          data/locales/procedure.*.json, "ask.<question>" for questions.
 */
#pragma once

#include "rule/procedure.h"

/* QH_INVALID "procedure.entries", "procedure.reading" (no number; field
 * "rows.unit_error.3.x1"), "procedure.item", "procedure.question". */
QH_MUST qh_status procedure_entries_from_json(struct arena *a,
                                              const struct procedure_plan *plan,
                                              const struct json *v,
                                              struct procedure_entries **out,
                                              struct qh_error *err);

/* The writers put one JSON value at the place where w stands. */
void procedure_plan_to_json(const struct procedure_plan *plan, struct arena *a,
                            struct json_writer *w);
void procedure_result_to_json(const struct procedure_plan *plan,
                              const struct procedure_entries *in,
                              const struct procedure_result *r, struct arena *a,
                              struct json_writer *w);
