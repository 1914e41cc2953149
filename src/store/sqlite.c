/* The SQLite engine.
 *
 * One connection belongs to one thread at a time (the pool and the writer see to that),
 * so SQLite is opened without its own mutexes.  Prepared statements are kept per
 * connection. The database is in WAL mode; synchronous=FULL makes each commit wait for
 * the disk.
 */
#include "store/driver.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CACHE_WRITER_KIB = 4096,
    CACHE_READER_KIB = 1024,
    CHECKPOINT_PAGES = 1000,
    JOURNAL_MAX = 64 * 1024 * 1024,
    BACKUP_STEP = 256, /* pages between two looks at other users */
    PLAN_MAX = 200
};

struct conn {
    sqlite3 *db;
    const struct sql_catalogue *catalogue;
    sqlite3_stmt **cache; /* by statement */
    bool broken;
};

/* ---- failures ---- */

static qh_status fail_constraint(struct conn *c, const char *what, struct qh_error *err)
{
    const char *text = sqlite3_errmsg(c->db);
    const char *colon = strrchr(text, ':');
    const char *columns = colon ? colon + 2 : "";

    switch (sqlite3_extended_errcode(c->db)) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return qh_fail(err, QH_CONFLICT, "store.duplicate", "", "%s: %s",
                       catalogue_constraint(c->catalogue, columns), what);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return qh_fail(err, QH_CONFLICT, "store.reference", "", "%s: %s", text, what);
    case SQLITE_CONSTRAINT_DATATYPE:
        return qh_fail(err, QH_BUG, "store.type", "", "%s: %s", text, what);
    default:
        return qh_fail(err, QH_INVALID, "store.check", "", "%s: %s", columns, what);
    }
}

/* Records the failure that the last call on the connection left behind. */
static qh_status fail_with(struct conn *c, int code, const char *what,
                           struct qh_error *err)
{
    const char *text = c->db ? sqlite3_errmsg(c->db) : sqlite3_errstr(code);

    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return fail_constraint(c, what, err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return qh_fail(err, QH_BUSY, "store.busy", "", "%s: %s", text, what);
    case SQLITE_FULL:
        return qh_fail(err, QH_IO, "store.full", "", "%s: %s", text, what);
    case SQLITE_READONLY:
        return qh_fail(err, QH_BUG, "store.read_only", "", "%s: %s", text, what);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        c->broken = true;
        return qh_fail(err, QH_IO, "store.corrupt", "", "%s: %s", text, what);
    case SQLITE_NOMEM:
        abort();
    case SQLITE_TOOBIG:
        return qh_fail(err, QH_LIMIT, "store.size", "", "%s: %s", text, what);
    case SQLITE_ERROR:
    case SQLITE_RANGE:
    case SQLITE_MISUSE:
    case SQLITE_MISMATCH:
    case SQLITE_SCHEMA:
        return qh_fail(err, QH_BUG, "store.sql", "", "%s: %s", text, what);
    default:
        c->broken = true; /* the file may have been replaced under it */
        return qh_fail(err, QH_IO, "store.io", "", "%s (%d, system %d): %s", text,
                       sqlite3_extended_errcode(c->db), sqlite3_system_errno(c->db),
                       what);
    }
}

/* ---- open and close ---- */

static void sqlite_close(struct conn *c)
{
    if (!c)
        return;
    for (size_t i = 0; c->cache && i < c->catalogue->n_statements; i++)
        (void)sqlite3_finalize(c->cache[i]);
    (void)sqlite3_close(c->db);
    free(c->cache);
    free(c);
}

