/* What holds for transactions and statements, on either engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib.h"
#include "store/sql_thing.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static struct store *db;

static struct sql_thing_add_in thing(const char *org, const char *id)
{
    return (struct sql_thing_add_in){.org = org, .id = id, .number = id, .state = "new"};
}

static qh_status add_things(struct tx *tx, void *arg, struct qh_error *err)
{
    const struct sql_thing_add_in *in = arg;

    for (; in->org; in++) {
        qh_status rc = sql_thing_add(tx, in, err);

        if (rc)
            return rc;
    }
    return QH_OK;
}

/* ---- values ---- */

struct value_row {
    const char *note;
    struct sql_thing_add_in in;
};

/* clang-format off */
static const struct value_row VALUES[] = {
    {"all nulls",        {"v", "1", "1", NULL, "new", {0}, 0, {0}}},
    {"empty texts",      {"v", "2", "", NULL, "new", {0}, 0, {.p = "", .len = 0}}},
    {"greatest numbers", {"v", "3", "3", "o", "new", {true, INT64_MAX}, INT64_MAX, {0}}},
    {"least numbers",    {"v", "4", "4", NULL, "old", {true, INT64_MIN}, INT64_MIN, {0}}},
    {"minus one",        {"v", "5", "5", NULL, "old", {true, -1}, -1, {0}}},
    {"past 2^32",        {"v", "6", "6", NULL, "old", {true, 4294967297}, 2147483648, {0}}},
    {"Chinese, astral",  {"v", "7", "权衡 𬭊 '\"\\ :x ?1 $1", NULL, "new", {0}, 7, {0}}},
    {"bytes with NUL",   {"v", "8", "8", NULL, "new", {0}, 8, {.p = "\0\1\xff\0", .len = 4}}},
    {"order of keys: upper before lower", {"v", "Z", "Z", NULL, "new", {0}, 8, {0}}},
    {"order of keys",    {"v", "a", "a", NULL, "new", {0}, 8, {0}}},
};
/* clang-format on */

static qh_status add_values(struct tx *tx, void *arg, struct qh_error *err)
{
    (void)arg;
    good(sql_owner_add(tx, "v", "o", err), err);
    for (size_t i = 0; i < LEN(VALUES); i++)
        good(sql_thing_add(tx, &VALUES[i].in, err), err);
    return QH_OK;
}

static void same_text(const char *a, const char *b)
{
    assert_int_equal(a == NULL, b == NULL);
    if (a)
        assert_string_equal(a, b);
}

static void check_value(const struct sql_thing_add_in *in, const struct sql_thing_row *r)
{
    assert_string_equal(r->id, in->id);
    assert_string_equal(r->number, in->number);
    same_text(r->owner_id, in->owner_id);
    assert_string_equal(r->state, in->state);
    assert_int_equal(r->due_ms.has, in->due_ms.has);
    assert_true(r->due_ms.v == in->due_ms.v);
    assert_true(r->size == in->size);
    assert_int_equal(r->bytes.p == NULL, in->bytes.p == NULL);
    assert_int_equal(r->bytes.len, in->bytes.len);
    if (in->bytes.len)
        assert_memory_equal(r->bytes.p, in->bytes.p, in->bytes.len);
    assert_int_equal(r->version, 1);
}

static qh_status read_values(struct tx *tx, void *arg, struct qh_error *err)
{
    struct arena *a = arg;
    struct sql_thing_row_list all = {0};

    for (size_t i = 0; i < LEN(VALUES); i++) {
        struct sql_thing_row r = {0};

        good(sql_thing_load(tx, a, "v", VALUES[i].in.id, &r, err), err);
        check_value(&VALUES[i].in, &r);
    }
    good(sql_thing_all(tx, a, "v", &all, err), err);
    assert_int_equal(all.n, LEN(VALUES));
    for (size_t i = 0; i < all.n; i++)
        check_value(&VALUES[i].in, &all.p[i]);
    return QH_OK;
}

static void values_come_back(void **state)
{
    struct qh_error err = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    good(store_write(db, add_values, NULL, &err), &err);
    good(store_read(db, read_values, &a, &err), &err);
    arena_done(&a);
}

/* ---- failures ---- */

static qh_status fail_no_row(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_thing_row r = {0};

    return sql_thing_load(tx, arg, "f", "nobody", &r, err);
}

static qh_status fail_changed(struct tx *tx, void *arg, struct qh_error *err)
{
    (void)arg;
    return sql_thing_set_size(tx, "f", "1", 5, 99, err);
}

static qh_status add_changed(struct tx *tx, struct sql_thing_add_in in,
                             struct qh_error *err)
{
    return sql_thing_add(tx, &in, err);
}

