/* exp: v = k ln 10 + r with |r| <= ln(10)/2.  ln 10 stands in two parts, of 25 digits
 * (k times it is exact, |k| < 10^4) and the rest, so that r is off by at most 10^-33.
 * e^(r/16) is a Taylor sum of 21 terms (|x| < 0.073, rest below 10^-43); its 34 digits
 * are off by at most 10^-33, and four squarings make that 16 times more and add 15
 * roundings: below 3 * 10^-32 of the value.
 *
 * ln(1 + v): 2 artanh(v / (2 + v)) for |v| <= 1/2, all terms of one sign and 1/9 of the
 * one before at most.  Otherwise 1 + v = m 10^k with 0.3 < m <= 3 and three square roots
 * bring m to 0.86 .. 1.15; the result is then above 0.4 in size and off by at most
 * 10^-32.
 */
#include "rule/elementary.h"

#include "rule/reckon.h"

#include <string.h>

#define SPLIT ((qh_i128)100000000000000000)

/* 2.302585092994045684017991 and what follows it */
static const struct dec LN10_HIGH = {(qh_i128)23025850929940456 * 100000000 + 84017991,
                                     -24};
static const struct dec LN10_LOW = {45468436420760110 * SPLIT + 14886287729760333, -58};

enum { TAYLOR_TERMS = 21, HALVINGS = 4, ROOTS = 3, ARTANH_TERMS = 60 };

/* e^x for |x| < 0.073 */
static struct dec taylor(qh_status *rc, struct dec x)
{
    struct dec sum = dec_int(1);

    for (int n = TAYLOR_TERMS; n > 0; n--) {
        sum = reckon_mul(rc, sum, x);
        sum = reckon_quot(rc, sum, dec_int(n));
        sum = reckon_add(rc, sum, dec_int(1));
    }
    return sum;
}

qh_status elementary_exp(struct dec v, struct dec *out)
{
    qh_status rc = QH_OK;
    struct dec k = {0};
    struct dec r;

    if (dec_compare(dec_abs(v), dec_int(ELEMENTARY_EXP_MAX)) > 0)
        return QH_RANGE;
    rc = dec_div(v, LN10_HIGH, 0, DEC_HALF_EVEN, &k);
    r = reckon_sub(&rc, v, reckon_mul(&rc, k, LN10_HIGH));
    r = reckon_sub(&rc, r, reckon_mul(&rc, k, LN10_LOW));
    r = taylor(&rc, reckon_mul(&rc, r, dec_scaled(625, -4)));
    for (int i = 0; i < HALVINGS; i++)
        r = reckon_square(&rc, r);
    r = reckon_mul(&rc, r, dec_scaled(1, (int32_t)k.coef));
    if (!rc)
        *out = dec_significant(r, ELEMENTARY_DIGITS);
    return rc;
}

/* ln((1 + w) / (1 - w)) = 2 (w + w^3/3 + w^5/5 + ...), |w| <= 1/3 */
static struct dec twice_artanh(qh_status *rc, struct dec w)
{
    struct dec square = reckon_square(rc, w);
    struct dec power = reckon_add(rc, w, w);
    struct dec sum = power;

    for (int n = 1; !*rc && n < ARTANH_TERMS && dec_sign(power); n++) {
        struct dec before = sum;

        power = reckon_mul(rc, power, square);
        sum = reckon_add(rc, sum, reckon_quot(rc, power, dec_int(2 * n + 1)));
        if (!dec_compare(before, sum))
            break;
    }
    return sum;
}

/* The power of ten k with 0.3 < v / 10^k <= 3 */
static int32_t decade(struct dec v)
{
    struct dec lead = dec_significant(v, 1);
    int32_t k = lead.exp;

    for (lead.exp = 0; lead.coef >= 10; lead.coef /= 10)
        k++;
    return lead.coef > 3 ? k + 1 : k;
}

qh_status elementary_ln1p(struct dec v, struct dec *out)
{
    qh_status rc = QH_OK;
    struct dec sum = {0};
    struct dec m;
    int32_t k;

    if (dec_compare(v, dec_int(-1)) <= 0)
        return QH_RANGE;
    if (dec_compare(dec_abs(v), dec_scaled(5, -1)) <= 0) {
        m = reckon_quot(&rc, v, reckon_add(&rc, v, dec_int(2)));
        sum = twice_artanh(&rc, m);
    } else {
        m = reckon_add(&rc, v, dec_int(1));
        k = decade(m);
        m.exp -= k;
        for (int i = 0; i < ROOTS; i++)
            m = reckon_sqrt(&rc, m);
        m = reckon_quot(&rc, reckon_sub(&rc, m, dec_int(1)),
                        reckon_add(&rc, m, dec_int(1)));
        sum = reckon_mul(&rc, twice_artanh(&rc, m), dec_int(1 << ROOTS));
        sum = reckon_add(&rc, sum, reckon_mul(&rc, dec_int(k), LN10_HIGH));
        sum = reckon_add(&rc, sum, reckon_mul(&rc, dec_int(k), LN10_LOW));
    }
    if (!rc)
        *out = dec_significant(sum, ELEMENTARY_DIGITS);
    return rc;
}
