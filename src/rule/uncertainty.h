/* uncertainty.h - standard uncertainties, and how they become U with k.
 *
 * The arithmetic of the GUM in exact decimals of 34 digits: roots and quotients are
 * rounded once to 34 digits, k has 16 (student.h), nothing else is rounded before the
 * one rounding of U.  No template and no JSON here: budget.h.
 *
 * All functions leave *out untouched on failure; QH_RANGE: a number does not fit or is
 * outside what the function says.
 * [JJF 1059.1-2012 4.3 to 5.2; JCGM 100:2008 4, 5, G.4; EA-4/02 M:2022 S9, S10]
 */
#pragma once

#include "base/dec.h"
#include "base/status.h"
#include "rule/student.h"

#include <stddef.h>

/* What a half width a is divided by. */
enum distribution {
    DIST_NORMAL,      /* u itself is given, or U / k */
    DIST_RECTANGULAR, /* sqrt 3 */
    DIST_TRIANGULAR,  /* sqrt 6 */
    DIST_ARCSINE,     /* sqrt 2 */
    DIST_NORMAL_3,    /* 3: a is three standard deviations */
    DISTRIBUTIONS
};

/* One input quantity. */
struct uncertainty_part {
    struct dec u;            /* standard uncertainty, >= 0 */
    struct dec c;            /* sensitivity */
    struct dec contribution; /* |c| u, by uncertainty_weigh() */
    struct student_nu nu;
    enum distribution shape; /* for k where rectangular parts dominate */
};

/* How k is found. */
struct coverage {
    bool fixed;      /* k as given; else by p and nu */
    struct dec k;    /* > 0 */
    struct dec p;    /* 0.5 .. 0.9999 */
    bool continuous; /* nu_eff as computed; else its whole part (EA-4/02 E.3) */
    bool dominant;   /* where rectangular parts dominate: see uncertainty_factor() */
};

enum factor_rule {
    FACTOR_FIXED,
    FACTOR_STUDENT,
    FACTOR_NORMAL,      /* no part with finite degrees of freedom */
    FACTOR_RECTANGULAR, /* one dominant rectangular part: k = p sqrt 3 */
    FACTOR_TRAPEZOID    /* two of them */
};

struct factor {
    struct dec k;
    enum factor_rule rule;
    struct student_nu nu; /* as used: whole if truncated */
    struct dec beta;      /* trapezoid: |a1 - a2| / (a1 + a2) */
};

/* a over the root that belongs to the distribution; DIST_NORMAL: a itself. */
QH_MUST qh_status uncertainty_of_width(struct dec a, enum distribution d,
                                       struct dec *out);
/* s / sqrt(n_used), n_used > 0: of the mean of n_used readings. */
QH_MUST qh_status uncertainty_of_mean(struct dec s, struct dec n_used, struct dec *out);
/* U / k, k > 0 */
QH_MUST qh_status uncertainty_of_certificate(struct dec expanded, struct dec k,
                                             struct dec *out);
/* Degrees of freedom of a type B estimate whose u is itself known to the part r of its
 * size: 1 / (2 r^2); 0 < r <= 0.7.  [JCGM 100:2008 G.4.2] */
QH_MUST qh_status uncertainty_nu_of_part(struct dec r, struct dec *out);

/* Sets part->contribution. */
QH_MUST qh_status uncertainty_weigh(struct uncertainty_part *part);
/* u_c = sqrt(sum of squares of the contributions); no correlation. */
QH_MUST qh_status uncertainty_combine(const struct uncertainty_part *part, size_t n,
                                      struct dec *out);
/* Welch and Satterthwaite: u_c^4 / sum(u_i^4 / nu_i); infinite if no part that
 * contributes is finite.  Never below 1. */
QH_MUST qh_status uncertainty_nu(const struct uncertainty_part *part, size_t n,
                                 struct dec uc, struct student_nu *out);
/* k.  With c->dominant: if all parts but the greatest rectangular one have together at
 * most 0.3 of its u, k = p sqrt 3 (1.65 for p = 0.95); if all but the two greatest
 * rectangular ones have at most 0.3 of theirs together, the k of the trapezoid,
 * (1 - sqrt((1 - p)(1 - beta^2))) / sqrt((1 + beta^2) / 6), for p / (2 - p) >= beta. */
QH_MUST qh_status uncertainty_factor(const struct uncertainty_part *part, size_t n,
                                     const struct coverage *c, struct student_nu nu,
                                     struct factor *out);

/* v > 0 rounded up to `digits` (1 or 2) significant digits.  What lies above a step by
 * less than 10^-25 of v counts as on it: that much the 34 digits of a root can be off. */
QH_MUST qh_status uncertainty_round_up(struct dec v, int digits, struct dec *out);
/* v up to the next multiple of `to` > 0, the same way. */
QH_MUST qh_status uncertainty_round_up_to(struct dec v, struct dec to, struct dec *out);
/* The result to the last place of its U, half to even. */
QH_MUST qh_status uncertainty_round_like(struct dec v, struct dec u, struct dec *out);
