/* Disks that fill up, servers that go away: what was acknowledged stays, what was not is
 * said, and the store goes on afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib.h"
#include "store/sql_thing.h"

#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* ---- things of some size ---- */

enum { CLIENTS = 8, TRIES = 40, THING_BYTES = 32 * 1024, BIG_BYTES = 4 * 1024 * 1024 };

struct put {
    char id[32];
    size_t bytes;
    sem_t *before; /* waits for it */
    sem_t *begun;  /* tells that the work runs */
    sem_t *after;  /* tells that it is done */
    qh_status rc;
    struct qh_error err;
};

static qh_status put_thing(struct tx *tx, void *arg, struct qh_error *err)
{
    const struct put *p = arg;
    struct sql_thing_add_in in = {
        .org = "d", .id = p->id, .number = p->id, .state = "new"};
    char *bytes;
    qh_status rc;

    if (p->begun)
        (void)sem_post(p->begun);
    if (p->before)
        (void)sem_wait(p->before);
    bytes = calloc(1, p->bytes ? p->bytes : 1);
    memset(bytes, 'x', p->bytes);
    in.bytes = (struct text){.p = bytes, .len = p->bytes};
    rc = sql_thing_add(tx, &in, err);
    free(bytes);
    return rc;
}

static void put_done(void *arg, qh_status rc, const struct qh_error *err)
{
    struct put *p = arg;

    p->rc = rc;
    p->err = *err;
    (void)sem_post(p->after);
}

/* All ids that are there. */
struct load {
    struct arena a;
    struct load_id *ids;
    size_t n;
};

struct load_id {
    const char *id;
    struct load_id *next;
};

static qh_status keep_id(void *arg, const struct sql_thing_row *row, struct qh_error *err)
{
    struct load *x = arg;
    struct load_id *one = ARENA_NEW(&x->a, struct load_id);

    (void)err;
    one->id = str_copy(&x->a, row->id);
    one->next = x->ids;
    x->ids = one;
    x->n++;
    return QH_OK;
}

static qh_status load_ids(struct tx *tx, void *arg, struct qh_error *err)
{
    return sql_thing_each(tx, "d", keep_id, arg, err);
}

static bool has_id(const struct load *x, const char *id)
{
    for (const struct load_id *one = x->ids; one; one = one->next)
        if (strcmp(one->id, id) == 0)
            return true;
    return false;
}

static qh_status clear(struct tx *tx, void *arg, struct qh_error *err)
{
    return sql_thing_clear(tx, "d", arg, err);
}

/* ---- clients that write until the disk is full, and on ---- */

struct client {
    struct store *s;
    int number;
    bool done[TRIES]; /* acknowledged */
    int acknowledged;
    int refused;
    int strange; /* neither */
    pthread_t thread;
};

static void name_of(const struct client *c, int i, char *out, size_t size)
{
    (void)snprintf(out, size, "%02d-%04d", c->number, i);
}

static void *run_client(void *arg)
{
    struct client *c = arg;

    for (int i = 0; i < TRIES; i++) {
        struct put p = {.bytes = THING_BYTES};
        struct qh_error err = {0};
        qh_status rc;

        name_of(c, i, p.id, sizeof p.id);
        rc = store_write(c->s, put_thing, &p, &err);
        c->done[i] = rc == QH_OK;
        c->acknowledged += rc == QH_OK;
        c->refused += rc == QH_IO && strcmp(err.key, "store.full") == 0;
        if (rc && strcmp(err.key, "store.full") != 0 && c->strange++ == 0)
            print_error("%s: %s\n", err.key, err.detail);
    }
    return NULL;
}

