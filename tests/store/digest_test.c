/* Digests of rows: what the store writes fits them, what others write does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib.h"
#include "store/digest.h"
#include "store/sql_thing.h"

#include <stdlib.h>
#include <string.h>

static const char *const ORG = "d";

/* Runs SQL by the engine's own program, past the store. */
static void by_hand(const char *url, const char *sql)
{
    char command[2048];

    if (test_on_postgres())
        (void)snprintf(command, sizeof command,
                       "psql -q -v ON_ERROR_STOP=1 '%s' -c \"%s\"", url, sql);
    else
        (void)snprintf(command, sizeof command, "sqlite3 -bail '%s' \"%s\"",
                       url + strlen("sqlite:"), sql);
    assert_int_equal(test_shell(command), 0);
}

/* ---- what digest_check() says ---- */

struct said {
    char text[512]; /* "thing 1: other; owner o: new; " */
    int64_t rows;
};

static qh_status note_fault(void *arg, const struct digest_fault *f, struct qh_error *err)
{
    struct said *s = arg;
    const size_t used = strlen(s->text);
    const char *how = "other";

    (void)err;
    if (!f->expected)
        how = "new";
    else if (!f->found)
        how = "gone";
    (void)snprintf(s->text + used, sizeof s->text - used, "%s %s: %s; ", f->table, f->id,
                   how);
    return QH_OK;
}

static qh_status compare(struct tx *tx, void *arg, struct qh_error *err)
{
    struct said *s = arg;

    return digest_check(tx, ORG, note_fault, s, &s->rows, err);
}

static void says(struct store *s, const char *wanted, int64_t rows)
{
    struct said said = {{0}, 0};
    struct qh_error err = {0};

    good(store_read(s, compare, &said, &err), &err);
    assert_string_equal(said.text, wanted);
    assert_int_equal(said.rows, rows);
}

/* ---- the store's own changes ---- */

static qh_status add_rows(struct tx *tx, void *arg, struct qh_error *err)
{
    int64_t n = 0;
    qh_status rc = sql_shelf_add(tx, ORG, "o", &n, err);

    (void)arg;
    for (int64_t i = 1; i <= 5 && !rc; i++)
        rc = sql_book_add(tx, ORG, "o", i, "权衡", NO_INT, text_of("\1\2"), err);
    if (!rc)
        rc = sql_book_lend(tx, ORG, "o", 2, 7, err);
    if (!rc)
        rc = sql_book_drop(tx, ORG, "o", 3, &n, err);
    if (!rc)
        assert_int_equal(n, 2);
    return rc;
}

static qh_status add_shelf_again(struct tx *tx, void *arg, struct qh_error *err)
{
    int64_t n = 5;
    qh_status rc = sql_shelf_add(tx, ORG, "o", &n, err);

    (void)arg;
    if (!rc)
        assert_int_equal(n, 0);
    if (!rc)
        rc = sql_shelf_add(tx, ORG, "p", &n, err);
    if (!rc)
        assert_int_equal(n, 1);
    return rc;
}

static qh_status fail_after(struct tx *tx, void *arg, struct qh_error *err)
{
    qh_status rc = sql_book_lend(tx, ORG, "o", 2, 9, err);

    (void)arg;
    return rc ? rc : qh_fail(err, QH_CONFLICT, "test.no", "", "on purpose");
}

static void what_the_store_writes_fits(void **state)
{
    struct store *s = test_open("fits", NULL);
    struct qh_error err = {0};

    (void)state;
    good(store_write(s, add_rows, NULL, &err), &err);
    says(s, "", 4);
    good(store_write(s, add_shelf_again, NULL, &err), &err);
    says(s, "", 5);
    bad(store_write(s, fail_after, NULL, &err), &err, QH_CONFLICT, "test.no");
    says(s, "", 5);
    store_close(s);
}

struct hand_row {
    const char *sql;
    const char *says;
};

/* clang-format off */
static const struct hand_row BY_HAND[] = {
    {"update book set due_ms = 8 where seq = 2",       "book o/2: other; "},
    {"update book set due_ms = 1 where seq = 1",       "book o/1: other; "},
    {"update shelf set note = 'x'",                    "shelf o: other; "},
    {"update book set seq = 9 where seq = 3",          "book o/9: new; book o/3: gone; "},
    {"delete from book where seq = 3",                 "book o/3: gone; "},
    {"insert into shelf (org, id) values ('d', 'q')",  "shelf q: new; "},
    {"update row_digest set hash = 'x' where entity = 'shelf'", "shelf o: other; "},
    {"update book set bytes = null where seq = 1",     "book o/1: other; "},
};
/* clang-format on */

static void what_others_write_does_not(void **state)
{
    struct qh_error err = {0};

    (void)state;
    for (size_t i = 0; i < LEN(BY_HAND); i++) {
        char name[16];
        const char *url;
        struct store *s = NULL;
        struct store_options o = {.catalogue = &TEST_CATALOGUE};

        (void)snprintf(name, sizeof name, "hand%zu", i);
        print_message("# %s\n", BY_HAND[i].sql);
        url = test_url(name);
        good(store_open(url, &o, &s, &err), &err);
        good(store_migrate(s, &err), &err);
        good(store_write(s, add_rows, NULL, &err), &err);
        by_hand(url, BY_HAND[i].sql);
        says(s, BY_HAND[i].says,
             4 + (strstr(BY_HAND[i].says, "new") != NULL) -
                 (strstr(BY_HAND[i].says, "gone") != NULL));
        store_close(s);
    }
}

/* ---- a database from before ---- */

static void a_migration_makes_them(void **state)
{
    struct sql_catalogue older = TEST_CATALOGUE;
    struct store_options o = {.catalogue = &older};
    const char *url = test_url("before");
    struct store *s = NULL;
    struct qh_error err = {0};

    (void)state;
    older.n_migrations = 3;
    good(store_open(url, &o, &s, &err), &err);
    good(store_migrate(s, &err), &err);
    store_close(s);
    by_hand(url, "insert into shelf (org, id, note) values "
                 "('d', 'o', 'n'), ('e', 'o', '')");
    o.catalogue = &TEST_CATALOGUE;
    good(store_open(url, &o, &s, &err), &err);
    good(store_migrate(s, &err), &err);
    says(s, "", 1);
    by_hand(url, "insert into shelf (org, id, note) values ('d', 'r', '')");
    good(store_migrate(s, &err), &err); /* nothing to run: nothing is made good */
    says(s, "shelf r: new; ", 2);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_store_writes_fits),
        cmocka_unit_test(what_others_write_does_not),
        cmocka_unit_test(a_migration_makes_them),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);

    test_cleanup();
    return failed;
}
