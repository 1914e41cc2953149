/* Messages: what has ended has its time, a digest goes to one person, a notice is as old
 * as its event and was read after it. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "store/sql_check.h"

static bool has_ended(const char *state)
{
    return str_equal(state, "sent") || str_equal(state, "dead") ||
           str_equal(state, "dropped");
}

static qh_status check_delivery(void *arg, const struct sql_check_deliveries *d,
                                struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    struct check_row at = {"notify_delivery", d->id, "done_ms"};
    qh_status rc;

    (void)err;
    r->rows++;
    rc = check_equal(r, &at, has_ended(d->state), d->ended);
    at.what = "lead_id";
    if (!rc && !d->lead_fits)
        rc = check_wrong(r, &at, "a digest of the same person", "another");
    at.what = "tries";
    if (!rc && d->tries == 0 &&
        (str_equal(d->state, "sent") || str_equal(d->state, "sending")))
        rc = check_wrong(r, &at, "1 or more", "0");
    arena_return(r->c->arena, mark);
    return rc;
}

static qh_status check_notice(void *arg, const struct sql_check_notices *n,
                              struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    struct check_row at = {
        "notice", str_format(r->c->arena, "%s/%s", n->person_id, n->event_id), "at_ms"};
    qh_status rc;

    (void)err;
    r->rows++;
    rc = check_equal(r, &at, n->event_ms, n->at_ms);
    at.what = "read_ms";
    if (!rc && n->read_ms.has && n->read_ms.v < n->at_ms)
        rc = check_wrong(r, &at, "not before it came", "earlier");
    arena_return(r->c->arena, mark);
    return rc;
}

static qh_status check_endpoint(void *arg, const struct sql_check_endpoints *e,
                                struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    struct check_row at = {"notify_endpoint", e->id, "version"};
    qh_status rc;

    (void)err;
    r->rows++;
    rc = check_equal(r, &at, e->entries, e->version);
    at.what = "state";
    if (!rc)
        rc = check_same(r, &at, e->last_state, e->state);
    arena_return(r->c->arena, mark);
    return rc;
}

qh_status check_messages(struct check_run *r)
{
    struct ctx *c = r->c;
    qh_status rc = sql_check_deliveries(c->tx, c->org, check_delivery, r, &c->err);

    if (!rc)
        rc = sql_check_notices(c->tx, c->org, check_notice, r, &c->err);
    return rc ? rc : sql_check_endpoints(c->tx, c->org, check_endpoint, r, &c->err);
}
