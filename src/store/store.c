#include "store/store.h"

#include "store/migrate.h"
#include "store/writer.h"

#include "store/sql_store_catalogue.h"

#include <stdlib.h>
#include <string.h>

enum { READERS = 8, ASYNC_WRITERS = 4, BUSY_MS = 5000 };

struct store {
    const struct driver *driver;
    struct driver_config config;
    char *address;
    struct pool pool;
    struct writer *writer; /* NULL: read only */
};

static int or_default(int v, int standard)
{
    return v > 0 ? v : standard;
}

/* Finds the engine and what it is to open. */
static qh_status read_url(const char *url, struct store *s, struct qh_error *err)
{
    const char *address = url;

    if (strncmp(url, "sqlite:", 7) == 0 && url[7]) {
        s->driver = &SQLITE_DRIVER;
        address = url + 7;
    } else if (strncmp(url, "postgres://", 11) == 0 ||
               strncmp(url, "postgresql://", 13) == 0) {
        s->driver = &POSTGRES_DRIVER;
    } else {
        return qh_fail(err, QH_INVALID, "store.url", "",
                       "expected sqlite:PATH or postgres://...");
    }
    s->address = strdup(address);
    if (!s->address)
        abort();
    s->config.address = s->address;
    return QH_OK;
}

static qh_status start_writer(struct store *s, const struct store_options *o,
                              struct qh_error *err)
{
    const bool many = s->driver->engine == SQL_ENGINE_POSTGRES;
    const struct writer_config c = {
        .driver = s->driver,
        .config = &s->config,
        .pool = many ? &s->pool : NULL,
        .threads = many ? or_default(o->async_writers, ASYNC_WRITERS) : 1,
        .batch = many || o->no_group_commit ? 1 : STORE_BATCH_MAX,
    };

    if (o->read_only)
        return QH_OK;
    return writer_open(&c, &s->writer, err);
}

qh_status store_open(const char *url, const struct store_options *o, struct store **out,
                     struct qh_error *err)
{
    static const struct store_options STANDARD = {0};
    struct store *s = calloc(1, sizeof *s);
    qh_status rc;

    if (!s)
        abort();
    if (!o)
        o = &STANDARD;
    rc = read_url(url, s, err);
    if (rc) {
        store_close(s);
        return rc;
    }
    s->config.busy_ms = or_default(o->busy_ms, BUSY_MS);
    s->config.read_only = o->read_only;
    s->config.max_pages = o->max_pages;
    s->config.catalogue = o->catalogue ? o->catalogue : &STORE_CATALOGUE;
    pool_init(&s->pool, s->driver, &s->config, or_default(o->readers, READERS));
    rc = start_writer(s, o, err);
    if (rc == QH_OK)
        rc = migrate_check(s->driver, &s->config, true, err);
    if (rc) {
        store_close(s);
        return rc;
    }
    *out = s;
    return QH_OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    writer_close(s->writer);
    pool_done(&s->pool);
    free(s->address);
    free(s);
}

const char *store_engine_name(const struct store *s)
{
    return s->driver->name;
}

qh_status store_migrate(struct store *s, struct qh_error *err)
{
    return migrate_run(s->driver, &s->config, err);
}

qh_status store_check_version(struct store *s, struct qh_error *err)
{
    return migrate_check(s->driver, &s->config, false, err);
}

qh_status store_read(struct store *s, tx_work work, void *arg, struct qh_error *err)
{
    return transact(&s->pool, DRIVER_READ, work, arg, err);
}

static qh_status refuse_write(struct qh_error *err)
{
    return qh_fail(err, QH_BUG, "store.read_only", "", "opened for reading");
}

qh_status store_write(struct store *s, tx_work work, void *arg, struct qh_error *err)
{
    if (!s->writer)
        return refuse_write(err);
    if (s->driver->engine == SQL_ENGINE_POSTGRES)
        return transact(&s->pool, DRIVER_WRITE, work, arg, err);
    return writer_run(s->writer, work, arg, err);
}

qh_status store_write_async(struct store *s, tx_work work, store_done done, void *arg,
                            struct qh_error *err)
{
    if (!s->writer)
        return refuse_write(err);
    return writer_add(s->writer, work, done, arg, err);
}

/* ---- on a connection of its own ---- */

qh_status store_backup(struct store *s, const char *path, struct qh_error *err)
{
    struct conn *c = NULL;
    qh_status rc;

    if (!s->driver->backup)
        return qh_fail(err, QH_INVALID, "store.backup_engine", "",
                       "pg_dump makes backups of PostgreSQL");
    rc = s->driver->open(&s->config, false, &c, err);
    if (rc)
        return rc;
    rc = s->driver->backup(c, path, err);
    s->driver->close(c);
    return rc;
}

qh_status store_prepare_all(struct store *s, struct qh_error *err)
{
    const struct sql_catalogue *k = s->config.catalogue;
    struct conn *c = NULL;
    qh_status rc = s->driver->open(&s->config, false, &c, err);

    if (rc)
        return rc;
    for (size_t i = 0; rc == QH_OK && i < k->n_statements; i++)
        if (k->statements[i].form[s->driver->engine].sql)
            rc = s->driver->prepare(c, &k->statements[i], err);
    s->driver->close(c);
    return rc;
}

qh_status store_check_plans(struct store *s, struct qh_error *err)
{
    const struct sql_catalogue *k = s->config.catalogue;
    struct conn *c = NULL;
    qh_status rc = s->driver->open(&s->config, false, &c, err);

    if (rc)
        return rc;
    for (size_t i = 0; rc == QH_OK && i < k->n_statements; i++)
        if (k->statements[i].plan != SQL_PLAN_ANY &&
            k->statements[i].form[s->driver->engine].sql)
            rc = s->driver->plan(c, &k->statements[i], err);
    s->driver->close(c);
    return rc;
}

qh_status store_check_file(struct store *s, struct qh_error *err)
{
    struct conn *c = NULL;
    qh_status rc;

    if (!s->driver->check_file)
        return QH_OK;
    rc = s->driver->open(&s->config, false, &c, err);
    if (rc)
        return rc;
    rc = s->driver->check_file(c, err);
    s->driver->close(c);
    return rc;
}
