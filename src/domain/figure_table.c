#include "domain/figure_table.h"

#include "domain/figure_axis.h"
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
    char of_instant[DAY_LEN + 1];
    const char *day = p->figure->is_daily && r->day[0] ? r->day : of_instant;
    const struct figure_row row = {.metric = p->figure->metric,
                                   .entity = p->figure->entity,
                                   .id = r->entity_id,
                                   .label = r->label,
                                   .amount = r->amount,
                                   .at_ms = r->at_ms,
                                   .day = r->day,
                                   .at = {r->dim, "", "", "", "", day}};
    char month[MONTH_LEN + 1];

    figure_day(p->c, p->figure->is_daily, r->at_ms, of_instant);
    if (r->day[0])
        (void)snprintf(month, sizeof month, "%.7s", r->day);
    else
        month_of_instant(p->c->calendar, r->at_ms, month);
    return p->to->row(p->to->arg, &row, month, err);
}

static qh_status visits(struct ctx *c, const struct figure *f,
                        const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_visits(c->tx, c->org, r->from_day, r->until_day, r->until_id,
                            pass_on, &(struct pass){c, f, to}, &c->err);
}

static qh_status visits_of(struct ctx *c, const struct figure *f,
                           const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_visits_of(c->tx, c->org, f->variant, r->from_day, r->until_day,
                               r->until_id, pass_on, &(struct pass){c, f, to}, &c->err);
}

static qh_status visited(struct ctx *c, const struct figure *f,
                         const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_visited(c->tx, c->org, r->from_day, r->until_day, r->until_id,
                             pass_on, &(struct pass){c, f, to}, &c->err);
}

static qh_status visitors(struct ctx *c, const struct figure *f,
                          const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_visitors(c->tx, c->org, r->from_day, r->until_day, r->until_id,
                              pass_on, &(struct pass){c, f, to}, &c->err);
}

static qh_status certificates(struct ctx *c, const struct figure *f,
                              const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_certificates(c->tx, c->org, f->variant, r->from_ms, r->until_ms,
                                  r->until_id, pass_on, &(struct pass){c, f, to},
                                  &c->err);
}

static qh_status charges(struct ctx *c, const struct figure *f,
                         const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_charges(c->tx, c->org, f->variant, r->from_ms, r->until_ms,
                             r->until_id, pass_on, &(struct pass){c, f, to}, &c->err);
}

static qh_status downtime(struct ctx *c, const struct figure *f,
                          const struct figure_range *r, const struct figure_sink *to)
{
    return sql_count_downtime(c->tx, c->org, r->from_ms, r->until_ms, r->until_id,
                              pass_on, &(struct pass){c, f, to}, &c->err);
}

/* clang-format off */
const struct figure FIGURES[] = {
    {"certificate.calibration",  "certificate", certificates,         "calibration",   false, false},
    {"certificate.inspection",   "certificate", certificates,         "inspection",    false, false},
    {"certificate.notice",       "certificate", certificates,         "notice",        false, false},
    {"certificate.verification", "certificate", certificates,         "verification",  false, false},
    {"charge.exempt_fen",        "charge_line", charges,              "exempt",        false, true},
    {"charge.payable_fen",       "charge_line", charges,              "payable",       false, false},
    {"charge.waived_fen",        "charge_line", charges,              "waived",        false, true},
    {"demand.answered",          "demand",      figure_count_demands, "answered",      false, false},
    {"demand.asked",             "demand",      figure_count_answers, "asked",         false, false},
    {"demand.basically",         "demand",      figure_count_answers, "basically",     false, false},
    {"demand.closed",            "demand",      figure_count_demands, "closed",        false, true},
    {"demand.content",           "demand",      figure_count_answers, "content",       false, false},
    {"demand.days",              "demand",      figure_count_demands, "days",          false, false},
    {"demand.done",              "demand",      figure_count_demands, "done",          false, false},
    {"demand.extended",          "demand",      figure_count_demands, "extended",      false, false},
    {"demand.followed_up",       "demand",      figure_count_demands, "followed_up",   false, false},
    {"demand.forwarded",         "demand",      figure_count_demands, "forwarded",     false, false},
    {"demand.late",              "demand",      figure_count_demands, "late",          false, false},
    {"demand.not_satisfied",     "demand",      figure_count_answers, "not_satisfied", false, false},
    {"demand.on_time",           "demand",      figure_count_demands, "on_time",       false, false},
    {"demand.once",              "demand",      figure_count_demands, "once",          false, false},
    {"demand.registered",        "demand",      figure_count_demands, "registered",    false, true},
    {"demand.reopened",          "demand",      figure_count_demands, "reopened",      false, false},
    {"demand.replied",           "demand",      figure_count_demands, "replied",       false, false},
    {"demand.resolved",          "demand",      figure_count_demands, "resolved",      false, false},
    {"demand.satisfied",         "demand",      figure_count_answers, "satisfied",     false, false},
    {"demand.wd",                "demand",      figure_count_demands, "wd",            true, false},
    {"demand.withdrawn",         "demand",      figure_count_demands, "withdrawn",     false, false},
    {"downtime.days",            "booking",     downtime,             "",              false, false},
    {"visit.done",               "visit",       visits,               "",              false, true},
    {"visit.enterprises",        "enterprise",  visited,              "",              false, false},
    {"visit.expert",             "visit",       visits_of,            "expert",        false, false},
    {"visit.follow_up",          "visit",       visits_of,            "follow_up",     false, false},
    {"visit.officers",           "person",      visitors,             "",              false, false},
    {"visit.on_site",            "visit",       visits_of,            "on_site",       false, false},
    {"visit.phone",              "visit",       visits_of,            "phone",         false, false},
    {"visit.symposium",          "visit",       visits_of,            "symposium",     false, false},
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
