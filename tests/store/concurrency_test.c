/* Many writers at once, on either engine. */
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
#include <string.h>

static struct store *db;

static struct sql_thing_add_in thing(const char *org, const char *id)
{
    return (struct sql_thing_add_in){.org = org, .id = id, .number = id, .state = "new"};
}

/* ---- many writers ---- */

enum { WRITERS = 32, ROUNDS = 25 };

struct client {
    int number;
    int round;
    int failed;
    pthread_t thread;
};

static qh_status client_work(struct tx *tx, void *arg, struct qh_error *err)
{
    const struct client *c = arg;
    char id[32];
    struct sql_thing_add_in in;
    qh_status rc;

    (void)snprintf(id, sizeof id, "%02d-%03d", c->number, c->round);
    in = thing("many", id);
    rc = sql_thing_add(tx, &in, err);
    if (rc)
        return rc;
    /* One in five fails after it has written. */
    if (c->round % 5 == 4)
        return qh_fail(err, QH_INVALID, "test.fifth", "", "%s", id);
    return QH_OK;
}

static void *run_client(void *arg)
{
    struct client *c = arg;

    for (c->round = 0; c->round < ROUNDS; c->round++) {
        struct qh_error err = {0};
        const qh_status rc = store_write(db, client_work, c, &err);

        if (c->round % 5 == 4 ? strcmp(err.key, "test.fifth") != 0 : rc != QH_OK)
            c->failed++;
    }
    return NULL;
}

static qh_status check_many(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_thing_row_list all = {0};
    size_t n = 0;

    good(sql_thing_all(tx, arg, "many", &all, err), err);
    for (int i = 0; i < WRITERS; i++)
        for (int r = 0; r < ROUNDS; r++) {
            char id[32];

            if (r % 5 == 4)
                continue;
            (void)snprintf(id, sizeof id, "%02d-%03d", i, r);
            assert_true(n < all.n);
            assert_string_equal(all.p[n++].id, id);
        }
    assert_int_equal(all.n, n);
    return QH_OK;
}

static void jobs_of_a_batch_fail_alone(void **state)
{
    struct client clients[WRITERS] = {0};
    struct qh_error err = {0};
    struct arena a;

    (void)state;
    for (int i = 0; i < WRITERS; i++) {
        clients[i].number = i;
        assert_int_equal(
            pthread_create(&clients[i].thread, NULL, run_client, &clients[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        (void)pthread_join(clients[i].thread, NULL);
        assert_int_equal(clients[i].failed, 0);
    }
    arena_init(&a, 0);
    good(store_read(db, check_many, &a, &err), &err);
    arena_done(&a);
}

/* ---- conflicts ---- */

struct rival {
    const char *id;
    pthread_barrier_t *meet;
    int calls;
    qh_status rc;
    pthread_t thread;
};

/* Both read the sum before either writes: only one order of them can be the true one. */
static qh_status add_the_sum(struct tx *tx, void *arg, struct qh_error *err)
{
    struct rival *x = arg;
    struct sql_thing_add_in in = thing("rivals", x->id);
    struct sql_thing_sum sum = {0};
    struct arena a;
    qh_status rc;

    arena_init(&a, 0);
    rc = sql_thing_sum(tx, &a, "rivals", &sum, err);
    arena_done(&a);
    if (rc)
        return rc;
    if (x->calls++ == 0 && x->meet)
        (void)pthread_barrier_wait(x->meet);
    in.size = sum.total + 1;
    return sql_thing_add(tx, &in, err);
}

static void *run_rival(void *arg)
{
    struct rival *x = arg;
    struct qh_error err = {0};

    x->rc = store_write(db, add_the_sum, x, &err);
    if (x->rc)
        print_error("%s: %s\n", err.key, err.detail);
    return NULL;
}

static qh_status check_rivals(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_thing_sum sum = {0};

    good(sql_thing_sum(tx, arg, "rivals", &sum, err), err);
    assert_int_equal(sum.n, 2);
    assert_int_equal(sum.total, 3); /* 1, then 1 + 1 */
    return QH_OK;
}

static void rivals_are_put_in_order(void **state)
{
    pthread_barrier_t meet;
    struct rival x[2] = {{.id = "a"}, {.id = "b"}};
    struct qh_error err = {0};
    struct arena a;

    (void)state;
    (void)pthread_barrier_init(&meet, NULL, 2);
    for (int i = 0; i < 2; i++) {
        x[i].meet = test_on_postgres() ? &meet : NULL;
        assert_int_equal(pthread_create(&x[i].thread, NULL, run_rival, &x[i]), 0);
    }
    for (int i = 0; i < 2; i++)
        (void)pthread_join(x[i].thread, NULL);
    assert_int_equal(x[0].rc, QH_OK);
    assert_int_equal(x[1].rc, QH_OK);
    if (test_on_postgres())
        assert_int_equal(x[0].calls + x[1].calls, 3);
    arena_init(&a, 0);
    good(store_read(db, check_rivals, &a, &err), &err);
    arena_done(&a);
}

/* ---- without waiting ---- */

struct async_job {
    int number;
    atomic_int *left;
    sem_t *all;
    qh_status rc;
};

static qh_status async_work(struct tx *tx, void *arg, struct qh_error *err)
{
    const struct async_job *j = arg;
    char id[16];

    (void)snprintf(id, sizeof id, "%03d", j->number);
    if (j->number % 10 == 9)
        return qh_fail(err, QH_DENIED, "test.tenth", "", "%s", id);
    return sql_owner_add(tx, "async", id, err);
}

static void async_done(void *arg, qh_status rc, const struct qh_error *err)
{
    struct async_job *j = arg;

    j->rc = rc;
    assert_int_equal(rc ? strcmp(err->key, "test.tenth") : 0, 0);
    if (atomic_fetch_sub(j->left, 1) == 1)
        (void)sem_post(j->all);
}

static void jobs_are_done_without_waiting(void **state)
{
    enum { N = 500 };
    static struct async_job jobs[N];
    struct qh_error err = {0};
    atomic_int left = N;
    sem_t all;

    (void)state;
    (void)sem_init(&all, 0, 0);
    for (int i = 0; i < N; i++) {
        jobs[i] = (struct async_job){.number = i, .left = &left, .all = &all};
        good(store_write_async(db, async_work, async_done, &jobs[i], &err), &err);
    }
    (void)sem_wait(&all);
    for (int i = 0; i < N; i++)
        assert_int_equal(jobs[i].rc, i % 10 == 9 ? QH_DENIED : QH_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_of_a_batch_fail_alone),
        cmocka_unit_test(rivals_are_put_in_order),
        cmocka_unit_test(jobs_are_done_without_waiting),
    };
    int failed;

    db = test_open("concurrency", NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    store_close(db);
    test_cleanup();
    return failed;
}
