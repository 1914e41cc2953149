#include "cli/deliver.h"

#include "base/log.h"
#include "base/rand.h"
#include "cli/courier.h"
#include "domain/notify_message.h"
#include "domain/remind.h"
#include "http/env.h"
#include "store/sql_job.h"
#include "store/store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    BATCH_MEMORY = 32 * 1024 * 1024,
    TURN_MS = 1000,
    REMIND_MS = 60 * 1000,
    REMIND_MOST = 100,
    REMIND_ROUNDS = 50,
    GOODBYE_MS = 3000
};

/* What was claimed together; its memory goes with the last of it. */
struct batch {
    struct arena arena;
    char org[64];
    size_t left;
};

struct flight {
    struct flight *next;
    struct batch *batch;
    struct notify_outgoing out;
    struct notify_message message;
};

struct deliver {
    const struct env *env;
    bool allow_private;
    struct rand rand;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool stopping;
    struct courier *courier; /* made when the first message goes out; guarded by lock */
    struct flight *flights;  /* from here on: of the thread alone */
    int n_flights;
    int64_t remind_ms; /* when the reminders are run next */
};

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct ctx ctx_for(struct deliver *d, struct arena *a, const char *org)
{
    return (struct ctx){.arena = a,
                        .org = org,
                        .actor = {.person = "", .name = "qh"},
                        .now_ms = now_ms(),
                        .rand = &d->rand,
                        .calendar = d->env->calendar,
                        .app = d->env->app};
}

/* ---- pieces of work in transactions ---- */

struct work {
    struct ctx c;
    struct json_list list;
    const struct notify_ready *ready;
    const struct notify_outgoing *out;
    struct notify_result result;
    int64_t chance;
    bool left;
};

static qh_status find_ready(struct tx *tx, void *arg, struct qh_error *err)
{
    struct work *w = arg;
    qh_status rc;

    w->c.tx = tx;
    w->c.err = (struct qh_error){0};
    rc = notify_ready(&w->c, DELIVER_ENDPOINT, &w->list);
    if (rc)
        *err = w->c.err;
    return rc;
}

static qh_status claim(struct tx *tx, void *arg, struct qh_error *err)
{
    struct work *w = arg;
    qh_status rc;

    w->c.tx = tx;
    w->c.err = (struct qh_error){0};
    rc = notify_claim(&w->c, w->ready, &w->list);
    if (rc)
        *err = w->c.err;
    return rc;
}

static qh_status end(struct tx *tx, void *arg, struct qh_error *err)
{
    struct work *w = arg;
    qh_status rc;

    w->c.tx = tx;
    w->c.err = (struct qh_error){0};
    rc = notify_end(&w->c, w->out, &w->result, w->chance);
    if (rc)
        *err = w->c.err;
    return rc;
}

static qh_status remind(struct tx *tx, void *arg, struct qh_error *err)
{
    struct work *w = arg;
    qh_status rc;

    w->c.tx = tx;
    w->c.err = (struct qh_error){0};
    rc = remind_round(&w->c, REMIND_MOST, &w->left);
    if (rc)
        *err = w->c.err;
    return rc;
}

/* ---- flights ---- */

static void batch_drop(struct batch *b)
{
    if (--b->left)
        return;
    arena_done(&b->arena);
    free(b);
}

static int flights_to(const struct deliver *d, const char *endpoint_id)
{
    int n = 0;

    for (const struct flight *f = d->flights; f; f = f->next)
        n += strcmp(f->out.endpoint_id, endpoint_id) == 0;
    return n;
}

static void take_off(struct deliver *d, struct flight *f)
{
    const struct notify_outgoing *o = &f->out;

    f->next = d->flights;
    d->flights = f;
    d->n_flights++;
    courier_add(d->courier, &(struct parcel){
                                .is_mail = strcmp(o->channel, "email") == 0,
                                .url = o->url,
                                .security = o->security,
                                .login = o->login,
                                .password = o->secret,
                                .ca_pem = o->ca_pem,
                                .from = o->sender,
                                .to = o->to,
                                .body = f->message.body,
                                .headers = f->message.headers,
                                .headers_n = f->message.headers_n,
                                .tag = f,
                            });
}