/* Fills the database; afterwards exactly the acknowledged things are there. */
static void fill(struct store *s)
{
    struct client *clients = calloc(CLIENTS, sizeof *clients);
    struct load x = {0};
    struct qh_error err = {0};
    int acknowledged = 0;
    int refused = 0;

    for (int i = 0; i < CLIENTS; i++) {
        clients[i].s = s;
        clients[i].number = i;
        assert_int_equal(
            pthread_create(&clients[i].thread, NULL, run_client, &clients[i]), 0);
    }
    for (int i = 0; i < CLIENTS; i++) {
        (void)pthread_join(clients[i].thread, NULL);
        assert_int_equal(clients[i].strange, 0);
        acknowledged += clients[i].acknowledged;
        refused += clients[i].refused;
    }
    print_message("# %d acknowledged, %d refused\n", acknowledged, refused);
    assert_true(acknowledged > 0);
    assert_true(refused > 0);
    arena_init(&x.a, 0);
    good(store_read(s, load_ids, &x, &err), &err);
    assert_int_equal(x.n, acknowledged);
    for (int c = 0; c < CLIENTS; c++)
        for (int i = 0; i < TRIES; i++) {
            char id[32];

            name_of(&clients[c], i, id, sizeof id);
            assert_int_equal(has_id(&x, id), clients[c].done[i]);
        }
    arena_done(&x.a);
    free(clients);
}

static void a_full_database_goes_on(void **state)
{
    const struct store_options o = {.max_pages = 400};
    struct put p = {.id = "after"};
    struct qh_error err = {0};
    struct store *s;
    int64_t n = 0;

    (void)state;
    s = test_open("full.db", &o);
    fill(s);
    good(store_write(s, clear, &n, &err), &err);
    assert_true(n > 0);
    good(store_write(s, put_thing, &p, &err), &err);
    good(store_check_file(s, &err), &err);
    store_close(s);
}

/* While the first job holds the writer, small jobs and a big one queue up: one batch. */
static void a_big_job_fails_alone(void **state)
{
    enum { N = 20 };
    const struct store_options o = {.max_pages = 400};
    struct put jobs[N] = {0};
    struct qh_error err = {0};
    struct load x = {0};
    struct store *s;
    sem_t before;
    sem_t begun;
    sem_t after;

    (void)state;
    s = test_open("big.db", &o);
    (void)sem_init(&before, 0, 0);
    (void)sem_init(&begun, 0, 0);
    (void)sem_init(&after, 0, 0);
    for (int i = 0; i < N; i++) {
        (void)snprintf(jobs[i].id, sizeof jobs[i].id, "%02d", i);
        jobs[i].bytes = i == 10 ? BIG_BYTES : 100;
        jobs[i].after = &after;
        jobs[i].before = i == 0 ? &before : NULL;
        jobs[i].begun = i == 0 ? &begun : NULL;
        good(store_write_async(s, put_thing, put_done, &jobs[i], &err), &err);
        if (i == 0)
            (void)sem_wait(&begun);
    }
    (void)sem_post(&before);
    for (int i = 0; i < N; i++)
        (void)sem_wait(&after);
    for (int i = 0; i < N; i++)
        if (i == 10)
            bad(jobs[i].rc, &jobs[i].err, QH_IO, "store.full");
        else
            good(jobs[i].rc, &jobs[i].err);
    arena_init(&x.a, 0);
    good(store_read(s, load_ids, &x, &err), &err);
    assert_int_equal(x.n, N - 1);
    assert_false(has_id(&x, "10"));
    arena_done(&x.a);
    store_close(s);
}

