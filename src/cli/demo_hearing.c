/* demo_hearing.c - whose demands they are, where they were heard, in which words (README
 * 3.5), and who asked afterwards (3.7). */
#include "cli/demo_plan.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
enum {
    WINDOWS = 24, PHONES = 21, SYMPOSIA = 19, ONLINE = 12, /* the rest: paired visits */
    FOLLOW_UP_VISITS = 103, FOLLOW_UP_WD = 3,
    TILT = 4, SAME_INDUSTRY = 3, SPARE_VISITS = 1, SILICON_VISITS = 4,
    HEAR_TRIES = 60
};
/* clang-format on */

struct hear {
    struct demo *d;
    struct demo_plan *p;
    struct rand r;
    struct rand words;
    struct csv texts;
    size_t used[PLAN_DEMANDS_MAX]; /* rows of texts, how often */
};

/* ---- sources ---- */

static void draw_sources(struct hear *h)
{
    static const struct {
        enum plan_source source;
        int n;
    } OTHERS[] = {{SOURCE_ONLINE, ONLINE},
                  {SOURCE_SYMPOSIUM, SYMPOSIA},
                  {SOURCE_WINDOW, WINDOWS},
                  {SOURCE_PHONE, PHONES}};
    size_t order[PLAN_DEMANDS_MAX];
    int given[LEN(OTHERS)] = {0};

    for (size_t i = 0; i < h->p->demands_n; i++)
        if (h->p->demand[i].enterprise != DEMO_NOBODY) { /* written in the portal */
            h->p->demand[i].source = SOURCE_ONLINE;
            given[0]++;
        }
    demo_shuffle(order, h->p->demands_n, &h->r);
    for (size_t i = 0; i < h->p->demands_n; i++) {
        struct plan_demand *x = &h->p->demand[order[i]];

        if (x->spot || x->enterprise != DEMO_NOBODY)
            continue;
        for (size_t k = 0; k < LEN(OTHERS); k++)
            if (given[k] < OTHERS[k].n) {
                x->source = OTHERS[k].source;
                given[k]++;
                break;
            }
    }
}

/* ---- texts ---- */

/* A text of the code that was used least, of one demand only; SIZE_MAX: none. */
static size_t pick_text(struct hear *h, const char *code)
{
    size_t best = SIZE_MAX;
    size_t from = rand_below(&h->words, h->texts.rows);

    for (size_t i = 0; i < h->texts.rows; i++) {
        size_t row = (from + i) % h->texts.rows;

        if (strcmp(demo_cell(&h->texts, row, "primary_code"), code) != 0 ||
            demo_int(&h->texts, row, "n_demands") != 1)
            continue;
        if (best == SIZE_MAX || h->used[row] < h->used[best])
            best = row;
    }
    return best;
}

static const char *place_of(const struct demo *d, const struct demo_enterprise *e)
{
    size_t park = e->park ? demo_row(&d->parks, "park_id", e->park) : SIZE_MAX;

    return park == SIZE_MAX ? demo_cell(&d->divisions, e->division_row, "name_zh")
                            : demo_cell(&d->parks, park, "short_zh");
}

/* The word of the enterprise's name for what it makes. */
static const char *product_of(const struct demo *d, const struct demo_enterprise *e)
{
    const char *best = demo_phrase(d, "product", 0);
    size_t len = 0;

    for (size_t i = 0; i < d->suffixes.rows; i++) {
        const char *word = demo_cell(&d->suffixes, i, "word");

        if (strstr(e->name, word) && strlen(word) > len) {
            best = word;
            len = strlen(word);
        }
    }
    return best;
}

/* The first use of a text is as it stands; later ones name number, product and place. */
static void write_text(struct hear *h, struct plan_demand *x)
{
    const struct demo_enterprise *e = &h->d->enterprises[x->enterprise];
    struct arena *a = h->d->c->arena;
    size_t row = pick_text(h, x->code);
    const char *form = demo_phrase_draw(h->d, "variant", &h->words);
    const char *number = str_format(a, "%d", (int)rand_between(&h->words, 2, 9));
    const char *text = demo_cell(&h->texts, row, "text");

    if (h->used[row]++ > 0) {
        text = demo_filled(a, form, "{text}", text);
        text = demo_filled(a, text, "{place}", place_of(h->d, e));
        text = demo_filled(a, text, "{product}", product_of(h->d, e));
        text = demo_filled(a, text, "{number}", number);
    }
    (void)snprintf(x->text, sizeof x->text, "%s", text);
}

