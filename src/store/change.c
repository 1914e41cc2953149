/* change.c - statements that change rows; those of tables with digests keep them. */
#include "store/digest.h"
#include "store/driver.h"

qh_status sql_run_change(struct tx *tx, const struct sql_call *call, int64_t *out_count,
                         struct qh_error *err)
{
    struct cursor k = {0};
    bool has = false;
    qh_status rc = tx_start(tx, call, false, &k, err);

    if (rc)
        return rc;
    if (k.statement->digest)
        return digest_change(tx, &k, out_count, err);
    rc = tx_next(tx, &k, &has, err);
    if (rc == QH_OK)
        *out_count = k.changes;
    tx->driver->finish(&k);
    return rc;
}

qh_status sql_run_change_one(struct tx *tx, const struct sql_call *call,
                             struct qh_error *err)
{
    int64_t n = 0;
    qh_status rc = sql_run_change(tx, call, &n, err);

    if (rc)
        return rc;
    if (n != 1)
        return qh_fail(err, QH_CONFLICT, "store.changed", "", "%s changed %lld rows",
                       tx->catalogue->statements[call->number].name, (long long)n);
    return QH_OK;
}

qh_status sql_run_exec(struct tx *tx, const struct sql_call *call, struct qh_error *err)
{
    int64_t n = 0;

    return sql_run_change(tx, call, &n, err);
}
