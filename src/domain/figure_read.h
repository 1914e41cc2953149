/* figure_read.h - figures for pages: sums, months, rates with their definition, and the
 * same by division, office, kind, item or route.
 *
 * A rate is numerator / denominator, both sums of a metric that is named, so that each
 * can be opened down to its rows:
 *
 *   response      answered within the limit (an approved extension moves it) / registered
 *   completion    struck off by now / registered
 *   on_time       struck off and never late / struck off
 *   once          struck off and never reopened / struck off
 *   mean_wd       working days from registration to completion / those struck off
 *   median_wd     the middle one of these numbers of days (of two the mean); a day count
 *                 over 120 stands as 120
 *   follow_up     asked after completion / completed
 *   satisfaction  (satisfied + basically satisfied) / answers of enterprises, each round
 *   reopened      ever reopened / completed
 *   reply         handed to another department, with its answer / handed over
 *   coverage      enterprises with a visit in the month / enterprises, months added up
 *   visits_each   visits / officers on visits, months added up: an average, no ranking
 *
 * The first two and reply go by the month of registration, follow_up and reopened by that
 * of completion, the others by the month in which it happened.  [operations.md 5]
 */
#pragma once

#include "domain/figure.h"

enum { FIGURE_MONTHS_MAX = 120, FIGURE_RATES = 12 };

struct figure_sum {
    const char *metric;
    int64_t amount;
};

struct figure_month {
    const char *month;
    const char *metric;
    int64_t amount;
};

struct figure_rate {
    const char *rate;
    const char *unit; /* percent | days | count */
    int64_t numerator;
    int64_t denominator;
    const char *above; /* metric of the numerator; NULL: of the median, which has none */
    const char *below; /* metric of the denominator; NULL: enterprises times months */
    const char *value; /* "96.03", "4.5", "27.7"; NULL: nothing to divide by */
};

struct figure_page {
    const char *from; /* months, both included */
    const char *until;
    struct json_list figures; /* struct figure_sum: every metric, also with 0 */
    struct json_list rates;   /* struct figure_rate: all of them */
    struct json_list months;  /* struct figure_month, by metric and month */
};

struct figure_filter {
    const char *from;  /* "YYYY-MM"; NULL: eleven months before `until` */
    const char *until; /* "YYYY-MM", included; NULL: the last with figures */
    const char *axis;  /* NULL: all */
    const char *value; /* of the axis */
};

/* QH_INVALID "figure.month" (no month, from after until, over FIGURE_MONTHS_MAX),
 * "figure.axis". */
QH_MUST qh_status figure_read(struct ctx *c, const struct figure_filter *f,
                              struct figure_page *out);

/* A metric that is summed by the day, on the days from `from_day` to `until_day` (both
 * included, at most a month apart). */
QH_MUST qh_status figure_of_days(struct ctx *c, const char *metric, const char *from_day,
                                 const char *until_day, int64_t *out);

/* One division, office, ... */
struct figure_group {
    const char *value;
    const char *name_zh; /* "" where the value has no name of its own */
    const char *name_en;
    struct json_list figures; /* struct figure_sum: those that are not 0 */
    struct json_list rates;   /* struct figure_rate */
};

struct figure_groups {
    const char *from;
    const char *until;
    struct json_list items; /* struct figure_group, by value */
};

/* All values of f->axis; f->value is not looked at. */
QH_MUST qh_status figure_read_by(struct ctx *c, const struct figure_filter *f,
                                 struct figure_groups *out);

/* For reports that count a range of their own: sums[i] is FIGURES' i-th metric. */
struct figure_tally {
    int64_t *sums;  /* figure_metric(n) */
    int64_t *days;  /* DEMAND_WD_MAX + 1: how many took so many working days */
    int64_t months; /* for coverage */
    int64_t enterprises;
};
void figure_tally_init(struct figure_tally *t, struct arena *a);
/* metric: also a name of a family; unknown ones are left out. */
void figure_tally_add(struct figure_tally *t, const char *metric, int64_t amount);
int64_t figure_tally_of(const struct figure_tally *t, const char *metric);
void figure_tally_rates(struct arena *a, const struct figure_tally *t,
                        struct json_list *out);
