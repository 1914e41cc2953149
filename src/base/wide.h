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

static inline int wide_bits(qh_u128 v)
{
    uint64_t hi = (uint64_t)(v >> 64);

    if (hi)
        return 128 - __builtin_clzll(hi);
    return 64 - __builtin_clzll((uint64_t)v | 1);
}

/* Number of decimal digits of v, 1 for 0. */
static inline int wide_digits(qh_u128 v)
{
    /* 1233/4096 is log10(2), a little low: the guess is right or one too small. */
    int n = (wide_bits(v | 1) * 1233) >> 12;

    return n + (n == 0 || v >= WIDE_POW10[n]);
}

struct wide wide_mul(qh_u128 a, qh_u128 b);
/* v * 10^k, which must have at most 76 digits. */
struct wide wide_scaled(qh_u128 v, int k);
/* Quotient and remainder; n.hi < d, so that the quotient fits. */
qh_u128 wide_div(struct wide n, qh_u128 d, qh_u128 *rem);
/* The same for d = 10^k, k <= 38, without a division. */
qh_u128 wide_cut(struct wide n, int k, qh_u128 *rem);
/* Whole part of the square root of n >= 2^128; *exact: nothing was left over. */
qh_u128 wide_sqrt(struct wide n, int *exact);
