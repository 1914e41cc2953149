#include "domain/demand_bulk.h"

#include "base/text.h"
#include "domain/demand.h"
#include "domain/supervise.h"
#include "store/tx.h"

/* One row in a savepoint of its own. */
struct one {
    struct ctx *c;
    const struct demand_bulk *in;
    const struct demand_bulk_row *row;
};

static qh_status take(struct tx *tx, void *arg, struct qh_error *err)
{
    struct one *o = arg;
    struct ctx *c = o->c;
    qh_status rc;

    (void)tx;
    c->err = (struct qh_error){0};
    rc = str_equal(o->in->action, "urge") ? supervise_urge(c, o->row->id, o->in->note)
                                          : demand_assign(c, o->row->id, o->row->version,
                                                          o->in->office_id, o->in->note);
    if (rc)
        *err = c->err;
    return rc;
}

static bool is_before(const struct demand_bulk *in, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_equal(in->rows[k].id, in->rows[i].id))
            return true;
    return false;
}

static qh_status check(struct ctx *c, const struct demand_bulk *in)
{
    if (!str_equal(in->action, "urge") && !str_equal(in->action, "assign"))
        return qh_fail(&c->err, QH_INVALID, "demand.bulk_action", "action", "%.20s",
                       in->action);
    if (str_equal(in->action, "assign") && !in->office_id)
        return qh_fail(&c->err, QH_INVALID, "demand.office", "office_id", "none");
    if (in->n == 0 || in->n > DEMAND_BULK_MAX)
        return qh_fail(&c->err, QH_INVALID, "demand.bulk_rows", "rows", "%zu", in->n);
    for (size_t i = 0; i < in->n; i++)
        if (is_before(in, i))
            return qh_fail(&c->err, QH_INVALID, "demand.bulk_rows", "rows", "%.40s twice",
                           in->rows[i].id);
    return QH_OK;
}

/* What is said of a row; all else ends the whole. */
static bool is_of_row(qh_status rc)
{
    return rc == QH_INVALID || rc == QH_DENIED || rc == QH_NOT_FOUND ||
           rc == QH_CONFLICT || rc == QH_RANGE;
}

qh_status demand_bulk(struct ctx *c, const struct demand_bulk *in, struct json_list *out)
{
    struct demand_bulk_result *results;
    qh_status rc = check(c, in);

    if (rc)
        return rc;
    results = ARENA_ARRAY(c->arena, in->n, struct demand_bulk_result);
    for (size_t i = 0; i < in->n; i++) {
        struct one one = {c, in, &in->rows[i]};
        struct qh_error err = {0};

        rc = tx_try(c->tx, take, &one, &err);
        if (rc && !is_of_row(rc)) {
            c->err = err;
            return rc;
        }
        c->err = (struct qh_error){0};
        results[i] = (struct demand_bulk_result){
            .id = in->rows[i].id,
            .done = rc == QH_OK,
            .key = rc ? str_copy(c->arena, err.key) : "",
            .title = "",
        };
    }
    *out = (struct json_list){.p = results, .n = in->n};
    return QH_OK;
}
