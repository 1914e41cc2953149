#include "domain/package_tell.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/notify.h"
#include "domain/package_row.h"

enum { PAGE_ROWS = 50 };

static qh_status find_next(struct ctx *c, char day[DAY_LEN + 1],
                           struct sql_package_untold *out, bool *out_found)
{
    qh_status rc;

    day_of_instant(c->calendar, c->now_ms, day);
    rc = sql_package_untold(c->tx, c->arena, c->org, day, out, &c->err);
    *out_found = !rc;
    if (rc != QH_NOT_FOUND)
        return rc;
    c->err = (struct qh_error){0};
    return QH_OK;
}

qh_status package_tell_is_due(struct ctx *c, bool *out)
{
    struct sql_package_untold p = {0};
    char day[DAY_LEN + 1];

    return find_next(c, day, &p, out);
}

static qh_status tell_if_fits(struct ctx *c, const struct sql_package_untold *p,
                              const struct json_list *rules, const char *enterprise_id)
{
    struct sql_package_subject e = {0};
    struct json_list reasons = {0};
    bool fits = false;
    qh_status rc =
        sql_package_enterprise(c->tx, c->arena, c->org, enterprise_id, &e, &c->err);

    if (!rc)
        rc = package_fits_one(c, rules, &e, &fits, &reasons);
    if (rc || !fits)
        return rc;
    return notify_event(
        c, NOTIFY_PACKAGE_OFFERED, p->id,
        &(struct notify_more){.label = p->name_zh,
                              .enterprise_id = enterprise_id,
                              .once = str_format(c->arena, "%s/%lld", enterprise_id,
                                                 (long long)p->version)});
}

qh_status package_tell(struct ctx *c, bool *out_left)
{
    struct sql_package_told_to_list rows = {0};
    struct sql_package_untold p = {0};
    struct json_list rules = {0};
    char day[DAY_LEN + 1];
    bool found = false;
    bool whole;
    qh_status rc = find_next(c, day, &p, &found);

    *out_left = found;
    if (rc || !found)
        return rc;
    rc = package_load_rules(c, p.id, &rules);
    if (!rc)
        rc = sql_package_told_to(c->tx, c->arena, c->org, p.told_after, PAGE_ROWS, &rows,
                                 &c->err);
    for (size_t i = 0; i < rows.n && !rc; i++)
        rc = tell_if_fits(c, &p, &rules, rows.p[i].id);
    if (rc)
        return rc;
    whole = rows.n < PAGE_ROWS;
    return sql_package_set_told(c->tx, c->org, p.id, whole ? day : p.told_day,
                                whole ? "" : rows.p[rows.n - 1].id, &c->err);
}
