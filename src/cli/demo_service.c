#include "cli/demo_service.h"

#include "cli/demo_trip.h"

#include <string.h>

/* clang-format off */
enum {
    ROUNDS_MAX = 1200, AHEAD_WD = 4, AGAIN_WD = 10, FIRST_BAD = 0,
    FAIL_BRIDGE_PERMILLE = 34, FAIL_GAUGE_PERMILLE = 16, PERMILLE = 1000, TRIES = 4000,
    OPENS_MIN = 480, CLOSES_MIN = 1080, BOOK_MIN = 481, ACCEPT_MIN = 484, PLAN_MIN = 487,
    START_MIN = 490, FIRST_MIN = 510, BRIDGE_MIN = 95, DAY_MIN = 480, FINISH_MIN = 1020,
    CHECK_MIN = 1021, APPROVE_MIN = 1040, MINUTE_MS = 60000, DUE_DAYS = 25
};
/* clang-format on */

const char *const DEMO_BRIDGE = "K01";
const char *const DEMO_GAUGE = "K06";

/* The truck and the vans are elsewhere. */
static const char *const SILICON_DAYS[] = {"2025-08-06", "2025-08-07"};

/* Two people of the institute's four verifiers take turns in each crew, so that all three
 * can be out on a day. */
struct crew {
    size_t verifier[2]; /* by the parity of the day */
    int64_t pieces;     /* most a day */
};

enum demo_crew { CREW_WEIGHTS, CREW_GAUGES, CREW_LAB };

static const struct crew CREWS[] = {
    [CREW_WEIGHTS] = {{0, 1}, 4},
    [CREW_GAUGES] = {{2, 3}, 10},
    [CREW_LAB] = {{1, 0}, TRIP_TASKS_MAX},
};

struct piece {
    const char *kind;
    int64_t minutes;
    struct demo_served it;
};

/* One trip to one enterprise on one day. */
struct round {
    const struct plan_visit *visit;
    enum demo_crew crew;
    int64_t day;
    struct piece piece[TRIP_TASKS_MAX];
    size_t pieces;
    bool failed; /* its first piece */
    const struct round *again_of;
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

static enum demo_crew crew_of(const char *kind)
{
    return same(kind, DEMO_BRIDGE)  ? CREW_WEIGHTS
           : same(kind, DEMO_GAUGE) ? CREW_GAUGES
                                    : CREW_LAB;
}

bool service_has_record(const struct demo *d, const char *kind)
{
    return same(kind, DEMO_BRIDGE) || demo_row(&d->served, "kind", kind) != SIZE_MAX;
}

static int64_t minutes_of(const struct demo *d, const char *kind)
{
    const size_t row = demo_row(&d->served, "kind", kind);

    return same(kind, DEMO_BRIDGE) || row == SIZE_MAX
               ? BRIDGE_MIN
               : demo_int(&d->served, row, "minutes");
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
    const enum demo_crew crew = crew_of(more->kind);
    int64_t pieces = more->pieces;
    int64_t minutes = more->pieces * minutes_of(d, more->kind);

    if (is_silicon_day(more->visit->day) ||
        d->enterprises[more->visit->enterprise].silicon)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (list[i].visit->day != more->visit->day || crew_of(list[i].kind) != crew)
            continue;
        if (list[i].visit != more->visit)
            return false;
        pieces += list[i].pieces;
        minutes += list[i].pieces * minutes_of(d, list[i].kind);
    }
    return pieces <= CREWS[crew].pieces && minutes <= DAY_MIN;
}

/* ---- rounds ---- */

static struct round *round_of(struct rounds *k, const struct demo_service *s)
{
    const enum demo_crew crew = crew_of(s->kind);

    for (size_t i = 0; i < k->n; i++)
        if (k->p[i].visit == s->visit && k->p[i].crew == crew)
            return &k->p[i];
    if (k->n == ROUNDS_MAX)
        return NULL;
    k->p[k->n] = (struct round){.visit = s->visit, .crew = crew, .day = s->visit->day};
    return &k->p[k->n++];
}

/* False where the round has no room for them. */
static bool add_pieces(struct rounds *k, const struct demo_service *s)
{
    const int64_t minutes = minutes_of(k->d, s->kind);
    struct round *x = round_of(k, s);

    for (int64_t i = 0; x && i < s->pieces; i++) {
        if (x->pieces == TRIP_TASKS_MAX)
            return false;
        x->piece[x->pieces++] = (struct piece){.kind = s->kind, .minutes = minutes};
    }
    return x != NULL;
}

static bool is_taken(const struct rounds *k, enum demo_crew crew, int64_t day)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->p[i].day == day && k->p[i].crew == crew)
            return true;
    return is_silicon_day(day);
}

/* A day soon after, within the month, on which nobody else is served; 0: none. */
static int64_t again_on(const struct rounds *k, const struct round *x)
{
    const struct demo_period *p = &k->d->period;
    const int after = demo_workday_at(p, x->day + 1);

    for (int i = after + 1; i < after + AGAIN_WD && i < p->days_n; i++)
        if (p->month_of[i] == x->visit->month && !is_taken(k, x->crew, p->day[i]))
            return p->day[i];
    return 0;
}

/* As many of the crew's pieces as the share says fail at first, each on another trip; for
 * crews that serve one kind. */
