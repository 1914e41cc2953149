#include "domain/figure_read.h"

#include "base/text.h"
#include "domain/figure_axis.h"
#include "domain/figure_demand.h"
#include "domain/month.h"
#include "store/sql_figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS_DEFAULT = 12, PERCENT = 10000, GROUPS_MAX = 1100 };

/* ---- a tally: sums of every metric ---- */

void figure_tally_init(struct figure_tally *t, struct arena *a)
{
    *t = (struct figure_tally){.sums = ARENA_ARRAY(a, FIGURES_N, int64_t),
                               .days = ARENA_ARRAY(a, DEMAND_WD_MAX + 1, int64_t)};
}

void figure_tally_add(struct figure_tally *t, const char *metric, int64_t amount)
{
    const struct figure *f = figure_find(metric);
    const char *bucket = strrchr(metric, '.');
    long days;

    if (!f)
        return;
    t->sums[f - FIGURES] += amount;
    if (!f->is_family || !bucket)
        return;
    days = strtol(bucket + 1, NULL, 10);
    if (days >= 0 && days <= DEMAND_WD_MAX)
        t->days[days] += amount;
}

int64_t figure_tally_of(const struct figure_tally *t, const char *metric)
{
    const struct figure *f = figure_find(metric);

    return f ? t->sums[f - FIGURES] : 0;
}

/* ---- rates ---- */

/* clang-format off */
static const struct rate {
    const char *rate;
    const char *unit;
    const char *above; /* metric; NULL: the median of demand.wd */
    const char *below; /* metric; NULL: enterprises times months */
} RATES[] = {
    {"response",     "percent", "demand.answered",    "demand.registered"},
    {"completion",   "percent", "demand.resolved",    "demand.registered"},
    {"on_time",      "percent", "demand.on_time",     "demand.closed"},
    {"once",         "percent", "demand.once",        "demand.closed"},
    {"mean_wd",      "days",    "demand.days",        "demand.wd"},
    {"median_wd",    "days",    NULL,                 "demand.wd"},
    {"follow_up",    "percent", "demand.followed_up", "demand.done"},
    {"satisfaction", "percent", "demand.content",     "demand.asked"},
    {"reopened",     "percent", "demand.reopened",    "demand.done"},
    {"reply",        "percent", "demand.replied",     "demand.forwarded"},
    {"coverage",     "percent", "visit.enterprises",  NULL},
    {"visits_each",  "count",   "visit.done",         "visit.officers"},
};
/* clang-format on */
_Static_assert(LEN(RATES) == FIGURE_RATES, "figure_read.h says how many");

/* n/d to so many decimal places (at most 2), half up; both >= 0. */
static const char *quotient(struct arena *a, int64_t n, int64_t d, int places)
{
    const int64_t scale = places == 2 ? 100 : 10;
    const int64_t v = (2 * n * scale + d) / (2 * d);

    return str_format(a, "%lld.%0*lld", (long long)(v / scale), places,
                      (long long)(v % scale));
}

/* Twice the median, so that it is a whole number. */
static int64_t twice_median(const struct figure_tally *t, int64_t n)
{
    const int64_t low = (n + 1) / 2;
    const int64_t high = n / 2 + 1;
    int64_t seen = 0;
    int64_t sum = 0;

    for (int64_t d = 0; d <= DEMAND_WD_MAX; d++) {
        const int64_t before = seen;

        seen += t->days[d];
        sum += (before < low && low <= seen) ? d : 0;
        sum += (before < high && high <= seen) ? d : 0;
    }
    return sum;
}

