#include "cli/share.h"

#include "base/log.h"
#include "base/text.h"
#include "cli/worker.h"
#include "domain/transact.h"
#include "http/env.h"
#include "http/progress_shared.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

enum { TURN_MS = 1000, SHARE_MEMORY = 1024 * 1024 };

struct share {
    struct worker worker;
    struct progress_line told[PROGRESS_SLOTS]; /* what stands in the table now */
    size_t told_n;
};

/* One line of the board in its transaction. */
struct telling {
    struct progress_line *line;
    bool over; /* the work has ended: its row goes */
    bool cancelled;
};

static qh_status tell(struct ctx *c, void *arg)
{
    struct telling *t = arg;

    return t->over ? progress_shared_drop(c, t->line->name)
                   : progress_shared_put(c, t->line, &t->cancelled);
}

static void tell_one(struct share *s, struct telling *t)
{
    struct arena a;
    struct ctx c;

    arena_init(&a, SHARE_MEMORY);
    c = worker_ctx(
        &s->worker, &a,
        text_copy(&a, (struct text){t->line->name, strcspn(t->line->name, "/")}));
    if (ctx_write(s->worker.env->store, &c, tell, t))
        log_failure("share", &c.err);
    else if (t->cancelled)
        (void)progress_cancel(s->worker.env->progress, t->line->name);
    arena_done(&a);
}

static bool is_among(const struct progress_line *lines, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(lines[i].name, name) == 0)
            return true;
    return false;
}

static void round_of(struct share *s)
{
    struct progress_line now[PROGRESS_SLOTS];
    const size_t n = progress_list(s->worker.env->progress, now);

    for (size_t i = 0; i < s->told_n; i++)
        if (!is_among(now, n, s->told[i].name))
            tell_one(s, &(struct telling){.line = &s->told[i], .over = true});
    for (size_t i = 0; i < n; i++)
        tell_one(s, &(struct telling){.line = &now[i]});
    memcpy(s->told, now, n * sizeof *now);
    s->told_n = n;
}

static void *run(void *arg)
{
    struct share *s = arg;

    while (worker_wait(&s->worker, TURN_MS))
        round_of(s);
    return NULL;
}

qh_status share_start(const struct env *env, struct share **out, struct qh_error *err)
{
    struct share *s;
    qh_status rc;

    if (!str_equal(store_engine_name(env->store), "postgres"))
        return QH_OK;
    s = calloc(1, sizeof *s);
    if (!s)
        abort();
    rc = worker_start(&s->worker, env, run, s, err);
    if (rc)
        free(s);
    else
        *out = s;
    return rc;
}

void share_stop(struct share *s)
{
    if (!s)
        return;
    worker_ask(&s->worker);
    worker_join(&s->worker);
    free(s);
}
