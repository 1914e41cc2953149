/* Sums, products, quotients, roots and comparison.
 *
 * Each operation makes a struct dec_raw: enough leading digits of the exact result (more
 * than 34) and whether anything is left below them; dec_settle() rounds that once.  Where
 * both coefficients fit int64, or the exponents agree, the result is nearly always exact
 * in 34 digits and takes the short way. */
#include "base/dec.h"

#include "base/dec_inner.h"

/* The definitions that are called where one of dec.h was not inlined. */
extern inline struct dec dec_int(int64_t v);
extern inline struct dec dec_scaled(int64_t v, int32_t exp);
extern inline bool dec_is_near(struct dec a, struct dec b);
extern inline qh_i128 dec_lifted(struct dec v, struct dec other);
extern inline qh_status dec_add(struct dec a, struct dec b, struct dec *out);
extern inline qh_status dec_sub(struct dec a, struct dec b, struct dec *out);
extern inline bool dec_is_small(struct dec v);
extern inline qh_status dec_mul(struct dec a, struct dec b, struct dec *out);
extern inline int dec_compare(struct dec a, struct dec b);
extern inline int dec_sign(struct dec v);
extern inline struct dec dec_neg(struct dec v);
extern inline struct dec dec_abs(struct dec v);

/* Largest difference of exponents of the short ways: 2^63 * 10^18 < 2^123. */
enum { SHORT_GAP = 18 };

/* Drops `cut` digits (1 .. 38) of a size, half to even. */
static qh_u128 cut_half_even(qh_u128 size, int cut, bool more)
{
    qh_u128 half = WIDE_POW10[cut] / 2;
    qh_u128 rem;
    qh_u128 q = wide_cut((struct wide){.lo = size}, cut, &rem);

    if (rem > half || (rem == half && (more || (q & 1))))
        q++;
    return q;
}

/* Brings the exponent of a nonzero rounded number into range by zeros at its end. */
static qh_status move_into_range(struct dec_raw *r)
{
    while (r->exp > DEC_EXP_MAX && r->size < DEC_END / 10) {
        r->size *= 10;
        r->exp--;
    }
    while (r->exp < -DEC_EXP_MAX && r->size % 10 == 0) {
        r->size /= 10;
        r->exp++;
    }
    return r->exp > DEC_EXP_MAX || r->exp < -DEC_EXP_MAX ? QH_RANGE : QH_OK;
}

qh_status dec_settle(struct dec_raw r, int digits, struct dec *out)
{
    if (r.size >= WIDE_POW10[digits]) {
        int cut = wide_digits(r.size) - digits;

        r.size = cut_half_even(r.size, cut, r.more);
        r.exp += cut;
        if (r.size == WIDE_POW10[digits]) {
            r.size /= 10;
            r.exp++;
        }
    }
    if (r.exp > DEC_EXP_MAX || r.exp < -DEC_EXP_MAX) {
        if (r.size == 0)
            r.exp = r.exp < 0 ? -DEC_EXP_MAX : DEC_EXP_MAX;
        else if (move_into_range(&r) != QH_OK)
            return QH_RANGE;
    }
    *out = (struct dec){.coef = dec_signed(r.negative, r.size), .exp = (int32_t)r.exp};
    return QH_OK;
}

/* a * 10^k has 38 digits, b lies lower by `gap` more digits than that: what is below the
 * last digit only counts as "more", which the 4 digits to be cut leave room for. */
static qh_status add_apart(const struct dec *a, const struct dec *b, struct dec *out)
{
    qh_u128 size = dec_size(a->coef);
    int k = WIDE_POW10_MAX - wide_digits(size);
    int64_t gap = (int64_t)a->exp - b->exp - k;
    qh_u128 small = 0;
    bool more = b->coef != 0;
    struct dec_raw r = {.exp = (int64_t)a->exp - k, .negative = a->coef < 0};

    r.size = size * WIDE_POW10[k];
    if (gap <= DEC_DIGITS) {
        qh_u128 rem;

        small = wide_cut((struct wide){.lo = dec_size(b->coef)}, (int)gap, &rem);
        more = rem != 0;
    }
    if (r.negative == (b->coef < 0))
        r.size += small;
    else
        r.size -= small + (more ? 1 : 0);
    r.more = more;
    return dec_settle(r, DEC_DIGITS, out);
}

/* Both coefficients as they would be with the smaller of the exponents. */
struct aligned {
    qh_i128 a;
    qh_i128 b;
};