static void land(struct deliver *d, struct flight *f, const struct courier_result *r)
{
    struct arena a;
    struct work w;
    struct flight **at = &d->flights;
    struct qh_error err = {0};

    arena_init(&a, BATCH_MEMORY);
    w = (struct work){.c = ctx_for(d, &a, f->batch->org),
                      .out = &f->out,
                      .result = {r->arrived, r->status, r->error},
                      .chance = (int64_t)rand_below(&d->rand, 1000)};
    /* If this fails the claim runs out and the message goes out again. */
    if (store_write(d->env->store, end, &w, &err))
        log_failure("deliver.end", &err);
    if (*r->error)
        log_event(LOG_WARN, "deliver.failed", LOG_S("delivery", f->out.id),
                  LOG_S("endpoint", f->out.endpoint_id), LOG_S("error", r->error),
                  LOG_N("status", r->status), LOG_N("try", f->out.tries));
    arena_done(&a);
    while (*at != f)
        at = &(*at)->next;
    *at = f->next;
    d->n_flights--;
    batch_drop(f->batch);
    free(f);
}

static void land_all(struct deliver *d)
{
    struct courier_result r;

    while (d->courier && courier_next(d->courier, &r))
        land(d, r.tag, &r);
}

/* Writes the messages of a batch and lets them go; one that cannot be written is logged,
 * and its claim runs out. */
static void send_batch(struct deliver *d, struct batch *b, const struct json_list *list)
{
    const struct notify_outgoing *o = list->p;

    b->left = 1;
    for (size_t i = 0; i < list->n; i++) {
        struct flight *f = calloc(1, sizeof *f);
        struct ctx c = ctx_for(d, &b->arena, b->org);

        if (!f)
            abort();
        f->batch = b;
        f->out = o[i];
        if (notify_message(&c, &f->out, &f->message)) {
            log_failure("deliver.message", &c.err);
            free(f);
            continue;
        }
        b->left++;
        take_off(d, f);
    }
    batch_drop(b);
}

static bool open_courier(struct deliver *d)
{
    struct courier *k = NULL;
    struct qh_error err = {0};

    if (d->courier)
        return true;
    if (courier_open(d->allow_private, &k, &err)) {
        log_failure("deliver.courier", &err);
        return false;
    }
    (void)pthread_mutex_lock(&d->lock);
    d->courier = k;
    (void)pthread_mutex_unlock(&d->lock);
    return true;
}

static void claim_for(struct deliver *d, const char *org, struct notify_ready ready)
{
    const int64_t room = DELIVER_ENDPOINT - flights_to(d, ready.endpoint_id);
    struct batch *b;
    struct work w;
    struct qh_error err = {0};

    if (ready.most > room)
        ready.most = room;
    if (ready.most > DELIVER_ALL - d->n_flights)
        ready.most = DELIVER_ALL - d->n_flights;
    if (ready.most <= 0 || !open_courier(d))
        return;
    b = calloc(1, sizeof *b);
    if (!b)
        abort();
    arena_init(&b->arena, BATCH_MEMORY);
    (void)strncpy(b->org, org, sizeof b->org - 1);
    w = (struct work){.c = ctx_for(d, &b->arena, b->org), .ready = &ready};
    if (store_write(d->env->store, claim, &w, &err)) {
        log_failure("deliver.claim", &err);
        w.list = (struct json_list){0};
    }
    send_batch(d, b, &w.list);
}

/* ---- rounds ---- */

static void run_reminders(struct deliver *d, const char *org)
{
    struct arena a;
    struct qh_error err = {0};
    bool left = true;
    qh_status rc = QH_OK;

    arena_init(&a, BATCH_MEMORY);
    for (int i = 0; i < REMIND_ROUNDS && left && !rc && !d->stopping; i++) {
        const struct arena_mark mark = arena_here(&a);
        struct work w = {.c = ctx_for(d, &a, org)};

        rc = store_write(d->env->store, remind, &w, &err);
        left = w.left;
        arena_return(&a, mark);
    }
    if (rc)
        log_failure("deliver.remind", &err);
    arena_done(&a);
}

