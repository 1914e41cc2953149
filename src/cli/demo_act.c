#include "cli/demo_act.h"

#include "store/store.h"

#include <stdlib.h>

enum { ACTS_MAX = 40000, ACTS_A_TRANSACTION = 50 };

struct act {
    int64_t at_ms;
    size_t seq;
    demo_act run;
    void *arg;
};

struct demo_acts {
    struct act p[ACTS_MAX];
    size_t n;
};

void demo_act_add(struct demo *d, int64_t at_ms, demo_act act, void *arg)
{
    struct demo_acts *k = d->acts;

    if (!k)
        k = d->acts = ARENA_NEW(d->c->arena, struct demo_acts);
    if (k->n < ACTS_MAX)
        k->p[k->n] = (struct act){at_ms, k->n, act, arg};
    k->n++;
}

static int by_time(const void *a, const void *b)
{
    const struct act *x = a;
    const struct act *y = b;

    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return x->seq < y->seq ? -1 : 1;
}

struct batch {
    struct demo *d;
    size_t from, until;
    struct arena_mark mark;
};

static qh_status run_batch(struct tx *tx, void *arg, struct qh_error *err)
{
    struct batch *b = arg;
    struct ctx *c = b->d->c;
    qh_status rc = QH_OK;

    c->tx = tx;
    for (size_t i = b->from; i < b->until && !rc; i++) {
        const struct act *a = &b->d->acts->p[i];

        c->now_ms = a->at_ms;
        c->actor = (struct actor){.person = "", .name = ""};
        rc = a->run(b->d, a->arg);
        if (rc) { /* its words lie in the arena */
            *err = c->err;
            break;
        }
        arena_return(c->arena, b->mark);
    }
    c->tx = NULL;
    return rc;
}

qh_status demo_acts_run(struct demo *d, struct store *store, demo_progress tell)
{
    struct demo_acts *k = d->acts;
    qh_status rc = QH_OK;

    if (!k)
        return QH_OK;
    if (k->n > ACTS_MAX)
        return qh_fail(&d->c->err, QH_BUG, "demo.acts", "", "%zu acts", k->n);
    qsort(k->p, k->n, sizeof k->p[0], by_time);
    for (size_t i = 0; i < k->n && !rc; i += ACTS_A_TRANSACTION) {
        size_t end = i + ACTS_A_TRANSACTION < k->n ? i + ACTS_A_TRANSACTION : k->n;
        struct batch b = {d, i, end, arena_here(d->c->arena)};

        rc = store_write(store, run_batch, &b, &d->c->err);
        tell(d, end, k->n);
    }
    return rc;
}
