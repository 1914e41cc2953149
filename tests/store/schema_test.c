/* Migrations, backup, and the product's own schema and queries, on either engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib.h"
#include "store/sql_search.h"
#include "store/sql_store_catalogue.h"
#include "store/sql_thing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct store *open_at(const char *url, const struct sql_catalogue *catalogue)
{
    const struct store_options o = {.catalogue = catalogue};
    struct qh_error err = {0};
    struct store *s = NULL;

    good(store_open(url, &o, &s, &err), &err);
    return s;
}

static void urls_are_checked(void **state)
{
    static const char *const URLS[] = {"", "sqlite:", "sqlite", "mysql://x", "qh.db"};
    struct qh_error err = {0};
    struct store *s = NULL;

    (void)state;
    for (size_t i = 0; i < LEN(URLS); i++)
        bad(store_open(URLS[i], NULL, &s, &err), &err, QH_INVALID, "store.url");
    assert_null(s);
    store_close(NULL);
    bad(store_open("sqlite:/nowhere/x.db", NULL, &s, &err), &err, QH_IO, "store.io");
    bad(store_open("postgres://qh@127.0.0.1:1/x", NULL, &s, &err), &err, QH_BUSY,
        "store.unreachable");
}

static qh_status add_owner(struct tx *tx, void *arg, struct qh_error *err)
{
    return sql_owner_add(tx, "m", arg, err);
}

static qh_status add_owner_again(struct tx *tx, void *arg, struct qh_error *err)
{
    int64_t n = 9;
    const qh_status rc = sql_owner_add_once(tx, "m", arg, &n, err);

    assert_int_equal(n, 0);
    return rc;
}

/* A database of an older release is brought up to date and keeps its rows; one of a later
 * release, or with another history, is refused. */
static void versions_are_kept(void **state)
{
    struct sql_catalogue older = TEST_CATALOGUE;
    struct sql_catalogue edited = TEST_CATALOGUE;
    struct sql_migration m[4];
    struct store_options o = {0};
    const char *url = test_url("versions");
    struct qh_error err = {0};
    char id[] = "kept";
    struct store *s;

    (void)state;
    older.n_migrations = 1;
    s = open_at(url, &older);
    bad(store_check_version(s, &err), &err, QH_CONFLICT, "store.migrate_first");
    good(store_migrate(s, &err), &err);
    good(store_check_version(s, &err), &err);
    good(store_migrate(s, &err), &err);
    good(store_write(s, add_owner, id, &err), &err);
    store_close(s);

    s = open_at(url, &TEST_CATALOGUE);
    bad(store_check_version(s, &err), &err, QH_CONFLICT, "store.migrate_first");
    good(store_migrate(s, &err), &err);
    good(store_check_version(s, &err), &err);
    good(store_write(s, add_owner_again, id, &err), &err);
    store_close(s);

    s = NULL;
    o.catalogue = &older;
    bad(store_open(url, &o, &s, &err), &err, QH_CONFLICT, "store.newer");
    memcpy(m, TEST_CATALOGUE.migrations, sizeof m);
    m[0].checksum = "another";
    edited.migrations = m;
    o.catalogue = &edited;
    bad(store_open(url, &o, &s, &err), &err, QH_CONFLICT, "store.migration");
    assert_null(s);
}

static void a_migration_that_fails_leaves_nothing(void **state)
{
    static const char *const SQL[] = {"CREATE TABLE half (org TEXT)",
                                      "INSERT INTO nowhere VALUES (1)", NULL};
    struct sql_catalogue broken = TEST_CATALOGUE;
    struct sql_migration m[4];
    const char *url = test_url("broken");
    struct qh_error err = {0};
    struct store *s;

    (void)state;
    memcpy(m, TEST_CATALOGUE.migrations, sizeof m);
    m[1].sql[0] = m[1].sql[1] = SQL;
    broken.migrations = m;
    s = open_at(url, &broken);
    bad(store_migrate(s, &err), &err, QH_BUG, "store.sql");
    store_close(s);
    /* The first one stays; the second can be run once it is mended. */
    s = open_at(url, &TEST_CATALOGUE);
    good(store_migrate(s, &err), &err);
    good(store_check_version(s, &err), &err);
    good(store_check_file(s, &err), &err);
    store_close(s);
}

static void every_query_is_prepared(void **state)
{
    struct store *s = open_at(test_url("product"), NULL);
    struct qh_error err = {0};

    (void)state;
    good(store_migrate(s, &err), &err);
    print_message("# %zu statements\n", STORE_CATALOGUE.n_statements);
    good(store_prepare_all(s, &err), &err);
    good(store_check_plans(s, &err), &err);
    store_close(s);
    s = test_open("queries", NULL);
    good(store_prepare_all(s, &err), &err);
    good(store_check_plans(s, &err), &err);
    store_close(s);
}

struct bad_row {
    const char *note;
    const char *sql;
    const char *columns;
    uint8_t plan;
    qh_status prepared;
    const char *key; /* of prepare_all, else of check_plans */
};

