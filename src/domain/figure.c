/* A figure is the sum of its folded rollup rows and of the deltas that still wait.  The
 * table FIGURES names for each metric the query that counts it from the entities; drill
 * down and `qh check` both use that query, so what a page shows behind a number is what
 * the number was checked against. */
#include "domain/figure.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/month.h"
#include "store/sql_figure.h"

#include <stdio.h>
#include <string.h>

/* Which rows a count is about. */
struct range {
    int64_t from_ms;
    int64_t until_ms;
    const char *from_day;
    const char *until_day;
    const char *dim; /* "": all */
    int64_t limit;
};

typedef qh_status counter(struct ctx *c, const char *variant, const struct range *r,
                          sql_counted_fn row, void *arg);

static qh_status visits(struct ctx *c, const char *variant, const struct range *r,
                        sql_counted_fn row, void *arg)
{
    (void)variant;
    return sql_count_visits(c->tx, c->org, r->from_day, r->until_day, r->dim, r->limit,
                            row, arg, &c->err);
}

static qh_status visits_of(struct ctx *c, const char *kind, const struct range *r,
                           sql_counted_fn row, void *arg)
{
    return sql_count_visits_of(c->tx, c->org, kind, r->from_day, r->until_day, r->dim,
                               r->limit, row, arg, &c->err);
}

static qh_status visited(struct ctx *c, const char *variant, const struct range *r,
                         sql_counted_fn row, void *arg)
{
    (void)variant;
    return sql_count_visited(c->tx, c->org, r->from_day, r->until_day, r->dim, r->limit,
                             row, arg, &c->err);
}

static qh_status visitors(struct ctx *c, const char *variant, const struct range *r,
                          sql_counted_fn row, void *arg)
{
    (void)variant;
    return sql_count_visitors(c->tx, c->org, r->from_day, r->until_day, r->dim, r->limit,
                              row, arg, &c->err);
}

static qh_status registered(struct ctx *c, const char *variant, const struct range *r,
                            sql_counted_fn row, void *arg)
{
    (void)variant;
    return sql_count_registered(c->tx, c->org, r->from_ms, r->until_ms, r->dim, r->limit,
                                row, arg, &c->err);
}

static qh_status closed(struct ctx *c, const char *variant, const struct range *r,
                        sql_counted_fn row, void *arg)
{
    (void)variant;
    return sql_count_closed(c->tx, c->org, r->from_ms, r->until_ms, r->dim, r->limit, row,
                            arg, &c->err);
}

static qh_status late(struct ctx *c, const char *variant, const struct range *r,
                      sql_counted_fn row, void *arg)
{
    (void)variant;
    return sql_count_late(c->tx, c->org, r->from_ms, r->until_ms, r->dim, r->limit, row,
                          arg, &c->err);
}

static qh_status followed_up(struct ctx *c, const char *action, const struct range *r,
                             sql_counted_fn row, void *arg)
{
    return sql_count_followed_up(c->tx, c->org, action, r->from_ms, r->until_ms, r->dim,
                                 r->limit, row, arg, &c->err);
}

static qh_status certificates(struct ctx *c, const char *kind, const struct range *r,
                              sql_counted_fn row, void *arg)
{
    return sql_count_certificates(c->tx, c->org, kind, r->from_ms, r->until_ms, r->dim,
                                  r->limit, row, arg, &c->err);
}

static qh_status charges(struct ctx *c, const char *ground, const struct range *r,
                         sql_counted_fn row, void *arg)
{
    return sql_count_charges(c->tx, c->org, ground, r->from_ms, r->until_ms, r->dim,
                             r->limit, row, arg, &c->err);
}

static qh_status downtime(struct ctx *c, const char *variant, const struct range *r,
                          sql_counted_fn row, void *arg)
{
    (void)variant;
    return sql_count_downtime(c->tx, c->org, r->from_ms, r->until_ms, r->dim, r->limit,
                              row, arg, &c->err);
}

