#include "cli/demo_plan.h"

qh_status demo_plan_make(struct demo *d)
{
    static qh_status (*const PARTS[])(struct demo *) = {plan_demands, plan_hearing,
                                                        plan_follow_ups, plan_visits};
    qh_status rc;

    d->plan = ARENA_NEW(d->c->arena, struct demo_plan);
    rc = demo_period_make(d);
    if (!rc)
        rc = plan_pairs(d);
    if (!rc)
        plan_visit_shares(d);
    for (size_t i = 0; i < LEN(PARTS) && !rc; i++)
        rc = PARTS[i](d);
    if (rc)
        return rc;
    plan_visit_acts(d);
    plan_demand_acts(d);
    plan_silicon_acts(d);
    plan_bulletins(d);
    return plan_money(d);
}
