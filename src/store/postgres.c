/* The PostgreSQL engine.
 *
 * Statements are prepared by name, once a connection, with declared types of parameters,
 * so that the text needs no casts; values travel in binary form.  A statement that
 * streams is a cursor on the server, so that other statements can run between its rows.
 *
 * A failure tells transact() two things: `again` (40001, 40P01: the work is to be
 * repeated) and `broken` (the connection is to be closed).
 */
#include "store/driver.h"
#include "store/libpq.h"
#include "store/pgvalue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FETCH_ROWS = 500, SQL_MAX = 16 * 1024 };

struct conn {
    struct libpq pq;
    PGconn *link;
    const struct sql_catalogue *catalogue;
    bool *prepared; /* by statement */
    enum driver_mode mode;
    int cursors; /* opened in this transaction */
    bool broken;
    bool again;
    bool warned; /* a warning came in since it was last cleared */
};

/* ---- failures ---- */

struct failure {
    const char *state; /* SQLSTATE, or its class of two characters */
    qh_status status;
    const char *key;
};

/* clang-format off */
static const struct failure FAILURES[] = {
    {"23505", QH_CONFLICT, "store.duplicate"},
    {"23503", QH_CONFLICT, "store.reference"},
    {"23",    QH_INVALID,  "store.check"},
    {"40",    QH_BUSY,     "store.busy"},
    {"55P03", QH_BUSY,     "store.busy"},
    {"57014", QH_BUSY,     "store.busy"},
    {"08",    QH_BUSY,     "store.lost"},
    {"57P",   QH_BUSY,     "store.lost"},
    {"53100", QH_IO,       "store.full"},
    {"53",    QH_BUSY,     "store.busy"},
    {"54",    QH_LIMIT,    "store.size"},
    {"22",    QH_BUG,      "store.type"},
    {"XX001", QH_IO,       "store.corrupt"},
    {"XX002", QH_IO,       "store.corrupt"},
    {"58",    QH_IO,       "store.io"},
    {"XX",    QH_IO,       "store.io"},
    {"25006", QH_BUG,      "store.read_only"},
    {"",      QH_BUG,      "store.sql"},
};
/* clang-format on */

static const struct failure *failure_of(const char *state)
{
    const struct failure *f = FAILURES;

    while (strncmp(state, f->state, strlen(f->state)) != 0)
        f++;
    return f;
}

static bool is_lost(const struct conn *c)
{
    return c->pq.status(c->link) != CONNECTION_OK;
}

/* Records what a result, or its absence, says. */
static qh_status fail_with(struct conn *c, const PGresult *r, const char *what,
                           struct qh_error *err)
{
    const char *state = r ? c->pq.result_error(r, PG_DIAG_SQLSTATE) : NULL;
    const char *text = r ? c->pq.result_error(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *constraint = r ? c->pq.result_error(r, PG_DIAG_CONSTRAINT_NAME) : NULL;
    const struct failure *f = failure_of(state ? state : "");

    /* A write that meets a read-only server has met a leader that lost its office. */
    if (!state || is_lost(c) || (c->mode != DRIVER_READ && !strcmp(state, "25006")))
        f = failure_of("08");
    if (!strcmp(f->key, "store.lost"))
        c->broken = true;
    c->again = state && (!strcmp(state, "40001") || !strcmp(state, "40P01"));
    if (!text)
        text = c->pq.error_message(c->link);
    if (constraint)
        return qh_fail(err, f->status, f->key, "", "%s: %s", constraint, what);
    return qh_fail(err, f->status, f->key, "", "%s (%s): %s", what, state ? state : "",
                   text ? text : "");
}

/* Ends the life of a result that has no rows to read. */
static qh_status settle(struct conn *c, PGresult *r, const char *what,
                        struct qh_error *err)
{
    const ExecStatusType s = c->pq.result_status(r);
    qh_status rc = QH_OK;

    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK)
        rc = fail_with(c, r, what, err);
    c->pq.clear(r);
    return rc;
}

static qh_status postgres_script(struct conn *c, const char *sql, struct qh_error *err)
{
    return settle(c, c->pq.exec(c->link, sql), "script", err);
}

/* ---- open and close ---- */

static void take_notice(void *arg, const PGresult *r)
{
    struct conn *c = arg;
    const char *severity = c->pq.result_error(r, PG_DIAG_SEVERITY_NONLOCALIZED);

    c->warned |= severity && strcmp(severity, "WARNING") == 0;
}

static void postgres_close(struct conn *c)
{
    if (!c)
        return;
    if (c->link)
        c->pq.finish(c->link);
    free(c->prepared);
    free(c);
}

