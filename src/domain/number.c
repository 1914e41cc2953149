#include "domain/number.h"

#include "store/sql_number.h"

qh_status number_take(struct ctx *c, const char *series, int64_t year,
                      int64_t *out_serial)
{
    struct sql_number_next taken = {0};
    qh_status rc;

    rc = sql_number_next(c->tx, c->arena, c->org, series, year, &taken, &c->err);
    if (rc)
        return rc;
    *out_serial = taken.serial;
    return QH_OK;
}
