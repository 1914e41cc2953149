/* kinds.h - the functions that evaluate one kind of test, and what they share. */
#pragma once

#include "rule/evaluate.h"
#include "rule/regulation_data.h"

struct kind_run {
    struct arena *arena;
    struct scope *scope;
    const struct rule_test *test;
    const struct json *data;         /* readings of this test */
    const struct decision *decision; /* NULL: simple acceptance */
    struct qh_error *err;
};

/* Judges one value: rounding, comparison, limit. */
QH_MUST qh_status kind_judge(const struct kind_run *k, const struct judge *j,
                             struct dec v, struct judged *out);
/* pass of the test from its rows: null if all are null, false if one is false. */
void kind_pass(struct test_result *t);
/* The row with the greatest shown size, the first of equals. */
void kind_worst(struct test_result *t);
/* Failure of wrong or missing data: QH_INVALID "evaluate.data". */
QH_MUST qh_status kind_fail(const struct kind_run *k, const char *what);
/* Puts "[2]" or ".outputs[1]" before the place that a deeper function named. */
QH_MUST qh_status kind_at(const struct kind_run *k, qh_status rc, const char *where,
                          size_t i);
/* Number or numbers of a member of o. */
QH_MUST qh_status kind_number(const struct kind_run *k, const struct json *o,
                              const char *name, struct dec *out);
QH_MUST qh_status kind_numbers(const struct kind_run *k, const struct json *o,
                               const char *name, struct dec **out, size_t *n);
/* Readings x of a point or group, each through the test's transform; the members of o are
 * in scope. */
QH_MUST qh_status kind_readings(const struct kind_run *k, const struct json *o,
                                struct dec **out, size_t *n);
/* Shadows what a point of point_error knows once it is judged: its members, the readings
 * as list x, r, xm, absdev and rel. */
QH_MUST qh_status kind_point_names(const struct kind_run *k, const struct json *pt,
                                   struct dec xm);
/* The parts of a point: r by the test, the deviation of x from r by its form, and what
 * limits may use beside the members of the point (shadows r, xm, absdev, rel). */
QH_MUST qh_status kind_reference(const struct kind_run *k, const struct json *pt,
                                 struct dec *out);
QH_MUST qh_status kind_deviation(const struct kind_run *k, struct dec x, struct dec r,
                                 struct dec *out);
QH_MUST qh_status kind_derived(const struct kind_run *k, struct dec xm, struct dec r);
/* Values over time. */
struct series {
    const struct dec *t, *x;
    size_t n;      /* values x */
    size_t t_n;    /* times */
    size_t pairs;  /* values with a time */
    bool in_order; /* times never go back */
};
QH_MUST qh_status kind_series_read(const struct kind_run *k, struct series *out);
/* An output before its norm. */
QH_MUST qh_status kind_series_value(const struct kind_run *k, const struct series *s,
                                    const struct test_output *o, struct dec *out);

/* All tests of a case for one grade (NULL: none), and the scope they were judged in. */
struct grade_run {
    struct arena *arena;
    const struct regulation *reg;
    const struct json *vars, *data; /* of the case */
    struct decision *decision;      /* NULL: simple acceptance */
    uint64_t work;                  /* steps of the grades before */
    struct qh_error *err;
    struct test_result *tests; /* room for all tests of the regulation */
    size_t tests_n;
    bool *done;  /* by index of the test: worked out */
    bool *waits; /* for results of others that are not */
};
/* err->field is the place in the case. */
QH_MUST qh_status kind_run_grade(struct grade_run *r, const struct json *grade);
/* The readings of test i; an empty object where it needs none but results of others. */
const struct json *kind_data(const struct grade_run *r, size_t i);
/* The scope of a grade before any test. */
void kind_grade_scope(const struct grade_run *r, const struct json *grade,
                      struct scope *out);
/* No test failed. */
bool kind_is_good(const struct test_result *t, size_t n);
/* v / fs * 100. */
QH_MUST qh_status kind_of_span(const struct kind_run *k, struct dec *v);
/* The list of data, at most EVALUATE_POINTS_MAX and not empty; makes the rows. */
QH_MUST qh_status kind_rows(const struct kind_run *k, struct test_result *t);

/* By the kind of k->test; t->test is set. */
QH_MUST qh_status kind_evaluate(const struct kind_run *k, struct test_result *t);

QH_MUST qh_status kind_checklist(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_point_error(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_stat(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_paired(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_series(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_field(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_regression(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_formula(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_budget(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_rounding(const struct kind_run *k, struct test_result *t);
QH_MUST qh_status kind_validity(const struct kind_run *k, struct test_result *t);
