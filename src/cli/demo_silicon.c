/* demo_silicon.c - the two days at the silicon-materials enterprise (README 3.8): two
 * crews, five weighbridges under W1 and eight laboratory sets under W3, from the booking
 * to the papers, all really measured and judged. One weighbridge passes only after
 * adjustment. */
#include "cli/demo_act.h"
#include "cli/demo_plan.h"
#include "cli/demo_reading.h"
#include "domain/attachment.h"
#include "domain/booking.h"
#include "domain/record.h"
#include "domain/trip.h"
#include "store/sql_demo.h"

#include <string.h>

/* clang-format off */
enum {
    CREWS = 2, TASKS_MAX = 8, SEALS_MAX = 4, CREW_MAX = 2,
    OPENS_MIN = 480, CLOSES_MIN = 1080, DOWNTIME_DAYS = 2, ADJUSTED = 1,
    BOOK_MIN = 600, ACCEPT_MIN = 660, PLAN_MIN = 540, START_MIN = 500, FINISH_MIN = 1060,
    RECORD_FIRST_MIN = 515, RECORD_STEP_MIN = 90, CHECK_MIN = 560, APPROVE_MIN = 880,
    ISSUE_MIN = 1000, MINUTE_MS = 60000
};
/* clang-format on */

static const char *const FIRST_DAY = "2025-08-06";
static const char *const LAST_DAY = "2025-08-07";
static const char *const BOOK_DAY = "2025-08-01";
static const char *const PLAN_DAY = "2025-08-04";
static const char *const SIGN_DAY = "2025-08-08";

struct task {
    struct crew *crew;
    const char *instrument;
    const char *regulation; /* NULL: a weighbridge */
    const char *service;
    bool adjusted;
    char id[ID_LEN + 1]; /* of the trip's task */
    char record[ID_LEN + 1];
};

/* One of the two: its demand, booking, trip and records. */
struct crew {
    struct plan_demand *demand;
    size_t verifier;
    const char *vehicle;
    struct json_strs standards;
    struct task task[TASKS_MAX];
    size_t tasks_n;
    int64_t downtime_days;
    char booking[ID_LEN + 1];
    char trip[ID_LEN + 1];
};

static int64_t instant(const struct demo *d, const char *day, int64_t minute)
{
    int64_t n = 0;

    return day_parse(day, &n) ? 0 : demo_instant(d, n, minute);
}

/* ---- booking and trip ---- */

static qh_status book(struct demo *d, void *arg)
{
    struct crew *k = arg;
    struct booking_line_new lines[TASKS_MAX];
    struct booking_window windows[] = {
        {instant(d, FIRST_DAY, OPENS_MIN), instant(d, FIRST_DAY, CLOSES_MIN)},
        {instant(d, LAST_DAY, OPENS_MIN), instant(d, LAST_DAY, CLOSES_MIN)}};
    const char *id = NULL;
    qh_status rc;

    for (size_t i = 0; i < k->tasks_n; i++)
        lines[i] = (struct booking_line_new){k->task[i].instrument, k->task[i].service,
                                             "periodic"};
    d->c->actor = demo_actor(d, k->demand->handler, "handler");
    rc = booking_create(
        d->c,
        &(struct booking_new){.demand_id = k->demand->id,
                              .lines = {lines, k->tasks_n},
                              .windows = {windows, LEN(windows)},
                              .needs = demo_phrase(d, "needs", k->downtime_days ? 0 : 1),
                              .downtime_days = k->downtime_days},
        &id);
    if (!rc)
        memcpy(k->booking, id, ID_LEN + 1);
    return rc;
}

static void as(struct demo *d, const char *duty, size_t n)
{
    d->c->actor = demo_actor(d, demo_person_with(d, duty, n), duty);
}

static qh_status accept(struct demo *d, void *arg)
{
    struct crew *k = arg;
    struct booking_detail b = {0};
    qh_status rc;

    as(d, "dispatcher", 0);
    rc = booking_find(d->c, k->booking, &b);
    return rc ? rc : booking_step(d->c, k->booking, "accept", b.version, NULL);
}

/* When the i-th task begins: half of them on each of the two days. */
static int64_t begins(const struct demo *d, const struct crew *k, size_t i)
{
    const size_t half = k->tasks_n > 6 ? 4 : 3;

    return instant(d, i < half ? FIRST_DAY : LAST_DAY,
                   RECORD_FIRST_MIN + (int64_t)(i % half) * RECORD_STEP_MIN);
}