/* clang-format off */
static const struct figure {
    const char *metric;
    const char *entity;  /* whose rows it counts */
    counter *count;
    const char *variant; /* passed to count */
} FIGURES[] = {
    {"visit.done",               "visit",       visits,       ""},
    {"demand.registered",        "demand",      registered,   ""},
    {"demand.closed",            "demand",      closed,       ""},
    {"demand.satisfied",         "demand",      followed_up,  "satisfied"},
    {"demand.basically",         "demand",      followed_up,  "basically"},
    {"demand.not_satisfied",     "demand",      followed_up,  "not_satisfied"},
    {"demand.late",              "demand",      late,         ""},
    {"certificate.verification", "certificate", certificates, "verification"},
    {"certificate.notice",       "certificate", certificates, "notice"},
    {"certificate.calibration",  "certificate", certificates, "calibration"},
    {"certificate.inspection",   "certificate", certificates, "inspection"},
    {"charge.payable_fen",       "charge_line", charges,      "payable"},
    {"charge.exempt_fen",        "charge_line", charges,      "exempt"},
    {"charge.waived_fen",        "charge_line", charges,      "waived"},
    {"downtime.days",            "booking",     downtime,     ""},
    {"visit.on_site",            "visit",       visits_of,    "on_site"},
    {"visit.phone",              "visit",       visits_of,    "phone"},
    {"visit.symposium",          "visit",       visits_of,    "symposium"},
    {"visit.expert",             "visit",       visits_of,    "expert"},
    {"visit.follow_up",          "visit",       visits_of,    "follow_up"},
    {"visit.enterprises",        "enterprise",  visited,      ""},
    {"visit.officers",           "person",      visitors,     ""},
};
/* clang-format on */

static const char *const METRICS[] = {
    "visit.done",
    "demand.registered",
    "demand.closed",
    "demand.satisfied",
    "demand.basically",
    "demand.not_satisfied",
    "demand.late",
    "certificate.verification",
    "certificate.notice",
    "certificate.calibration",
    "certificate.inspection",
    "charge.payable_fen",
    "charge.exempt_fen",
    "charge.waived_fen",
    "downtime.days",
    "visit.on_site",
    "visit.phone",
    "visit.symposium",
    "visit.expert",
    "visit.follow_up",
    "visit.enterprises",
    "visit.officers",
    NULL,
};
_Static_assert(LEN(METRICS) == LEN(FIGURES) + 1, "every figure has its name");

enum { FOLD_MAX = 5000, MONTHS_DEFAULT = 12 };

static const struct figure *figure_of(const char *metric)
{
    for (size_t i = 0; i < LEN(FIGURES); i++)
        if (strcmp(FIGURES[i].metric, metric) == 0)
            return &FIGURES[i];
    return NULL;
}

const char *const *figure_metrics(void)
{
    return METRICS;
}

qh_status figure_add(struct ctx *c, const char *metric, int64_t at_ms,
                     const char *division, int64_t amount, const char *entity_id)
{
    const struct figure *f = figure_of(metric);
    char id[ID_LEN + 1];
    char month[MONTH_LEN + 1];

    if (!f)
        return qh_fail(&c->err, QH_BUG, "figure.metric", "", "%s", metric);
    if (amount == 0)
        return QH_OK;
    id_make(c->now_ms, c->rand, id);
    month_of_instant(c->calendar, at_ms, month);
    return sql_rollup_delta_add(c->tx,
                                &(struct sql_rollup_delta_add_in){.org = c->org,
                                                                  .id = id,
                                                                  .metric = metric,
                                                                  .month = month,
                                                                  .dim = division,
                                                                  .amount = amount,
                                                                  .entity = f->entity,
                                                                  .entity_id = entity_id},
                                &c->err);
}

/* ---- folding ---- */

