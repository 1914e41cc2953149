#include "http/deadline.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { STEP_MS = 250 };

const struct deadline_limits DEADLINE_USUAL = {{
    [DEADLINE_HEAD] = 15,
    [DEADLINE_IDLE] = 75,
    [DEADLINE_BODY] = 30,
    [DEADLINE_UPLOAD] = 180,
    [DEADLINE_WORK] = 0,
    [DEADLINE_ANSWER] = 180,
}};

struct deadline {
    struct deadline *next; /* guarded by the lock of the list, as the rest */
    struct deadline **at;
    int fd;
    enum deadline_phase phase;
    int64_t ends_ms; /* 0: none */
};

struct deadlines {
    struct deadline_limits limits; /* constant after open */
    pthread_mutex_t lock;
    pthread_cond_t closed;
    struct deadline *first; /* guarded by lock */
    bool closing;           /* guarded by lock */
    bool has_thread;
    pthread_t thread;
};

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void sweep(struct deadlines *all)
{
    int64_t now = now_ms();

    for (struct deadline *d = all->first; d; d = d->next) {
        if (!d->ends_ms || now < d->ends_ms)
            continue;
        (void)shutdown(d->fd, SHUT_RDWR);
        d->ends_ms = 0;
    }
}

static void *run_thread(void *arg)
{
    struct deadlines *all = arg;

    (void)pthread_mutex_lock(&all->lock);
    while (!all->closing) {
        struct timespec until = {0};

        sweep(all);
        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += STEP_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        (void)pthread_cond_timedwait(&all->closed, &all->lock, &until);
    }
    (void)pthread_mutex_unlock(&all->lock);
    return NULL;
}

static bool start_thread(struct deadlines *all)
{
    sigset_t every;
    sigset_t old;

    (void)sigfillset(&every);
    (void)pthread_sigmask(SIG_SETMASK, &every, &old);
    all->has_thread = pthread_create(&all->thread, NULL, run_thread, all) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &old, NULL);
    return all->has_thread;
}

qh_status deadlines_open(const struct deadline_limits *limits, struct deadlines **out,
                         struct qh_error *err)
{
    struct deadlines *all = calloc(1, sizeof *all);
    pthread_condattr_t attr;

    if (!all)
        abort();
    all->limits = *limits;
    (void)pthread_mutex_init(&all->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&all->closed, &attr);
    (void)pthread_condattr_destroy(&attr);
    if (!start_thread(all)) {
        deadlines_close(all);
        return qh_fail(err, QH_IO, "http.threads", "", "no thread can be started");
    }
    *out = all;
    return QH_OK;
}

void deadlines_close(struct deadlines *all)
{
    if (!all)
        return;
    (void)pthread_mutex_lock(&all->lock);
    all->closing = true;
    (void)pthread_cond_signal(&all->closed);
    (void)pthread_mutex_unlock(&all->lock);
    if (all->has_thread)
        (void)pthread_join(all->thread, NULL);
    (void)pthread_cond_destroy(&all->closed);
    (void)pthread_mutex_destroy(&all->lock);
    free(all);
}

static void set(const struct deadlines *all, struct deadline *d,
                enum deadline_phase phase)
{
    int seconds = all->limits.seconds[phase];

    d->phase = phase;
    d->ends_ms = seconds ? now_ms() + (int64_t)seconds * 1000 : 0;
}

struct deadline *deadline_add(struct deadlines *all, int fd)
{
    struct deadline *d = calloc(1, sizeof *d);

    if (!d)
        abort();
    d->fd = fd;
    set(all, d, DEADLINE_HEAD);
    (void)pthread_mutex_lock(&all->lock);
    d->next = all->first;
    d->at = &all->first;
    if (d->next)
        d->next->at = &d->next;
    all->first = d;
    (void)pthread_mutex_unlock(&all->lock);
    return d;
}

void deadline_remove(struct deadlines *all, struct deadline *d)
{
    (void)pthread_mutex_lock(&all->lock);
    *d->at = d->next;
    if (d->next)
        d->next->at = d->at;
    (void)pthread_mutex_unlock(&all->lock);
    free(d);
}

void deadline_set(struct deadlines *all, struct deadline *d, enum deadline_phase phase)
{
    (void)pthread_mutex_lock(&all->lock);
    set(all, d, phase);
    (void)pthread_mutex_unlock(&all->lock);
}

void deadlines_hang_up(struct deadlines *all, bool is_late)
{
    (void)pthread_mutex_lock(&all->lock);
    for (struct deadline *d = all->first; d; d = d->next)
        if (d->phase == DEADLINE_IDLE || (is_late && d->phase == DEADLINE_HEAD))
            (void)shutdown(d->fd, SHUT_RDWR);
    (void)pthread_mutex_unlock(&all->lock);
}