static qh_status fail_key(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_thing_add_in in = thing("f", "1");

    (void)arg;
    in.number = "other";
    return add_changed(tx, in, err);
}

static qh_status fail_unique(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_thing_add_in in = thing("f", "other");

    (void)arg;
    in.number = "1";
    return add_changed(tx, in, err);
}

static qh_status fail_reference(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_thing_add_in in = thing("f", "other");

    (void)arg;
    in.owner_id = "nobody";
    return add_changed(tx, in, err);
}

static qh_status fail_check(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_thing_add_in in = thing("f", "other");

    (void)arg;
    in.state = "neither";
    return add_changed(tx, in, err);
}

static qh_status fail_null_input(struct tx *tx, void *arg, struct qh_error *err)
{
    (void)arg;
    return sql_owner_add(tx, "f", NULL, err);
}

static qh_status fail_sum_out(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_thing_overflow r = {0};

    return sql_thing_overflow(tx, arg, "f", "big", &r, err);
}

static qh_status fail_sum_in(struct tx *tx, void *arg, struct qh_error *err)
{
    (void)arg;
    return sql_thing_bad_size(tx, "f", "big", err);
}

static qh_status fail_memory(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_thing_row r = {0};
    struct arena small;
    qh_status rc;

    (void)arg;
    arena_init(&small, 100);
    rc = sql_thing_load(tx, &small, "f", "1", &r, err);
    assert_null(r.id);
    arena_done(&small);
    return rc;
}

static qh_status fail_combination(struct tx *tx, void *arg, struct qh_error *err)
{
    const struct sql_thing_page_in in = {
        .org = "f", .state = "new", .owner_id = "o", .after_id = "", .limit = 5};
    struct sql_thing_page_list list = {0};

    return sql_thing_page(tx, arg, &in, &list, err);
}

struct failure_row {
    const char *note;
    tx_work work;
    qh_status status;
    const char *key;
    const char *constraint;
    bool spoils; /* nothing else can be done in the transaction */
};

/* clang-format off */
static const struct failure_row FAILURES[] = {
    {"no row",            fail_no_row,      QH_NOT_FOUND, "store.no_row",      NULL,           false},
    {"stale version",     fail_changed,     QH_CONFLICT,  "store.changed",     NULL,           false},
    {"primary key",       fail_key,         QH_CONFLICT,  "store.duplicate",   "thing_pkey",   true},
    {"unique index",      fail_unique,      QH_CONFLICT,  "store.duplicate",   "thing_number", true},
    {"foreign key",       fail_reference,   QH_CONFLICT,  "store.reference",   NULL,           true},
    {"check",             fail_check,       QH_INVALID,   "store.check",       NULL,           true},
    {"NULL for a text",   fail_null_input,  QH_BUG,       "store.null",        NULL,           true},
    {"2^63 as an answer", fail_sum_out,     QH_BUG,       "store.type",        NULL,           true},
    {"2^63 into a row",   fail_sum_in,      QH_BUG,       "store.type",        NULL,           true},
    {"memory",            fail_memory,      QH_LIMIT,     "store.memory",      NULL,           false},
    {"filters together",  fail_combination, QH_INVALID,   "store.combination", NULL,           false},
};
/* clang-format on */

struct after {
    const struct failure_row *row;
    struct arena a;
    struct qh_error seen;
    const char *id; /* of the owner that is added after the failure */
    int64_t n;      /* added */
    qh_status next;
};

static qh_status fail_and_go_on(struct tx *tx, void *arg, struct qh_error *err)
{
    struct after *x = arg;
    const qh_status rc = x->row->work(tx, &x->a, &x->seen);

    bad(rc, &x->seen, x->row->status, x->row->key);
    x->next = sql_owner_add_once(tx, "f", x->id, &x->n, err);
    return QH_OK; /* the failure is passed over */
}

static qh_status add_owner(struct tx *tx, void *arg, struct qh_error *err)
{
    struct after *x = arg;

    return sql_owner_add_once(tx, "f", x->id, &x->n, err);
}

static qh_status add_and_undo(struct tx *tx, void *arg, struct qh_error *err)
{
    const qh_status rc = add_owner(tx, arg, err);

    return rc ? rc : qh_fail(err, QH_INVALID, "test.undo", "", "undone");
}

