#include "domain/demand_fact.h"

#include "base/text.h"
#include "domain/figure_demand.h"
#include "store/sql_figure.h"

#include <stdio.h>
#include <string.h>

enum { METRIC_MAX = 32, CHANGES_MAX = 256 };

/* One figure of the demand: amounts of before are negative. */
struct change {
    char metric[METRIC_MAX];
    char day[DAY_LEN + 1];
    int64_t at_ms;
    const struct figure_at *at;
    int64_t amount;
};

struct changes {
    struct change p[CHANGES_MAX];
    size_t n;
};

static bool is_same(const struct change *a, const struct change *b)
{
    return strcmp(a->metric, b->metric) == 0 && strcmp(a->day, b->day) == 0 &&
           strcmp(a->at->division, b->at->division) == 0 &&
           strcmp(a->at->office, b->at->office) == 0 &&
           strcmp(a->at->kind, b->at->kind) == 0 &&
           strcmp(a->at->item, b->at->item) == 0 &&
           strcmp(a->at->route, b->at->route) == 0;
}

/* Which state of the demand is added: that after `version` entries, by 1 or by -1. */
struct side {
    struct demand_fact fact;
    int64_t version;
    int64_t sign;
};

/* Adds up what is counted in one place. */
static qh_status add(struct ctx *c, struct changes *to, struct change *e)
{
    day_of_instant(c->calendar, e->at_ms, e->day);
    for (size_t i = 0; i < to->n; i++)
        if (is_same(&to->p[i], e)) {
            to->p[i].amount += e->amount;
            return QH_OK;
        }
    if (to->n == CHANGES_MAX)
        return qh_fail(&c->err, QH_LIMIT, "figure.changes", "", "over %d", CHANGES_MAX);
    to->p[to->n++] = *e;
    return QH_OK;
}

static struct demand_fact fact_of(const struct sql_demand_one *v)
{
    return (struct demand_fact){
        .id = v->id,
        .number = v->number,
        .at = {v->division_code, demand_axis_value(v->lead_office_id),
               demand_axis_value(v->kind), demand_axis_value(v->item_code),
               demand_axis_value(v->route), ""},
        .state = v->state,
        .forwarded = demand_is_forwarded(v->department_code, v->done_ms.has, v->state),
        .registered_ms = v->registered_ms,
        .done_ms = v->done_ms,
        .closed_ms = v->closed_ms,
        .late = v->late != 0,
        .extended = v->extended != 0,
    };
}

static qh_status add_word(struct ctx *c, struct changes *to,
                          const struct sql_fact_answers *a, const struct side *side)
{
    const char *names[DEMAND_WORDS];
    const size_t n = demand_names_of_word(a->action, names);
    qh_status rc = QH_OK;

    for (size_t i = 0; i < n && !rc; i++) {
        struct change e = {.at_ms = a->at_ms, .at = &side->fact.at, .amount = side->sign};

        (void)snprintf(e.metric, sizeof e.metric, "demand.%s", names[i]);
        rc = add(c, to, &e);
    }
    return rc;
}

/* What the enterprise said in the entries up to the version. */
static qh_status add_answers(struct ctx *c, struct changes *to,
                             const struct sql_fact_answers_list *said, struct side *side)
{
    struct demand_fact *f = &side->fact;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < said->n && said->p[i].seq <= side->version && !rc; i++) {
        const struct sql_fact_answers *a = &said->p[i];

        if (str_equal(a->action, "not_satisfied") || str_equal(a->action, "reopen") ||
            str_equal(a->to_state, "REDO"))
            f->reopened = true;
        if (!str_equal(f->state, "MRG"))
            rc = add_word(c, to, a, side);
    }
    return rc;
}

static qh_status add_side(struct ctx *c, struct changes *to,
                          const struct sql_fact_answers_list *said, struct side *side)
{
    struct demand_entries entries = {.n = 0};
    qh_status rc = add_answers(c, to, said, side);

    if (!rc)
        rc = demand_entries_of(c, &side->fact, &entries);
    for (size_t i = 0; i < entries.n && !rc; i++) {
        struct change e = {.at_ms = entries.p[i].at_ms,
                           .at = &side->fact.at,
                           .amount = side->sign * entries.p[i].amount};

        (void)snprintf(e.metric, sizeof e.metric, "demand.%s", entries.p[i].metric);
        rc = add(c, to, &e);
    }
    return rc;
}

qh_status demand_fact_changed(struct ctx *c, const struct sql_demand_one *before,
                              const struct sql_demand_one *after)
{
    struct changes *to = ARENA_ARRAY(c->arena, 1, struct changes);
    struct sql_fact_answers_list said = {0};
    struct side new = {fact_of(after), after->version, 1};
    struct side old = {.sign = -1};
    qh_status rc = QH_OK;

    if (after->satisfaction) /* nobody was asked before */
        rc = sql_fact_answers(c->tx, c->arena, c->org, after->id, &said, &c->err);
    if (!rc && before) {
        old.fact = fact_of(before);
        old.version = before->version;
        rc = add_side(c, to, &said, &old);
    }
    if (!rc)
        rc = add_side(c, to, &said, &new);
    for (size_t i = 0; i < to->n && !rc; i++)
        rc = figure_add_at(c, to->p[i].metric, to->p[i].at_ms, to->p[i].at,
                           to->p[i].amount, after->id);
    return rc;
}
