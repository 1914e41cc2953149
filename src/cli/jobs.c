#include "cli/jobs.h"

#include "base/log.h"
#include "base/rand.h"
#include "domain/appointment_watch.h"
#include "domain/certificate.h"
#include "domain/figure.h"
#include "domain/supervise_watch.h"
#include "http/env.h"
#include "store/sql_job.h"
#include "store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
    FOLD_MOST = 500,
    ACTS_MOST = 50,
    PAPERS_A_ROUND = 20,
    JOB_MEMORY = 64 * 1024 * 1024
};

static const char *const ACTOR_NAME = "qh";

struct jobs {
    const struct env *env;
    struct rand rand;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping; /* guarded by lock */
};

/* One piece of work for one organisation. */
struct job {
    struct ctx c;
    const char *id;
    struct text content;
    struct text pdf;
    bool left;
};

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct job job_for(struct jobs *j, struct arena *a, const char *org)
{
    return (struct job){.c = {.arena = a,
                              .org = org,
                              .actor = {.person = "", .name = ACTOR_NAME},
                              .now_ms = now_ms(),
                              .rand = &j->rand,
                              .calendar = j->env->calendar,
                              .app = j->env->app}};
}

static qh_status fold(struct tx *tx, void *arg, struct qh_error *err)
{
    struct job *job = arg;
    bool built = false;
    qh_status rc;

    job->c.tx = tx;
    rc = figure_is_built(&job->c, &built);
    if (!rc && !built)
        rc = figure_rebuild(&job->c);
    if (!rc)
        rc = figure_fold(&job->c, FOLD_MOST, &job->left);
    if (rc)
        *err = job->c.err;
    return rc;
}

static qh_status find_acts(struct tx *tx, void *arg, struct qh_error *err)
{
    struct job *job = arg;
    qh_status rc;

    job->c.tx = tx;
    rc = supervise_is_due(&job->c, &job->left);
    if (rc)
        *err = job->c.err;
    return rc;
}

static qh_status raise_acts(struct tx *tx, void *arg, struct qh_error *err)
{
    struct job *job = arg;
    qh_status rc;

    job->c.tx = tx;
    rc = supervise_watch(&job->c, ACTS_MOST, &job->left);
    if (rc)
        *err = job->c.err;
    return rc;
}

/* Reminders and escalations that are due, ACTS_MOST a transaction. */
static qh_status supervise(struct jobs *j, struct arena *a, const char *org,
                           struct qh_error *err)
{
    struct job job = job_for(j, a, org);
    qh_status rc;

    if (j->env->no_watch)
        return QH_OK;
    rc = store_read(j->env->store, find_acts, &job, err);
    while (job.left && !rc)
        rc = store_write(j->env->store, raise_acts, &job, err);
    return rc;
}

static qh_status find_services(struct tx *tx, void *arg, struct qh_error *err)
{
    struct job *job = arg;
    qh_status rc;

    job->c.tx = tx;
    rc = service_is_due(&job->c, &job->left);
    if (rc)
        *err = job->c.err;
    return rc;
}

static qh_status work_services(struct tx *tx, void *arg, struct qh_error *err)
{
    struct job *job = arg;
    qh_status rc;

    job->c.tx = tx;
    rc = service_watch(&job->c);
    if (rc)
        *err = job->c.err;
    return rc;
}

/* Versions of items whose day has come, reminders of appointments. */
static qh_status watch_services(struct jobs *j, struct arena *a, const char *org,
                                struct qh_error *err)
{
    struct job job = job_for(j, a, org);
    const qh_status rc = store_read(j->env->store, find_services, &job, err);

    return rc || !job.left ? rc : store_write(j->env->store, work_services, &job, err);
}

static qh_status find_paper(struct tx *tx, void *arg, struct qh_error *err)
{
    struct job *job = arg;
    qh_status rc;

    job->c.tx = tx;
    rc = certificate_next_numbered(&job->c, &job->id, &job->content);
    if (rc)
        *err = job->c.err;
    return rc;
}

