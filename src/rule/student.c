/* P(|T| <= t) for nu = 2b is the incomplete beta function I_z(1/2, b), z = t^2/(nu +
 * t^2). With g = Gamma(b + 1/2)/Gamma(b), E = (1 + t^2/nu)^-b:
 *
 *   z <= 1/2   P     = 2 sqrt(z) E g / sqrt(pi) * sum of prod (b + 1/2 + i) z/(3/2 + i)
 *   z >  1/2   1 - P = E sqrt(z) g / (b sqrt(pi)) * sum of prod (b + 1/2 + i) y/(b + 1 +
 * i)
 *
 * with y = 1 - z.  All terms are positive, so nothing cancels.  g comes from Stirling's
 * series at w = b + n >= 40 (rest below the first term left out, 10^-32) and the
 * recurrence down to b.  [Abramowitz and Stegun 26.5.4, 26.7.1, 6.1.42]
 *
 * The factor is found by Newton's method from 0.6: P is concave in t, so the steps rise
 * to the root and never pass it.
 */
#include "rule/student.h"

#include "rule/elementary.h"
#include "rule/normal.h"
#include "rule/reckon.h"

#define SPLIT ((qh_i128)100000000000000000)

enum { STIRLING_FROM = 40, TERMS_MAX = 20000, NEWTON_MAX = 80, CLOSE = -20 };

/* 1 / sqrt(pi) */
static const struct dec ROOT = {56418958354775628 * SPLIT + 69480794515607726, -34};

struct student {
    bool finite;
    struct dec nu, b;
    struct dec g;
};

/* P(|T| <= t) and the density of T at t */
struct inside {
    struct dec p, density;
};

/* ln Gamma(w) without its main terms: sum of B_2k / (2k (2k - 1) w^(2k - 1)) */
static struct dec stirling(qh_status *rc, struct dec w)
{
    static const struct {
        int64_t over, under;
    } TERMS[] = {{1, 12},         {-1, 360},        {1, 1260}, {-1, 1680},
                 {1, 1188},       {-691, 360360},   {1, 156},  {-3617, 122400},
                 {43867, 244188}, {-174611, 125400}};
    struct dec down = reckon_quot(rc, dec_int(1), reckon_square(rc, w));
    struct dec sum = dec_int(0);

    for (size_t i = LEN(TERMS); i-- > 0;) {
        struct dec c = reckon_quot(rc, dec_int(TERMS[i].over), dec_int(TERMS[i].under));

        sum = reckon_add(rc, reckon_mul(rc, sum, down), c);
    }
    return reckon_quot(rc, sum, w);
}

/* Gamma(b + 1/2) / Gamma(b) */
static struct dec gamma_ratio(qh_status *rc, struct dec b)
{
    const struct dec half = dec_scaled(5, -1);
    struct dec w = b;
    struct dec down = dec_int(1);
    struct dec power = {0};
    struct dec e;

    while (!*rc && dec_compare(w, dec_int(STIRLING_FROM)) < 0) {
        struct dec next = reckon_add(rc, w, half);

        down = reckon_mul(rc, down, reckon_quot(rc, w, next));
        w = reckon_add(rc, next, half);
    }
    if (!*rc)
        *rc = elementary_ln1p(reckon_quot(rc, half, w), &power);
    e = reckon_sub(rc, reckon_mul(rc, w, power), half);
    e = reckon_add(rc, e, stirling(rc, reckon_add(rc, w, half)));
    e = reckon_sub(rc, e, stirling(rc, w));
    if (!*rc)
        *rc = elementary_exp(e, &e);
    return reckon_mul(rc, reckon_mul(rc, reckon_sqrt(rc, w), e), down);
}

/* 1 + x over/under + x^2 over (over + 1)/(under (under + 1)) + ... */
static struct dec rising(qh_status *rc, struct dec over, struct dec under, struct dec x)
{
    struct dec term = dec_int(1);
    struct dec sum = dec_int(1);