static qh_status publish(struct demo *d, const char *id)
{
    struct trip_detail t = {0};
    qh_status rc = trip_find(d->c, id, &t);

    return rc ? rc : trip_step(d->c, id, "publish", t.version, NULL);
}

static qh_status plan(struct demo *d, void *arg)
{
    struct crew *k = arg;
    struct trip_crew_new crew[CREW_MAX] = {{d->persons[k->verifier].id, "verify"},
                                           {NULL, "drive"}};
    struct trip_task_new tasks[TASKS_MAX];
    struct booking_detail b = {0};
    const struct booking_line *lines;
    const char *id = NULL;
    qh_status rc;

    crew[1].person_id = d->persons[demo_person_with(d, "driver", 0)].id;
    as(d, "dispatcher", 0);
    rc = booking_find(d->c, k->booking, &b);
    if (rc)
        return rc;
    lines = b.lines.p;
    for (size_t i = 0; i < b.lines.n && i < TASKS_MAX; i++)
        tasks[i] = (struct trip_task_new){lines[i].id, begins(d, k, i),
                                          begins(d, k, i) +
                                              (int64_t)(RECORD_STEP_MIN - 5) * MINUTE_MS};
    rc = trip_create(
        d->c,
        &(struct trip_new){
            .booking_id = k->booking,
            .vehicle_id = k->vehicle,
            .from_day = FIRST_DAY,
            .until_day = LAST_DAY,
            .crew = {crew, k->demand->handler && k->downtime_days ? CREW_MAX : 1},
            .standard_ids = k->standards,
            .tasks = {tasks, k->tasks_n}},
        &id);
    if (rc)
        return rc;
    memcpy(k->trip, id, ID_LEN + 1);
    return publish(d, id);
}

static qh_status trip_act(struct demo *d, const struct crew *k, const char *action)
{
    struct trip_detail t = {0};
    qh_status rc;

    d->c->actor = demo_actor(d, k->verifier, "verifier");
    rc = trip_find(d->c, k->trip, &t);
    return rc ? rc : trip_step(d->c, k->trip, action, t.version, NULL);
}

static qh_status start(struct demo *d, void *arg)
{
    struct crew *k = arg;
    struct trip_detail t = {0};
    const struct trip_task *tasks;
    qh_status rc = trip_act(d, k, "start");

    if (!rc)
        rc = trip_find(d->c, k->trip, &t);
    tasks = t.tasks.p;
    for (size_t i = 0; i < t.tasks.n && !rc; i++)
        for (size_t n = 0; n < k->tasks_n; n++)
            if (strcmp(k->task[n].instrument, tasks[i].instrument_id) == 0)
                memcpy(k->task[n].id, tasks[i].id, ID_LEN + 1);
    return rc;
}

static qh_status finish(struct demo *d, void *arg)
{
    return trip_act(d, arg, "finish");
}

/* ---- records ---- */