static struct figure_rate rate_of(struct arena *a, const struct figure_tally *t,
                                  const struct rate *r)
{
    struct figure_rate out = {
        .rate = r->rate, .unit = r->unit, .above = r->above, .below = r->below};
    const bool is_median = !r->above;
    const bool is_percent = str_equal(r->unit, "percent");

    out.denominator =
        r->below ? figure_tally_of(t, r->below) : t->enterprises * t->months;
    out.numerator =
        is_median ? twice_median(t, out.denominator) : figure_tally_of(t, r->above);
    if (out.denominator <= 0 || out.numerator < 0)
        return out;
    if (is_median)
        out.value = quotient(a, out.numerator, 2, 1);
    else if (is_percent)
        out.value = quotient(a, out.numerator * 100, out.denominator, 2);
    else
        out.value = quotient(a, out.numerator, out.denominator, 1);
    return out;
}

void figure_tally_rates(struct arena *a, const struct figure_tally *t,
                        struct json_list *out)
{
    struct figure_rate *rates = ARENA_ARRAY(a, LEN(RATES), struct figure_rate);

    for (size_t i = 0; i < LEN(RATES); i++)
        rates[i] = rate_of(a, t, &RATES[i]);
    *out = (struct json_list){.p = rates, .n = LEN(RATES)};
}

static void list_sums(struct arena *a, const struct figure_tally *t, bool all,
                      struct json_list *out)
{
    struct figure_sum *sums = ARENA_ARRAY(a, FIGURES_N, struct figure_sum);
    size_t n = 0;

    for (size_t i = 0; i < FIGURES_N; i++)
        if (!FIGURES[i].is_family && (all || t->sums[i] != 0))
            sums[n++] = (struct figure_sum){FIGURES[i].metric, t->sums[i]};
    *out = (struct json_list){.p = sums, .n = n};
}

/* ---- the period ---- */

struct period {
    char from[MONTH_LEN + 1];
    char until[MONTH_LEN + 1];
    int months;
};

static qh_status wrong_month(struct ctx *c, const char *field, const char *why)
{
    return qh_fail(&c->err, QH_INVALID, "figure.month", field, "%.20s", why);
}

static int month_number(const char *month)
{
    return (int)strtol(month, NULL, 10) * 12 + (int)strtol(month + 5, NULL, 10);
}

/* What is shown if nobody says which month: the last one that has figures. */
static qh_status find_until(struct ctx *c, const char *asked, char out[MONTH_LEN + 1])
{
    struct sql_figure_last_month_list rows = {0};
    qh_status rc;

    if (asked) {
        memcpy(out, asked, MONTH_LEN + 1);
        return QH_OK;
    }
    month_of_instant(c->calendar, c->now_ms, out);
    rc = sql_figure_last_month(c->tx, c->arena, c->org, out, &rows, &c->err);
    if (!rc && rows.n)
        memcpy(out, rows.p[0].month, MONTH_LEN);
    return rc;
}

static qh_status find_period(struct ctx *c, const struct figure_filter *f,
                             struct period *out)
{
    bool is_axis = !f->axis || str_equal(f->axis, "all");
    qh_status rc;

    for (const char *const *axis = figure_axes(); *axis; axis++)
        is_axis = is_axis || str_equal(*axis, f->axis);
    if (!is_axis)
        return qh_fail(&c->err, QH_INVALID, "figure.axis", "axis", "%.20s", f->axis);
    if (f->until && !month_is_valid(f->until))
        return wrong_month(c, "until", f->until);
    if (f->from && !month_is_valid(f->from))
        return wrong_month(c, "from", f->from);
    rc = find_until(c, f->until, out->until);
    if (rc)
        return rc;
    month_move(out->until, 1 - MONTHS_DEFAULT, out->from);
    if (f->from)
        memcpy(out->from, f->from, sizeof out->from);
    if (strcmp(out->from, out->until) > 0)
        return wrong_month(c, "from", "after until");
    out->months = month_number(out->until) - month_number(out->from) + 1;
    if (out->months > FIGURE_MONTHS_MAX)
        return wrong_month(c, "from", "too far back");
    return QH_OK;
}

