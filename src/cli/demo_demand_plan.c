/* demo_demand_plan.c - which demand goes which way and when, by data/world README 3.5 and
 * 3.6.
 *
 * The rows of demand_plan.csv become demands; kinds, extensions, late ones and reopened
 * ones are drawn among those that can be it.  Registrations fill the months of
 * monthly_plan.csv.  Each demand has a window of days in which its last answer can fall
 * (from its clock), and a wish.  The months' numbers of completions are met one month
 * after the other: what must end in it does, and of what may end those whose wish is
 * earliest.  If that does not come out, the draw is begun anew.
 */
#include "cli/demo_plan.h"

#include <stdlib.h>
#include <string.h>

enum {
    BASICALLY = 15, /* of those not reopened */
    MEETING_WD = 10,
    REDO_WD = 5,
    MONTH_END_WD = 7,
    MONTH_END_WEIGHT = 4
};

/* Mean and median of the working days from registration to completion, in hundredths. */
enum { MEAN_LEAST = 460, MEAN_MOST = 740, MEDIAN_LEAST = 3, MEDIAN_MOST = 6 };

/* The silicon-materials enterprise: registered before its two days, answered after. */
static const char *const SILICON_DAY = "2025-07-30";

struct draw {
    struct demo *d;
    struct demo_plan *p;
    struct rand r;
    int last;                        /* working day */
    int64_t months[DEMO_MONTHS_MAX]; /* registrations still to be given out */
    int64_t done[DEMO_MONTHS_MAX];   /* completions asked for */
};

/* ---- registration ---- */

static int between(struct draw *k, int lo, int hi)
{
    return (int)rand_between(&k->r, lo, hi < lo ? lo : hi);
}

/* The day on which an open one was accepted (forwarded, if it goes elsewhere), so that
 * its running clock ends after the last day. */
static int open_since(struct draw *k, struct plan_demand *x)
{
    const int last = k->last;

    switch (x->route) {
    case ROUTE_TRANSFER:
        return between(k, last - PLAN_FORWARD_WD + 3, last - 3);
    case ROUTE_REPORT:
        x->more_wd = x->extended ? PLAN_FORWARD_WD : 0;
        return x->extended ? last - PLAN_FORWARD_WD - 1
                           : between(k, last - PLAN_FORWARD_WD + 3, last - 4);
    case ROUTE_JOINT:
        return between(k, last - MEETING_WD + 1, last - 4);
    case ROUTE_OWN:
    case ROUTE_COUNTY:
    default:
        if (!x->extended)
            return between(k, last + 1 - (x->limit_wd < 8 ? x->limit_wd : 8), last - 1);
        x->more_wd = between(k, 6, 10);
        return last - x->limit_wd - between(k, 0, 2);
    }
}

static void register_open(struct draw *k)
{
    for (size_t i = 0; i < k->p->demands_n; i++) {
        struct plan_demand *x = &k->p->demand[i];

        if (!x->open)
            continue;
        x->accepted = open_since(k, x);
        x->registered = x->accepted - 1;
        k->months[k->d->period.month_of[x->registered]]--;
    }
}

/* A working day of the month; the last seven weigh four times as much. */
static int draw_day(struct draw *k, int m)
{
    const struct demo_period *t = &k->d->period;
    int n = t->first[m + 1] - t->first[m];
    int heavy = n < MONTH_END_WD ? n : MONTH_END_WD;
    int at;

    if (m == t->months_n - 1) /* what is answered in the last month came early in it */
        return t->first[m] + between(k, 0, n / 2);
    at = between(k, 0, n - heavy + heavy * MONTH_END_WEIGHT - 1);
    return t->first[m] +
           (at < n - heavy ? at : n - heavy + (at - n + heavy) / MONTH_END_WEIGHT);
}

struct slots {
    int day[PLAN_DEMANDS_MAX];
    size_t n;
};

static int days_left(const struct draw *k, int day)
{
    const struct demo_period *t = &k->d->period;

    return t->first[t->month_of[day] + 1] - day;
}

/* Takes a slot out: the last month's first for what is solved at once, and of three drawn
 * ones that with the most days left in its month; others never get the last month's. */
static int take_slot(struct draw *k, struct slots *s, bool spot)
{
    size_t best = SIZE_MAX;
    const int august = k->d->period.first[k->d->period.months_n - 1];
    int day;

    for (size_t i = 0; i < s->n && spot; i++)
        if (s->day[i] >= august)
            best = i;
    for (int i = 0; best == SIZE_MAX || (i < 3 && spot && s->day[best] < august); i++) {
        size_t at = rand_below(&k->r, s->n);

        if (best == SIZE_MAX || days_left(k, s->day[at]) > days_left(k, s->day[best]))
            best = at;
    }
    day = s->day[best];
    s->day[best] = s->day[--s->n];
    return day;
}

