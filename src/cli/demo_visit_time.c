/* demo_visit_time.c - at what time of the day a visit fits in: 08:30 to 11:30 and 14:30
 * to 17:00, at most four a day and person, with the way at 40 km/h between two of them
 * (README 3.4). */
#include "cli/demo_plan.h"

#include <stdlib.h>

enum {
    DAY_MOST = 4,
    STEP_MIN = 5,
    METRES_A_MINUTE = 40000 / 60,
    METRES_U_LAT = 111, /* a thousand micro-degrees in metres */
    METRES_U_LON = 99
};

/* clang-format off */
static const struct { int from, until; } WINDOWS[] = {{510, 690}, {870, 1020}};
static const struct { const char *name; int least, most; bool is_free; } KINDS[] = {
    [VISIT_ON_SITE]   = {"on_site",   45,  90, false},
    [VISIT_PHONE]     = {"phone",     10,  25, false},
    [VISIT_SYMPOSIUM] = {"symposium", 90, 120, false},
    [VISIT_EXPERT]    = {"expert",   100, 150, true},
    [VISIT_FOLLOW_UP] = {"follow_up",  5,  15, true},
};
/* clang-format on */

const char *plan_visit_kind_name(enum plan_visit_kind k)
{
    return KINDS[k].name;
}

bool plan_is_free(enum plan_visit_kind k)
{
    return KINDS[k].is_free;
}

bool plan_is_quiet(const struct demo_plan *p, size_t enterprise, int at)
{
    for (size_t i = 0; i < p->visits_n; i++) {
        const struct plan_visit *v = &p->visit[i];

        if (v->enterprise == enterprise && v->at >= 0 && !KINDS[v->kind].is_free &&
            abs(v->at - at) < PLAN_QUIET_WD)
            return false;
    }
    return true;
}

static int64_t root(int64_t v)
{
    int64_t r = 0;

    for (int64_t bit = (int64_t)1 << 30; bit; bit >>= 1)
        if ((r + bit) * (r + bit) <= v)
            r += bit;
    return r;
}

/* Minutes on the road, rounded up; nobody goes anywhere for a call. */
static int64_t way(const struct demo *d, const struct plan_visit *a,
                   const struct plan_visit *b)
{
    const struct demo_enterprise *x = &d->enterprises[a->enterprise];
    const struct demo_enterprise *y = &d->enterprises[b->enterprise];
    int64_t north = (x->lat_u - y->lat_u) * (METRES_U_LAT + 1) / 1000;
    int64_t east = (x->lon_u - y->lon_u) * (METRES_U_LON + 1) / 1000;

    return root(north * north + east * east) / METRES_A_MINUTE + 2;
}

static bool leaves_room(const struct demo *d, const struct plan_visit *v,
                        const struct plan_visit *const *others, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int64_t gap = way(d, v, others[i]);

        if (v->start_min < others[i]->start_min + others[i]->minutes + gap &&
            others[i]->start_min < v->start_min + v->minutes + gap)
            return false;
    }
    return true;
}

bool plan_find_time(const struct demo *d, struct plan_visit *v, struct rand *r)
{
    const struct plan_visit *others[DAY_MOST];
    size_t n = 0;

    for (size_t i = 0; i < d->plan->visits_n; i++) {
        const struct plan_visit *o = &d->plan->visit[i];

        if (o->officer != v->officer || o->day != v->day)
            continue;
        others[n++] = o;
        if (n == DAY_MOST)
            return false;
    }
    v->minutes = (int)rand_between(r, KINDS[v->kind].least / STEP_MIN,
                                   KINDS[v->kind].most / STEP_MIN) *
                 STEP_MIN;
    for (int tries = 0; tries < 24; tries++) {
        size_t w = rand_below(r, 5) < 3 ? 0 : 1;
        int room = (WINDOWS[w].until - WINDOWS[w].from - v->minutes) / STEP_MIN;

        v->start_min = WINDOWS[w].from + (int)rand_between(r, 0, room) * STEP_MIN;
        if (leaves_room(d, v, others, n))
            return true;
    }
    return false;
}

struct plan_visit *plan_visit_add(struct demo *d, const struct plan_visit *v)
{
    struct demo_plan *p = d->plan;

    if (p->visits_n == PLAN_VISITS_MAX)
        return NULL;
    p->visit[p->visits_n] = *v;
    p->planned_of[v->enterprise]++;
    return &p->visit[p->visits_n++];
}
