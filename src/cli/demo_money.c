/* demo_money.c - what the expert services of a month would have cost (README 3.8
 * and 3.9): lines drawn from the industry's instrument kinds until between 280 and 3,000
 * yuan of the month's target remain, then lines of K12 under W3 and K06 under W1 for the
 * rest, to the fen.
 *
 * Kinds with an edition get full records (demo_service.h), whose approvals make the
 * charge lines; each line of another kind is a service note of a visit.
 */
#include "base/text.h"
#include "cli/demo_act.h"
#include "cli/demo_service.h"
#include "domain/charge.h"

#include <string.h>

/* clang-format off */
enum {
    YUAN = 100, LEAST_REST = 280, MOST_REST = 3000, FINE_DRAWS = 200,
    FINE_REST = 900, LINES_MAX = 4000, DRAWS = 4000,
    LATE_MIN = 2, MINUTE_MS = 60000
};
/* clang-format on */

static const char *const CALIPER = "K12";

struct line {
    const struct plan_visit *visit;
    size_t kind; /* row of instrument_kinds.csv */
    int64_t quantity;
};

struct money {
    struct demo *d;
    struct rand r;
    struct line *line; /* with a service note */
    size_t lines_n;
    struct demo_service *service; /* with records */
    size_t services_n;
};

static bool is_compulsory(const struct demo *d, size_t kind)
{
    return demo_int(&d->kinds, kind, "compulsory") != 0;
}

static bool is_small(const struct demo_enterprise *e)
{
    return strcmp(e->size_class, "small") == 0 || strcmp(e->size_class, "micro") == 0;
}

/* What is not collected of a line, in yuan: 0 where no rule applies. */
static int64_t worth(const struct demo *d, const struct demo_enterprise *e, size_t kind,
                     int64_t quantity)
{
    int64_t full = demo_int(&d->kinds, kind, "ref_price_cny") * quantity;

    if (is_compulsory(d, kind) || e->supported)
        return full;
    return is_small(e) ? full / 2 : 0;
}

/* Of kinds with a record no more than a crew can do beside others on a day. */
static int64_t draw_quantity(struct money *k, size_t kind)
{
    int64_t price = demo_int(&k->d->kinds, kind, "ref_price_cny");

    if (price < 100 && service_has_record(k->d, demo_cell(&k->d->kinds, kind, "code")))
        return rand_between(&k->r, 2, 6);
    return price < 100    ? rand_between(&k->r, 4, 24)
           : price < 300  ? rand_between(&k->r, 1, 6)
           : price < 1500 ? rand_between(&k->r, 1, 3)
                          : rand_between(&k->r, 1, 2);
}

/* False where there is no room for it. */
static bool add(struct money *k, const struct plan_visit *v, size_t kind,
                int64_t quantity)
{
    const char *code = demo_cell(&k->d->kinds, kind, "code");
    const struct demo_service more = {v, code, quantity};

    if (k->lines_n == LINES_MAX || k->services_n == LINES_MAX)
        return false;
    if (!service_has_record(k->d, code)) {
        k->line[k->lines_n++] =
            (struct line){.visit = v, .kind = kind, .quantity = quantity};
        return true;
    }
    if (!service_fits(k->d, k->service, k->services_n, &more))
        return false;
    k->service[k->services_n++] = more;
    return true;
}

static size_t draw_kind(struct money *k, const struct demo_enterprise *e)
{
    size_t row = demo_row(&k->d->industries, "code", e->industry);
    const char *kinds = demo_cell(&k->d->industries, row, "instrument_kinds");
    size_t n = 0;
    const char *kind;

    while (demo_part(k->d->c->arena, kinds, n))
        n++;
    kind = n ? demo_part(k->d->c->arena, kinds, rand_below(&k->r, n)) : DEMO_BRIDGE;
    return demo_row(&k->d->kinds, "code", kind);
}

/* One line at the visit, if there is a rule for it and it leaves enough; its worth. */
static int64_t draw_line(struct money *k, const struct plan_visit *v, int64_t left)
{
    const struct demo_enterprise *e = &k->d->enterprises[v->enterprise];
    size_t kind = draw_kind(k, e);
    int64_t quantity = draw_quantity(k, kind);
    int64_t yuan = worth(k->d, e, kind, quantity);

    if (yuan <= 0 || left - yuan < LEAST_REST || !add(k, v, kind, quantity))
        return 0;
    return yuan;
}

/* ---- one month ---- */

struct month {
    const struct plan_visit *expert[PLAN_VISITS_MAX];
    size_t experts_n;
    /* For the closing lines: at supported enterprises, expert services first. */
    const struct plan_visit *supported[PLAN_VISITS_MAX];
    size_t supported_n;
};

static void list_visits(const struct money *k, int m, struct month *out)
{
    static const enum plan_visit_kind KINDS[] = {VISIT_EXPERT, VISIT_ON_SITE};

    for (size_t n = 0; n < LEN(KINDS); n++)
        for (size_t i = 0; i < k->d->plan->visits_n; i++) {
            const struct plan_visit *v = &k->d->plan->visit[i];
            const struct demo_enterprise *e = &k->d->enterprises[v->enterprise];

            if (v->month != m || e->silicon || v->kind != KINDS[n])
                continue;
            if (v->kind == VISIT_EXPERT)
                out->expert[out->experts_n++] = v;
            if (e->supported)
                out->supported[out->supported_n++] = v;
        }
}

