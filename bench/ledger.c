/* ledger - what the ledger costs, beside bare sqlite3 in one run.
 *
 *   ledger_bench DATABASE [SMALL]      (made by `qh demo`, filled by ledger_fill)
 *
 * CPU time of the process for each operation: a page of 20 rows for many filters and
 * orders, also where few rows or none have what is asked for, and for a person who sees
 * only some; the first page and the dashboard, also on the SMALL one; one demand; a
 * demand registered (number, matching, history, figures, full text in one transaction).
 * Median of 5 rounds that take turns.  Then full text: the percentiles of many different
 * words of two to six characters, the least of 3 runs each, beside the LIKE scan of the
 * same words. */
#include "ledger.h"

#include "base/crypt.h"
#include "base/text.h"
#include "cli/app_load.h"
#include "domain/demand.h"
#include "domain/demand_find.h"
#include "domain/figure_read.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    ROUNDS = 5,
    READS = 300,
    WRITES = 100,
    CANDIDATES_MAX = 40,
    QUERIES = 400,
    QUERY_RUNS = 3,
    SCANS = 3
};

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
#define MOST_COLUMNS                                                                     \
    "enterprise_id, source, visit_id, text, kind, route, item_code, department_code,"    \
    " lead_office_id, handler_id, state, clock, due_ms, limit_wd, objected, extended,"   \
    " answer, outcome, rating, satisfaction, rating_note, registered_ms, done_ms,"       \
    " closed_ms, late, version"
static const char *const RAW_ADD =
    "INSERT INTO demand (org, id, number, " MOST_COLUMNS ") SELECT org, ?1, "
    "?1, " MOST_COLUMNS " FROM demand WHERE org = ?2 AND id = ?3";

static const char *const DESK = "desk";
static const char *const HANDLER_ROLE = "handler";

void bench_must(qh_status rc, const struct qh_error *err)
{
    if (!rc)
        return;
    (void)fprintf(stderr, "%s: %s\n", err->key, err->detail);
    abort();
}

struct ctx bench_context(struct bench *b, struct tx *tx)
{
    const bool desk = strcmp(b->role, DESK) == 0;

    return (struct ctx){
        .arena = &b->arena,
        .tx = tx,
        .org = b->org,
        .actor = {.person = desk ? "" : b->some_handler,
                  .office = desk ? NULL : b->some_office,
                  .name = "bench",
                  .rights = right_of_role(b->role)},
        .now_ms = b->now_ms,
        .rand = &b->rand,
        .calendar = b->calendar,
        .app = b->app,
    };
}

/* ---- candidates ---- */

/* Pages: what is asked for.  OFFICE and the like stand for those of the bench. */
/* clang-format off */
static const char *const OFFICE = "office";
static const char *const HANDLER = "handler";
static const char *const ITEM = "item";
static const char *const DIVISION = "division";
static const char *const ENTERPRISE = "enterprise";
static const struct page {
    const char *name;
    struct demand_filter f;
    bool scoped;
} PAGES[] = {
    {"newest",                       {0}, false},
    {"a state",                      {.state = "ASG"}, false},
    {"a state by due",               {.state = "WIP", .by_due = true}, false},
    {"all by due",                   {.by_due = true}, false},
    {"red",                          {.light = "red"}, false},
    {"yellow",                       {.light = "yellow"}, false},
    {"green of an office",           {.light = "green", .office_id = "office"}, false},
    {"an office",                    {.office_id = "office"}, false},
    {"an office, a state",           {.office_id = "office", .state = "WIP"}, false},
    {"a handler",                    {.handler_id = "handler"}, false},
    {"a handler by due",             {.handler_id = "handler", .by_due = true}, false},
    {"an enterprise",                {.enterprise_id = "enterprise"}, false},
    {"an item",                      {.item = "item"}, false},
    {"a division",                   {.division = "division"}, false},
    {"a kind",                       {.kind = "complex"}, false},
    {"a route",                      {.route = "own"}, false},
    {"a source",                     {.source = "window"}, false},
    {"item, division, state",        {.item = "item", .division = "division", .state = "CLOSED"}, false},
    {"state, kind, route, source",   {.state = "CLOSED", .kind = "complex", .route = "own", .source = "online"}, false},
    {"handler, division, kind",      {.handler_id = "handler", .division = "division", .kind = "complex"}, false},
    {"red, division, kind",          {.light = "red", .division = "division", .kind = "complex"}, false},
    {"what nobody has",              {.kind = "hard", .route = "joint", .source = "symposium"}, false},
    {"a year of it, a kind",         {.kind = "advice", .from_day = "2022-01-01", .until_day = "2022-12-31"}, false},
    {"newest, of a handler's office", {0}, true},
    {"by due, of a handler's office", {.by_due = true}, true},
    {"mine",                         {.mine = true}, true},
};
/* clang-format on */

