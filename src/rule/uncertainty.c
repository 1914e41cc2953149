#include "rule/uncertainty.h"

#include "rule/reckon.h"

enum { SURE_DIGITS = 25 };

qh_status uncertainty_of_width(struct dec a, enum distribution d, struct dec *out)
{
    static const int SQUARES[DISTRIBUTIONS] = {
        [DIST_NORMAL] = 1,  [DIST_RECTANGULAR] = 3, [DIST_TRIANGULAR] = 6,
        [DIST_ARCSINE] = 2, [DIST_NORMAL_3] = 9,
    };
    qh_status rc = QH_OK;
    struct dec u;

    u = reckon_quot(&rc, a, reckon_sqrt(&rc, dec_int(SQUARES[d])));
    if (!rc)
        *out = u;
    return rc;
}

qh_status uncertainty_of_mean(struct dec s, struct dec n_used, struct dec *out)
{
    qh_status rc = dec_sign(n_used) > 0 ? QH_OK : QH_RANGE;
    struct dec u;

    u = reckon_quot(&rc, s, reckon_sqrt(&rc, n_used));
    if (!rc)
        *out = u;
    return rc;
}

qh_status uncertainty_of_certificate(struct dec expanded, struct dec k, struct dec *out)
{
    if (dec_sign(k) <= 0)
        return QH_RANGE;
    return dec_quot(expanded, k, out);
}

qh_status uncertainty_nu_of_part(struct dec r, struct dec *out)
{
    qh_status rc = QH_OK;
    struct dec v;

    if (dec_sign(r) <= 0 || dec_compare(r, dec_scaled(7, -1)) > 0)
        return QH_RANGE;
    v = reckon_mul(&rc, reckon_square(&rc, r), dec_int(2));
    v = reckon_quot(&rc, dec_int(1), v);
    if (!rc)
        *out = v;
    return rc;
}

qh_status uncertainty_weigh(struct uncertainty_part *part)
{
    return dec_mul(part->u, dec_abs(part->c), &part->contribution);
}

qh_status uncertainty_combine(const struct uncertainty_part *part, size_t n,
                              struct dec *out)
{
    qh_status rc = QH_OK;
    struct dec sum = dec_int(0);

    for (size_t i = 0; i < n; i++)
        sum = reckon_add(&rc, sum, reckon_square(&rc, part[i].contribution));
    sum = reckon_sqrt(&rc, sum);
    if (!rc)
        *out = sum;
    return rc;
}

/* (u_i / u_c)^4 instead of u_i^4: no number becomes too small for its exponent. */
qh_status uncertainty_nu(const struct uncertainty_part *part, size_t n, struct dec uc,
                         struct student_nu *out)
{
    qh_status rc = QH_OK;
    struct dec sum = dec_int(0);

    for (size_t i = 0; i < n; i++) {
        struct dec v;

        if (!part[i].nu.finite || !dec_sign(part[i].contribution))
            continue;
        v = reckon_quot(&rc, part[i].contribution, uc);
        v = reckon_square(&rc, reckon_square(&rc, v));
        sum = reckon_add(&rc, sum, reckon_quot(&rc, v, part[i].nu.nu));
    }
    if (rc)
        return rc;
    *out = (struct student_nu){0};
    if (!dec_sign(sum))
        return QH_OK;
    sum = reckon_quot(&rc, dec_int(1), sum);
    if (rc)
        return rc;
    out->finite = true;
    out->nu = dec_compare(sum, dec_int(1)) < 0 ? dec_int(1) : sum;
    return QH_OK;
}

/* ---- k ---- */

/* The two greatest rectangular parts, by index; n: none. */
struct greatest {
    size_t first, second;
};

static struct greatest find_greatest(const struct uncertainty_part *part, size_t n)
{
    struct greatest g = {n, n};

    for (size_t i = 0; i < n; i++) {
        if (part[i].shape != DIST_RECTANGULAR || !dec_sign(part[i].contribution))
            continue;
        if (g.first == n ||
            dec_compare(part[i].contribution, part[g.first].contribution) > 0) {
            g.second = g.first;
            g.first = i;
        } else if (g.second == n ||
                   dec_compare(part[i].contribution, part[g.second].contribution) > 0) {
            g.second = i;
        }
    }
    return g;
}

