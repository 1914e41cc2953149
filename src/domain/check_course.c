/* What happened to a demand on its way must fit together: the clocks that were promised
 * with the row's own and with the official calendar, pauses and extensions with the
 * clocks, the answer of a demand that was handed over with the other side's reply, that
 * of a joint meeting with its decision, and what the enterprise said with the history.
 *
 * A demand from before there were these rows has none of them, and nothing is asked of
 * it.
 */
#include "domain/check_parts.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/history.h"
#include "store/sql_check.h"
#include "store/sql_demand_course.h"

/* One demand with all of it. */
struct course {
    const char *id;
    struct sql_check_course row;
    struct sql_promise_list_list promises;
    struct sql_pause_list_list pauses;
    struct sql_extension_list_list extensions;
    struct sql_forward_list_list forwards;
    struct sql_meeting_list_list meetings;
    struct sql_follow_up_list_list words;
    struct json_list history; /* struct history_row */
};

typedef qh_status check_course_fn(struct check_run *r, const struct course *k);

static qh_status wrong(struct check_run *r, const struct course *k, const char *what,
                       const char *expected, const char *found)
{
    const struct check_row at = {"demand", k->id, what};

    return check_wrong(r, &at, expected, found);
}

static const char *shown(struct check_run *r, int64_t v)
{
    return str_format(r->c->arena, "%lld", (long long)v);
}

static bool is_among(const char *state, const char *const *states, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_equal(states[i], state))
            return true;
    return false;
}

/* ---- clocks ---- */

/* The end by the calendar; only where the official notice is known for certain. */
static qh_status check_end(struct check_run *r, const struct course *k,
                           const struct sql_promise_list *p)
{
    const struct calendar *c = r->c->calendar;
    const struct calendar_year *year =
        calendar_find(c, day_number_of_instant(c, p->due_ms));
    int64_t due_ms = 0;
    qh_status rc;

    if (!year || !year->confirmed)
        return QH_OK;
    rc = calendar_due(c, p->from_ms, (int)(p->limit_wd + p->moved_wd), &due_ms,
                      &r->c->err);
    if (rc || due_ms == p->due_ms)
        return rc;
    return wrong(r, k, str_format(r->c->arena, "%s end", p->name), shown(r, due_ms),
                 shown(r, p->due_ms));
}

/* Which clock done runs, and whether one ended past its limit. */
struct done {
    const struct sql_promise_list *running;
    int64_t n;
    int64_t late;
};

static void see_done(struct done *d, const struct sql_promise_list *p)
{
    const struct opt_int end = p->met_ms.has ? p->met_ms : p->ended_ms;

    if (!str_equal(p->name, "done"))
        return;
    d->n++;
    if (!end.has)
        d->running = p;
    if (end.has && end.v > p->due_ms)
        d->late = 1;
}

static qh_status check_done(struct check_run *r, const struct course *k,
                            const struct done *d)
{
    static const char *const HANDLED[] = {"WIP", "EXT", "MTG", "FWD", "REDO"};
    const struct check_row late = {"demand", k->id, "late"};

    if (!d->n)
        return QH_OK;
    if (is_among(k->row.state, HANDLED, LEN(HANDLED)) &&
        (!d->running || d->running->due_ms != k->row.due_ms.v))
        return wrong(r, k, "done", shown(r, k->row.due_ms.v),
                     d->running ? shown(r, d->running->due_ms) : NULL);
    return check_equal(r, &late, d->late, k->row.late);
}

static qh_status check_promises(struct check_run *r, const struct course *k)
{
    static const char *const OPEN[] = {"REG", "TRI", "ASG", "ACC", "WIP",
                                       "EXT", "MTG", "FWD", "REDO"};
    const bool open = is_among(k->row.state, OPEN, LEN(OPEN));
    struct done done = {0};
    qh_status rc = QH_OK;

    for (size_t i = 0; i < k->promises.n && !rc; i++) {
        const struct sql_promise_list *p = &k->promises.p[i];

        see_done(&done, p);
        if (!open && !p->met_ms.has && !p->ended_ms.has)
            rc = wrong(r, k, p->name, "ended", k->row.state);
        if (!rc && p->met_ms.has && p->ended_ms.has)
            rc = wrong(r, k, p->name, "kept or replaced", "both");
        if (!rc)
            rc = check_end(r, k, p);
    }
    return rc ? rc : check_done(r, k, &done);
}

