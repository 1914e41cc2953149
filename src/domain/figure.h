/* figure.h - dashboard figures: deltas in the transaction of the event, folded by a job.
 *
 * A figure is figure_sum.amount plus the deltas that are not folded yet, so that it costs
 * the same at a thousand and at a hundred million rows and no hot row is locked.  One
 * delta carries all that it is counted by; folding adds it to the sum of each axis:
 *
 *   all       everything (value "")
 *   division  of the enterprise
 *   office    the demand's lead office: its id
 *   kind      of the demand: advice | ordinary | complex | hard
 *   item      of the demand: its code
 *   route     of the demand: own | county | transfer | report | joint
 *   day       local day, of the metrics that the first page counts by the week
 *
 * A demand that has no office, kind, item or route yet is counted under "-"; what is no
 * demand has division and day only.  What each metric counts stands in figure_table.h;
 * `qh check` recounts every (axis, month, metric, value).  Pages read figure_read.h.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

/* What a delta is counted by; "": in no sum of that axis. */
struct figure_at {
    const char *division;
    const char *office;
    const char *kind;
    const char *item;
    const char *route;
    const char *day; /* figure_add_at() takes it from at_ms */
};

/* Adds amount (may be negative; 0 adds nothing) to a metric for the local month of at_ms;
 * entity_id: the row of the metric's entity that is the reason.
 * QH_BUG "figure.metric": not in the table. */
QH_MUST qh_status figure_add_at(struct ctx *c, const char *metric, int64_t at_ms,
                                const struct figure_at *at, int64_t amount,
                                const char *entity_id);
/* The same for what has a division only. */
QH_MUST qh_status figure_add(struct ctx *c, const char *metric, int64_t at_ms,
                             const char *division, int64_t amount, const char *entity_id);
/* Folds at most `most` deltas into the sums; *out_left tells whether more may wait. */
QH_MUST qh_status figure_fold(struct ctx *c, int64_t most, bool *out_left);

/* ---- the rows behind ---- */

/* A row behind a figure. */
struct figure_row {
    const char *metric; /* that it counts for: of a family the whole name */
    const char *entity;
    const char *id;
    const char *label; /* number or name */
    int64_t amount;
    int64_t at_ms;   /* 0: the day decides the month */
    const char *day; /* "" where the instant does */
    struct figure_at at;
};

enum { FIGURE_ROWS_MAX = 500 };

struct figure_rows_filter {
    const char *metric;
    const char *from;  /* "YYYY-MM" */
    const char *until; /* "YYYY-MM", included */
    const char *axis;  /* NULL: all */
    const char *value; /* of the axis; NULL: "" */
    const char *after; /* "next" of the page before; or NULL */
    int64_t limit;     /* at most FIGURE_ROWS_MAX */
};

/* A page of the rows that a metric counts in some months, the latest first.  It may hold
 * fewer rows than `limit`, even none, and yet have a `next`: one call looks at so many
 * rows only.  All pages together are all rows; their amounts add up to the figure. */
struct figure_rows_page {
    struct json_list items; /* struct figure_row; at_ms is set in any case */
    const char *next;       /* NULL: no more */
};

/* QH_INVALID "figure.metric", "figure.month", "figure.axis", "list.cursor". */
QH_MUST qh_status figure_rows(struct ctx *c, const struct figure_rows_filter *f,
                              struct figure_rows_page *out);

/* ---- for checks ---- */

/* Called for each row that a metric counts; month: local "YYYY-MM". */
typedef qh_status (*figure_row_fn)(void *arg, const struct figure_row *row,
                                   const char *month, struct qh_error *err);

/* The n-th metric, NULL past the end; a family ("demand.wd") stands for all its names. */
const char *figure_metric(size_t n);
/* The first and the last name that a metric or family may have, as texts sort. */
void figure_names_of(struct arena *a, const char *metric, const char **out_from,
                     const char **out_until);
/* Counts a metric anew from the entities, over all time, row by row. */
QH_MUST qh_status figure_recount(struct ctx *c, const char *metric, figure_row_fn row,
                                 void *arg);
/* Adds up numbers of rows by days from and until (until excluded), for reports. */
QH_MUST qh_status figure_count_between(struct ctx *c, const char *metric,
                                       const char *from_day, const char *until_day,
                                       figure_row_fn row, void *arg);
