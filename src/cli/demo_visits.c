/* demo_visits.c - the visits of the plan, recorded one by one in the name of their
 * officer (README 3.4), with the demands heard. */
#include "base/text.h"
#include "cli/demo_act.h"
#include "cli/demo_plan.h"
#include "domain/demand.h"
#include "domain/visit.h"
#include "store/tx.h"

#include <string.h>

enum { HEARD_MAX = 6, MINUTE_MS = 60000, SIGN_AFTER_MIN = 3 };

static const char *production(struct rand *r)
{
    uint64_t at = rand_below(r, 100);

    return at < 74 ? "normal" : at < 88 ? "expanding" : at < 97 ? "reduced" : "stopped";
}

/* One stream for each visit, so that the order of acts changes nothing. */
static struct rand words_of(const struct demo *d, const struct plan_visit *v)
{
    return rand_stream(
        d->seed, str_format(d->c->arena, "visit.words/%d", (int)(v - d->plan->visit)));
}

static void list_heard(const struct demo *d, const struct plan_visit *v,
                       struct visit_heard *heard, size_t *n)
{
    for (const struct plan_demand *x = v->heard; x && *n < HEARD_MAX; x = x->next_heard)
        heard[(*n)++] = (struct visit_heard){
            .text = x->text,
            .solved = x->spot,
            .solved_how = x->spot ? demo_phrase(d, "solved_how", 0) : NULL};
}

static struct visit_record record_of(struct demo *d, const struct plan_visit *v,
                                     const char *day, struct rand *r)
{
    const char **policies = ARENA_ARRAY(d->c->arena, 2, const char *);
    const char **solved = ARENA_ARRAY(d->c->arena, 1, const char *);
    struct visit_heard *heard = ARENA_ARRAY(d->c->arena, HEARD_MAX, struct visit_heard);
    struct visit_record out = {
        .day = day,
        .start_min = OPT_INT(v->start_min),
        .minutes = OPT_INT(v->minutes),
        .met_role = demo_phrase_draw(d, "role", r),
        .production_state = production(r),
        .note = demo_phrase_draw(d,
                                 v->kind == VISIT_EXPERT      ? "expert_note"
                                 : v->kind == VISIT_FOLLOW_UP ? "call_note"
                                                              : "visit_note",
                                 r),
        .satisfaction = OPT_INT(rand_below(r, 12) ? 5 : 4),
    };

    policies[0] = demo_phrase_draw(d, "policy", r);
    solved[0] = demo_phrase_draw(d, "solved", r);
    out.policies = (struct json_strs){policies, v->kind == VISIT_FOLLOW_UP ? 0 : 1};
    out.solved = (struct json_strs){solved, rand_below(r, 6) == 0};
    list_heard(d, v, heard, &out.demands.n);
    out.demands.p = heard;
    return out;
}

/* The registered demands get to know their ids. */
static void keep_ids(const struct plan_visit *v, const struct visit_done *done)
{
    size_t i = 0;

    for (struct plan_demand *x = v->heard; x && i < done->demand_ids.n; x = x->next_heard)
        memcpy(x->id, done->demand_ids.p[i++], ID_LEN + 1);
}

static qh_status sign(struct demo *d, const struct plan_visit *v, int64_t version,
                      struct rand *r)
{
    struct visit_key key = {0};

    d->c->now_ms += (int64_t)SIGN_AFTER_MIN * MINUTE_MS;
    return visit_sign(d->c, v->id,
                      &(struct visit_sign){.version = version,
                                           .kind = "message",
                                           .role = demo_phrase_draw(d, "role", r),
                                           .note = demo_phrase(d, "sign_note", 0)},
                      &key);
}

/* A call belongs to a demand, so it is planned for it first. */
static qh_status record_call(struct demo *d, struct plan_visit *v,
                             const struct visit_record *in, const char *day,
                             struct visit_done *done)
{
    struct visit_key key = {0};
    qh_status rc = visit_plan(d->c,
                              &(struct visit_plan){
                                  .enterprise_id = d->enterprises[v->enterprise].id,
                                  .kind = plan_visit_kind_name(v->kind),
                                  .day = day,
                                  .start_min = OPT_INT(v->start_min),
                                  .minutes = OPT_INT(v->minutes),
                                  .purpose = demo_phrase(d, "call_purpose", 0),
                                  .demand_id = v->follows->id,
                              },
                              &key);

    if (rc)
        return rc;
    return visit_record_planned(d->c, key.id, key.version, in, done);
}

static qh_status make_visit(struct demo *d, void *arg)
{
    struct plan_visit *v = arg;
    struct rand r = words_of(d, v);
    struct visit_done done = {0};
    char day[DAY_LEN + 1];
    struct visit_record in;
    qh_status rc;

    day_format(v->day, day);
    in = record_of(d, v, day, &r);
    d->c->actor =
        demo_actor(d, v->officer, v->kind == VISIT_EXPERT ? "verifier" : "officer");
    if (v->follows)
        rc = record_call(d, v, &in, day, &done);
    else
        rc = visit_record(d->c,
                          &(struct visit_new){
                              .enterprise_id = d->enterprises[v->enterprise].id,
                              .kind = plan_visit_kind_name(v->kind),
                              .record = in,
                          },
                          &done);
    if (rc)
        return rc;
    memcpy(v->id, done.id, ID_LEN + 1);
    keep_ids(v, &done);
    if (v->kind == VISIT_PHONE || v->kind == VISIT_FOLLOW_UP)
        return QH_OK;
    return sign(d, v, done.version, &r);
}

void plan_visit_acts(struct demo *d)
{
    for (size_t i = 0; i < d->plan->visits_n; i++) {
        struct plan_visit *v = &d->plan->visit[i];

        demo_act_add(d, demo_instant(d, v->day, v->start_min + v->minutes), make_visit,
                     v);
    }
}