/* clang-format off */
static const struct bad_row BAD[] = {
    {"scan",            "SELECT id FROM thing WHERE version = 5", "t", SQL_PLAN_SEARCH, QH_OK, "store.plan"},
    {"sort",            "SELECT id FROM thing WHERE org = 'a' ORDER BY version", "t", SQL_PLAN_INDEX, QH_OK, "store.plan"},
    {"sort is allowed", "SELECT id FROM thing WHERE org = 'a' ORDER BY version", "t", SQL_PLAN_SEARCH, QH_OK, NULL},
    {"no such column",  "SELECT nothing FROM thing", "t", SQL_PLAN_ANY, QH_BUG, "store.sql"},
    {"column missing",  "SELECT id, state FROM thing", "t", SQL_PLAN_ANY, QH_BUG, "store.sql"},
};
/* clang-format on */

static void bad_statements_are_found(void **state)
{
    const char *url = test_url("bad");
    struct store *s = open_at(url, &TEST_CATALOGUE);
    struct qh_error err = {0};

    (void)state;
    good(store_migrate(s, &err), &err);
    store_close(s);
    for (size_t i = 0; i < LEN(BAD); i++) {
        const struct bad_row *row = &BAD[i];
        const struct sql_statement st = {
            row->note, row->columns,
            row->plan, {{row->sql, NULL, 0}, {row->sql, NULL, 0}},
            0,         false};
        struct sql_catalogue k = TEST_CATALOGUE;

        print_message("# %s\n", row->note);
        k.statements = &st;
        k.n_statements = 1;
        s = open_at(url, &k);
        if (row->prepared) {
            bad(store_prepare_all(s, &err), &err, row->prepared, row->key);
        } else {
            good(store_prepare_all(s, &err), &err);
            if (row->key)
                bad(store_check_plans(s, &err), &err, QH_BUG, row->key);
            else
                good(store_check_plans(s, &err), &err);
        }
        store_close(s);
    }
}

static void a_backup_is_whole(void **state)
{
    struct store *s = test_open("backup", NULL);
    const char *copy = test_path("copy.db");
    struct qh_error err = {0};
    char url[600];
    char id[] = "kept";
    char later[] = "later";

    (void)state;
    good(store_write(s, add_owner, id, &err), &err);
    if (test_on_postgres()) {
        bad(store_backup(s, copy, &err), &err, QH_INVALID, "store.backup_engine");
        store_close(s);
        return;
    }
    good(store_backup(s, copy, &err), &err);
    good(store_write(s, add_owner, later, &err), &err);
    bad(store_backup(s, copy, &err), &err, QH_CONFLICT, "store.backup_exists");
    store_close(s);
    (void)snprintf(url, sizeof url, "sqlite:%s", copy);
    s = open_at(url, &TEST_CATALOGUE);
    good(store_check_version(s, &err), &err);
    good(store_check_file(s, &err), &err);
    good(store_write(s, add_owner_again, id, &err), &err);
    good(store_write(s, add_owner, later, &err), &err);
    store_close(s);
}

/* ---- full text ---- */

static const char *const DOCS[][2] = {
    /* id, words as domain/search.c writes them */
    {"balance", "天 天平 子 子天 平 电 电子"},
    {"weighbridge", "地 地磅 磅 e 50"},
    {"pan", "天 天空 平 平台 台 空"},
};

static qh_status add_docs(struct tx *tx, void *arg, struct qh_error *err)
{
    (void)arg;
    for (size_t i = 0; i < LEN(DOCS); i++) {
        const int64_t no = 10 + 7 * (int64_t)i; /* no gapless numbers */

        good(sql_search_doc_add(tx, no, "s", "demand", DOCS[i][0], DOCS[i][1], err), err);
        good(sql_search_words_add(tx, no, DOCS[i][1], err), err);
    }
    return QH_OK;
}

/* With the stock program: the file needs nothing of ours to be searched. */
static void search_file(const char *path, const char *query, const char *want)
{
    char command[1024];

    (void)snprintf(
        command, sizeof command,
        "test \"$(sqlite3 '%s' \"select group_concat(entity_id) from search_words f "
        "join search_doc d on d.rowid_no = f.rowid where search_words match "
        "'%s'\")\" = '%s'",
        path, query, want);
    assert_int_equal(test_shell(command), 0);
}

static void search_survives_vacuum(void **state)
{
    const char *path = test_path("search.db");
    struct store *s = open_at(test_url("search.db"), NULL);
    struct qh_error err = {0};
    char command[1024];

    (void)state;
    good(store_migrate(s, &err), &err);
    good(store_write(s, add_docs, NULL, &err), &err);
    store_close(s);
    for (int i = 0; i < 2; i++) {
        search_file(path, "\"天平\"", "balance");
        search_file(path, "\"天\" \"平\"", "balance,pan");
        search_file(path, "\"50\"", "weighbridge");
        search_file(path, "\"秤\"", "");
        (void)snprintf(command, sizeof command,
                       "sqlite3 -bail '%s' \"delete from search_doc where 0; vacuum; "
                       "insert into search_words(search_words, rank) "
                       "values('integrity-check', 1);\"",
                       path);
        assert_int_equal(test_shell(command), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urls_are_checked),
        cmocka_unit_test(versions_are_kept),
        cmocka_unit_test(a_migration_that_fails_leaves_nothing),
        cmocka_unit_test(every_query_is_prepared),
        cmocka_unit_test(bad_statements_are_found),
        cmocka_unit_test(a_backup_is_whole),
        cmocka_unit_test(search_survives_vacuum),
    };
    const size_t n = LEN(tests) - (test_on_postgres() ? 1 : 0); /* the last: SQLite */
    const int failed = _cmocka_run_group_tests("schema", tests, n, NULL, NULL);

    test_cleanup();
    return failed;
}
