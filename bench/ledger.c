/* ledger - what the ledger costs on 100,000 demands, beside the same statements by bare
 * sqlite3 in one run.
 *
 *   ledger DATABASE      (made by `qh demo`, filled by bench/ledger.sql)
 *
 * CPU time of the process for each operation, median of 5 rounds that take turns: a page
 * of 20 rows in three orders, full text, one demand, and a demand registered (number,
 * matching, history, figures, full text in one transaction). */
#include "base/crypt.h"
#include "base/rand.h"
#include "cli/app_load.h"
#include "domain/demand.h"
#include "domain/demand_find.h"
#include "domain/demand_list.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, READS = 2000, WRITES = 500, CANDIDATES = 8 };

static const char *const RAW_LIST =
    "SELECT d.id, d.number, d.text, e.name, v.name_zh, d.state, i.name_zh, o.name_zh, "
    "p.name,"
    " d.due_ms, d.registered_ms FROM demand d"
    " JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id"
    " JOIN division v ON v.org = e.org AND v.code = e.division_code"
    " LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code"
    " LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id"
    " LEFT JOIN person p ON p.org = d.org AND p.id = d.handler_id"
    " WHERE d.org = ?1 AND d.state = 'WIP' AND d.due_ms IS NOT NULL"
    " ORDER BY d.due_ms, d.id LIMIT 21";
static const char *const RAW_ADD =
    "INSERT INTO demand SELECT org, ?1, ?1, enterprise_id, source, visit_id, text, kind, "
    "route,"
    " item_code, department_code, lead_office_id, handler_id, state, clock, due_ms, "
    "limit_wd,"
    " objected, extended, answer, outcome, rating, satisfaction, rating_note, NULL,"
    " registered_ms, done_ms, closed_ms, late, version FROM demand WHERE org = ?2 AND id "
    "= ?3";

struct bench {
    struct store *store;
    sqlite3 *db;
    sqlite3_stmt *raw_list;
    sqlite3_stmt *raw_add;
    const struct app *app;
    const struct calendar *calendar;
    struct rand rand;
    struct arena kept;  /* for the whole run */
    struct arena arena; /* of one operation */
    const char *org;
    const char *some_id;         /* of a demand */
    const char *some_enterprise; /* of an enterprise */
    int64_t now_ms;
    int serial;
};

static void must(qh_status rc, const struct qh_error *err)
{
    if (!rc)
        return;
    (void)fprintf(stderr, "%s: %s\n", err->key, err->detail);
    abort();
}

static struct ctx context(struct bench *b, struct tx *tx)
{
    return (struct ctx){
        .arena = &b->arena,
        .tx = tx,
        .org = b->org,
        .actor = {.person = "", .name = "bench", .rights = right_of_role("desk")},
        .now_ms = b->now_ms,
        .rand = &b->rand,
        .calendar = b->calendar,
        .app = b->app,
    };
}

/* ---- candidates ---- */

static qh_status list(struct tx *tx, struct bench *b, struct demand_filter f,
                      struct qh_error *err)
{
    struct ctx c = context(b, tx);
    struct demand_page page = {0};
    qh_status rc;

    f.limit = 20;
    rc = demand_list(&c, &f, &page);
    if (rc)
        *err = c.err;
    else if (page.items.n != 20)
        return qh_fail(err, QH_BUG, "bench.rows", "", "%zu rows", page.items.n);
    return rc;
}

static qh_status newest(struct tx *tx, void *arg, struct qh_error *err)
{
    return list(tx, arg, (struct demand_filter){0}, err);
}

static qh_status by_due(struct tx *tx, void *arg, struct qh_error *err)
{
    return list(tx, arg, (struct demand_filter){.state = "WIP", .by_due = true}, err);
}

static qh_status of_state(struct tx *tx, void *arg, struct qh_error *err)
{
    return list(tx, arg, (struct demand_filter){.state = "ASG"}, err);
}

static qh_status found(struct tx *tx, void *arg, struct qh_error *err)
{
    return list(tx, arg, (struct demand_filter){.q = "地磅"}, err);
}

static qh_status one(struct tx *tx, void *arg, struct qh_error *err)
{
    struct bench *b = arg;
    struct ctx c = context(b, tx);
    struct demand_detail d = {0};
    const qh_status rc = demand_find(&c, b->some_id, &d);

    if (rc)
        *err = c.err;
    return rc;
}

static qh_status registered(struct tx *tx, void *arg, struct qh_error *err)
{
    struct bench *b = arg;
    struct ctx c = context(b, tx);
    struct demand_registered out = {0};
    const struct demand_new in = {
        .text = "我们五台地磅马上到期了，但是生产线不能停，能不能上门来检？",
        .enterprise_id = b->some_enterprise,
        .source = "online",
    };
    const qh_status rc = demand_register(&c, &in, &out);

    if (rc)
        *err = c.err;
    return rc;
}

