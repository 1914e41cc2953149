/* ledger_fill - many demands out of those of the demo world.
 *
 *   ledger_fill DATABASE DEMANDS      (made by `qh demo`)
 *
 * Ten entries of history each; texts are put together from the clauses of the demo's
 * texts, so that their words meet in ever other ways; one in 25 is open, with a clock
 * that ends some days before or after now.  The full text goes through search_add(), all
 * else past the store by bare sqlite3 in the order of the keys. */
#include "base/rand.h"
#include "base/text.h"
#include "cli/app_load.h"
#include "domain/figure.h"
#include "domain/figure_build.h"
#include "domain/search.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    EVENTS = 10,
    CLAUSES_MAX = 2000,
    TEMPLATES_MAX = 400,
    NAMES_MAX = 400,
    BATCH = 5000,
    OPEN_ONE_IN = 25,
    SPAN_DAYS = 600, /* that the calendars cover */
    HOUR_MS = 3600000,
    CLOSE_UTC_MS = 34200000 /* 17:30 in China */
};

#define DAY_MS INT64_C(86400000)

struct name {
    const char *id;
    const char *text;
    const char *division;
};

struct fill {
    sqlite3 *db;
    struct arena kept;
    struct rand r;
    const char *org;
    int64_t now_ms;
    int64_t n;
    const char *clauses[CLAUSES_MAX];
    size_t clauses_n;
    const char *closed[TEMPLATES_MAX]; /* ids of demands to copy */
    size_t closed_n;
    const char *open[TEMPLATES_MAX];
    size_t open_n;
    struct name enterprises[NAMES_MAX];
    size_t enterprises_n;
};

static void run(struct fill *f, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(f->db, sql, NULL, NULL, &message) != SQLITE_OK) {
        (void)fprintf(stderr, "%s: %s\n", sql, message);
        abort();
    }
}

static sqlite3_stmt *prepare(struct fill *f, const char *sql)
{
    sqlite3_stmt *s = NULL;

    if (sqlite3_prepare_v2(f->db, sql, -1, &s, NULL) != SQLITE_OK) {
        (void)fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(f->db));
        abort();
    }
    return s;
}

static const char *column(struct fill *f, sqlite3_stmt *s, int i)
{
    return str_copy(&f->kept, (const char *)sqlite3_column_text(s, i));
}

/* ---- what it is made of ---- */

static void add_clauses(struct fill *f, const char *text)
{
    static const char *const MARKS[] = {"，", "。", "；", "？", "、"};
    const char *from = text;

    for (const char *p = text; *p; p++)
        for (size_t i = 0; i < LEN(MARKS); i++) {
            const size_t n = strlen(MARKS[i]);

            if (strncmp(p, MARKS[i], n) != 0)
                continue;
            if (p - from > 9 && f->clauses_n < CLAUSES_MAX)
                f->clauses[f->clauses_n++] = text_copy(
                    &f->kept, (struct text){.p = from, .len = (size_t)(p - from)});
            from = p + n;
        }
}

static void read_world(struct fill *f)
{
    sqlite3_stmt *s = prepare(f, "SELECT org, id, text, closed_ms FROM demand");

    while (sqlite3_step(s) == SQLITE_ROW) {
        f->org = column(f, s, 0);
        add_clauses(f, column(f, s, 2));
        if (sqlite3_column_type(s, 3) == SQLITE_NULL && f->open_n < TEMPLATES_MAX)
            f->open[f->open_n++] = column(f, s, 1);
        else if (f->closed_n < TEMPLATES_MAX)
            f->closed[f->closed_n++] = column(f, s, 1);
    }
    (void)sqlite3_finalize(s);
    s = prepare(f, "SELECT id, name, division_code FROM enterprise");
    while (sqlite3_step(s) == SQLITE_ROW && f->enterprises_n < NAMES_MAX)
        f->enterprises[f->enterprises_n++] =
            (struct name){column(f, s, 0), column(f, s, 1), column(f, s, 2)};
    (void)sqlite3_finalize(s);
    if (!f->clauses_n || !f->closed_n || !f->open_n || !f->enterprises_n)
        abort();
}

/* ---- rows ---- */

struct made {
    char id[27];
    char number[32];
    const char *text;
    const struct name *enterprise;
    int64_t at_ms;
    bool open;
};

