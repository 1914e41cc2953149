#include "cli/deliver.h"

#include "base/log.h"
#include "cli/courier.h"
#include "cli/worker.h"
#include "domain/notify_message.h"
#include "domain/notify_purge.h"
#include "domain/notify_secret.h"
#include "domain/remind.h"
#include "domain/transact.h"
#include "http/env.h"

#include <stdlib.h>
#include <string.h>

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
    struct worker worker;
    bool allow_private;
    struct courier *courier; /* made when the first message goes out; guarded by
                                worker.lock */
    struct flight *flights;  /* from here on: of the thread alone */
    int n_flights;
    int64_t remind_ms; /* when the reminders are run next */
    int64_t locked_ms; /* when locked endpoints are told of again */
};

/* ---- pieces of work in transactions ---- */

static qh_status find_ready(struct ctx *c, void *list)
{
    return notify_ready(c, DELIVER_ENDPOINT, list);
}

struct claim {
    const struct notify_ready *ready;
    struct json_list list;
};

static qh_status claim(struct ctx *c, void *arg)
{
    struct claim *k = arg;

    return notify_claim(c, k->ready, &k->list);
}

struct landing {
    const struct notify_outgoing *out;
    struct notify_result result;
    int64_t chance;
};

static qh_status end(struct ctx *c, void *arg)
{
    const struct landing *l = arg;

    return notify_end(c, l->out, &l->result, l->chance);
}

static qh_status remind(struct ctx *c, void *left)
{
    return remind_round(c, REMIND_MOST, left);
}

static qh_status purge(struct ctx *c, void *left)
{
    return notify_purge(c, REMIND_MOST, left);
}

static qh_status seal_old(struct ctx *c, void *n)
{
    return notify_secret_seal_old(c, n);
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
    struct ctx c = worker_ctx(&d->worker, &a, f->batch->org);
    struct landing l = {.out = &f->out,
                        .result = {r->arrived, r->status, r->error},
                        .chance = (int64_t)rand_below(&d->worker.rand, 1000)};
    struct flight **at = &d->flights;

    arena_init(&a, BATCH_MEMORY);
    /* If this fails the claim runs out and the message goes out again. */
    if (ctx_write(d->worker.env->store, &c, end, &l))
        log_failure("deliver.end", &c.err);
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
        struct ctx c = worker_ctx(&d->worker, &b->arena, b->org);

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
    (void)pthread_mutex_lock(&d->worker.lock);
    d->courier = k;
    (void)pthread_mutex_unlock(&d->worker.lock);
    return true;
}

static void claim_for(struct deliver *d, const char *org, struct notify_ready ready)
{
    const int64_t room = DELIVER_ENDPOINT - flights_to(d, ready.endpoint_id);
    struct claim k = {.ready = &ready};
    struct batch *b;
    struct ctx c;

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
    c = worker_ctx(&d->worker, &b->arena, b->org);
    if (ctx_write(d->worker.env->store, &c, claim, &k)) {
        log_failure("deliver.claim", &c.err);
        k.list = (struct json_list){0};
    }
    send_batch(d, b, &k.list);
}

/* ---- rounds ---- */

/* Reminders, or the throwing away of old messages: rounds until nothing is left. */
static void run_rounds(struct deliver *d, const char *org, ctx_work work)
{
    struct arena a;
    struct ctx c = worker_ctx(&d->worker, &a, org);
    bool left = true;
    qh_status rc = QH_OK;

    arena_init(&a, BATCH_MEMORY);
    for (int i = 0; i < REMIND_ROUNDS && left && !rc && !d->worker.stopping; i++) {
        const struct arena_mark mark = arena_here(&a);

        rc = ctx_write(d->worker.env->store, &c, work, &left);
        arena_return(&a, mark);
    }
    if (rc)
        log_failure("deliver.remind", &c.err);
    arena_done(&a);
}

struct round {
    struct deliver *d;
    bool remind;
    bool tell_locked;
};

