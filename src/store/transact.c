/* One transaction on a connection of the pool, repeated where that is right.
 *
 * Repeating is safe as long as the commit has not been sent: whatever the lost connection
 * did is undone by the server.  A commit whose answer was lost is "store.unknown".
 */
#include "store/writer.h"

#include <sys/random.h>
#include <time.h>

enum { PAUSE_FIRST_US = 2000 };

/* Waits between half and all of 2, 4, 8 ... ms, so that two rivals do not meet again. */
static void pause_before_try(int number)
{
    const int64_t most = (int64_t)PAUSE_FIRST_US << number;
    uint32_t dice = 0;
    struct timespec t = {0};
    int64_t us;

    if (getrandom(&dice, sizeof dice, GRND_NONBLOCK) != (ssize_t)sizeof dice)
        dice = (uint32_t)number * 2654435761u;
    us = most / 2 + (int64_t)(dice % (uint32_t)(most / 2));
    t.tv_sec = us / 1000000;
    t.tv_nsec = us % 1000000 * 1000;
    (void)nanosleep(&t, NULL);
}

/* What is to be done, and on which connection it is tried. */
struct attempt {
    const struct pool *pool;
    enum driver_mode mode;
    tx_work work;
    void *arg;
    struct conn *conn;
    bool again; /* the failure asks for a repetition */
};

static qh_status try_once(struct attempt *x, struct qh_error *err)
{
    const struct driver *d = x->pool->driver;
    struct tx tx = {.conn = x->conn,
                    .driver = d,
                    .catalogue = x->pool->config->catalogue,
                    .can_write = x->mode == DRIVER_WRITE};
    qh_status rc = d->begin(x->conn, x->mode, err);

    x->again = false;
    if (rc) {
        x->again = !d->is_usable(x->conn);
        return rc;
    }
    rc = tx_call(&tx, x->work, x->arg, err);
    if (rc == QH_OK) {
        rc = d->commit(x->conn, err);
        x->again = rc && d->wants_repeat(x->conn);
        return rc;
    }
    d->rollback(x->conn);
    x->again = tx.spoiled && (d->wants_repeat(x->conn) || !d->is_usable(x->conn));
    return rc;
}

qh_status transact(struct pool *pool, enum driver_mode mode, tx_work work, void *arg,
                   struct qh_error *err)
{
    struct attempt x = {.pool = pool, .mode = mode, .work = work, .arg = arg};

    for (int number = 0;; number++) {
        qh_status rc = pool_take(pool, &x.conn, err);

        if (rc)
            return rc;
        rc = try_once(&x, err);
        pool_give(pool, x.conn);
        if (!x.again || number + 1 >= STORE_TRIES)
            return rc;
        pause_before_try(number);
    }
}
