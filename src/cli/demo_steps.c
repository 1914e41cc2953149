#include "cli/demo_steps.h"

#include "cli/demo_plan.h"
#include "domain/attachment.h"
#include "domain/demand.h"
#include "domain/demand_confirm.h"
#include "domain/demand_course.h"
#include "domain/demand_forward.h"
#include "domain/demand_meeting.h"
#include "domain/supervise.h"
#include "domain/supervise_watch.h"
#include "store/sql_demo.h"
#include "store/tx.h"

#include <string.h>

/* clang-format off */
static const char *const KINDS[] = {"advice", "ordinary", "complex", "hard"};
static const char *const ROUTES[] = {"own", "county", "transfer", "report", "joint"};
static const char *const SOURCES[] = {"visit", "window", "phone", "symposium", "online"};
/* clang-format on */

/* The day's desk officer: one of the programme desk, by the demand. */
static size_t desk_of(const struct demo *d, const struct plan_demand *x)
{
    return demo_person_of(d, "O02", (size_t)(x - d->plan->demand));
}

static void as_desk(struct demo *d, const struct plan_demand *x)
{
    d->c->actor = demo_actor(d, desk_of(d, x), "desk");
}

static void as_handler_of(struct demo *d, size_t person)
{
    const char *office = d->offices[d->persons[person].office].code;

    d->c->actor = demo_actor(d, person, strcmp(office, "O02") == 0 ? "desk" : "handler");
}

static void as_handler(struct demo *d, const struct plan_demand *x)
{
    as_handler_of(d, x->handler);
}

static void as_leader(struct demo *d, const struct plan_demand *x)
{
    d->c->actor = demo_actor(
        d, demo_person_with(d, "leader", (size_t)(x - d->plan->demand)), "leader");
}

static void as_contact(struct demo *d, const struct demo_enterprise *e)
{
    d->c->actor = (struct actor){.person = e->contact_id,
                                 .name = e->contact_name,
                                 .enterprise = e->id,
                                 .rights = right_of_role("contact")};
}

static qh_status version_of(struct demo *d, const struct plan_demand *x, int64_t *out)
{
    struct sql_demo_demand v = {0};
    qh_status rc =
        sql_demo_demand(d->c->tx, d->c->arena, d->c->org, x->id, &v, &d->c->err);

    *out = v.version;
    return rc;
}

static const char *phrase_of(const struct demo *d, const struct plan_demand *x,
                             const char *kind)
{
    return demo_phrase(d, kind, (size_t)(x - d->plan->demand));
}

qh_status step_register(struct demo *d, void *arg)
{
    struct plan_demand *x = arg;
    const struct demo_enterprise *e = &d->enterprises[x->enterprise];
    struct demand_registered made = {0};
    qh_status rc;

    as_desk(d, x);
    if (x->source == SOURCE_ONLINE)
        as_contact(d, e);
    rc = demand_register(d->c,
                         &(struct demand_new){.text = x->text,
                                              .enterprise_id = e->id,
                                              .source = SOURCES[x->source]},
                         &made);
    if (!rc)
        memcpy(x->id, made.id, ID_LEN + 1);
    return rc;
}

qh_status step_triage(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    bool outside = strncmp(x->code, "EX-", 3) == 0;
    struct demand_triage t = {
        .item_code = outside ? NULL : x->code,
        .department_code = outside ? x->code : NULL,
        .kind = KINDS[x->kind],
        .route = ROUTES[x->route],
    };
    qh_status rc = version_of(d, x, &t.version);

    as_desk(d, x);
    return rc ? rc : demand_triage(d->c, x->id, &t);
}

qh_status step_assign(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_desk(d, x);
    return rc ? rc
              : demand_assign(d->c, x->id, version,
                              d->offices[d->persons[x->handler].office].id, NULL);
}

qh_status step_accept(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_handler(d, x);
    return rc ? rc : demand_accept(d->c, x->id, version, NULL);
}

qh_status step_contact(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_desk(d, x);
    return rc ? rc
              : demand_contact(d->c, x->id, version, "phone", phrase_of(d, x, "contact"));
}

