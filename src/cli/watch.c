/* qh watch: one round of what the clock does. */
#include "domain/watch.h"
#include "base/crypt.h"
#include "cli/app_load.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/worker.h"
#include "store/sql_job.h"
#include "store/store.h"

enum { WATCH_MEMORY = 256 * 1024 * 1024, ROUNDS_MAX = 100000 };

struct watcher {
    const char *db;
    int64_t now_ms;
    struct store *store;
    struct arena arena;
    struct rand rand;
    const struct app *app;
    const struct calendar *calendar;
    struct sql_job_orgs_list orgs;
};

static qh_status until_done(struct watcher *w, const char *org, ctx_work work,
                            struct qh_error *err)
{
    bool left = true;
    qh_status rc = QH_OK;

    for (int i = 0; i < ROUNDS_MAX && left && !rc; i++) {
        const struct arena_mark mark = arena_here(&w->arena);
        struct ctx c = {.arena = &w->arena,
                        .org = org,
                        .actor = {.person = "", .name = "qh"},
                        .now_ms = w->now_ms,
                        .rand = &w->rand,
                        .calendar = w->calendar,
                        .app = w->app};

        rc = ctx_write(w->store, &c, work, &left);
        if (rc)
            *err = c.err;
        arena_return(&w->arena, mark);
    }
    return rc;
}

static qh_status list_orgs(struct tx *tx, void *arg, struct qh_error *err)
{
    struct watcher *w = arg;

    return sql_job_orgs(tx, &w->arena, &w->orgs, err);
}

static qh_status open_all(struct watcher *w, struct qh_error *err)
{
    const struct store_options options = {.readers = 1};
    qh_status rc = crypt_init(err);

    if (!rc)
        rc = rand_from_system(&w->rand, err);
    if (!rc)
        rc = app_load(&w->arena, NULL, &w->app, &w->calendar, err);
    if (!rc)
        rc = store_open(w->db, &options, &w->store, err);
    if (!rc)
        rc = store_check_version(w->store, err);
    return rc ? rc : store_read(w->store, list_orgs, w, err);
}

static qh_status watch(struct watcher *w, struct qh_error *err)
{
    qh_status rc = open_all(w, err);

    for (size_t i = 0; i < w->orgs.n && !rc; i++)
        for (size_t k = 0; k < WATCH_WORKS_N && !rc; k++)
            rc = until_done(w, w->orgs.p[i].org, WATCH_WORKS[k], err);
    return rc;
}

int cli_watch(int argc, char **argv)
{
    struct watcher w = {.now_ms = worker_now()};
    const struct option table[] = {
        {"--db", OPTION_TEXT, &w.db, true},
        {"--now", OPTION_NUMBER, &w.now_ms, false},
    };
    struct qh_error err = {0};
    qh_status rc = options_read(argc, argv, table, LEN(table), &err);

    arena_init(&w.arena, WATCH_MEMORY);
    if (!rc)
        rc = watch(&w, &err);
    store_close(w.store);
    arena_done(&w.arena);
    return rc ? cli_failed("watch", &err) : 0;
}
