/* weighbridge_json.h - the field record as JSON, for the store and the web.
 *
 * Keys are snake_case; every decimal is a string in plain notation ("20000", "12.5");
 * what does not apply is null or absent as said here.
 *
 * input:  {"class": "III", "unit": "kg", "max": "100000", "min": "1000", "e": "50",
 *          "d": "50", "tare_max": "0"?, "supports": 8, "auto_zero": "on",
 *          "kind": "periodic",
 *          "weights": [{"class": "M1", "nominal": "1000", "count": 20, "mpe": "0.05"?,
 *                       "error"?, "u"?, "k"?}],
 *          "decision": "none" | "simple" | "guard_band"?, "claims": [..]? (budget.h),
 * "creep": bool?} nominal and mpe in kg.  decision: rows whose error has a budget are
 * decided on by its U and have "expanded_uncertainty", "guard", "zone", "risk"
 * (decision.h).
 *
 * plan:   {"regulation": {"code", "edition"}, "kind", "unit", "class", "max", "min", "e",
 *          "d", "n": "2000", "reading": "changeover" | "direct", "service_d": "10" |
 * null, "structure", "parts": [{"max", "e"}], "eccentricity": "support", "reach": "80000"
 * | null, "small_weight": "5", "zero_load": "500", "stages": 4, "stage_mass": "20000",
 *          "feasibility": {"verdict": "feasible" | "needs_spread" | "refused", "reason",
 *                          "standards", "least", "spread": "10" | null,
 *                          "spread_e": "0.2" | null},
 *          "notes": [note], "unconfirmed": ["test or table id"],
 *          "steps": [{"test": "eccentricity", "range": 1 | null, "zh", "en", "kind",
 * "clause", "required", "rows": [row]}]} row:    {"key": "ecc.3", "form": "item" |
 * "value" | "load" | "eccentric" | "substitute" | "discrimination" | "displays", "wants":
 * ["e0_i", "e0_dl", "i", "dl"], "required": true, "may_na": false, "zh", "en", "unit",
 * "position": 3 | null, "place": "" | "support" | "pair" | "begin" | "middle" | "end",
 *          "direction": "up" | "down" | "out" | "back" | null, "e": "50" | null,
 *          "tare": "50000" | null, "load": "14000" | null,
 *          "placed": "14000", "substitute_stages": 0, "e0_load": "500" | null,
 *          "pieces": [{"nominal": "1000", "count": 14}],
 *          "limit": "25" | null, "limit_clause": "3.6.2"}
 * note:   {"key": "plan.eccentricity_short", "row": "ecc.1", "reading": "",
 *          "args": ["14000", "14285.7142857"]}; the wording is in
 *         data/locales/weighbridge.*.json under key, that of questions under
 * "ask.<question>".
 *
 * entries: {"stopped": false, "rows": {"up.2": {"i": "20000", "dl": "25",
 *           "placed": "19000"?, "confirmed": ["not_multiple_of_d"]?},
 *           "visual.seal": {"result": "pass" | "fail" | "na"}}}
 *         Readings are text as typed: full-width digits and "0,05" are understood,
 * numbers of JSON too.  An empty text counts as not read.  Other members of a row (note,
 *         time, photo, ...) are left alone.
 *
 * result: {"verdict": "pass" | "fail" | "incomplete",
 *          "document": "certificate" | "notice" | "inspection_record" |
 *                      "calibration_certificate" | "none",
 *          "failed_tests": ["eccentricity"], "missing": ["ecc.3"], "max_load": "100000",
 *          "limited_to": "80000" | null,
 *          "e0": "5" | null, "open_questions": 1,
 *          "reasons": [note],
 *          "questions": [{"row": "up.2", "reading": "dl", "question": "dl_outside",
 *                         "value": "60", "confirmed": false}],
 *          "tests": [{"test": "weighing", "zh", "en", "verdict", "worst": {"row",
 * "value", "limit", "margin"} | null, "missing": 0, "open_questions": 0}], "rows":
 * [{"key": "up.2", "test": "weighing", "verdict", "load": "20000", "p", "e", "e0", "ec",
 * "limit", "margin": "0.8"}], (numbers are null where nothing was judged) "substitution":
 * {"gate": {"spread", "limit", "verdict"} | null, "stages": [{"stage": 1, "done": true,
 * "load", "p", "p_substitute", "difference", "value", "refused": false, "reason": ""}]},
 *          "weights": {"verdict", "worst_row": "up.8", "sum_of_mpe": "5.0025",
 *                      "allowed": "16.6666666667", "no_limit": null},
 *          "uncertainty": [budget]}   of a calibration or a decision: one for each load
 * ("row"); budget as in budget.h
 *
 * trace:   weighbridge_trace.h
 */
#pragma once

#include "base/json.h"
#include "rule/weighbridge.h"

/* QH_INVALID with the field's path; see weighbridge_plan_make() for the rest. */
QH_MUST qh_status weighbridge_input_from_json(struct arena *a, const struct json *v,
                                              struct weighbridge_input **out,
                                              struct qh_error *err);
/* QH_INVALID "weighbridge.entries", "weighbridge.reading" (no number; field
 * "rows.up.2.i"), "weighbridge.item", "weighbridge.question"; unknown rows are kept in
 * entries->unknown. */
QH_MUST qh_status weighbridge_entries_from_json(struct arena *a,
                                                const struct weighbridge_plan *plan,
                                                const struct json *v,
                                                struct weighbridge_entries **out,
                                                struct qh_error *err);

/* The writers put one JSON value at the place where w stands. */
void weighbridge_feasibility_to_json(const struct weighbridge_feasibility *f,
                                     struct arena *a, struct json_writer *w);
void weighbridge_plan_to_json(const struct weighbridge_plan *plan, struct arena *a,
                              struct json_writer *w);
void weighbridge_result_to_json(const struct weighbridge_plan *plan,
                                const struct weighbridge_entries *in,
                                const struct weighbridge_result *r, struct arena *a,
                                struct json_writer *w);
