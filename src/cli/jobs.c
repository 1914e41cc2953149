#include "cli/jobs.h"

#include "base/log.h"
#include "cli/worker.h"
#include "domain/appointment_watch.h"
#include "domain/certificate.h"
#include "domain/figure.h"
#include "domain/figure_build.h"
#include "domain/supervise_watch.h"
#include "domain/transact.h"
#include "http/env.h"

#include <stdlib.h>

enum {
    FOLD_MOST = 500,
    ACTS_MOST = 50,
    PAPERS_A_ROUND = 20,
    JOB_MEMORY = 64 * 1024 * 1024,
    TURN_MS = 1000
};

struct jobs {
    struct worker worker;
};

/* ---- pieces of work in transactions; *left: there is more ---- */

static qh_status fold(struct ctx *c, void *left)
{
    bool built = false;
    qh_status rc = figure_is_built(c, &built);

    if (!rc && !built)
        rc = figure_rebuild(c);
    return rc ? rc : figure_fold(c, FOLD_MOST, left);
}

static qh_status find_acts(struct ctx *c, void *left)
{
    return supervise_is_due(c, left);
}

static qh_status raise_acts(struct ctx *c, void *left)
{
    return supervise_watch(c, ACTS_MOST, left);
}

static qh_status find_services(struct ctx *c, void *left)
{
    return service_is_due(c, left);
}

static qh_status work_services(struct ctx *c, void *left)
{
    (void)left;
    return service_watch(c);
}

struct paper {
    const char *id; /* NULL: none waits */
    struct text content;
    struct text pdf;
};

static qh_status find_paper(struct ctx *c, void *arg)
{
    struct paper *p = arg;

    return certificate_next_numbered(c, &p->id, &p->content);
}

static qh_status store_paper(struct ctx *c, void *arg)
{
    const struct paper *p = arg;

    return certificate_store(c, p->id, p->pdf);
}

/* ---- the jobs ---- */

/* Dashboard deltas, FOLD_MOST a transaction. */
static qh_status fold_figures(struct store *s, struct ctx *c)
{
    bool left = true;
    qh_status rc = QH_OK;

    while (left && !rc)
        rc = ctx_write(s, c, fold, &left);
    return rc;
}

/* Versions of items whose day has come, reminders of appointments. */
static qh_status watch_services(struct store *s, struct ctx *c)
{
    bool left = false;
    const qh_status rc = ctx_read(s, c, find_services, &left);

    return rc || !left ? rc : ctx_write(s, c, work_services, &left);
}

/* Reminders and escalations that are due, ACTS_MOST a transaction. */
static qh_status supervise(struct store *s, struct ctx *c)
{
    bool left = false;
    qh_status rc = ctx_read(s, c, find_acts, &left);

    while (left && !rc)
        rc = ctx_write(s, c, raise_acts, &left);
    return rc;
}

/* Finishes one paper; *out_more tells whether there was one. */
static qh_status finish_paper(struct store *s, struct ctx *c, bool *out_more)
{
    struct paper p = {0};
    qh_status rc = ctx_read(s, c, find_paper, &p);

    *out_more = !rc && p.id;
    if (!*out_more)
        return rc;
    rc = certificate_render(c, p.content, &p.pdf);
    return rc ? rc : ctx_write(s, c, store_paper, &p);
}

static qh_status finish_papers(struct store *s, struct ctx *c)
{
    bool more = true;
    qh_status rc = QH_OK;

    for (int i = 0; i < PAPERS_A_ROUND && more && !rc; i++) {
        const struct arena_mark mark = arena_here(c->arena);

        rc = finish_paper(s, c, &more);
        arena_return(c->arena, mark);
    }
    return rc;
}

static qh_status work_for(void *arg, struct arena *a, const char *org,
                          struct qh_error *err)
{
    static qh_status (*const JOBS[])(struct store *, struct ctx *) = {
        finish_papers, fold_figures, watch_services, supervise};
    struct jobs *j = arg;
    struct store *s = j->worker.env->store;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < sizeof JOBS / sizeof *JOBS && !rc; i++) {
        struct ctx c = worker_ctx(&j->worker, a, org);

        /* Another process does what the clock asks for (domain/watch.h). */
        if ((JOBS[i] == supervise || JOBS[i] == watch_services) &&
            j->worker.env->no_watch)
            continue;
        rc = JOBS[i](s, &c);
        *err = c.err;
    }
    return rc;
}

static void *run(void *arg)
{
    struct jobs *j = arg;

    while (worker_wait(&j->worker, TURN_MS)) {
        struct arena a;
        struct qh_error err = {0};

        arena_init(&a, JOB_MEMORY);
        if (worker_each(&j->worker, &a, work_for, j, &err))
            log_failure("jobs", &err);
        arena_done(&a);
    }
    return NULL;
}

qh_status jobs_start(const struct env *env, struct jobs **out, struct qh_error *err)
{
    struct jobs *j = calloc(1, sizeof *j);
    qh_status rc;

    if (!j)
        abort();
    rc = worker_start(&j->worker, env, run, j, err);
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
    worker_ask(&j->worker);
    worker_join(&j->worker);
    free(j);
}
