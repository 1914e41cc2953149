/* dec.h - exact decimals: measured and permitted values, errors, limits.
 *
 * value = coef * 10^exp with |coef| < 10^34.  Operations give the exact result rounded
 * once to 34 significant digits, half to even, and keep the ideal exponent as the General
 * Decimal Arithmetic Specification says: with Python's decimal (prec = 34) they agree
 * digit for digit (tests/unit/dec_python.py).  No infinities, no NaN, no negative zero.
 *
 * Exponents stay within +-DEC_EXP_MAX, and every function expects that of its operands. A
 * result outside gets zeros at its end put on or cut off until it is inside; a zero takes
 * the nearest exponent; if that is not enough the answer is QH_RANGE, never a digit less.
 *
 * Every function that can fail leaves *out untouched and answers QH_RANGE (the result
 * does not fit; division by zero, root of a negative number) or QH_INVALID (not a
 * number).  Who reports it uses the key "dec.range", "dec.zero_divisor" or "dec.syntax".
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

enum { DEC_DIGITS = 34, DEC_EXP_MAX = 6000, DEC_TEXT_MAX = 128, DEC_SHORT_MAX = 80 };

struct dec {
    qh_i128 coef;
    int32_t exp;
};

/* Rounding named by GB/T 8170 (half to even) and by the services of the regulations. */
enum dec_round {
    DEC_HALF_EVEN,
    DEC_UP,    /* away from zero: never smaller in size */
    DEC_DOWN,  /* towards zero */
    DEC_FLOOR, /* towards minus infinity */
    DEC_CEILING
};

inline struct dec dec_int(int64_t v)
{
    return (struct dec){.coef = v, .exp = 0};
}
/* v * 10^exp, |exp| <= DEC_EXP_MAX */
inline struct dec dec_scaled(int64_t v, int32_t exp)
{
    return (struct dec){.coef = v, .exp = exp};
}

/* Reads "-12.50", "+3", ".5", "1e-3": at most DEC_TEXT_MAX bytes, ASCII only, no white
 * space.  More than 34 digits are rounded half to even, like Python's context.
 * QH_INVALID "dec.syntax"; QH_LIMIT "dec.length"; QH_RANGE "dec.range". */
QH_MUST qh_status dec_parse(struct text t, struct dec *out);
/* Plain notation with the decimals kept ("12.50"), like Python's format(v, "f");
 * scientific ("1.5E-90") only where that would need more than 60 characters.  Reading it
 * back gives the same value, and the same exponent unless that was above 0. */
char *dec_text(struct arena *a, struct dec v);
/* Trailing zeros cut off, plain notation: "12.5", "-0.003", "1200". */
char *dec_text_short(struct arena *a, struct dec v);
size_t dec_write_short(char *to, struct dec v); /* to DEC_SHORT_MAX bytes, no NUL */
/* Always scientific, digits kept, like Python's format(v, "E"): "1.50E-9", "2E+3". */
char *dec_text_scientific(struct arena *a, struct dec v);

QH_MUST QH_QUICK qh_status dec_add(struct dec a, struct dec b, struct dec *out);
QH_MUST QH_QUICK qh_status dec_sub(struct dec a, struct dec b, struct dec *out);
QH_MUST QH_QUICK qh_status dec_mul(struct dec a, struct dec b, struct dec *out);
QH_MUST qh_status dec_quot(struct dec a, struct dec b, struct dec *out); /* 34 digits */
QH_MUST qh_status dec_sqrt(struct dec v, struct dec *out);               /* 34 digits */
/* Whole power, computed as libmpdec does, so that it agrees with Python's ** digit for
 * digit.  QH_RANGE past |n| = 9999, for 0^0 and for 0^-n. */
QH_MUST qh_status dec_power(struct dec v, int32_t n, struct dec *out);
/* v^by for v > 0 and any exponent, to 34 digits.  QH_RANGE for v <= 0. */
QH_MUST qh_status dec_power_real(struct dec v, struct dec by, struct dec *out);

/* Quotient rounded once to exactly `scale` digits after the point (may be negative). */
QH_MUST qh_status dec_div(struct dec a, struct dec b, int32_t scale, enum dec_round mode,
                          struct dec *out);
/* Exactly `scale` digits after the point (scale may be negative). */
QH_MUST qh_status dec_round_to(struct dec v, int32_t scale, enum dec_round mode,
                               struct dec *out);
/* Nearest multiple of interval > 0 with interval's decimals, never twice rounded
 * [GB/T 8170; ref_eval.py rnd()]: q = v / interval to 34 digits, whole part by mode. */
QH_MUST qh_status dec_round_interval(struct dec v, struct dec interval,
                                     enum dec_round mode, struct dec *out);
