/* demo_visit_plan.c - 1,743 visits by data/world README 3.4: how many for each
 * enterprise, how many of each kind in each month, on which days.
 *
 * The visits in which demands are heard and the calls stand already.  What a month still
 * needs is given to those enterprises that are farthest behind their share; expert
 * services take what would crowd a month, since they keep no quiet period.  Where an
 * enterprise has no day left it changes places with another one that comes later.
 */
#include "cli/demo_plan.h"

#include <string.h>

/* clang-format off */
enum {
    LEAST = 4, MOST = 16,
    ON_SITE = 1037, PHONE = 209, SYMPOSIUM = 140,
    WEEKEND_EXPERT = 8, /* 3 % of 254 */
    EXPERTS_A_DAY = 4, DAY_TRIES = 60, SILICON_CREWS = 2
};
/* clang-format on */

static const char *const SILICON_FIRST = "2025-08-06";
static const char *const SILICON_LAST = "2025-08-07";

/* ---- shares ---- */

static int64_t weight_of(const struct demo_enterprise *e)
{
    static const struct {
        const char *size;
        int64_t weight;
    } WEIGHTS[] = {{"large", 30}, {"medium", 20}, {"small", 12}, {"micro", 8}};
    int64_t w = 0;

    for (size_t i = 0; i < LEN(WEIGHTS); i++)
        if (strcmp(WEIGHTS[i].size, e->size_class) == 0)
            w = WEIGHTS[i].weight;
    return e->park && demo_has("P01|P03|P12", e->park) ? w * 3 / 2 : w;
}

void plan_visit_shares(struct demo *d)
{
    int64_t weight[DEMO_ENTERPRISES_MAX];
    int64_t more[DEMO_ENTERPRISES_MAX];
    int64_t *n = d->plan->visits_of;
    int64_t left = -(int64_t)d->enterprises_n * LEAST;

    for (size_t m = 0; m < d->months.rows; m++)
        left += demo_int(&d->months, m, "visits");
    for (size_t i = 0; i < d->enterprises_n; i++) {
        weight[i] = weight_of(&d->enterprises[i]);
        n[i] = LEAST;
    }
    while (left > 0) {
        demo_share(weight, d->enterprises_n, left, more);
        left = 0;
        for (size_t i = 0; i < d->enterprises_n; i++) {
            n[i] += more[i];
            if (n[i] < MOST)
                continue;
            left += n[i] - MOST;
            n[i] = MOST;
            weight[i] = 0;
        }
    }
}

/* ---- what the months still need ---- */

struct fill {
    struct demo *d;
    struct demo_plan *p;
    struct rand r;
    int64_t need[DEMO_MONTHS_MAX][VISIT_KINDS];
    int64_t give[DEMO_ENTERPRISES_MAX]; /* in the month at hand */
};

/* Kinds that are not free, in the months by what each has of them. */
static bool share_kind(struct fill *f, enum plan_visit_kind kind, int64_t total)
{
    int64_t rest[DEMO_MONTHS_MAX];
    int64_t out[DEMO_MONTHS_MAX];
    size_t n = f->d->months.rows;

    for (size_t m = 0; m < n; m++)
        rest[m] = demo_int(&f->d->months, m, "visits") -
                  demo_int(&f->d->months, m, "visits_expert");
    demo_share(rest, n, total, out);
    for (size_t m = 0; m < n; m++)
        f->need[m][kind] = out[m];
    return true;
}

/* Takes away what stands already; on-site visits are what is left of a month. */
static bool count_needs(struct fill *f)
{
    (void)share_kind(f, VISIT_PHONE, PHONE);
    (void)share_kind(f, VISIT_SYMPOSIUM, SYMPOSIUM);
    for (size_t m = 0; m < f->d->months.rows; m++) {
        f->need[m][VISIT_EXPERT] = demo_int(&f->d->months, m, "visits_expert");
        f->need[m][VISIT_ON_SITE] = demo_int(&f->d->months, m, "visits") -
                                    f->need[m][VISIT_EXPERT] - f->need[m][VISIT_PHONE] -
                                    f->need[m][VISIT_SYMPOSIUM];
    }
    for (size_t i = 0; i < f->p->visits_n; i++) {
        const struct plan_visit *v = &f->p->visit[i];

        /* A call stands in for a visit on site. */
        f->need[v->month][v->kind == VISIT_FOLLOW_UP ? VISIT_ON_SITE : v->kind]--;
    }
    for (size_t m = 0; m < f->d->months.rows; m++)
        for (int k = 0; k < VISIT_KINDS; k++)
            if (f->need[m][k] < 0)
                return false;
    return true;
}

static int64_t left_of(const struct fill *f, size_t i)
{
    return f->p->visits_of[i] - f->p->planned_of[i];
}

