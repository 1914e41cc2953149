/* Records: the readings form a chain of hashes whose head stands in the record, and the
 * verdict is what the rule engine says of them today. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "domain/record_work.h"
#include "store/sql_check.h"

static qh_status check_entries(struct check_run *r, const struct sql_check_records *e)
{
    struct sql_record_entries_list l = {0};
    struct ctx *c = r->c;
    const char *head = "";
    struct check_row at = {"record_entry", NULL, NULL};
    qh_status rc = sql_record_entries(c->tx, c->arena, c->org, e->id, &l, &c->err);

    for (size_t i = 0; i < l.n && !rc; i++) {
        const struct sql_record_entries *x = &l.p[i];

        at.id = str_format(c->arena, "%s/%lld", e->id, (long long)x->seq);
        at.what = "seq";
        rc = check_equal(r, &at, (int64_t)i + 1, x->seq);
        at.what = "prev_hash";
        if (!rc)
            rc = check_same(r, &at, head, x->prev_hash);
        at.what = "hash";
        if (!rc)
            rc = check_same(r, &at, record_entry_hash(c, e->id, x), x->hash);
        head = x->hash;
        r->rows++;
    }
    if (rc)
        return rc;
    return check_same(r, &(struct check_row){"record", e->id, "head_hash"}, head,
                      e->head_hash);
}

/* Judges the last set anew.  What cannot be judged is reported, not an end of the check.
 */
static qh_status check_verdict(struct check_run *r, const struct sql_check_records *e)
{
    struct check_row at = {"record", e->id, "verdict"};
    struct method_judged judged = {0};
    struct record_work w = {0};
    qh_status rc = record_take(r->c, e->id, &w);

    if (!rc && w.entries.n == 0)
        return check_same(r, &at, "incomplete", e->verdict);
    if (!rc)
        rc = record_judge(r->c, &w, w.row.set_no, &judged);
    if (rc == QH_IO || rc == QH_BUSY)
        return rc;
    if (rc) {
        const char *key = str_copy(r->c->arena, r->c->err.key);

        r->c->err = (struct qh_error){0};
        return check_wrong(r, &at, "a record that can be judged", key);
    }
    return check_same(r, &at, judged.verdict, e->verdict);
}

static qh_status check_one(void *arg, const struct sql_check_records *e,
                           struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    qh_status rc;

    (void)err;
    r->rows++;
    rc = check_entries(r, e);
    if (!rc)
        rc = check_verdict(r, e);
    arena_return(r->c->arena, mark);
    return rc;
}

qh_status check_records(struct check_run *r)
{
    return sql_check_records(r->c->tx, r->c->org, check_one, r, &r->c->err);
}
