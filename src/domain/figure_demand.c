#include "domain/figure_demand.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/figure_axis.h"
#include "domain/month.h"
#include "store/sql_figure.h"

#include <stdio.h>
#include <string.h>

static bool every(const struct demand_fact *f)
{
    (void)f;
    return true;
}

static bool is_struck_off(const struct demand_fact *f)
{
    return str_equal(f->state, "CLOSED");
}

static bool is_answered_in_time(const struct demand_fact *f)
{
    return (f->done_ms.has || is_struck_off(f)) && !f->late;
}

static bool is_withdrawn(const struct demand_fact *f)
{
    return str_equal(f->state, "WDR");
}

static bool is_forwarded(const struct demand_fact *f)
{
    return f->forwarded;
}

static bool is_replied(const struct demand_fact *f)
{
    return f->forwarded && f->done_ms.has;
}

/* Done and not waiting to be asked any more. */
static bool is_followed_up(const struct demand_fact *f)
{
    return !str_equal(f->state, "DONE");
}

static bool is_reopened(const struct demand_fact *f)
{
    return f->reopened;
}

static bool is_once(const struct demand_fact *f)
{
    return !f->reopened;
}

static bool is_late(const struct demand_fact *f)
{
    return f->late;
}

static bool is_on_time(const struct demand_fact *f)
{
    return !f->late;
}

static bool is_extended(const struct demand_fact *f)
{
    return f->extended;
}

static bool is_done(const struct demand_fact *f)
{
    return f->done_ms.has;
}

enum base { REGISTERED, DONE, CLOSED };
enum amount { ONE, DAYS, BUCKET };

/* clang-format off */
static const struct count {
    const char *name; /* after "demand." */
    enum base base;
    bool (*is_counted)(const struct demand_fact *f);
    enum amount amount;
} COUNTS[] = {
    {"registered",       REGISTERED, every,               ONE},
    {"answered",         REGISTERED, is_answered_in_time, ONE},
    {"resolved",         REGISTERED, is_struck_off,       ONE},
    {"withdrawn",        REGISTERED, is_withdrawn,        ONE},
    {"forwarded",        REGISTERED, is_forwarded,        ONE},
    {"replied",          REGISTERED, is_replied,          ONE},
    {"done",             DONE,       every,               ONE},
    {"followed_up",      DONE,       is_followed_up,      ONE},
    {"reopened",         DONE,       is_reopened,         ONE},
    {"closed",           CLOSED,     every,               ONE},
    {"late",             CLOSED,     is_late,             ONE},
    {"on_time",          CLOSED,     is_on_time,          ONE},
    {"extended",         CLOSED,     is_extended,         ONE},
    {"once",             CLOSED,     is_once,             ONE},
    {"days",             CLOSED,     is_done,             DAYS},
    {"wd",               CLOSED,     is_done,             BUCKET},
};
/* clang-format on */

const char *demand_axis_value(const char *value)
{
    return value && *value ? value : "-";
}

bool demand_is_forwarded(const char *department, bool done, const char *state)
{
    return department && (done || str_equal(state, "FWD"));
}

/* The instant that decides the month; false: the row is not of this base. */
static bool instant_of(const struct demand_fact *f, enum base base, int64_t *out)
{
    if (str_equal(f->state, "MRG"))
        return false;
    switch (base) {
    case REGISTERED:
        *out = f->registered_ms;
        return true;
    case DONE:
        *out = f->done_ms.v;
        return f->done_ms.has;
    case CLOSED:
        *out = f->closed_ms.v;
        return f->closed_ms.has && is_struck_off(f);
    }
    return false;
}

static qh_status days_of(struct ctx *c, const struct demand_fact *f, int64_t *out)
{
    return calendar_workdays_between(
        c->calendar, day_number_of_instant(c->calendar, f->registered_ms),
        day_number_of_instant(c->calendar, f->done_ms.v), out, &c->err);
}

/* One entry, if the row is counted. */
static qh_status entry_of(struct ctx *c, const struct demand_fact *f,
                          const struct count *k, struct demand_entry_of *out,
                          bool *out_counts)
{
    struct demand_entry_of e = {.amount = 1};
    int64_t days = 0;
    qh_status rc = QH_OK;

    *out_counts = instant_of(f, k->base, &e.at_ms) && k->is_counted(f);
    if (!*out_counts)
        return QH_OK;
    if (k->amount != ONE)
        rc = days_of(c, f, &days);
    if (rc)
        return rc;
    if (days < 0)
        days = 0;
    if (k->amount == DAYS)
        e.amount = days;
    if (k->amount == BUCKET)
        (void)snprintf(e.metric, sizeof e.metric, "wd.%03d",
                       days > DEMAND_WD_MAX ? DEMAND_WD_MAX : (int)days);
    else
        (void)snprintf(e.metric, sizeof e.metric, "%s", k->name);
    *out = e;
    return QH_OK;
}

qh_status demand_entries_of(struct ctx *c, const struct demand_fact *f,
                            struct demand_entries *out)
{
    struct demand_entries e = {.n = 0};
    qh_status rc = QH_OK;

    _Static_assert(LEN(COUNTS) <= DEMAND_ENTRIES_MAX, "room for every count");
    for (size_t i = 0; i < LEN(COUNTS) && !rc; i++) {
        bool counts = false;

        rc = entry_of(c, f, &COUNTS[i], &e.p[e.n], &counts);
        e.n += counts && !rc;
    }
    if (!rc)
        *out = e;
    return rc;
}

/* ---- what the enterprise said ---- */

