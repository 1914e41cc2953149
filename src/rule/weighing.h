/* weighing.h - the arithmetic of weighing instruments, by the rules of an edition.
 *
 * One instrument bound to one edition: P, E, Ec, limits by class, load and stage,
 * spreads, eccentricity load, substitution, classification, adequacy of weights.  Every
 * limit and fraction is data of the edition; only sums stand here.  Exact, no clock, no
 * store. [OIML R 76-1:2006]
 */
#pragma once

#include "rule/edition.h"

#include <stdbool.h>

struct weighing_instrument {
    const char *class_name;
    struct dec max, min, e, d;
    struct dec shown_d;  /* interval of the indications read in service mode; 0: d */
    struct dec tare_max; /* T+ */
    int64_t supports;    /* N, 0: not known */
    int64_t devices;     /* printers and further displays */
    struct dec e_top;    /* of the last partial range; 0: e */
    bool creep;          /* creep and return to zero are asked for */
    int unit;            /* power of ten: kg 0, t 3, g -3 */
};

/* Power of ten of "kg", "t", "g"; false for another unit. */
bool weighing_unit(const char *name, int *out);

/* Holds the values of the edition's names; not shared between threads. */
struct weighing {
    const struct regulation *reg;
    const struct edition *ed;
    struct weighing_instrument ins;
    struct dec half; /* 0.5 or 0 (direct reading) */
    struct dec svc;
    struct scope scope;
};

/* in_service: limits times the edition's factor.  QH_INVALID "weighing.edition" if the
 * regulation is not one for weighing instruments. */
QH_MUST qh_status weighing_open(struct arena *a, const struct regulation *r,
                                const struct weighing_instrument *ins, bool in_service,
                                struct weighing **out, struct qh_error *err);
/* A copy with a scope of its own. */
struct weighing *weighing_copy(struct arena *a, const struct weighing *w);

void weighing_set(struct weighing *w, enum edition_slot name, struct dec v);

/* ---- limits ---- */

/* MPE at a load (or net load), > 0.  QH_RANGE "weighing.load": above what the class has.
 */
QH_MUST qh_status weighing_mpe(struct weighing *w, struct dec load, struct dec *out,
                               struct qh_error *err);

/* The load that decides the limit: at most Max, so that a substitute some kilograms too
 * heavy does not lift the last load into the next band. */
struct dec weighing_limit_load(const struct weighing *w, struct dec load);

/* One reading by the change-over point method, all in the instrument's unit. */
struct weighing_reading {
    struct dec load;  /* L on the receptor, or net */
    struct dec shown; /* I */
    struct dec extra; /* dL; 0 with direct reading */
    struct dec e0;    /* error at zero */
};
struct weighing_outcome {
    struct dec p;     /* before rounding */
    struct dec error; /* E = P - L */
    struct dec value; /* what the test compares: Ec */
    struct dec limit; /* in size */
    bool has_limit;
    enum pass pass;
    const char *clause;
};
/* By a test of the edition of kind point_error (zero, tare, weighing, eccentricity, net,
 * discrimination). */
QH_MUST qh_status weighing_point(struct weighing *w, const struct rule_test *t,
                                 const struct weighing_reading *r,
                                 struct weighing_outcome *out, struct qh_error *err);
/* P alone, by the transform of a test. */
QH_MUST qh_status weighing_p(struct weighing *w, const struct rule_test *t,
                             struct dec shown, struct dec extra, struct dec *out,
                             struct qh_error *err);
/* Placements of one load; load decides the limit. */
struct weighing_series {
    const struct dec *p;
    size_t n;
    struct dec load;
};
/* Pmax - Pmin of repeatability or of the substitution gate. */
QH_MUST qh_status weighing_spread(struct weighing *w, const struct rule_test *t,
                                  const struct weighing_series *s,
                                  struct weighing_outcome *out, struct qh_error *err);
/* Discrimination: I before, I after (0.1 d taken off until I - d, 0.1 d back, 1.4 d on).
 */
QH_MUST qh_status weighing_discrimination(struct weighing *w, const struct rule_test *t,
                                          struct dec before, struct dec after,
                                          struct weighing_outcome *out,
                                          struct qh_error *err);
/* Does the test apply to this instrument (applies_if)? */
QH_MUST qh_status weighing_applies(struct weighing *w, const struct rule_test *t,
                                   bool *out, struct qh_error *err);