qh_status step_propose(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_handler(d, x);
    return rc ? rc : demand_propose(d->c, x->id, version, phrase_of(d, x, "plan"));
}

qh_status step_interim(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_handler(d, x);
    return rc ? rc : demand_interim(d->c, x->id, version, phrase_of(d, x, "interim"));
}

qh_status step_extend_ask(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_handler(d, x);
    return rc ? rc
              : demand_extend_ask(d->c, x->id, version, phrase_of(d, x, "extend_reason"),
                                  x->more_wd);
}

qh_status step_extend_decide(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_leader(d, x);
    return rc ? rc
              : demand_extend_decide(d->c, x->id, version, true,
                                     phrase_of(d, x, "extend_note"));
}

qh_status step_forward(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    struct demand_transfer t = {.officer_id = d->persons[x->handler].id};
    qh_status rc = version_of(d, x, &t.version);

    t.to = x->route == ROUTE_COUNTY   ? "county"
           : x->route == ROUTE_REPORT ? "province"
                                      : "department";
    if (x->route == ROUTE_COUNTY)
        t.division_code = d->enterprises[x->enterprise].division;
    if (x->route == ROUTE_TRANSFER)
        t.department_code = x->code;
    as_desk(d, x);
    return rc ? rc : demand_transfer(d->c, x->id, &t);
}

qh_status step_receipt(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_handler(d, x);
    return rc ? rc
              : demand_forward_receipt(d->c, x->id, version, phrase_of(d, x, "receipt"));
}