static inline bool is_short(const struct dec *a, const struct dec *b)
{
    return dec_fits64(a->coef) && dec_fits64(b->coef) &&
           (uint32_t)(a->exp - b->exp + SHORT_GAP) <= 2 * SHORT_GAP;
}

static inline struct aligned align_short(const struct dec *a, const struct dec *b)
{
    int32_t gap = a->exp - b->exp;

    return (struct aligned){
        .a = (qh_i128)(int64_t)a->coef * (int64_t)WIDE_POW10[gap > 0 ? gap : 0],
        .b = (qh_i128)(int64_t)b->coef * (int64_t)WIDE_POW10[gap < 0 ? -gap : 0]};
}

static inline qh_status finish_sum(qh_i128 sum, int32_t exp, struct dec *out)
{
    if (sum >= (qh_i128)DEC_END || -sum >= (qh_i128)DEC_END)
        return dec_settle(
            (struct dec_raw){.size = dec_size(sum), .exp = exp, .negative = sum < 0},
            DEC_DIGITS, out);
    out->coef = sum;
    out->exp = exp;
    return QH_OK;
}

/* a->exp >= b->exp */
static qh_status add_long(const struct dec *a, const struct dec *b, struct dec *out)
{
    int32_t gap = a->exp - b->exp;

    if (gap == 0)
        return finish_sum(a->coef + b->coef, b->exp, out);
    if (a->coef == 0)
        return finish_sum(b->coef, b->exp, out);
    if (wide_digits(dec_size(a->coef)) + gap > WIDE_POW10_MAX)
        return add_apart(a, b, out);
    return finish_sum(a->coef * (qh_i128)WIDE_POW10[gap] + b->coef, b->exp, out);
}

const int64_t DEC_POWER[DEC_NEAR + 1] = {
    1,        10,        100,        1000,        10000,        100000,       1000000,
    10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000};

qh_status dec_add_far(struct dec a, struct dec b, struct dec *out)
{
    if (is_short(&a, &b)) {
        struct aligned v = align_short(&a, &b);

        return finish_sum(v.a + v.b, a.exp < b.exp ? a.exp : b.exp, out);
    }
    return a.exp >= b.exp ? add_long(&a, &b, out) : add_long(&b, &a, out);
}

/* A product of more than 38 digits: 33 or 34 digits are left after the first cut. */
static qh_status mul_wide(qh_u128 x, qh_u128 y, int cut, struct dec_raw r,
                          struct dec *out)
{
    qh_u128 rem;
    qh_u128 half;

    r.size = wide_cut(wide_mul(x, y), cut, &rem);
    if (r.size < DEC_END / 10) {
        cut--;
        r.size = r.size * 10 + wide_cut((struct wide){.lo = rem}, cut, &rem);
    }
    half = WIDE_POW10[cut] / 2;
    r.size += rem > half || (rem == half && (r.size & 1));
    r.exp += cut;
    return dec_finish(r, out);
}

qh_status dec_mul_far(struct dec a, struct dec b, struct dec *out)
{
    qh_u128 x = dec_size(a.coef);
    qh_u128 y = dec_size(b.coef);
    struct dec_raw r = {.exp = (int64_t)a.exp + b.exp,
                        .negative = (a.coef < 0) != (b.coef < 0)};
    int digits;

    if (((x | y) >> 63) == 0) {
        r.size = (qh_u128)(uint64_t)x * (uint64_t)y;
        return dec_finish(r, out);
    }
    digits = wide_digits(x) + wide_digits(y);
    if (digits > WIDE_POW10_MAX)
        return mul_wide(x, y, digits - DEC_DIGITS, r, out);
    r.size = x * y;
    return dec_finish(r, out);
}

/* Cuts zeros off while the exponent is below the ideal one. */
static void strip_to(struct dec_raw *r, int64_t ideal)
{
    for (int k = 32; k; k /= 2)
        while (r->exp + k <= ideal && r->size % WIDE_POW10[k] == 0) {
            r->size /= WIDE_POW10[k];
            r->exp += k;
        }
}

static void strip_short(struct dec_raw *r, int64_t ideal)
{
    uint64_t v = (uint64_t)r->size;

    for (; r->exp + 4 <= ideal && v % 10000 == 0; r->exp += 4)
        v /= 10000;
    for (; r->exp < ideal && v % 10 == 0; r->exp++)
        v /= 10;
    r->size = v;
}

/* 15 digits of the quotient or more, and if that is not all of it the rest of the 34;
 * each part and each rest fits 64 bits. r->exp is the ideal exponent. */
