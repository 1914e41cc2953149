/* demo_demands.c - the texts of the development corpus as ledger entries in mixed states.
 *
 * Each text becomes a demand of an enterprise of its industry and goes as far along the
 * workflow as its place in the drawn order says, step by step through the domain's
 * functions, at times in office hours.  The silicon-materials enterprise has none: its
 * journey begins with an empty ledger.
 */
#include "cli/demo.h"
#include "domain/attachment.h"
#include "domain/demand.h"
#include "domain/demand_confirm.h"
#include "domain/demand_forward.h"
#include "domain/supervise_watch.h"
#include "store/sql_demo.h"

#include <string.h>

enum {
    MINUTE_MS = 60000,
    OPEN_FROM = 176, /* of 200: the rest is still open */
    CORPUS_MAX = 400,
    WATCH_MOST = 50,
    OFFICE_OPENS_MIN = 510,
    OFFICE_SPAN_MIN = 200,
    HANDLING_MOST_WD = 5,
    RECENT_WD = 6 /* the open ones are of the last days */
};

static const char *const FIRST_DAY = "2024-12-02";

/* How far the open ones have come, in turn. */
enum stage {
    STAGE_NEW,
    STAGE_TRIAGED,
    STAGE_ASSIGNED,
    STAGE_WORK,
    STAGE_DONE,
    STAGE_CLOSED
};

struct corpus {
    struct demo *d;
    struct csv texts;
    struct csv items;
    struct rand r;
    struct actor desk;
};

/* Office and person that act for it. */
static struct actor actor_of(const struct demo *d, const struct demo_person *p)
{
    return (struct actor){.person = p->id,
                          .name = p->name,
                          .office = d->offices[p->office].id,
                          .rights = UINT64_MAX};
}

static struct actor somebody_of(const struct demo *d, const char *office_code)
{
    for (size_t i = 0; i < d->persons_n; i++)
        if (strcmp(d->offices[d->persons[i].office].code, office_code) == 0)
            return actor_of(d, &d->persons[i]);
    return somebody_of(d, "O02");
}

static const char *office_id(const struct demo *d, const char *code)
{
    for (size_t i = 0; i < d->offices_n; i++)
        if (strcmp(d->offices[i].code, code) == 0)
            return d->offices[i].id;
    return "";
}

/* The item's lead office; an institute without people is led by the metrology office. */
static const char *lead_of(struct corpus *k, const char *item)
{
    size_t row = demo_row(&k->items, "code", item);
    const char *code = row == SIZE_MAX ? "O02" : demo_cell(&k->items, row, "lead_office");

    for (size_t i = 0; i < k->d->persons_n; i++)
        if (strcmp(k->d->offices[k->d->persons[i].office].code, code) == 0)
            return code;
    return "O19";
}

static const struct demo_enterprise *enterprise_for(struct corpus *k,
                                                    const char *industry)
{
    struct demo *d = k->d;
    size_t from = rand_below(&k->r, d->enterprises_n);
    const struct demo_enterprise *any = NULL;

    for (size_t i = 0; i < d->enterprises_n; i++) {
        const struct demo_enterprise *e = &d->enterprises[(from + i) % d->enterprises_n];

        if (e->silicon)
            continue;
        any = e;
        if (strcmp(e->industry, industry) == 0)
            return e;
    }
    return any;
}

/* A morning hour of the working day `ahead` after the day. */
static qh_status set_time(struct corpus *k, int64_t day, int ahead)
{
    struct ctx *c = k->d->c;
    int64_t number = 0;
    qh_status rc = calendar_add_workdays(c->calendar, day, ahead, &number, &c->err);

    if (rc)
        return rc;
    c->now_ms = instant_of_day(c->calendar, number) +
                (OFFICE_OPENS_MIN + rand_between(&k->r, 0, OFFICE_SPAN_MIN)) * MINUTE_MS;
    return QH_OK;
}

static qh_status version_of(struct corpus *k, const char *id, int64_t *out)
{
    struct sql_demo_demand v = {0};
    qh_status rc =
        sql_demo_demand(k->d->c->tx, k->d->c->arena, k->d->c->org, id, &v, &k->d->c->err);

    *out = v.version;
    return rc;
}

