/* What the row of a demand says of its clock, its times, its answer and the enterprise's
 * word must be what its history says. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "domain/history.h"
#include "store/sql_check.h"

#include <string.h>

/* What a history tells of the row. */
struct told {
    int64_t registered_ms;
    struct opt_int done_ms;
    struct opt_int closed_ms;
    const char *clock;
    struct opt_int due_ms;
    const char *answer;
    const char *satisfaction;
};

static bool ends(const char *state)
{
    return str_equal(state, "CLOSED") || str_equal(state, "WDR");
}

static qh_status read_clock(struct check_run *r, const struct history_row *e,
                            struct told *out)
{
    const struct json *clock;
    struct json *v = NULL;
    struct opt_int due = {.has = true};
    qh_status rc = json_parse(r->c->arena, text_of(e->data), &v, &r->c->err);

    if (rc) { /* the chain's check names the entry */
        r->c->err = (struct qh_error){0};
        return QH_OK;
    }
    clock = json_member(v, "clock");
    if (!clock)
        return QH_OK;
    out->clock = clock->kind == JSON_STRING ? clock->text.p : NULL;
    if (json_int(json_member(v, "due_ms"), &due.v) != QH_OK)
        due = (struct opt_int){0};
    out->due_ms = due;
    return QH_OK;
}

static qh_status read_history(struct check_run *r, const struct json_list *history,
                              struct told *out)
{
    const struct history_row *e = history->p;

    for (size_t i = 0; i < history->n; i++) {
        const struct opt_int at = {.has = true, .v = e[i].at_ms};
        const qh_status rc = read_clock(r, &e[i], out);

        if (rc)
            return rc;
        if (i == 0)
            out->registered_ms = e[i].at_ms;
        if (str_equal(e[i].action, "answer")) {
            out->done_ms = at;
            out->answer = e[i].note;
        }
        if (ends(e[i].to_state))
            out->closed_ms = at;
        else if (str_equal(e[i].action, "reopen"))
            out->closed_ms = (struct opt_int){0};
        if (str_equal(e[i].from_state, "FUP"))
            out->satisfaction = e[i].action;
    }
    return QH_OK;
}

static const char *shown(struct check_run *r, struct opt_int v)
{
    return v.has ? str_format(r->c->arena, "%lld", (long long)v.v) : NULL;
}

static qh_status compare(struct check_run *r, const char *id, const struct told *t,
                         const struct sql_check_demand *d)
{
    const struct {
        const char *what;
        const char *expected;
        const char *found;
    } rows[] = {
        {"done_ms", shown(r, t->done_ms), shown(r, d->done_ms)},
        {"closed_ms", shown(r, t->closed_ms), shown(r, d->closed_ms)},
        {"clock", t->clock, d->clock},
        {"due_ms", shown(r, t->due_ms), shown(r, d->due_ms)},
        {"answer", t->answer, d->answer},
        {"satisfaction", t->satisfaction, d->satisfaction},
    };
    struct check_row at = {"demand", id, "registered_ms"};
    qh_status rc = check_equal(r, &at, t->registered_ms, d->registered_ms);

    for (size_t i = 0; i < LEN(rows) && !rc; i++) {
        at.what = rows[i].what;
        rc = check_same(r, &at, rows[i].expected, rows[i].found);
    }
    return rc;
}

static qh_status check_one(void *arg, const struct sql_check_demand_ids *d,
                           struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    struct sql_check_demand row = {0};
    struct json_list history = {0};
    struct told told = {0};
    qh_status rc;

    (void)err;
    r->rows++;
    rc = history_of(r->c, "demand", d->id, &history);
    if (!rc)
        rc = read_history(r, &history, &told);
    if (!rc)
        rc = sql_check_demand(r->c->tx, r->c->arena, r->c->org, d->id, &row, &r->c->err);
    if (!rc && history.n > 0)
        rc = compare(r, d->id, &told, &row);
    arena_return(r->c->arena, mark);
    return rc;
}

qh_status check_demands(struct check_run *r)
{
    return sql_check_demand_ids(r->c->tx, r->c->org, check_one, r, &r->c->err);
}