static void failures_have_keys(void **state)
{
    struct sql_thing_add_in rows[] = {thing("f", "1"), thing("f", "big"), {0}};
    struct qh_error err = {0};

    (void)state;
    rows[1].size = INT64_MAX;
    good(store_write(db, add_things, rows, &err), &err);
    for (size_t i = 0; i < LEN(FAILURES); i++) {
        struct after x = {.row = &FAILURES[i], .id = FAILURES[i].note};
        qh_status rc;

        print_message("# %s\n", x.row->note);
        arena_init(&x.a, 0);
        rc = store_write(db, fail_and_go_on, &x, &err);
        if (x.row->constraint)
            assert_true(tx_failed_on(&x.seen, x.row->constraint));
        assert_false(tx_failed_on(&x.seen, "thing_num"));
        if (x.row->spoils) {
            bad(rc, &err, QH_BUG, "store.after_failure");
            assert_int_equal(x.next, QH_BUG);
        } else {
            good(rc, &err);
            assert_int_equal(x.n, 1);
        }
        /* It is there now, unless the failure took it along. */
        good(store_write(db, add_owner, &x, &err), &err);
        assert_int_equal(x.n, x.row->spoils);
        arena_done(&x.a);
    }
}

static qh_status try_then_add(struct tx *tx, void *arg, struct qh_error *err)
{
    struct qh_error inner = {0};
    struct sql_thing_row r = {0};
    struct after *x = arg;

    bad(tx_try(tx, fail_unique, NULL, &inner), &inner, QH_CONFLICT, "store.duplicate");
    x->id = "undone";
    bad(tx_try(tx, add_and_undo, x, &inner), &inner, QH_INVALID, "test.undo");
    x->id = "kept";
    good(tx_try(tx, fail_and_go_on, x, &inner), &inner);
    good(sql_thing_load(tx, &x->a, "f", "1", &r, err), err);
    return sql_owner_add(tx, "f", "after the tries", err);
}

static void a_try_undoes_only_itself(void **state)
{
    static const char *const IDS[] = {"undone", "kept", "after the tries"};
    struct after x = {.row = &FAILURES[0]};
    struct qh_error err = {0};

    (void)state;
    arena_init(&x.a, 0);
    good(store_write(db, try_then_add, &x, &err), &err);
    for (size_t i = 0; i < LEN(IDS); i++) {
        x.id = IDS[i];
        good(store_write(db, add_owner, &x, &err), &err);
        assert_int_equal(x.n, i == 0);
    }
    arena_done(&x.a);
}

static qh_status write_owner(struct tx *tx, void *arg, struct qh_error *err)
{
    return sql_owner_add(tx, "r", arg, err);
}

static void reading_cannot_write(void **state)
{
    char id[] = "1";
    struct qh_error err = {0};

    (void)state;
    bad(store_read(db, write_owner, id, &err), &err, QH_BUG, "store.read_only");
    good(store_write(db, write_owner, id, &err), &err);
}

/* ---- snapshots ---- */

struct snapshot {
    struct arena a;
    sem_t begun;
    sem_t written;
    int64_t before;
    int64_t after;
};

static qh_status read_twice(struct tx *tx, void *arg, struct qh_error *err)
{
    struct snapshot *x = arg;
    struct sql_thing_sum r = {0};
    qh_status rc = sql_thing_sum(tx, &x->a, "snap", &r, err);

    if (rc)
        return rc;
    x->before = r.n;
    (void)sem_post(&x->begun);
    (void)sem_wait(&x->written);
    rc = sql_thing_sum(tx, &x->a, "snap", &r, err);
    x->after = r.n;
    return rc;
}

static void *read_in_thread(void *arg)
{
    struct qh_error err = {0};

    good(store_read(db, read_twice, arg, &err), &err);
    return NULL;
}

static void a_read_sees_one_moment(void **state)
{
    struct sql_thing_add_in rows[] = {thing("snap", "1"), {0}};
    struct snapshot x = {0};
    struct qh_error err = {0};
    pthread_t t;

    (void)state;
    arena_init(&x.a, 0);
    (void)sem_init(&x.begun, 0, 0);
    (void)sem_init(&x.written, 0, 0);
    assert_int_equal(pthread_create(&t, NULL, read_in_thread, &x), 0);
    (void)sem_wait(&x.begun);
    good(store_write(db, add_things, rows, &err), &err);
    (void)sem_post(&x.written);
    (void)pthread_join(t, NULL);
    assert_int_equal(x.before, 0);
    assert_int_equal(x.after, 0);
    arena_done(&x.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back),
        cmocka_unit_test(failures_have_keys),
        cmocka_unit_test(a_try_undoes_only_itself),
        cmocka_unit_test(reading_cannot_write),
        cmocka_unit_test(a_read_sees_one_moment),
    };
    int failed;

    db = test_open("store", NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    store_close(db);
    test_cleanup();
    return failed;
}