/* A picture of one point: the photograph of a seal. */
static const unsigned char PHOTO[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00,
    0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9c, 0x63, 0x60, 0x00, 0x00, 0x02, 0x00, 0x00, 0x01, 0xe2, 0x21, 0xbc, 0x33, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

static qh_status break_seal(struct demo *d, const struct task *t, const char *seal,
                            int64_t *version)
{
    struct attachment_saved photo = {0};
    struct record_reply reply = {0};
    qh_status rc =
        attachment_add(d->c, &(struct attachment_new){"record", t->record, "seal.png"},
                       (struct text){(const char *)PHOTO, sizeof PHOTO}, &photo);

    if (!rc)
        rc = record_seal(d->c, t->record,
                         &(struct record_seal_new){.version = *version,
                                                   .action = "break",
                                                   .seal_id = seal,
                                                   .photo_id = photo.id},
                         &reply);
    *version = reply.version;
    return rc;
}

static qh_status renew_seal(struct demo *d, const struct task *t, size_t i,
                            int64_t *version)
{
    struct record_reply reply = {0};
    qh_status rc = record_seal(
        d->c, t->record,
        &(struct record_seal_new){.version = *version,
                                  .action = "apply",
                                  .number = str_format(d->c->arena, "FY25-2%04zu", i),
                                  .kind = "label",
                                  .position_zh = demo_phrase(d, "seal_position", 0)},
        &reply);

    *version = reply.version;
    return rc;
}

/* Fails as found; the seals are broken, it is adjusted, read anew and sealed. */
static qh_status adjust(struct demo *d, const struct task *t, int64_t *version)
{
    const struct demo_bad_row bad = {"eccentricity", 3};
    struct sql_demo_seals_list seals = {0};
    struct record_reply reply = {0};
    qh_status rc = demo_readings_enter(d, t->record, t->regulation, &bad, version);

    if (!rc)
        rc = sql_demo_seals(d->c->tx, d->c->arena, d->c->org, t->instrument, &seals,
                            &d->c->err);
    for (size_t i = 0; i < seals.n && !rc; i++)
        rc = break_seal(d, t, seals.p[i].id, version);
    if (!rc)
        rc = record_adjust(
            d->c, t->record,
            &(struct record_adjust_new){*version, demo_phrase(d, "adjust", 0)}, &reply);
    *version = reply.version;
    if (!rc)
        rc = demo_readings_enter(d, t->record, t->regulation, NULL, version);
    for (size_t i = 0; i < seals.n && !rc; i++)
        rc = renew_seal(d, t, i + 1, version);
    return rc;
}

static qh_status measure(struct demo *d, void *arg)
{
    struct task *t = arg;
    const char *id = NULL;
    int64_t version = 0;
    qh_status rc;

    d->c->actor = demo_actor(d, t->crew->verifier, "verifier");
    rc = record_open(d->c, t->id, NULL, &id);
    if (rc)
        return rc;
    memcpy(t->record, id, ID_LEN + 1);
    rc = t->adjusted ? adjust(d, t, &version)
                     : demo_readings_enter(d, t->record, t->regulation, NULL, &version);
    return rc ? rc : record_submit(d->c, t->record, version);
}

static qh_status check(struct demo *d, void *arg)
{
    struct task *t = arg;
    struct record_detail r = {0};
    qh_status rc;

    as(d, "checker", 0);
    rc = record_find(d->c, t->record, &r);
    return rc ? rc : record_check(d->c, t->record, r.version, true, NULL);
}

static qh_status approve(struct demo *d, void *arg)
{
    struct task *t = arg;
    struct record_detail r = {0};
    const char *certificate = NULL;
    qh_status rc;

    as(d, "approver", 0);
    rc = record_find(d->c, t->record, &r);
    return rc ? rc : record_approve(d->c, t->record, r.version, true, NULL, &certificate);
}

/* ---- all of it ---- */

static void add_acts(struct demo *d, struct crew *k)
{
    demo_act_add(d, instant(d, BOOK_DAY, BOOK_MIN), book, k);
    demo_act_add(d, instant(d, BOOK_DAY, ACCEPT_MIN), accept, k);
    demo_act_add(d, instant(d, PLAN_DAY, PLAN_MIN), plan, k);
    demo_act_add(d, instant(d, FIRST_DAY, START_MIN), start, k);
    demo_act_add(d, instant(d, LAST_DAY, FINISH_MIN), finish, k);
    for (size_t i = 0; i < k->tasks_n; i++) {
        demo_act_add(d, begins(d, k, i), measure, &k->task[i]);
        demo_act_add(d, instant(d, SIGN_DAY, CHECK_MIN + (int64_t)i * 10), check,
                     &k->task[i]);
        demo_act_add(d, instant(d, SIGN_DAY, APPROVE_MIN + (int64_t)i * 5), approve,
                     &k->task[i]);
    }
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

static bool is_calibration(const char *regulation)
{
    return strncmp(regulation, "JJF", 3) == 0;
}

void plan_silicon_acts(struct demo *d)
{
    struct demo_means *m = &d->means;
    struct crew *k = ARENA_ARRAY(d->c->arena, CREWS, struct crew);

    k[0] = (struct crew){.demand = demand_of(d, "ME02"),
                         .vehicle = m->truck,
                         .standards = {m->weights, m->weights_n},
                         .downtime_days = DOWNTIME_DAYS};
    k[1] = (struct crew){.demand = demand_of(d, "ME03"),
                         .vehicle = m->van,
                         .standards = {m->lab, m->lab_n}};
    for (size_t i = 0; i < m->bridges_n && i < TASKS_MAX; i++)
        k[0].task[k[0].tasks_n++] = (struct task){.crew = &k[0],
                                                  .instrument = m->bridge[i],
                                                  .service = "verification",
                                                  .adjusted = i == ADJUSTED};
    for (size_t i = 0; i < m->sets_n && i < TASKS_MAX; i++)
        k[1].task[k[1].tasks_n++] = (struct task){
            .crew = &k[1],
            .instrument = m->set[i],
            .regulation = m->set_regulation[i],
            .service =
                is_calibration(m->set_regulation[i]) ? "calibration" : "verification"};
    for (size_t i = 0; i < CREWS; i++) {
        k[i].verifier = demo_person_with(d, "verifier", i);
        if (k[i].demand)
            add_acts(d, &k[i]);
    }
}