/* Do the parts besides g have together at most 0.3 of what g has together? */
static bool dominates(qh_status *rc, const struct uncertainty_part *part, size_t n,
                      const struct greatest *g)
{
    struct dec of = dec_int(0);
    struct dec rest = dec_int(0);

    for (size_t i = 0; i < n; i++) {
        struct dec *sum = i == g->first || i == g->second ? &of : &rest;

        *sum = reckon_add(rc, *sum, reckon_square(rc, part[i].contribution));
    }
    return dec_compare(rest, reckon_mul(rc, of, dec_scaled(9, -2))) <= 0;
}

/* The distribution of the sum of two rectangular ones of half widths a1 >= a2. */
static bool trapezoid(qh_status *rc, struct dec a1, struct dec a2, struct dec p,
                      struct factor *out)
{
    struct dec beta = reckon_quot(rc, reckon_sub(rc, a1, a2), reckon_add(rc, a1, a2));
    struct dec square = reckon_square(rc, beta);
    struct dec edge = reckon_quot(rc, p, reckon_sub(rc, dec_int(2), p));
    struct dec over;
    struct dec under;

    if (dec_compare(edge, beta) < 0)
        return false;
    over =
        reckon_mul(rc, reckon_sub(rc, dec_int(1), p), reckon_sub(rc, dec_int(1), square));
    over = reckon_sub(rc, dec_int(1), reckon_sqrt(rc, over));
    under = reckon_quot(rc, reckon_add(rc, dec_int(1), square), dec_int(6));
    out->k = reckon_quot(rc, over, reckon_sqrt(rc, under));
    out->k = dec_significant(out->k, STUDENT_DIGITS);
    out->beta = beta;
    out->rule = FACTOR_TRAPEZOID;
    return true;
}

static bool find_dominant(qh_status *rc, const struct uncertainty_part *part, size_t n,
                          struct dec p, struct factor *out)
{
    struct greatest g = find_greatest(part, n);
    struct greatest one = {g.first, g.first};

    if (g.first == n)
        return false;
    if (dominates(rc, part, n, &one)) {
        out->k = reckon_mul(rc, p, reckon_sqrt(rc, dec_int(3)));
        out->k = dec_significant(out->k, STUDENT_DIGITS);
        out->rule = FACTOR_RECTANGULAR;
        return true;
    }
    if (g.second == n || !dominates(rc, part, n, &g))
        return false;
    return trapezoid(rc, part[g.first].contribution, part[g.second].contribution, p, out);
}

qh_status uncertainty_factor(const struct uncertainty_part *part, size_t n,
                             const struct coverage *c, struct student_nu nu,
                             struct factor *out)
{
    struct factor f = {.nu = nu, .rule = FACTOR_FIXED, .k = c->k};
    qh_status rc = QH_OK;

    if (c->fixed && dec_sign(c->k) <= 0)
        return QH_RANGE;
    if (!c->fixed && !(c->dominant && find_dominant(&rc, part, n, c->p, &f))) {
        if (f.nu.finite && !c->continuous)
            rc = dec_round_to(nu.nu, 0, DEC_FLOOR, &f.nu.nu);
        if (rc)
            f.nu = nu; /* so large that it is whole */
        f.rule = f.nu.finite ? FACTOR_STUDENT : FACTOR_NORMAL;
        rc = student_factor(c->p, f.nu, &f.k);
    }
    if (!rc)
        *out = f;
    return rc;
}

/* ---- rounding ---- */

qh_status uncertainty_round_up(struct dec v, int digits, struct dec *out)
{
    struct dec lead = dec_significant(v, 1);
    struct dec sure = dec_significant(v, SURE_DIGITS);
    struct dec up = {0};
    qh_status rc;

    if (dec_sign(v) <= 0 || digits < 1 || digits > 2)
        return QH_RANGE;
    while (lead.coef >= 10)
        lead = (struct dec){.coef = lead.coef / 10, .exp = lead.exp + 1};
    /* 9.96 seen as "1E+1" must not lose a digit, hence one place more if lead went up. */
    if (dec_compare(lead, v) > 0 && lead.coef == 1)
        lead.exp--;
    rc = dec_round_to(sure, digits - 1 - lead.exp, DEC_UP, &up);
    if (!rc && dec_compare(up, dec_scaled(10, lead.exp)) >= 0)
        rc = dec_round_to(up, digits - 2 - lead.exp, DEC_HALF_EVEN, &up);
    if (!rc)
        *out = up;
    return rc;
}

qh_status uncertainty_round_up_to(struct dec v, struct dec to, struct dec *out)
{
    return dec_round_interval(dec_significant(v, SURE_DIGITS), to, DEC_UP, out);
}

qh_status uncertainty_round_like(struct dec v, struct dec u, struct dec *out)
{
    return dec_round_to(v, -u.exp, DEC_HALF_EVEN, out);
}
