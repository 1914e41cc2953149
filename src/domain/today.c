/* The first page of an officer: work first, figures second. */
#include "domain/demand_list.h"

#include "base/days.h"
#include "domain/demand_scope.h"
#include "store/sql_demand_list.h"

enum { TODO_ROWS = 10 };

static qh_status count_due(struct ctx *c, int64_t from_ms, int64_t until_ms, int64_t *out)
{
    const struct demand_scope scope = demand_scope(c);
    struct sql_demand_count_due n = {0};
    const qh_status rc =
        sql_demand_count_due(c->tx, c->arena,
                             &(struct sql_demand_count_due_in){
                                 .org = c->org,
                                 .due_from = from_ms,
                                 .due_until = until_ms,
                                 .enterprise = scope.enterprise ? scope.enterprise : "",
                                 .scoped = scope.scoped,
                                 .scope_office = scope.office,
                                 .scope_person = scope.person,
                                 .scope_booked = scope.booked,
                                 .most = TODAY_MOST,
                                 .mine = ""},
                             &n, &c->err);

    if (!rc)
        *out = n.n;
    return rc;
}

/* Adds the number of visible demands in a state. */
static qh_status add_demands(struct ctx *c, const char *state, int64_t *sum)
{
    const struct demand_scope scope = demand_scope(c);
    struct sql_demand_count_state n = {0};
    const qh_status rc =
        sql_demand_count_state(c->tx, c->arena,
                               &(struct sql_demand_count_state_in){
                                   .org = c->org,
                                   .state = state,
                                   .enterprise = scope.enterprise ? scope.enterprise : "",
                                   .scoped = scope.scoped,
                                   .scope_office = scope.office,
                                   .scope_person = scope.person,
                                   .scope_booked = scope.booked,
                                   .most = TODAY_MOST,
                                   .mine = ""},
                               &n, &c->err);

    if (!rc)
        *sum += n.n;
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

static qh_status read_week(struct ctx *c, struct today_week *out)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    const int64_t monday = today - day_weekday(today);
    const int64_t from_ms = instant_of_day(c->calendar, monday);
    const int64_t until_ms = c->now_ms + 1;
    struct sql_demand_count_visits visits = {0};
    struct sql_demand_count_registered demands = {0};
    struct sql_demand_count_closed closed = {0};
    struct sql_demand_sum_charges charges = {0};
    char from[DAY_LEN + 1];
    char until[DAY_LEN + 1];
    qh_status rc;

    day_format(monday, from);
    day_format(today + 1, until);
    rc = sql_demand_count_visits(c->tx, c->arena, c->org, from, until, &visits, &c->err);
    if (!rc)
        rc = sql_demand_count_registered(c->tx, c->arena, c->org, from_ms, until_ms,
                                         &demands, &c->err);
    if (!rc)
        rc = sql_demand_count_closed(c->tx, c->arena, c->org, from_ms, until_ms, &closed,
                                     &c->err);
    if (!rc)
        rc = sql_demand_sum_charges(c->tx, c->arena, c->org, from_ms, until_ms, &charges,
                                    &c->err);
    if (rc)
        return rc;
    *out = (struct today_week){visits.n, demands.n, closed.n, charges.exempt_fen,
                               charges.waived_fen};
    return QH_OK;
}

qh_status today_read(struct ctx *c, struct today *out)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    const struct demand_filter running = {.by_due = true, .limit = TODO_ROWS};
    struct demand_page page = {0};
    qh_status rc;

    *out = (struct today){0};
    rc = count_due(c, 0, c->now_ms - 1, &out->overdue);
    if (!rc)
        rc = count_due(c, c->now_ms, instant_of_day(c->calendar, today + 1) - 1,
                       &out->due_today);
    if (!rc)
        rc = count_waiting(c, out);
    if (!rc)
        rc = demand_list(c, &running, &page);
    if (rc)
        return rc;
    out->todo = page.items;
    return c->actor.enterprise ? QH_OK : read_week(c, &out->week);
}
