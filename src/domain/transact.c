#include "domain/transact.h"

#include "store/store.h"

struct piece {
    struct ctx *c;
    ctx_work work;
    void *arg;
};

static qh_status run(struct tx *tx, void *arg, struct qh_error *err)
{
    const struct piece *p = arg;
    qh_status rc;

    p->c->tx = tx;
    p->c->err = (struct qh_error){0};
    rc = p->work(p->c, p->arg);
    p->c->tx = NULL;
    if (rc)
        *err = p->c->err;
    return rc;
}

static qh_status end(struct ctx *c, qh_status rc, const struct qh_error *err)
{
    c->err = *err;
    return rc;
}

qh_status ctx_read(struct store *s, struct ctx *c, ctx_work work, void *arg)
{
    struct qh_error err = {0};
    const qh_status rc = store_read(s, run, &(struct piece){c, work, arg}, &err);

    return end(c, rc, &err);
}

qh_status ctx_write(struct store *s, struct ctx *c, ctx_work work, void *arg)
{
    struct qh_error err = {0};
    const qh_status rc = store_write(s, run, &(struct piece){c, work, arg}, &err);

    return end(c, rc, &err);
}
