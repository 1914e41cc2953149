/* certificate_papers.c - the certificates of the standards that a record rests on. */
#include "base/text.h"
#include "domain/certificate_content.h"
#include "store/sql_standard.h"

qh_status certificate_papers_take(struct ctx *c, struct certificate_draft *d)
{
    struct sql_standard_papers_of_list old = {0};
    struct trip_standard *s = d->trip->standards.p;
    const qh_status rc = sql_standard_papers_of(c->tx, c->arena, c->org, d->record->id,
                                                d->record->trip_id, &old, &c->err);

    for (size_t i = 0; i < old.n && !rc; i++)
        for (size_t k = 0; k < d->trip->standards.n; k++)
            if (str_equal(s[k].id, old.p[i].standard_id)) {
                s[k].accuracy_class = old.p[i].accuracy_class;
                s[k].certificate_no = old.p[i].certificate_no;
                s[k].valid_until_day = old.p[i].valid_until_day;
            }
    return rc;
}
