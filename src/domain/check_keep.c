/* check_keep.c - what the laboratory keeps: kinds of instruments with their prices. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "domain/standard.h"
#include "store/sql_check.h"

/* An instrument is done by a regulation of its kind. */
static qh_status check_regulation(void *arg,
                                  const struct sql_check_instrument_regulations *i,
                                  struct qh_error *err)
{
    struct check_run *r = arg;
    const struct check_row at = {"instrument", i->id, "regulation"};

    (void)err;
    r->rows++;
    if (edition_is_listed(i->list, i->regulation))
        return QH_OK;
    return check_wrong(r, &at, i->list, i->regulation);
}

/* One line of the tariff runs for a kind, at its price. */
static qh_status check_price(void *arg, const struct sql_check_prices *k,
                             struct qh_error *err)
{
    struct check_run *r = arg;
    struct check_row at = {"instrument_kind", k->code, "tariff"};
    qh_status rc;

    (void)err;
    r->rows++;
    rc = check_equal(r, &at, 1, k->lines);
    at.what = "price_fen";
    return rc || !k->tariff_fen.has ? rc
                                    : check_equal(r, &at, k->tariff_fen.v, k->price_fen);
}

qh_status check_keeping(struct check_run *r)
{
    qh_status rc = sql_check_instrument_regulations(r->c->tx, r->c->org, check_regulation,
                                                    r, &r->c->err);

    if (!rc)
        rc = sql_check_prices(r->c->tx, r->c->org, check_price, r, &r->c->err);
    return rc;
}
