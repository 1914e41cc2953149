/* wide.h - 256-bit integers for the exact decimals; used by base/dec*.c only.
 *
 * A product of two coefficients has up to 68 digits, the numerator of a quotient 69 and
 * that of a square root 70; all fit in 256 bits.  Portable C: two unsigned __int128, no
 * library but the compiler's own helpers.
 */
#pragma once

#include "base/status.h"

#include <stdint.h>

enum { WIDE_POW10_MAX = 38 };

struct wide {
    qh_u128 hi;
    qh_u128 lo;
};

/* 10^0 .. 10^38 */
extern const qh_u128 WIDE_POW10[WIDE_POW10_MAX + 1];

/* Number of decimal digits of v, 1 for 0. */
int wide_digits(qh_u128 v);
struct wide wide_mul(qh_u128 a, qh_u128 b);
/* v * 10^k, which must have at most 76 digits. */
struct wide wide_scaled(qh_u128 v, int k);
/* Quotient and remainder; n.hi < d, so that the quotient fits. */
qh_u128 wide_div(struct wide n, qh_u128 d, qh_u128 *rem);
/* Whole part of the square root; *exact: nothing was left over. */
qh_u128 wide_sqrt(struct wide n, int *exact);