/* A real file system without room: refused, and served again when there is room. */
static void a_full_disk_goes_on(void **state)
{
    const char *disk = getenv("QH_SMALL_DISK");
    const struct store_options o = {.catalogue = &TEST_CATALOGUE};
    char url[256];
    char ballast[256];
    char zeros[64 * 1024] = {0};
    struct put p = {.id = "after"};
    struct qh_error err = {0};
    struct store *s = NULL;
    int fd;

    (void)state;
    (void)snprintf(url, sizeof url, "sqlite:%s/qh.db", disk);
    (void)snprintf(ballast, sizeof ballast, "%s/ballast", disk);
    fd = open(ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    for (int i = 0; i < 24; i++)
        assert_int_equal(write(fd, zeros, sizeof zeros), sizeof zeros);
    (void)close(fd);
    good(store_open(url, &o, &s, &err), &err);
    good(store_migrate(s, &err), &err);
    fill(s);
    assert_int_equal(unlink(ballast), 0);
    good(store_write(s, put_thing, &p, &err), &err);
    good(store_check_file(s, &err), &err);
    store_close(s);
}

/* Writes past a limit of the process fail like those of a broken disk. */
static void a_broken_disk_goes_on(void **state)
{
    struct store *s = test_open("broken.db", NULL);
    struct put p = {.id = "before"};
    struct qh_error err = {0};
    struct load x = {0};
    struct rlimit old;
    struct rlimit low;

    (void)state;
    good(store_write(s, put_thing, &p, &err), &err);
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    low = old;
    low.rlim_cur = 4096;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    for (int i = 0; i < 3; i++) {
        (void)snprintf(p.id, sizeof p.id, "during %d", i);
        bad(store_write(s, put_thing, &p, &err), &err, QH_IO, "store.io");
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    (void)snprintf(p.id, sizeof p.id, "after");
    good(store_write(s, put_thing, &p, &err), &err);
    arena_init(&x.a, 0);
    good(store_read(s, load_ids, &x, &err), &err);
    assert_int_equal(x.n, 2);
    assert_true(has_id(&x, "before"));
    assert_true(has_id(&x, "after"));
    arena_done(&x.a);
    good(store_check_file(s, &err), &err);
    store_close(s);
}

/* ---- a server that goes away ---- */

enum { SERVER_ROUNDS = 3 };

static atomic_bool stop;

struct steady {
    struct store *s;
    int number;
    int n;         /* asked for */
    char ok[1000]; /* 1: acknowledged, 2: unknown */
    int refused;
    int strange;
    pthread_t thread;
};

static void *run_steady(void *arg)
{
    struct steady *c = arg;

    while (!atomic_load(&stop) && c->n < (int)sizeof c->ok) {
        struct put p = {.bytes = 10};
        struct qh_error err = {0};
        qh_status rc;

        (void)snprintf(p.id, sizeof p.id, "%02d-%04d", c->number, c->n);
        rc = store_write(c->s, put_thing, &p, &err);
        c->ok[c->n] = rc == QH_OK ? 1 : strcmp(err.key, "store.unknown") == 0 ? 2 : 0;
        c->n++;
        c->refused += rc == QH_BUSY;
        if (rc && rc != QH_BUSY && c->strange++ == 0)
            print_error("%s: %s\n", err.key, err.detail);
        if (rc)
            (void)usleep(20000);
    }
    return NULL;
}

static void check_steady(struct store *s, const struct steady *clients)
{
    struct load x = {0};
    struct qh_error err = {0};
    int acknowledged = 0;
    int unknown = 0;
    int refused = 0;

    arena_init(&x.a, 0);
    good(store_read(s, load_ids, &x, &err), &err);
    for (int c = 0; c < CLIENTS; c++) {
        assert_int_equal(clients[c].strange, 0);
        refused += clients[c].refused;
        for (int i = 0; i < clients[c].n; i++) {
            char id[32];

            (void)snprintf(id, sizeof id, "%02d-%04d", c, i);
            acknowledged += clients[c].ok[i] == 1;
            unknown += clients[c].ok[i] == 2;
            if (clients[c].ok[i] != 2)
                assert_int_equal(has_id(&x, id), clients[c].ok[i] == 1);
        }
    }
    print_message("# %d acknowledged, %d refused, of these %d unknown\n", acknowledged,
                  refused, unknown);
    assert_true(acknowledged > 0);
    assert_true(refused > 0);
    arena_done(&x.a);
}

static void a_server_that_crashes_is_found_again(void **state)
{
    struct steady *clients = calloc(CLIENTS, sizeof *clients);
    struct put p = {.id = "after"};
    struct qh_error err = {0};
    struct store *s;

    (void)state;
    s = test_open("crash", NULL);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i].s = s;
        clients[i].number = i;
        assert_int_equal(
            pthread_create(&clients[i].thread, NULL, run_steady, &clients[i]), 0);
    }
    for (int i = 0; i < SERVER_ROUNDS; i++) {
        (void)usleep(300000);
        assert_int_equal(test_shell(". tests/lib/postgres.sh; pg_kill"), 0);
        (void)usleep(100000);
        assert_int_equal(test_shell(". tests/lib/postgres.sh; pg_resume"), 0);
    }
    (void)usleep(300000);
    atomic_store(&stop, true);
    for (int i = 0; i < CLIENTS; i++)
        (void)pthread_join(clients[i].thread, NULL);
    check_steady(s, clients);
    good(store_write(s, put_thing, &p, &err), &err);
    free(clients);
    /* Idle connections that died unseen do not hurt. */
    assert_int_equal(test_shell(". tests/lib/postgres.sh; pg_kill && pg_resume"), 0);
    p.id[0] = 'x';
    good(store_write(s, put_thing, &p, &err), &err);
    store_close(s);
}