static const char *filled(const char *given, const char *mark, const char *value)
{
    return given && strcmp(given, mark) == 0 ? value : given;
}

static struct demand_filter filter_of(const struct bench *b, const struct page *p)
{
    struct demand_filter f = p->f;

    f.office_id = filled(f.office_id, OFFICE, b->some_office);
    f.handler_id = filled(f.handler_id, HANDLER, b->some_handler);
    f.item = filled(f.item, ITEM, b->some_item);
    f.division = filled(f.division, DIVISION, b->some_division);
    f.enterprise_id = filled(f.enterprise_id, ENTERPRISE, b->some_enterprise);
    f.limit = PAGE;
    return f;
}

static qh_status page(struct tx *tx, void *arg, struct qh_error *err)
{
    struct bench *b = arg;
    const struct page *p = &PAGES[b->page];
    const struct demand_filter f = filter_of(b, p);
    struct demand_page out = {0};
    struct ctx c;
    qh_status rc;

    b->role = p->scoped ? HANDLER_ROLE : DESK;
    c = bench_context(b, tx);
    rc = demand_list(&c, &f, &out);
    b->role = DESK;
    b->rows = out.items.n;
    if (rc)
        *err = c.err;
    return rc;
}

static qh_status first_page_of(struct tx *tx, void *arg, const char *role,
                               struct qh_error *err)
{
    struct bench *b = arg;
    struct today out = {0};
    struct ctx c;
    qh_status rc;

    b->role = role;
    c = bench_context(b, tx);
    rc = today_read(&c, &out);
    b->role = DESK;
    if (rc)
        *err = c.err;
    return rc;
}

static qh_status first_page(struct tx *tx, void *arg, struct qh_error *err)
{
    return first_page_of(tx, arg, DESK, err);
}

static qh_status first_page_handler(struct tx *tx, void *arg, struct qh_error *err)
{
    return first_page_of(tx, arg, HANDLER_ROLE, err);
}

static qh_status first_page_officer(struct tx *tx, void *arg, struct qh_error *err)
{
    return first_page_of(tx, arg, "officer", err);
}

static qh_status first_page_verifier(struct tx *tx, void *arg, struct qh_error *err)
{
    return first_page_of(tx, arg, "verifier", err);
}

static qh_status dashboard(struct tx *tx, void *arg, struct qh_error *err)
{
    struct ctx c = bench_context(arg, tx);
    const struct figure_filter divisions = {.axis = "division"};
    struct figure_groups groups = {0};
    struct figure_page out = {0};
    qh_status rc = figure_read(&c, &(struct figure_filter){0}, &out);

    if (!rc)
        rc = figure_read_by(&c, &divisions, &groups);
    if (rc)
        *err = c.err;
    return rc;
}

static qh_status one(struct tx *tx, void *arg, struct qh_error *err)
{
    struct bench *b = arg;
    struct ctx c = bench_context(b, tx);
    struct demand_detail d = {0};
    const qh_status rc = demand_find(&c, b->some_id, &d);

    if (rc)
        *err = c.err;
    return rc;
}