static const char *clause(struct fill *f)
{
    return f->clauses[rand_below(&f->r, f->clauses_n)];
}

/* The i-th one, whatever is asked for before. */
static struct made make(struct fill *f, struct arena *a, int64_t i)
{
    struct made m = {.at_ms = f->now_ms - (f->n - i) * (SPAN_DAYS * DAY_MS / f->n)};

    f->r = rand_seed((uint64_t)i + 1);
    (void)snprintf(m.id, sizeof m.id, "0%025lld", (long long)i);
    (void)snprintf(m.number, sizeof m.number, "SQ2000-%07lld", (long long)i);
    m.text = str_format(a, "%s，%s，%s。", clause(f), clause(f), clause(f));
    m.enterprise = &f->enterprises[rand_below(&f->r, f->enterprises_n)];
    m.open = rand_below(&f->r, OPEN_ONE_IN) == 0;
    return m;
}

static const char *const ADD_DEMAND =
    "INSERT INTO demand (org, id, number, enterprise_id, source, visit_id, text, kind,"
    " route, item_code, department_code, lead_office_id, handler_id, state, clock, "
    "due_ms,"
    " limit_wd, objected, extended, answer, outcome, rating, satisfaction, rating_note,"
    " registered_ms, done_ms, closed_ms, late, version, division_code, warn_ms,"
    " watch_due_ms)"
    " SELECT org, ?1, ?2, ?3, source, NULL, ?4, kind, route, item_code, department_code,"
    " lead_office_id, handler_id, state, clock, iif(due_ms IS NULL, NULL, ?6), limit_wd, "
    "0,"
    " 0, answer, outcome, rating, satisfaction, rating_note, ?5,"
    " iif(done_ms IS NULL, NULL, ?5 + 200000000), iif(closed_ms IS NULL, NULL, ?5 + "
    "300000000),"
    " 0, 10, ?7, iif(due_ms IS NULL, NULL, ?6 - 100000000), iif(due_ms IS NULL, NULL, ?6)"
    " FROM demand WHERE org = ?8 AND id = ?9";
static const char *const ADD_EVENT =
    "INSERT INTO event (org, entity, entity_id, seq, at_ms, actor_id, actor_name, action,"
    " from_state, to_state, note, data, prev_hash, hash)"
    " VALUES (?1, 'demand', ?2, ?3, ?4, ?5, '', ?6, '', ?7, '', '{}', '', '')";

static void bind(sqlite3_stmt *s, int i, const char *text)
{
    (void)sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
}

static void step(struct fill *f, sqlite3_stmt *s)
{
    if (sqlite3_step(s) != SQLITE_DONE) {
        (void)fprintf(stderr, "%s\n", sqlite3_errmsg(f->db));
        abort();
    }
    (void)sqlite3_reset(s);
}

static void add_demand(struct fill *f, sqlite3_stmt *s, const struct made *m)
{
    const size_t from = m->open ? f->open_n : f->closed_n;
    const char *const *templates = m->open ? f->open : f->closed;
    /* At the close of office, as limits end: many at the same instant. */
    const int64_t due_ms =
        (f->now_ms / DAY_MS + rand_between(&f->r, INT64_C(-10), INT64_C(20))) * DAY_MS +
        CLOSE_UTC_MS;

    bind(s, 1, m->id);
    bind(s, 2, m->number);
    bind(s, 3, m->enterprise->id);
    bind(s, 4, m->text);
    (void)sqlite3_bind_int64(s, 5, m->at_ms);
    (void)sqlite3_bind_int64(s, 6, due_ms);
    bind(s, 7, m->enterprise->division);
    bind(s, 8, f->org);
    bind(s, 9, templates[rand_below(&f->r, from)]);
    step(f, s);
}

static void add_events(struct fill *f, sqlite3_stmt *s, const struct made *m)
{
    static const char *const ACTIONS[EVENTS] = {
        "register", "triage", "assign", "accept",    "start",
        "contact",  "answer", "urge",   "follow_up", "satisfied"};

    for (int k = 0; k < EVENTS; k++) {
        bind(s, 1, f->org);
        bind(s, 2, m->id);
        (void)sqlite3_bind_int64(s, 3, k + 1);
        (void)sqlite3_bind_int64(s, 4, m->at_ms + (int64_t)k * HOUR_MS);
        bind(s, 5, "00000000000000000000000009");
        bind(s, 6, ACTIONS[k]);
        bind(s, 7, k == EVENTS - 1 && !m->open ? "CLOSED" : "WIP");
        step(f, s);
    }
}

