/* regulation_data.h - what regulation_load() makes, for the evaluator and the procedures.
 */
#pragma once

#include "rule/regulation.h"
#include "rule/test.h"
#include "rule/value.h"

struct edition;
struct budget_template;
struct decision;
struct general;
struct results;

enum { REGULATION_TESTS_MAX = 200, REGULATION_GRADES_MAX = 100 };

struct regulation {
    const struct json *doc;
    const char *code, *edition;
    const char *title_zh, *title_en;
    bool own;         /* schema "qh-regulation/1": every name is declared */
    bool calibration; /* regulation.kind */
    bool requirement; /* verdict.requirement: a calibration with a verdict */
    bool best;        /* verdict.mode best */
    int validity_months;
    const struct json *grades; /* array or NULL */
    struct names names;
    struct value *base; /* tables and vars, names.n of them */
    struct rule_test *tests;
    size_t tests_n;
    struct results *results; /* named by tests (results.h); NULL: none is */
    struct limit_names limits;
    const char **unconfirmed;        /* NULL-terminated */
    struct decision *decision;       /* NULL: simple acceptance */
    struct budget_template *budgets; /* uncertainty budgets, budgets_n of them */
    size_t budgets_n;
    struct edition *weighing; /* of weighing instruments (edition.h), or NULL */
    struct general *general;  /* of the general procedure (general.h), or NULL */
};

/* The test of that id, or NULL. */
const struct rule_test *regulation_test(const struct regulation *r, const char *id);

/* Compiles the part of a test that its kind needs (test_load.c). */
QH_MUST qh_status test_load(struct arena *a, struct regulation *r,
                            const struct json *node, const char *path,
                            struct rule_test *out, struct qh_error *err);
