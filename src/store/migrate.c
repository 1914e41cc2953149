#include "store/migrate.h"

#include "store/digest.h"

#include <string.h>

#define TABLE                                                                            \
    "CREATE TABLE IF NOT EXISTS schema_version (number BIGINT NOT NULL PRIMARY KEY, "    \
    "name TEXT NOT NULL, checksum TEXT NOT NULL)"

/* Sent to both engines as it is. */
#define SAME(sql, params, n)                                                             \
    {                                                                                    \
        {sql, params, n}, {sql, params, n},                                              \
    }

static const struct sql_statement EXISTS = {
    "schema_version_exists",
    "i",
    SQL_PLAN_ANY,
    {{"SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'", NULL, 0},
     {"SELECT count(to_regclass('schema_version'))", NULL, 0}},
    0,
    false,
};

static const struct sql_statement LIST = {
    "schema_version_list",
    "it",
    SQL_PLAN_ANY,
    SAME("SELECT number, checksum FROM schema_version ORDER BY number", NULL, 0),
    0,
    false,
};

static const struct sql_param ADD_PARAMS[] = {{0, SQL_INT}, {1, SQL_TEXT}, {2, SQL_TEXT}};
static const struct sql_statement ADD = {
    "schema_version_add",
    "",
    SQL_PLAN_ANY,
    {{"INSERT INTO schema_version (number, name, checksum) VALUES (?1, ?2, ?3)",
      ADD_PARAMS, LEN(ADD_PARAMS)},
     {"INSERT INTO schema_version (number, name, checksum) VALUES ($1, $2, $3)",
      ADD_PARAMS, LEN(ADD_PARAMS)}},
    0,
    false,
};

struct session {
    const struct driver *d;
    struct conn *c;
    const struct sql_catalogue *k;
    size_t before; /* migrations that had run when this run began */
};

static qh_status table_exists(const struct session *s, bool *out, struct qh_error *err)
{
    struct cursor k = {0};
    struct sql_value v = {0};
    bool has = false;
    qh_status rc = s->d->start(s->c, &EXISTS, NULL, false, &k, err);

    if (rc)
        return rc;
    rc = s->d->next(&k, &has, err);
    if (rc == QH_OK && has)
        rc = s->d->column(&k, 0, SQL_INT, &v, err);
    s->d->finish(&k);
    *out = v.i > 0;
    return rc;
}

static qh_status compare(const struct session *s, int64_t number, struct text checksum,
                         struct qh_error *err)
{
    if (number < 1 || (size_t)number > s->k->n_migrations)
        return qh_fail(err, QH_CONFLICT, "store.newer", "",
                       "the database has migration %lld, this program knows %zu",
                       (long long)number, s->k->n_migrations);
    if (!text_is(checksum, s->k->migrations[number - 1].checksum))
        return qh_fail(err, QH_CONFLICT, "store.migration", "",
                       "migration %lld is not the one that ran", (long long)number);
    return QH_OK;
}

/* Number of migrations that ran, all of them known. */
static qh_status count_run(const struct session *s, size_t *out, struct qh_error *err)
{
    struct cursor k = {0};
    bool has = true;
    qh_status rc = s->d->start(s->c, &LIST, NULL, false, &k, err);

    *out = 0;
    if (rc)
        return rc;
    while (rc == QH_OK) {
        struct sql_value number;
        struct sql_value checksum;

        rc = s->d->next(&k, &has, err);
        if (rc || !has)
            break;
        rc = s->d->column(&k, 0, SQL_INT, &number, err);
        if (rc == QH_OK)
            rc = s->d->column(&k, 1, SQL_TEXT, &checksum, err);
        if (rc == QH_OK)
            rc = compare(s, number.i, checksum.t, err);
        if (rc == QH_OK)
            *out = (size_t)number.i;
    }
    s->d->finish(&k);
    return rc;
}

qh_status migrate_check(const struct driver *d, const struct driver_config *config,
                        bool may_wait, struct qh_error *err)
{
    struct session s = {.d = d, .k = config->catalogue};
    size_t n = 0;
    bool exists = false;
    qh_status rc = d->open(config, false, &s.c, err);

    if (rc)
        return rc;
    rc = table_exists(&s, &exists, err);
    if (rc == QH_OK && exists)
        rc = count_run(&s, &n, err);
    if (rc == QH_OK && !may_wait && n < s.k->n_migrations)
        rc = qh_fail(err, QH_CONFLICT, "store.migrate_first", "",
                     "%zu of %zu migrations have run", n, s.k->n_migrations);
    d->close(s.c);
    return rc;
}

static qh_status add_row(const struct session *s, const struct sql_migration *m,
                         struct qh_error *err)
{
    const struct sql_value values[] = {sql_of_int(m->number), sql_of_text(m->name, false),
                                       sql_of_text(m->checksum, false)};
    struct cursor k = {0};
    bool has = false;
    qh_status rc = s->d->start(s->c, &ADD, values, false, &k, err);

    if (rc)
        return rc;
    rc = s->d->next(&k, &has, err);
    s->d->finish(&k);
    return rc;
}

/* After the last one: the digests of the tables that the new ones name. */
static qh_status fill_digests(const struct session *s, size_t n, struct qh_error *err)
{
    struct tx tx = {.conn = s->c, .driver = s->d, .catalogue = s->k, .can_write = true};

    if (n + 1 < s->k->n_migrations)
        return QH_OK;
    return digest_fill(&tx, (int)s->before, err);
}

/* Runs the next migration that waits, if any, in a transaction that others wait for. */
static qh_status run_next(const struct session *s, bool *out_more, struct qh_error *err)
{
    size_t n = 0;
    qh_status rc = s->d->begin(s->c, DRIVER_MIGRATE, err);

    *out_more = false;
    if (rc)
        return rc;
    rc = count_run(s, &n, err);
    if (rc == QH_OK && n < s->k->n_migrations) {
        const struct sql_migration *m = &s->k->migrations[n];

        for (const char *const *p = m->sql[s->d->engine]; rc == QH_OK && *p; p++)
            rc = s->d->script(s->c, *p, err);
        if (rc == QH_OK)
            rc = add_row(s, m, err);
        if (rc == QH_OK)
            rc = fill_digests(s, n, err);
        if (rc == QH_OK)
            rc = s->d->commit(s->c, err);
        *out_more = rc == QH_OK;
        if (rc == QH_OK)
            return QH_OK;
    }
    s->d->rollback(s->c);
    return rc;
}

/* Two processes that create the table at once collide even with IF NOT EXISTS. */
static qh_status create_table(const struct session *s, struct qh_error *err)
{
    qh_status rc = QH_OK;

    for (int i = 0; i < 3; i++) {
        rc = s->d->script(s->c, TABLE, err);
        if (rc != QH_CONFLICT)
            break;
    }
    return rc;
}

qh_status migrate_run(const struct driver *d, const struct driver_config *config,
                      struct qh_error *err)
{
    struct session s = {.d = d, .k = config->catalogue};
    bool more = true;
    qh_status rc = d->open(config, true, &s.c, err);

    if (rc)
        return rc;
    rc = create_table(&s, err);
    if (rc == QH_OK)
        rc = count_run(&s, &s.before, err);
    while (rc == QH_OK && more)
        rc = run_next(&s, &more, err);
    d->close(s.c);
    return rc;
}