/* How many enterprises there are, in a division or in all. */
static qh_status count_enterprises(struct ctx *c, struct sql_figure_enterprises_list *out)
{
    return sql_figure_enterprises(c->tx, c->arena, c->org, out, &c->err);
}

static int64_t enterprises_of(const struct sql_figure_enterprises_list *l,
                              const char *axis, const char *value)
{
    const bool by_division = str_equal(axis, "division");
    int64_t n = 0;

    if (axis && !by_division && !str_equal(axis, "all"))
        return 0;
    for (size_t i = 0; i < l->n; i++)
        if (!by_division || str_equal(l->p[i].division, value))
            n += l->p[i].enterprises;
    return n;
}

/* ---- one page ---- */

struct months {
    const struct period *period;
    struct figure_tally tally;
    int64_t *cells; /* by metric and month */
};

static qh_status take_month(void *arg, const struct sql_figure_months *row,
                            struct qh_error *err)
{
    struct months *m = arg;
    const struct figure *f = figure_find(row->metric);
    const int at = month_number(row->month) - month_number(m->period->from);

    (void)err;
    if (!f || at < 0 || at >= m->period->months)
        return QH_OK;
    figure_tally_add(&m->tally, row->metric, row->amount);
    m->cells[(f - FIGURES) * m->period->months + at] += row->amount;
    return QH_OK;
}

static void list_months(struct arena *a, const struct months *m, struct json_list *out)
{
    const size_t months = (size_t)m->period->months;
    struct figure_month *rows = ARENA_ARRAY(a, FIGURES_N * months, struct figure_month);
    size_t n = 0;

    for (size_t k = 0; k < months; k++) {
        char *month = ARENA_ARRAY(a, MONTH_LEN + 1, char);

        month_move(m->period->from, (int)k, month);
        for (size_t i = 0; i < FIGURES_N; i++)
            if (!FIGURES[i].is_family && m->cells[i * months + k] != 0)
                rows[n++] = (struct figure_month){month, FIGURES[i].metric,
                                                  m->cells[i * months + k]};
    }
    *out = (struct json_list){.p = rows, .n = n};
}

qh_status figure_read(struct ctx *c, const struct figure_filter *f,
                      struct figure_page *out)
{
    struct sql_figure_enterprises_list enterprises = {0};
    struct period period = {.months = 0};
    struct months m = {.period = &period};
    qh_status rc = find_period(c, f, &period);

    if (rc)
        return rc;
    rc = count_enterprises(c, &enterprises);
    if (rc)
        return rc;
    figure_tally_init(&m.tally, c->arena);
    m.tally.months = period.months;
    m.tally.enterprises = enterprises_of(&enterprises, f->axis, f->value);
    m.cells = ARENA_ARRAY(c->arena, FIGURES_N * (size_t)period.months, int64_t);
    rc = sql_figure_months(c->tx, c->org, f->axis ? f->axis : "all",
                           f->value ? f->value : "", period.from, period.until,
                           take_month, &m, &c->err);
    if (rc)
        return rc;
    out->from = str_copy(c->arena, period.from);
    out->until = str_copy(c->arena, period.until);
    list_sums(c->arena, &m.tally, true, &out->figures);
    figure_tally_rates(c->arena, &m.tally, &out->rates);
    list_months(c->arena, &m, &out->months);
    return QH_OK;
}

/* ---- days ---- */

qh_status figure_of_days(struct ctx *c, const char *metric, const char *from_day,
                         const char *until_day, int64_t *out)
{
    int64_t sum = 0;
    char month[MONTH_LEN + 1];

    (void)snprintf(month, sizeof month, "%.7s", from_day);
    while (strncmp(month, until_day, MONTH_LEN) <= 0) {
        struct sql_figure_days days = {0};
        const qh_status rc = sql_figure_days(c->tx, c->arena, c->org, metric, month,
                                             from_day, until_day, &days, &c->err);

        if (rc)
            return rc;
        sum += days.amount;
        month_move(month, 1, month);
    }
    *out = sum;
    return QH_OK;
}

