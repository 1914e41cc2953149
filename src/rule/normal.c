/* Below z = 5: Q = 1/2 - phi(z) (z + z^3/3 + z^5/15 + ...), all terms positive; the sum
 * ends when a term is below 10^-34 of it, and as terms then shrink by more than one half
 * the rest is smaller than that term.  Some hundred roundings of 5 * 10^-34 give an
 * absolute error below 10^-30; Q(5) is above 10^-7, so 22 digits are right.
 *
 * From z = 5: Laplace's continued fraction Q = phi(z) / (z + 1/(z + 2/(z + 3/ ...))). All
 * partial quotients are positive, so neighbouring convergents lie on the two sides of Q;
 * at z = 5, where they are farthest apart, the 80th and 81st agree to 10^-33.
 * [Abramowitz and Stegun 26.2.11, 26.2.14]
 */
#include "rule/normal.h"

#include "rule/elementary.h"
#include "rule/reckon.h"

#define SPLIT ((qh_i128)100000000000000000)

enum { Z_MAX = 150, SERIES_BELOW = 5, SERIES_TERMS = 200, FRACTION_DEPTH = 80 };

/* 1 / sqrt(2 pi) */
static const struct dec PEAK = {39894228040143267 * SPLIT + 79399460599343819, -34};

qh_status normal_density(struct dec z, struct dec *out)
{
    qh_status rc = QH_OK;
    struct dec v;

    if (dec_compare(dec_abs(z), dec_int(Z_MAX)) > 0)
        return QH_RANGE;
    v = reckon_mul(&rc, reckon_square(&rc, z), dec_scaled(-5, -1));
    if (!rc)
        rc = elementary_exp(v, &v);
    v = reckon_mul(&rc, v, PEAK);
    if (!rc)
        *out = v;
    return rc;
}

/* P(0 < Z < z) */
static struct dec series(qh_status *rc, struct dec z, struct dec density)
{
    struct dec square = reckon_square(rc, z);
    struct dec term = z;
    struct dec sum = z;

    for (int n = 1; !*rc && n < SERIES_TERMS; n++) {
        struct dec before = sum;

        term = reckon_mul(rc, term, square);
        term = reckon_quot(rc, term, dec_int(2 * n + 1));
        sum = reckon_add(rc, sum, term);
        if (!dec_compare(before, sum))
            break;
    }
    return reckon_mul(rc, sum, density);
}

static struct dec fraction(qh_status *rc, struct dec z, struct dec density)
{
    struct dec f = z;

    for (int n = FRACTION_DEPTH; n > 0; n--)
        f = reckon_add(rc, z, reckon_quot(rc, dec_int(n), f));
    return reckon_quot(rc, density, f);
}

qh_status normal_beyond(struct dec z, struct dec *out)
{
    struct dec size = dec_abs(z);
    struct dec density = {0};
    struct dec q;
    qh_status rc;

    if (dec_compare(size, dec_int(Z_MAX)) > 0) {
        *out = dec_int(dec_sign(z) < 0);
        return QH_OK;
    }
    rc = normal_density(size, &density);
    if (dec_compare(size, dec_int(SERIES_BELOW)) < 0)
        q = reckon_sub(&rc, dec_scaled(5, -1), series(&rc, size, density));
    else
        q = fraction(&rc, size, density);
    if (dec_sign(z) < 0)
        q = reckon_sub(&rc, dec_int(1), q);
    if (!rc)
        *out = dec_significant(q, NORMAL_DIGITS);
    return rc;
}
