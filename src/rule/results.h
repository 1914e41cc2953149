/* results.h - results of other tests as names in the expressions and limits of a test.
 *
 *   results.TEST.OUTPUT   an output of a series, field, regression or formula, unrounded
 *   results.TEST.raw      point_error, paired, stat: the values before rounding, a list
 *   results.TEST.value    the same as shown: rounded, else with 12 significant digits
 *   results.TEST.result   point_error: the readings put together, a list
 *                         (stat with `outer`: a number, there is only one)
 *
 * TEST and OUTPUT are written as names are (value.h).  Tests are worked out in the order
 * in which they need one another, else in that of the file; a circle is refused when the
 * regulation is loaded.  Nothing in a case can set such a name.  A test that names what
 * is not worked out, because readings are missing or it is not for this grade, is not
 * worked out either, and the case is incomplete.
 */
#pragma once

#include "rule/evaluate.h"
#include "rule/regulation_data.h"

/* Part of regulation_load(), once all tests are there: r->results, NULL if none is named.
 * QH_INVALID "regulation.result" (no such test or result), "regulation.circle"; both with
 * the place of the name. */
QH_MUST qh_status results_load(struct arena *a, struct regulation *r,
                               struct qh_error *err);
/* The test to be worked out at place k. */
size_t results_at(const struct regulation *r, size_t k);
/* Does test i name results of others? */
bool results_are_named(const struct regulation *r, size_t i);
/* The k-th test whose results test i names; false: there are no more. */
bool results_need(const struct regulation *r, size_t i, size_t k, size_t *out);
/* Are the results that test i names worked out?  done: by index of the test. */
bool results_are_there(const struct regulation *r, size_t i, const bool *done);
/* A number or a list? */
bool result_is_list(const struct regulation *r, uint32_t slot);
/* Takes all results away: nothing is worked out yet. */
void results_clear(const struct regulation *r, struct scope *s);
/* Sets the names of the results of t->test. */
void results_set(const struct regulation *r, const struct test_result *t,
                 struct scope *s);
