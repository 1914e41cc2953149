/* demo_demands.c - the demands of the plan on their way from registration to being struck
 * off, each step at its time in the name of who takes it (README 3.5 to 3.7).
 *
 * Minutes of the day: the desk sorts at the end of the day and assigns in the morning,
 * the office accepts in the forenoon and answers in the afternoon.
 */
#include "cli/demo_act.h"
#include "cli/demo_plan.h"
#include "cli/demo_steps.h"

#include <string.h>

/* clang-format off */
enum {
    MINUTE_MS = 60000,
    TRIAGE_MIN = 1030, ASSIGN_MIN = 512, ACCEPT_MIN = 540, ASK_MIN = 600,
    DECIDE_MIN = 900, MEET_MIN = 560, REPLY_MIN = 610, CONTACT_MIN = 535, PLAN_MIN = 620, INTERIM_MIN = 690, ANSWER_MIN = 875,
    FOLLOW_MIN = 545, LATE_FOLLOW_MIN = 1000, HURRY_MIN = 560, EXCUSE_MIN = 640, WATCH_MIN = 511,
    SPREAD = 60, MORNING = 515, AFTERNOON = 872, SPAN = 120
};
/* clang-format on */

struct clock {
    struct demo *d;
    struct plan_demand *x;
    struct rand r;
};

static void at(struct clock *k, int day, int minute, demo_act act)
{
    demo_act_add(k->d,
                 demo_instant(k->d, k->d->period.day[day],
                              minute + (int64_t)rand_between(&k->r, 0, SPREAD)),
                 act, k->x);
}

/* ---- solved on the spot ---- */

static void spot_acts(struct clock *k)
{
    static const demo_act STEPS[] = {step_triage, step_assign, step_accept, step_answer};
    int64_t ms = k->x->registered_ms;

    for (size_t i = 0; i < LEN(STEPS); i++)
        demo_act_add(k->d, ms + (int64_t)(i + 1) * 2 * MINUTE_MS, STEPS[i], k->x);
}

/* ---- by an office of ours ---- */

static void sort_acts(struct clock *k)
{
    int assigned =
        k->x->accepted - k->x->registered > 1 ? k->x->registered + 1 : k->x->accepted;

    /* After whatever was heard on that day, before the office closes. */
    demo_act_add(k->d,
                 demo_instant(k->d, k->d->period.day[k->x->registered],
                              TRIAGE_MIN + rand_between(&k->r, 0, 15)),
                 step_triage, k->x);
    demo_act_add(k->d,
                 demo_instant(k->d, k->d->period.day[assigned],
                              ASSIGN_MIN + rand_between(&k->r, 0, 20)),
                 k->x->route == ROUTE_TRANSFER || k->x->route == ROUTE_COUNTY
                     ? step_forward
                     : step_assign,
                 k->x);
}

static int limit_day(const struct plan_demand *x)
{
    return x->accepted + x->limit_wd;
}

static void work_acts(struct clock *k)
{
    const struct plan_demand *x = k->x;

    at(k, x->accepted, ACCEPT_MIN, step_accept);
    at(k, x->accepted, PLAN_MIN, step_propose);
    if (x->extended) {
        at(k, limit_day(x) - 1, ASK_MIN, step_extend_ask);
        at(k, limit_day(x) - 1, DECIDE_MIN, step_extend_decide);
    }
    if (x->route == ROUTE_REPORT)
        at(k, x->extended ? limit_day(x) : x->accepted + 1, MEET_MIN, step_forward);
    if (x->route == ROUTE_JOINT) {
        at(k, x->accepted + 1, MEET_MIN, step_meet);
        if (!x->open)
            at(k, x->answered, REPLY_MIN, step_meeting_record);
    }
    if (x->late) {
        at(k, limit_day(x), HURRY_MIN, step_remind);
        at(k, limit_day(x) + 1, HURRY_MIN, step_urge);
        at(k, limit_day(x) + 2, HURRY_MIN, step_supervise);
        at(k, x->answered, EXCUSE_MIN, step_supervise_reply);
        at(k, x->answered, EXCUSE_MIN + SPREAD, step_supervise_close);
    }
}

