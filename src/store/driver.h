/* driver.h - what an engine has to offer.  Used only inside this folder. */
#pragma once

#include "store/run.h"

#include <stdbool.h>

struct conn; /* each driver has its own */

struct driver_config {
    const char *address; /* path, or connection string */
    int busy_ms;
    bool read_only;
    int64_t max_pages;
    const struct sql_catalogue *catalogue;
};

enum driver_mode { DRIVER_READ, DRIVER_WRITE, DRIVER_MIGRATE };
enum driver_mark { DRIVER_MARK, DRIVER_KEEP, DRIVER_UNDO };

/* A statement under way; lives on the stack of store/run.c. */
struct cursor {
    struct conn *conn;
    void *handle;
    const struct sql_statement *statement;
    bool owned;      /* handle is not the cached one */
    bool stream;     /* rows are fetched piece by piece */
    int row;         /* PostgreSQL: the current row of the result */
    int serial;      /* PostgreSQL: number of the cursor on the server, 0: none */
    int64_t changes; /* after the last row */
};

struct driver {
    const char *name;
    int engine;
    qh_status (*open)(const struct driver_config *c, bool writer, struct conn **out,
                      struct qh_error *err);
    void (*close)(struct conn *c);
    /* False: the connection is to be closed and not used again. */
    bool (*is_usable)(const struct conn *c);
    /* False: the engine has rolled the transaction back by itself. */
    bool (*in_transaction)(const struct conn *c);
    qh_status (*begin)(struct conn *c, enum driver_mode mode, struct qh_error *err);
    qh_status (*commit)(struct conn *c, struct qh_error *err);
    void (*rollback)(struct conn *c);
    qh_status (*mark)(struct conn *c, enum driver_mark what, int depth,
                      struct qh_error *err);
    /* True if the last failure asks for the whole transaction to be repeated. */
    bool (*wants_repeat)(const struct conn *c);
    qh_status (*script)(struct conn *c, const char *sql, struct qh_error *err);
    qh_status (*start)(struct conn *c, const struct sql_statement *st,
                       const struct sql_value *values, bool stream, struct cursor *out,
                       struct qh_error *err);
    qh_status (*next)(struct cursor *k, bool *out_has, struct qh_error *err);
    /* Text and bytes stay valid until the next call for this cursor. */
    qh_status (*column)(struct cursor *k, size_t i, enum sql_type type,
                        struct sql_value *out, struct qh_error *err);
    void (*finish)(struct cursor *k);
    qh_status (*prepare)(struct conn *c, const struct sql_statement *st,
                         struct qh_error *err);
    /* QH_BUG "store.plan" if the statement's plan scans a table, or sorts where it must
     * not.  Outside of a transaction. */
    qh_status (*plan)(struct conn *c, const struct sql_statement *st,
                      struct qh_error *err);
    qh_status (*check_file)(struct conn *c, struct qh_error *err);
    qh_status (*backup)(struct conn *c, const char *path, struct qh_error *err);
};

extern const struct driver SQLITE_DRIVER;
extern const struct driver POSTGRES_DRIVER;

struct tx {
    struct conn *conn;
    const struct driver *driver;
    const struct sql_catalogue *catalogue;
    bool can_write;
    bool spoiled; /* an engine's failure: only a rollback is left */
    int depth;    /* savepoints of tx_try() */
};

/* Runs a transaction's work and sees to it that a spoiled transaction is no success. */
QH_MUST qh_status tx_call(struct tx *tx, tx_work work, void *arg, struct qh_error *err);

/* A statement under way in a transaction, whose failure spoils it; the driver's finish()
 * ends it after a start that did well.  QH_INVALID "store.combination", QH_BUG
 * "store.after_failure", "store.sql", "store.null", and what the engine answers. */
struct sql_call;
QH_MUST qh_status tx_start(struct tx *tx, const struct sql_call *call, bool stream,
                           struct cursor *out, struct qh_error *err);
QH_MUST qh_status tx_next(struct tx *tx, struct cursor *k, bool *out_has,
                          struct qh_error *err);

/* The statement's place in the catalogue, or -1 for one of the store's own. */
int catalogue_index(const struct sql_catalogue *c, const struct sql_statement *st);

/* The name of a constraint by SQLite's list of columns ("demand.org, demand.number");
 * the list itself if unknown. */
const char *catalogue_constraint(const struct sql_catalogue *c, const char *columns);
