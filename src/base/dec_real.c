/* Powers with any exponent: v^by = exp(by ln v), v > 0.
 *
 * Fixed point with 320 bits after the point, so that the error stays far below the 34
 * digits that are kept (about 1E-90 before the exponent multiplies it).  ln v is that of
 * v / (10^k 2^j), near 1, by the series of atanh; exp is that of the rest to a power of
 * ten, halved six times, by Taylor's series.  Some hundred short loops: microseconds. */
#include "base/dec.h"

#include "base/dec_inner.h"

#include <string.h>

enum {
    FRACTION = 10,            /* words of 32 bits after the point */
    FIX_WORDS = FRACTION + 4, /* and 128 bits before it */
    HALVINGS = 6,
    ERROR_FROM = 4, /* words after the point that are right when all digits are taken */
    SHOWN = 37,     /* digits after the first one that are taken */
    LOG_MAX = 14000 /* ln of 10^DEC_EXP_MAX, and a little */
};

/* w[0] is the lowest word; never negative. */
struct fix {
    uint32_t w[FIX_WORDS];
};

struct signed_fix {
    struct fix size;
    bool negative;
};

static struct fix fix_of(qh_u128 v)
{
    struct fix f = {0};

    for (int i = 0; i < 4; i++)
        f.w[FRACTION + i] = (uint32_t)(v >> (32 * i));
    return f;
}

static qh_u128 fix_whole(const struct fix *f)
{
    qh_u128 v = 0;

    for (int i = 3; i >= 0; i--)
        v = (v << 32) | f->w[FRACTION + i];
    return v;
}

static bool fix_is_zero(const struct fix *f)
{
    for (int i = 0; i < FIX_WORDS; i++)
        if (f->w[i])
            return false;
    return true;
}

static bool fix_is_less(const struct fix *a, const struct fix *b)
{
    for (int i = FIX_WORDS - 1; i >= 0; i--)
        if (a->w[i] != b->w[i])
            return a->w[i] < b->w[i];
    return false;
}

