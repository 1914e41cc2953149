/* demo_pairing.c - pairs of officers and enterprises by data/world README 3.3.
 *
 * Officers whose office fits an industry choose first, and three of four of their
 * enterprises are of it.  The six pairs that change officer are three exchanges between
 * service officers, so that everybody keeps as many as the table of roles says.
 */
#include "cli/demo_act.h"
#include "cli/demo_plan.h"
#include "domain/handover.h"
#include "domain/pairing.h"

#include <string.h>

enum {
    PAIR_DAYS = 10, /* working days of the first two weeks of December */
    EXCHANGES = 3,
    EXCHANGE_FIRST = 45, /* working days after the beginning */
    EXCHANGE_STEP = 22,
    MORNING_MIN = 510
};

/* clang-format off */
static const char *const SUITS[][2] = {
    {"O12", "IN-FD"}, {"O14", "IN-BM"}, {"O19", "IN-NM"}, {"O19", "IN-CH"}, {"O07", "IN-EI"},
};
/* clang-format on */

static bool has_suit(const char *office)
{
    for (size_t i = 0; i < LEN(SUITS); i++)
        if (strcmp(SUITS[i][0], office) == 0)
            return true;
    return false;
}

static bool suits(const char *office, const char *industry)
{
    for (size_t i = 0; i < LEN(SUITS); i++)
        if (strcmp(SUITS[i][0], office) == 0 && strcmp(SUITS[i][1], industry) == 0)
            return true;
    return false;
}

/* An enterprise without an officer, from a drawn place on: of an industry that fits, or
 * of any other; whatever is left if there is none. */
static struct demo_enterprise *free_enterprise(struct demo *d, const char *office,
                                               bool fitting, struct rand *r)
{
    size_t from = rand_below(r, d->enterprises_n);
    struct demo_enterprise *any = NULL;

    for (size_t i = 0; i < d->enterprises_n; i++) {
        struct demo_enterprise *e = &d->enterprises[(from + i) % d->enterprises_n];

        if (e->officer != DEMO_NOBODY)
            continue;
        if (suits(office, e->industry) == fitting)
            return e;
        if (!any)
            any = e;
    }
    return any;
}

static qh_status begin_pair(struct demo *d, void *arg)
{
    const struct demo_enterprise *e = arg;
    struct pairing_done done = {0};
    char day[DAY_LEN + 1];

    day_format(e->paired_day, day);
    d->c->actor = demo_actor(d, demo_person_of(d, "O02", 0), "desk");
    return pairing_begin(
        d->c,
        &(struct pairing_new){.enterprise_id = e->id,
                              .officer_id = d->persons[e->officer].id,
                              .from_day = day,
                              .reason = demo_phrase(d, "pair_reason", 0)},
        &done);
}

static qh_status pair(struct demo *d, size_t person, struct rand *r)
{
    const struct demo_person *p = &d->persons[person];
    const char *office = d->offices[p->office].code;

    for (int i = 0; i < p->pairs; i++) {
        bool fitting = has_suit(office) && i % 4 != 3;
        struct demo_enterprise *e = free_enterprise(d, office, fitting, r);

        if (!e)
            return qh_fail(&d->c->err, QH_BUG, "demo.pairs", "", "no enterprise left");
        e->officer = person;
        e->successor = DEMO_NOBODY;
        e->paired_day = d->period.day[rand_below(r, PAIR_DAYS)];
        demo_act_add(d,
                     demo_instant(d, e->paired_day, MORNING_MIN - rand_between(r, 5, 25)),
                     begin_pair, e);
    }
    return QH_OK;
}

/* ---- exchanges ---- */

static qh_status hand_over(struct demo *d, void *arg)
{
    struct demo_enterprise *e = arg;
    struct handover_done done = {0};
    char day[DAY_LEN + 1];
    qh_status rc;

    day_format(e->handed_day, day);
    d->c->actor = demo_actor(d, demo_person_of(d, "O02", 0), "desk");
    rc = handover_make(
        d->c,
        &(struct handover_new){.from_officer_id = d->persons[e->officer].id,
                               .to_officer_id = d->persons[e->successor].id,
                               .day = day,
                               .reason = demo_phrase(d, "handover_reason", 0),
                               .enterprise_ids = {&e->id, 1}},
        &done);
    if (rc)
        return rc;
    d->c->actor = demo_actor(d, e->successor, "officer");
    d->c->now_ms += (int64_t)20 * 60 * 1000;
    return handover_accept(d->c, done.id, 1, demo_phrase(d, "handover_note", 0));
}

/* An enterprise of the person that is not the silicon-materials one. */
static struct demo_enterprise *one_of(struct demo *d, size_t person, struct rand *r)
{
    size_t from = rand_below(r, d->enterprises_n);

    for (size_t i = 0; i < d->enterprises_n; i++) {
        struct demo_enterprise *e = &d->enterprises[(from + i) % d->enterprises_n];

        if (e->officer == person && !e->silicon)
            return e;
    }
    return NULL;
}

static void exchange(struct demo *d, size_t a, size_t b, int64_t day, struct rand *r)
{
    struct demo_enterprise *const pair[] = {one_of(d, a, r), one_of(d, b, r)};

    for (size_t i = 0; i < LEN(pair) && pair[i]; i++) {
        pair[i]->successor = i ? a : b;
        pair[i]->handed_day = day;
        demo_act_add(d, demo_instant(d, day, MORNING_MIN + (int64_t)i), hand_over,
                     pair[i]);
    }
}

qh_status plan_pairs(struct demo *d)
{
    struct rand r = rand_stream(d->seed, "pairing");
    struct rand hand = rand_stream(d->seed, "handover");
    size_t order[DEMO_PERSONS_MAX];
    size_t service[DEMO_PERSONS_MAX];
    size_t n = 0;
    qh_status rc = QH_OK;

    for (int suited = 1; suited >= 0; suited--)
        for (size_t i = 0; i < d->persons_n && !rc; i++)
            if (has_suit(d->offices[d->persons[i].office].code) == (suited == 1))
                rc = pair(d, i, &r);
    for (size_t i = 0; i < d->persons_n; i++)
        if (strcmp(d->persons[i].duty, "service") == 0)
            service[n++] = i;
    demo_shuffle(order, n, &hand);
    for (size_t i = 0; i < EXCHANGES && !rc; i++)
        exchange(d, service[order[2 * i]], service[order[2 * i + 1]],
                 d->period.day[EXCHANGE_FIRST + (int)i * EXCHANGE_STEP], &hand);
    return rc;
}
