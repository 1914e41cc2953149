/* The first page of an officer: work first, figures second. */
#include "domain/demand_list.h"

#include "base/days.h"
#include "domain/demand_scope.h"
#include "domain/figure_read.h"
#include "store/sql_demand_list.h"

enum { TODO_ROWS = 10 };

/* Whose demands are counted. */
enum whose { ALL, ENTERPRISE, HANDS };
_Static_assert((int)ALL == SQL_TODAY_DUE_WHOSE_ALL &&
                   (int)ENTERPRISE == SQL_TODAY_DUE_WHOSE_ENTERPRISE &&
                   (int)HANDS == SQL_TODAY_DUE_WHOSE_HANDS &&
                   (int)HANDS == SQL_TODAY_STATE_WHOSE_HANDS,
               "as the queries number them");

static enum whose whose_of(const struct demand_scope *s)
{
    if (s->enterprise)
        return ENTERPRISE;
    return s->scoped ? HANDS : ALL;
}

static int64_t at_most(int64_t n)
{
    return n < TODAY_MOST ? n : TODAY_MOST;
}

static qh_status count_due(struct ctx *c, int64_t from_ms, int64_t until_ms, int64_t *out)
{
    const struct demand_scope scope = demand_scope(c);
    struct sql_today_due n = {0};
    const qh_status rc = sql_today_due(
        c->tx, c->arena,
        &(struct sql_today_due_in){.org = c->org,
                                   .whose = (enum sql_today_due_whose)whose_of(&scope),
                                   .due_from = from_ms,
                                   .due_until = until_ms,
                                   .enterprise = scope.enterprise ? scope.enterprise : "",
                                   .office = scope.office,
                                   .person = scope.person,
                                   .most = TODAY_MOST},
        &n, &c->err);

    if (!rc)
        *out = at_most(n.n);
    return rc;
}

/* Adds the number of demands in a state. */
static qh_status add_demands(struct ctx *c, const char *state, int64_t *sum)
{
    const struct demand_scope scope = demand_scope(c);
    struct sql_today_state n = {0};
    const qh_status rc =
        sql_today_state(c->tx, c->arena,
                        &(struct sql_today_state_in){
                            .org = c->org,
                            .whose = (enum sql_today_state_whose)whose_of(&scope),
                            .state = state,
                            .enterprise = scope.enterprise ? scope.enterprise : "",
                            .office = scope.office,
                            .person = scope.person,
                            .most = TODAY_MOST},
                        &n, &c->err);

    if (!rc)
        *sum += at_most(n.n);
    return rc;
}

static qh_status add_bookings(struct ctx *c, const char *state, int64_t *sum)
{
    struct sql_today_bookings n = {0};
    const qh_status rc = sql_today_bookings(c->tx, c->arena, c->org, state, &n, &c->err);

    if (!rc)
        *sum += n.n;
    return rc;
}

static qh_status add_records(struct ctx *c, const char *state, const char *officer,
                             int64_t *sum)
{
    struct sql_today_records n = {0};
    const qh_status rc =
        sql_today_records(c->tx, c->arena, c->org, state, officer, &n, &c->err);

    if (!rc)
        *sum += n.n;
    return rc;
}

typedef qh_status counter(struct ctx *c, const char *state, int64_t *sum);

static qh_status all_records(struct ctx *c, const char *state, int64_t *sum)
{
    return add_records(c, state, "", sum);
}

static qh_status own_records(struct ctx *c, const char *state, int64_t *sum)
{
    return add_records(c, state, c->actor.person, sum);
}

/* Which right makes what wait for its holder. */
/* clang-format off */
static const struct waiting {
    enum right right;
    counter *count;
    const char *state;
    bool is_return;
} WAITING[] = {
    {RIGHT_DEMAND_TRIAGE,    add_demands,  "REG",       false},
    {RIGHT_DEMAND_ASSIGN,    add_demands,  "TRI",       false},
    {RIGHT_DEMAND_ACCEPT,    add_demands,  "ASG",       false},
    {RIGHT_DEMAND_FOLLOW_UP, add_demands,  "DONE",      false},
    {RIGHT_DEMAND_CONFIRM,   add_demands,  "DONE",      false},
    {RIGHT_BOOKING_ACCEPT,   add_bookings, "requested", false},
    {RIGHT_RECORD_CHECK,     all_records,  "submitted", false},
    {RIGHT_RECORD_APPROVE,   all_records,  "checked",   false},
    {RIGHT_DEMAND_ANSWER,    add_demands,  "REDO",      true},
    {RIGHT_BOOKING_CREATE,   add_bookings, "returned",  true},
    {RIGHT_RECORD_WRITE,     own_records,  "returned",  true},
};
/* clang-format on */

static qh_status count_waiting(struct ctx *c, struct today *out)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < LEN(WAITING) && !rc; i++)
        if (ctx_can(c, WAITING[i].right) &&
            !(c->actor.enterprise && WAITING[i].count == add_bookings))
            rc =
                WAITING[i].count(c, WAITING[i].state,
                                 WAITING[i].is_return ? &out->returned : &out->to_review);
    return rc;
}

static const char *const WEEK[] = {"visit.done", "demand.registered", "demand.closed",
                                   "charge.exempt_fen", "charge.waived_fen"};

static qh_status read_week(struct ctx *c, struct today_week *out)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    int64_t sums[LEN(WEEK)] = {0};
    char from[DAY_LEN + 1];
    char until[DAY_LEN + 1];
    qh_status rc = QH_OK;

    day_format(today - day_weekday(today), from);
    day_format(today, until);
    for (size_t i = 0; i < LEN(WEEK) && !rc; i++)
        rc = figure_of_days(c, WEEK[i], from, until, &sums[i]);
    if (!rc)
        *out = (struct today_week){sums[0], sums[1], sums[2], sums[3], sums[4]};
    return rc;
}

/* Who sees all and an enterprise's contact read the list, others what is in their hands.
 */
static qh_status read_hands(struct ctx *c, const struct demand_scope *scope,
                            struct json_list *out)
{
    struct sql_today_todo_list found = {0};
    struct demand_item *items;
    qh_status rc = sql_today_todo(c->tx, c->arena, c->org, scope->office, scope->person,
                                  TODO_ROWS, &found, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, found.n, struct demand_item);
    for (size_t i = 0; i < found.n && !rc; i++)
        rc = demand_list_one(c, found.p[i].id, &items[i]);
    *out = (struct json_list){.p = items, .n = found.n};
    return rc;
}

static qh_status read_todo(struct ctx *c, struct json_list *out)
{
    const struct demand_filter running = {.by_due = true, .limit = TODO_ROWS};
    const struct demand_scope scope = demand_scope(c);
    struct demand_page page = {0};
    qh_status rc;

    if (whose_of(&scope) == HANDS)
        return read_hands(c, &scope, out);
    rc = demand_list(c, &running, &page);
    *out = page.items;
    return rc;
}

qh_status today_read(struct ctx *c, struct today *out)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    qh_status rc;

    *out = (struct today){0};
    rc = count_due(c, 0, c->now_ms - 1, &out->overdue);
    if (!rc)
        rc = count_due(c, c->now_ms, instant_of_day(c->calendar, today + 1) - 1,
                       &out->due_today);
    if (!rc)
        rc = count_waiting(c, out);
    if (!rc)
        rc = read_todo(c, &out->todo);
    if (rc)
        return rc;
    return c->actor.enterprise ? QH_OK : read_week(c, &out->week);
}