static void serve_org(struct deliver *d, struct arena *a, const char *org,
                      bool remind_too)
{
    struct work w = {.c = ctx_for(d, a, org)};
    struct qh_error err = {0};
    const struct notify_ready *ready;

    if (remind_too && !d->env->no_watch)
        run_reminders(d, org);
    if (store_read(d->env->store, find_ready, &w, &err)) {
        log_failure("deliver.ready", &err);
        return;
    }
    ready = w.list.p;
    for (size_t i = 0; i < w.list.n; i++)
        claim_for(d, org, ready[i]);
}

struct org_list {
    struct arena *a;
    struct sql_job_orgs_list rows;
};

static qh_status list_orgs(struct tx *tx, void *arg, struct qh_error *err)
{
    struct org_list *l = arg;

    return sql_job_orgs(tx, l->a, &l->rows, err);
}

static void round_of(struct deliver *d)
{
    const bool remind_too = now_ms() >= d->remind_ms;
    struct arena a;
    struct org_list orgs = {.a = &a};
    struct qh_error err = {0};

    arena_init(&a, BATCH_MEMORY);
    if (store_read(d->env->store, list_orgs, &orgs, &err))
        log_failure("deliver.orgs", &err);
    for (size_t i = 0; i < orgs.rows.n && !d->stopping; i++)
        serve_org(d, &a, orgs.rows.p[i].org, remind_too);
    if (remind_too)
        d->remind_ms = now_ms() + REMIND_MS;
    arena_done(&a);
}

/* Until something ends or about a second has passed. */
static void wait_turn(struct deliver *d)
{
    struct timespec until = {0};

    if (d->n_flights) {
        courier_run(d->courier, TURN_MS);
        return;
    }
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += TURN_MS / 1000;
    (void)pthread_mutex_lock(&d->lock);
    if (!d->stopping)
        (void)pthread_cond_timedwait(&d->wake, &d->lock, &until);
    (void)pthread_mutex_unlock(&d->lock);
}

static void *run(void *arg)
{
    struct deliver *d = arg;
    int64_t last_ms;

    while (!d->stopping) {
        round_of(d);
        wait_turn(d);
        land_all(d);
    }
    last_ms = now_ms() + GOODBYE_MS;
    while (d->n_flights && now_ms() < last_ms) {
        courier_run(d->courier, GOODBYE_MS / 10);
        land_all(d);
    }
    return NULL;
}

qh_status deliver_start(const struct env *env, bool allow_private, struct deliver **out,
                        struct qh_error *err)
{
    struct deliver *d = calloc(1, sizeof *d);
    qh_status rc;

    if (!d)
        abort();
    d->env = env;
    d->allow_private = allow_private;
    rc = rand_from_system(&d->rand, err);
    (void)pthread_mutex_init(&d->lock, NULL);
    (void)pthread_cond_init(&d->wake, NULL);
    if (!rc && pthread_create(&d->thread, NULL, run, d))
        rc = qh_fail(err, QH_IO, "jobs.thread", "", "pthread_create");
    if (rc)
        free(d);
    else
        *out = d;
    return rc;
}

void deliver_stop(struct deliver *d)
{
    if (!d)
        return;
    (void)pthread_mutex_lock(&d->lock);
    d->stopping = true;
    if (d->courier)
        courier_wake(d->courier);
    (void)pthread_cond_signal(&d->wake);
    (void)pthread_mutex_unlock(&d->lock);
    (void)pthread_join(d->thread, NULL);
    courier_close(d->courier);
    while (d->flights) {
        struct flight *f = d->flights;

        d->flights = f->next;
        batch_drop(f->batch);
        free(f);
    }
    (void)pthread_cond_destroy(&d->wake);
    (void)pthread_mutex_destroy(&d->lock);
    free(d);
}