/* Each visit in turn gets about its part of the target; then any until little remains, as
 * a crew has no time for many lines of the rest. */
static int64_t draw_lines(struct money *k, const struct month *month, int64_t left)
{
    for (size_t i = 0; i < month->experts_n; i++) {
        int64_t part = left / (int64_t)(month->experts_n - i);

        for (int n = 0; n < 12 && part > 0; n++) {
            int64_t yuan = draw_line(k, month->expert[i], left);

            left -= yuan;
            part -= yuan;
        }
    }
    for (int n = 0; n < DRAWS && left > (n < FINE_DRAWS ? FINE_REST : MOST_REST); n++)
        left -= draw_line(k, month->expert[rand_below(&k->r, month->experts_n)], left);
    return left;
}

/* a lines of K12 (40 yuan) and b of K06 (45), the fewest b for which it comes out; where
 * the crews have time for them. */
static bool close_month(struct money *k, const struct month *month, int64_t left)
{
    const size_t caliper = demo_row(&k->d->kinds, "code", CALIPER);
    const size_t gauge = demo_row(&k->d->kinds, "code", DEMO_GAUGE);
    const int64_t a_yuan = demo_int(&k->d->kinds, caliper, "ref_price_cny");
    const int64_t b_yuan = demo_int(&k->d->kinds, gauge, "ref_price_cny");
    int64_t gauges = 0;
    size_t i = 0;

    if (!month->supported_n || a_yuan <= 0)
        return false;
    for (; left > 0 && left % a_yuan != 0; left -= b_yuan)
        gauges++;
    while (i < month->supported_n && gauges &&
           !add(k, month->supported[i], gauge, gauges))
        i++;
    if (left < 0 || i == month->supported_n)
        return false;
    for (i = 0; i < month->supported_n; i++)
        while (left > 0 && add(k, month->supported[i], caliper, 1))
            left -= a_yuan;
    return left == 0;
}

static bool draw_month(struct money *k, int m)
{
    enum { SILICON_YUAN = 20640 };
    struct month *month = ARENA_NEW(k->d->c->arena, struct month);
    int64_t left = demo_int(&k->d->months, (size_t)m, "waived_cny");

    if (m == k->d->period.months_n - 1)
        left -= SILICON_YUAN;
    list_visits(k, m, month);
    if (!month->experts_n)
        return false;
    left = draw_lines(k, month, left);
    return left >= LEAST_REST && left <= MOST_REST && close_month(k, month, left);
}

/* ---- acts ---- */

static struct charge_subject subject_of(const struct demo *d, const struct line *x,
                                        const char *day)
{
    const struct demo_enterprise *e = &d->enterprises[x->visit->enterprise];
    const char *kind = demo_cell(&d->kinds, x->kind, "code");
    const bool compulsory = is_compulsory(d, x->kind);

    return (struct charge_subject){
        .visit_id = x->visit->id,
        .note = demo_phrase(d, "service_note", 0),
        .quantity = x->quantity,
        .kind_code = kind,
        .compulsory = compulsory,
        .purpose = compulsory ? "trade" : "other",
        .service = compulsory ? "verification" : "calibration",
        .passed = true,
        .enterprise_id = e->id,
        .division_code = e->division,
        .size_class = e->size_class,
        .supported = e->supported,
        .day = day,
    };
}

static qh_status charge(struct demo *d, void *arg)
{
    const struct line *x = arg;
    char day[DAY_LEN + 1];
    struct charge_subject s;

    day_format(x->visit->day, day);
    s = subject_of(d, x, day);
    d->c->actor = demo_actor(d, x->visit->officer, "verifier");
    return charge_add_record(d->c, &s);
}

qh_status plan_money(struct demo *d)
{
    struct money k = {.d = d,
                      .line = ARENA_ARRAY(d->c->arena, LINES_MAX, struct line),
                      .service =
                          ARENA_ARRAY(d->c->arena, LINES_MAX, struct demo_service)};

    for (int m = 0; m < d->period.months_n; m++) {
        const size_t lines = k.lines_n;
        const size_t services = k.services_n;
        bool done = false;

        for (int i = 0; i < PLAN_TRIES && !done; i++) {
            k.lines_n = lines;
            k.services_n = services;
            k.r = plan_stream(d, str_format(d->c->arena, "charge/%d", m), i);
            done = draw_month(&k, m);
        }
        if (!done)
            return qh_fail(&d->c->err, QH_BUG, "demo.money", "", "month %d", m);
    }
    for (size_t i = 0; i < k.lines_n; i++) {
        const struct plan_visit *v = k.line[i].visit;

        demo_act_add(d,
                     demo_instant(d, v->day, v->start_min + v->minutes) +
                         (int64_t)LATE_MIN * MINUTE_MS,
                     charge, &k.line[i]);
    }
    return plan_services(d, k.service, k.services_n);
}