static void fix_add(struct fix *a, const struct fix *b)
{
    uint64_t carry = 0;

    for (int i = 0; i < FIX_WORDS; i++) {
        carry += (uint64_t)a->w[i] + b->w[i];
        a->w[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

/* a >= b */
static void fix_sub(struct fix *a, const struct fix *b)
{
    uint64_t borrow = 0;

    for (int i = 0; i < FIX_WORDS; i++) {
        uint64_t d = (uint64_t)a->w[i] - b->w[i] - borrow;

        a->w[i] = (uint32_t)d;
        borrow = d >> 63;
    }
}

static void fix_add_signed(struct signed_fix *a, const struct fix *b, bool negative)
{
    struct fix rest = *b;

    if (a->negative == negative) {
        fix_add(&a->size, b);
        return;
    }
    if (!fix_is_less(&a->size, b)) {
        fix_sub(&a->size, b);
        return;
    }
    fix_sub(&rest, &a->size);
    *a = (struct signed_fix){rest, negative};
}

/* False if the product does not fit. */
static bool fix_mul(struct fix *a, const struct fix *b)
{
    uint32_t r[2 * FIX_WORDS] = {0};

    for (int i = 0; i < FIX_WORDS; i++) {
        uint64_t carry = 0;

        for (int k = 0; k < FIX_WORDS; k++) {
            carry += (uint64_t)a->w[i] * b->w[k] + r[i + k];
            r[i + k] = (uint32_t)carry;
            carry >>= 32;
        }
        r[i + FIX_WORDS] = (uint32_t)carry;
    }
    for (int i = FRACTION + FIX_WORDS; i < 2 * FIX_WORDS; i++)
        if (r[i])
            return false;
    memcpy(a->w, r + FRACTION, sizeof a->w);
    return true;
}

/* False if the product does not fit. */
static bool fix_mul_small(struct fix *a, uint32_t by)
{
    uint64_t carry = 0;

    for (int i = 0; i < FIX_WORDS; i++) {
        carry += (uint64_t)a->w[i] * by;
        a->w[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return !carry;
}

static void fix_div_small(struct fix *a, uint32_t by)
{
    uint64_t rest = 0;

    for (int i = FIX_WORDS - 1; i >= 0; i--) {
        rest = (rest << 32) | a->w[i];
        a->w[i] = (uint32_t)(rest / by);
        rest %= by;
    }
}

/* a / b for a < b < 2^127, bit by bit. */
static struct fix fix_ratio(struct fix a, const struct fix *b)
{
    struct fix q = {0};

    for (int bit = 32 * FRACTION - 1; bit >= 0; bit--) {
        (void)fix_mul_small(&a, 2);
        if (!fix_is_less(&a, b)) {
            fix_sub(&a, b);
            q.w[bit / 32] |= (uint32_t)1 << (bit % 32);
        }
    }
    return q;
}

/* 2 atanh(z) = ln((1 + z)/(1 - z)), 0 <= z <= 1/3 */
static struct fix twice_atanh(struct fix z)
{
    struct fix square = z;
    struct fix sum = z;
    struct fix term;

    (void)fix_mul(&square, &z);
    for (uint32_t k = 3; !fix_is_zero(&z); k += 2) {
        (void)fix_mul(&z, &square);
        term = z;
        fix_div_small(&term, k);
        fix_add(&sum, &term);
    }
    (void)fix_mul_small(&sum, 2);
    return sum;
}

static struct fix ln_two(void)
{
    struct fix third = fix_of(1);

    fix_div_small(&third, 3);
    return twice_atanh(third);
}

/* ln 10 = 3 ln 2 + ln 1.25 */
static struct fix ln_ten(const struct fix *two)
{
    struct fix ninth = fix_of(1);
    struct fix sum = *two;
    struct fix rest;

    fix_div_small(&ninth, 9);
    rest = twice_atanh(ninth);
    (void)fix_mul_small(&sum, 3);
    fix_add(&sum, &rest);
    return sum;
}

/* ln m of 1 <= m < 10, less `halved` times ln 2. */
static struct signed_fix ln_near_one(struct fix m, uint32_t *halved)
{
    struct fix one = fix_of(1);
    struct fix limit = fix_of(3);
    struct fix above;
    bool negative;

    fix_div_small(&limit, 2);
    for (*halved = 0; fix_is_less(&limit, &m); ++*halved)
        fix_div_small(&m, 2);
    negative = fix_is_less(&m, &one);
    above = m;
    fix_add(&above, &one);
    if (negative) {
        struct fix below = one;

        fix_sub(&below, &m);
        m = below;
    } else {
        fix_sub(&m, &one);
    }
    return (struct signed_fix){twice_atanh(fix_ratio(m, &above)), negative};
}

/* By 10^n, downwards. */
static void divide_by_ten(struct fix *f, int64_t n)
{
    for (; n >= 9 && !fix_is_zero(f); n -= 9)
        fix_div_small(f, 1000000000);
    for (; n > 0; n--)
        fix_div_small(f, 10);
}

static struct signed_fix ln_of(struct dec v, const struct fix *two, const struct fix *ten)
{
    qh_u128 size = dec_size(v.coef);
    int tens = wide_digits(size) - 1;
    int64_t k = (int64_t)v.exp + tens;
    struct fix m = fix_of(size);
    struct fix part = *two;
    struct signed_fix ln;
    uint32_t halved;

    divide_by_ten(&m, tens);
    ln = ln_near_one(m, &halved);
    (void)fix_mul_small(&part, halved);
    fix_add_signed(&ln, &part, false);
    part = *ten;
    (void)fix_mul_small(&part, (uint32_t)(k < 0 ? -k : k));
    fix_add_signed(&ln, &part, k < 0);
    return ln;
}

/* y by the exponent; false if that does not fit. */
static bool multiply(struct signed_fix *y, struct dec by)
{
    struct fix f = fix_of(dec_size(by.coef));

    divide_by_ten(&f, -(int64_t)by.exp);
    if (!fix_mul(&y->size, &f))
        return false;
    for (int32_t i = by.exp; i > 0 && !fix_is_zero(&y->size); i--)
        if (!fix_mul_small(&y->size, 10))
            return false;
    y->negative ^= by.coef < 0;
    return fix_whole(&y->size) <= LOG_MAX;
}

/* 0 <= y < 2.4 */
static struct fix exp_of(struct fix y)
{
    struct fix one = fix_of(1);
    struct fix term = one;
    struct fix sum = one;

    fix_div_small(&y, 1U << HALVINGS);
    for (uint32_t k = 1; !fix_is_zero(&term); k++) {
        (void)fix_mul(&term, &y);
        fix_div_small(&term, k);
        fix_add(&sum, &term);
    }
    for (int i = 0; i < HALVINGS; i++) {
        struct fix factor = sum;

        (void)fix_mul(&sum, &factor);
    }
    return sum;
}

/* The digits before the point.  A fraction that is nothing but the error of the
 * computation is none: the power is exact (43.5^13 as 1892.25^6.5). */
static struct dec_raw taken(const struct fix *f, int64_t exp)
{
    bool below = true;
    bool above = true;

    for (int i = FRACTION - ERROR_FROM; i < FRACTION; i++) {
        below &= f->w[i] == UINT32_MAX;
        above &= f->w[i] == 0;
    }
    return (struct dec_raw){
        .size = fix_whole(f) + below, .exp = exp, .more = !below && !above};
}

qh_status dec_power_real(struct dec v, struct dec by, struct dec *out)
{
    struct fix two = ln_two();
    struct fix ten = ln_ten(&two);
    struct signed_fix y;
    struct fix r;
    int64_t tens = 0;

    if (v.coef <= 0)
        return QH_RANGE;
    y = ln_of(v, &two, &ten);
    if (!multiply(&y, by))
        return QH_RANGE;
    while (!fix_is_less(&y.size, &ten)) {
        fix_sub(&y.size, &ten);
        tens++;
    }
    if (y.negative && !fix_is_zero(&y.size)) {
        r = ten;
        fix_sub(&r, &y.size);
        y.size = r;
        tens++;
    }
    r = exp_of(y.size);
    for (int i = 0; i < SHOWN; i++)
        (void)fix_mul_small(&r, 10);
    return dec_settle(taken(&r, (y.negative ? -tens : tens) - SHOWN), DEC_DIGITS, out);
}
