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

/* One attempt.  *out_again: the failure asks for a repetition. */
static qh_status attempt(struct pool *pool, struct conn *c, enum driver_mode mode,
                         tx_work work, void *arg, bool *out_again, struct qh_error *err)
{
    const struct driver *d = pool->driver;
    struct tx tx = {.conn = c,
                    .driver = d,
                    .catalogue = pool->config->catalogue,
                    .can_write = mode == DRIVER_WRITE};
    qh_status rc;

    *out_again = false;
    rc = d->begin(c, mode, err);
    if (rc) {
        *out_again = !d->is_usable(c);
        return rc;
    }
    rc = tx_call(&tx, work, arg, err);
    if (rc == QH_OK) {
        rc = d->commit(c, err);
        *out_again = rc && d->wants_repeat(c);
        return rc;
    }
    d->rollback(c);
    *out_again = tx.spoiled && (d->wants_repeat(c) || !d->is_usable(c));
    return rc;
}

qh_status transact(struct pool *pool, enum driver_mode mode, tx_work work, void *arg,
                   struct qh_error *err)
{
    for (int number = 0;; number++) {
        struct conn *c = NULL;
        bool again = false;
        qh_status rc = pool_take(pool, &c, err);

        if (rc)
            return rc;
        rc = attempt(pool, c, mode, work, arg, &again, err);
        pool_give(pool, c);
        if (!again || number + 1 >= STORE_TRIES)
            return rc;
        pause_before_try(number);
    }
}