static qh_status add_slow(struct tx *tx, void *arg, struct qh_error *err)
{
    return sql_slow_add(tx, "d", arg, err);
}

static qh_status kill_commit(struct tx *tx, void *arg, struct qh_error *err)
{
    struct sql_slow_kill r = {0};
    struct arena a;
    qh_status rc;

    arena_init(&a, 0);
    rc = sql_slow_kill(tx, &a, &r, err);
    *(int64_t *)arg = r.n;
    arena_done(&a);
    return rc;
}

struct slow {
    struct store *s;
    char id[8];
    qh_status rc;
    struct qh_error err;
};

static void *run_slow(void *arg)
{
    struct slow *x = arg;

    x->rc = store_write(x->s, add_slow, x->id, &x->err);
    return NULL;
}

/* The table's commits take 30 s; the server ends the session in the middle of one. */
static void an_unanswered_commit_is_unknown(void **state)
{
    struct slow x = {.id = "1"};
    struct qh_error err = {0};
    int64_t n = 0;
    pthread_t t;

    (void)state;
    x.s = test_open("slow", NULL);
    assert_int_equal(pthread_create(&t, NULL, run_slow, &x), 0);
    for (int i = 0; i < 200 && !n; i++) {
        (void)usleep(50000);
        good(store_read(x.s, kill_commit, &n, &err), &err);
    }
    (void)pthread_join(t, NULL);
    assert_int_equal(n, 1);
    bad(x.rc, &x.err, QH_BUSY, "store.unknown");
    store_close(x.s);
}

int main(void)
{
    const struct CMUnitTest sqlite[] = {
        cmocka_unit_test(a_full_database_goes_on),
        cmocka_unit_test(a_big_job_fails_alone),
        cmocka_unit_test(a_broken_disk_goes_on),
    };
    const struct CMUnitTest disk[] = {
        cmocka_unit_test(a_full_database_goes_on),
        cmocka_unit_test(a_big_job_fails_alone),
        cmocka_unit_test(a_broken_disk_goes_on),
        cmocka_unit_test(a_full_disk_goes_on),
    };
    const struct CMUnitTest postgres[] = {
        cmocka_unit_test(a_server_that_crashes_is_found_again),
        cmocka_unit_test(an_unanswered_commit_is_unknown),
    };
    int failed;

    if (test_on_postgres())
        failed = cmocka_run_group_tests(postgres, NULL, NULL);
    else if (getenv("QH_SMALL_DISK"))
        failed = cmocka_run_group_tests(disk, NULL, NULL);
    else
        failed = cmocka_run_group_tests(sqlite, NULL, NULL);
    test_cleanup();
    return failed;
}
