/* Sums, products, quotients, roots and comparison.
 *
 * Each operation makes a struct dec_raw: enough leading digits of the exact result (more
 * than 34) and whether anything is left below them; dec_settle() rounds that once.  Where
 * both coefficients fit int64, or the exponents agree, the result is nearly always exact
 * in 34 digits and takes the short way. */
#include "base/dec.h"

#include "base/dec_inner.h"

#define COEF_END WIDE_POW10[DEC_DIGITS] /* the first size that does not fit */

struct dec dec_int(int64_t v)
{
    return (struct dec){.coef = v, .exp = 0};
}

struct dec dec_scaled(int64_t v, int32_t exp)
{
    return (struct dec){.coef = v, .exp = exp};
}

/* Drops `cut` digits (1 .. 38) of a size, half to even. */
static qh_u128 cut_half_even(qh_u128 size, int cut, bool more)
{
    qh_u128 unit = WIDE_POW10[cut];
    qh_u128 q = size / unit;
    qh_u128 rem = size - q * unit;
    qh_u128 half = unit / 2;

    if (rem > half || (rem == half && (more || (q & 1))))
        q++;
    return q;
}

/* Brings the exponent of a nonzero rounded number into range by zeros at its end. */
static qh_status move_into_range(struct dec_raw *r)
{
    while (r->exp > DEC_EXP_MAX && r->size < COEF_END / 10) {
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
static qh_status add_apart(struct dec a, struct dec b, struct dec *out)
{
    qh_u128 size = dec_size(a.coef);
    int k = WIDE_POW10_MAX - wide_digits(size);
    int64_t gap = (int64_t)a.exp - b.exp - k;
    qh_u128 small = 0;
    bool more = b.coef != 0;
    struct dec_raw r = {.exp = (int64_t)a.exp - k, .negative = a.coef < 0};

    r.size = size * WIDE_POW10[k];
    if (gap <= DEC_DIGITS) {
        qh_u128 whole = dec_size(b.coef);

        small = whole / WIDE_POW10[gap];
        more = small * WIDE_POW10[gap] != whole;
    }
    if (r.negative == (b.coef < 0))
        r.size += small;
    else
        r.size -= small + (more ? 1 : 0);
    r.more = more;
    return dec_settle(r, DEC_DIGITS, out);
}

qh_status dec_add(struct dec a, struct dec b, struct dec *out)
{
    int32_t gap = a.exp - b.exp;
    qh_i128 sum;
    qh_u128 size;

    if (gap < 0) {
        struct dec swap = a;

        a = b;
        b = swap;
        gap = -gap;
    }
    if (a.coef == 0) {
        *out = b;
        return QH_OK;
    }
    if (gap > WIDE_POW10_MAX || wide_digits(dec_size(a.coef)) + gap > WIDE_POW10_MAX)
        return add_apart(a, b, out);
    sum = a.coef * (qh_i128)WIDE_POW10[gap] + b.coef;
    size = dec_size(sum);
    if (size < COEF_END) {
        *out = (struct dec){.coef = sum, .exp = b.exp};
        return QH_OK;
    }
    return dec_settle((struct dec_raw){.size = size, .exp = b.exp, .negative = sum < 0},
                      DEC_DIGITS, out);
}

qh_status dec_sub(struct dec a, struct dec b, struct dec *out)
{
    return dec_add(a, dec_neg(b), out);
}

qh_status dec_mul(struct dec a, struct dec b, struct dec *out)
{
    qh_u128 x = dec_size(a.coef);
    qh_u128 y = dec_size(b.coef);
    struct dec_raw r = {.exp = (int64_t)a.exp + b.exp,
                        .negative = (a.coef < 0) != (b.coef < 0)};
    int cut;
    qh_u128 rem;

    if (((x | y) >> 63) == 0) {
        r.size = x * y;
        return dec_settle(r, DEC_DIGITS, out);
    }
    cut = wide_digits(x) + wide_digits(y) - WIDE_POW10_MAX;
    if (cut <= 0) {
        r.size = x * y;
        return dec_settle(r, DEC_DIGITS, out);
    }
    /* The product has 37 or 38 digits after the cut. */
    r.size = wide_div(wide_mul(x, y), WIDE_POW10[cut], &rem);
    r.exp += cut;
    r.more = rem != 0;
    return dec_settle(r, DEC_DIGITS, out);
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

qh_status dec_quot(struct dec a, struct dec b, struct dec *out)
{
    qh_u128 x = dec_size(a.coef);
    qh_u128 y = dec_size(b.coef);
    struct dec_raw r = {.exp = (int64_t)a.exp - b.exp,
                        .negative = (a.coef < 0) != (b.coef < 0)};
    int64_t ideal = r.exp;
    int shift;
    qh_u128 rem;

    if (y == 0)
        return QH_RANGE;
    if (x == 0)
        return dec_settle(r, DEC_DIGITS, out);
    shift = wide_digits(y) - wide_digits(x) + DEC_DIGITS + 1;
    r.size = wide_div(wide_scaled(x, shift), y, &rem); /* 35 or 36 digits */
    r.exp -= shift;
    r.more = rem != 0;
    if (!r.more)
        strip_to(&r, ideal);
    return dec_settle(r, DEC_DIGITS, out);
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

struct dec dec_neg(struct dec v)
{
    return (struct dec){.coef = -v.coef, .exp = v.exp};
}

struct dec dec_abs(struct dec v)
{
    return (struct dec){.coef = (qh_i128)dec_size(v.coef), .exp = v.exp};
}

struct dec dec_normal(struct dec v)
{
    struct dec_raw r = {.size = dec_size(v.coef), .exp = v.exp};

    if (r.size == 0)
        return dec_int(0);
    strip_to(&r, DEC_EXP_MAX);
    return (struct dec){.coef = dec_signed(v.coef < 0, r.size), .exp = (int32_t)r.exp};
}

int dec_sign(struct dec v)
{
    return (v.coef > 0) - (v.coef < 0);
}

int dec_compare(struct dec a, struct dec b)
{
    int32_t gap = a.exp - b.exp;
    int turn = 1;
    int lead;
    qh_i128 x;

    if (gap == 0 || a.coef == 0 || b.coef == 0 || (a.coef < 0) != (b.coef < 0))
        return (a.coef > b.coef) - (a.coef < b.coef);
    if (gap < 0) {
        struct dec swap = a;

        a = b;
        b = swap;
        gap = -gap;
        turn = -1;
    }
    if (a.coef < 0)
        turn = -turn;
    lead = wide_digits(dec_size(a.coef)) + gap - wide_digits(dec_size(b.coef));
    if (lead != 0)
        return lead > 0 ? turn : -turn;
    /* Equally long, so the gap is below 34 digits. */
    x = (qh_i128)(dec_size(a.coef) * WIDE_POW10[gap] - dec_size(b.coef));
    return turn * ((x > 0) - (x < 0));
}
