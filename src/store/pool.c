#include "store/pool.h"

#include <string.h>

void pool_init(struct pool *p, const struct driver *driver,
               const struct driver_config *config, int max)
{
    *p = (struct pool){.driver = driver, .config = config};
    p->max = max < 1 ? 1 : max > POOL_MAX ? POOL_MAX : max;
    (void)pthread_mutex_init(&p->lock, NULL);
    (void)pthread_cond_init(&p->freed, NULL);
}

void pool_done(struct pool *p)
{
    if (!p->driver)
        return;
    while (p->n_idle)
        p->driver->close(p->idle[--p->n_idle]);
    (void)pthread_cond_destroy(&p->freed);
    (void)pthread_mutex_destroy(&p->lock);
}

/* Makes room for a connection that another thread may open. */
static void forget_one(struct pool *p)
{
    (void)pthread_mutex_lock(&p->lock);
    p->n_open--;
    (void)pthread_cond_signal(&p->freed);
    (void)pthread_mutex_unlock(&p->lock);
}

qh_status pool_take(struct pool *p, struct conn **out, struct qh_error *err)
{
    struct conn *found = NULL;
    qh_status rc;

    (void)pthread_mutex_lock(&p->lock);
    while (!p->n_idle && p->n_open == p->max)
        (void)pthread_cond_wait(&p->freed, &p->lock);
    if (p->n_idle)
        found = p->idle[--p->n_idle];
    else
        p->n_open++;
    (void)pthread_mutex_unlock(&p->lock);
    if (found) {
        *out = found;
        return QH_OK;
    }
    rc = p->driver->open(p->config, false, out, err);
    if (rc)
        forget_one(p);
    return rc;
}

/* Where one connection was lost (the server went away) the idle ones are lost as well. */
static void close_idle(struct pool *p)
{
    struct conn *idle[POOL_MAX];
    int n;

    (void)pthread_mutex_lock(&p->lock);
    n = p->n_idle;
    memcpy(idle, p->idle, sizeof idle);
    p->n_idle = 0;
    (void)pthread_mutex_unlock(&p->lock);
    while (n) {
        p->driver->close(idle[--n]);
        forget_one(p);
    }
}

void pool_give(struct pool *p, struct conn *c)
{
    if (!p->driver->is_usable(c)) {
        p->driver->close(c);
        forget_one(p);
        close_idle(p);
        return;
    }
    (void)pthread_mutex_lock(&p->lock);
    p->idle[p->n_idle++] = c;
    (void)pthread_cond_signal(&p->freed);
    (void)pthread_mutex_unlock(&p->lock);
}