    for (int i = 0; !*rc && i < TERMS_MAX; i++) {
        struct dec before = sum;

        term = reckon_mul(rc, term, reckon_mul(rc, over, x));
        term = reckon_quot(rc, term, under);
        sum = reckon_add(rc, sum, term);
        if (!dec_compare(before, sum))
            break;
        over = reckon_add(rc, over, dec_int(1));
        under = reckon_add(rc, under, dec_int(1));
    }
    return sum;
}

static struct inside student_inside(qh_status *rc, const struct student *s, struct dec t)
{
    const struct dec half = dec_scaled(5, -1);
    struct dec over = reckon_add(rc, s->b, half);
    struct dec part = reckon_quot(rc, reckon_square(rc, t), s->nu);
    struct dec whole = reckon_add(rc, part, dec_int(1));
    struct dec z = reckon_quot(rc, part, whole);
    struct dec front = {0};
    struct inside in = {0};

    if (!*rc)
        *rc = elementary_ln1p(part, &front);
    if (!*rc)
        *rc = elementary_exp(dec_neg(reckon_mul(rc, front, s->b)), &front);
    front = reckon_mul(rc, reckon_mul(rc, front, s->g), ROOT);
    in.density = reckon_quot(rc, front, reckon_sqrt(rc, reckon_mul(rc, s->nu, whole)));
    front = reckon_mul(rc, front, reckon_sqrt(rc, z));
    if (dec_compare(z, half) <= 0) {
        in.p = rising(rc, over, dec_scaled(15, -1), z);
        in.p = reckon_mul(rc, reckon_mul(rc, in.p, front), dec_int(2));
        return in;
    }
    in.p = rising(rc, over, reckon_add(rc, s->b, dec_int(1)),
                  reckon_quot(rc, dec_int(1), whole));
    in.p = reckon_quot(rc, reckon_mul(rc, in.p, front), s->b);
    in.p = reckon_sub(rc, dec_int(1), in.p);
    return in;
}

static struct inside normal_inside(qh_status *rc, struct dec t)
{
    struct inside in = {0};

    if (!*rc)
        *rc = normal_beyond(t, &in.p);
    if (!*rc)
        *rc = normal_density(t, &in.density);
    in.p = reckon_sub(rc, dec_int(1), reckon_mul(rc, in.p, dec_int(2)));
    return in;
}

/* The root of P(|T| <= t) = p. */
static struct dec newton(qh_status *rc, const struct student *s, struct dec p)
{
    struct dec t = dec_scaled(6, -1);

    for (int i = 0; !*rc && i < NEWTON_MAX; i++) {
        struct inside in = s->finite ? student_inside(rc, s, t) : normal_inside(rc, t);
        struct dec step = reckon_sub(rc, p, in.p);

        step = reckon_quot(rc, step, reckon_mul(rc, in.density, dec_int(2)));
        t = reckon_add(rc, t, step);
        if (dec_compare(dec_abs(step), dec_scaled(1, CLOSE)) < 0)
            break;
    }
    return t;
}

qh_status student_factor(struct dec p, struct student_nu nu, struct dec *out)
{
    struct student s = {.finite = nu.finite, .nu = nu.nu};
    qh_status rc = QH_OK;
    struct dec t;

    if (dec_compare(p, dec_scaled(5, -1)) < 0 || dec_compare(p, dec_scaled(9999, -4)) > 0)
        return QH_RANGE;
    if (nu.finite && dec_compare(nu.nu, dec_int(1)) < 0)
        return QH_RANGE;
    if (nu.finite) {
        s.b = reckon_mul(&rc, nu.nu, dec_scaled(5, -1));
        s.g = gamma_ratio(&rc, s.b);
    }
    t = newton(&rc, &s, p);
    if (!rc)
        *out = dec_significant(t, STUDENT_DIGITS);
    return rc;
}