/* clang-format off */
static const struct words {
    const char *name; /* after "demand." */
    const char *said[DEMAND_WORDS]; /* actions of the history that it counts */
} WORDS[] = {
    {"satisfied",     {"satisfied"}},
    {"basically",     {"basically"}},
    {"not_satisfied", {"not_satisfied"}},
    {"content",       {"satisfied", "basically"}},
    {"asked",         {"satisfied", "basically", "not_satisfied"}},
};
/* clang-format on */

static bool is_said(const struct words *w, const char *action)
{
    for (size_t i = 0; i < DEMAND_WORDS && w->said[i]; i++)
        if (str_equal(w->said[i], action))
            return true;
    return false;
}

size_t demand_names_of_word(const char *action, const char *out[DEMAND_WORDS])
{
    size_t n = 0;

    for (size_t i = 0; i < LEN(WORDS); i++)
        if (is_said(&WORDS[i], action))
            out[n++] = WORDS[i].name;
    return n;
}

/* ---- recount ---- */

struct recount {
    struct ctx *c;
    const struct count *count;
    const struct figure *figure;
    const struct figure_sink *to;
};

static struct demand_fact fact_of(const struct sql_fact *r)
{
    return (struct demand_fact){
        .id = r->id,
        .number = r->number,
        .at = {r->division, demand_axis_value(r->office), demand_axis_value(r->kind),
               demand_axis_value(r->item), demand_axis_value(r->route), ""},
        .state = r->state,
        .forwarded = demand_is_forwarded(r->department, r->done_ms.has, r->state),
        .registered_ms = r->registered_ms,
        .done_ms = r->done_ms,
        .closed_ms = r->closed_ms,
        .late = r->late != 0,
        .extended = r->extended != 0,
        .reopened = r->reopened != 0,
    };
}

static qh_status count_fact(void *arg, const struct sql_fact *r, struct qh_error *err)
{
    const struct recount *k = arg;
    struct demand_fact f = fact_of(r);
    struct demand_entry_of e = {.amount = 0};
    char day[DAY_LEN + 1];
    char metric[DEMAND_METRIC_MAX + 8];
    char month[MONTH_LEN + 1];
    bool counts = false;
    const qh_status rc = entry_of(k->c, &f, k->count, &e, &counts);

    if (rc || !counts || e.amount == 0)
        return rc;
    (void)snprintf(metric, sizeof metric, "demand.%s", e.metric);
    month_of_instant(k->c->calendar, e.at_ms, month);
    figure_day(k->c, k->figure->is_daily, e.at_ms, day);
    f.at.day = day;
    return k->to->row(k->to->arg,
                      &(struct figure_row){.metric = metric,
                                           .entity = "demand",
                                           .id = f.id,
                                           .label = f.number,
                                           .amount = e.amount,
                                           .at_ms = e.at_ms,
                                           .day = "",
                                           .at = f.at},
                      month, err);
}

static const struct count *count_of(const char *name)
{
    for (size_t i = 0; i < LEN(COUNTS); i++)
        if (str_equal(COUNTS[i].name, name))
            return &COUNTS[i];
    return NULL;
}

static enum sql_facts_base base_of(enum base base)
{
    switch (base) {
    case DONE:
        return SQL_FACTS_BASE_DONE;
    case CLOSED:
        return SQL_FACTS_BASE_CLOSED;
    case REGISTERED:
        break;
    }
    return SQL_FACTS_BASE_REGISTERED;
}

qh_status figure_count_demands(struct ctx *c, const struct figure *f,
                               const struct figure_range *r, const struct figure_sink *to)
{
    struct recount k = {c, count_of(f->variant), f, to};

    if (!k.count)
        return qh_fail(&c->err, QH_BUG, "figure.metric", "", "%s", f->metric);
    return sql_facts(c->tx,
                     &(struct sql_facts_in){.org = c->org,
                                            .base = base_of(k.count->base),
                                            .from_ms = r->from_ms,
                                            .until_ms = r->until_ms,
                                            .until_id = r->until_id},
                     count_fact, &k, &c->err);
}

static qh_status count_answer(void *arg, const struct sql_facts_answered *r,
                              struct qh_error *err)
{
    const struct recount *k = arg;
    char month[MONTH_LEN + 1];

    month_of_instant(k->c->calendar, r->at_ms, month);
    return k->to->row(
        k->to->arg,
        &(struct figure_row){
            .metric = k->figure->metric,
            .entity = "demand",
            .id = r->id,
            .label = r->number,
            .amount = 1,
            .at_ms = r->at_ms,
            .day = "",
            .at = {r->division, demand_axis_value(r->office), demand_axis_value(r->kind),
                   demand_axis_value(r->item), demand_axis_value(r->route), ""}},
        month, err);
}

static const struct words *words_of(const char *name)
{
    for (size_t i = 0; i < LEN(WORDS); i++)
        if (str_equal(WORDS[i].name, name))
            return &WORDS[i];
    return NULL;
}

qh_status figure_count_answers(struct ctx *c, const struct figure *f,
                               const struct figure_range *r, const struct figure_sink *to)
{
    struct recount k = {c, NULL, f, to};
    const struct words *w = words_of(f->variant);

    if (!w)
        return qh_fail(&c->err, QH_BUG, "figure.metric", "", "%s", f->metric);
    return sql_facts_answered(
        c->tx,
        &(struct sql_facts_answered_in){.org = c->org,
                                        .word = w->said[0],
                                        .or_word = w->said[1] ? w->said[1] : "",
                                        .third_word = w->said[2] ? w->said[2] : "",
                                        .from_ms = r->from_ms,
                                        .until_ms = r->until_ms,
                                        .until_id = r->until_id},
        count_answer, &k, &c->err);
}