/* Rounded to `digits` (1 .. 34) significant digits, half to even; shorter numbers stay as
 * they are. */
struct dec dec_significant(struct dec v, int digits);

inline struct dec dec_neg(struct dec v);
inline struct dec dec_abs(struct dec v);
/* Trailing zeros of the coefficient cut off; a zero becomes 0 with exponent 0. */
struct dec dec_normal(struct dec v);
QH_QUICK int dec_compare(struct dec a, struct dec b); /* exact; <0, 0, >0 */
inline int dec_sign(struct dec v);
bool dec_is_whole(struct dec v);
/* v is a whole multiple of step (exact, no division); step > 0. */
bool dec_is_multiple(struct dec v, struct dec step);
/* QH_RANGE if not whole or outside int64. */
QH_MUST qh_status dec_to_int(struct dec v, int64_t *out);

/* ---- the usual case on the spot ----
 *
 * Inline as in C99: where the compiler thinks them too large it calls those of dec.c.
 *
 * Readings and limits have a few digits and exponents close together: both coefficients
 * fit 64 bits, and brought to the smaller exponent they stay below 2^63 * 10^12 < 10^34 /
 * 2, so that neither sum nor comparison needs more than 128 bits or a rounding. */

/* The browser's module would double in size: there each operation is a call. */
#ifdef __wasm__
enum { DEC_ON_THE_SPOT = 0 };
#else
enum { DEC_ON_THE_SPOT = 1 };
#endif
enum { DEC_NEAR = 12 };
extern const int64_t DEC_POWER[DEC_NEAR + 1]; /* 10^0 .. 10^12 */

/* By value: an address taken would keep the operands in memory on the short way, too. */
QH_MUST qh_status dec_add_far(struct dec a, struct dec b, struct dec *out);
QH_MUST qh_status dec_mul_far(struct dec a, struct dec b, struct dec *out);
int dec_compare_far(struct dec a, struct dec b);

inline bool dec_is_near(struct dec a, struct dec b)
{
    return DEC_ON_THE_SPOT && a.coef == (int64_t)a.coef && b.coef == (int64_t)b.coef &&
           (uint32_t)(a.exp - b.exp + DEC_NEAR) <= 2 * DEC_NEAR;
}

/* The coefficient of v as it would be with the smaller of both exponents. */
inline qh_i128 dec_lifted(struct dec v, struct dec other)
{
    int32_t gap = v.exp - other.exp;

    return (qh_i128)(int64_t)v.coef * DEC_POWER[gap > 0 ? gap : 0];
}

QH_MUST QH_QUICK qh_status dec_add(struct dec a, struct dec b, struct dec *out)
{
    if (!dec_is_near(a, b))
        return dec_add_far(a, b, out);
    if (a.exp == b.exp) { /* both fit 64 bits */
        out->coef = a.coef + b.coef;
        out->exp = a.exp;
        return QH_OK;
    }
    out->coef = dec_lifted(a, b) + dec_lifted(b, a);
    out->exp = a.exp < b.exp ? a.exp : b.exp;
    return QH_OK;
}

QH_MUST QH_QUICK qh_status dec_sub(struct dec a, struct dec b, struct dec *out)
{
    b.coef = -b.coef;
    return dec_add(a, b, out);
}

/* Factors of a size up to 2^55 have a product of at most 2^110 < 10^34. */
inline bool dec_is_small(struct dec v)
{
    return DEC_ON_THE_SPOT && (qh_u128)(v.coef + ((qh_i128)1 << 55)) >> 56 == 0 &&
           v.exp < DEC_EXP_MAX / 2 && v.exp > -DEC_EXP_MAX / 2;
}

QH_MUST QH_QUICK qh_status dec_mul(struct dec a, struct dec b, struct dec *out)
{
    if (!dec_is_small(a) || !dec_is_small(b))
        return dec_mul_far(a, b, out);
    out->coef = (qh_i128)(int64_t)a.coef * (int64_t)b.coef;
    out->exp = a.exp + b.exp;
    return QH_OK;
}

QH_QUICK int dec_compare(struct dec a, struct dec b)
{
    qh_i128 x = a.coef;
    qh_i128 y = b.coef;

    if (a.exp != b.exp) {
        if (!dec_is_near(a, b))
            return dec_compare_far(a, b);
        x = dec_lifted(a, b);
        y = dec_lifted(b, a);
    }
    return (x > y) - (x < y);
}

inline int dec_sign(struct dec v)
{
    return (v.coef > 0) - (v.coef < 0);
}

inline struct dec dec_neg(struct dec v)
{
    return (struct dec){.coef = -v.coef, .exp = v.exp};
}

inline struct dec dec_abs(struct dec v)
{
    return (struct dec){.coef = v.coef < 0 ? -v.coef : v.coef, .exp = v.exp};
}