static qh_status connect_link(struct conn *c, const struct driver_config *config,
                              struct qh_error *err)
{
    /* What stands before the address can be overridden in it. */
    static const char *const KEYS[] = {"application_name", "client_encoding",
                                       "connect_timeout",  "target_session_attrs",
                                       "keepalives_idle",  "keepalives_interval",
                                       "keepalives_count", "tcp_user_timeout",
                                       "dbname",           NULL};
    const char *values[] = {"qh",
                            "UTF8",
                            "5",
                            config->read_only ? "any" : "read-write",
                            "10",
                            "5",
                            "3",
                            "15000",
                            config->address,
                            NULL};
    const char *encoding;

    c->link = c->pq.connect(KEYS, values, 1);
    if (!c->link)
        abort();
    if (is_lost(c))
        return qh_fail(err, QH_BUSY, "store.unreachable", "", "%s",
                       c->pq.error_message(c->link));
    encoding = c->pq.parameter_status(c->link, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return qh_fail(err, QH_INVALID, "store.encoding", "", "the database is in %s",
                       encoding ? encoding : "?");
    (void)c->pq.set_notice_receiver(c->link, take_notice, c);
    return postgres_script(c,
                           "SET statement_timeout = '120s';"
                           "SET idle_in_transaction_session_timeout = '120s';"
                           "SET standard_conforming_strings = on",
                           err);
}

static qh_status postgres_open(const struct driver_config *config, bool writer,
                               struct conn **out, struct qh_error *err)
{
    struct conn *c = calloc(1, sizeof *c);
    qh_status rc;

    (void)writer;
    if (!c)
        abort();
    c->catalogue = config->catalogue;
    c->prepared = calloc(config->catalogue->n_statements + 1, sizeof(bool));
    if (!c->prepared)
        abort();
    rc = libpq_load(&c->pq, err);
    if (rc == QH_OK)
        rc = connect_link(c, config, err);
    if (rc) {
        postgres_close(c);
        return rc;
    }
    *out = c;
    return QH_OK;
}

static bool postgres_is_usable(const struct conn *c)
{
    return !c->broken && !is_lost(c) && c->pq.transaction_status(c->link) == PQTRANS_IDLE;
}

/* ---- transactions ---- */

static bool postgres_in_transaction(const struct conn *c)
{
    const PGTransactionStatusType s = c->pq.transaction_status(c->link);

    return s == PQTRANS_INTRANS || s == PQTRANS_INERROR;
}

static qh_status postgres_begin(struct conn *c, enum driver_mode mode,
                                struct qh_error *err)
{
    static const char *const SQL[] = {
        [DRIVER_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        [DRIVER_WRITE] = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
        [DRIVER_MIGRATE] = "BEGIN",
    };
    qh_status rc;

    c->mode = mode;
    c->again = false;
    c->cursors = 0;
    rc = settle(c, c->pq.exec(c->link, SQL[mode]), "begin", err);
    if (rc || mode != DRIVER_MIGRATE)
        return rc;
    return postgres_script(c,
                           "SET LOCAL statement_timeout = 0;"
                           "LOCK TABLE schema_version IN EXCLUSIVE MODE",
                           err);
}

static void postgres_rollback(struct conn *c)
{
    PGresult *r;

    if (!postgres_in_transaction(c))
        return;
    r = c->pq.exec(c->link, "ROLLBACK");
    if (c->pq.result_status(r) != PGRES_COMMAND_OK)
        c->broken = true;
    c->pq.clear(r);
}

/* The warning "canceling wait for synchronous replication" means: on this disk, perhaps
 * not on the standby's. */
static qh_status postgres_commit(struct conn *c, struct qh_error *err)
{
    qh_status rc;

    if (c->pq.transaction_status(c->link) != PQTRANS_INTRANS) {
        postgres_rollback(c);
        return qh_fail(err, QH_BUG, "store.after_failure", "", "commit");
    }
    c->warned = false;
    rc = settle(c, c->pq.exec(c->link, "COMMIT"), "commit", err);
    if (c->broken || is_lost(c) || c->warned) {
        c->broken = true;
        c->again = false;
        return qh_fail(err, QH_BUSY, "store.unknown", "", "the commit was not answered");
    }
    return rc;
}

static qh_status postgres_mark(struct conn *c, enum driver_mark what, int depth,
                               struct qh_error *err)
{
    char sql[64];

    if (what == DRIVER_MARK)
        (void)snprintf(sql, sizeof sql, "SAVEPOINT m%d", depth);
    else if (what == DRIVER_KEEP)
        (void)snprintf(sql, sizeof sql, "RELEASE m%d", depth);
    else
        (void)snprintf(sql, sizeof sql, "ROLLBACK TO m%d; RELEASE m%d", depth, depth);
    return settle(c, c->pq.exec(c->link, sql), "savepoint", err);
}

static bool postgres_wants_repeat(const struct conn *c)
{
    return c->again;
}

/* ---- statements ---- */

static const char *sql_of(const struct sql_statement *st)
{
    return st->form[SQL_ENGINE_POSTGRES].sql;
}

static qh_status prepare(struct conn *c, const struct sql_statement *st, const char *name,
                         struct qh_error *err)
{
    struct pg_binding b;

