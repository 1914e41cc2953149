/* demo_demand_rows.c - the rows of demand_plan.csv as demands, and which of them are
 * advice, complex, solved on the spot, extended, late or reopened (README 3.5 and 3.6).
 */
#include "cli/demo_plan.h"

#include <string.h>

/* clang-format off */
enum {
    ADVICE = 61, COMPLEX = 58, /* the rest is ordinary, but for reports and meetings: hard */
    SPOT_ADVICE = 40, SPOT_ORDINARY = 17,
    EXTENDED = 9, LATE = 6, REOPENED = 4,
    COMPLEX_LEAST_WD = 10
};
static const int KIND_WD[] = {2, 7, 15, 30};
/* clang-format on */

static const char *const SILICON_CODES[PLAN_SILICON_DEMANDS] = {"ME02", "ME03"};

/* ---- rows ---- */

static void add_rows(struct demo_plan *p, const char *code, enum plan_route route,
                     bool open, int64_t n)
{
    for (; n > 0; n--)
        p->demand[p->demands_n++] = (struct plan_demand){
            .code = code, .route = route, .open = open, .enterprise = DEMO_NOBODY};
}

qh_status plan_demand_rows(struct demo *d)
{
    /* clang-format off */
    static const struct {
        const char *column;
        enum plan_route route;
        bool open;
    } COLUMNS[] = {
        {"own_resolved",      ROUTE_OWN,      false}, {"own_open",      ROUTE_OWN,      true},
        {"county_resolved",   ROUTE_COUNTY,   false},
        {"transfer_resolved", ROUTE_TRANSFER, false}, {"transfer_open", ROUTE_TRANSFER, true},
        {"report_resolved",   ROUTE_REPORT,   false}, {"report_open",   ROUTE_REPORT,   true},
        {"joint_resolved",    ROUTE_JOINT,    false}, {"joint_open",    ROUTE_JOINT,    true},
    };
    /* clang-format on */
    struct csv t = {0};
    qh_status rc = demo_table(d, "demand_plan", &t);

    d->plan->demands_n = 0;
    for (size_t i = 0; i < t.rows && !rc; i++)
        for (size_t c = 0; c < LEN(COLUMNS); c++)
            add_rows(d->plan, demo_cell(&t, i, "code"), COLUMNS[c].route, COLUMNS[c].open,
                     demo_int(&t, i, COLUMNS[c].column));
    return rc;
}

static int64_t commit_wd(const struct demo *d, const struct plan_demand *x)
{
    size_t row = demo_row(&d->items, "code", x->code);

    return row == SIZE_MAX ? PLAN_FORWARD_WD
                           : demo_int(&d->items, row, "commit_limit_wd");
}

/* ---- who is what ---- */

typedef bool (*fits)(const struct demo *d, const struct plan_demand *x);

static bool may_be_complex(const struct demo *d, const struct plan_demand *x)
{
    return x->kind == KIND_ORDINARY && x->route == ROUTE_OWN &&
           commit_wd(d, x) >= COMPLEX_LEAST_WD;
}

static bool may_be_advice(const struct demo *d, const struct plan_demand *x)
{
    (void)d;
    return x->kind == KIND_ORDINARY && !x->open && !plan_is_silicon(x) &&
           (x->route == ROUTE_OWN || x->route == ROUTE_COUNTY);
}

static bool is_plain_own(const struct plan_demand *x)
{
    return x->route == ROUTE_OWN && !x->open && !plan_is_silicon(x) && !x->spot &&
           !x->extended && !x->late && !x->reopened;
}

static bool may_be_spot_advice(const struct demo *d, const struct plan_demand *x)
{
    (void)d;
    return is_plain_own(x) && x->kind == KIND_ADVICE;
}

static bool may_be_spot(const struct demo *d, const struct plan_demand *x)
{
    (void)d;
    return is_plain_own(x) && x->kind == KIND_ORDINARY;
}

static bool may_be_special(const struct demo *d, const struct plan_demand *x)
{
    enum { SHORTEST = 5 };

    return is_plain_own(x) && x->kind != KIND_ADVICE && commit_wd(d, x) >= SHORTEST;
}

