/* procedure_run.h - a record being judged; used by the files procedure*.c only. */
#pragma once

#include "rule/general.h"
#include "rule/kinds.h"
#include "rule/node.h"
#include "rule/procedure.h"

struct judging {
    struct arena *arena;
    const struct procedure_plan *plan;
    const struct general *ed;
    const struct procedure_entries *in;
    struct procedure_result *out;
    struct scope scope;
    size_t reasons_cap;
    bool undecided; /* the decision needs an uncertainty that is not known */
    struct qh_error *err;
};

/* The readings of one test as the evaluator wants them, and the rows of each of its
 * points, groups or pairs (rows: `n` lists). */
struct test_data {
    const struct json *node; /* NULL: nothing read */
    size_t n;
    size_t **rows;
    size_t *rows_n;
};

/* The reading of a want as plain text, its fallback, or NULL. */
const char *entry_text(const struct judging *j, size_t row, size_t want);
/* Judges step s, a test (procedure_test.c). */
QH_MUST qh_status judge_test(struct judging *j, size_t step);
/* Sets the results of other tests that a step names; answers the id of one that is not
 * complete, NULL if all are there. */
const char *judge_take_results(struct judging *j, size_t step);
/* The decision on values comes after all of them, by their budgets. */
static inline bool judge_decides_late(const struct judging *j)
{
    return j->plan->decision && j->plan->decision->by_budgets;
}
/* Takes the verdicts of a test that was decided on anew. */
void judge_decided(struct judging *j, size_t step, const struct test_result *found);
/* Counts needed rows that are not read, and open questions. */
void judge_count_rows(struct judging *j, size_t step);
/* Builds the data of step s (procedure_data.c). */
void procedure_data(const struct judging *j, size_t s, struct test_data *out);
/* Raises the questions of readings and points (procedure_ask.c). */
void ask_readings(struct judging *j);
/* Those of a judged value: is it far beyond its limit? */
void ask_value(struct judging *j, const struct procedure_value *v);
/* Value of a condition and whether it is inside; false: not read or not known. */
bool condition_value(struct judging *j, size_t row, struct dec *value, bool *inside);
void judge_note(struct judging *j, const char *key, const char *row, const char *arg0,
                const char *arg1);