    pg_bind(&b, &st->form[SQL_ENGINE_POSTGRES], NULL);
    return settle(c, c->pq.prepare(c->link, name, sql_of(st), b.n, b.types), st->name,
                  err);
}

/* Takes over the result of a statement. */
static qh_status keep(struct cursor *k, PGresult *r, struct qh_error *err)
{
    struct conn *c = k->conn;
    const ExecStatusType s = c->pq.result_status(r);

    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK) {
        const qh_status rc = fail_with(c, r, k->statement->name, err);

        c->pq.clear(r);
        return rc;
    }
    k->handle = r;
    k->row = -1;
    k->changes = strtoll(c->pq.command_tuples(r), NULL, 10);
    return QH_OK;
}

static qh_status fetch(struct cursor *k, struct qh_error *err)
{
    struct conn *c = k->conn;
    char sql[64];

    c->pq.clear(k->handle);
    k->handle = NULL;
    (void)snprintf(sql, sizeof sql, "FETCH %d FROM k%d", FETCH_ROWS, k->serial);
    return keep(k, c->pq.exec_params(c->link, sql, 0, NULL, NULL, NULL, NULL, 1), err);
}

static qh_status start_stream(struct cursor *k, const struct pg_binding *b,
                              struct qh_error *err)
{
    struct conn *c = k->conn;
    char sql[SQL_MAX];
    qh_status rc;

    k->serial = ++c->cursors;
    if (snprintf(sql, sizeof sql, "DECLARE k%d NO SCROLL CURSOR FOR %s", k->serial,
                 sql_of(k->statement)) >= SQL_MAX)
        return qh_fail(err, QH_BUG, "store.sql", "", "%s is too long",
                       k->statement->name);
    rc = settle(c,
                c->pq.exec_params(c->link, sql, b->n, b->types, b->values, b->lengths,
                                  b->formats, 1),
                k->statement->name, err);
    return rc ? rc : fetch(k, err);
}

static qh_status start_kept(struct cursor *k, const struct pg_binding *b,
                            struct qh_error *err)
{
    struct conn *c = k->conn;
    const int index = catalogue_index(c->catalogue, k->statement);
    char name[32];
    qh_status rc;

    if (index < 0)
        return keep(k,
                    c->pq.exec_params(c->link, sql_of(k->statement), b->n, b->types,
                                      b->values, b->lengths, b->formats, 1),
                    err);
    (void)snprintf(name, sizeof name, "q%d", index);
    if (!c->prepared[index]) {
        rc = prepare(c, k->statement, name, err);
        if (rc)
            return rc;
        c->prepared[index] = true;
    }
    return keep(
        k, c->pq.exec_prepared(c->link, name, b->n, b->values, b->lengths, b->formats, 1),
        err);
}

static qh_status postgres_start(struct conn *c, const struct sql_statement *st,
                                const struct sql_value *values, bool stream,
                                struct cursor *out, struct qh_error *err)
{
    struct cursor k = {.conn = c, .statement = st, .stream = stream};
    struct pg_binding b;
    qh_status rc;

    pg_bind(&b, &st->form[SQL_ENGINE_POSTGRES], values);
    rc = stream ? start_stream(&k, &b, err) : start_kept(&k, &b, err);
    if (rc)
        return rc;
    *out = k;
    return QH_OK;
}

static qh_status postgres_next(struct cursor *k, bool *out_has, struct qh_error *err)
{
    const struct libpq *pq = &k->conn->pq;
    qh_status rc;

    *out_has = false;
    if (k->stream && k->row + 1 == FETCH_ROWS) {
        rc = fetch(k, err);
        if (rc)
            return rc;
    }
    *out_has = k->row + 1 < pq->n_tuples(k->handle);
    k->row += *out_has;
    return QH_OK;
}

static qh_status postgres_column(struct cursor *k, size_t i, enum sql_type type,
                                 struct sql_value *out, struct qh_error *err)
{
    const struct libpq *pq = &k->conn->pq;
    const PGresult *r = k->handle;
    const int at = (int)i;
    const int length = pq->length(r, k->row, at);

