/* store.h - opens a database, runs transactions on it, migrates and backs it up.
 *
 * Two engines behind one interface: "sqlite:PATH" and "postgres://..." (or
 * "postgresql://...").  A struct store is shared by all threads; every function here may
 * be called from any of them.
 *
 * SQLite: WAL, synchronous=FULL.  One writer thread takes all waiting jobs (at most
 * STORE_BATCH_MAX) into one transaction, each in a savepoint of its own, and one commit
 * makes them all durable; callers go on after that commit.  Reads run in the calling
 * thread on a connection of a pool, each on a snapshot.
 *
 * PostgreSQL: connections of a pool; reads REPEATABLE READ READ ONLY, writes
 * SERIALIZABLE. The whole work is repeated, at most STORE_TRIES times, on conflicts
 * (40001, 40P01) and when the connection was lost before its commit was sent.
 *
 * Keys of all functions, beside those of the statements (store/tx.h):
 * QH_INVALID "store.url", "store.backup_engine"; QH_CONFLICT "store.newer" (the database
 * was written by a later release), "store.migration" (a migration that ran was edited),
 * "store.migrate_first" (migrations wait);
 * QH_BUSY "store.busy", "store.unreachable", "store.lost", "store.closing",
 * "store.unknown" (the connection was lost during the commit: the client repeats with
 * its idempotency key); QH_IO "store.full", "store.io" (nothing was acknowledged; the
 * store goes on when the disk returns), "store.corrupt".
 */
#pragma once

#include "store/tx.h"

struct store;
struct sql_catalogue;

enum { STORE_BATCH_MAX = 256, STORE_TRIES = 5 };

struct store_options {
    int readers;          /* connections for reading (and, on PostgreSQL, writing);
                             0: 8 */
    int async_writers;    /* PostgreSQL: threads for store_write_async(); 0: 4 */
    int busy_ms;          /* wait for a database held by another process; 0: 5000 */
    bool no_group_commit; /* SQLite: a commit for each job (for comparison) */
    bool read_only;       /* writes answer QH_BUG "store.read_only" */
    int64_t max_pages;    /* SQLite: PRAGMA max_page_count; 0: no limit (for tests) */
    const struct sql_catalogue
        *catalogue; /* NULL: the product's queries and migrations */
};

/* Opens the database; SQLite creates the file.  o may be NULL.  *out is closed by
 * store_close(), which accepts NULL. */
QH_MUST qh_status store_open(const char *url, const struct store_options *o,
                             struct store **out, struct qh_error *err);
/* Waits for the jobs under way; those still queued are done first. */
void store_close(struct store *s);

/* Runs the migrations that wait, each in a transaction of its own. */
QH_MUST qh_status store_migrate(struct store *s, struct qh_error *err);
/* QH_OK if all migrations ran and no unknown one did. */
QH_MUST qh_status store_check_version(struct store *s, struct qh_error *err);

/* "sqlite" or "postgres". */
const char *store_engine_name(const struct store *s);

/* Runs work in a transaction; see tx_work for what it may do.  On SQLite the work of a
 * write runs in the writer's thread, where all others wait for it: it reads and writes
 * rows and does nothing slow. */
QH_MUST qh_status store_read(struct store *s, tx_work work, void *arg,
                             struct qh_error *err);
QH_MUST qh_status store_write(struct store *s, tx_work work, void *arg,
                              struct qh_error *err);

/* Called once, in a thread of the store, after the commit or the failure; must be quick
 * and must not call the store's blocking functions. */
typedef void (*store_done)(void *arg, qh_status rc, const struct qh_error *err);

/* Like store_write() without waiting: work runs in a thread of the store, then done.
 * Answers QH_BUSY "store.closing" (done is not called) when the store is being closed. */
QH_MUST qh_status store_write_async(struct store *s, tx_work work, store_done done,
                                    void *arg, struct qh_error *err);

/* Writes a consistent copy to path, which must not exist, while others read and write.
 * SQLite only: "store.backup_engine" (pg_dump is the tool there). */
QH_MUST qh_status store_backup(struct store *s, const char *path, struct qh_error *err);

/* Prepares every statement of the catalogue and checks its number (PostgreSQL: and types)
 * of columns. */
QH_MUST qh_status store_prepare_all(struct store *s, struct qh_error *err);

/* Fails with QH_BUG "store.plan" at the first statement marked `plan: index` whose plan
 * reads a table without an index. */
QH_MUST qh_status store_check_plans(struct store *s, struct qh_error *err);

/* The engine's own check of the file (SQLite: quick_check): QH_IO "store.corrupt". */
QH_MUST qh_status store_check_file(struct store *s, struct qh_error *err);
