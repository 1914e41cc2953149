#include "rule/stat.h"

#include <stdlib.h>
#include <string.h>

static const char *const NAMES[STATS] = {"mean",   "median", "max",        "min", "last",
                                         "sum",    "range",  "half_range", "sd",  "rsd",
                                         "absmax", "maxdev", "rel_range"};

enum stat stat_find(struct text name)
{
    for (size_t i = 0; i < LEN(NAMES); i++)
        if (text_is(name, NAMES[i]))
            return (enum stat)i;
    return STATS;
}

const char *stat_name(enum stat s)
{
    return s < STATS ? NAMES[s] : "";
}

QH_MUST static qh_status sum_of(const struct dec *x, size_t n, struct dec *out)
{
    struct dec s = dec_int(0);
    qh_status rc;

    for (size_t i = 0; i < n; i++) {
        rc = dec_add(s, x[i], &s);
        if (rc)
            return rc;
    }
    *out = s;
    return QH_OK;
}

QH_MUST static qh_status mean_of(const struct dec *x, size_t n, struct dec *out)
{
    struct dec s;
    qh_status rc;

    rc = sum_of(x, n, &s);
    if (rc)
        return rc;
    return dec_quot(s, dec_int((int64_t)n), out);
}

static struct dec extreme(const struct dec *x, size_t n, int sign)
{
    struct dec best = x[0];

    for (size_t i = 1; i < n; i++)
        if (dec_compare(x[i], best) * sign > 0)
            best = x[i];
    return best;
}

static struct dec absmax(const struct dec *x, size_t n)
{
    struct dec best = x[0];

    for (size_t i = 1; i < n; i++)
        if (dec_compare(dec_abs(x[i]), dec_abs(best)) > 0)
            best = x[i];
    return best;
}

/* sum of (x - mx) (y - my) */
QH_MUST static qh_status products(const struct dec *x, struct dec mx, const struct dec *y,
                                  struct dec my, size_t n, struct dec *out)
{
    struct dec s = dec_int(0);
    struct dec dx;
    struct dec dy;
    qh_status rc;

    for (size_t i = 0; i < n; i++) {
        rc = dec_sub(x[i], mx, &dx);
        if (!rc)
            rc = dec_sub(y[i], my, &dy);
        if (!rc)
            rc = dec_mul(dx, dy, &dx);
        if (!rc)
            rc = dec_add(s, dx, &s);
        if (rc)
            return rc;
    }
    *out = s;
    return QH_OK;
}

QH_MUST static qh_status sd_of(const struct dec *x, size_t n, struct dec *out)
{
    struct dec m;
    struct dec s;
    qh_status rc;

    rc = mean_of(x, n, &m);
    if (!rc)
        rc = products(x, m, x, m, n, &s);
    if (!rc)
        rc = dec_quot(s, dec_int((int64_t)n - 1), &s);
    if (rc)
        return rc;
    return dec_sqrt(s, out);
}

/* part / |mean| * 100 */
QH_MUST static qh_status percent_of_mean(struct dec part, const struct dec *x, size_t n,
                                         struct dec *out, struct qh_error *err)
{
    struct dec m;
    qh_status rc;

    rc = mean_of(x, n, &m);
    if (rc)
        return rc;
    if (!dec_sign(m))
        return qh_fail(err, QH_INVALID, "stat.zero_mean", "", "the mean is zero");
    rc = dec_quot(part, dec_abs(m), &m);
    if (rc)
        return rc;
    return dec_mul(m, dec_int(100), out);
}

QH_MUST static qh_status maxdev(const struct dec *x, size_t n, struct dec *out)
{
    struct dec best = dec_int(0);
    struct dec m;
    struct dec d;
    qh_status rc;

    rc = mean_of(x, n, &m);
    for (size_t i = 0; !rc && i < n; i++) {
        rc = dec_sub(x[i], m, &d);
        if (!rc && (!i || dec_compare(dec_abs(d), best) > 0))
            best = dec_abs(d);
    }
    if (rc)
        return rc;
    *out = best;
    return QH_OK;
}

static int in_order(const void *a, const void *b)
{
    return dec_compare(*(const struct dec *)a, *(const struct dec *)b);
}

QH_MUST static qh_status median(struct arena *a, const struct dec *x, size_t n,
                                struct dec *out)
{
    struct dec *s = ARENA_ARRAY(a, n, struct dec);
    struct dec two;
    qh_status rc;

    memcpy(s, x, n * sizeof *s);
    qsort(s, n, sizeof *s, in_order);
    if (n % 2) {
        *out = s[n / 2];
        return QH_OK;
    }
    rc = dec_add(s[n / 2 - 1], s[n / 2], &two);
    if (rc)
        return rc;
    return dec_quot(two, dec_int(2), out);
}

