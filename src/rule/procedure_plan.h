/* procedure_plan.h - what to do on an instrument of the general procedure, row by row.
 *
 * From an edition with "procedure": "general" (pH meters, balances, gauges, chambers,
 * ...), the instrument's parameters, the kind of verification and the standards on hand
 * follow steps with rows, each with a stable key ("unit_error.3") and the readings that
 * it wants.  Pure: no clock, no store; all memory from the arena given; every number
 * comes from the edition.  The shape of the input is in procedure_json.h.
 */
#pragma once

#include "base/json.h"
#include "rule/points.h"
#include "rule/weighbridge_plan.h"

enum {
    PROCEDURE_ROWS_MAX = 1000,
    PROCEDURE_STANDARDS_MAX = 100,
    PROCEDURE_LIST_MAX = 100 /* items of a list among the vars */
};

enum procedure_form {
    FORM_ROW_ITEM,
    FORM_ROW_VALUE,
    FORM_ROW_READINGS,
    FORM_ROW_PAIR,
    FORM_ROW_TIME,
    FORM_ROW_SCAN,
    FORM_ROW_LEVEL,
    FORM_ROW_LIST,
    PROCEDURE_FORMS
};
extern const char *const PROCEDURE_FORM_NAMES[PROCEDURE_FORMS];

/* One reading that a row wants. */
struct procedure_want {
    const char *name;
    const char *zh, *en, *unit;
    bool needed;
    bool has_resolution;
    struct dec resolution;
    const char *fallback; /* taken if nothing is typed, or NULL */
};

struct procedure_row {
    const char *key; /* stable as long as edition, instrument and kind are */
    size_t step;
    enum procedure_form form;
    const char *zh, *en, *unit;
    bool required;
    bool needed; /* once its test is begun */
    bool may_na;
    struct procedure_want *wants;
    size_t wants_n;
    const struct point *point; /* NULL: none */
    const char *item;          /* id of the checklist item or of the quantity */
    const char *p;             /* as text, or NULL */
    const void *of;            /* condition of the edition, or NULL */
    bool has_limit;
    struct dec limit;
    const char *limit_text; /* NULL: none */
    const char *limit_clause;
};

struct procedure_step {
    const struct rule_test *test; /* NULL: "conditions", "inputs" */
    const char *id, *zh, *en, *clause;
    bool required;
    int instance;  /* from 1 */
    size_t test_i; /* index of the test in the edition */
    size_t first, n;
    int64_t center; /* field: index of the centre sensor, from 0 */
};

enum procedure_fit {
    PROCEDURE_FITS,
    PROCEDURE_MISSING, /* none of its kind on hand */
    PROCEDURE_UNFIT,   /* not accurate enough, or its range does not reach */
    PROCEDURE_UNKNOWN  /* what the rule needs to know is not said */
};
struct procedure_standard {
    const void *of; /* the edition's requirement */
    enum procedure_fit fit;
    const struct json **used; /* of the input */
    size_t used_n;
};

struct procedure_plan {
    const struct regulation *reg;
    enum weighbridge_kind kind;
    const char *grade;       /* NULL: none */
    const struct json *vars; /* plain texts, the procedure's own names included */
    bool refused;
    const char *reason; /* "standard.missing", ...; "" */
    struct procedure_standard *standards;
    size_t standards_n;
    struct procedure_step *steps;
    size_t steps_n;
    struct procedure_row *rows;
    size_t rows_n;
    struct weighbridge_note *notes;
    size_t notes_n;
    const struct decision *decision;  /* NULL: simple acceptance */
    const struct json *decision_node; /* of the input, as a case has it; or NULL */
    const struct json *claims;        /* of the input (budget.h), or NULL */
    int validity_months;              /* of a certificate for this instrument; 0: none */
    int instances; /* of the field test with most set values; at least 1 */
};

/* Does the edition say "procedure": "general"? */
bool procedure_is_general(const struct regulation *r);

/* A plan is made even if standards are missing or do not fit (plan->refused says so), so
 * that it can be shown; procedure_judge() then never passes.
 * QH_INVALID "procedure.edition" (not general), "procedure.decision", "procedure.kind",
 * "procedure.grade", "procedure.var" (missing, of the wrong type or outside its bounds;
 * field "vars.Max"), "procedure.standards", "procedure.points", "expr.*"; QH_LIMIT
 * "procedure.rows", "procedure.points"; QH_RANGE "procedure.count". */
QH_MUST qh_status procedure_plan_make(struct arena *a, const struct regulation *r,
                                      const struct json *input,
                                      struct procedure_plan **out, struct qh_error *err);
/* Index of a row by key, or -1. */
long procedure_row_find(const struct procedure_plan *plan, const char *key);