/* ---- enterprises ---- */

static bool in_visit(const struct plan_demand *x)
{
    return x->source == SOURCE_VISIT || x->source == SOURCE_SYMPOSIUM;
}

/* The visit to the enterprise on that day in which it can be heard as well. */
static struct plan_visit *visit_on(struct hear *h, size_t enterprise, int at,
                                   enum plan_visit_kind kind)
{
    for (size_t i = 0; i < h->p->visits_n; i++) {
        struct plan_visit *v = &h->p->visit[i];

        if (v->enterprise == enterprise && v->at == at && v->kind == kind)
            return v;
    }
    return NULL;
}

static bool can_hear(struct hear *h, const struct plan_demand *x, size_t i)
{
    const struct demo_enterprise *e = &h->d->enterprises[i];
    int64_t spare = e->silicon ? SILICON_VISITS + SPARE_VISITS : SPARE_VISITS;

    if (e->silicon || e->paired_day > h->d->period.day[x->registered] ||
        (x->source == SOURCE_SYMPOSIUM && !e->park))
        return false;
    return !in_visit(x) || (h->p->planned_of[i] + spare < h->p->visits_of[i] &&
                            plan_is_quiet(h->p, i, x->registered));
}

static int64_t weight_of(struct hear *h, const struct plan_demand *x, size_t i,
                         const char *industry)
{
    const struct demo_enterprise *e = &h->d->enterprises[i];
    size_t row = demo_row(&h->d->industries, "code", e->industry);
    int64_t w = h->p->visits_of[i];

    if (!can_hear(h, x, i))
        return 0;
    if (demo_has(demo_cell(&h->d->industries, row, "demand_tilt"), x->code))
        w *= TILT;
    return strcmp(industry, e->industry) == 0 ? w * SAME_INDUSTRY : w;
}

static size_t draw_enterprise(struct hear *h, const struct plan_demand *x)
{
    int64_t weight[DEMO_ENTERPRISES_MAX] = {0};
    const char *industry = demo_cell(&h->texts, pick_text(h, x->code), "industry");
    int64_t sum = 0;
    int64_t at;

    for (size_t i = 0; i < h->d->enterprises_n; i++)
        sum += weight[i] = weight_of(h, x, i, industry);
    if (!sum)
        return DEMO_NOBODY;
    at = rand_between(&h->r, 0, sum - 1);
    for (size_t i = 0; i < h->d->enterprises_n; i++) {
        if (at < weight[i])
            return i;
        at -= weight[i];
    }
    return DEMO_NOBODY;
}

/* The visit in which it is heard, made if there is none. */
static bool join_visit(struct hear *h, struct plan_demand *x)
{
    const enum plan_visit_kind kind =
        x->source == SOURCE_SYMPOSIUM ? VISIT_SYMPOSIUM : VISIT_ON_SITE;
    const int64_t day = h->d->period.day[x->registered];
    struct plan_visit v = {.kind = kind,
                           .enterprise = x->enterprise,
                           .officer =
                               demo_officer_on(&h->d->enterprises[x->enterprise], day),
                           .day = day,
                           .at = x->registered,
                           .month = h->d->period.month_of[x->registered]};
    struct plan_visit *made = visit_on(h, x->enterprise, x->registered, kind);

    if (!made && plan_find_time(h->d, &v, &h->r))
        made = plan_visit_add(h->d, &v);
    if (!made)
        return false;
    x->visit = made;
    x->next_heard = made->heard;
    made->heard = x;
    return true;
}