QH_MUST static qh_status compute(struct arena *a, enum stat s, const struct dec *x,
                                 size_t n, struct dec *out, struct qh_error *err)
{
    struct dec v = dec_int(0);
    qh_status rc;

    switch (s) {
    case STAT_MEAN:
        return mean_of(x, n, out);
    case STAT_MEDIAN:
        return median(a, x, n, out);
    case STAT_MAX:
        *out = extreme(x, n, 1);
        return QH_OK;
    case STAT_MIN:
        *out = extreme(x, n, -1);
        return QH_OK;
    case STAT_LAST:
        *out = x[n - 1];
        return QH_OK;
    case STAT_SUM:
        return sum_of(x, n, out);
    case STAT_RANGE:
        return dec_sub(extreme(x, n, 1), extreme(x, n, -1), out);
    case STAT_HALF_RANGE:
        rc = dec_sub(extreme(x, n, 1), extreme(x, n, -1), &v);
        return rc ? rc : dec_quot(v, dec_int(2), out);
    case STAT_SD:
        return sd_of(x, n, out);
    case STAT_RSD:
        rc = sd_of(x, n, &v);
        return rc ? rc : percent_of_mean(v, x, n, out, err);
    case STAT_ABSMAX:
        *out = absmax(x, n);
        return QH_OK;
    case STAT_MAXDEV:
        return maxdev(x, n, out);
    case STAT_REL_RANGE:
        rc = dec_sub(extreme(x, n, 1), extreme(x, n, -1), &v);
        return rc ? rc : percent_of_mean(v, x, n, out, err);
    case STATS:
        break;
    }
    return qh_fail(err, QH_BUG, "stat.unknown", "", "statistic %d", (int)s);
}

qh_status stat_compute(struct arena *a, enum stat s, const struct dec *x, size_t n,
                       struct dec *out, struct qh_error *err)
{
    qh_status rc;

    if (!n)
        return qh_fail(err, QH_INVALID, "stat.none", "", "%s of no readings",
                       stat_name(s));
    if (n < 2 && (s == STAT_SD || s == STAT_RSD))
        return qh_fail(err, QH_INVALID, "stat.too_few", "", "%s of one reading",
                       stat_name(s));
    rc = compute(a, s, x, n, out, err);
    if (rc == QH_RANGE)
        return qh_fail(err, QH_RANGE, "stat.range", "", "%s does not fit", stat_name(s));
    return rc;
}

/* Sums of squares about the means. */
struct sums {
    struct dec mc, my, cc, cy;
};

QH_MUST static qh_status sums_of(const struct dec *c, const struct dec *y, size_t n,
                                 struct sums *s, struct qh_error *err)
{
    qh_status rc;

    if (!n)
        return qh_fail(err, QH_INVALID, "stat.none", "", "a line through no points");
    rc = mean_of(c, n, &s->mc);
    if (!rc)
        rc = mean_of(y, n, &s->my);
    if (!rc)
        rc = products(c, s->mc, c, s->mc, n, &s->cc);
    if (!rc)
        rc = products(c, s->mc, y, s->my, n, &s->cy);
    if (rc)
        return qh_fail(err, rc, "stat.range", "", "a sum of squares does not fit");
    if (!dec_sign(s->cc))
        return qh_fail(err, QH_INVALID, "stat.same_x", "", "all x are equal");
    return QH_OK;
}

qh_status line_slope(const struct dec *c, const struct dec *y, size_t n, struct dec *out,
                     struct qh_error *err)
{
    struct sums s;
    qh_status rc;

    rc = sums_of(c, y, n, &s, err);
    if (rc)
        return rc;
    return dec_quot(s.cy, s.cc, out);
}

qh_status line_fit(const struct dec *c, const struct dec *y, size_t n, struct line *out,
                   struct qh_error *err)
{
    struct line l;
    struct sums s;
    struct dec v;
    qh_status rc;

    rc = sums_of(c, y, n, &s, err);
    if (rc)
        return rc;
    rc = products(y, s.my, y, s.my, n, &v);
    if (!rc)
        rc = dec_mul(s.cc, v, &v);
    if (!rc)
        rc = dec_sqrt(v, &v);
    if (!rc && !dec_sign(v))
        return qh_fail(err, QH_INVALID, "stat.same_y", "", "all y are equal");
    if (!rc)
        rc = dec_quot(s.cy, v, &l.r);
    if (!rc)
        rc = dec_quot(s.cy, s.cc, &l.b);
    if (!rc)
        rc = dec_mul(l.b, s.mc, &v);
    if (!rc)
        rc = dec_sub(s.my, v, &l.a);
    if (rc)
        return qh_fail(err, rc, "stat.range", "", "the line does not fit");
    *out = l;
    return QH_OK;
}