static qh_status mark_failed(struct rounds *k, enum demo_crew crew, int64_t permille)
{
    const size_t drawn = k->n;
    int64_t pieces = 0;
    int64_t left;

    for (size_t i = 0; i < drawn; i++)
        pieces += k->p[i].crew == crew ? (int64_t)k->p[i].pieces : 0;
    left = (pieces * permille + PERMILLE / 2) / PERMILLE;
    for (int tries = 0; left > 0 && tries < TRIES && k->n < ROUNDS_MAX; tries++) {
        struct round *x = &k->p[rand_below(&k->r, drawn)];
        const int64_t day = again_on(k, x);

        if (x->crew != crew || x->failed || !day)
            continue;
        x->failed = true;
        k->p[k->n++] = (struct round){
            .visit = x->visit, .crew = crew, .day = day, .pieces = 1, .again_of = x};
        left--;
    }
    return left ? qh_fail(&k->d->c->err, QH_BUG, "demo.again", "", "crew %d", (int)crew)
                : QH_OK;
}

/* ---- instruments ---- */

static qh_status register_pieces(struct rounds *k, struct round *x)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < x->pieces && !rc; i++) {
        const int64_t due = x->day + rand_between(&k->r, 0, DUE_DAYS);
        const size_t enterprise = x->visit->enterprise;
        struct piece *p = &x->piece[i];

        rc = x->crew == CREW_WEIGHTS
                 ? demo_bridge_add(k->d, enterprise, due, &k->r, &p->it)
                 : demo_served_add(k->d, enterprise, p->kind, due, &k->r, &p->it);
    }
    return rc;
}

/* ---- trips ---- */

/* Twenty weights of 1 t, the small ones that follow from e, thermometer and hygrometer.
 */
static struct json_strs weights_for(const struct demo *d, const struct round *x)
{
    const struct demo_means *m = &d->means;
    struct json_strs out = {ARENA_ARRAY(d->c->arena, m->weights_n, const char *), 0};
    bool kit_50 = false;

    for (size_t i = 0; i < x->pieces; i++)
        kit_50 = kit_50 || x->piece[i].it.needs_kit_50;
    for (size_t i = 0; i < m->weights_n; i++)
        if (kit_50 || i < m->kit_50_from || i >= m->kit_50_until)
            out.p[out.n++] = m->weights[i];
    return out;
}

/* What the regulations of the round ask for, thermometer and hygrometer. */
static struct json_strs lab_for(const struct demo *d, const struct round *x)
{
    const char *regulation[TRIP_TASKS_MAX];

    for (size_t i = 0; i < x->pieces; i++)
        regulation[i] = x->piece[i].it.regulation;
    return demo_lab_standards(d, regulation, x->pieces);
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
                     int64_t minute, struct demo_trip *t)
{
    const struct piece *p = &x->piece[i];
    const size_t kind = demo_row(&d->kinds, "code", p->kind);
    const bool compulsory = demo_int(&d->kinds, kind, "compulsory") != 0;

    t->task[t->tasks_n++] = (struct demo_task){
        .instrument = p->it.id,
        .regulation = p->it.regulation,
        .service = compulsory ? "verification" : "calibration",
        .stage = x->again_of ? "repair" : "periodic",
        .fails = x->failed && i == FIRST_BAD,
        .begin_ms = demo_instant(d, x->day, FIRST_MIN + minute),
        .minutes = p->minutes,
        .check_ms = demo_instant(d, x->day, CHECK_MIN + (int64_t)i),
        .approve_ms = demo_instant(d, x->day, APPROVE_MIN + (int64_t)i),
    };
}

static void take_means(struct demo *d, const struct round *x, struct demo_trip *t)
{
    struct demo_means *m = &d->means;

    t->driver = DEMO_NOBODY;
    switch (x->crew) {
    case CREW_WEIGHTS:
        t->driver = demo_person_with(d, "driver", 0);
        t->vehicle = m->truck;
        t->standards = weights_for(d, x);
        break;
    case CREW_GAUGES:
        t->vehicle = m->van;
        t->standards = (struct json_strs){m->gauge, m->gauge_n};
        break;
    case CREW_LAB:
        t->vehicle = m->lab_van;
        t->standards = lab_for(d, x);
        break;
    }
}

static void plan_trip(struct rounds *k, struct round *x)
{
    struct demo *d = k->d;
    struct demo_trip *t = ARENA_NEW(d->c->arena, struct demo_trip);
    int64_t minute = 0;

    if (x->again_of)
        x->piece[0] = x->again_of->piece[FIRST_BAD];
    *t = (struct demo_trip){
        .enterprise = x->visit->enterprise,
        .verifier = demo_person_with(d, "verifier", CREWS[x->crew].verifier[x->day % 2]),
        .needs = demo_phrase(d, x->again_of ? "needs_again" : "needs_due", 0),
    };
    take_means(d, x, t);
    set_times(d, x, t);
    for (size_t i = 0; i < x->pieces; i++) {
        add_task(d, x, i, minute, t);
        minute += x->piece[i].minutes;
    }
    trip_acts_add(d, t);
}

qh_status plan_services(struct demo *d, const struct demo_service *list, size_t n)
{
    struct rounds k = {.d = d,
                       .r = rand_stream(d->seed, "service"),
                       .p = ARENA_ARRAY(d->c->arena, ROUNDS_MAX, struct round)};
    qh_status rc = QH_OK;

    for (size_t i = 0; i < n; i++)
        if (!add_pieces(&k, &list[i]))
            return qh_fail(&d->c->err, QH_BUG, "demo.rounds", "", "%zu", k.n);
    rc = mark_failed(&k, CREW_WEIGHTS, FAIL_BRIDGE_PERMILLE);
    if (!rc)
        rc = mark_failed(&k, CREW_GAUGES, FAIL_GAUGE_PERMILLE);
    for (size_t i = 0; i < k.n && !rc; i++)
        if (!k.p[i].again_of)
            rc = register_pieces(&k, &k.p[i]);
    for (size_t i = 0; i < k.n && !rc; i++)
        plan_trip(&k, &k.p[i]);
    return rc;
}
