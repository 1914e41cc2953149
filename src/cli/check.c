/* qh check: recounts what the database holds and names every row that is wrong. */
#include "domain/check.h"
#include "base/crypt.h"
#include "base/json.h"
#include "cli/app_load.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "store/sql_check.h"
#include "store/store.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { CHECK_MEMORY = 256 * 1024 * 1024, EXIT_WRONG = 1 };

struct checker {
    const char *db;
    bool json;
    const char *only; /* name of the one check that runs; NULL: all of them */
    struct store *store;
    struct arena arena;
    const struct app *app;
    const struct calendar *calendar;
    const char *org;
    const struct check *check; /* the one that runs */
    int64_t wrong;
    int64_t notes;
};

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- what is found ---- */

static void print_json(struct checker *k, const struct check_finding *f)
{
    const struct arena_mark mark = arena_here(&k->arena);
    struct json_writer w;
    struct buf b;

    buf_init(&b, &k->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "org", k->org);
    json_add_str(&w, "check", f->check);
    json_add_str(&w, "entity", f->entity);
    json_add_str(&w, "id", f->id);
    json_add_str(&w, "what", f->what);
    json_add_str(&w, "expected", f->expected);
    json_add_str(&w, "found", f->found);
    json_add_bool(&w, "is_note", f->is_note);
    json_object_close(&w);
    (void)printf("%s\n", buf_str(&b));
    arena_return(&k->arena, mark);
}

static qh_status report(void *arg, const struct check_finding *f, struct qh_error *err)
{
    struct checker *k = arg;

    (void)err;
    if (f->is_note)
        k->notes++;
    else
        k->wrong++;
    if (k->json)
        print_json(k, f);
    else
        (void)printf("%s %s: %s %s: %s: expected %s, found %s\n",
                     f->is_note ? "note" : "WRONG", k->org, f->entity, f->id, f->what,
                     f->expected, f->found);
    return QH_OK;
}

/* Of the whole database, without an organisation. */
static void report_store(struct checker *k, const char *what, struct qh_error *err)
{
    const struct check_finding f = {
        "store", "database", k->db, what, "sound", err->detail, false,
    };

    k->org = "";
    (void)report(k, &f, err);
    *err = (struct qh_error){0};
}

/* ---- the walk ---- */

static qh_status run_check(struct tx *tx, void *arg, struct qh_error *err)
{
    struct checker *k = arg;
    struct ctx c = {.arena = &k->arena,
                    .tx = tx,
                    .org = k->org,
                    .now_ms = now_ms(),
                    .calendar = k->calendar,
                    .app = k->app};
    struct check_run r = {.c = &c, .report = report, .arg = k};
    const struct arena_mark mark = arena_here(&k->arena);
    const qh_status rc = check_run(&r, k->check);

    if (rc)
        *err = c.err;
    else if (!k->json || isatty(STDERR_FILENO))
        (void)fprintf(stderr, "check %s %s: %lld rows\n", k->org, k->check->name,
                      (long long)r.rows);
    arena_return(&k->arena, mark);
    return rc;
}

struct org_list {
    struct arena *a;
    struct sql_check_orgs_list rows;
};

static qh_status list_orgs(struct tx *tx, void *arg, struct qh_error *err)
{
    struct org_list *l = arg;

    return sql_check_orgs(tx, l->a, &l->rows, err);
}

static qh_status check_orgs(struct checker *k, struct qh_error *err)
{
    struct org_list orgs = {.a = &k->arena};
    qh_status rc = store_read(k->store, list_orgs, &orgs, err);

    for (size_t i = 0; i < orgs.rows.n && !rc; i++) {
        k->org = orgs.rows.p[i].org;
        for (size_t n = 0; n < CHECKS_N && !rc; n++) {
            k->check = &CHECKS[n];
            if (!k->only || str_equal(k->only, k->check->name))
                rc = store_read(k->store, run_check, k, err);
        }
    }
    return rc;
}

static qh_status open_all(struct checker *k, struct qh_error *err)
{
    const struct store_options options = {.readers = 2, .read_only = true};
    qh_status rc = crypt_init(err);

    if (rc)
        return rc;
    rc = app_load(&k->arena, NULL, &k->app, &k->calendar, err);
    if (rc)
        return rc;
    rc = store_open(k->db, &options, &k->store, err);
    if (rc)
        return rc;
    return store_check_version(k->store, err);
}

static qh_status check_all(struct checker *k, struct qh_error *err)
{
    qh_status rc = open_all(k, err);

    if (rc)
        return rc;
    if (k->only)
        return check_orgs(k, err);
    if (store_prepare_all(k->store, err))
        report_store(k, "statements", err);
    if (store_check_file(k->store, err))
        report_store(k, "file", err);
    return check_orgs(k, err);
}

static bool is_check(const char *name)
{
    for (size_t i = 0; i < CHECKS_N; i++)
        if (str_equal(CHECKS[i].name, name))
            return true;
    return false;
}

int cli_check(int argc, char **argv)
{
    struct checker k = {0};
    const struct option table[] = {
        {"--db", OPTION_TEXT, &k.db, true},
        {"--json", OPTION_FLAG, &k.json, false},
        {"--only", OPTION_TEXT, &k.only, false},
    };
    struct qh_error err = {0};
    qh_status rc = options_read(argc, argv, table, LEN(table), &err);

    arena_init(&k.arena, CHECK_MEMORY);
    if (!rc && k.only && !is_check(k.only))
        rc = qh_fail(&err, QH_INVALID, "cli.option", "--only", "no check: %.40s", k.only);
    if (!rc)
        rc = check_all(&k, &err);
    store_close(k.store);
    arena_done(&k.arena);
    if (rc)
        return cli_failed("check", &err);
    if (!k.json)
        (void)printf("%lld wrong, %lld to note\n", (long long)k.wrong,
                     (long long)k.notes);
    return k.wrong ? EXIT_WRONG : 0;
}
