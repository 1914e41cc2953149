#include "domain/figure_table.h"

#include "domain/figure_demand.h"
#include "domain/month.h"
#include "store/sql_figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row of a query on its way to the sink. */
struct pass {
    struct ctx *c;
    const struct figure *figure;
    const struct figure_sink *to;
};

static qh_status pass_on(void *arg, const struct sql_counted *r, struct qh_error *err)
{
    const struct pass *p = arg;
    const struct figure_row row = {.metric = p->figure->metric,
                                   .entity = p->figure->entity,
                                   .id = r->entity_id,
                                   .label = r->label,
                                   .amount = r->amount,
                                   .at_ms = r->at_ms,
                                   .at = {r->dim, "", "", "", ""}};
    char month[MONTH_LEN + 1];

    if (r->day[0])
        (void)snprintf(month, sizeof month, "%.7s", r->day);
    else
        month_of_instant(p->c->calendar, r->at_ms, month);
    return p->to->row(p->to->arg, &row, month, err);
}

static qh_status visits(struct ctx *c, const struct figure *f,
                        const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_visits(c->tx, c->org, r->from_day, r->until_day, pass_on,
                            &(struct pass){c, f, to}, &c->err);
}

static qh_status visits_of(struct ctx *c, const struct figure *f,
                           const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_visits_of(c->tx, c->org, f->variant, r->from_day, r->until_day,
                               pass_on, &(struct pass){c, f, to}, &c->err);
}

static qh_status visited(struct ctx *c, const struct figure *f,
                         const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_visited(c->tx, c->org, r->from_day, r->until_day, pass_on,
                             &(struct pass){c, f, to}, &c->err);
}

static qh_status visitors(struct ctx *c, const struct figure *f,
                          const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_visitors(c->tx, c->org, r->from_day, r->until_day, pass_on,
                              &(struct pass){c, f, to}, &c->err);
}

static qh_status certificates(struct ctx *c, const struct figure *f,
                              const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_certificates(c->tx, c->org, f->variant, r->from_ms, r->until_ms,
                                  pass_on, &(struct pass){c, f, to}, &c->err);
}

static qh_status charges(struct ctx *c, const struct figure *f,
                         const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_charges(c->tx, c->org, f->variant, r->from_ms, r->until_ms, pass_on,
                             &(struct pass){c, f, to}, &c->err);
}

static qh_status downtime(struct ctx *c, const struct figure *f,
                          const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_downtime(c->tx, c->org, r->from_ms, r->until_ms, pass_on,
                              &(struct pass){c, f, to}, &c->err);
}

/* clang-format off */
const struct figure FIGURES[] = {
    {"certificate.calibration",  "certificate", certificates,         "calibration",   false},
    {"certificate.inspection",   "certificate", certificates,         "inspection",    false},
    {"certificate.notice",       "certificate", certificates,         "notice",        false},
    {"certificate.verification", "certificate", certificates,         "verification",  false},
    {"charge.exempt_fen",        "charge_line", charges,              "exempt",        false},
    {"charge.payable_fen",       "charge_line", charges,              "payable",       false},
    {"charge.waived_fen",        "charge_line", charges,              "waived",        false},
    {"demand.answered",          "demand",      figure_count_demands, "answered",      false},
    {"demand.basically",         "demand",      figure_count_answers, "basically",     false},
    {"demand.closed",            "demand",      figure_count_demands, "closed",        false},
    {"demand.days",              "demand",      figure_count_demands, "days",          false},
    {"demand.done",              "demand",      figure_count_demands, "done",          false},
    {"demand.extended",          "demand",      figure_count_demands, "extended",      false},
    {"demand.followed_up",       "demand",      figure_count_demands, "followed_up",   false},
    {"demand.forwarded",         "demand",      figure_count_demands, "forwarded",     false},
    {"demand.late",              "demand",      figure_count_demands, "late",          false},
    {"demand.not_satisfied",     "demand",      figure_count_answers, "not_satisfied", false},
    {"demand.once",              "demand",      figure_count_demands, "once",          false},
    {"demand.registered",        "demand",      figure_count_demands, "registered",    false},
    {"demand.reopened",          "demand",      figure_count_demands, "reopened",      false},
    {"demand.replied",           "demand",      figure_count_demands, "replied",       false},
    {"demand.resolved",          "demand",      figure_count_demands, "resolved",      false},
    {"demand.satisfied",         "demand",      figure_count_answers, "satisfied",     false},
    {"demand.wd",                "demand",      figure_count_demands, "wd",            true},
    {"demand.withdrawn",         "demand",      figure_count_demands, "withdrawn",     false},
    {"downtime.days",            "booking",     downtime,             "",              false},
    {"visit.done",               "visit",       visits,               "",              false},
    {"visit.enterprises",        "enterprise",  visited,              "",              false},
    {"visit.expert",             "visit",       visits_of,            "expert",        false},
    {"visit.follow_up",          "visit",       visits_of,            "follow_up",     false},
    {"visit.officers",           "person",      visitors,             "",              false},
    {"visit.on_site",            "visit",       visits_of,            "on_site",       false},
    {"visit.phone",              "visit",       visits_of,            "phone",         false},
    {"visit.symposium",          "visit",       visits_of,            "symposium",     false},
};
/* clang-format on */
const size_t FIGURES_N = LEN(FIGURES);

/* Compares a name with a row's metric; a name of a family equals the family. */
static int compare(const void *key, const void *element)
{
    const char *name = key;
    const struct figure *f = element;
    const size_t n = strlen(f->metric);

    if (f->is_family && strncmp(name, f->metric, n) == 0 && name[n] == '.')
        return 0;
    return strcmp(name, f->metric);
}

const struct figure *figure_find(const char *metric)
{
    return bsearch(metric, FIGURES, FIGURES_N, sizeof *FIGURES, compare);
}
