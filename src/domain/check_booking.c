/* Bookings: the demand or the appointment that one rests on and the instruments on its
 * lines are of its enterprise; without a demand nobody could have confirmed that downtime
 * was saved. */
#include "domain/check_parts.h"

#include "store/sql_check.h"

static qh_status report(void *arg, const struct sql_check_booking_parts *p,
                        struct qh_error *err)
{
    const struct check_row at = {p->entity, p->entity_id, p->what};
    struct check_run *r = arg;

    (void)err;
    r->rows++;
    return check_wrong(r, &at, "what its booking says", "another");
}

qh_status check_bookings(struct check_run *r)
{
    return sql_check_booking_parts(r->c->tx, r->c->org, report, r, &r->c->err);
}
