/* Group commit.
 *
 * The thread takes all jobs that wait, at most a batch, opens one transaction, runs each
 * job in a savepoint (unless it is alone) and commits once.  Jobs see what earlier jobs
 * of the batch wrote; so if the commit fails, the answers of all of them are worthless
 * and all get the failure. A full disk is the exception: one big job must not take the
 * small ones down with it, so the jobs are then done again one by one.
 */
#include "store/writer.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct job {
    tx_work work;
    store_done done;
    void *arg;
    qh_status rc;
    struct qh_error err;
    struct job *next;
};

struct writer {
    struct writer_config config;
    struct conn *conn; /* SQLite: of the only thread; NULL: to be opened again */
    pthread_mutex_t lock;
    pthread_cond_t added;
    struct job *first; /* guarded by lock */
    struct job **last; /* guarded by lock */
    bool closing;      /* guarded by lock */
    int n_threads;
    pthread_t threads[POOL_MAX];
};

/* ---- one connection, many jobs ---- */

static void fail_all(struct job *jobs, qh_status rc, const struct qh_error *err)
{
    for (struct job *j = jobs; j; j = j->next) {
        j->rc = rc;
        j->err = *err;
    }
}

static struct tx tx_of(const struct writer *w)
{
    return (struct tx){.conn = w->conn,
                       .driver = w->config.driver,
                       .catalogue = w->config.config->catalogue,
                       .can_write = true,
                       .depth = 1};
}

/* Runs one job in its savepoint.  False: the engine has undone the whole transaction. */
static bool run_in_savepoint(struct writer *w, struct job *j)
{
    const struct driver *d = w->config.driver;
    struct tx tx = tx_of(w);

    j->rc = d->mark(w->conn, DRIVER_MARK, 0, &j->err);
    if (j->rc)
        return false;
    j->rc = tx_call(&tx, j->work, j->arg, &j->err);
    if (!d->in_transaction(w->conn))
        return false;
    if (j->rc)
        return d->mark(w->conn, DRIVER_UNDO, 0, NULL) == QH_OK;
    j->rc = d->mark(w->conn, DRIVER_KEEP, 0, &j->err);
    return j->rc == QH_OK;
}

static qh_status lost(const struct job *j, struct qh_error *err)
{
    *err = j->err;
    return j->rc ? j->rc : qh_fail(err, QH_IO, "store.io", "", "transaction was lost");
}

/* A job that is alone needs no savepoint beside the transaction: SQLite keeps the pages
 * of a savepoint in a list that it walks after every statement. */
static qh_status run_alone(struct writer *w, struct job *j, struct qh_error *err)
{
    const struct driver *d = w->config.driver;
    struct tx tx = tx_of(w);
    qh_status rc = d->begin(w->conn, DRIVER_WRITE, err);

    if (rc)
        return rc;
    j->rc = tx_call(&tx, j->work, j->arg, &j->err);
    if (!d->in_transaction(w->conn))
        return lost(j, err);
    if (!j->rc)
        return d->commit(w->conn, err);
    d->rollback(w->conn);
    return QH_OK;
}

/* One transaction for all of them.  Answers the failure that hit the transaction itself;
 * a job's own failure stands in the job. */
static qh_status run_together(struct writer *w, struct job *jobs, struct qh_error *err)
{
    const struct driver *d = w->config.driver;
    bool any = false;
    qh_status rc;

    if (!jobs->next)
        return run_alone(w, jobs, err);
    rc = d->begin(w->conn, DRIVER_WRITE, err);
    if (rc)
        return rc;
    for (struct job *j = jobs; j; j = j->next) {
        if (!run_in_savepoint(w, j)) {
            rc = lost(j, err);
            d->rollback(w->conn);
            return rc;
        }
        any |= j->rc == QH_OK;
    }
    if (!any) {
        d->rollback(w->conn);
        return QH_OK;
    }
    return d->commit(w->conn, err);
}

static void run_one_by_one(struct writer *w, struct job *jobs)
{
    struct job *next;

    for (struct job *j = jobs; j; j = next) {
        struct qh_error err = {0};
        qh_status rc;

        next = j->next;
        j->next = NULL;
        rc = run_together(w, j, &err);
        if (rc)
            fail_all(j, rc, &err);
        j->next = next;
    }
}

static void run_batch(struct writer *w, struct job *jobs)
{
    const struct driver *d = w->config.driver;
    struct qh_error err = {0};
    qh_status rc = QH_OK;

    if (w->conn && !d->is_usable(w->conn)) {
        d->close(w->conn);
        w->conn = NULL;
    }
    if (!w->conn)
        rc = d->open(w->config.config, true, &w->conn, &err);
    if (rc == QH_OK)
        rc = run_together(w, jobs, &err);
    if (!rc)
        return;
    if (w->conn && jobs->next && strcmp(err.key, "store.full") == 0)
        run_one_by_one(w, jobs);
    else
        fail_all(jobs, rc, &err);
}

