/* The table of figures (figure_table.h) names for each metric the query that counts it
 * from the entities; drill down, rebuild and `qh check` all use that query, so what a
 * page shows behind a number is what the number was checked against. */
#include "domain/figure_table.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/figure_axis.h"
#include "domain/month.h"
#include "store/sql_figure.h"

#include <stdlib.h>
#include <string.h>

enum { FOLD_MAX = 5000 };

const char *figure_metric(size_t n)
{
    return n < FIGURES_N ? FIGURES[n].metric : NULL;
}

void figure_names_of(struct arena *a, const char *metric, const char **out_from,
                     const char **out_until)
{
    const struct figure *f = figure_find(metric);

    *out_from = metric;
    *out_until = f && f->is_family ? str_format(a, "%s.~", metric) : metric;
}

qh_status figure_add_at(struct ctx *c, const char *metric, int64_t at_ms,
                        const struct figure_at *at, int64_t amount, const char *entity_id)
{
    const struct figure *f = figure_find(metric);
    char id[ID_LEN + 1];
    char month[MONTH_LEN + 1];
    char day[DAY_LEN + 1];

    if (!f)
        return qh_fail(&c->err, QH_BUG, "figure.metric", "", "%s", metric);
    if (amount == 0)
        return QH_OK;
    id_make(c->now_ms, c->rand, id);
    month_of_instant(c->calendar, at_ms, month);
    figure_day(c, f->is_daily, at_ms, day);
    return sql_figure_delta_add(c->tx,
                                &(struct sql_figure_delta_add_in){
                                    .org = c->org,
                                    .id = id,
                                    .metric = metric,
                                    .month = month,
                                    .division = at->division,
                                    .office = at->office,
                                    .kind = at->kind,
                                    .item = at->item,
                                    .route = at->route,
                                    .day = day,
                                    .amount = amount,
                                    .entity = f->entity,
                                    .entity_id = entity_id,
                                },
                                &c->err);
}

qh_status figure_add(struct ctx *c, const char *metric, int64_t at_ms,
                     const char *division, int64_t amount, const char *entity_id)
{
    const struct figure_at at = {division, "", "", "", "", ""};

    return figure_add_at(c, metric, at_ms, &at, amount, entity_id);
}

/* ---- folding ---- */

/* What a delta adds to one sum. */
struct share {
    const char *axis;
    const char *month;
    const char *metric;
    const char *value;
    int64_t amount;
};

static int compare_shares(const void *a, const void *b)
{
    const struct share *x = a;
    const struct share *y = b;
    int order = strcmp(x->axis, y->axis);

    if (!order)
        order = strcmp(x->month, y->month);
    if (!order)
        order = strcmp(x->metric, y->metric);
    return order ? order : strcmp(x->value, y->value);
}

static void add_shares(const struct sql_figure_delta_oldest *d, struct share *to,
                       size_t *n)
{
    const struct figure_at at = {d->division, d->office, d->kind,
                                 d->item,     d->route,  d->day};

    to[(*n)++] = (struct share){"all", d->month, d->metric, "", d->amount};
    for (const char *const *axis = figure_axes(); *axis; axis++) {
        const char *value = figure_value(&at, *axis);

        if (*value)
            to[(*n)++] = (struct share){*axis, d->month, d->metric, value, d->amount};
    }
}

/* Each sum is written once. */
static qh_status put_shares(struct ctx *c, struct share *s, size_t n)
{
    qh_status rc = QH_OK;

    qsort(s, n, sizeof *s, compare_shares);
    for (size_t i = 0; i < n && !rc; i++) {
        if (i + 1 < n && compare_shares(&s[i], &s[i + 1]) == 0)
            s[i + 1].amount += s[i].amount;
        else if (s[i].amount != 0)
            rc = sql_figure_put(c->tx, c->org, s[i].axis, s[i].month, s[i].metric,
                                s[i].value, s[i].amount, &c->err);
    }
    return rc;
}

qh_status figure_fold(struct ctx *c, int64_t most, bool *out_left)
{
    const int64_t limit = most < FOLD_MAX ? most : FOLD_MAX;
    struct sql_figure_delta_oldest_list l = {0};
    struct share *shares;
    size_t n = 0;
    qh_status rc;

    rc = sql_figure_delta_oldest(c->tx, c->arena, c->org, limit, &l, &c->err);
    if (rc)
        return rc;
    shares = ARENA_ARRAY(c->arena, l.n * (FIGURE_AXES_N + 1), struct share);
    for (size_t i = 0; i < l.n; i++)
        add_shares(&l.p[i], shares, &n);
    rc = put_shares(c, shares, n);
    for (size_t i = 0; i < l.n && !rc; i++)
        rc = sql_figure_delta_remove(c->tx, c->org, l.p[i].id, &c->err);
    if (rc)
        return rc;
    *out_left = l.n == (size_t)limit;
    return QH_OK;
}

/* ---- counting anew ---- */

static const struct figure_range ALL = {INT64_MIN, INT64_MAX, "", "9999-12-31", ""};

qh_status figure_recount(struct ctx *c, const char *metric, figure_row_fn row, void *arg)
{
    const struct figure *f = figure_find(metric);

    if (!f)
        return qh_fail(&c->err, QH_BUG, "figure.metric", "", "%s", metric);
    return f->count(c, f, &ALL, &(struct figure_sink){row, arg});
}

qh_status figure_count_between(struct ctx *c, const char *metric, const char *from_day,
                               const char *until_day, figure_row_fn row, void *arg)
{
    const struct figure *f = figure_find(metric);
    struct figure_range r = {
        .from_day = from_day, .until_day = until_day, .until_id = ""};
    int64_t from = 0;
    int64_t until = 0;

    if (!f)
        return qh_fail(&c->err, QH_BUG, "figure.metric", "", "%s", metric);
    if (day_parse(from_day, &from) || day_parse(until_day, &until))
        return qh_fail(&c->err, QH_INVALID, "figure.day", "", "%s %s", from_day,
                       until_day);
    r.from_ms = instant_of_day(c->calendar, from);
    r.until_ms = instant_of_day(c->calendar, until);
    return f->count(c, f, &r, &(struct figure_sink){row, arg});
}