static int64_t still_needed(const struct fill *f, int m)
{
    int64_t n = 0;

    for (int k = 0; k < VISIT_KINDS; k++)
        n += f->need[m][k];
    return n;
}

/* How many visits of this month each enterprise gets: its part of what it lacks. */
static void give_month(struct fill *f, int m)
{
    int64_t lack[DEMO_ENTERPRISES_MAX];
    int64_t shuffled[DEMO_ENTERPRISES_MAX];
    size_t order[DEMO_ENTERPRISES_MAX];
    size_t n = f->d->enterprises_n;

    /* Equal rests are decided by a drawn order. */
    demo_shuffle(order, n, &f->r);
    for (size_t i = 0; i < n; i++)
        lack[i] = left_of(f, order[i]);
    demo_share(lack, n, still_needed(f, m), shuffled);
    for (size_t i = 0; i < n; i++)
        f->give[order[i]] = shuffled[i];
}

/* ---- days ---- */

static size_t least_busy_expert(struct fill *f, int64_t day)
{
    int n[DEMO_PERSONS_MAX] = {0};
    size_t best = DEMO_NOBODY;
    size_t first = rand_below(&f->r, EXPERTS_A_DAY);

    for (size_t i = 0; i < f->p->visits_n; i++)
        if (f->p->visit[i].day == day && f->p->visit[i].kind == VISIT_EXPERT)
            n[f->p->visit[i].officer]++;
    for (size_t i = 0; i < EXPERTS_A_DAY; i++) {
        size_t who = demo_person_with(f->d, "verifier", first + i);

        if (n[who] == 0 && best == DEMO_NOBODY) /* a crew makes one trip a day */
            best = who;
    }
    return best;
}

static bool serves_today(const struct fill *f, size_t enterprise, int64_t day)
{
    for (size_t i = 0; i < f->p->visits_n; i++)
        if (f->p->visit[i].enterprise == enterprise && f->p->visit[i].day == day)
            return true;
    return false;
}

static bool is_due(const struct demo_enterprise *e, int64_t day)
{
    return day >= e->paired_day;
}

/* One visit of the kind to the enterprise on some day of the month. */
static bool place(struct fill *f, size_t enterprise, enum plan_visit_kind kind, int m)
{
    const struct demo_period *t = &f->d->period;
    const struct demo_enterprise *e = &f->d->enterprises[enterprise];

    if (kind == VISIT_SYMPOSIUM && !e->park)
        return false;
    for (int i = 0; i < DAY_TRIES; i++) {
        int at = (int)rand_between(&f->r, t->first[m], t->first[m + 1] - 1);
        struct plan_visit v = {.kind = kind,
                               .enterprise = enterprise,
                               .day = t->day[at],
                               .at = at,
                               .month = m};

        if (!is_due(e, v.day) || serves_today(f, enterprise, v.day) ||
            (!plan_is_free(kind) && !plan_is_quiet(f->p, enterprise, at)))
            continue;
        v.officer = kind == VISIT_EXPERT ? least_busy_expert(f, v.day)
                                         : demo_officer_on(e, v.day);
        if (v.officer != DEMO_NOBODY && plan_find_time(f->d, &v, &f->r) &&
            plan_visit_add(f->d, &v)) {
            f->need[m][kind]--;
            return true;
        }
    }
    return false;
}

/* A Saturday or Sunday of the month, for expert services only. */
static bool place_weekend(struct fill *f, size_t enterprise, int m)
{
    const struct demo_period *t = &f->d->period;
    int at = (int)rand_between(&f->r, t->first[m] + 5, t->first[m + 1] - 2);
    struct plan_visit v = {
        .kind = VISIT_EXPERT, .enterprise = enterprise, .at = -1, .month = m};

    for (; at + 1 < t->first[m + 1]; at++)
        if (t->day[at + 1] - t->day[at] == 3 && day_weekday(t->day[at]) == 4) {
            v.day = t->day[at] + 1;
            v.officer = least_busy_expert(f, v.day);
            if (v.officer == DEMO_NOBODY || !plan_find_time(f->d, &v, &f->r) ||
                !plan_visit_add(f->d, &v))
                return false;
            f->need[m][VISIT_EXPERT]--;
            return true;
        }
    return false;
}

/* ---- one month ---- */

static bool can_expect(const struct fill *f, size_t i)
{
    return !f->d->enterprises[i].silicon;
}

/* Expert services go to enterprises with most visits in the month. */
static bool place_experts(struct fill *f, int m, int64_t weekend)
{
    while (f->need[m][VISIT_EXPERT] > 0) {
        size_t best = SIZE_MAX;
        size_t from = rand_below(&f->r, f->d->enterprises_n);

        for (size_t k = 0; k < f->d->enterprises_n; k++) {
            size_t i = (from + k) % f->d->enterprises_n;

            if (f->give[i] > 0 && can_expect(f, i) &&
                (best == SIZE_MAX || f->give[i] > f->give[best]))
                best = i;
        }
        if (best == SIZE_MAX)
            return false;
        if (!(weekend > 0 && place_weekend(f, best, m) && weekend--) &&
            !place(f, best, VISIT_EXPERT, m))
            return false;
        f->give[best]--;
    }
    return true;
}

