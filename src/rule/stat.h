/* stat.h - statistics of readings, exact to 34 digits like the rest.
 *
 * Source of the names: the regulations studied; of the arithmetic:
 * tests/vectors/ref_eval.py.
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

enum stat {
    STAT_MEAN,
    STAT_MEDIAN,
    STAT_MAX,
    STAT_MIN,
    STAT_LAST,
    STAT_SUM,
    STAT_RANGE,      /* max - min */
    STAT_HALF_RANGE, /* (max - min) / 2 */
    STAT_SD,         /* of the sample, n - 1 */
    STAT_RSD,        /* sd / |mean| in per cent */
    STAT_ABSMAX,    /* the value with the greatest size, sign kept; the first of equals */
    STAT_MAXDEV,    /* greatest |x - mean| */
    STAT_REL_RANGE, /* range / |mean| in per cent */
    STATS
};

/* "mean", "median", ...; answers STATS for an unknown name. */
enum stat stat_find(struct text name);
const char *stat_name(enum stat s);

/* QH_INVALID "stat.none" for n = 0, "stat.too_few" (sd of one reading, key of a quotient
 * by zero: "stat.zero_mean"); QH_RANGE "stat.range".  a: for the sorting of a median. */
QH_MUST qh_status stat_compute(struct arena *a, enum stat s, const struct dec *x,
                               size_t n, struct dec *out, struct qh_error *err);

/* Least squares y = a + b c. */
struct line {
    struct dec a, b;
    struct dec r; /* correlation coefficient */
};

/* Slope only: QH_INVALID "stat.same_x" if all c are equal. */
QH_MUST qh_status line_slope(const struct dec *c, const struct dec *y, size_t n,
                             struct dec *out, struct qh_error *err);
/* All of it: also QH_INVALID "stat.same_y" (no correlation). */
QH_MUST qh_status line_fit(const struct dec *c, const struct dec *y, size_t n,
                           struct line *out, struct qh_error *err);
