/* demo_silicon.c - the two days at the silicon-materials enterprise (README 3.8): two
 * crews, five weighbridges verified under W1 and eight laboratory sets calibrated under
 * W3, from the booking to the papers, all really measured and judged.  One weighbridge
 * passes only after adjustment. */
#include "cli/demo_trip.h"

#include <string.h>

/* clang-format off */
enum {
    CREWS = 2, OPENS_MIN = 480, CLOSES_MIN = 1080, DOWNTIME_DAYS = 2, ADJUSTED = 1,
    BOOK_MIN = 600, ACCEPT_MIN = 660, PLAN_MIN = 540, START_MIN = 500, FINISH_MIN = 1060,
    RECORD_FIRST_MIN = 515, RECORD_STEP_MIN = 90, CHECK_MIN = 560, APPROVE_MIN = 880,
    PAUSE_MIN = 5
};
/* clang-format on */

static const char *const FIRST_DAY = "2025-08-06";
static const char *const LAST_DAY = "2025-08-07";
static const char *const BOOK_DAY = "2025-08-01";
static const char *const PLAN_DAY = "2025-08-04";
static const char *const SIGN_DAY = "2025-08-08";

static int64_t instant(const struct demo *d, const char *day, int64_t minute)
{
    int64_t n = 0;

    return day_parse(day, &n) ? 0 : demo_instant(d, n, minute);
}

static struct plan_demand *demand_of(struct demo *d, const char *code)
{
    for (size_t i = 0; i < d->plan->demands_n; i++) {
        struct plan_demand *x = &d->plan->demand[i];

        if (strcmp(x->code, code) == 0 && d->enterprises[x->enterprise].silicon)
            return x;
    }
    return NULL;
}

/* Half of the tasks on each of the two days. */
static void set_times(const struct demo *d, struct demo_trip *t)
{
    const size_t half = t->tasks_n > 6 ? 4 : 3;

    for (size_t i = 0; i < t->tasks_n; i++) {
        const int64_t minute = RECORD_FIRST_MIN + (int64_t)(i % half) * RECORD_STEP_MIN;

        t->task[i].begin_ms = instant(d, i < half ? FIRST_DAY : LAST_DAY, minute);
        t->task[i].minutes = RECORD_STEP_MIN - PAUSE_MIN;
        t->task[i].check_ms = instant(d, SIGN_DAY, CHECK_MIN + (int64_t)i * 10);
        t->task[i].approve_ms = instant(d, SIGN_DAY, APPROVE_MIN + (int64_t)i * 5);
    }
}

static struct demo_trip frame(const struct demo *d, size_t verifier)
{
    struct demo_trip t = {
        .verifier = demo_person_with(d, "verifier", verifier),
        .driver = DEMO_NOBODY,
        .step_by_step = true,
        .window = {{instant(d, FIRST_DAY, OPENS_MIN), instant(d, FIRST_DAY, CLOSES_MIN)},
                   {instant(d, LAST_DAY, OPENS_MIN), instant(d, LAST_DAY, CLOSES_MIN)}},
        .windows_n = TRIP_WINDOWS_MAX,
        .book_ms = instant(d, BOOK_DAY, BOOK_MIN),
        .accept_ms = instant(d, BOOK_DAY, ACCEPT_MIN),
        .plan_ms = instant(d, PLAN_DAY, PLAN_MIN),
        .start_ms = instant(d, FIRST_DAY, START_MIN),
        .finish_ms = instant(d, LAST_DAY, FINISH_MIN),
    };

    memcpy(t.from_day, FIRST_DAY, DAY_LEN + 1);
    memcpy(t.until_day, LAST_DAY, DAY_LEN + 1);
    return t;
}

static void add_crew(struct demo *d, struct demo_trip *t, const char *code)
{
    t->demand = demand_of(d, code);
    if (!t->demand)
        return;
    t->enterprise = t->demand->enterprise;
    set_times(d, t);
    trip_acts_add(d, t);
}

void plan_silicon_acts(struct demo *d)
{
    struct demo_means *m = &d->means;
    struct demo_trip *t = ARENA_ARRAY(d->c->arena, CREWS, struct demo_trip);

    t[0] = frame(d, 0);
    t[0].driver = demo_person_with(d, "driver", 0);
    t[0].vehicle = m->truck;
    t[0].standards = (struct json_strs){m->weights, m->weights_n};
    t[0].needs = demo_phrase(d, "needs", 0);
    t[0].downtime_days = DOWNTIME_DAYS;
    for (size_t i = 0; i < m->bridges_n && i < TRIP_TASKS_MAX; i++)
        t[0].task[t[0].tasks_n++] = (struct demo_task){.instrument = m->bridge[i],
                                                       .service = "verification",
                                                       .stage = "periodic",
                                                       .adjusted = i == ADJUSTED};
    t[1] = frame(d, 1);
    t[1].vehicle = m->van;
    t[1].standards = demo_lab_standards(d, m->set_regulation, m->sets_n);
    t[1].needs = demo_phrase(d, "needs", 1);
    for (size_t i = 0; i < m->sets_n && i < TRIP_TASKS_MAX; i++)
        t[1].task[t[1].tasks_n++] = (struct demo_task){.instrument = m->set[i],
                                                       .regulation = m->set_regulation[i],
                                                       .service = "calibration",
                                                       .stage = "periodic"};
    add_crew(d, &t[0], "ME02");
    add_crew(d, &t[1], "ME03");
}