/* The kind of the next visit: symposia only for those in a park, who take more of them.
 */
static enum plan_visit_kind next_kind(struct fill *f, size_t enterprise, int m)
{
    const int64_t park = f->d->enterprises[enterprise].park ? 3 : 0;
    int64_t n[] = {f->need[m][VISIT_ON_SITE], f->need[m][VISIT_PHONE],
                   park * f->need[m][VISIT_SYMPOSIUM]};
    int64_t at = rand_between(&f->r, 0, n[0] + n[1] + n[2] ? n[0] + n[1] + n[2] - 1 : 0);

    return at < n[0] ? VISIT_ON_SITE : at < n[0] + n[1] ? VISIT_PHONE : VISIT_SYMPOSIUM;
}

/* Somebody else takes the visit who still lacks one. */
static bool place_other(struct fill *f, enum plan_visit_kind kind, int m)
{
    size_t from = rand_below(&f->r, f->d->enterprises_n);

    for (size_t k = 0; k < f->d->enterprises_n; k++) {
        size_t i = (from + k) % f->d->enterprises_n;

        if (left_of(f, i) > f->give[i] && !f->d->enterprises[i].silicon &&
            place(f, i, kind, m))
            return true;
    }
    return false;
}

static bool place_quiet(struct fill *f, int m)
{
    size_t order[DEMO_ENTERPRISES_MAX];

    demo_shuffle(order, f->d->enterprises_n, &f->r);
    /* Symposia first, which fewer can have. */
    for (int parks = 1; parks >= 0; parks--)
        for (size_t k = 0; k < f->d->enterprises_n; k++) {
            size_t i = order[k];

            if ((f->d->enterprises[i].park != NULL) != (parks == 1))
                continue;
            for (; f->give[i] > 0; f->give[i]--) {
                enum plan_visit_kind kind = next_kind(f, i, m);

                if (f->need[m][kind] <= 0)
                    return false;
                if (!place(f, i, kind, m) && !place_other(f, kind, m))
                    return false;
            }
        }
    return still_needed(f, m) == 0;
}

/* Two crews on each of the two days. */
static bool place_silicon(struct fill *f)
{
    size_t home = 0;
    int64_t day = 0;
    int64_t last = 0;

    if (day_parse(SILICON_FIRST, &day) || day_parse(SILICON_LAST, &last))
        return false;
    while (!f->d->enterprises[home].silicon)
        home++;
    for (; day <= last; day++)
        for (size_t crew = 0; crew < SILICON_CREWS; crew++) {
            int at = demo_workday_at(&f->d->period, day);
            struct plan_visit v = {.kind = VISIT_EXPERT,
                                   .enterprise = home,
                                   .officer = demo_person_with(f->d, "verifier", crew),
                                   .day = day,
                                   .at = at,
                                   .month = f->d->period.month_of[at]};

            if (!plan_find_time(f->d, &v, &f->r) || !plan_visit_add(f->d, &v))
                return false;
            f->need[v.month][VISIT_EXPERT]--;
        }
    return true;
}

static bool fill_all(struct fill *f)
{
    int64_t weekend[DEMO_MONTHS_MAX];
    int64_t experts[DEMO_MONTHS_MAX];

    if (!count_needs(f) || !place_silicon(f))
        return false;
    for (size_t m = 0; m < f->d->months.rows; m++)
        experts[m] = m ? demo_int(&f->d->months, m, "visits_expert") : 0;
    demo_share(experts, f->d->months.rows, WEEKEND_EXPERT, weekend);
    for (int m = 0; m < f->d->period.months_n; m++) {
        give_month(f, m);
        if (!place_experts(f, m, weekend[m]) || !place_quiet(f, m))
            return false;
    }
    for (size_t i = 0; i < f->d->enterprises_n; i++)
        if (left_of(f, i) != 0)
            return false;
    return true;
}

qh_status plan_visits(struct demo *d)
{
    const size_t before = d->plan->visits_n;
    int64_t planned[DEMO_ENTERPRISES_MAX];

    memcpy(planned, d->plan->planned_of, sizeof planned);
    for (int i = 0; i < PLAN_TRIES; i++) {
        struct fill f = {.d = d, .p = d->plan, .r = plan_stream(d, "visit", i)};

        if (fill_all(&f))
            return QH_OK;
        d->plan->visits_n = before;
        memcpy(d->plan->planned_of, planned, sizeof planned);
    }
    return qh_fail(&d->c->err, QH_BUG, "demo.visits", "", "no draw comes out");
}