/* A page without words that stands for the letter. */
static const char LETTER[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    "0000000101 00000 n \n"
    "trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n";

/* "复函〔2025〕12号": of the other side, by the demand's place in the plan. */
static const char *letter_number(struct demo *d, const struct plan_demand *x)
{
    struct arena *a = d->c->arena;
    const int64_t year = year_of_instant(d->c->calendar, d->c->now_ms);
    const char *text = demo_filled(a, phrase_of(d, x, "reply_no"), "{year}",
                                   str_format(a, "%lld", (long long)year));

    return demo_filled(a, text, "{number}",
                       str_format(a, "%d", 3 + (int)(x - d->plan->demand)));
}

qh_status step_reply(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    struct attachment_saved saved = {0};
    char day[DAY_LEN + 1];
    struct forward_reply r = {
        .day = day, .number = letter_number(d, x), .text = phrase_of(d, x, "reply_text")};
    qh_status rc;

    as_handler(d, x);
    rc = attachment_add(
        d->c, &(struct attachment_new){"demand", x->id, phrase_of(d, x, "reply_name")},
        text_of(LETTER), &saved);
    day_of_instant(d->c->calendar, d->c->now_ms, day);
    r.attachment_id = saved.id;
    if (!rc)
        rc = version_of(d, x, &r.version);
    return rc ? rc : demand_forward_reply(d->c, x->id, &r);
}

qh_status step_meet(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_leader(d, x);
    return rc ? rc : demand_meet(d->c, x->id, version, phrase_of(d, x, "meet_reason"));
}

qh_status step_meeting_record(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    const struct meeting_party parties[] = {
        {.office_id = d->offices[d->persons[x->handler].office].id},
        {.office_id = demo_office_id(d, "O02")},
        {.office_id = demo_office_id(d, "O04")},
    };
    char day[DAY_LEN + 1];
    struct meeting_record m = {.day = day,
                               .parties = parties,
                               .parties_n = LEN(parties),
                               .minutes = phrase_of(d, x, "minutes"),
                               .decision = phrase_of(d, x, "decision")};
    qh_status rc = version_of(d, x, &m.version);

    as_leader(d, x);
    m.convener_id = d->c->actor.person;
    day_of_instant(d->c->calendar, d->c->now_ms, day);
    return rc ? rc : demand_meeting_record(d->c, x->id, &m);
}

qh_status step_remind(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;

    as_desk(d, x);
    return supervise_remind(d->c, x->id);
}

qh_status step_urge(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;

    as_desk(d, x);
    return supervise_urge(d->c, x->id, demo_phrase(d, "urge_note", 0));
}

qh_status step_supervise(struct demo *d, void *arg)
{
    struct plan_demand *x = arg;
    struct supervise_made made = {0};
    qh_status rc;

    as_leader(d, x);
    rc = supervise_order(
        d->c,
        &(struct supervise_new){.demand_id = x->id,
                                .reason = demo_phrase(d, "order_reason", 0),
                                .required = demo_phrase(d, "order_required", 0)},
        &made);
    if (!rc)
        memcpy(x->order_id, made.id, ID_LEN + 1);
    return rc;
}

qh_status step_supervise_reply(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;

    as_handler(d, x);
    return supervise_reply(d->c, x->order_id, 1, demo_phrase(d, "order_reply", 0));
}

qh_status step_supervise_close(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;

    as_leader(d, x);
    return supervise_close(d->c, x->order_id, 2, demo_phrase(d, "order_close", 0));
}

qh_status step_watch(struct demo *d, void *arg)
{
    enum { WATCH_MOST = 50 };
    bool left = true;
    qh_status rc = QH_OK;

    (void)arg;
    d->c->actor = (struct actor){.person = "", .name = "qh"};
    while (left && !rc)
        rc = supervise_watch(d->c, WATCH_MOST, &left);
    return rc;
}

static const char *answer_of(const struct demo *d, const struct plan_demand *x)
{
    const char *kind = x->kind == KIND_ADVICE ? "answer_advice"
                       : x->route == ROUTE_OWN || x->route == ROUTE_JOINT
                           ? "answer"
                           : "answer_reply";

    return phrase_of(d, x, kind);
}

/* The papers of its bookings go with the answer. */
static qh_status list_papers(struct demo *d, const struct plan_demand *x,
                             struct json_strs *out)
{
    struct sql_demo_papers_list rows = {0};
    qh_status rc =
        sql_demo_papers(d->c->tx, d->c->arena, d->c->org, x->id, &rows, &d->c->err);

    out->p = ARENA_ARRAY(d->c->arena, rows.n, const char *);
    for (size_t i = 0; i < rows.n && !rc; i++)
        out->p[out->n++] = rows.p[i].id;
    return rc;
}

static qh_status answer(struct demo *d, const struct plan_demand *x, size_t by)
{
    struct demand_answer a = {.answer = answer_of(d, x),
                              .outcome = x->kind == KIND_ADVICE ? "explained" : "solved"};
    const char *token = NULL;
    qh_status rc = version_of(d, x, &a.version);

    if (!rc)
        rc = list_papers(d, x, &a.certificate_ids);
    as_handler_of(d, by);
    return rc ? rc : demand_answer(d->c, x->id, &a, &token);
}

qh_status step_answer(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;

    return answer(d, x, x->handler);
}

qh_status step_answer_again(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;

    return answer(d, x, x->second);
}

/* The four questions on the telephone. */
static qh_status follow(struct demo *d, const struct plan_demand *x, const char *word)
{
    const bool good = strcmp(word, "not") != 0;
    const struct demo_enterprise *e = &d->enterprises[x->enterprise];
    const struct confirm_in in = {.satisfaction = word,
                                  .rating = strcmp(word, "satisfied") == 0 ? 5
                                            : good                         ? 4
                                                                           : 2,
                                  .solved = good ? "yes" : "no",
                                  .answered = OPT_INT(1),
                                  .contacted = OPT_INT(1),
                                  .downtime_confirmed = e->silicon};
    const char *state = NULL;
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    if (e->silicon) /* says it itself, and that production did not stand */
        as_contact(d, e);
    else
        d->c->actor = demo_actor(d, x->caller, "desk");
    return rc ? rc : confirm_follow_up(d->c, x->id, version, &in, &state);
}

qh_status step_follow_first(struct demo *d, void *arg)
{
    return follow(d, arg, "not");
}

qh_status step_hand(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;
    const struct demo_person *p = &d->persons[x->second];
    int64_t version = 0;
    qh_status rc = version_of(d, x, &version);

    as_desk(d, x);
    return rc ? rc
              : demand_hand(d->c, x->id, version, d->offices[p->office].id, p->id,
                            phrase_of(d, x, "hand_note"));
}

qh_status step_follow(struct demo *d, void *arg)
{
    const struct plan_demand *x = arg;

    return follow(d, x, x->satisfaction);
}
