#include "domain/appointment_watch.h"

#include "base/days.h"
#include "domain/item.h"
#include "domain/notify.h"
#include "domain/package_tell.h"
#include "domain/remind.h"
#include "domain/setting.h"
#include "store/sql_appointment.h"

enum { REMINDERS_A_ROUND = 50 };

static qh_status find_near(struct ctx *c, int64_t most,
                           struct sql_appointment_unreminded_list *out)
{
    int64_t days = 0;
    int64_t next = 0;
    qh_status rc = setting_int(c, SETTING_APPOINTMENT_REMIND_DAYS, &days);

    if (!rc)
        rc = remind_horizon(c, &next);
    if (rc)
        return rc;
    return sql_appointment_unreminded(c->tx, c->arena, c->org, c->now_ms,
                                      instant_of_day(c->calendar, next + days), most, out,
                                      &c->err);
}

qh_status service_is_due(struct ctx *c, bool *out)
{
    struct sql_appointment_unreminded_list near = {0};
    qh_status rc = item_is_due(c, out);

    if (rc || *out)
        return rc;
    rc = find_near(c, 1, &near);
    *out = near.n > 0;
    return rc || *out ? rc : package_tell_is_due(c, out);
}

static qh_status remind(struct ctx *c, const struct sql_appointment_unreminded *r)
{
    char *day = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);
    qh_status rc;

    day_of_instant(c->calendar, r->from_ms, day);
    rc = notify_event(c, NOTIFY_REQUEST_TOMORROW, r->id,
                      &(struct notify_more){.label = r->number,
                                            .enterprise_id = r->enterprise_id,
                                            .office_id = r->office_id,
                                            .due_day = day});
    return rc ? rc : sql_appointment_set_reminded(c->tx, c->org, r->id, &c->err);
}

qh_status service_watch(struct ctx *c)
{
    struct sql_appointment_unreminded_list near = {0};
    bool left = false;
    int64_t n = 0;
    qh_status rc = item_take_effect(c, &n);

    if (!rc)
        rc = find_near(c, REMINDERS_A_ROUND, &near);
    for (size_t i = 0; i < near.n && !rc; i++)
        rc = remind(c, &near.p[i]);
    return rc ? rc : package_tell(c, &left);
}
