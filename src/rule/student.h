/* student.h - Student's t in decimals, for whole and for other degrees of freedom.
 *
 * Agrees with the published tables (tests/vectors/t_factors.csv, 10 digits) and with 40
 * digits of Python's decimal (tests/unit/uncertainty_random.py).
 * [JJF 1059.1-2012 appendix B; JCGM 100:2008 G.3, table G.2]
 */
#pragma once

#include "base/dec.h"

#include <stdbool.h>

enum { STUDENT_DIGITS = 16, STUDENT_WORK = 6000 /* steps of an evaluation */ };

/* Degrees of freedom; infinite ones belong to the normal distribution. */
struct student_nu {
    bool finite;
    struct dec nu; /* >= 1 if finite */
};

/* The factor k with P(|T| <= k) = p, to 16 significant digits.  QH_RANGE unless
 * 0.5 <= p <= 0.9999 and nu >= 1. */
QH_MUST qh_status student_factor(struct dec p, struct student_nu nu, struct dec *out);
