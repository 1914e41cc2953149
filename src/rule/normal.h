/* normal.h - the normal distribution in decimals, with declared digits.
 *
 * Used for the probability that a true value lies beyond a limit.  The error bounds are
 * worked out in normal.c and tested against 60 digits of Python's decimal.
 */
#pragma once

#include "base/dec.h"

enum { NORMAL_DIGITS = 20, NORMAL_WORK = 600 /* steps of an evaluation */ };

/* Q(z) = P(Z > z) = erfc(z / sqrt 2) / 2 to 20 significant digits, off by less than one
 * unit of the last; 0 for z above 150 (the true value is below 10^-4800), 1 below -150.
 */
QH_MUST qh_status normal_beyond(struct dec z, struct dec *out);
/* Density at z, 29 significant digits; |z| <= 150, else QH_RANGE. */
QH_MUST qh_status normal_density(struct dec z, struct dec *out);