/* ---- many connections, one job each ---- */

static void run_single(struct writer *w, struct job *j)
{
    j->rc = transact(w->config.pool, DRIVER_WRITE, j->work, j->arg, &j->err);
}

/* ---- the queue ---- */

/* Takes up to a batch of jobs off the queue; NULL when the store is being closed. */
static struct job *take(struct writer *w)
{
    struct job *jobs;
    struct job **end;

    (void)pthread_mutex_lock(&w->lock);
    while (!w->first && !w->closing)
        (void)pthread_cond_wait(&w->added, &w->lock);
    jobs = w->first;
    end = &w->first;
    for (int n = 0; *end && n < w->config.batch; n++)
        end = &(*end)->next;
    w->first = *end;
    *end = NULL;
    if (!w->first)
        w->last = &w->first;
    (void)pthread_mutex_unlock(&w->lock);
    return jobs;
}

static void *run_thread(void *arg)
{
    struct writer *w = arg;
    struct job *jobs;

    while ((jobs = take(w)) != NULL) {
        if (w->config.pool)
            run_single(w, jobs);
        else
            run_batch(w, jobs);
        while (jobs) {
            struct job *j = jobs;

            jobs = j->next;
            j->done(j->arg, j->rc, &j->err);
            free(j);
        }
    }
    return NULL;
}

/* Threads of ours take no signals: those belong to main. */
static bool start_threads(struct writer *w)
{
    sigset_t all;
    sigset_t old;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &old);
    while (w->n_threads < w->config.threads &&
           pthread_create(&w->threads[w->n_threads], NULL, run_thread, w) == 0)
        w->n_threads++;
    (void)pthread_sigmask(SIG_SETMASK, &old, NULL);
    return w->n_threads == w->config.threads;
}

qh_status writer_open(const struct writer_config *c, struct writer **out,
                      struct qh_error *err)
{
    struct writer *w = calloc(1, sizeof *w);
    qh_status rc = QH_OK;

    if (!w)
        abort();
    w->config = *c;
    if (w->config.threads > POOL_MAX)
        w->config.threads = POOL_MAX;
    w->last = &w->first;
    (void)pthread_mutex_init(&w->lock, NULL);
    (void)pthread_cond_init(&w->added, NULL);
    if (!c->pool)
        rc = c->driver->open(c->config, true, &w->conn, err);
    if (rc == QH_OK && !start_threads(w))
        rc = qh_fail(err, QH_IO, "store.thread", "", "no thread for writing");
    if (rc) {
        writer_close(w);
        return rc;
    }
    *out = w;
    return QH_OK;
}

void writer_close(struct writer *w)
{
    if (!w)
        return;
    (void)pthread_mutex_lock(&w->lock);
    w->closing = true;
    (void)pthread_cond_broadcast(&w->added);
    (void)pthread_mutex_unlock(&w->lock);
    for (int i = 0; i < w->n_threads; i++)
        (void)pthread_join(w->threads[i], NULL);
    if (w->conn)
        w->config.driver->close(w->conn);
    (void)pthread_cond_destroy(&w->added);
    (void)pthread_mutex_destroy(&w->lock);
    free(w);
}

qh_status writer_add(struct writer *w, tx_work work, store_done done, void *arg,
                     struct qh_error *err)
{
    struct job *j = calloc(1, sizeof *j);
    bool closing;

    if (!j)
        abort();
    *j = (struct job){.work = work, .done = done, .arg = arg};
    (void)pthread_mutex_lock(&w->lock);
    closing = w->closing;
    if (!closing) {
        *w->last = j;
        w->last = &j->next;
        (void)pthread_cond_signal(&w->added);
    }
    (void)pthread_mutex_unlock(&w->lock);
    if (!closing)
        return QH_OK;
    free(j);
    return qh_fail(err, QH_BUSY, "store.closing", "", "the store is being closed");
}

/* ---- waiting for one's own job ---- */

struct waiter {
    tx_work work;
    void *arg;
    sem_t ready;
    qh_status rc;
    struct qh_error err;
};

static qh_status work_of_waiter(struct tx *tx, void *arg, struct qh_error *err)
{
    struct waiter *x = arg;

    return x->work(tx, x->arg, err);
}

static void wake(void *arg, qh_status rc, const struct qh_error *err)
{
    struct waiter *x = arg;

    x->rc = rc;
    x->err = *err;
    (void)sem_post(&x->ready);
}

qh_status writer_run(struct writer *w, tx_work work, void *arg, struct qh_error *err)
{
    struct waiter x = {.work = work, .arg = arg};
    qh_status rc;

    (void)sem_init(&x.ready, 0, 0);
    rc = writer_add(w, work_of_waiter, wake, &x, err);
    if (rc == QH_OK) {
        while (sem_wait(&x.ready) != 0)
            continue;
        rc = x.rc;
        if (rc && err)
            *err = x.err;
    }
    (void)sem_destroy(&x.ready);
    return rc;
}
