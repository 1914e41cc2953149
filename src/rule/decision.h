/* decision.h - from a value, its limits and its uncertainty to a verdict.
 *
 *   "decision": {"rule": "simple" | "guard_band", "k": "2", "factor": "1",
 *                "U": E | {"budget": ID} | {"budgets": true}, "of": {NAME: E, ...}}
 *
 * stands in a regulation or in a case; members of the case go before those of the
 * regulation, and there U is a number or a budget.  Without it nothing changes: a value
 * within its limits is accepted.  {"budget": ID} is a test of kind budget of the same
 * case; {"budgets": true} takes for each value U and k of its own uncertainty budget by
 * the edition (budget.h), and a value without one is accepted as by its limits.
 *
 *   simple       the verdict is that of the limits; zone and risk are shown beside it
 *   guard_band   w = factor * U: accepted only if w lies between the value and the limit.
 *                What is neither accepted nor beyond the limit by w is "uncertain", and
 *                that is never a pass.
 *
 * The risk is the probability that the true value lies outside the limits, given the
 * value: normal with standard uncertainty U / k, to 12 significant digits.  For "any" it
 * is the least of the members' risks and for "all" their sum, at most 1: bounds that hold
 * however the members depend on one another.
 * [JCGM 106:2012 7.3.2, 8.3; ILAC-G8:09/2019 4.2; JJF 1094-2002 5.3.1.6]
 */
#pragma once

#include "rule/limit.h"

enum { DECISION_OF_MAX = 8 };

enum decision_rule { DECISION_SIMPLE, DECISION_GUARD_BAND };
/* "simple", "guard_band" */
extern const char *const DECISION_RULES[];

enum decision_zone { ZONE_ACCEPT, ZONE_UNCERTAIN, ZONE_REJECT };
/* "accept", "uncertain", "reject" */
extern const char *const DECISION_ZONES[];

struct decision {
    enum decision_rule rule;
    struct dec k, factor;
    const struct expr *expr; /* U; NULL: known or by budget */
    const char *budget;      /* id of a test of kind budget, NULL: none */
    bool by_budgets;         /* U and k of each value's own budget */
    bool known;              /* u is U */
    struct dec u;
    struct {
        uint32_t slot;
        const struct expr *expr;
    } of[DECISION_OF_MAX];
    size_t of_n;
};

struct decision_found {
    struct dec expanded; /* U of the value; 0 for a group */
    struct dec guard;    /* w */
    struct dec risk;
    enum decision_zone zone;
};

/* Compiles the member of a regulation; NULL or null gives *out NULL.  QH_INVALID
 * "decision.form" with the path; "expr.*". */
QH_MUST qh_status decision_load(struct arena *a, struct names *names,
                                const struct json *node, struct decision **out,
                                struct qh_error *err);
/* The regulation's decision (or NULL) with the members of a case put over it. */
QH_MUST qh_status decision_of_case(struct arena *a, const struct decision *base,
                                   const struct json *node, struct decision **out,
                                   struct qh_error *err);
/* Decides on a value that was judged by l in this scope: sets found->pass (and those of
 * its parts).  *out is NULL if there is no limit.  QH_INVALID "decision.uncertainty" (U
 * is below zero), "decision.of" (a member judges a value whose U is not said). */
QH_MUST qh_status decision_apply(const struct decision *d, struct scope *s, struct dec v,
                                 struct limit_found *found, struct decision_found **out,
                                 struct qh_error *err);
