#include "cli/demo_service.h"

#include "cli/demo_trip.h"

#include <string.h>

/* clang-format off */
enum {
    ROUNDS_MAX = 600, BRIDGES_A_DAY = 4, GAUGES_A_DAY = 10, AHEAD_WD = 4, AGAIN_WD = 10,
    FAIL_BRIDGE_PERMILLE = 34, FAIL_GAUGE_PERMILLE = 16, PERMILLE = 1000, TRIES = 4000,
    OPENS_MIN = 480, CLOSES_MIN = 1080, BOOK_MIN = 481, ACCEPT_MIN = 484, PLAN_MIN = 487,
    START_MIN = 490, FIRST_MIN = 510, GAUGE_MIN = 14, BRIDGE_MIN = 95, FINISH_MIN = 1020,
    CHECK_MIN = 1021, APPROVE_MIN = 1040, MINUTE_MS = 60000, DUE_DAYS = 25
};
/* clang-format on */

const char *const DEMO_BRIDGE = "K01";
const char *const DEMO_GAUGE = "K06";

/* The truck and the laboratory's van are elsewhere. */
static const char *const SILICON_DAYS[] = {"2025-08-06", "2025-08-07"};

/* One trip to one enterprise on one day. */
struct round {
    const struct plan_visit *visit;
    const char *kind;
    int64_t day;
    size_t pieces;
    bool failed; /* its first piece */
    const struct round *again_of;
    const char *instrument[TRIP_TASKS_MAX];
    bool needs_kit_50;
};

struct rounds {
    struct demo *d;
    struct rand r;
    struct round *p;
    size_t n;
};

static bool same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool service_has_record(const char *kind)
{
    return same(kind, DEMO_BRIDGE) || same(kind, DEMO_GAUGE);
}

static bool is_silicon_day(int64_t day)
{
    char text[DAY_LEN + 1];

    day_format(day, text);
    for (size_t i = 0; i < LEN(SILICON_DAYS); i++)
        if (same(text, SILICON_DAYS[i]))
            return true;
    return false;
}

bool service_fits(const struct demo *d, const struct demo_service *list, size_t n,
                  const struct demo_service *more)
{
    const int64_t most = same(more->kind, DEMO_BRIDGE) ? BRIDGES_A_DAY : GAUGES_A_DAY;
    int64_t pieces = more->pieces;

    if (is_silicon_day(more->visit->day) ||
        d->enterprises[more->visit->enterprise].silicon)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!same(list[i].kind, more->kind) || list[i].visit->day != more->visit->day)
            continue;
        if (list[i].visit != more->visit)
            return false;
        pieces += list[i].pieces;
    }
    return pieces <= most;
}

/* ---- rounds ---- */

static struct round *round_of(struct rounds *k, const struct demo_service *s)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->p[i].visit == s->visit && same(k->p[i].kind, s->kind))
            return &k->p[i];
    if (k->n == ROUNDS_MAX)
        return NULL;
    k->p[k->n] = (struct round){.visit = s->visit, .kind = s->kind, .day = s->visit->day};
    return &k->p[k->n++];
}

static bool is_taken(const struct rounds *k, const char *kind, int64_t day)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->p[i].day == day && same(k->p[i].kind, kind))
            return true;
    return is_silicon_day(day);
}

/* A day soon after, within the month, on which nobody else is served; 0: none. */
static int64_t again_on(const struct rounds *k, const struct round *x)
{
    const struct demo_period *p = &k->d->period;
    const int after = demo_workday_at(p, x->day + 1);

    for (int i = after + 1; i < after + AGAIN_WD && i < p->days_n; i++)
        if (p->month_of[i] == x->visit->month && !is_taken(k, x->kind, p->day[i]))
            return p->day[i];
    return 0;
}

/* As many pieces as the share says fail at first, each on another trip. */
static qh_status mark_failed(struct rounds *k, const char *kind, int64_t permille)
{
    const size_t drawn = k->n;
    int64_t pieces = 0;
    int64_t left;

    for (size_t i = 0; i < drawn; i++)
        pieces += same(k->p[i].kind, kind) ? (int64_t)k->p[i].pieces : 0;
    left = (pieces * permille + PERMILLE / 2) / PERMILLE;
    for (int tries = 0; left > 0 && tries < TRIES && k->n < ROUNDS_MAX; tries++) {
        struct round *x = &k->p[rand_below(&k->r, drawn)];
        const int64_t day = again_on(k, x);

        if (!same(x->kind, kind) || x->failed || !day)
            continue;
        x->failed = true;
        k->p[k->n++] = (struct round){
            .visit = x->visit, .kind = kind, .day = day, .pieces = 1, .again_of = x};
        left--;
    }
    return left ? qh_fail(&k->d->c->err, QH_BUG, "demo.again", "", "%s", kind) : QH_OK;
}

/* ---- instruments ---- */

static qh_status register_pieces(struct rounds *k, struct round *x)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < x->pieces && !rc; i++) {
        const int64_t due = x->day + rand_between(&k->r, 0, DUE_DAYS);
        struct demo_served it = {0};

        rc = same(x->kind, DEMO_BRIDGE)
                 ? demo_bridge_add(k->d, x->visit->enterprise, due, &k->r, &it)
                 : demo_gauge_add(k->d, x->visit->enterprise, due, &k->r, &it);
        x->instrument[i] = it.id;
        x->needs_kit_50 = x->needs_kit_50 || it.needs_kit_50;
    }
    return rc;
}