static void add_rows(struct fill *f)
{
    sqlite3_stmt *demand = prepare(f, ADD_DEMAND);
    sqlite3_stmt *event = prepare(f, ADD_EVENT);
    struct arena a;

    arena_init(&a, 0);
    run(f, "BEGIN");
    for (int64_t i = 0; i < f->n; i++) {
        const struct made m = make(f, &a, i);

        add_demand(f, demand, &m);
        add_events(f, event, &m);
        arena_reset(&a);
        if (i % BATCH == BATCH - 1)
            run(f, "COMMIT; BEGIN");
    }
    run(f, "COMMIT");
    (void)sqlite3_finalize(demand);
    (void)sqlite3_finalize(event);
    arena_done(&a);
}

/* ---- full text ---- */

struct words {
    struct fill *f;
    int64_t from;
    struct arena a;
};

static qh_status add_words(struct tx *tx, void *arg, struct qh_error *err)
{
    struct words *w = arg;
    qh_status rc = QH_OK;

    for (int64_t i = w->from; i < w->from + BATCH && i < w->f->n && !rc; i++) {
        struct ctx c = {.arena = &w->a, .tx = tx, .org = w->f->org};
        const struct made m = make(w->f, &w->a, i);

        rc = search_add(&c, "demand", m.id,
                        (const char *const[]){m.number, m.enterprise->text, m.text}, 3);
        if (rc)
            *err = c.err;
        arena_reset(&w->a);
    }
    return rc;
}

static void add_full_text(struct fill *f, const char *path)
{
    struct words w = {.f = f};
    struct store *store = NULL;
    struct qh_error err = {0};
    qh_status rc;

    arena_init(&w.a, 0);
    rc = store_open(str_format(&f->kept, "sqlite:%s", path), NULL, &store, &err);
    for (; w.from < f->n && !rc; w.from += BATCH)
        rc = store_write(store, add_words, &w, &err);
    if (rc) {
        (void)fprintf(stderr, "%s: %s\n", err.key, err.detail);
        abort();
    }
    store_close(store);
    arena_done(&w.a);
}

/* ---- figures ---- */

static qh_status rebuild(struct tx *tx, void *arg, struct qh_error *err)
{
    struct ctx *c = arg;
    qh_status rc;

    c->tx = tx;
    rc = figure_rebuild(c);
    if (rc)
        *err = c->err;
    return rc;
}

static void add_figures(struct fill *f, const char *path)
{
    struct ctx c = {.arena = &f->kept, .org = f->org, .rand = &f->r, .now_ms = f->now_ms};
    struct store *store = NULL;
    struct qh_error err = {0};
    qh_status rc = app_load(&f->kept, NULL, &c.app, &c.calendar, &err);

    if (!rc)
        rc = store_open(str_format(&f->kept, "sqlite:%s", path), NULL, &store, &err);
    if (!rc)
        rc = store_write(store, rebuild, &c, &err);
    if (rc) {
        (void)fprintf(stderr, "%s: %s\n", err.key, err.detail);
        abort();
    }
    store_close(store);
}

int main(int argc, char **argv)
{
    static struct fill f;
    struct timespec t = {0};

    if (argc != 3)
        return 2;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    f.now_ms = (int64_t)t.tv_sec * 1000;
    f.n = strtoll(argv[2], NULL, 10);
    arena_init(&f.kept, 0);
    if (sqlite3_open(argv[1], &f.db) != SQLITE_OK)
        abort();
    run(&f, "PRAGMA synchronous = OFF");
    run(&f, "PRAGMA foreign_keys = OFF");
    run(&f, "PRAGMA cache_size = -400000");
    read_world(&f);
    add_rows(&f);
    add_full_text(&f, argv[1]);
    add_figures(&f, argv[1]);
    (void)sqlite3_close(f.db);
    arena_done(&f.kept);
    return 0;
}
