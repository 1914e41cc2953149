/* pool.h - threads that do what may wait, so that the loops of the server never do. */
#pragma once

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct pool;

/* A job lies inside of what it works on. */
struct pool_job {
    struct pool_job *next;
    void (*run)(struct pool_job *job);
};

/* queue_max: jobs that may wait.  Ends by pool_close(), which accepts NULL and does the
 * jobs that wait before it returns.  QH_IO "http.threads". */
QH_MUST qh_status pool_open(int threads, size_t queue_max, struct pool **out,
                            struct qh_error *err);
void pool_close(struct pool *p);
/* false: too many wait. */
bool pool_add(struct pool *p, struct pool_job *job);
