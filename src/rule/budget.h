/* budget.h - the uncertainty budgets of a calibration, by the templates of an edition.
 *
 * An edition's section "budgets" (docs/uncertainty.md) says for each output that can be
 * calibrated where its uncertainty comes from.  A template and the values of one record
 * make a budget: every source with its standard uncertainty, u_c, degrees of freedom, k,
 * and U, rounded up and not below the smallest the laboratory may claim.
 *
 * Pure; all memory from the arena given.  [JJF 1059.1-2012; JCGM 100:2008]
 */
#pragma once

#include "base/json.h"
#include "rule/evaluate.h"
#include "rule/regulation.h"
#include "rule/trace.h"
#include "rule/uncertainty.h"

struct budget_template;
struct budget_source;
struct scope;

/* What the certificate of a standard says, for the sources that name it by id. */
struct budget_standard {
    const char *id;
    bool has_u, has_mpe;
    struct dec u, k; /* expanded uncertainty and its factor */
    struct dec mpe;
};

enum { BUDGET_STANDARDS_MAX = 100, BUDGET_CLAIMS_MAX = 100 };

/* What the laboratory claims for a budget: no U below base + rate |x|, for from <= x <=
 * to.  x is the value of the name `of`; by default the point p, or the value measured
 * where there is none. */
struct budget_claim {
    const char *budget;
    struct dec base, rate;
    const char *of; /* NULL: by default */
    bool has_from, has_to;
    struct dec from, to;
};

/* Where a budget is worked out. */
struct budget_frame {
    struct arena *arena;
    const struct regulation *reg;
    struct scope *scope;     /* values of the names, filled by the caller */
    const struct json *data; /* readings by test id, or NULL */
    const struct budget_standard *standards;
    size_t standards_n;
    const struct budget_claim *claims;
    size_t claims_n;
    const char *row;  /* name of the point, "" if none */
    size_t index;     /* 0-based row of the test */
    struct dec value; /* what was measured: the name v */
    struct qh_error *err;
};

/* A name and the value that it had. */
struct budget_name {
    const char *name;
    uint32_t slot;
    struct value value;
};

/* An expression with the numbers that were put in, kept for the trace. */
struct budget_term {
    const char *name, *formula, *filled;
    const struct trace_number *numbers;
    size_t numbers_n;
    const struct budget_name *names; /* read from the scope */
    size_t names_n;
    const struct budget_name *list; /* the readings are this one; NULL: of other rows */
    struct dec value;
};

enum { BUDGET_TERMS_MAX = 6 };

struct budget_line {
    const struct budget_source *source;
    struct uncertainty_part part;
    struct dec limit;    /* a, U, s or u as such */
    const char *divisor; /* "sqrt(3)", "2", "1" */
    struct dec share;    /* percent of u_c squared, two decimals */
    struct budget_term terms[BUDGET_TERMS_MAX];
    size_t terms_n;
};

struct budget {
    const struct budget_template *template;
    const char *row;
    size_t index;
    struct budget_term *given;
    size_t given_n;
    struct budget_line *lines; /* sources that apply */
    size_t lines_n;
    struct dec uc;
    struct student_nu nu_eff;
    struct factor factor;
    struct dec raw; /* k u_c */
    bool has_cmc, cmc_applies;
    bool claimed; /* cmc is the laboratory's, above that of the edition */
    struct budget_term cmc;
    struct dec to;       /* interval that U is rounded to, 0: by digits */
    struct dec expanded; /* U as reported */
    struct dec value;
    struct dec rounded; /* value to the last place of U */
};

struct budgets {
    struct budget **list;
    size_t n;
};

/* The templates of an edition, *n of them; budget_template_at() for i < n. */
size_t budget_template_count(const struct regulation *r);
const struct budget_template *budget_template_at(const struct regulation *r, size_t i);
const char *budget_template_test(const struct budget_template *t);

/* One budget.  QH_INVALID "budget.open" (a value of the template is not known yet),
 * "budget.standard" (no such standard, or it has no uncertainty), "budget.readings"
 * (less than two), "budget.value" (an uncertainty below zero, degrees of freedom below
 * 1, no source that applies), "expr.*"; QH_RANGE "budget.range".  err->field is the id of
 * template and source.
 */
QH_MUST qh_status budget_of_template(const struct budget_frame *f,
                                     const struct budget_template *t,
                                     struct budget **out);
/* Fills standards and claims of the frame (arena, reg and err are used) from a case:
 * "standards": [{"id", "U", "k", "mpe"}], k 2 if not said, and "claims" as in
 * budget_claims().  QH_INVALID "budget.standards", "budget.claims". */
QH_MUST qh_status budget_frame_of_case(struct budget_frame *f, const struct json *c);
/* The smallest uncertainties of the laboratory: [{"budget": ID, "base": "0.005", "rate":
 * "0.0001"?, "of": NAME?, "from"?, "to"?}], in the units of the budget and of the name.
 * They only raise what the edition says.  NULL or null gives none.  QH_INVALID
 * "budget.claims" with the path. */
QH_MUST qh_status budget_claims(struct budget_frame *f, const struct json *list);
/* The greatest claim that applies to the template here; false: none does. */
QH_MUST qh_status budget_claim_find(const struct budget_frame *f,
                                    const struct budget_template *t,
                                    struct budget_term *out, bool *found);
/* All budgets of a case that was evaluated: for each template whose test has readings one
 * for every row (or for its output).  f: arena, reg, standards and err are used. */
QH_MUST qh_status budgets_of_case(const struct budget_frame *f, const struct json *c,
                                  const struct evaluation *e, struct budgets *out);

/* Decides on each value that has a budget, by its U and k, and on the tests anew.  The
 * values must not be judged for others ("of"): QH_INVALID "decision.of". */
QH_MUST qh_status budgets_decide(struct arena *a, const struct decision *d,
                                 const struct budgets *b, struct evaluation *e,
                                 struct qh_error *err);

/* {"id", "test", "output", "row", "index", "zh", "en", "unit", "value", "uc", "nu_eff",
 *  "nu", "p", "k", "k_rounded" (two decimals), "rule", "U_raw", "cmc", "cmc_applies",
 * "cmc_of" ("edition", "laboratory"),
 * "U", "value_rounded", "sources": [{"id", "symbol", "zh", "en", "type", "distribution",
 * "limit", "divisor", "u", "c", "contribution", "nu", "share"}]} Numbers are text, 12
 * significant digits where nothing rounds them; infinite degrees of freedom and what does
 * not apply are null. */
void budget_to_json(const struct budget *b, struct arena *a, struct json_writer *w);
/* The steps of a budget; t->test and t->row are the caller's.  Names of the regulation,
 * the case and the standards are announced if t->given is there. */
void budget_trace(const struct budget *b, struct trace *t);