static qh_status days_between(struct check_run *r, int64_t from_ms, int64_t until_ms,
                              int64_t *out)
{
    const struct calendar *c = r->c->calendar;

    return calendar_workdays_between(c, day_number_of_instant(c, from_ms),
                                     day_number_of_instant(c, until_ms), out, &r->c->err);
}

static qh_status check_pauses(struct check_run *r, const struct course *k)
{
    const struct check_row at = {"demand", k->id, "pause"};
    qh_status rc = QH_OK;

    for (size_t i = 0; i < k->pauses.n && !rc; i++) {
        const struct sql_pause_list *p = &k->pauses.p[i];
        int64_t days = 0;

        rc = days_between(r, p->from_ms, p->ended_ms.has ? p->ended_ms.v : p->until_ms,
                          &days);
        if (!rc)
            rc = check_equal(r, &at, days, p->moved_wd);
    }
    return rc;
}

/* ---- the extension: two persons, in time, once ---- */

static qh_status check_extension(struct check_run *r, const struct course *k,
                                 const struct sql_extension_list *x)
{
    int64_t left = 0;
    const qh_status rc = days_between(r, x->asked_ms, x->due_before_ms, &left);

    if (rc)
        return rc;
    if (left < 1)
        return wrong(r, k, "extension asked", "a working day before the limit",
                     shown(r, x->asked_ms));
    if (str_equal(x->state, "approved") && str_equal(x->asked_by, x->decided_by))
        return wrong(r, k, "extension decided", "by another person", x->decided_by);
    return QH_OK;
}

static qh_status check_extensions(struct check_run *r, const struct course *k)
{
    const struct check_row at = {"demand", k->id, "extended"};
    int64_t approved = 0;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < k->extensions.n && !rc; i++) {
        approved += str_equal(k->extensions.p[i].state, "approved");
        rc = check_extension(r, k, &k->extensions.p[i]);
    }
    if (rc || !k->extensions.n)
        return rc;
    return check_equal(r, &at, approved, k->row.extended);
}

/* ---- answers that wait for somebody else ---- */

/* The hand-over or meeting that an answer rests on: of the i-th one. */
static qh_status check_answer(struct check_run *r, const struct course *k,
                              const struct history_row *e, size_t forwards,
                              size_t meetings)
{
    if (str_equal(e->from_state, "FWD") && forwards && forwards <= k->forwards.n) {
        const struct sql_forward_list *f = &k->forwards.p[forwards - 1];

        if (!f->replied_ms.has || f->replied_ms.v > e->at_ms || !f->attachment_id)
            return wrong(r, k, "answer", "after a reply with its document", "none");
    }
    if (str_equal(e->from_state, "MTG") && meetings && meetings <= k->meetings.n) {
        const struct sql_meeting_list *m = &k->meetings.p[meetings - 1];

        if (!m->recorded_ms.has || m->recorded_ms.v > e->at_ms)
            return wrong(r, k, "answer", "after the meeting's decision", "none");
    }
    return QH_OK;
}

static qh_status check_answers(struct check_run *r, const struct course *k)
{
    const struct history_row *e = k->history.p;
    size_t forwards = 0;
    size_t meetings = 0;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < k->history.n && !rc; i++) {
        forwards += str_equal(e[i].action, "transfer");
        meetings += str_equal(e[i].to_state, "MTG") && !str_equal(e[i].from_state, "MTG");
        if (str_equal(e[i].action, "answer"))
            rc = check_answer(r, k, &e[i], forwards, meetings);
    }
    return rc;
}

/* ---- the enterprise's word ---- */

/* The entry at which something was said; NULL if there is none. */
static const struct history_row *said_at(const struct course *k, int64_t at_ms)
{
    const struct history_row *e = k->history.p;

    for (size_t i = 0; i < k->history.n; i++)
        if (e[i].at_ms == at_ms && str_equal(e[i].from_state, "FUP"))
            return &e[i];
    return NULL;
}