    *out = (struct sql_value){.type = type, .null = pq->is_null(r, k->row, at) != 0};
    if (!pg_is_type(pq->field_type(r, at), type))
        return qh_fail(err, QH_BUG, "store.type", "", "%s, column %zu: type %u",
                       k->statement->name, i + 1, pq->field_type(r, at));
    if (out->null)
        return QH_OK;
    if (type == SQL_INT)
        out->i = pg_read_int(pq->value(r, k->row, at), length);
    else
        out->t = (struct text){.p = pq->value(r, k->row, at), .len = (size_t)length};
    return QH_OK;
}

static void postgres_finish(struct cursor *k)
{
    struct conn *c = k->conn;
    char sql[32];

    if (!k->handle && !k->serial)
        return;
    c->pq.clear(k->handle);
    k->handle = NULL;
    if (!k->serial || c->pq.transaction_status(c->link) != PQTRANS_INTRANS)
        return;
    (void)snprintf(sql, sizeof sql, "CLOSE k%d", k->serial);
    c->pq.clear(c->pq.exec(c->link, sql));
}

/* ---- checks ---- */

static enum sql_type type_of_letter(char letter)
{
    return letter == 'i' ? SQL_INT : letter == 'b' ? SQL_BYTES : SQL_TEXT;
}

static qh_status check_columns(struct conn *c, const struct sql_statement *st,
                               const PGresult *r, struct qh_error *err)
{
    const size_t n = (size_t)c->pq.n_fields(r);

    if (n != strlen(st->columns))
        return qh_fail(err, QH_BUG, "store.sql", "", "%s: %zu columns", st->name, n);
    for (size_t i = 0; i < n; i++)
        if (!pg_is_type(c->pq.field_type(r, (int)i), type_of_letter(st->columns[i])))
            return qh_fail(err, QH_BUG, "store.type", "", "%s, column %zu: type %u",
                           st->name, i + 1, c->pq.field_type(r, (int)i));
    return QH_OK;
}

static qh_status postgres_prepare(struct conn *c, const struct sql_statement *st,
                                  struct qh_error *err)
{
    PGresult *r;
    qh_status rc = prepare(c, st, "", err);

    if (rc)
        return rc;
    r = c->pq.describe_prepared(c->link, "");
    if (c->pq.result_status(r) == PGRES_COMMAND_OK)
        rc = check_columns(c, st, r, err);
    else
        rc = fail_with(c, r, st->name, err);
    c->pq.clear(r);
    return rc;
}

static qh_status check_steps(struct conn *c, const struct sql_statement *st,
                             const PGresult *r, struct qh_error *err)
{
    for (int i = 0; i < c->pq.n_tuples(r); i++) {
        const char *step = c->pq.value(r, i, 0);

        if (strstr(step, "Seq Scan on ") ||
            (st->plan == SQL_PLAN_INDEX && strstr(step, "Sort Key:")))
            return qh_fail(err, QH_BUG, "store.plan", "", "%s: %s", st->name, step);
    }
    return QH_OK;
}

/* Scans and sorts are made so dear that the planner takes them only where nothing else
 * would do. */
static qh_status postgres_plan(struct conn *c, const struct sql_statement *st,
                               struct qh_error *err)
{
    char sql[512] = "EXPLAIN EXECUTE plan";
    size_t n = strlen(sql);
    PGresult *r;
    qh_status rc =
        postgres_script(c,
                        "SET enable_seqscan = off; SET enable_sort = off;"
                        "SET enable_bitmapscan = off; SET enable_hashjoin = off;"
                        "SET enable_mergejoin = off;"
                        "SET plan_cache_mode = force_generic_plan",
                        err);

    if (rc == QH_OK)
        rc = prepare(c, st, "plan", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < st->form[SQL_ENGINE_POSTGRES].n_params; i++)
        n += (size_t)snprintf(sql + n, sizeof sql - n, i ? ", NULL" : " (NULL");
    if (st->form[SQL_ENGINE_POSTGRES].n_params)
        (void)snprintf(sql + n, sizeof sql - n, ")");
    r = c->pq.exec(c->link, sql);
    if (c->pq.result_status(r) == PGRES_TUPLES_OK)
        rc = check_steps(c, st, r, err);
    else
        rc = fail_with(c, r, st->name, err);
    c->pq.clear(r);
    if (rc == QH_OK)
        rc = postgres_script(c, "DEALLOCATE plan", err);
    return rc;
}

const struct driver POSTGRES_DRIVER = {
    .name = "postgres",
    .engine = SQL_ENGINE_POSTGRES,
    .open = postgres_open,
    .close = postgres_close,
    .is_usable = postgres_is_usable,
    .in_transaction = postgres_in_transaction,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .mark = postgres_mark,
    .wants_repeat = postgres_wants_repeat,
    .script = postgres_script,
    .start = postgres_start,
    .next = postgres_next,
    .column = postgres_column,
    .finish = postgres_finish,
    .prepare = postgres_prepare,
    .plan = postgres_plan,
};
