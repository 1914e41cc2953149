/* check_keep.c - what the laboratory keeps: kinds of instruments with their prices,
 * standards with their certificates. */
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

/* Certificates are numbered from 1, and a standard is what its newest one says. */
static qh_status check_paper(void *arg, const struct sql_check_standard_papers *s,
                             struct qh_error *err)
{
    const struct {
        const char *what, *expected, *found;
    } rows[] = {
        {"certificate_no", s->is_no, s->certificate_no},
        {"certificate_day", s->is_day, s->certificate_day},
        {"valid_until_day", s->is_until, s->valid_until_day},
        {"accuracy_class", s->is_class, s->accuracy_class},
        {"params", s->is_params, s->params},
    };
    struct check_run *r = arg;
    struct check_row at = {"standard", s->id, "certificates"};
    qh_status rc = check_equal(r, &at, s->seq, s->papers);

    (void)err;
    r->rows++;
    for (size_t i = 0; i < LEN(rows) && !rc; i++) {
        at.what = rows[i].what;
        rc = check_same(r, &at, rows[i].expected, rows[i].found);
    }
    return rc;
}

qh_status check_keeping(struct check_run *r)
{
    qh_status rc = sql_check_instrument_regulations(r->c->tx, r->c->org, check_regulation,
                                                    r, &r->c->err);

    if (!rc)
        rc = sql_check_standard_papers(r->c->tx, r->c->org, check_paper, r, &r->c->err);
    if (!rc)
        rc = sql_check_prices(r->c->tx, r->c->org, check_price, r, &r->c->err);
    return rc;
}
