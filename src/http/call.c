#include "http/call.h"

#include "base/crypt.h"
#include "base/rand.h"
#include "http/idempotency.h"
#include "http/limiter.h"
#include "http/problem.h"
#include "http/router.h"
#include "http/session.h"
#include "http/uri.h"
#include "store/store.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t now(clockid_t clock)
{
    struct timespec t = {0};

    (void)clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct call *call_of(struct ctx *c)
{
    return (struct call *)(void *)((char *)c - offsetof(struct call, ctx));
}

void call_init(struct call *k, const struct env *env)
{
    arena_init(&k->arena, CALL_MEMORY);
    k->env = env;
    k->rq.arena = &k->arena;
    k->ctx = (struct ctx){
        .arena = &k->arena,
        .org = env->org,
        .actor = {.rights = right_of_role("public")},
        .now_ms = now(CLOCK_REALTIME) / 1000000,
        .calendar = env->calendar,
        .app = env->app,
    };
}

void call_done(struct call *k)
{
    if (k->rs.has_file)
        (void)close(k->rs.file);
    arena_done(&k->arena);
}

bool call_is_safe(const struct call *k)
{
    return strcmp(k->rq.method, "GET") == 0 || strcmp(k->rq.method, "HEAD") == 0;
}

void call_route(struct call *k, const char *method, struct text raw_uri)
{
    k->rq.method = str_copy(&k->arena, method);
    k->raw_uri = raw_uri;
    k->rc = uri_read(&k->arena, raw_uri, &k->rq, &k->ctx.err);
    if (!k->rc)
        k->rc = router_find(k->env->endpoints, &k->rq, &k->allow, &k->ctx.err);
}

size_t call_body_max(const struct call *k)
{
    return k->rq.endpoint && (k->rq.endpoint->flags & EP_UPLOAD) ? UPLOAD_MAX : BODY_MAX;
}

/* ---- may this person do this? ---- */

static const char *host_of(const char *origin)
{
    const char *p = strstr(origin, "://");

    return p ? p + 3 : "";
}

/* Browsers say where a request comes from; a page of another site must not change
 * anything with the cookie of ours [Fetch Metadata; RFC 6454]. */
static qh_status check_site(struct call *k)
{
    const struct req *rq = &k->rq;
    bool own = true;

    if (rq->fetch_site)
        own = strcmp(rq->fetch_site, "same-origin") == 0 ||
              strcmp(rq->fetch_site, "none") == 0;
    if (own && rq->origin)
        own = (rq->host && strcmp(host_of(rq->origin), rq->host) == 0) ||
              (*k->env->public_host &&
               strcmp(host_of(rq->origin), k->env->public_host) == 0);
    if (own)
        return QH_OK;
    return qh_fail(&k->ctx.err, QH_DENIED, "auth.cross_site", "", "from another site");
}

/* A change at a public address without the token runs as the public, not as the person.
 */
static qh_status check_forged(struct call *k)
{
    qh_status rc = check_site(k);

    if (rc || !k->ctx.actor.person ||
        session_csrf_is_right(k->env->sessions, k->rq.session, k->rq.csrf))
        return rc;
    if (k->rq.endpoint->right != RIGHT_PUBLIC)
        return qh_fail(&k->ctx.err, QH_DENIED, "auth.csrf", "", "X-CSRF-Token");
    k->ctx.org = k->env->org;
    k->ctx.actor = (struct actor){.rights = right_of_role("public")};
    return QH_OK;
}

static qh_status check_person(struct call *k)
{
    struct ctx *c = &k->ctx;
    qh_status rc;

    if (k->rq.session && *k->rq.session) {
        rc = session_find(k->env->sessions, c, k->rq.session);
        if (rc && rc != QH_LOGIN)
            return rc;
        c->err = (struct qh_error){0};
    }
    if (!call_is_safe(k)) {
        rc = check_forged(k);
        if (rc)
            return rc;
    }
    if (ctx_can(c, k->rq.endpoint->right))
        return QH_OK;
    if (!c->actor.person)
        return qh_fail(&c->err, QH_LOGIN, "auth.login", "", "nobody is signed in");
    return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "needs %s",
                   right_name(k->rq.endpoint->right));
}

static qh_status check_rate(struct call *k)
{
    const struct limit limit = {.tries = LIMIT_CALLS, .window_ms = INT64_C(60) * 1000};
    const struct text name[] = {text_of(k->rq.endpoint->id), text_of(k->rq.address)};
    int64_t wait;

    if (!(k->rq.endpoint->flags & EP_LIMITED))
        return QH_OK;
    wait = limiter_try(k->env->limiter, name, LEN(name), limit, k->ctx.now_ms);
    if (!wait)
        return QH_OK;
    k->rs.retry_after_s = (int)(wait / 1000) + 1;
    return qh_fail(&k->ctx.err, QH_BUSY, "http.too_many", "", "%d a minute", LIMIT_CALLS);
}

/* ---- transactions ---- */

/* A work may run several times: each time begins with the same memory and no answer. */
static void begin_try(struct call *k, struct tx *tx)
{
    arena_return(&k->arena, k->start);
    k->rs = (struct res){0};
    k->ctx.err = (struct qh_error){0};
    k->ctx.tx = tx;
}