/* ---- by the values of an axis ---- */

struct group {
    const char *value;
    struct figure_tally tally;
};

struct groups {
    struct ctx *c;
    struct group *p;
    size_t n;
};

/* Found from the end: rows of one value follow one another within a metric. */
static struct group *group_of(struct groups *g, const char *value)
{
    for (size_t i = 0; i < g->n; i++)
        if (str_equal(g->p[i].value, value))
            return &g->p[i];
    if (g->n == GROUPS_MAX)
        return NULL;
    g->p[g->n] = (struct group){.value = str_copy(g->c->arena, value)};
    figure_tally_init(&g->p[g->n].tally, g->c->arena);
    return &g->p[g->n++];
}

static qh_status take_value(void *arg, const struct sql_figure_values *row,
                            struct qh_error *err)
{
    struct groups *g = arg;
    struct group *to = *row->value ? group_of(g, row->value) : NULL;

    (void)err;
    if (to)
        figure_tally_add(&to->tally, row->metric, row->amount);
    return QH_OK;
}

static int compare_groups(const void *a, const void *b)
{
    return strcmp(((const struct group *)a)->value, ((const struct group *)b)->value);
}

static qh_status load_names(struct ctx *c, const char *axis,
                            struct sql_figure_names_list *out)
{
    struct sql_figure_names_in in = {.org = c->org};

    if (str_equal(axis, "division"))
        in.axis = SQL_FIGURE_NAMES_AXIS_DIVISION;
    else if (str_equal(axis, "office"))
        in.axis = SQL_FIGURE_NAMES_AXIS_OFFICE;
    else if (str_equal(axis, "item"))
        in.axis = SQL_FIGURE_NAMES_AXIS_ITEM;
    else
        return QH_OK;
    return sql_figure_names(c->tx, c->arena, &in, out, &c->err);
}

static struct figure_group group_out(struct ctx *c, const struct group *g,
                                     const struct sql_figure_names_list *names)
{
    struct figure_group out = {.value = g->value, .name_zh = "", .name_en = ""};

    for (size_t i = 0; i < names->n; i++)
        if (str_equal(names->p[i].value, g->value)) {
            out.name_zh = names->p[i].name_zh;
            out.name_en = names->p[i].name_en;
        }
    list_sums(c->arena, &g->tally, false, &out.figures);
    figure_tally_rates(c->arena, &g->tally, &out.rates);
    return out;
}

qh_status figure_read_by(struct ctx *c, const struct figure_filter *f,
                         struct figure_groups *out)
{
    struct sql_figure_enterprises_list enterprises = {0};
    struct sql_figure_names_list names = {0};
    struct period period = {.months = 0};
    struct groups g = {c, ARENA_ARRAY(c->arena, GROUPS_MAX, struct group), 0};
    struct figure_group *items;
    qh_status rc = find_period(c, f, &period);

    if (!rc)
        rc = load_names(c, f->axis, &names);
    if (!rc)
        rc = count_enterprises(c, &enterprises);
    if (!rc)
        rc = sql_figure_values(c->tx, c->org, f->axis, period.from, period.until,
                               take_value, &g, &c->err);
    if (rc)
        return rc;
    qsort(g.p, g.n, sizeof *g.p, compare_groups);
    items = ARENA_ARRAY(c->arena, g.n, struct figure_group);
    for (size_t i = 0; i < g.n; i++) {
        g.p[i].tally.months = period.months;
        g.p[i].tally.enterprises = enterprises_of(&enterprises, f->axis, g.p[i].value);
        items[i] = group_out(c, &g.p[i], &names);
    }
    out->from = str_copy(c->arena, period.from);
    out->until = str_copy(c->arena, period.until);
    out->items = (struct json_list){.p = items, .n = g.n};
    return QH_OK;
}
