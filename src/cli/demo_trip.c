#include "cli/demo_trip.h"

#include "cli/demo_act.h"
#include "cli/demo_reading.h"
#include "domain/attachment.h"
#include "domain/record.h"
#include "domain/trip.h"
#include "store/sql_demo.h"

#include <string.h>

enum { CREW_MAX = 2, MINUTE_MS = 60000 };

static void as(struct demo *d, const char *duty, size_t n)
{
    d->c->actor = demo_actor(d, demo_person_with(d, duty, n), duty);
}

/* ---- booking and trip ---- */

/* The handler of the demand, or the desk that looks after what falls due. */
static void as_booker(struct demo *d, const struct demo_trip *t)
{
    d->c->actor = t->demand ? demo_actor(d, t->demand->handler, "handler")
                            : demo_actor(d, demo_person_of(d, "O02", 1), "desk");
}

static qh_status book(struct demo *d, void *arg)
{
    struct demo_trip *t = arg;
    struct booking_line_new lines[TRIP_TASKS_MAX];
    const char *id = NULL;
    qh_status rc;

    for (size_t i = 0; i < t->tasks_n; i++)
        lines[i] = (struct booking_line_new){t->task[i].instrument, t->task[i].service,
                                             t->task[i].stage};
    as_booker(d, t);
    rc = booking_create(
        d->c,
        &(struct booking_new){.demand_id = t->demand ? t->demand->id : NULL,
                              .enterprise_id = d->enterprises[t->enterprise].id,
                              .lines = {lines, t->tasks_n},
                              .windows = {t->window, t->windows_n},
                              .needs = t->needs,
                              .downtime_days = t->downtime_days},
        &id);
    if (!rc)
        memcpy(t->booking, id, ID_LEN + 1);
    return rc;
}

static qh_status accept(struct demo *d, void *arg)
{
    struct demo_trip *t = arg;
    struct booking_detail b = {0};
    qh_status rc;

    as(d, "dispatcher", 0);
    rc = booking_find(d->c, t->booking, &b);
    return rc ? rc : booking_step(d->c, t->booking, "accept", b.version, NULL);
}

static qh_status publish(struct demo *d, const char *id)
{
    struct trip_detail t = {0};
    qh_status rc = trip_take(d->c, id, &t);

    return rc ? rc : trip_step(d->c, id, "publish", t.version, NULL);
}

static qh_status plan(struct demo *d, void *arg)
{
    struct demo_trip *t = arg;
    const bool driven = t->driver != DEMO_NOBODY;
    struct trip_crew_new crew[CREW_MAX] = {{d->persons[t->verifier].id, "verify"}};
    struct trip_task_new tasks[TRIP_TASKS_MAX];
    struct booking_detail b = {0};
    const struct booking_line *lines;
    const char *id = NULL;
    qh_status rc;

    if (driven)
        crew[1] = (struct trip_crew_new){d->persons[t->driver].id, "drive"};
    as(d, "dispatcher", 0);
    rc = booking_find(d->c, t->booking, &b);
    if (rc)
        return rc;
    lines = b.lines.p;
    for (size_t i = 0; i < b.lines.n && i < TRIP_TASKS_MAX; i++)
        tasks[i] =
            (struct trip_task_new){lines[i].id, t->task[i].begin_ms,
                                   t->task[i].begin_ms + t->task[i].minutes * MINUTE_MS};
    rc = trip_create(d->c,
                     &(struct trip_new){.booking_id = t->booking,
                                        .vehicle_id = t->vehicle,
                                        .from_day = t->from_day,
                                        .until_day = t->until_day,
                                        .crew = {crew, driven ? CREW_MAX : 1},
                                        .standard_ids = t->standards,
                                        .tasks = {tasks, t->tasks_n}},
                     &id);
    if (rc)
        return rc;
    memcpy(t->id, id, ID_LEN + 1);
    return publish(d, id);
}

static qh_status trip_act(struct demo *d, const struct demo_trip *k, const char *action)
{
    struct trip_detail t = {0};
    qh_status rc;

    d->c->actor = demo_actor(d, k->verifier, "verifier");
    rc = trip_take(d->c, k->id, &t);
    return rc ? rc : trip_step(d->c, k->id, action, t.version, NULL);
}