static qh_status store_paper(struct tx *tx, void *arg, struct qh_error *err)
{
    struct job *job = arg;
    qh_status rc;

    job->c.tx = tx;
    rc = certificate_store(&job->c, job->id, job->pdf);
    if (rc)
        *err = job->c.err;
    return rc;
}

/* Finishes one paper; *out_more tells whether there was one. */
static qh_status finish_paper(struct jobs *j, struct arena *a, const char *org,
                              bool *out_more, struct qh_error *err)
{
    struct job job = job_for(j, a, org);
    qh_status rc = store_read(j->env->store, find_paper, &job, err);

    *out_more = !rc && job.id;
    if (!*out_more)
        return rc;
    job.c.tx = NULL;
    rc = certificate_render(&job.c, job.content, &job.pdf);
    if (rc) {
        *err = job.c.err;
        return rc;
    }
    return store_write(j->env->store, store_paper, &job, err);
}

static qh_status work_for(struct jobs *j, struct arena *a, const char *org,
                          struct qh_error *err)
{
    struct job job = job_for(j, a, org);
    bool more = true;
    qh_status rc = QH_OK;

    for (int i = 0; i < PAPERS_A_ROUND && more && !rc; i++) {
        const struct arena_mark mark = arena_here(a);

        rc = finish_paper(j, a, org, &more, err);
        arena_return(a, mark);
    }
    job.left = true;
    while (job.left && !rc)
        rc = store_write(j->env->store, fold, &job, err);
    if (!rc)
        rc = watch_services(j, a, org, err);
    return rc ? rc : supervise(j, a, org, err);
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

static void round_of(struct jobs *j)
{
    struct arena a;
    struct org_list orgs = {.a = &a};
    struct qh_error err = {0};
    qh_status rc;

    arena_init(&a, JOB_MEMORY);
    rc = store_read(j->env->store, list_orgs, &orgs, &err);
    for (size_t i = 0; i < orgs.rows.n && !rc; i++)
        rc = work_for(j, &a, orgs.rows.p[i].org, &err);
    if (rc)
        log_failure("jobs", &err);
    arena_done(&a);
}

/* Waits about a second; false when the jobs are to stop. */
static bool wait_a_second(struct jobs *j)
{
    struct timespec until = {0};
    bool stopping;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    (void)pthread_mutex_lock(&j->lock);
    if (!j->stopping)
        (void)pthread_cond_timedwait(&j->wake, &j->lock, &until);
    stopping = j->stopping;
    (void)pthread_mutex_unlock(&j->lock);
    return !stopping;
}

static void *run(void *arg)
{
    struct jobs *j = arg;

    while (wait_a_second(j))
        round_of(j);
    return NULL;
}

qh_status jobs_start(const struct env *env, struct jobs **out, struct qh_error *err)
{
    struct jobs *j = calloc(1, sizeof *j);
    qh_status rc;

    if (!j)
        abort();
    j->env = env;
    rc = rand_from_system(&j->rand, err);
    (void)pthread_mutex_init(&j->lock, NULL);
    (void)pthread_cond_init(&j->wake, NULL);
    if (!rc && pthread_create(&j->thread, NULL, run, j))
        rc = qh_fail(err, QH_IO, "jobs.thread", "", "pthread_create");
    if (rc)
        free(j);
    else
        *out = j;
    return rc;
}

void jobs_stop(struct jobs *j)
{
    if (!j)
        return;
    (void)pthread_mutex_lock(&j->lock);
    j->stopping = true;
    (void)pthread_cond_signal(&j->wake);
    (void)pthread_mutex_unlock(&j->lock);
    (void)pthread_join(j->thread, NULL);
    (void)pthread_cond_destroy(&j->wake);
    (void)pthread_mutex_destroy(&j->lock);
    free(j);
}
