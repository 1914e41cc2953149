/* Acts of supervision: each entry of a demand's history has its row and each row its
 * entry; a running clock is watched, and as many acts were raised for it as its watch
 * says. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "store/sql_check.h"

static qh_status check_act(void *arg, const struct sql_check_acts *a,
                           struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    const struct check_row at = {
        "supervise_act",
        str_format(r->c->arena, "%s/%lld", a->demand_id, (long long)a->seq), "kind"};
    const qh_status rc = check_same(r, &at, a->entry, a->found);

    (void)err;
    r->rows++;
    arena_return(r->c->arena, mark);
    return rc;
}

static const char *shown(struct check_run *r, struct opt_int v)
{
    return v.has ? str_format(r->c->arena, "%lld", (long long)v.v) : NULL;
}

static qh_status check_watch(void *arg, const struct sql_check_watches *w,
                             struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    struct check_row at = {"demand", w->id, "watch_due_ms"};
    qh_status rc = QH_OK;

    (void)err;
    r->rows++;
    /* One that was never armed waits for the job (supervise_watch()). */
    if (w->watch_due_ms.has)
        rc = check_same(r, &at, shown(r, w->due_ms), shown(r, w->watch_due_ms));
    at.what = "watch_level";
    if (!rc)
        rc = check_equal(r, &at, w->raised, w->watch_level);
    at.what = "warn_ms";
    if (!rc && w->watch_due_ms.has && !(w->warn_ms.has && w->warn_ms.v <= w->due_ms.v))
        rc = check_wrong(r, &at, "not past the limit", shown(r, w->warn_ms));
    arena_return(r->c->arena, mark);
    return rc;
}

qh_status check_supervision(struct check_run *r)
{
    qh_status rc = sql_check_acts(r->c->tx, r->c->org, check_act, r, &r->c->err);

    if (rc)
        return rc;
    return sql_check_watches(r->c->tx, r->c->org, check_watch, r, &r->c->err);
}
