/* evaluate.h - one case judged by one regulation: a result tree, later JSON.
 *
 * A case is an object with "id", "data" (readings by test id) and optionally "grade",
 * "vars" and "service".  Evaluation is exact, has no clock and no memory but the arena,
 * and gives pass, fail or incomplete: needed readings that are missing are never a pass.
 * A "decision" of the regulation or the case changes verdicts as decision.h says; by the
 * budgets of the edition no best grade is told, and without budgets nothing is concluded.
 * Agrees digit for digit with tests/vectors/ref_eval.py.
 */
#pragma once

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"
#include "rule/decision.h"
#include "rule/limit.h"
#include "rule/regulation.h"
#include "rule/student.h"
#include "rule/test.h"

#include <stdbool.h>

enum { EVALUATE_POINTS_MAX = 10000, EVALUATE_SERIES_MAX = 4000 };

/* What was asked for; the document is the one of the service.  A case says so by
 * "service" (or "stage"), else, for an edition of ours, its vars do. */
enum service {
    SERVICE_OF_REGULATION, /* not said: verification or calibration by the regulation */
    SERVICE_VERIFICATION,
    SERVICE_CALIBRATION, /* calibration certificate without a verdict */
    SERVICE_IN_SERVICE,  /* inspection record, never a certificate */
    SERVICE_UNKNOWN
};
/* "verification", "initial", "subsequent", "calibration", "in_service", ... and the
 * Chinese words; SERVICE_UNKNOWN otherwise. */
enum service service_find(struct text word);

struct budgets;

/* A judged value. */
struct judged {
    struct dec raw;
    struct dec value; /* as shown: rounded as declared, else 12 significant digits */
    bool rounded;
    bool changes; /* the rounded value would get the other verdict */
    enum pass pass;
    struct limit_found found;
    const struct decision_found *decision; /* NULL: none was declared, or no limit */
};

struct row_result {
    struct text name;         /* point, group, output */
    const struct json *label; /* point_error: as given, or NULL */
    const struct json *pos;
    bool has_result;
    struct dec result; /* point_error: the aggregate before the reference is taken off */
    bool has_reference;
    struct dec reference; /* point_error: what is taken off */
    struct judged judged;
};

struct budget_result {
    struct dec uc, expanded, rounded;
    struct dec k;
    bool has_coverage; /* k was found from nu_eff */
    struct student_nu nu_eff;
};

struct test_result {
    const struct rule_test *test;
    enum pass pass;
    struct row_result *rows; /* points, groups, pairs, outputs; parts of a budget */
    size_t rows_n;
    bool has_worst;
    size_t worst;
    struct text *texts; /* failed items; rounded values; dates */
    size_t texts_n;
    struct budget_result budget;
};

enum conclusion {
    CONCLUSION_INCOMPLETE,
    CONCLUSION_PASS,
    CONCLUSION_FAIL,
    CONCLUSION_CALIBRATED, /* no verdict */
    CONCLUSION_MEETS,      /* calibration against a requirement */
    CONCLUSION_MISSES
};
enum paper {
    PAPER_NONE,
    PAPER_CERTIFICATE,
    PAPER_NOTICE,
    PAPER_CALIBRATION,
    PAPER_INSPECTION
};

struct evaluation {
    const struct regulation *reg;
    struct test_result *tests;
    size_t tests_n;
    enum conclusion conclusion;
    enum paper paper;
    const char **missing; /* ids of needed tests without readings */
    size_t missing_n;
    bool has_best;                   /* the regulation asks for the best grade */
    const struct json *best_grade;   /* NULL: none */
    const struct decision *decision; /* NULL: simple acceptance, nothing is shown */
    const struct budgets *budgets; /* of a calibration whose edition has them, or of what
                                      is decided by them; else NULL */
    const struct qh_error *budgets_error; /* why there are none */
};

/* err->field is the place in the case ("data.weighing[2]"), err->key one of "evaluate.*",
 * "value.*", "expr.*", "limit.*", "stat.*".  QH_INVALID "evaluate.case", "evaluate.data"
 * (wrong shape), "evaluate.service", "evaluate.zero_reference"; QH_LIMIT
 * "evaluate.points". */
QH_MUST qh_status evaluate_case(struct arena *a, const struct regulation *r,
                                const struct json *c, struct evaluation **out,
                                struct qh_error *err);

/* The result with the keys of a vector's "expect". */
void evaluation_to_json(const struct evaluation *e, struct arena *a,
                        struct json_writer *w);

/* "expanded_uncertainty", "guard", "zone", "risk", into an object that is open. */
void decision_to_json(const struct decision_found *d, struct arena *a,
                      struct json_writer *w);