static qh_status sqlite_script(struct conn *c, const char *sql, struct qh_error *err)
{
    const int code = sqlite3_exec(c->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? QH_OK : fail_with(c, code, "script", err);
}

static qh_status set_up(struct conn *c, const struct driver_config *config, bool writer,
                        struct qh_error *err)
{
    char sql[512];
    qh_status rc;

    (void)sqlite3_extended_result_codes(c->db, 1);
    (void)sqlite3_busy_timeout(c->db, config->busy_ms);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (writer && !config->read_only) {
        rc = sqlite_script(c, "PRAGMA journal_mode=WAL", err);
        if (rc)
            return rc;
    }
    (void)snprintf(sql, sizeof sql,
                   "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
                   "PRAGMA mmap_size=0; PRAGMA cache_size=-%d; PRAGMA secure_delete=FAST;"
                   "PRAGMA wal_autocheckpoint=%d; PRAGMA journal_size_limit=%d;"
                   "PRAGMA query_only=%d;",
                   writer ? CACHE_WRITER_KIB : CACHE_READER_KIB, CHECKPOINT_PAGES,
                   JOURNAL_MAX, writer && !config->read_only ? 0 : 1);
    rc = sqlite_script(c, sql, err);
    if (rc || !config->max_pages || !writer)
        return rc;
    (void)snprintf(sql, sizeof sql, "PRAGMA max_page_count=%lld",
                   (long long)config->max_pages);
    return sqlite_script(c, sql, err);
}

static qh_status sqlite_open(const struct driver_config *config, bool writer,
                             struct conn **out, struct qh_error *err)
{
    const int mode = config->read_only ? SQLITE_OPEN_READWRITE
                                       : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    struct conn *c = calloc(1, sizeof *c);
    qh_status rc;
    int code;

    if (!c)
        abort();
    c->catalogue = config->catalogue;
    c->cache = calloc(config->catalogue->n_statements + 1, sizeof(sqlite3_stmt *));
    if (!c->cache)
        abort();
    code = sqlite3_open_v2(config->address, &c->db, mode | SQLITE_OPEN_NOMUTEX, NULL);
    rc = code == SQLITE_OK ? set_up(c, config, writer, err)
                           : fail_with(c, code, config->address, err);
    if (rc) {
        sqlite_close(c);
        return rc;
    }
    *out = c;
    return QH_OK;
}

static bool sqlite_is_usable(const struct conn *c)
{
    return !c->broken;
}

/* ---- transactions ---- */

static bool sqlite_in_transaction(const struct conn *c)
{
    return sqlite3_get_autocommit(c->db) == 0;
}

static qh_status sqlite_begin(struct conn *c, enum driver_mode mode, struct qh_error *err)
{
    const char *sql = mode == DRIVER_READ ? "BEGIN" : "BEGIN IMMEDIATE";

    return sqlite_script(c, sql, err);
}

static void sqlite_rollback(struct conn *c)
{
    if (sqlite_in_transaction(c) &&
        sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        c->broken = true;
}

static qh_status sqlite_commit(struct conn *c, struct qh_error *err)
{
    const int code = sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL);
    qh_status rc;

    if (code == SQLITE_OK)
        return QH_OK;
    rc = fail_with(c, code, "commit", err);
    sqlite_rollback(c);
    return rc;
}

static qh_status sqlite_mark(struct conn *c, enum driver_mark what, int depth,
                             struct qh_error *err)
{
    char sql[64];

    if (what == DRIVER_MARK)
        (void)snprintf(sql, sizeof sql, "SAVEPOINT m%d", depth);
    else if (what == DRIVER_KEEP)
        (void)snprintf(sql, sizeof sql, "RELEASE m%d", depth);
    else
        (void)snprintf(sql, sizeof sql, "ROLLBACK TO m%d; RELEASE m%d", depth, depth);
    return sqlite_script(c, sql, err);
}

/* A single writer has no conflicts of transactions. */
static bool sqlite_wants_repeat(const struct conn *c)
{
    (void)c;
    return false;
}

/* ---- statements ---- */

static qh_status prepare(struct conn *c, const struct sql_statement *st, bool keep,
                         sqlite3_stmt **out, struct qh_error *err)
{
    const char *sql = st->form[SQL_ENGINE_SQLITE].sql;
    const unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
    int code = sqlite3_prepare_v3(c->db, sql, -1, flags, out, NULL);

    if (code != SQLITE_OK)
        return fail_with(c, code, st->name, err);
    if ((size_t)sqlite3_column_count(*out) == strlen(st->columns))
        return QH_OK;
    code = sqlite3_column_count(*out);
    (void)sqlite3_finalize(*out);
    *out = NULL;
    return qh_fail(err, QH_BUG, "store.sql", "", "%s: %d columns", st->name, code);
}

/* The kept statement, or a fresh one when that is in the middle of its rows. */
static qh_status statement_of(struct conn *c, const struct sql_statement *st,
                              struct cursor *k, struct qh_error *err)
{
    const int index = catalogue_index(c->catalogue, st);
    sqlite3_stmt *found = index < 0 ? NULL : c->cache[index];
    qh_status rc;

    k->owned = index < 0 || (found && sqlite3_stmt_busy(found));
    if (found && !k->owned) {
        k->handle = found;
        return QH_OK;
    }
    rc = prepare(c, st, !k->owned, &found, err);
    if (rc)
        return rc;
    k->handle = found;
    if (!k->owned)
        c->cache[index] = found;
    return QH_OK;
}

static int bind(sqlite3_stmt *h, int place, const struct sql_value *v)
{
    if (v->null)
        return sqlite3_bind_null(h, place);
    switch (v->type) {
    case SQL_INT:
    case SQL_OPT_INT:
        return sqlite3_bind_int64(h, place, v->i);
    case SQL_TEXT:
    case SQL_OPT_TEXT:
        return sqlite3_bind_text64(h, place, v->t.p, v->t.len, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case SQL_BYTES:
    case SQL_OPT_BYTES:
        return sqlite3_bind_blob64(h, place, v->t.len ? v->t.p : "", v->t.len,
                                   SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static void sqlite_finish(struct cursor *k)
{
    if (!k->handle)
        return;
    if (k->owned) {
        (void)sqlite3_finalize(k->handle);
    } else {
        (void)sqlite3_reset(k->handle);
        (void)sqlite3_clear_bindings(k->handle);
    }
    k->handle = NULL;
}

static qh_status sqlite_start(struct conn *c, const struct sql_statement *st,
                              const struct sql_value *values, bool stream,
                              struct cursor *out, struct qh_error *err)
{
    const struct sql_form *form = &st->form[SQL_ENGINE_SQLITE];
    struct cursor k = {.conn = c, .statement = st, .stream = stream};
    qh_status rc = statement_of(c, st, &k, err);

    if (rc)
        return rc;
    for (size_t i = 0; i < form->n_params; i++) {
        const int code = bind(k.handle, (int)i + 1, &values[form->params[i].input]);

        if (code != SQLITE_OK) {
            rc = fail_with(c, code, st->name, err);
            sqlite_finish(&k);
            return rc;
        }
    }
    *out = k;
    return QH_OK;
}

static qh_status sqlite_next(struct cursor *k, bool *out_has, struct qh_error *err)
{
    const int code = sqlite3_step(k->handle);

    if (code == SQLITE_ROW) {
        *out_has = true;
        return QH_OK;
    }
    *out_has = false;
    if (code != SQLITE_DONE)
        return fail_with(k->conn, code, k->statement->name, err);
    k->changes = sqlite3_changes64(k->conn->db);
    return QH_OK;
}

static qh_status sqlite_column(struct cursor *k, size_t i, enum sql_type type,
                               struct sql_value *out, struct qh_error *err)
{
    sqlite3_stmt *h = k->handle;
    const int at = (int)i;
    const int found = sqlite3_column_type(h, at);

    *out = (struct sql_value){.type = type, .null = found == SQLITE_NULL};
    if (out->null)
        return QH_OK;
    if (type == SQL_INT && found == SQLITE_INTEGER) {
        out->i = sqlite3_column_int64(h, at);
    } else if (type == SQL_TEXT && found == SQLITE_TEXT) {
        out->t.p = (const char *)sqlite3_column_text(h, at);
        out->t.len = (size_t)sqlite3_column_bytes(h, at);
    } else if (type == SQL_BYTES && found == SQLITE_BLOB) {
        out->t.p = sqlite3_column_blob(h, at);
        out->t.len = (size_t)sqlite3_column_bytes(h, at);
    } else {
        return qh_fail(err, QH_BUG, "store.type", "", "%s, column %zu: type %d",
                       k->statement->name, i + 1, found);
    }
    if (type != SQL_INT && !out->t.p && out->t.len)
        abort();
    return QH_OK;
}

static qh_status sqlite_prepare(struct conn *c, const struct sql_statement *st,
                                struct qh_error *err)
{
    sqlite3_stmt *h = NULL;
    qh_status rc = prepare(c, st, false, &h, err);

    if (rc == QH_OK &&
        (size_t)sqlite3_bind_parameter_count(h) != st->form[SQL_ENGINE_SQLITE].n_params)
        rc = qh_fail(err, QH_BUG, "store.sql", "", "%s: number of parameters", st->name);
    (void)sqlite3_finalize(h);
    return rc;
}

/* ---- plans, check, backup ---- */

/* Names of the subqueries of a plan, a line each: to scan those is no scan of a table. */
struct parts {
    char names[512];
};

static bool is_part(struct parts *parts, const char *name)
{
    char line[PLAN_MAX];
    const size_t n = strcspn(name, " ");

    (void)snprintf(line, sizeof line, "\n%.*s\n", (int)n, name);
    return strstr(parts->names, line) != NULL;
}

static void add_part(struct parts *parts, const char *name)
{
    const size_t n = strlen(parts->names);

    (void)snprintf(parts->names + n, sizeof parts->names - n, "\n%s\n", name);
}

static bool is_bad_step(struct parts *parts, const char *text, int plan)
{
    if (strncmp(text, "CO-ROUTINE ", 11) == 0 || strncmp(text, "MATERIALIZE ", 12) == 0)
        add_part(parts, strchr(text, ' ') + 1);
    if (strncmp(text, "SCAN ", 5) == 0)
        return !strstr(text, "VIRTUAL TABLE") && !strstr(text, "CONSTANT ROW") &&
               text[5] != '(' && !is_part(parts, text + 5);
    return plan == SQL_PLAN_INDEX && strncmp(text, "USE TEMP B-TREE FOR ORDER", 25) == 0;
}

static qh_status sqlite_plan(struct conn *c, const struct sql_statement *st,
                             struct qh_error *err)
{
    const char *sql = st->form[SQL_ENGINE_SQLITE].sql;
    char *text = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *h = NULL;
    struct parts parts = {0};
    qh_status rc = QH_OK;
    int code;

    if (!text)
        abort();
    code = sqlite3_prepare_v2(c->db, text, -1, &h, NULL);
    if (code != SQLITE_OK)
        rc = fail_with(c, code, st->name, err);
    while (rc == QH_OK && sqlite3_step(h) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(h, 3);

        if (step && is_bad_step(&parts, step, st->plan))
            rc = qh_fail(err, QH_BUG, "store.plan", "", "%s: %s", st->name, step);
    }
    (void)sqlite3_finalize(h);
    sqlite3_free(text);
    return rc;
}

static qh_status sqlite_check_file(struct conn *c, struct qh_error *err)
{
    sqlite3_stmt *h = NULL;
    int code = sqlite3_prepare_v2(c->db, "PRAGMA quick_check(1)", -1, &h, NULL);
    qh_status rc = QH_OK;

    if (code == SQLITE_OK)
        code = sqlite3_step(h);
    if (code != SQLITE_ROW)
        rc = fail_with(c, code, "quick_check", err);
    else if (strcmp((const char *)sqlite3_column_text(h, 0), "ok") != 0)
        rc = qh_fail(err, QH_IO, "store.corrupt", "", "%s",
                     (const char *)sqlite3_column_text(h, 0));
    (void)sqlite3_finalize(h);
    return rc;
}

static qh_status copy_all(struct conn *c, struct conn *to, struct qh_error *err)
{
    sqlite3_backup *b = sqlite3_backup_init(to->db, "main", c->db, "main");
    int code;

    if (!b)
        return fail_with(to, sqlite3_errcode(to->db), "backup", err);
    do {
        code = sqlite3_backup_step(b, BACKUP_STEP);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
            (void)sqlite3_sleep(20);
    } while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
    (void)sqlite3_backup_finish(b);
    return code == SQLITE_DONE ? QH_OK : fail_with(to, code, "backup", err);
}

/* The copy is made inside a read transaction, so that writers do not make it start anew,
 * and left as a single file that is on the disk. */
static qh_status sqlite_backup(struct conn *c, const char *path, struct qh_error *err)
{
    struct conn to = {.catalogue = c->catalogue};
    const int mode = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    qh_status rc;
    int code;

    if (access(path, F_OK) == 0)
        return qh_fail(err, QH_CONFLICT, "store.backup_exists", "", "%s", path);
    code = sqlite3_open_v2(path, &to.db, mode, NULL);
    rc = code == SQLITE_OK ? sqlite_script(c, "BEGIN; SELECT 1 FROM sqlite_schema", err)
                           : fail_with(&to, code, path, err);
    if (rc == QH_OK) {
        rc = copy_all(c, &to, err);
        sqlite_rollback(c);
    }
    if (rc == QH_OK)
        rc = sqlite_script(&to, "PRAGMA synchronous=FULL; PRAGMA journal_mode=DELETE",
                           err);
    (void)sqlite3_close(to.db);
    if (rc)
        (void)unlink(path);
    return rc;
}

const struct driver SQLITE_DRIVER = {
    .name = "sqlite",
    .engine = SQL_ENGINE_SQLITE,
    .open = sqlite_open,
    .close = sqlite_close,
    .is_usable = sqlite_is_usable,
    .in_transaction = sqlite_in_transaction,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .mark = sqlite_mark,
    .wants_repeat = sqlite_wants_repeat,
    .script = sqlite_script,
    .start = sqlite_start,
    .next = sqlite_next,
    .column = sqlite_column,
    .finish = sqlite_finish,
    .prepare = sqlite_prepare,
    .plan = sqlite_plan,
    .check_file = sqlite_check_file,
    .backup = sqlite_backup,
};
