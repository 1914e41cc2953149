/* Figures of the period are counted from the rows (figure_count_between()), so that a
 * week is as exact as a month; what was so far comes from the sums of the months before.
 */
#include "domain/bulletin_count.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/figure_axis.h"
#include "domain/month.h"
#include "store/sql_bulletin.h"
#include "store/sql_figure.h"

#include <string.h>

struct counting {
    struct ctx *c;
    const char *from_day;
    struct bulletin_counts *out;
};

static struct bulletin_group *group_of(struct counting *k, struct bulletin_groups *g,
                                       const char *value)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->p[i].value, value) == 0)
            return &g->p[i];
    if (g->n == BULLETIN_GROUPS_MAX)
        return NULL;
    g->p[g->n].value = str_copy(k->c->arena, value);
    figure_tally_init(&g->p[g->n].tally, k->c->arena);
    return &g->p[g->n++];
}

static qh_status count_row(void *arg, const struct figure_row *row, const char *month,
                           struct qh_error *err)
{
    struct counting *k = arg;

    (void)month;
    (void)err;
    figure_tally_add(&k->out->period, row->metric, row->amount);
    for (size_t i = 0; i < BULLETIN_BYS; i++) {
        const char *value = figure_value(&row->at, k->out->by[i].axis);
        struct bulletin_group *g = *value ? group_of(k, &k->out->by[i], value) : NULL;

        if (g)
            figure_tally_add(&g->tally, row->metric, row->amount);
    }
    return QH_OK;
}

static const char *day_after(struct ctx *c, const char *day)
{
    char *out = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);
    int64_t n = 0;

    if (day_parse(day, &n) == QH_OK)
        day_format(n + 1, out);
    return out;
}

/* Who was visited and who visited are told once a period, not once a month. */
static bool is_by_month(const char *metric)
{
    return str_equal(metric, "visit.enterprises") || str_equal(metric, "visit.officers");
}

static qh_status count_coverage(struct counting *k, const char *until)
{
    struct sql_bulletin_visited_list visited = {0};
    struct sql_bulletin_visitors visitors = {0};
    struct sql_figure_enterprises_list all = {0};
    struct bulletin_groups *divisions = &k->out->by[BULLETIN_BY_DIVISION];
    struct ctx *c = k->c;
    qh_status rc = sql_bulletin_visited(c->tx, c->arena, c->org, k->from_day, until,
                                        &visited, &c->err);

    if (!rc)
        rc = sql_bulletin_visitors(c->tx, c->arena, c->org, k->from_day, until, &visitors,
                                   &c->err);
    if (!rc)
        rc = sql_figure_enterprises(c->tx, c->arena, c->org, &all, &c->err);
    if (rc)
        return rc;
    for (size_t i = 0; i < visited.n; i++) {
        struct bulletin_group *g = group_of(k, divisions, visited.p[i].division);

        figure_tally_add(&k->out->period, "visit.enterprises", visited.p[i].enterprises);
        if (g)
            figure_tally_add(&g->tally, "visit.enterprises", visited.p[i].enterprises);
    }
    figure_tally_add(&k->out->period, "visit.officers", visitors.n);
    k->out->period.months = 1;
    for (size_t i = 0; i < all.n; i++) {
        struct bulletin_group *g = group_of(k, divisions, all.p[i].division);

        k->out->period.enterprises += all.p[i].enterprises;
        if (!g)
            continue;
        g->tally.months = 1;
        g->tally.enterprises = all.p[i].enterprises;
    }
    return QH_OK;
}

qh_status bulletin_count_period(struct ctx *c, const char *from_day,
                                const char *until_day, struct bulletin_counts *out)
{
    static const char *const AXES[BULLETIN_BYS] = {"kind", "office", "division"};
    const char *until = day_after(c, until_day);
    struct counting counting = {c, from_day, out};
    struct counting *k = &counting;
    qh_status rc = QH_OK;

    figure_tally_init(&out->period, c->arena);
    for (size_t i = 0; i < BULLETIN_BYS; i++)
        k->out->by[i].axis = AXES[i];
    for (size_t i = 0; figure_metric(i) && !rc; i++) {
        if (is_by_month(figure_metric(i)))
            continue;
        rc = figure_count_between(k->c, figure_metric(i), k->from_day, until, count_row,
                                  k);
    }
    return rc ? rc : count_coverage(k, until);
}

/* ---- what was so far ---- */

static qh_status add_so_far(void *arg, const struct figure_row *row, const char *month,
                            struct qh_error *err)
{
    struct bulletin_so_far *t = arg;

    (void)month;
    (void)err;
    if (str_equal(row->metric, "demand.registered"))
        t->registered += row->amount;
    else
        t->closed += row->amount;
    return QH_OK;
}

/* Sums of the months before, and the rows of the month until the end of the period. */
qh_status bulletin_count_so_far(struct ctx *c, const char *until_day,
                                struct bulletin_so_far *out)
{
    char first[DAY_LEN + 1];
    char before[MONTH_LEN + 1];
    char from[MONTH_LEN + 1];
    struct figure_page page = {0};
    const struct figure_sum *sums;
    const char *until = day_after(c, until_day);
    qh_status rc;

    memcpy(first, until_day, sizeof first);
    memcpy(first + 8, "01", 2);
    first[7] = '\0';
    month_move(first, -1, before);
    month_move(before, 1 - FIGURE_MONTHS_MAX, from);
    first[7] = '-';
    rc = figure_read(c, &(struct figure_filter){from, before, NULL, NULL}, &page);
    if (rc)
        return rc;
    sums = page.figures.p;
    for (size_t i = 0; i < page.figures.n; i++) {
        if (str_equal(sums[i].metric, "demand.registered"))
            out->registered += sums[i].amount;
        if (str_equal(sums[i].metric, "demand.closed"))
            out->closed += sums[i].amount;
    }
    rc = figure_count_between(c, "demand.registered", first, until, add_so_far, out);
    if (!rc)
        rc = figure_count_between(c, "demand.closed", first, until, add_so_far, out);
    return rc;
}