static bool is_same_figure(const struct sql_rollup_delta_oldest *a,
                           const struct sql_rollup_delta_oldest *b)
{
    return strcmp(a->dim, b->dim) == 0 && strcmp(a->metric, b->metric) == 0 &&
           strcmp(a->month, b->month) == 0;
}

/* Adds the amount of a delta to an earlier one of the same figure, so that each figure is
 * written once. */
static void gather(struct sql_rollup_delta_oldest_list *l)
{
    for (size_t i = 1; i < l->n; i++) {
        struct sql_rollup_delta_oldest *d = &l->p[i];
        size_t k = 0;

        while (k < i && (l->p[k].amount == 0 || !is_same_figure(&l->p[k], d)))
            k++;
        if (k == i)
            continue;
        l->p[k].amount += d->amount;
        d->amount = 0;
    }
}

qh_status figure_fold(struct ctx *c, int64_t most, bool *out_left)
{
    const int64_t limit = most < FOLD_MAX ? most : FOLD_MAX;
    struct sql_rollup_delta_oldest_list l = {0};
    qh_status rc;

    rc = sql_rollup_delta_oldest(c->tx, c->arena, c->org, limit, &l, &c->err);
    if (rc)
        return rc;
    gather(&l);
    for (size_t i = 0; i < l.n; i++) {
        const struct sql_rollup_delta_oldest *d = &l.p[i];

        if (d->amount != 0) {
            rc = sql_rollup_put(c->tx, c->org, d->metric, d->month, d->dim, d->amount,
                                &c->err);
            if (rc)
                return rc;
        }
        rc = sql_rollup_delta_remove(c->tx, c->org, d->id, &c->err);
        if (rc)
            return rc;
    }
    *out_left = l.n == (size_t)limit;
    return QH_OK;
}

/* ---- reading ---- */

static qh_status read_divisions(struct ctx *c, const char *from, const char *until,
                                struct figure_page *out)
{
    struct sql_figure_divisions_list found = {0};
    struct figure_division *rows;
    qh_status rc;

    rc = sql_figure_divisions(c->tx, c->arena, c->org, from, until, &found, &c->err);
    if (rc)
        return rc;
    rows = ARENA_ARRAY(c->arena, found.n, struct figure_division);
    for (size_t i = 0; i < found.n; i++)
        rows[i] = (struct figure_division){found.p[i].code, found.p[i].name_zh,
                                           found.p[i].name_en, found.p[i].metric,
                                           found.p[i].amount};
    out->divisions = (struct json_list){.p = rows, .n = found.n};
    return QH_OK;
}

static qh_status read_months(struct ctx *c, const char *from, const char *until,
                             const char *division, struct figure_page *out)
{
    struct figure_sum *sums = ARENA_ARRAY(c->arena, LEN(FIGURES), struct figure_sum);
    struct sql_figure_months_list found = {0};
    struct figure_month *rows;
    qh_status rc;

    rc = sql_figure_months(
        c->tx, c->arena,
        &(struct sql_figure_months_in){
            .org = c->org, .from_month = from, .until_month = until, .dim = division},
        &found, &c->err);
    if (rc)
        return rc;
    rows = ARENA_ARRAY(c->arena, found.n, struct figure_month);
    for (size_t k = 0; k < LEN(FIGURES); k++)
        sums[k].metric = FIGURES[k].metric;
    for (size_t i = 0; i < found.n; i++) {
        const struct figure *f = figure_of(found.p[i].metric);

        rows[i] =
            (struct figure_month){found.p[i].month, found.p[i].metric, found.p[i].amount};
        if (f)
            sums[f - FIGURES].amount += found.p[i].amount;
    }
    out->figures = (struct json_list){.p = sums, .n = LEN(FIGURES)};
    out->months = (struct json_list){.p = rows, .n = found.n};
    return QH_OK;
}

qh_status figure_read(struct ctx *c, const struct figure_filter *f,
                      struct figure_page *out)
{
    char from[MONTH_LEN + 1];
    char until[MONTH_LEN + 1];
    qh_status rc;