/* Placements of the repeatability test at least; stage "verification" or
 * "type_evaluation".  QH_NOT_FOUND "weighing.count". */
QH_MUST qh_status weighing_placements(struct weighing *w, const char *stage, int64_t *out,
                                      struct qh_error *err);

/* ---- loads ---- */

/* The load of the eccentricity test is (Max + T) / parts. */
QH_MUST qh_status weighing_eccentricity_parts(struct weighing *w, bool off_centre,
                                              struct dec *out, struct qh_error *err);
/* Greatest multiple of e not above (Max + T) / parts. */
QH_MUST qh_status weighing_multiple_below(const struct weighing *w, struct dec parts,
                                          struct dec *out, struct qh_error *err);

/* ---- substitution ---- */

/* Value of the substitute on the receptor: L + (P_substitute - P_weights). */
QH_MUST qh_status weighing_substitute(struct dec load, struct dec p_weights,
                                      struct dec p_substitute, struct dec *difference,
                                      struct dec *value, struct qh_error *err);
/* The greatest whole number k so that weights of Max / k suffice for a spread (5, 3, 2).
 */
QH_MUST qh_status weighing_least_standards(struct weighing *w, struct dec spread,
                                           struct dec *parts, struct qh_error *err);
/* What spread weights of mass std need: PASS_NO: refused; PASS_NONE: none needed;
 * PASS_YES: at most *spread. */
QH_MUST qh_status weighing_gate(struct weighing *w, struct dec std, enum pass *out,
                                struct dec *spread, struct qh_error *err);

/* ---- weights, classes, intervals ---- */

/* sum: limits of the weights; good: sum * k <= mpe; allowed: mpe / k rounded to 12
 * digits. */
QH_MUST qh_status weighing_adequate(struct weighing *w, struct dec sum, struct dec mpe,
                                    bool *good, struct dec *parts, struct qh_error *err);

enum weighing_issue {
    ISSUE_CLASS,         /* the edition has no such class for this e */
    ISSUE_E_FORM,        /* e is not 1, 2 or 5 times a power of ten */
    ISSUE_N_NOT_INTEGER, /* Max is no multiple of e */
    ISSUE_N_LOW,
    ISSUE_N_HIGH,
    ISSUE_MIN_LOW,
    ISSUE_D,           /* d above e */
    ISSUE_AUXILIARY,   /* d below e where the class has no auxiliary indication, or e is
                          above 10 d or no power of ten of a kilogram */
    ISSUE_PART,        /* Max_i / e_(i+1) of a multi-interval instrument is too small */
    ISSUE_PARTS_ORDER, /* Max_i or e_i do not rise */
    ISSUES
};
extern const char *const WEIGHING_ISSUES[ISSUES]; /* "CLASS", "E_FORM", ... */
/* Bits by enum weighing_issue; the last two are those of weighing_classify_part(). */
QH_MUST qh_status weighing_classify(const struct weighing *w, unsigned *out,
                                    struct qh_error *err);
/* The row of the edition's classes that holds for class and e; NULL: none. */
const struct edition_class *weighing_class_of(const struct weighing *w);

/* Part i of n of a multi-interval instrument: w has e = e_i, Max = Max_n. */
struct weighing_part_limits {
    struct dec max;    /* Max_i */
    struct dec e_next; /* e_(i+1); 0: the last part */
    bool first;        /* Min counts here */
};
/* Bits as above: form of e_i, n_i = Max_i / e_i, and Max_i / e_(i+1) but for the last
 * part, for which the least n counts. [R 76-1:2006 3.3, Table 4] */
QH_MUST qh_status weighing_classify_part(const struct weighing *w,
                                         const struct weighing_part_limits *part,
                                         unsigned *out, struct qh_error *err);

/* Multi-interval: index of the part that a load belongs to (n if above the last). */
size_t weighing_part(const struct dec *max, size_t n, struct dec load);
/* Max_i / e_(i+1) is at least what the class demands. */
QH_MUST qh_status weighing_part_holds(const struct weighing *w, struct dec max_i,
                                      struct dec e_next, bool *out, struct qh_error *err);

/* A formula of the edition (conditions, creep) on values set by name before. */
QH_MUST qh_status weighing_output(struct weighing *w, const struct rule_test *t, size_t i,
                                  struct weighing_outcome *out, struct qh_error *err);
QH_MUST qh_status weighing_set_name(struct weighing *w, const char *name, struct dec v,
                                    struct qh_error *err);
