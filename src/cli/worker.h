/* worker.h - a thread of a serving process that works beside the requests.
 *
 * jobs.c and deliver.c have one each.  The owner's thread function loops as long as
 * worker_wait() says so, and does its work for one organisation after the other.
 */
#pragma once

#include "base/rand.h"
#include "domain/ctx.h"

#include <pthread.h>
#include <stdatomic.h>

struct env;

struct worker {
    const struct env *env;
    struct rand rand;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool stopping;
};

/* env and w must outlive the thread, which runs run(arg).  QH_IO "jobs.thread". */
QH_MUST qh_status worker_start(struct worker *w, const struct env *env,
                               void *(*run)(void *), void *arg, struct qh_error *err);
/* worker_ask() makes the thread's wait end, worker_join() waits for the thread itself. */
void worker_ask(struct worker *w);
void worker_join(struct worker *w);

/* Waits for ms or until asked to stop; false: it was. */
bool worker_wait(struct worker *w, int ms);

/* What the domain gets: the product acts itself. */
struct ctx worker_ctx(struct worker *w, struct arena *a, const char *org);
/* UTC, milliseconds. */
int64_t worker_now(void);

/* Calls work for each organisation until it fails or w is to stop.  A failure stands in
 * err. */
typedef qh_status (*worker_work)(void *arg, struct arena *a, const char *org,
                                 struct qh_error *err);
QH_MUST qh_status worker_each(struct worker *w, struct arena *a, worker_work work,
                              void *arg, struct qh_error *err);
