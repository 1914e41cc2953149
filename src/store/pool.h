/* pool.h - connections that threads borrow.  Used only inside this folder. */
#pragma once

#include "store/driver.h"

#include <pthread.h>

enum { POOL_MAX = 64 };

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct conn *idle[POOL_MAX]; /* guarded by lock */
    int n_idle;                  /* guarded by lock */
    int n_open;                  /* guarded by lock: idle and lent */
    int max;                     /* constant after pool_init() */
    const struct driver *driver;
    const struct driver_config *config; /* outlives the pool */
};

void pool_init(struct pool *p, const struct driver *driver,
               const struct driver_config *config, int max);
/* All connections have been given back. */
void pool_done(struct pool *p);

/* Lends an idle connection, or opens one, or waits for one. */
QH_MUST qh_status pool_take(struct pool *p, struct conn **out, struct qh_error *err);
/* Takes it back; one that is not usable any more is closed. */
void pool_give(struct pool *p, struct conn *c);
