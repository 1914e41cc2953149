/* demo_bulletins.c - the monthly reports of the replay, and the weekly ones of its last
 * weeks: made and published by the desk on the first working day after their period, with
 * demands that were closed in it as typical cases. */
#include "cli/demo_act.h"
#include "cli/demo_plan.h"

#include "base/days.h"
#include "domain/bulletin.h"
#include "store/sql_demo.h"

enum { BULLETIN_MIN = 10 * 60, WEEKS = 8, DAYS_A_WEEK = 7 };

struct issue {
    const char *kind;
    char day[DAY_LEN + 1]; /* of the period */
    int64_t from_ms, until_ms;
};

static qh_status add_cases(struct demo *d, const char *id, const struct issue *x)
{
    struct ctx *c = d->c;
    struct sql_demo_cases_list rows = {0};
    struct bulletin_case cases[BULLETIN_CASES_MAX];
    struct bulletin_edit edit = {.version = 1, .cases.p = cases};
    qh_status rc =
        sql_demo_cases(c->tx, c->arena, c->org, x->from_ms, x->until_ms, &rows, &c->err);

    for (size_t i = 0; i < rows.n; i++)
        cases[edit.cases.n++] = (struct bulletin_case){rows.p[i].id, rows.p[i].answer};
    edit.next_steps =
        str_format(c->arena, "%s\n%s", demo_phrase(d, "next_step", (size_t)c->now_ms),
                   demo_phrase(d, "next_step", (size_t)c->now_ms + 1));
    return rc ? rc : bulletin_edit(c, id, &edit);
}

static qh_status publish(struct demo *d, void *arg)
{
    const struct issue *x = arg;
    const char *id = NULL;
    struct bulletin_content content = {0};
    qh_status rc;

    d->c->actor = demo_actor(d, demo_person_of(d, "O02", 0), "desk");
    rc = bulletin_make(d->c, x->kind, x->day, &id);
    if (!rc)
        rc = add_cases(d, id, x);
    if (!rc)
        rc = bulletin_prepare(d->c, id, &content);
    return rc ? rc : bulletin_publish(d->c, id, 2, &content);
}

static void add(struct demo *d, const char *kind, int64_t from, int64_t until,
                int64_t on_day)
{
    struct issue *x = ARENA_NEW(d->c->arena, struct issue);

    x->kind = kind;
    day_format(from, x->day);
    x->from_ms = demo_instant(d, from, 0);
    x->until_ms = demo_instant(d, until, 0);
    demo_act_add(d, demo_instant(d, on_day, BULLETIN_MIN), publish, x);
}

void plan_bulletins(struct demo *d)
{
    const struct demo_period *p = &d->period;
    const int64_t last = p->day[p->days_n - 1];
    const int64_t monday = last - day_weekday(last);

    for (int m = 1; m < p->months_n; m++)
        add(d, "monthly", p->day[p->first[m - 1]], p->day[p->first[m]],
            p->day[p->first[m]]);
    for (int week = WEEKS; week > 0; week--) {
        const int64_t from = monday - (int64_t)week * DAYS_A_WEEK;

        add(d, "weekly", from, from + DAYS_A_WEEK,
            p->day[demo_workday_at(p, from + DAYS_A_WEEK)]);
    }
}
