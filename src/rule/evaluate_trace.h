/* evaluate_trace.h - the steps that led to the verdict of a case, as JSON.
 *
 * Written after the evaluation, from the case again: the hot path knows nothing of it.
 *
 * {"regulation": {"code", "edition", "title_zh", "title_en"}, "case": id, "grade": grade,
 *  "tests": [{"id", "zh", "en"}], "steps": [step, ...], "seal": "8 hex digits"}
 *
 * A step has the shape of trace_text.h: {"n", "test", "row", "what", "name",
 * "formula", "filled", "numbers", "value", "clause", "key", "args"}; the three of the
 * formula only where there is one; numbers and value may be lists ("numbers": {"x": ["1",
 * "2"]}), a table is a list of [key, value].  All numbers are texts with all their
 * digits.  Rows are called "point.1", "group.1", "pair.1", "level.1", "component.1",
 * "item.1" in the order of the data and "output.NAME"; "" is the test as a whole.
 *
 * what       of the step, and what follows from what
 * given      a name of the regulation or the case that is used from here on
 * result     the same of a result of an earlier test (results.h)
 * reading    as typed (args[1]) and as a number; several as a list, a field as a matrix
 * item       of a checklist: "pass", "fail", ...
 * transform  y1, y2, ... of each reading x; "scale" of a detection limit
 * reference  r
 * aggregate  xm of the readings, the value of a group, y of a level, values of a fit
 * error      by the form; error1, error2, ... where each reading counts
 * derived    absdev, rel, if a limit uses them
 * reduction  an output of series, field or regression; share: of the span
 * output     an output of a formula
 * round      "rounded", the decimals kept: round(value, to) of the value to be judged; it
 *            is called "rounded_" if that value itself has the name "rounded"
 * case, limit, compare, margin, any, all
 *            as trace.h says; compare judges the value called `name`
 * decision   the verdict by the regulation's or the case's decision rule (decision.h): it
 *            takes the place of that of the comparison
 * edge       the rounded value would get the other verdict; its comparison comes before
 * worst      the greatest of the shown values (12 digits where nothing rounds)
 * date       valid until
 * formula, factor, round_up
 *            the uncertainty budget of a value that was calibrated (budget.h), after all
 *            tests: row "budget.ID.2" is that of the second row or output of its test.
 *            a_X, s_X, U_X or u_X of source X and its other terms, u_X, w_X = |c_X| u_X,
 * uc, nu_eff, k (student(p, nu): the factor of Student's t; normal(p)), U_raw = k uc,
 *            U
 * test       "pass", "fail" or "none" from the comparisons of its rows
 * missing    a needed test without readings, or without results of others it rests on
 * whole      "pass", "fail", "incomplete", "calibrated", "meets", "misses"
 * grade      all tests again for another grade: "pass", "fail"
 * best       the best grade, or "none"
 *
 * Functions in formulas: those of expr.h and stat.h, and round(v, to), round_up(v, to);
 * drift_max(x): the difference from the first value that is greatest in size;
 * drift_end(x); slope(t, x) and correlation(t, x) of the least squares; noise_pp(t, x,
 * w): the greatest range in a window [t0, t0 + w] that ends within the series, the first
 * always; row_ranges(m), column_ranges(m), column_means(m), column(m, i) of a matrix, all
 * its values where a statistic is due; sumsq(list); sq(v): v v, rounded once;
 * valid_until(date, months): the day before the same day so many months later, or the
 * last of a shorter month.
 */
#pragma once

#include "rule/evaluate.h"

struct trace;

/* The steps as records (trace.h), which live as long as e, c and the arena.  QH_LIMIT
 * "trace.steps" beyond TRACE_STEPS_MAX; QH_BUG if the case is another one. */
QH_MUST qh_status evaluation_trace(const struct evaluation *e, const struct json *c,
                                   struct arena *a, struct trace *out,
                                   struct qh_error *err);
/* The same as text. */
QH_MUST qh_status evaluation_trace_to_json(const struct evaluation *e,
                                           const struct json *c, struct arena *a,
                                           struct json_writer *w, struct qh_error *err);