static bool register_done(struct draw *k)
{
    struct slots s = {.n = 0};
    size_t order[PLAN_DEMANDS_MAX];
    int64_t silicon = 0;
    int silicon_at;

    if (day_parse(SILICON_DAY, &silicon))
        return false;
    silicon_at = demo_workday_at(&k->d->period, silicon);
    k->months[k->d->period.month_of[silicon_at]] -= PLAN_SILICON_DEMANDS;
    for (int m = 0; m < k->d->period.months_n; m++)
        for (int64_t n = k->months[m]; n > 0; n--)
            s.day[s.n++] = draw_day(k, m);
    demo_shuffle(order, k->p->demands_n, &k->r);
    for (int spot = 1; spot >= 0; spot--)
        for (size_t i = 0; i < k->p->demands_n; i++) {
            struct plan_demand *x = &k->p->demand[order[i]];

            if (!x->open && !plan_is_silicon(x) && x->spot == (spot == 1))
                x->registered = take_slot(k, &s, x->spot);
            else if (plan_is_silicon(x))
                x->registered = silicon_at;
        }
    return s.n == 0;
}

/* ---- windows ---- */

static void set_window(struct draw *k, struct plan_demand *x)
{
    int a = x->registered +
            (x->route == ROUTE_TRANSFER || x->route == ROUTE_COUNTY || plan_is_silicon(x)
                 ? 1
                 : between(k, 1, 2));
    int limit = a + x->limit_wd;

    x->accepted = a;
    x->earliest = a;
    x->latest = limit;
    x->wanted = a + (x->limit_wd < 7 ? between(k, 0, x->limit_wd) : between(k, 2, 7));
    if (x->spot) {
        x->accepted = x->earliest = x->latest = x->registered;
    } else if (plan_is_silicon(x)) {
        x->earliest = limit - 3;
        x->latest = limit - 2;
    } else if (x->route == ROUTE_COUNTY) { /* sent in the morning */
        x->latest = a + (x->limit_wd > 2 ? x->limit_wd : 2);
    } else if (x->route == ROUTE_TRANSFER) {
        x->earliest = a + 2;
        x->latest = a + PLAN_FORWARD_WD;
        x->wanted = a + between(k, 3, 8);
    } else if (x->route == ROUTE_REPORT) {
        x->earliest = a + 3;
        x->latest = a + 1 + PLAN_FORWARD_WD;
        x->wanted = a + between(k, 6, 12);
    } else if (x->route == ROUTE_JOINT) {
        x->earliest = a + 3;
        x->latest = a + 1 + MEETING_WD;
        x->wanted = a + between(k, 5, 9);
    } else if (x->extended) {
        x->more_wd = between(k, 5, 10);
        x->earliest = limit + 1;
        x->latest = limit + x->more_wd;
    } else if (x->late) {
        x->earliest = limit + 2;
        x->latest = limit + 4;
    } else if (x->reopened) {
        x->earliest = a + 3;
        x->latest = limit + 4;
    }
    if (x->latest > k->last)
        x->latest = k->last;
    if (x->wanted < x->earliest || x->wanted > x->latest)
        x->wanted = between(k, x->earliest, x->latest);
}

/* One that may be answered in the month at hand, or later. */
struct wish {
    int wanted;
    size_t index;
};