static qh_status registered(struct tx *tx, void *arg, struct qh_error *err)
{
    struct bench *b = arg;
    struct ctx c = bench_context(b, tx);
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

    (void)snprintf(id, sizeof id, "%013lld%013d", (long long)b->now_ms, b->serial++);
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

/* ---- the run ---- */

static struct candidate {
    const char *name;
    tx_work work;                 /* through the store ... */
    void (*raw)(struct bench *b); /* ... or bare */
    int times;
    bool writes;
    bool small; /* on the small database */
    int page;   /* of PAGES; -1 */
    const char *beside;
    size_t rows;
    double us[ROUNDS];
} all[CANDIDATES_MAX];
static size_t all_n;

static void add(struct candidate k)
{
    if (all_n == CANDIDATES_MAX)
        abort();
    all[all_n++] = k;
}

static const char *const BARE_LIST = "bare: 20 rows by due";
static const char *const BARE_ADD = "bare: insert of the row";

static void add_all(const struct bench *b)
{
    add((struct candidate){BARE_LIST, NULL, raw_list, READS, .page = -1});
    add((struct candidate){BARE_ADD, NULL, raw_add, WRITES, .writes = true, .page = -1});
    for (size_t i = 0; i < LEN(PAGES); i++)
        add((struct candidate){PAGES[i].name, page, NULL, READS, .page = (int)i,
                               .beside = BARE_LIST});
    if (b->small) {
        add((struct candidate){"first page, small", first_page, NULL, READS,
                               .small = true, .page = -1, .beside = BARE_LIST});
        add((struct candidate){"dashboard, small", dashboard, NULL, READS, .small = true,
                               .page = -1, .beside = BARE_LIST});
    }
    add((struct candidate){"first page", first_page, NULL, READS, .page = -1,
                           .beside = b->small ? "first page, small" : BARE_LIST});
    add((struct candidate){"first page of a handler", first_page_handler, NULL, READS,
                           .page = -1, .beside = BARE_LIST});
    add((struct candidate){"first page of an officer", first_page_officer, NULL, READS,
                           .page = -1, .beside = BARE_LIST});
    add((struct candidate){"first page of a verifier", first_page_verifier, NULL, READS,
                           .page = -1, .beside = BARE_LIST});
    add((struct candidate){"dashboard", dashboard, NULL, READS, .page = -1,
                           .beside = b->small ? "dashboard, small" : BARE_LIST});
    add((struct candidate){"one demand, all of it", one, NULL, READS, .page = -1,
                           .beside = BARE_LIST});
    add((struct candidate){"register a demand", registered, NULL, WRITES, .writes = true,
                           .page = -1, .beside = BARE_ADD});
}

double bench_cpu_us(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double run(struct bench *b, struct candidate *k)
{
    struct store *store = k->small ? b->small : b->store;
    struct qh_error err = {0};
    const double from = bench_cpu_us();

    b->page = k->page;
    for (int i = 0; i < k->times; i++) {
        arena_reset(&b->arena);
        if (k->raw)
            k->raw(b);
        else if (k->writes)
            bench_must(store_write(store, k->work, b, &err), &err);
        else
            bench_must(store_read(store, k->work, b, &err), &err);
    }
    k->rows = b->rows;
    return (bench_cpu_us() - from) / k->times;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median_of(const char *name)
{
    for (size_t i = 0; i < all_n; i++)
        if (strcmp(all[i].name, name) == 0)
            return all[i].us[ROUNDS / 2];
    abort();
}

/* Those that write come last: what they add would be on the pages of the others. */
static void measure(struct bench *b)
{
    for (int round = 0; round < 2 * ROUNDS; round++)
        for (size_t i = 0; i < all_n; i++)
            if (all[i].writes == (round >= ROUNDS))
                all[i].us[round % ROUNDS] = run(b, &all[i]);
    for (size_t i = 0; i < all_n; i++)
        qsort(all[i].us, ROUNDS, sizeof(double), by_size);
    printf("%-34s%10s%8s  beside\n", "", "CPU ms", "ratio");
    for (size_t i = 0; i < all_n; i++) {
        const struct candidate *k = &all[i];

        printf("%-34s%10.3f", k->name, k->us[ROUNDS / 2] / 1000);
        if (k->beside)
            printf("%8.2f  %s", k->us[ROUNDS / 2] / median_of(k->beside), k->beside);
        if (k->page >= 0)
            printf(", %zu rows", k->rows);
        printf("\n");
    }
}

/* ---- full text ---- */

static qh_status find(struct tx *tx, void *arg, struct qh_error *err)
{
    struct bench *b = arg;
    struct demand_filter f = {.q = b->q, .state = b->q_state, .limit = PAGE};
    struct demand_page out = {0};
    struct ctx c = bench_context(b, tx);
    const qh_status rc = demand_list(&c, &f, &out);

    b->rows = out.items.n;
    if (rc)
        *err = c.err;
    return rc;
}

/* n characters of somewhere in the text; NULL if there are fewer in a row. */
static const char *word_of(struct bench *b, const char *text, size_t n)
{
    const size_t chars = text_chars(text_of(text));
    const struct text t = text_of(text);
    size_t skip;
    size_t pos = 0;
    size_t from;

    if (chars <= n)
        return NULL;
    skip = rand_below(&b->rand, chars - n);
    for (size_t i = 0; i < skip; i++)
        (void)text_next(t, &pos);
    from = pos;
    for (size_t i = 0; i < n; i++)
        if (text_next(t, &pos) < 0x3400)
            return NULL;
    return text_copy(&b->kept, (struct text){.p = text + from, .len = pos - from});
}

static double time_of(struct bench *b, const char *q)
{
    struct qh_error err = {0};
    double least = 1e12;

    b->q = q;
    for (int i = 0; i < QUERY_RUNS; i++) {
        const double from = bench_cpu_us();
        double took;

        arena_reset(&b->arena);
        bench_must(store_read(b->store, find, b, &err), &err);
        took = bench_cpu_us() - from;
        least = took < least ? took : least;
    }
    return least;
}

static double scan_of(struct bench *b, const char *q)
{
    sqlite3_stmt *s = NULL;
    const double from = bench_cpu_us();

    if (sqlite3_prepare_v2(b->db,
                           "SELECT id FROM demand WHERE org = ?1 AND text LIKE ?2"
                           " ORDER BY registered_ms DESC, id DESC",
                           -1, &s, NULL) != SQLITE_OK)
        abort();
    (void)sqlite3_bind_text(s, 1, b->org, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(s, 2, str_format(&b->kept, "%%%s%%", q), -1, SQLITE_STATIC);
    while (sqlite3_step(s) == SQLITE_ROW)
        ;
    (void)sqlite3_finalize(s);
    return bench_cpu_us() - from;
}

static void search(struct bench *b, const char *name, const char *state, size_t chars)
{
    static double us[QUERIES];
    double scan = 0;
    size_t n = 0;
    sqlite3_stmt *s = NULL;

    b->q_state = state;
    if (sqlite3_prepare_v2(b->db, "SELECT text FROM demand ORDER BY number LIMIT 4000",
                           -1, &s, NULL) != SQLITE_OK)
        abort();
    while (n < QUERIES && sqlite3_step(s) == SQLITE_ROW) {
        const char *q = word_of(b, (const char *)sqlite3_column_text(s, 0), chars);

        if (!q)
            continue;
        us[n++] = time_of(b, q);
        if (n <= SCANS)
            scan += scan_of(b, q) / SCANS;
    }
    (void)sqlite3_finalize(s);
    qsort(us, n, sizeof(double), by_size);
    printf("%-34s%10.3f%10.3f%10.3f%10.0f%10.0f\n", name, us[n / 2] / 1000,
           us[n * 99 / 100] / 1000, us[n - 1] / 1000, scan / 1000,
           scan / us[n * 99 / 100]);
}

static void measure_search(struct bench *b)
{
    printf("\nfull text, %d words each\n%-34s%10s%10s%10s%10s%10s\n", QUERIES, "",
           "p50 ms", "p99 ms", "most ms", "LIKE ms", "LIKE/p99");
    search(b, "words of 2 characters", NULL, 2);
    search(b, "words of 3 characters", NULL, 3);
    search(b, "words of 4 characters", NULL, 4);
    search(b, "words of 6 characters", NULL, 6);
    search(b, "2 characters, one state in 200", "ASG", 2);
    search(b, "4 characters, one state in 200", "ASG", 4);
}

/* ---- open and close ---- */

size_t bench_texts(struct bench *b, const char *sql, const char **out, size_t most)
{
    sqlite3_stmt *s = NULL;
    size_t n = 0;

    if (sqlite3_prepare_v2(b->db, sql, -1, &s, NULL) != SQLITE_OK)
        abort();
    while (n < most && sqlite3_step(s) == SQLITE_ROW)
        out[n++] = str_copy(&b->kept, (const char *)sqlite3_column_text(s, 0));
    (void)sqlite3_finalize(s);
    return n;
}

static const char *text_of_query(struct bench *b, const char *sql)
{
    const char *out = NULL;

    if (bench_texts(b, sql, &out, 1) != 1)
        abort();
    return out;
}

static void find_some(struct bench *b)
{
    b->org = text_of_query(b, "SELECT org FROM org");
    b->some_id = text_of_query(b, "SELECT id FROM demand WHERE state = 'WIP' LIMIT 1");
    b->some_enterprise = text_of_query(b, "SELECT enterprise_id FROM demand LIMIT 1");
    b->some_office =
        text_of_query(b, "SELECT lead_office_id FROM demand WHERE state = 'WIP' LIMIT 1");
    b->some_handler = text_of_query(b, "SELECT handler_id FROM demand"
                                       " WHERE handler_id IS NOT NULL LIMIT 1");
    b->some_item = text_of_query(
        b, "SELECT item_code FROM demand WHERE item_code IS NOT NULL LIMIT 1");
    b->some_division = text_of_query(b, "SELECT division_code FROM enterprise LIMIT 1");
}

static void open_all(struct bench *b, const char *path, const char *small)
{
    struct qh_error err = {0};
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    b->now_ms = (int64_t)t.tv_sec * 1000;
    b->role = DESK;
    b->rand = rand_seed(1);
    arena_init(&b->kept, 0);
    arena_init(&b->arena, 0);
    bench_must(crypt_init(&err), &err);
    bench_must(app_load(&b->kept, NULL, &b->app, &b->calendar, &err), &err);
    bench_must(store_open(str_format(&b->kept, "sqlite:%s", path), NULL, &b->store, &err),
               &err);
    if (small)
        bench_must(
            store_open(str_format(&b->kept, "sqlite:%s", small), NULL, &b->small, &err),
            &err);
    if (sqlite3_open(path, &b->db) != SQLITE_OK)
        abort();
    (void)sqlite3_busy_timeout(b->db, 5000);
    find_some(b);
    if (sqlite3_prepare_v2(b->db, RAW_LIST, -1, &b->raw_list, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(b->db, RAW_ADD, -1, &b->raw_add, NULL) != SQLITE_OK)
        abort();
}

int main(int argc, char **argv)
{
    static struct bench b;

    if (argc != 2 && argc != 3)
        return 2;
    open_all(&b, argv[1], argc == 3 ? argv[2] : NULL);
    add_all(&b);
    bench_sweep(&b);
    measure_search(&b);
    measure(&b);
    (void)sqlite3_finalize(b.raw_list);
    (void)sqlite3_finalize(b.raw_add);
    (void)sqlite3_close(b.db);
    store_close(b.store);
    store_close(b.small);
    arena_done(&b.arena);
    arena_done(&b.kept);
    return 0;
}