static void raw_list(struct bench *b)
{
    int n = 0;

    (void)sqlite3_bind_text(b->raw_list, 1, b->org, -1, SQLITE_STATIC);
    while (sqlite3_step(b->raw_list) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(b->raw_list); i++)
            n += sqlite3_column_bytes(b->raw_list, i);
    }
    if (n == 0)
        abort();
    (void)sqlite3_reset(b->raw_list);
}

static void raw_add(struct bench *b)
{
    char id[32];

    (void)snprintf(id, sizeof id, "1%025d", b->serial++);
    if (sqlite3_exec(b->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        abort();
    (void)sqlite3_bind_text(b->raw_add, 1, id, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(b->raw_add, 2, b->org, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(b->raw_add, 3, b->some_id, -1, SQLITE_STATIC);
    if (sqlite3_step(b->raw_add) != SQLITE_DONE)
        abort();
    (void)sqlite3_reset(b->raw_add);
    if (sqlite3_exec(b->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        abort();
}

static const struct candidate {
    const char *name;
    tx_work work;                 /* through the store ... */
    void (*raw)(struct bench *b); /* ... or bare */
    int times;
    bool writes;
    int beside; /* index of what it is compared with; -1 */
} ALL[CANDIDATES] = {
    {"20 rows, newest", newest, NULL, READS, false, 6},
    {"20 rows, a state", of_state, NULL, READS, false, 6},
    {"20 rows, a state by due", by_due, NULL, READS, false, 6},
    {"20 rows, full text", found, NULL, READS, false, 6},
    {"one demand, all of it", one, NULL, READS, false, 6},
    {"register a demand", registered, NULL, WRITES, true, 7},
    {"bare: 20 rows by due", NULL, raw_list, READS, false, -1},
    {"bare: insert of the row", NULL, raw_add, WRITES, true, -1},
};

/* ---- the run ---- */

static double cpu_us(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double run(struct bench *b, const struct candidate *k)
{
    struct qh_error err = {0};
    const double from = cpu_us();

    for (int i = 0; i < k->times; i++) {
        arena_reset(&b->arena);
        if (k->raw)
            k->raw(b);
        else if (k->writes)
            must(store_write(b->store, k->work, b, &err), &err);
        else
            must(store_read(b->store, k->work, b, &err), &err);
    }
    return (cpu_us() - from) / k->times;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

static const char *text_of_query(struct bench *b, const char *sql)
{
    sqlite3_stmt *s = NULL;
    const char *out = NULL;

    if (sqlite3_prepare_v2(b->db, sql, -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        out = str_copy(&b->kept, (const char *)sqlite3_column_text(s, 0));
    (void)sqlite3_finalize(s);
    if (!out)
        abort();
    return out;
}

static void open_all(struct bench *b, const char *path)
{
    struct qh_error err = {0};
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    b->now_ms = (int64_t)t.tv_sec * 1000;
    b->rand = rand_seed(1);
    arena_init(&b->kept, 0);
    arena_init(&b->arena, 0);
    must(crypt_init(&err), &err);
    must(app_load(&b->kept, NULL, &b->app, &b->calendar, &err), &err);
    must(store_open(str_format(&b->kept, "sqlite:%s", path), NULL, &b->store, &err),
         &err);
    if (sqlite3_open(path, &b->db) != SQLITE_OK)
        abort();
    (void)sqlite3_busy_timeout(b->db, 5000);
    b->org = text_of_query(b, "SELECT org FROM org");
    b->some_id = text_of_query(b, "SELECT id FROM demand WHERE state = 'WIP' LIMIT 1");
    b->some_enterprise = text_of_query(b, "SELECT enterprise_id FROM demand LIMIT 1");
    if (sqlite3_prepare_v2(b->db, RAW_LIST, -1, &b->raw_list, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(b->db, RAW_ADD, -1, &b->raw_add, NULL) != SQLITE_OK)
        abort();
}

int main(int argc, char **argv)
{
    static double us[CANDIDATES][ROUNDS];
    static struct bench b;

    if (argc != 2)
        return 2;
    open_all(&b, argv[1]);
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < CANDIDATES; i++)
            us[i][round] = run(&b, &ALL[i]);
    for (int i = 0; i < CANDIDATES; i++)
        qsort(us[i], ROUNDS, sizeof(double), by_size);
    printf("%-28s%12s%10s\n", "", "CPU ms", "ratio");
    for (int i = 0; i < CANDIDATES; i++) {
        printf("%-28s%12.3f", ALL[i].name, us[i][ROUNDS / 2] / 1000);
        if (ALL[i].beside >= 0)
            printf("%10.2f", us[i][ROUNDS / 2] / us[ALL[i].beside][ROUNDS / 2]);
        printf("\n");
    }
    (void)sqlite3_finalize(b.raw_list);
    (void)sqlite3_finalize(b.raw_add);
    (void)sqlite3_close(b.db);
    store_close(b.store);
    arena_done(&b.arena);
    arena_done(&b.kept);
    return 0;
}