static int by_wish(const void *a, const void *b)
{
    const struct wish *x = a;
    const struct wish *y = b;

    if (x->wanted != y->wanted)
        return x->wanted < y->wanted ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

/* Answers what must be until the end of the month and lists what may; how many must. */
static int64_t answer_due(struct draw *k, int begin, int end, struct wish *may, size_t *n)
{
    int64_t due = 0;

    for (size_t i = 0; i < k->p->demands_n; i++) {
        struct plan_demand *x = &k->p->demand[i];

        if (x->open || x->answered >= 0 || x->earliest > end)
            continue;
        if (x->latest <= end) {
            x->answered = x->wanted < begin ? begin : x->wanted;
            due++;
        } else {
            may[(*n)++] = (struct wish){x->wanted, i};
        }
    }
    return due;
}

/* The day within the month that is nearest to the wish; near its end if that lies later.
 */
static int day_within(struct draw *k, const struct plan_demand *x, int begin, int end)
{
    int lo = x->earliest > begin ? x->earliest : begin;

    if (x->wanted > end)
        return between(k, lo > end - 2 ? lo : end - 2, end);
    return x->wanted < lo ? lo : x->wanted;
}

/* Those that must or may be answered until the end of month m; answered < 0: not yet. */
static bool answer_month(struct draw *k, int m)
{
    const struct demo_period *t = &k->d->period;
    const int begin = t->first[m];
    const int end = t->first[m + 1] - 1;
    struct wish may[PLAN_DEMANDS_MAX];
    size_t n = 0;
    int64_t left = k->done[m] - answer_due(k, begin, end, may, &n);

    if (left < 0 || (size_t)left > n)
        return false;
    qsort(may, n, sizeof may[0], by_wish);
    for (int64_t i = 0; i < left; i++) {
        struct plan_demand *x = &k->p->demand[may[i].index];

        x->answered = day_within(k, x, begin, end);
    }
    return true;
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static bool times_are_good(const struct draw *k)
{
    int days[PLAN_DEMANDS_MAX];
    int n = 0;
    int sum = 0;

    for (size_t i = 0; i < k->p->demands_n; i++) {
        const struct plan_demand *x = &k->p->demand[i];

        if (x->open)
            continue;
        days[n] = x->answered - x->registered;
        sum += days[n++];
    }
    qsort(days, (size_t)n, sizeof days[0], by_value);
    return sum * 100 >= n * MEAN_LEAST && sum * 100 <= n * MEAN_MOST &&
           days[n / 2] >= MEDIAN_LEAST && days[n / 2] <= MEDIAN_MOST &&
           days[(n - 1) / 2] >= MEDIAN_LEAST;
}

/* The first answer of a reopened one, before its limit, and what was said of it. */
static bool split_reopened(struct draw *k, struct plan_demand *x)
{
    int back = between(k, 1, 3);

    x->answered_first = x->followed_first = x->answered;
    if (!x->reopened)
        return true;
    x->followed_first = x->answered - back;
    x->answered_first = x->followed_first - 1;
    if (x->answered_first > x->accepted + x->limit_wd)
        x->answered_first = x->accepted + x->limit_wd;
    if (x->answered_first < x->followed_first - 3)
        x->followed_first = x->answered_first + 3;
    return x->answered_first >= x->accepted &&
           x->answered - x->followed_first <= REDO_WD && x->followed_first < x->answered;
}

static bool draw_all(struct draw *k)
{
    for (int m = 0; m < k->d->period.months_n; m++) {
        k->months[m] = demo_int(&k->d->months, (size_t)m, "demands");
        k->done[m] = demo_int(&k->d->months, (size_t)m, "resolved_in_month");
    }
    if (!plan_demand_marks(k->d, &k->r))
        return false;
    register_open(k);
    if (!register_done(k))
        return false;
    for (size_t i = 0; i < k->p->demands_n; i++) {
        struct plan_demand *x = &k->p->demand[i];

        x->answered = -1;
        if (x->open)
            continue;
        set_window(k, x);
        if (x->earliest > x->latest)
            return false;
    }
    for (int m = 0; m < k->d->period.months_n; m++)
        if (!answer_month(k, m))
            return false;
    for (size_t i = 0; i < k->p->demands_n; i++)
        if (!k->p->demand[i].open && !split_reopened(k, &k->p->demand[i]))
            return false;
    return times_are_good(k);
}

/* What the enterprises say in the end. */
static void draw_words(struct draw *k)
{
    size_t order[PLAN_DEMANDS_MAX];
    int basically = BASICALLY;
    bool again = true;

    demo_shuffle(order, k->p->demands_n, &k->r);
    for (size_t i = 0; i < k->p->demands_n; i++) {
        struct plan_demand *x = &k->p->demand[order[i]];

        if (x->open)
            continue;
        x->satisfaction = "satisfied";
        if (x->reopened ? again : (!plan_is_silicon(x) && basically > 0))
            x->satisfaction = "basically";
        if (x->reopened)
            again = false;
        else if (!plan_is_silicon(x))
            basically--;
    }
}

struct rand plan_stream(const struct demo *d, const char *name, int attempt)
{
    return rand_stream(d->seed, str_format(d->c->arena, "%s/%d", name, attempt));
}

qh_status plan_demands(struct demo *d)
{
    struct draw k = {.d = d, .p = d->plan, .last = d->period.days_n - 1};

    for (int i = 0; i < PLAN_TRIES; i++) {
        qh_status rc;

        k.r = plan_stream(d, "demand", i);
        rc = plan_demand_rows(d);
        if (rc)
            return rc;
        if (!draw_all(&k))
            continue;
        draw_words(&k);
        return QH_OK;
    }
    return qh_fail(&d->c->err, QH_BUG, "demo.demands", "", "no draw comes out");
}
