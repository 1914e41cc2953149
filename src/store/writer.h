/* writer.h - the queue of writes and the threads that do them.  Used only inside this
 * folder.
 *
 * SQLite has one such thread, which takes all waiting jobs into one transaction (group
 * commit); PostgreSQL has several, each doing one job at a time on a pool's connection.
 */
#pragma once

#include "store/pool.h"
#include "store/store.h"

struct writer;

struct writer_config {
    const struct driver *driver;
    const struct driver_config *config;
    struct pool *pool; /* PostgreSQL */
    int threads;
    int batch; /* jobs in one commit, at most STORE_BATCH_MAX */
};

/* The configuration's pointers outlive the writer. */
QH_MUST qh_status writer_open(const struct writer_config *c, struct writer **out,
                              struct qh_error *err);
/* Does the jobs that wait, then ends the threads.  Accepts NULL. */
void writer_close(struct writer *w);

QH_MUST qh_status writer_add(struct writer *w, tx_work work, store_done done, void *arg,
                             struct qh_error *err);
/* Adds the job and waits for it. */
QH_MUST qh_status writer_run(struct writer *w, tx_work work, void *arg,
                             struct qh_error *err);

/* One transaction on a connection of the pool, repeated as store.h says. */
QH_MUST qh_status transact(struct pool *pool, enum driver_mode mode, tx_work work,
                           void *arg, struct qh_error *err);
