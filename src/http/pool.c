#include "http/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { THREADS_MAX = 64, STACK = 512 * 1024 };

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t added;
    struct pool_job *first; /* guarded by lock, as the rest */
    struct pool_job **last;
    size_t waiting;
    size_t queue_max; /* constant after open */
    bool closing;
    int n_threads;
    pthread_t threads[THREADS_MAX];
};

/* The next job; NULL when the pool is closing and none waits. */
static struct pool_job *take(struct pool *p)
{
    struct pool_job *job;

    (void)pthread_mutex_lock(&p->lock);
    while (!p->first && !p->closing)
        (void)pthread_cond_wait(&p->added, &p->lock);
    job = p->first;
    if (job) {
        p->first = job->next;
        p->waiting--;
        if (!p->first)
            p->last = &p->first;
    }
    (void)pthread_mutex_unlock(&p->lock);
    return job;
}

static void *run_thread(void *arg)
{
    struct pool *p = arg;

    for (struct pool_job *job = take(p); job; job = take(p))
        job->run(job);
    return NULL;
}

/* Signals are the main thread's. */
static bool start_threads(struct pool *p, int threads)
{
    pthread_attr_t attr;
    sigset_t all;
    sigset_t old;

    (void)pthread_attr_init(&attr);
    (void)pthread_attr_setstacksize(&attr, STACK);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &old);
    while (p->n_threads < threads && p->n_threads < THREADS_MAX &&
           pthread_create(&p->threads[p->n_threads], &attr, run_thread, p) == 0)
        p->n_threads++;
    (void)pthread_sigmask(SIG_SETMASK, &old, NULL);
    (void)pthread_attr_destroy(&attr);
    return p->n_threads > 0;
}

qh_status pool_open(int threads, size_t queue_max, struct pool **out,
                    struct qh_error *err)
{
    struct pool *p = calloc(1, sizeof *p);

    if (!p)
        abort();
    (void)pthread_mutex_init(&p->lock, NULL);
    (void)pthread_cond_init(&p->added, NULL);
    p->last = &p->first;
    p->queue_max = queue_max;
    if (!start_threads(p, threads)) {
        pool_close(p);
        return qh_fail(err, QH_IO, "http.threads", "", "no thread can be started");
    }
    *out = p;
    return QH_OK;
}

void pool_close(struct pool *p)
{
    if (!p)
        return;
    (void)pthread_mutex_lock(&p->lock);
    p->closing = true;
    (void)pthread_cond_broadcast(&p->added);
    (void)pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->n_threads; i++)
        (void)pthread_join(p->threads[i], NULL);
    (void)pthread_cond_destroy(&p->added);
    (void)pthread_mutex_destroy(&p->lock);
    free(p);
}

bool pool_add(struct pool *p, struct pool_job *job)
{
    bool taken;

    (void)pthread_mutex_lock(&p->lock);
    taken = p->waiting < p->queue_max && !p->closing;
    if (taken) {
        job->next = NULL;
        *p->last = job;
        p->last = &job->next;
        p->waiting++;
        (void)pthread_cond_signal(&p->added);
    }
    (void)pthread_mutex_unlock(&p->lock);
    return taken;
}
