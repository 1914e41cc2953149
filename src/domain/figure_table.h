/* figure_table.h - what every metric counts, and the query that recounts it; for
 * figure*.c only.
 *
 * Each in the month of the instant named and the division of the enterprise (entity in
 * brackets):
 *
 *   visit.done               a visit, on its day (visit)
 *   visit.on_site, .phone, .symposium, .expert, .follow_up
 *                            those of them of a kind
 *   visit.enterprises        an enterprise with at least one visit in the month: coverage
 *                            (enterprise)
 *   visit.officers           an officer with at least one visit in the month, in no
 *                            division (person).  How many visits somebody made is no
 *                            figure: no ranking of persons [peers.md 6.3]
 *   certificate.verification, .notice, .calibration, .inspection
 *                            a certificate's number given out, at numbered_ms, whatever
 *                            becomes of it later (certificate)
 *   charge.payable_fen, charge.exempt_fen, charge.waived_fen
 *                            amount_fen of the charge lines of a ground, at at_ms
 *                            (charge_line).  Money that the law exempts and money that
 *                            the programme waives are never added up
 *   downtime.days            downtime_days of a booking, at downtime_confirmed_ms
 * (booking)
 *
 * and those of demands (figure_demand.h).
 */
#pragma once

#include "base/days.h"
#include "domain/figure.h"

/* Which rows a count is about: from an instant (or day) to the place that an instant (or
 * day) and an id make, which is not included; "": all of until is left out. */
struct figure_range {
    int64_t from_ms;
    int64_t until_ms;
    const char *from_day;
    const char *until_day;
    const char *until_id;
};

/* Hands each row of the range to `row`, the latest first. */
struct figure_sink {
    figure_row_fn row;
    void *arg;
};

struct figure;
typedef qh_status figure_counter(struct ctx *c, const struct figure *f,
                                 const struct figure_range *r,
                                 const struct figure_sink *to);

struct figure {
    const char *metric;
    const char *entity; /* whose rows it counts */
    figure_counter *count;
    const char *variant; /* passed to count */
    bool is_family;      /* metric + ".NNN" are its names */
    bool is_daily;       /* also summed by the day */
};

/* Sorted by metric. */
extern const struct figure FIGURES[];
extern const size_t FIGURES_N;

/* The row of a metric, also of a name of a family; NULL: none. */
const struct figure *figure_find(const char *metric);