static bool may_extend_open(const struct demo *d, const struct plan_demand *x)
{
    (void)d;
    return x->route == ROUTE_OWN && x->open && !x->extended;
}

static bool may_extend_report(const struct demo *d, const struct plan_demand *x)
{
    (void)d;
    return x->route == ROUTE_REPORT && x->open;
}

enum mark {
    MARK_COMPLEX,
    MARK_ADVICE,
    MARK_SPOT,
    MARK_EXTENDED,
    MARK_LATE,
    MARK_REOPENED
};

static void set_mark(struct plan_demand *x, enum mark m)
{
    switch (m) {
    case MARK_COMPLEX:
        x->kind = KIND_COMPLEX;
        break;
    case MARK_ADVICE:
        x->kind = KIND_ADVICE;
        break;
    case MARK_SPOT:
        x->spot = true;
        break;
    case MARK_EXTENDED:
        x->extended = true;
        break;
    case MARK_LATE:
        x->late = true;
        break;
    case MARK_REOPENED:
        x->reopened = true;
        break;
    }
}

struct marker {
    struct demo *d;
    struct demo_plan *p;
    struct rand *r;
};

/* Marks n drawn ones of those that fit; false: there are fewer. */
static bool mark(struct marker *k, fits fit, enum mark m, int64_t n)
{
    size_t order[PLAN_DEMANDS_MAX];

    demo_shuffle(order, k->p->demands_n, k->r);
    for (size_t i = 0; i < k->p->demands_n && n > 0; i++) {
        struct plan_demand *x = &k->p->demand[order[i]];

        if (fit(k->d, x)) {
            set_mark(x, m);
            n--;
        }
    }
    return n == 0;
}

/* The two of the silicon-materials enterprise: the first of their codes. */
static int64_t take_silicon(struct demo *d)
{
    int64_t n = 0;
    size_t home = 0;

    while (!d->enterprises[home].silicon)
        home++;
    for (size_t c = 0; c < LEN(SILICON_CODES); c++)
        for (size_t i = 0; i < d->plan->demands_n; i++) {
            struct plan_demand *x = &d->plan->demand[i];

            if (x->route != ROUTE_OWN || x->open ||
                strcmp(x->code, SILICON_CODES[c]) != 0)
                continue;
            x->enterprise = home;
            x->kind = KIND_COMPLEX;
            n++;
            break;
        }
    return n;
}

bool plan_demand_marks(struct demo *d, struct rand *r)
{
    struct marker k = {d, d->plan, r};
    int64_t complex = COMPLEX;

    for (size_t i = 0; i < d->plan->demands_n; i++) {
        struct plan_demand *x = &d->plan->demand[i];

        x->kind = x->route == ROUTE_REPORT || x->route == ROUTE_JOINT ? KIND_HARD
                  : x->route == ROUTE_TRANSFER                        ? KIND_COMPLEX
                                                                      : KIND_ORDINARY;
        complex -= x->kind == KIND_COMPLEX;
    }
    complex -= take_silicon(d);
    if (!mark(&k, may_be_complex, MARK_COMPLEX, complex) ||
        !mark(&k, may_be_advice, MARK_ADVICE, ADVICE) ||
        !mark(&k, may_be_spot_advice, MARK_SPOT, SPOT_ADVICE) ||
        !mark(&k, may_be_spot, MARK_SPOT, SPOT_ORDINARY) ||
        !mark(&k, may_be_special, MARK_EXTENDED, EXTENDED) ||
        !mark(&k, may_be_special, MARK_LATE, LATE) ||
        !mark(&k, may_be_special, MARK_REOPENED, REOPENED) ||
        !mark(&k, may_extend_open, MARK_EXTENDED, 2) ||
        !mark(&k, may_extend_report, MARK_EXTENDED, 1))
        return false;
    for (size_t i = 0; i < d->plan->demands_n; i++) {
        struct plan_demand *x = &d->plan->demand[i];
        int commit = (int)commit_wd(d, x);

        x->limit_wd = KIND_WD[x->kind] < commit ? KIND_WD[x->kind] : commit;
    }
    return true;
}