static qh_status check_word(struct check_run *r, const struct course *k,
                            const struct sql_follow_up_list *w)
{
    const struct history_row *e = said_at(k, w->at_ms);

    if (!e || !str_equal(e->action, w->satisfaction))
        return wrong(r, k, "follow_up", e ? e->action : NULL, w->satisfaction);
    if (!str_equal(e->actor_id, w->by_id))
        return wrong(r, k, "follow_up by", e->actor_id, w->by_id);
    if (*w->by_id && str_equal(w->by_id, w->handler_id))
        return wrong(r, k, "follow_up by", "another than the handler", w->by_id);
    if (str_equal(w->channel, "phone") &&
        (!w->solved || !w->answered.has || !w->contacted.has))
        return wrong(r, k, "follow_up", "four answers", "fewer");
    return QH_OK;
}

static qh_status check_words(struct check_run *r, const struct course *k)
{
    const struct check_row at = {"demand", k->id, "rounds"};
    const struct history_row *e = k->history.p;
    int64_t rounds = 0;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < k->words.n && !rc; i++)
        rc = check_word(r, k, &k->words.p[i]);
    for (size_t i = 0; i < k->history.n; i++)
        rounds += str_equal(e[i].action, "reopen") ||
                  (str_equal(e[i].action, "not_satisfied") &&
                   !str_equal(e[i].to_state, "CLOSED"));
    if (rc || !k->words.n)
        return rc;
    return check_equal(r, &at, rounds, k->row.rounds);
}

/* A merged demand is in one of the same enterprise, and no other is. */
static qh_status check_merged(struct check_run *r, const struct course *k)
{
    const bool merged = str_equal(k->row.state, "MRG");

    if (merged != (k->row.merged_id != NULL))
        return wrong(r, k, "merged_id", merged ? "a demand" : NULL, k->row.merged_id);
    if (merged && !str_equal(k->row.enterprise_id, k->row.into_enterprise_id))
        return wrong(r, k, "merged_id", k->row.enterprise_id, k->row.into_enterprise_id);
    return QH_OK;
}

/* ---- all of it ---- */

static qh_status load(struct check_run *r, struct course *k)
{
    struct ctx *c = r->c;
    qh_status rc = sql_check_course(c->tx, c->arena, c->org, k->id, &k->row, &c->err);

    if (!rc)
        rc = sql_promise_list(c->tx, c->arena, c->org, k->id, &k->promises, &c->err);
    if (!rc)
        rc = sql_pause_list(c->tx, c->arena, c->org, k->id, &k->pauses, &c->err);
    if (!rc)
        rc = sql_extension_list(c->tx, c->arena, c->org, k->id, &k->extensions, &c->err);
    if (!rc)
        rc = sql_forward_list(c->tx, c->arena, c->org, k->id, &k->forwards, &c->err);
    if (!rc)
        rc = sql_meeting_list(c->tx, c->arena, c->org, k->id, &k->meetings, &c->err);
    if (!rc)
        rc = sql_follow_up_list(c->tx, c->arena, c->org, k->id, &k->words, &c->err);
    return rc ? rc : history_of(c, "demand", k->id, &k->history);
}

static qh_status check_one(void *arg, const struct sql_check_demand_ids *d,
                           struct qh_error *err)
{
    static check_course_fn *const PARTS[] = {check_promises,   check_pauses,
                                             check_extensions, check_answers,
                                             check_words,      check_merged};
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    struct course *k = ARENA_ARRAY(r->c->arena, 1, struct course);
    qh_status rc;

    (void)err;
    r->rows++;
    k->id = d->id;
    rc = load(r, k);
    for (size_t i = 0; i < LEN(PARTS) && !rc; i++)
        rc = PARTS[i](r, k);
    arena_return(r->c->arena, mark);
    return rc;
}

qh_status check_courses(struct check_run *r)
{
    return sql_check_demand_ids(r->c->tx, r->c->org, check_one, r, &r->c->err);
}