static qh_status start(struct demo *d, void *arg)
{
    struct demo_trip *k = arg;
    struct trip_detail t = {0};
    const struct trip_task *tasks;
    qh_status rc = trip_act(d, k, "start");

    if (!rc)
        rc = trip_take(d->c, k->id, &t);
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

static qh_status break_seal(struct demo *d, const struct demo_task *t, const char *seal,
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

static qh_status renew_seal(struct demo *d, const struct demo_task *t, size_t i,
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
static qh_status adjust(struct demo *d, const struct demo_task *t, int64_t *version)
{
    const struct demo_bad_row bad = {.test = "eccentricity", .error_e = 3};
    const struct demo_reading sound = {.regulation = t->regulation};
    const struct demo_reading found = {.regulation = t->regulation, .bad = &bad};
    struct sql_demo_seals_list seals = {0};
    struct record_reply reply = {0};
    qh_status rc = demo_readings_enter(d, t->record, &found, version);

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
        rc = demo_readings_enter(d, t->record, &sound, version);
    for (size_t i = 0; i < seals.n && !rc; i++)
        rc = renew_seal(d, t, i + 1, version);
    return rc;
}

/* What a weighbridge or a gauge that does not pass shows. */
static struct demo_bad_row bad_of(const struct demo_task *t)
{
    return t->regulation ? (struct demo_bad_row){.test = "tapping", .error = "0.06"}
                         : (struct demo_bad_row){.test = "eccentricity", .error_e = 3};
}

static qh_status read_all(struct demo *d, const struct demo_task *t, int64_t *version)
{
    const struct demo_bad_row bad = bad_of(t);
    const struct demo_reading r = {.regulation = t->regulation,
                                   .bad = t->fails ? &bad : NULL,
                                   .at_once = !t->trip->step_by_step};

    return demo_readings_enter(d, t->record, &r, version);
}

static qh_status measure(struct demo *d, void *arg)
{
    struct demo_task *t = arg;
    const char *id = NULL;
    int64_t version = 0;
    qh_status rc;

    d->c->actor = demo_actor(d, t->trip->verifier, "verifier");
    rc = record_open(d->c, t->id, NULL, &id);
    if (rc)
        return rc;
    memcpy(t->record, id, ID_LEN + 1);
    rc = t->adjusted ? adjust(d, t, &version) : read_all(d, t, &version);
    return rc ? rc : record_submit(d->c, t->record, version);
}

static qh_status check(struct demo *d, void *arg)
{
    struct demo_task *t = arg;
    struct sql_demo_record r = {0};
    qh_status rc;

    as(d, "checker", 0);
    rc = sql_demo_record(d->c->tx, d->c->arena, d->c->org, t->record, &r, &d->c->err);
    return rc ? rc : record_check(d->c, t->record, r.version, true, NULL);
}

static qh_status approve(struct demo *d, void *arg)
{
    struct demo_task *t = arg;
    struct sql_demo_record r = {0};
    const char *certificate = NULL;
    qh_status rc;

    as(d, "approver", 0);
    rc = sql_demo_record(d->c->tx, d->c->arena, d->c->org, t->record, &r, &d->c->err);
    return rc ? rc : record_approve(d->c, t->record, r.version, true, NULL, &certificate);
}

static bool is_among(const char *const *list, size_t n, const char *s)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], s) == 0)
            return true;
    return false;
}

struct json_strs demo_lab_standards(const struct demo *d, const char *const *regulations,
                                    size_t n)
{
    const struct demo_means *m = &d->means;
    struct json_strs out = {ARENA_ARRAY(d->c->arena, m->lab_n, const char *), 0};

    for (size_t i = 0; i < m->lab_n; i++)
        if (!*m->lab_for[i] || is_among(regulations, n, m->lab_for[i]))
            out.p[out.n++] = m->lab[i];
    return out;
}

void trip_acts_add(struct demo *d, struct demo_trip *t)
{
    demo_act_add(d, t->book_ms, book, t);
    demo_act_add(d, t->accept_ms, accept, t);
    demo_act_add(d, t->plan_ms, plan, t);
    demo_act_add(d, t->start_ms, start, t);
    demo_act_add(d, t->finish_ms, finish, t);
    for (size_t i = 0; i < t->tasks_n; i++) {
        t->task[i].trip = t;
        demo_act_add(d, t->task[i].begin_ms, measure, &t->task[i]);
        demo_act_add(d, t->task[i].check_ms, check, &t->task[i]);
        demo_act_add(d, t->task[i].approve_ms, approve, &t->task[i]);
    }
}
