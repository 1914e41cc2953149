/* Histories: each entry carries the hash of itself and of the one before, entries are
 * numbered from 1, states follow one another by the workflow's table, and the row's
 * version counts its entries, so that a tail cut off is seen as well. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "domain/history.h"
#include "store/sql_check.h"

/* ---- chains ---- */

/* Where the walk along the entries is. */
struct walk {
    struct check_run *r;
    struct buf entity; /* of the chain */
    struct buf id;
    struct buf hash;  /* of the last entry */
    struct buf state; /* after it */
    int64_t seq;
};

static void keep(struct buf *b, const char *s)
{
    b->len = 0;
    buf_add_str(b, s);
    (void)buf_str(b);
}

static bool goes_on(const struct walk *w, const struct sql_check_events *e)
{
    return w->seq > 0 && str_equal(w->entity.p, e->entity) &&
           str_equal(w->id.p, e->entity_id);
}

static qh_status check_entry(const struct walk *w, const struct sql_check_events *e)
{
    struct arena *a = w->r->c->arena;
    const struct history_row row = {e->entity,   e->entity_id,  e->seq,    e->at_ms,
                                    e->actor_id, e->actor_name, e->action, e->from_state,
                                    e->to_state, e->note,       e->data};
    const char *id =
        str_format(a, "%s/%s/%lld", e->entity, e->entity_id, (long long)e->seq);
    const bool first = w->seq == 0;
    struct check_row at = {"event", id, "seq"};
    qh_status rc = check_equal(w->r, &at, w->seq + 1, e->seq);

    if (rc)
        return rc;
    at.what = "prev_hash";
    rc = check_same(w->r, &at, first ? "" : w->hash.p, e->prev_hash);
    if (rc)
        return rc;
    at.what = "hash";
    rc = check_same(w->r, &at, history_entry_hash(a, w->r->c->org, &row, e->prev_hash),
                    e->hash);
    if (rc)
        return rc;
    at.what = "from_state";
    /* The first entry of a setting says what it was without one. */
    if (!first || !str_equal(e->entity, "setting"))
        rc = check_same(w->r, &at, first ? "" : w->state.p, e->from_state);
    if (rc || first || check_can_move(e->entity, e->from_state, e->to_state))
        return rc;
    at.what = "to_state";
    return check_wrong(w->r, &at, str_format(a, "a step from %s", e->from_state),
                       e->to_state);
}

static qh_status walk_on(void *arg, const struct sql_check_events *e,
                         struct qh_error *err)
{
    struct walk *w = arg;
    struct arena_mark mark;
    qh_status rc;

    (void)err;
    w->r->rows++;
    if (!goes_on(w, e))
        w->seq = 0;
    mark = arena_here(w->r->c->arena);
    rc = check_entry(w, e);
    arena_return(w->r->c->arena, mark);
    keep(&w->entity, e->entity);
    keep(&w->id, e->entity_id);
    keep(&w->hash, e->hash);
    keep(&w->state, e->to_state);
    w->seq = e->seq;
    return rc;
}

/* Room that no name or hash needs more of, so that keep() takes none while walking. */
enum { ROOM = 256 };

qh_status check_chains(struct check_run *r)
{
    struct walk w = {.r = r};
    struct buf *all[] = {&w.entity, &w.id, &w.hash, &w.state};

    for (size_t i = 0; i < LEN(all); i++) {
        buf_init(all[i], r->c->arena);
        (void)buf_room(all[i], ROOM);
    }
    return sql_check_events(r->c->tx, r->c->org, walk_on, &w, &r->c->err);
}

/* ---- versions and states of the rows ---- */

static qh_status check_version(void *arg, const struct sql_versioned *v,
                               struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    struct check_row at = {v->entity, v->entity_id, "version"};
    qh_status rc;

    (void)err;
    r->rows++;
    rc = check_equal(r, &at, v->entries, v->version);
    at.what = "state";
    if (!rc && !check_is_state(v->entity, v->state))
        rc = check_wrong(r, &at, "a state of its workflow", v->state);
    if (!rc && v->entries > 0)
        rc = check_same(r, &at, v->last_state, v->state);
    arena_return(r->c->arena, mark);
    return rc;
}

static qh_status report_lost(void *arg, const struct sql_check_lost *l,
                             struct qh_error *err)
{
    struct check_run *r = arg;
    const struct check_row at = {l->entity, l->entity_id, "row"};

    (void)err;
    return check_wrong(r, &at, "the row of this history", "none");
}

qh_status check_versions(struct check_run *r)
{
    qh_status rc = sql_check_versions(r->c->tx, r->c->org, check_version, r, &r->c->err);

    if (!rc)
        rc = sql_check_versions_2(r->c->tx, r->c->org, check_version, r, &r->c->err);
    if (!rc)
        rc = sql_check_versions_items(r->c->tx, r->c->org, check_version, r, &r->c->err);
    if (!rc)
        rc = sql_check_versions_keep(r->c->tx, r->c->org, check_version, r, &r->c->err);
    if (rc)
        return rc;
    return sql_check_lost(r->c->tx, r->c->org, report_lost, r, &r->c->err);
}
