/* procedure.h - the record of the general procedure: what came out.
 *
 * What was read goes in by row key of the plan; out come a value for each point, a
 * verdict for each test and for the whole.  A needed row that is missing is never a pass;
 * a suspicious reading is asked back, never corrected; an adjustment is the caller's
 * business: a fresh set of entries.  Pure; all memory from the arena given.
 */
#pragma once

#include "rule/evaluate.h"
#include "rule/procedure_plan.h"
#include "rule/weighbridge.h"

/* Questions to the officer: a reading that raises one is used as it stands; until it is
 * confirmed or typed anew the whole is not a pass. */
enum procedure_question {
    PROCEDURE_NOT_MULTIPLE, /* no multiple of the resolution */
    PROCEDURE_POINT,        /* a point outside what the regulation wants there */
    PROCEDURE_ERROR_LARGE,  /* more than the setting error_question (3) times the limit */
    PROCEDURE_CONDITION,    /* a condition outside its limits (gate "warn") */
    PROCEDURE_ASKS
};
/* "not_multiple", "point_outside", "error_large", "condition_outside", NULL */
extern const char *const PROCEDURE_QUESTIONS[];

struct procedure_entry {
    enum weighbridge_item item;
    struct weighbridge_reading *read; /* by the row's wants */
    uint32_t confirmed;               /* bits by enum procedure_question */
};

struct procedure_entries {
    struct procedure_entry *rows; /* as the plan's */
    const char **unknown;         /* row keys that the plan does not have */
    size_t unknown_n;
    bool stopped;
};

/* One judged value of a test. */
struct procedure_value {
    struct row_result found;
    size_t *rows; /* rows it comes from */
    size_t rows_n;
    bool has_limit; /* a single number */
    struct dec limit;
    bool has_margin;
    struct dec margin; /* part of the limit that is left, weighbridge_margin() */
    const char *limit_text, *limit_clause;
};

struct procedure_test {
    const struct test_result *found; /* NULL: not worked out */
    enum weighbridge_verdict verdict;
    const struct json *data; /* as in a case of metro-vector/1; NULL: nothing read */
    struct procedure_value *values;
    size_t values_n;
    bool has_worst;
    size_t worst;
    size_t missing_n, open_n;
    bool failed; /* could not be worked out: `why` */
    struct qh_error why;
};

struct procedure_row_result {
    enum weighbridge_verdict verdict;
    const struct procedure_value *value; /* NULL: none of its own */
    uint32_t asked, questions;           /* raised; of them, not confirmed */
    size_t asked_at[PROCEDURE_ASKS];     /* which of the row's wants */
};

struct procedure_result {
    enum weighbridge_verdict verdict;
    enum weighbridge_document document;
    struct procedure_row_result *rows; /* as the plan's */
    struct procedure_test *tests;      /* as the plan's steps */
    const struct json *vars;       /* the plan's, and what was measured for the whole */
    const struct json *best_grade; /* NULL: none, or not asked for */
    bool has_best;
    size_t missing_n, failed_n, open_n;
    struct weighbridge_note *reasons;
    size_t reasons_n;
    struct budgets *budgets; /* of a complete calibration, by instance; NULL: none */
};

/* Are all needed readings of a row there? */
bool procedure_is_read(const struct procedure_plan *plan,
                       const struct procedure_entries *in, size_t row);

/* Verdict of the whole: incomplete while a needed row is missing, a question is open, a
 * blocking condition or a standard does not fit, a test cannot be worked out or an entry
 * belongs to no row, or a calibration cannot state its uncertainty - unless the officer
 * stopped after a failed test; else fail if a test failed; else pass.  QH_LIMIT
 * "evaluate.work". */
QH_MUST qh_status procedure_judge(struct arena *a, const struct procedure_plan *plan,
                                  const struct procedure_entries *in,
                                  struct procedure_result **out, struct qh_error *err);

/* The case of schema metro-vector/1 that was judged: {"id", "grade", "vars", "service",
 * "standards", "data"}, for the archive and the trace.  instance: from 1 to
 * plan->instances; tests without set values are in the first only.  Rows that are not
 * read are left out. */
const struct json *procedure_case(struct arena *a, const struct procedure_plan *plan,
                                  const struct procedure_result *r, int instance);
