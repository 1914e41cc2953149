/* figure.h - dashboard figures: deltas in the transaction of the event, folded by a job.
 *
 * A figure is rollup.amount plus the deltas that are not folded yet, so that it costs the
 * same at a thousand and at a hundred million rows and no hot row is locked.  What each
 * metric counts, and the query that recounts it from the entities, stands in the table
 * FIGURES of figure.c; `qh check` recounts every (metric, month, division).
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

/* What the metrics count, each in the month of the instant named and the division of the
 * enterprise (entity in brackets):
 *   visit.done               a visit, on its day (visit)
 *   visit.on_site, .phone, .symposium, .expert, .follow_up
 *                            those of them of a kind
 *   visit.enterprises        an enterprise with at least one visit in the month: coverage
 *                            (enterprise)
 *   visit.officers           an officer with at least one visit in the month, in no
 *                            division: "" (person).  How many visits somebody made is no
 *                            figure: no ranking of persons [peers.md 6.3]
 *   demand.registered        a demand, at registered_ms (demand)
 *   demand.closed            a demand in state CLOSED, at closed_ms (demand)
 *   demand.late              those of them whose handling was ever late (demand)
 *   demand.satisfied, demand.basically, demand.not_satisfied
 *                            an answer of the enterprise, each round counts, when it was
 *                            given (demand)
 *   certificate.verification, .notice, .calibration, .inspection
 *                            a certificate's number given out, at numbered_ms, whatever
 *                            becomes of it later (certificate)
 *   charge.payable_fen, charge.exempt_fen, charge.waived_fen
 *                            amount_fen of the charge lines of a ground, at at_ms
 *                            (charge_line)
 *   downtime.days            downtime_days of a booking, at downtime_confirmed_ms
 * (booking) Money the law exempts and money the programme waives are never added up. */

/* Adds amount (may be negative) to a metric for the local month of at_ms and the division
 * of the enterprise; entity_id: the row of the metric's entity that is the reason.
 * QH_BUG "figure.metric": not in the table. */
QH_MUST qh_status figure_add(struct ctx *c, const char *metric, int64_t at_ms,
                             const char *division, int64_t amount, const char *entity_id);
/* Folds at most `most` deltas into rollup; *out_left tells whether more may wait. */
QH_MUST qh_status figure_fold(struct ctx *c, int64_t most, bool *out_left);

/* ---- for pages ---- */

struct figure_sum {
    const char *metric;
    int64_t amount;
};

struct figure_month {
    const char *month;
    const char *metric;
    int64_t amount;
};

struct figure_division {
    const char *code;
    const char *name_zh;
    const char *name_en;
    const char *metric;
    int64_t amount;
};

struct figure_page {
    struct json_list figures;   /* struct figure_sum: every metric, also with 0 */
    struct json_list months;    /* struct figure_month, by month and metric */
    struct json_list divisions; /* struct figure_division */
};

struct figure_filter {
    const char *from;     /* "YYYY-MM"; NULL: eleven months before `until` */
    const char *until;    /* "YYYY-MM", included; NULL: the month of now */
    const char *division; /* code or NULL */
    bool with_divisions;
};

/* QH_INVALID "figure.month" (no month, or from after until). */
QH_MUST qh_status figure_read(struct ctx *c, const struct figure_filter *f,
                              struct figure_page *out);

/* A row behind a figure. */
struct figure_row {
    const char *entity;
    const char *id;
    const char *label; /* number or name */
    int64_t amount;
    int64_t at_ms;
    const char *division;
};

enum { FIGURE_ROWS_MAX = 1000 };

/* The rows that a metric counts in a month (division NULL: all), at most FIGURE_ROWS_MAX.
 * QH_INVALID "figure.metric", "figure.month". */
QH_MUST qh_status figure_rows(struct ctx *c, const char *metric, const char *month,
                              const char *division, struct json_list *out);

/* ---- for checks ---- */

/* Called for each row that a metric counts; month: local "YYYY-MM". */
typedef qh_status (*figure_row_fn)(void *arg, const struct figure_row *row,
                                   const char *month, struct qh_error *err);

/* Names of all metrics, NULL at the end. */
const char *const *figure_metrics(void);
/* Counts a metric anew from the entities, over all time, row by row. */
QH_MUST qh_status figure_recount(struct ctx *c, const char *metric, figure_row_fn row,
                                 void *arg);
