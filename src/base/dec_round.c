/* Rounding to places, to intervals and to significant digits; whole numbers. */
#include "base/dec.h"

#include "base/dec_inner.h"

bool dec_rounds_up(enum dec_round mode, bool negative, bool odd, int half, bool any)
{
    switch (mode) {
    case DEC_HALF_EVEN:
        return half > 0 || (half == 0 && odd);
    case DEC_UP:
        return any;
    case DEC_DOWN:
        return false;
    case DEC_FLOOR:
        return any && negative;
    case DEC_CEILING:
        return any && !negative;
    }
    return false;
}

/* Rounds size / 10^cut, where `more` says that the size itself was cut before. */
static qh_u128 cut_by_mode(struct dec_raw r, int64_t cut, enum dec_round mode)
{
    qh_u128 q = 0;
    qh_u128 rem = r.size;
    int half = -1;

    if (cut <= WIDE_POW10_MAX) {
        qh_u128 middle = WIDE_POW10[cut] / 2;

        q = wide_cut((struct wide){.lo = r.size}, (int)cut, &rem);
        half = rem > middle || (rem == middle && r.more) ? 1 : -(rem < middle);
    }
    if (dec_rounds_up(mode, r.negative, q & 1, half, rem != 0 || r.more))
        q++;
    return q;
}

qh_status dec_round_to(struct dec v, int32_t scale, enum dec_round mode, struct dec *out)
{
    struct dec_raw r = {.size = dec_size(v.coef), .exp = v.exp, .negative = v.coef < 0};
    int64_t cut = -(int64_t)scale - v.exp;

    if (scale > DEC_EXP_MAX || scale < -DEC_EXP_MAX)
        return QH_RANGE;
    if (cut > 0) {
        r.size = cut_by_mode(r, cut, mode);
    } else if (r.size) {
        if (-cut >= DEC_DIGITS)
            return QH_RANGE;
        if (wide_digits(r.size) - cut > DEC_DIGITS)
            return QH_RANGE;
        r.size *= WIDE_POW10[-cut];
    }
    *out = (struct dec){.coef = dec_signed(r.negative, r.size), .exp = -scale};
    return QH_OK;
}

/* The quotient's size in units of 10^-scale, rounded; 10^34 or more if it is too large.
 */
static qh_u128 divide_rounded(struct dec_raw a, qh_u128 b, enum dec_round mode)
{
    qh_u128 rem;
    qh_u128 q;
    int half;

    if (a.exp < 0) {
        /* x / (y * 10^k): first by y, then by 10^k with the rest kept in mind. */
        q = a.size / b;
        a.more = q * b != a.size;
        a.size = q;
        return cut_by_mode(a, -a.exp, mode);
    }
    if (wide_digits(a.size) + a.exp > DEC_DIGITS + 1 + wide_digits(b))
        return WIDE_POW10[DEC_DIGITS];
    q = wide_div(wide_scaled(a.size, (int)a.exp), b, &rem);
    half = (rem > b - rem) - (rem < b - rem);
    if (dec_rounds_up(mode, a.negative, q & 1, half, rem != 0))
        q++;
    return q;
}

qh_status dec_div(struct dec a, struct dec b, int32_t scale, enum dec_round mode,
                  struct dec *out)
{
    struct dec_raw r = {.size = dec_size(a.coef),
                        .exp = (int64_t)a.exp - b.exp + scale,
                        .negative = (a.coef < 0) != (b.coef < 0)};

    if (b.coef == 0 || scale > DEC_EXP_MAX || scale < -DEC_EXP_MAX)
        return QH_RANGE;
    if (r.size)
        r.size = divide_rounded(r, dec_size(b.coef), mode);
    if (r.size >= WIDE_POW10[DEC_DIGITS])
        return QH_RANGE;
    *out = (struct dec){.coef = dec_signed(r.negative, r.size), .exp = -scale};
    return QH_OK;
}

qh_status dec_round_interval(struct dec v, struct dec interval, enum dec_round mode,
                             struct dec *out)
{
    struct dec r = {0};
    qh_status rc;

    if (interval.coef <= 0)
        return QH_RANGE;
    rc = dec_quot(v, interval, &r);
    if (rc)
        return rc;
    if (r.exp < 0) {
        rc = dec_round_to(r, 0, mode, &r);
        if (rc)
            return rc;
    }
    rc = dec_mul(r, interval, &r);
    if (rc)
        return rc;
    if (interval.exp < 0) {
        rc = dec_round_to(r, -interval.exp, DEC_HALF_EVEN, &r);
        if (rc)
            return rc;
    }
    *out = r;
    return QH_OK;
}

struct dec dec_significant(struct dec v, int digits)
{
    struct dec_raw r = {.size = dec_size(v.coef), .exp = v.exp, .negative = v.coef < 0};
    struct dec out = v;

    if (digits < 1)
        digits = 1;
    /* Rounding never lengthens a number, so it stays in range. */
    if (digits < DEC_DIGITS)
        (void)!dec_settle(r, digits, &out);
    return out;
}

bool dec_is_whole(struct dec v)
{
    qh_u128 size = dec_size(v.coef);

    if (v.exp >= 0 || size == 0)
        return true;
    return -v.exp < DEC_DIGITS && size % WIDE_POW10[-v.exp] == 0;
}

/* Is x * 10^-k a whole multiple of y? */
static bool whole_times(uint64_t x, uint64_t y, int k)
{
    uint64_t power = (uint64_t)DEC_POWER[k];

    if (k)
        return x % power == 0 && x / power % y == 0;
    if (((x | y) >> 32) == 0)
        return (uint32_t)x % (uint32_t)y == 0;
    return x % y == 0;
}

bool dec_is_multiple(struct dec v, struct dec step)
{
    qh_u128 x = dec_size(v.coef);
    qh_u128 y = dec_size(step.coef);
    int32_t gap = v.exp - step.exp;

    if (x == 0 || y == 0)
        return x == 0 && y != 0;
    if (((x | y) >> 63) == 0 && gap >= -DEC_NEAR && gap <= 0)
        return whole_times((uint64_t)x, (uint64_t)y, -gap);
    if (gap > 0 && gap <= 4 && ((x | y) >> 48) == 0)
        return (uint64_t)x * (uint64_t)DEC_POWER[gap] % (uint64_t)y == 0;
    if (gap < 0) {
        if (-gap >= DEC_DIGITS || x % WIDE_POW10[-gap] != 0)
            return false;
        return (x / WIDE_POW10[-gap]) % y == 0;
    }
    /* y < 2^113, so that x * 10^4 stays below 2^127; and no power of 2 or 5 in y is above
     * 112, so that more zeros change nothing. */
    if (gap > 112)
        gap = 112;
    for (x %= y; gap >= 4; gap -= 4)
        x = x * 10000 % y;
    return x * WIDE_POW10[gap] % y == 0;
}

qh_status dec_to_int(struct dec v, int64_t *out)
{
    struct dec whole = {0};

    if (!dec_is_whole(v) || dec_round_to(v, 0, DEC_DOWN, &whole) != QH_OK ||
        !dec_fits64(whole.coef))
        return QH_RANGE;
    *out = (int64_t)whole.coef;
    return QH_OK;
}