static const char *kind_of(struct corpus *k)
{
    static const char *const KINDS[] = {"advice", "ordinary", "ordinary", "ordinary",
                                        "complex"};

    return KINDS[rand_below(&k->r, LEN(KINDS))];
}

static qh_status triage(struct corpus *k, const char *id, const char *code)
{
    bool outside = strncmp(code, "EX-", 3) == 0;
    struct demand_triage t = {
        .item_code = outside ? NULL : code,
        .department_code = outside ? code : NULL,
        .kind = kind_of(k),
        .route = outside ? "transfer" : "own",
    };
    qh_status rc = version_of(k, id, &t.version);

    return rc ? rc : demand_triage(k->d->c, id, &t);
}

static qh_status assign(struct corpus *k, const char *id, const char *office)
{
    int64_t version = 0;
    qh_status rc = version_of(k, id, &version);

    return rc ? rc : demand_assign(k->d->c, id, version, office_id(k->d, office), NULL);
}

static qh_status accept(struct corpus *k, const char *id)
{
    int64_t version = 0;
    qh_status rc = version_of(k, id, &version);

    return rc ? rc : demand_accept(k->d->c, id, version, NULL);
}

static qh_status answer(struct corpus *k, const char *id)
{
    struct demand_answer a = {.answer = "已与企业联系并办理完毕，办理情况已书面告知。",
                              .outcome = rand_below(&k->r, 6) ? "solved" : "explained"};
    const char *token = NULL;
    qh_status rc = version_of(k, id, &a.version);

    return rc ? rc : demand_answer(k->d->c, id, &a, &token);
}

static qh_status follow_up(struct corpus *k, const char *id)
{
    const struct confirm_in in = {
        .satisfaction = rand_below(&k->r, 16) ? "satisfied" : "basically",
        .rating = rand_between(&k->r, 4, 5),
        .solved = "yes",
        .answered = {.has = true, .v = 1},
        .contacted = {.has = true, .v = 1},
    };
    const char *state = NULL;
    int64_t version = 0;
    qh_status rc = version_of(k, id, &version);

    return rc ? rc : confirm_follow_up(k->d->c, id, version, &in, &state);
}

static qh_status transfer(struct corpus *k, const char *id, const char *code)
{
    int64_t version = 0;
    qh_status rc = version_of(k, id, &version);

    return rc ? rc
              : demand_transfer(k->d->c, id,
                                &(struct demand_transfer){.version = version,
                                                          .to = "department",
                                                          .department_code = code});
}

/* The other side's reply: a page that stands for its letter. */
static qh_status reply(struct corpus *k, const char *id)
{
    struct attachment_saved saved = {0};
    char day[DAY_LEN + 1];
    struct forward_reply r = {.day = day, .text = "已受理并办理，情况已告知企业。"};
    qh_status rc =
        attachment_add(k->d->c, &(struct attachment_new){"demand", id, "回函.pdf"},
                       TEXT("%PDF-1.4\n"), &saved);

    day_of_instant(k->d->c->calendar, k->d->c->now_ms, day);
    r.attachment_id = saved.id;
    if (!rc)
        rc = version_of(k, id, &r.version);
    return rc ? rc : demand_forward_reply(k->d->c, id, &r);
}

/* One demand from registration to its stage; day: of registration. */
static qh_status walk(struct corpus *k, const char *id, const char *code, int64_t day,
                      enum stage stage)
{
    struct ctx *c = k->d->c;
    bool outside = strncmp(code, "EX-", 3) == 0;
    const char *lead = outside ? "O02" : lead_of(k, code);
    int handling = (int)rand_between(&k->r, 1, HANDLING_MOST_WD);
    qh_status rc = QH_OK;

