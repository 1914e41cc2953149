/* elementary.h - exponential and logarithm in decimals, with declared digits.
 *
 * No double and no libm: the same digits on every machine and in the browser.  The error
 * bounds are worked out in elementary.c and tested against 60 digits of Python's decimal
 * (tests/unit/uncertainty_random.py).
 */
#pragma once

#include "base/dec.h"

enum {
    ELEMENTARY_DIGITS = 30,
    ELEMENTARY_EXP_MAX = 13000,
    ELEMENTARY_WORK = 200 /* steps of an evaluation */
};

/* e^v to 30 significant digits, off by less than one unit of the last.  QH_RANGE for
 * |v| > 13000. */
QH_MUST qh_status elementary_exp(struct dec v, struct dec *out);
/* ln(1 + v) to 30 significant digits, off by less than one unit of the last; small v lose
 * nothing.  QH_RANGE for v <= -1. */
QH_MUST qh_status elementary_ln1p(struct dec v, struct dec *out);