static bool goes_elsewhere(const struct plan_demand *x)
{
    return x->route == ROUTE_TRANSFER || x->route == ROUTE_COUNTY ||
           x->route == ROUTE_REPORT;
}

static void forward_acts(struct clock *k)
{
    const struct plan_demand *x = k->x;
    const int sent = x->route == ROUTE_REPORT
                         ? (x->extended ? limit_day(x) : x->accepted + 1)
                         : x->accepted;
    const int last = k->d->period.days_n - 1;
    const int received = sent + 1 < x->answered || x->open ? sent + 1 : sent;

    if (received <= last)
        at(k, received, MEET_MIN + SPREAD, step_receipt);
    if (!x->open)
        at(k, x->answered, REPLY_MIN + SPREAD, step_reply);
}

/* How far it is, every fourth working day until the answer. */
static void interim_acts(struct clock *k)
{
    enum { EVERY_WD = 4 };
    const struct plan_demand *x = k->x;
    const int end = x->open ? k->d->period.days_n : x->answered_first;

    for (int day = x->accepted + EVERY_WD; day < end; day += EVERY_WD)
        at(k, day, INTERIM_MIN, step_interim);
}

/* ---- afterwards ---- */

static void follow_at(struct clock *k, int day, demo_act act, bool same_day)
{
    for (size_t i = 0; i < k->d->plan->visits_n; i++) {
        const struct plan_visit *v = &k->d->plan->visit[i];

        if (v->follows != k->x || v->at != day)
            continue;
        demo_act_add(k->d,
                     demo_instant(k->d, v->day, v->start_min + v->minutes) + MINUTE_MS,
                     act, k->x);
        return;
    }
    at(k, day, same_day ? LATE_FOLLOW_MIN : FOLLOW_MIN, act);
}

static void answer_acts(struct clock *k)
{
    const struct plan_demand *x = k->x;

    if (x->reopened) {
        at(k, x->answered_first, ANSWER_MIN, step_answer);
        follow_at(k, x->followed_first, step_follow_first, false);
        at(k, x->followed_first, DECIDE_MIN, step_hand);
    }
    if (!x->spot)
        at(k, x->answered, ANSWER_MIN, x->reopened ? step_answer_again : step_answer);
    follow_at(k, x->followed, step_follow, x->followed == x->answered);
}

/* ---- all of it ---- */

static void register_act(struct clock *k)
{
    struct plan_demand *x = k->x;
    const struct plan_visit *v = x->visit;
    int minute = rand_below(&k->r, 2) ? MORNING : AFTERNOON;

    if (v) { /* the visit's own act registers it */
        x->registered_ms = demo_instant(k->d, v->day, v->start_min + v->minutes);
        return;
    }
    x->registered_ms = demo_instant(k->d, k->d->period.day[x->registered],
                                    minute + rand_between(&k->r, 0, SPAN));
    demo_act_add(k->d, x->registered_ms, step_register, x);
}

void plan_demand_acts(struct demo *d)
{
    for (int i = 0; i < d->period.days_n; i++)
        demo_act_add(d, demo_instant(d, d->period.day[i], WATCH_MIN), step_watch, NULL);
    for (size_t i = 0; i < d->plan->demands_n; i++) {
        struct plan_demand *x = &d->plan->demand[i];
        struct clock k = {.d = d, .x = x, .r = plan_stream(d, "demand.time", (int)i)};

        register_act(&k);
        if (x->spot)
            spot_acts(&k);
        else
            sort_acts(&k);
        if (!x->spot && x->route != ROUTE_TRANSFER && x->route != ROUTE_COUNTY)
            work_acts(&k);
        if (x->source == SOURCE_ONLINE)
            at(&k, x->registered + 1, CONTACT_MIN, step_contact);
        if (goes_elsewhere(x))
            forward_acts(&k);
        if (!x->spot)
            interim_acts(&k);
        if (!x->open)
            answer_acts(&k);
    }
}