    if (f->until && !month_is_valid(f->until))
        return qh_fail(&c->err, QH_INVALID, "figure.month", "until", "%s", f->until);
    if (f->from && !month_is_valid(f->from))
        return qh_fail(&c->err, QH_INVALID, "figure.month", "from", "%s", f->from);
    month_of_instant(c->calendar, c->now_ms, until);
    if (f->until)
        memcpy(until, f->until, sizeof until);
    month_move(until, 1 - MONTHS_DEFAULT, from);
    if (f->from)
        memcpy(from, f->from, sizeof from);
    if (strcmp(from, until) > 0)
        return qh_fail(&c->err, QH_INVALID, "figure.month", "from", "after until");
    rc = read_months(c, from, until, f->division, out);
    if (rc)
        return rc;
    return f->with_divisions ? read_divisions(c, from, until, out) : QH_OK;
}

/* ---- the rows behind ---- */

struct pass {
    struct ctx *c;
    const struct figure *figure;
    figure_row_fn row;
    void *arg;
};

static qh_status pass_on(void *arg, const struct sql_counted *r, struct qh_error *err)
{
    const struct pass *p = arg;
    const struct figure_row row = {p->figure->entity, r->entity_id, r->label,
                                   r->amount,         r->at_ms,     r->dim};
    char month[MONTH_LEN + 1];

    if (r->day[0])
        (void)snprintf(month, sizeof month, "%.7s", r->day);
    else
        month_of_instant(p->c->calendar, r->at_ms, month);
    return p->row(p->arg, &row, month, err);
}

qh_status figure_recount(struct ctx *c, const char *metric, figure_row_fn row, void *arg)
{
    const struct figure *f = figure_of(metric);
    const struct range all = {INT64_MIN, INT64_MAX, "", "9999-12-31", "", INT64_MAX};

    if (!f)
        return qh_fail(&c->err, QH_BUG, "figure.metric", "", "%s", metric);
    return f->count(c, f->variant, &all, pass_on, &(struct pass){c, f, row, arg});
}

struct collect {
    struct ctx *c;
    struct figure_row *rows;
    size_t n;
};

static qh_status collect(void *arg, const struct figure_row *r, const char *month,
                         struct qh_error *err)
{
    struct collect *to = arg;
    struct figure_row *row = &to->rows[to->n++];

    (void)err;
    *row = *r;
    row->id = str_copy(to->c->arena, r->id);
    row->label = str_copy(to->c->arena, r->label);
    row->division = str_copy(to->c->arena, r->division);
    if (row->at_ms == 0) { /* counted by its day: the month's first instant will do */
        int64_t until_ms = 0;

        month_range(to->c->calendar, month, &row->at_ms, &until_ms);
    }
    return QH_OK;
}

qh_status figure_rows(struct ctx *c, const char *metric, const char *month,
                      const char *division, struct json_list *out)
{
    const struct figure *f = figure_of(metric);
    struct collect to = {c, ARENA_ARRAY(c->arena, FIGURE_ROWS_MAX, struct figure_row), 0};
    char until[MONTH_LEN + 1];
    struct range r = {.dim = division ? division : "", .limit = FIGURE_ROWS_MAX};
    qh_status rc;

    if (!f)
        return qh_fail(&c->err, QH_INVALID, "figure.metric", "metric", "%s", metric);
    if (!month_is_valid(month))
        return qh_fail(&c->err, QH_INVALID, "figure.month", "month", "%s", month);
    month_range(c->calendar, month, &r.from_ms, &r.until_ms);
    month_move(month, 1, until);
    r.from_day = month; /* "2025-08" sorts before "2025-08-01" */
    r.until_day = until;
    rc = f->count(c, f->variant, &r, pass_on, &(struct pass){c, f, collect, &to});
    if (rc)
        return rc;
    *out = (struct json_list){.p = to.rows, .n = to.n};
    return QH_OK;
}
