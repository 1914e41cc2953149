/* budget_template.h - the uncertainty budgets of an edition, compiled; for the budget
 * files and regulation.c only. */
#pragma once

#include "rule/expr.h"
#include "rule/regulation_data.h"
#include "rule/uncertainty.h"

enum { BUDGETS_MAX = 100, BUDGET_SOURCES_MAX = 40, BUDGET_GIVEN_MAX = 20 };

/* How a source is known. */
enum source_form {
    SOURCE_READINGS,    /* readings: s from them */
    SOURCE_SD,          /* sd of n readings */
    SOURCE_WIDTH,       /* half_width of a distribution */
    SOURCE_CERTIFICATE, /* expanded by k */
    SOURCE_PLAIN        /* u */
};

struct budget_source {
    const char *id, *symbol, *zh, *en, *clause;
    bool type_a;
    enum source_form form;
    enum distribution shape;
    uint32_t list;             /* readings: their name ... */
    const char *test;          /* ... or the test that has them, NULL */
    const char *standard;      /* whose values std_u, std_k and std_mpe have, NULL */
    const struct expr *value;  /* sd, half_width, expanded or u; NULL: not known yet */
    const struct expr *by;     /* n of sd, k of expanded */
    const struct expr *n_used; /* NULL: as many as there are readings */
    const struct expr *sensitivity; /* NULL: 1 */
    const struct expr *dof, *rel_u; /* both NULL: infinite (type A: n - 1) */
    const struct expr *when;        /* NULL: always */
};

struct budget_given {
    const char *name;
    uint32_t slot;
    const struct expr *expr;
};

struct budget_template {
    const char *id, *test, *output, *zh, *en, *unit, *clause; /* output: "" each row */
    bool per_test; /* one budget for the test, at its worst row */
    struct budget_given *given;
    size_t given_n;
    struct coverage coverage;
    int digits;
    const struct expr *to;  /* rounding interval instead of digits, NULL */
    const struct expr *cmc; /* NULL: none is stated */
    struct budget_source *sources;
    size_t sources_n;
    uint32_t value, std_u, std_k, std_mpe; /* slots */
};

/* Declares the names that the section brings along: v, std_u, std_k, std_mpe and those
 * of "given". */
QH_MUST qh_status budget_declare(struct names *names, const struct json *section,
                                 struct qh_error *err);
/* Compiles one member of the section.  QH_INVALID "budget.form" with the path; "expr.*".
 */
QH_MUST qh_status budget_load(struct arena *a, struct regulation *r,
                              const struct json *node, const char *path,
                              struct budget_template *out, struct qh_error *err);