static bool place_one(struct hear *h, struct plan_demand *x)
{
    for (int i = 0; i < HEAR_TRIES; i++) {
        if (x->enterprise == DEMO_NOBODY)
            x->enterprise = draw_enterprise(h, x);
        if (x->enterprise == DEMO_NOBODY)
            return false;
        if (!in_visit(x) || join_visit(h, x)) {
            write_text(h, x);
            return true;
        }
        x->enterprise = DEMO_NOBODY;
    }
    return false;
}

qh_status plan_hearing(struct demo *d)
{
    struct hear h = {.d = d,
                     .p = d->plan,
                     .r = rand_stream(d->seed, "demand.enterprise"),
                     .words = rand_stream(d->seed, "demand.text")};
    qh_status rc = demo_table(d, "demands_dev", &h.texts);

    if (rc)
        return rc;
    draw_sources(&h);
    for (size_t i = 0; i < d->plan->demands_n; i++)
        if (!place_one(&h, &d->plan->demand[i]))
            return qh_fail(&d->c->err, QH_BUG, "demo.hearing", "", "demand %zu of %s", i,
                           d->plan->demand[i].code);
    return QH_OK;
}

/* ---- follow-up ---- */

/* Somebody of the desk who is not paired with the enterprise. */
static size_t caller_for(struct demo *d, const struct plan_demand *x, size_t n)
{
    const struct demo_enterprise *e = &d->enterprises[x->enterprise];
    size_t who;

    do
        who = demo_person_of(d, "O02", n++);
    while (who == e->officer || who == e->successor || who == x->handler ||
           who == x->second);
    return who;
}

/* The office that handles what an institute leads: those have no desks for it. */
static const char *handling_office(const char *lead)
{
    static const char *const FOR[][2] = {{"D01", "O19"}, {"D02", "O06"}, {"D03", "O11"}};

    for (size_t i = 0; i < LEN(FOR); i++)
        if (strcmp(FOR[i][0], lead) == 0)
            return FOR[i][1];
    return lead;
}

static void set_handler(struct demo *d, struct plan_demand *x, struct rand *r)
{
    size_t row = demo_row(&d->items, "code", x->code);
    const char *office = row == SIZE_MAX
                             ? "O02"
                             : handling_office(demo_cell(&d->items, row, "lead_office"));

    const size_t n = rand_below(r, 60);

    x->handler = demo_person_of(d, office, n);
    x->second = demo_person_of(d, office, n + 1);
}

/* A call on record: by who follows up, on that day. */
static bool make_call(struct demo *d, struct plan_demand *x, struct rand *r)
{
    const struct demo_enterprise *e = &d->enterprises[x->enterprise];
    const int64_t spare = e->silicon ? SILICON_VISITS : 0;
    struct plan_visit v = {.kind = VISIT_FOLLOW_UP,
                           .enterprise = x->enterprise,
                           .officer = x->caller,
                           .day = d->period.day[x->followed],
                           .at = x->followed,
                           .month = d->period.month_of[x->followed],
                           .follows = x};

    if (x->open || e->silicon || x->followed <= x->answered ||
        d->plan->planned_of[x->enterprise] + spare >= d->plan->visits_of[x->enterprise])
        return false;
    return plan_find_time(d, &v, r) && plan_visit_add(d, &v);
}

qh_status plan_follow_ups(struct demo *d)
{
    struct rand r = rand_stream(d->seed, "follow_up");
    struct demo_plan *p = d->plan;
    size_t order[PLAN_DEMANDS_MAX];
    const int last = d->period.days_n - 1;
    int calls = FOLLOW_UP_VISITS;

    for (size_t i = 0; i < p->demands_n; i++) {
        struct plan_demand *x = &p->demand[i];

        set_handler(d, x, &r);
        x->caller = caller_for(d, x, rand_below(&r, 60));
        x->followed = x->answered + (int)rand_between(&r, x->spot ? 1 : 0, FOLLOW_UP_WD);
        if (x->followed > last)
            x->followed = last;
    }
    demo_shuffle(order, p->demands_n, &r);
    for (size_t i = 0; i < p->demands_n && calls > 0; i++)
        calls -= make_call(d, &p->demand[order[i]], &r);
    return calls ? qh_fail(&d->c->err, QH_BUG, "demo.calls", "", "%d left", calls)
                 : QH_OK;
}
