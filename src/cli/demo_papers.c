/* demo_papers.c - the papers of the silicon-materials enterprise get their bytes, on the
 * day on which they were approved, outside of the transactions of the acts; all others
 * get them when they are first opened. */
#include "cli/demo_act.h"
#include "domain/certificate.h"
#include "store/sql_demo.h"
#include "store/store.h"

enum { PAPERS_MIN = 1000 };

static const char *const PAPERS_DAY = "2025-08-08";

struct paper {
    struct demo *d;
    const char *enterprise;
    const char *id; /* NULL: none waits */
    struct text content, pdf;
};

static qh_status find_paper(struct tx *tx, void *arg, struct qh_error *err)
{
    struct paper *p = arg;
    struct sql_demo_numbered_list rows = {0};
    const qh_status rc =
        sql_demo_numbered(tx, p->d->c->arena, p->d->c->org, p->enterprise, &rows, err);

    if (!rc && rows.n) {
        p->id = rows.p[0].id;
        p->content = text_of(rows.p[0].content);
    }
    return rc;
}

static qh_status store_paper(struct tx *tx, void *arg, struct qh_error *err)
{
    struct paper *p = arg;
    qh_status rc;

    p->d->c->tx = tx;
    rc = certificate_store(p->d->c, p->id, p->pdf);
    p->d->c->tx = NULL;
    if (rc)
        *err = p->d->c->err;
    return rc;
}

static const char *silicon_of(const struct demo *d)
{
    for (size_t i = 0; i < d->enterprises_n; i++)
        if (d->enterprises[i].silicon)
            return d->enterprises[i].id;
    return "";
}

qh_status demo_papers_render(struct demo *d, struct store *store)
{
    struct arena_mark mark = arena_here(d->c->arena);
    int64_t day = 0;
    qh_status rc = day_parse(PAPERS_DAY, &day);

    d->c->now_ms = demo_instant(d, day, PAPERS_MIN);
    d->c->actor = (struct actor){.person = "", .name = "qh"};
    while (!rc) {
        struct paper p = {.d = d, .enterprise = silicon_of(d)};

        rc = store_read(store, find_paper, &p, &d->c->err);
        if (rc || !p.id)
            break;
        rc = certificate_render(d->c, p.content, &p.pdf);
        if (!rc)
            rc = store_write(store, store_paper, &p, &d->c->err);
        arena_return(d->c->arena, mark);
    }
    return rc;
}
