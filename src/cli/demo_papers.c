/* demo_papers.c - numbered papers get their bytes, on the day on which they were
 * approved, outside of the transactions of the acts. */
#include "cli/demo_act.h"
#include "domain/certificate.h"
#include "store/store.h"

enum { PAPERS_MIN = 1000 };

static const char *const PAPERS_DAY = "2025-08-08";

struct paper {
    struct demo *d;
    const char *id; /* NULL: none waits */
    struct text content, pdf;
};

static qh_status find_paper(struct tx *tx, void *arg, struct qh_error *err)
{
    struct paper *p = arg;
    qh_status rc;

    p->d->c->tx = tx;
    rc = certificate_next_numbered(p->d->c, &p->id, &p->content);
    p->d->c->tx = NULL;
    if (rc)
        *err = p->d->c->err;
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

qh_status demo_papers_render(struct demo *d, struct store *store)
{
    struct arena_mark mark = arena_here(d->c->arena);
    int64_t day = 0;
    qh_status rc = day_parse(PAPERS_DAY, &day);

    d->c->now_ms = demo_instant(d, day, PAPERS_MIN);
    d->c->actor = (struct actor){.person = "", .name = "qh"};
    while (!rc) {
        struct paper p = {.d = d};

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