/* ---- trips ---- */

/* Twenty weights of 1 t, the small ones that follow from e, thermometer and hygrometer.
 */
static struct json_strs weights_for(const struct demo *d, bool kit_50)
{
    const struct demo_means *m = &d->means;
    struct json_strs out = {ARENA_ARRAY(d->c->arena, m->weights_n, const char *), 0};

    for (size_t i = 0; i < m->weights_n; i++)
        if (kit_50 || i < m->kit_50_from || i >= m->kit_50_until)
            out.p[out.n++] = m->weights[i];
    return out;
}

static void set_times(const struct demo *d, const struct round *x, struct demo_trip *t)
{
    const struct demo_period *p = &d->period;
    const int at = demo_workday_at(p, x->day);
    const int soon = at > AHEAD_WD ? at - AHEAD_WD : 0;
    /* What failed is booked anew on the next working day. */
    const int64_t booked =
        p->day[x->again_of ? demo_workday_at(p, x->again_of->day + 1) : soon];
    const int64_t planned = p->day[at > 0 ? at - 1 : 0];

    t->window[0] = (struct booking_window){demo_instant(d, x->day, OPENS_MIN),
                                           demo_instant(d, x->day, CLOSES_MIN)};
    t->windows_n = 1;
    day_format(x->day, t->from_day);
    day_format(x->day, t->until_day);
    t->book_ms = demo_instant(d, booked, BOOK_MIN);
    t->accept_ms = demo_instant(d, booked, ACCEPT_MIN);
    t->plan_ms = demo_instant(d, planned, PLAN_MIN);
    t->start_ms = demo_instant(d, x->day, START_MIN);
    t->finish_ms = demo_instant(d, x->day, FINISH_MIN);
}

static void add_task(const struct demo *d, const struct round *x, size_t i,
                     struct demo_trip *t)
{
    const bool bridge = same(x->kind, DEMO_BRIDGE);
    const int64_t step = bridge ? BRIDGE_MIN : GAUGE_MIN;

    t->task[t->tasks_n++] = (struct demo_task){
        .instrument = x->again_of ? x->again_of->instrument[0] : x->instrument[i],
        .regulation = bridge ? NULL : "JJG 52",
        .service = "verification",
        .stage = x->again_of ? "repair" : "periodic",
        .fails = x->failed && i == 0,
        .begin_ms = demo_instant(d, x->day, FIRST_MIN + (int64_t)i * step),
        .check_ms = demo_instant(d, x->day, CHECK_MIN + (int64_t)i),
        .approve_ms = demo_instant(d, x->day, APPROVE_MIN + (int64_t)i),
    };
}

/* Two of the verifiers go with the weights, two with the gauges' standards. */
static void plan_trip(struct rounds *k, const struct round *x)
{
    struct demo *d = k->d;
    struct demo_trip *t = ARENA_NEW(d->c->arena, struct demo_trip);
    const bool bridge = same(x->kind, DEMO_BRIDGE);
    const bool kit_50 = x->again_of ? x->again_of->needs_kit_50 : x->needs_kit_50;

    *t = (struct demo_trip){
        .enterprise = x->visit->enterprise,
        .verifier =
            demo_person_with(d, "verifier", (bridge ? 0 : 2) + (size_t)(x->day % 2)),
        .driver = bridge ? demo_person_with(d, "driver", 0) : DEMO_NOBODY,
        .vehicle = bridge ? d->means.truck : d->means.van,
        .standards = bridge ? weights_for(d, kit_50)
                            : (struct json_strs){d->means.gauge, d->means.gauge_n},
        .needs = demo_phrase(d, x->again_of ? "needs_again" : "needs_due", 0),
        .task_ms = (int64_t)(bridge ? BRIDGE_MIN : GAUGE_MIN) * MINUTE_MS,
    };
    set_times(d, x, t);
    for (size_t i = 0; i < x->pieces; i++)
        add_task(d, x, i, t);
    trip_acts_add(d, t);
}

qh_status plan_services(struct demo *d, const struct demo_service *list, size_t n)
{
    struct rounds k = {.d = d,
                       .r = rand_stream(d->seed, "service"),
                       .p = ARENA_ARRAY(d->c->arena, ROUNDS_MAX, struct round)};
    qh_status rc = QH_OK;

    for (size_t i = 0; i < n; i++) {
        struct round *x = round_of(&k, &list[i]);

        if (!x || x->pieces + (size_t)list[i].pieces > TRIP_TASKS_MAX)
            return qh_fail(&d->c->err, QH_BUG, "demo.rounds", "", "%zu", k.n);
        x->pieces += (size_t)list[i].pieces;
    }
    rc = mark_failed(&k, DEMO_BRIDGE, FAIL_BRIDGE_PERMILLE);
    if (!rc)
        rc = mark_failed(&k, DEMO_GAUGE, FAIL_GAUGE_PERMILLE);
    for (size_t i = 0; i < k.n && !rc; i++)
        if (!k.p[i].again_of)
            rc = register_pieces(&k, &k.p[i]);
    for (size_t i = 0; i < k.n && !rc; i++)
        plan_trip(&k, &k.p[i]);
    return rc;
}
