/* dec_inner.h - what the files base/dec*.c share; not for others. */
#pragma once

#include "base/dec.h"
#include "base/wide.h"

/* Size of a coefficient, and the other way round. */
static inline qh_u128 dec_size(qh_i128 coef)
{
    return coef < 0 ? (qh_u128)-coef : (qh_u128)coef;
}

static inline qh_i128 dec_signed(bool negative, qh_u128 size)
{
    return negative ? -(qh_i128)size : (qh_i128)size;
}

static inline bool dec_fits64(qh_i128 v)
{
    return v == (int64_t)v;
}

/* A number on its way to a struct dec: size * 10^exp with the sign, and `more` if the
 * true size is above this one by less than one unit. */
struct dec_raw {
    qh_u128 size;
    int64_t exp;
    bool negative;
    bool more; /* then size has at least digits + 1 digits */
};

/* Rounds once to `digits` significant digits, half to even, and brings the exponent into
 * its range where that loses nothing (zero always can).  QH_RANGE otherwise. */
QH_MUST qh_status dec_settle(struct dec_raw r, int digits, struct dec *out);

/* 10^34, the first size that does not fit. */
#define DEC_END ((qh_u128)100000000000000000 * 100000000000000000)

/* dec_settle() to 34 digits, the usual case on the spot. */
static inline qh_status dec_finish(struct dec_raw r, struct dec *out)
{
    if (r.size >= DEC_END || r.exp > DEC_EXP_MAX || r.exp < -DEC_EXP_MAX)
        return dec_settle(r, DEC_DIGITS, out);
    out->coef = dec_signed(r.negative, r.size);
    out->exp = (int32_t)r.exp;
    return QH_OK;
}

/* Whether a size is rounded up in magnitude: odd: its last digit is odd; half: what was
 * cut off compared with one half (<0, 0, >0); any: something was cut off. */
bool dec_rounds_up(enum dec_round mode, bool negative, bool odd, int half, bool any);