static qh_status quot_short(uint64_t x, uint64_t y, struct dec_raw r, struct dec *out)
{
    int64_t ideal = r.exp;
    int up = 15 + wide_digits(y) - wide_digits(x);
    int down;
    qh_u128 n;
    uint64_t q;
    uint64_t rem;

    if (up < 0)
        up = 0;
    n = x * WIDE_POW10[up];
    q = (uint64_t)(n / y);
    rem = (uint64_t)n - q * y;
    r.exp -= up;
    r.size = q;
    if (rem == 0) {
        strip_short(&r, ideal);
        return dec_finish(r, out);
    }
    down = DEC_DIGITS - wide_digits(q); /* 15 .. 19 */
    n = rem * WIDE_POW10[down];
    q = (uint64_t)(n / y);
    rem = (uint64_t)n - q * y;
    r.exp -= down;
    r.size = r.size * WIDE_POW10[down] + q;
    if (rem == 0)
        strip_to(&r, ideal);
    else
        r.size += rem > y - rem || (rem == y - rem && (q & 1));
    return dec_finish(r, out);
}

static qh_status quot_wide(qh_u128 x, qh_u128 y, struct dec_raw r, struct dec *out)
{
    int64_t ideal = r.exp;
    int shift = wide_digits(y) - wide_digits(x) + DEC_DIGITS + 1;
    qh_u128 rem;

    r.size = wide_div(wide_scaled(x, shift), y, &rem); /* 35 or 36 digits */
    r.exp -= shift;
    r.more = rem != 0;
    if (!r.more)
        strip_to(&r, ideal);
    return dec_settle(r, DEC_DIGITS, out);
}

qh_status dec_quot(struct dec a, struct dec b, struct dec *out)
{
    qh_u128 x = dec_size(a.coef);
    qh_u128 y = dec_size(b.coef);
    struct dec_raw r = {.exp = (int64_t)a.exp - b.exp,
                        .negative = (a.coef < 0) != (b.coef < 0)};

    if (y == 0)
        return QH_RANGE;
    if (x == 0)
        return dec_finish(r, out);
    if (((x | y) >> 63) == 0)
        return quot_short((uint64_t)x, (uint64_t)y, r, out);
    return quot_wide(x, y, r, out);
}

qh_status dec_sqrt(struct dec v, struct dec *out)
{
    qh_u128 size = dec_size(v.coef);
    struct dec_raw r = {.exp = (v.exp - (v.exp & 1)) / 2};
    int64_t ideal = r.exp;
    int shift;
    int exact;

    if (v.coef < 0)
        return QH_RANGE;
    if (size == 0)
        return dec_settle(r, DEC_DIGITS, out);
    if (v.exp & 1)
        size *= 10;
    /* 69 or 70 digits: the root has 35. */
    shift = DEC_DIGITS + 1 - (wide_digits(size) + 1) / 2;
    r.size = wide_sqrt(wide_scaled(size, 2 * shift), &exact);
    r.exp -= shift;
    r.more = !exact;
    if (exact)
        strip_to(&r, ideal);
    return dec_settle(r, DEC_DIGITS, out);
}

struct dec dec_normal(struct dec v)
{
    struct dec_raw r = {.size = dec_size(v.coef), .exp = v.exp};

    if (r.size == 0)
        return dec_int(0);
    if (v.coef == (int64_t)v.coef)
        strip_short(&r, DEC_EXP_MAX);
    else
        strip_to(&r, DEC_EXP_MAX);
    return (struct dec){.coef = dec_signed(v.coef < 0, r.size), .exp = (int32_t)r.exp};
}

/* Same sign, neither is 0. */
static int compare_long(const struct dec *a, const struct dec *b)
{
    int32_t gap = a->exp - b->exp;
    int turn = a->coef < 0 ? -1 : 1;
    int lead = wide_digits(dec_size(a->coef)) - wide_digits(dec_size(b->coef)) + gap;
    qh_u128 x = dec_size(a->coef);
    qh_u128 y = dec_size(b->coef);

    if (lead != 0)
        return lead > 0 ? turn : -turn;
    /* Equally long, so the gap is below 34 digits. */
    if (gap > 0)
        x *= WIDE_POW10[gap];
    else
        y *= WIDE_POW10[-gap];
    return turn * ((x > y) - (x < y));
}

int dec_compare_far(struct dec a, struct dec b)
{
    if (is_short(&a, &b)) {
        struct aligned v = align_short(&a, &b);

        return (v.a > v.b) - (v.a < v.b);
    }
    if (a.coef == 0 || b.coef == 0 || (a.coef < 0) != (b.coef < 0))
        return (a.coef > b.coef) - (a.coef < b.coef);
    return compare_long(&a, &b);
}
