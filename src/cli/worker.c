#include "cli/worker.h"

#include "http/env.h"
#include "store/sql_job.h"
#include "store/store.h"

#include <time.h>

int64_t worker_now(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct ctx worker_ctx(struct worker *w, struct arena *a, const char *org)
{
    return (struct ctx){.arena = a,
                        .org = org,
                        .actor = {.person = "", .name = "qh"},
                        .now_ms = worker_now(),
                        .rand = &w->rand,
                        .calendar = w->env->calendar,
                        .app = w->env->app};
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

qh_status worker_each(struct worker *w, struct arena *a, worker_work work, void *arg,
                      struct qh_error *err)
{
    struct org_list orgs = {.a = a};
    qh_status rc = store_read(w->env->store, list_orgs, &orgs, err);

    for (size_t i = 0; i < orgs.rows.n && !rc && !w->stopping; i++)
        rc = work(arg, a, orgs.rows.p[i].org, err);
    return rc;
}

bool worker_wait(struct worker *w, int ms)
{
    struct timespec until = {0};

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    (void)pthread_mutex_lock(&w->lock);
    if (!w->stopping)
        (void)pthread_cond_timedwait(&w->wake, &w->lock, &until);
    (void)pthread_mutex_unlock(&w->lock);
    return !w->stopping;
}

qh_status worker_start(struct worker *w, const struct env *env, void *(*run)(void *),
                       void *arg, struct qh_error *err)
{
    qh_status rc = rand_from_system(&w->rand, err);

    w->env = env;
    (void)pthread_mutex_init(&w->lock, NULL);
    (void)pthread_cond_init(&w->wake, NULL);
    if (!rc && pthread_create(&w->thread, NULL, run, arg))
        rc = qh_fail(err, QH_IO, "jobs.thread", "", "pthread_create");
    return rc;
}

void worker_ask(struct worker *w)
{
    (void)pthread_mutex_lock(&w->lock);
    w->stopping = true;
    (void)pthread_cond_signal(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
}

void worker_join(struct worker *w)
{
    (void)pthread_join(w->thread, NULL);
    (void)pthread_cond_destroy(&w->wake);
    (void)pthread_mutex_destroy(&w->lock);
}