static qh_status end_try(struct call *k, qh_status rc, struct qh_error *err)
{
    k->ctx.tx = NULL;
    if (!rc && arena_is_over(&k->arena))
        rc =
            qh_fail(&k->ctx.err, QH_LIMIT, "http.memory", "", "%zu bytes", k->arena.used);
    if (rc)
        *err = k->ctx.err;
    return rc;
}

static qh_status read_work(struct tx *tx, void *arg, struct qh_error *err)
{
    struct call *k = arg;

    begin_try(k, tx);
    return end_try(k, k->rq.endpoint->run(&k->ctx, &k->rq, &k->rs), err);
}

static qh_status run_once(struct call *k, api_step *step, void *arg)
{
    bool found = false;
    qh_status rc = idempotency_find(k, &found);

    if (rc || found)
        return rc;
    rc = step ? step(&k->ctx, arg) : k->rq.endpoint->run(&k->ctx, &k->rq, &k->rs);
    if (rc)
        return rc;
    return idempotency_add(k);
}

static qh_status write_work(struct tx *tx, void *arg, struct qh_error *err)
{
    struct call *k = arg;
    int64_t cpu = now(CLOCK_THREAD_CPUTIME_ID);
    qh_status rc;

    begin_try(k, tx);
    rc = end_try(k, run_once(k, NULL, NULL), err);
    k->cpu_ns += now(CLOCK_THREAD_CPUTIME_ID) - cpu;
    return rc;
}

static void end(struct call *k, qh_status rc)
{
    if (rc)
        call_fail(k, rc);
    k->finish(k);
}

static void write_done(void *arg, qh_status rc, const struct qh_error *err)
{
    struct call *k = arg;

    if (rc)
        k->ctx.err = *err;
    end(k, rc);
}

/* ---- steps of a TX_SELF handler ---- */

struct step {
    struct call *k;
    api_step *run;
    void *arg;
};

static qh_status read_step(struct tx *tx, void *arg, struct qh_error *err)
{
    struct step *s = arg;

    s->k->ctx.tx = tx;
    s->k->ctx.err = (struct qh_error){0};
    return end_try(s->k, s->run(&s->k->ctx, s->arg), err);
}

static qh_status write_step(struct tx *tx, void *arg, struct qh_error *err)
{
    struct step *s = arg;

    s->k->ctx.tx = tx;
    s->k->ctx.err = (struct qh_error){0};
    s->k->rs = (struct res){0};
    return end_try(s->k, run_once(s->k, s->run, s->arg), err);
}

qh_status api_read(struct ctx *c, api_step *step, void *arg)
{
    struct step s = {.k = call_of(c), .run = step, .arg = arg};

    return store_read(s.k->env->store, read_step, &s, &c->err);
}

qh_status api_write(struct ctx *c, const struct req *rq, struct res *rs, api_step *step,
                    void *arg)
{
    struct step s = {.k = call_of(c), .run = step, .arg = arg};

    (void)rq;
    (void)rs;
    return store_write(s.k->env->store, write_step, &s, &c->err);
}

/* Before a TX_SELF handler does its work: was it done already? */
static qh_status find_done(struct ctx *c, void *arg)
{
    return idempotency_find(call_of(c), arg);
}

static qh_status run_self(struct call *k)
{
    bool found = false;
    qh_status rc = QH_OK;

    if (k->request_hash)
        rc = api_read(&k->ctx, find_done, &found);
    if (rc || found)
        return rc;
    return k->rq.endpoint->run(&k->ctx, &k->rq, &k->rs);
}

/* ---- the whole ---- */

static qh_status prepare(struct call *k)
{
    qh_status rc = k->rc;

    if (rc)
        return rc;
    rc = check_rate(k);
    if (rc)
        return rc;
    rc = check_person(k);
    if (rc)
        return rc;
    k->rand = ARENA_NEW(&k->arena, struct rand);
    k->ctx.rand = k->rand;
    rc = rand_from_system(k->rand, &k->ctx.err);
    /* A safe call may still write: the paper that is asked for before the job made it. */
    if (rc || call_is_safe(k))
        return rc;
    return idempotency_check(k);
}

static qh_status run(struct call *k, int64_t cpu, bool *later)
{
    struct store *store = k->env->store;
    qh_status rc = prepare(k);

    if (rc)
        return rc;
    k->start = arena_here(&k->arena);
    switch (k->rq.endpoint->tx) {
    case TX_READ:
        return store_read(store, read_work, k, &k->ctx.err);
    case TX_WRITE:
        /* From here on k may be finished, and gone, in another thread. */
        k->cpu_ns += now(CLOCK_THREAD_CPUTIME_ID) - cpu;
        rc = store_write_async(store, write_work, write_done, k, &k->ctx.err);
        *later = rc == QH_OK;
        return rc;
    case TX_NONE:
    case TX_SELF:
        break;
    }
    return run_self(k);
}

void call_run(struct call *k)
{
    int64_t cpu = now(CLOCK_THREAD_CPUTIME_ID);
    bool later = false;
    qh_status rc = run(k, cpu, &later);

    if (later)
        return;
    k->cpu_ns = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
    end(k, rc);
}

void call_fail(struct call *k, qh_status rc)
{
    k->rc = rc;
    k->ctx.err.status = rc;
    problem_write(k);
}