/* Where the secret is locked nothing is tried; the log says so once a minute. */
static void serve_ready(struct deliver *d, const char *org, struct notify_ready ready,
                        bool tell_locked)
{
    if (!ready.is_locked)
        claim_for(d, org, ready);
    else if (tell_locked) {
        log_event(LOG_WARN, "deliver.sealed", LOG_S("endpoint", ready.endpoint_id));
        d->locked_ms = worker_now() + REMIND_MS;
    }
}

/* What fails for one organisation does not stop the others. */
static qh_status serve_org(void *arg, struct arena *a, const char *org,
                           struct qh_error *err)
{
    const struct round *r = arg;
    struct deliver *d = r->d;
    struct ctx c = worker_ctx(&d->worker, a, org);
    struct json_list list = {0};
    const struct notify_ready *ready;

    (void)err;
    if (r->remind && !d->worker.env->no_watch) {
        run_rounds(d, org, remind);
        run_rounds(d, org, purge);
    }
    if (ctx_read(d->worker.env->store, &c, find_ready, &list)) {
        log_failure("deliver.ready", &c.err);
        return QH_OK;
    }
    ready = list.p;
    for (size_t i = 0; i < list.n; i++)
        serve_ready(d, org, ready[i], r->tell_locked);
    return QH_OK;
}

static void round_of(struct deliver *d)
{
    const int64_t now_ms = worker_now();
    struct round r = {d, now_ms >= d->remind_ms, now_ms >= d->locked_ms};
    struct arena a;
    struct qh_error err = {0};

    arena_init(&a, BATCH_MEMORY);
    if (worker_each(&d->worker, &a, serve_org, &r, &err))
        log_failure("deliver.orgs", &err);
    if (r.remind)
        d->remind_ms = worker_now() + REMIND_MS;
    arena_done(&a);
}

/* Secrets from before there was a key. */
static qh_status seal_org(void *arg, struct arena *a, const char *org,
                          struct qh_error *err)
{
    struct deliver *d = arg;
    struct ctx c = worker_ctx(&d->worker, a, org);
    int64_t n = 0;

    (void)err;
    if (ctx_write(d->worker.env->store, &c, seal_old, &n))
        log_failure("deliver.seal", &c.err);
    else if (n)
        log_event(LOG_INFO, "deliver.seal", LOG_N("secrets", n));
    return QH_OK;
}

static void seal_all(struct deliver *d)
{
    struct arena a;
    struct qh_error err = {0};

    arena_init(&a, BATCH_MEMORY);
    if (worker_each(&d->worker, &a, seal_org, d, &err))
        log_failure("deliver.orgs", &err);
    arena_done(&a);
}

/* Until something ends or about a second has passed; false: it is to stop. */
static bool wait_turn(struct deliver *d)
{
    if (!d->n_flights)
        return worker_wait(&d->worker, TURN_MS);
    courier_run(d->courier, TURN_MS);
    return !d->worker.stopping;
}

static void *run(void *arg)
{
    struct deliver *d = arg;
    int64_t last_ms;
    bool goes_on = true;

    seal_all(d);
    while (goes_on) {
        round_of(d);
        goes_on = wait_turn(d);
        land_all(d);
    }
    last_ms = worker_now() + GOODBYE_MS;
    while (d->n_flights && worker_now() < last_ms) {
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
    d->allow_private = allow_private;
    rc = worker_start(&d->worker, env, run, d, err);
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
    worker_ask(&d->worker);
    (void)pthread_mutex_lock(&d->worker.lock);
    if (d->courier)
        courier_wake(d->courier);
    (void)pthread_mutex_unlock(&d->worker.lock);
    worker_join(&d->worker);
    courier_close(d->courier);
    while (d->flights) {
        struct flight *f = d->flights;

        d->flights = f->next;
        batch_drop(f->batch);
        free(f);
    }
    free(d);
}
