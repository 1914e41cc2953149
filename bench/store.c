/* store - what the store costs beside bare sqlite3, in one run.
 *
 *   store [SECONDS [FOLDER]]
 *
 * 1. acknowledged inserts a second from 64 threads, group commit against a commit each;
 * 2. look-ups by key: through the store, and by a prepared statement of bare sqlite3;
 *    CPU time a look-up, median of 5 rounds that take turns. */
#include "store/store.h"
#include "store/sql_test_catalogue.h"
#include "store/sql_thing.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 64, ROUNDS = 5, ROWS = 100000, LOOKUPS = 100000, FOLDER_MAX = 256 };

static void must(qh_status rc, const struct qh_error *err)
{
    if (!rc)
        return;
    (void)fprintf(stderr, "%s: %s\n", err->key, err->detail);
    abort();
}

static double seconds(clockid_t clock)
{
    struct timespec t = {0};

    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *v, size_t n)
{
    qsort(v, n, sizeof *v, by_size);
    return v[n / 2];
}

/* ---- commits ---- */

struct writers {
    struct store *s;
    atomic_bool stop;
    atomic_int next;
    atomic_int done;
};

static qh_status add_one(struct tx *tx, void *arg, struct qh_error *err)
{
    char id[16];

    (void)snprintf(id, sizeof id, "%09d", *(const int *)arg);
    return sql_thing_add(
        tx,
        &(struct sql_thing_add_in){.org = "b", .id = id, .number = id, .state = "new"},
        err);
}

static void *write_on(void *arg)
{
    struct writers *w = arg;
    struct qh_error err = {0};

    while (!atomic_load(&w->stop)) {
        int n = atomic_fetch_add(&w->next, 1);

        must(store_write(w->s, add_one, &n, &err), &err);
        atomic_fetch_add(&w->done, 1);
    }
    return NULL;
}

static struct store *open_new(const char *folder, const char *name, bool alone)
{
    const struct store_options o = {.catalogue = &TEST_CATALOGUE,
                                    .no_group_commit = alone};
    struct qh_error err = {0};
    struct store *s = NULL;
    char url[FOLDER_MAX * 2];

    (void)snprintf(url, sizeof url, "sqlite:%s/%s.db", folder, name);
    must(store_open(url, &o, &s, &err), &err);
    must(store_migrate(s, &err), &err);
    return s;
}

static double commits(const char *folder, bool alone, double length)
{
    struct writers w = {.s = open_new(folder, alone ? "alone" : "group", alone)};
    pthread_t t[THREADS];
    double start;

    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&t[i], NULL, write_on, &w) != 0)
            abort();
    start = seconds(CLOCK_MONOTONIC);
    (void)usleep((useconds_t)(length * 1e6));
    atomic_store(&w.stop, true);
    for (int i = 0; i < THREADS; i++)
        (void)pthread_join(t[i], NULL);
    length = seconds(CLOCK_MONOTONIC) - start;
    store_close(w.s);
    return atomic_load(&w.done) / length;
}

/* ---- look-ups ---- */

static qh_status add_many(struct tx *tx, void *arg, struct qh_error *err)
{
    qh_status rc = QH_OK;

    (void)arg;
    for (int i = 0; i < ROWS && rc == QH_OK; i++)
        rc = add_one(tx, &i, err);
    return rc;
}

struct reader {
    struct arena a;
    char id[16];
};

static qh_status load_one(struct tx *tx, void *arg, struct qh_error *err)
{
    struct reader *r = arg;
    struct sql_thing_row row = {0};

    return sql_thing_load(tx, &r->a, "b", r->id, &row, err);
}

static void name_row(char *id, size_t size, int i)
{
    (void)snprintf(id, size, "%09d", (int)((unsigned)i * 7919u % ROWS));
}

static double by_store(struct store *s)
{
    struct reader r = {0};
    struct qh_error err = {0};
    const double start = seconds(CLOCK_THREAD_CPUTIME_ID);

    arena_init(&r.a, 0);
    for (int i = 0; i < LOOKUPS; i++) {
        name_row(r.id, sizeof r.id, i);
        must(store_read(s, load_one, &r, &err), &err);
        arena_reset(&r.a);
    }
    arena_done(&r.a);
    return (seconds(CLOCK_THREAD_CPUTIME_ID) - start) / LOOKUPS * 1e6;
}

/* The same transaction and the same columns. */
static double by_sqlite(sqlite3 *db)
{
    static const char SQL[] = "SELECT id, number, owner_id, state, due_ms, size, bytes, "
                              "version FROM thing WHERE org = ?1 AND id = ?2";
    sqlite3_stmt *h = NULL;
    double start;
    long sum = 0;

    if (sqlite3_prepare_v2(db, SQL, -1, &h, NULL) != SQLITE_OK)
        abort();
    start = seconds(CLOCK_THREAD_CPUTIME_ID);
    for (int i = 0; i < LOOKUPS; i++) {
        char id[16];

        name_row(id, sizeof id, i);
        (void)sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
        (void)sqlite3_bind_text(h, 1, "b", -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(h, 2, id, -1, SQLITE_STATIC);
        if (sqlite3_step(h) != SQLITE_ROW)
            abort();
        for (int c = 0; c < 8; c++)
            sum += sqlite3_column_bytes(h, c);
        (void)sqlite3_reset(h);
        (void)sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    }
    (void)sqlite3_finalize(h);
    if (!sum)
        abort();
    return (seconds(CLOCK_THREAD_CPUTIME_ID) - start) / LOOKUPS * 1e6;
}

static void lookups(const char *folder)
{
    struct store *s = open_new(folder, "rows", false);
    struct qh_error err = {0};
    double ours[ROUNDS];
    double bare[ROUNDS];
    sqlite3 *db = NULL;
    char path[FOLDER_MAX * 2];

    must(store_write(s, add_many, NULL, &err), &err);
    (void)snprintf(path, sizeof path, "%s/rows.db", folder);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
        abort();
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = by_store(s);
        bare[i] = by_sqlite(db);
    }
    (void)sqlite3_close(db);
    store_close(s);
    (void)printf("look-up by key, CPU: store %.2f us, bare sqlite3 %.2f us, ratio %.2f\n",
                 median(ours, ROUNDS), median(bare, ROUNDS),
                 median(ours, ROUNDS) / median(bare, ROUNDS));
}

int main(int argc, char **argv)
{
    const double length = argc > 1 ? (double)strtol(argv[1], NULL, 10) : 3;
    char folder[FOLDER_MAX];
    char command[FOLDER_MAX + 16];
    const char *tmp = argc > 2 ? argv[2] : "/tmp";
    double group;
    double alone;

    (void)snprintf(folder, sizeof folder, "%s/qh-bench.XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        return 1;
    group = commits(folder, false, length);
    alone = commits(folder, true, length);
    (void)printf(
        "%d writers, synchronous=FULL: group commit %.0f/s, a commit each %.0f/s, "
        "ratio %.1f\n",
        THREADS, group, alone, group / alone);
    lookups(folder);
    for (const char *const *p = (const char *const[]){"alone", "group", "rows", NULL}; *p;
         p++) {
        (void)snprintf(command, sizeof command, "%s/%s.db", folder, *p);
        (void)unlink(command);
    }
    return rmdir(folder) ? 1 : 0;
}