    c->actor = k->desk;
    if (stage >= STAGE_TRIAGED)
        rc = triage(k, id, code);
    if (!rc && outside && stage >= STAGE_ASSIGNED)
        rc = transfer(k, id, code);
    if (!rc && !outside && stage >= STAGE_ASSIGNED)
        rc = assign(k, id, lead);
    c->actor = somebody_of(k->d, lead);
    if (!rc && stage >= STAGE_WORK)
        rc = set_time(k, day, 1);
    if (!rc && !outside && stage >= STAGE_WORK)
        rc = accept(k, id);
    if (!rc && stage >= STAGE_DONE)
        rc = set_time(k, day, 1 + handling);
    if (!rc && outside && stage >= STAGE_DONE)
        rc = reply(k, id);
    if (!rc && stage >= STAGE_DONE)
        rc = answer(k, id);
    c->actor = k->desk;
    if (!rc && stage >= STAGE_CLOSED)
        rc = set_time(k, day, 2 + handling);
    if (!rc && stage >= STAGE_CLOSED)
        rc = follow_up(k, id);
    return rc;
}

static qh_status add(struct corpus *k, size_t row, int64_t day, enum stage stage)
{
    const struct demo_enterprise *e =
        enterprise_for(k, demo_cell(&k->texts, row, "industry"));
    struct demand_registered made = {0};
    qh_status rc = set_time(k, day, 0);

    if (rc)
        return rc;
    k->d->c->actor = k->desk;
    rc = demand_register(k->d->c,
                         &(struct demand_new){.text = demo_cell(&k->texts, row, "text"),
                                              .enterprise_id = e->id,
                                              .source = "visit"},
                         &made);
    if (rc)
        return rc;
    return walk(k, made.id, demo_cell(&k->texts, row, "primary_code"), day, stage);
}

/* A drawn order of the rows. */
static void shuffle(size_t *order, size_t n, struct rand *r)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t at = rand_below(r, i);
        size_t keep = order[i - 1];

        order[i - 1] = order[at];
        order[at] = keep;
    }
}

/* The day on which an open one was registered: lately, and so long ago that its last step
 * lies before today, whatever day of the week that is. */
static qh_status open_day(struct corpus *k, enum stage stage, int64_t *out)
{
    static const int STEPS[] = {[STAGE_WORK] = 1, [STAGE_DONE] = 1 + HANDLING_MOST_WD};
    struct ctx *c = k->d->c;
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    const int back = 1 + STEPS[stage] + (int)rand_between(&k->r, 0, RECENT_WD);

    return calendar_add_workdays(c->calendar, today, -back, out, &c->err);
}

static qh_status add_all(struct corpus *k)
{
    struct arena_mark mark = arena_here(k->d->c->arena);
    const int64_t now = k->d->c->now_ms;
    size_t order[CORPUS_MAX];
    size_t n = k->texts.rows < CORPUS_MAX ? k->texts.rows : CORPUS_MAX;
    int64_t first = 0;
    qh_status rc = day_parse(FIRST_DAY, &first);

    shuffle(order, n, &k->r);
    for (size_t i = 0; i < n && !rc; i++) {
        enum stage stage = i >= OPEN_FROM ? (enum stage)(i % STAGE_CLOSED) : STAGE_CLOSED;
        /* Closed ones over the programme's eight months in order; open ones lately. */
        int64_t day = first + (int64_t)i * 250 / OPEN_FROM;

        k->d->c->now_ms = now;
        if (stage != STAGE_CLOSED)
            rc = open_day(k, stage, &day);
        if (!rc)
            rc = add(k, order[i], day, stage);
        arena_return(k->d->c->arena, mark);
    }
    return rc;
}

/* What the job of a server would have raised by now. */
static qh_status catch_up(struct ctx *c)
{
    const struct actor before = c->actor;
    qh_status rc = QH_OK;
    bool left = true;

    c->actor = (struct actor){.person = "", .name = "qh"};
    while (left && !rc)
        rc = supervise_watch(c, WATCH_MOST, &left);
    c->actor = before;
    return rc;
}

qh_status demo_demands(struct demo *d)
{
    const struct actor before = d->c->actor;
    const int64_t now = d->c->now_ms;
    struct corpus k = {.d = d, .r = rand_stream(d->seed, "demand")};
    qh_status rc = demo_table(d, "demands_dev", &k.texts);

    if (!rc)
        rc = demo_table(d, "service_items", &k.items);
    if (rc)
        return rc;
    k.desk = somebody_of(d, "O02");
    rc = add_all(&k);
    d->c->actor = before;
    d->c->now_ms = now;
    return rc ? rc : catch_up(d->c);
}
