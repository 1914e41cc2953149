/* method_bridge.c - the weighing procedure (rule/weighbridge.h) as a method. */
#include "base/embedded.h"
#include "domain/bridge_input.h"
#include "domain/certificate_bridge.h"
#include "domain/method.h"
#include "rule/weighbridge_json.h"
#include "rule/weighbridge_trace.h"
#include "rule/weights.h"

static const char *const WEIGHTS_TABLE = "data/weights/weights_mpe.csv";

qh_status method_weights(struct ctx *c, const struct weights_table **out)
{
    const struct embedded_file *f = embedded_find(WEIGHTS_TABLE);
    struct weights_table *table = NULL;
    qh_status rc;

    *out = c->weights;
    if (*out)
        return QH_OK;
    if (!f)
        return qh_fail(&c->err, QH_BUG, "record.weights_table", "", "%s", WEIGHTS_TABLE);
    rc = weights_table_load(c->arena, embedded_text(f), &table, &c->err);
    *out = table;
    return rc;
}

static qh_status bridge_input(struct ctx *c, const struct regulation *reg,
                              const struct method_subject *s, const char **out)
{
    (void)reg;
    if (!bridge_input_fits(s->params))
        return qh_fail(&c->err, QH_CONFLICT, "record.kind", "", "no Max and e");
    return bridge_input_json(c, s, out);
}

static const char *const BRIDGE_SITE[] = {
    "service_d", "eccentricity", "rolling_load", "sections", "reach",  "auto_zero",
    "decision",  "creep",        "structure",    "part_max", "part_e", "part_min",
    NULL};

static qh_status bridge_check(struct ctx *c, const struct regulation *reg,
                              const struct method_subject *s)
{
    struct weighbridge_input in = {0};
    qh_status rc;

    if (!bridge_input_fits(s->params))
        return QH_OK; /* to be completed before it can be verified */
    rc = bridge_input_make(c, s, &in);
    return rc ? rc : weighbridge_check(reg, &in, &c->err);
}

static qh_status bridge_plan(struct ctx *c, const struct regulation *reg,
                             const struct json *input, struct method_plan *out)
{
    struct weighbridge_input *in = NULL;
    struct weighbridge_plan *plan = NULL;
    const struct weights_table *table = NULL;
    const char **keys;
    qh_status rc = method_weights(c, &table);

    if (!rc)
        rc = weighbridge_input_from_json(c->arena, input, &in, &c->err);
    if (!rc)
        rc = weighbridge_plan_make(c->arena, reg, table, in, &plan, &c->err);
    if (rc)
        return rc;
    keys = ARENA_ARRAY(c->arena, plan->rows_n, const char *);
    for (size_t i = 0; i < plan->rows_n; i++)
        keys[i] = plan->rows[i].key;
    *out = (struct method_plan){
        .method = &METHOD_WEIGHBRIDGE, .rows_n = plan->rows_n, .keys = keys, .own = plan};
    return QH_OK;
}

/* The substitution gate decides how far the weights reach: it comes before weighing. */
static bool bridge_is_first(const struct method_plan *p, size_t a, size_t b)
{
    const struct weighbridge_plan *plan = p->own;
    const struct weighbridge_step *first = &plan->steps[plan->rows[a].step];
    const struct weighbridge_step *then = &plan->steps[plan->rows[b].step];

    return str_equal(first->id, "gate") && str_equal(then->id, "weighing") &&
           first->range == then->range;
}

static const char *const VERDICT_TEXT[] = {
    [VERDICT_NONE] = "incomplete",
    [VERDICT_PASS] = "pass",
    [VERDICT_FAIL] = "fail",
    [VERDICT_INCOMPLETE] = "incomplete",
};

static qh_status bridge_judge(struct ctx *c, const struct method_plan *p,
                              const struct json *v, struct method_judged *out)
{
    struct weighbridge_entries *entries = NULL;
    struct weighbridge_result *result = NULL;
    qh_status rc = weighbridge_entries_from_json(c->arena, p->own, v, &entries, &c->err);

    if (!rc)
        rc = weighbridge_judge(c->arena, p->own, entries, &result, &c->err);
    if (rc)
        return rc;
    *out = (struct method_judged){.verdict = VERDICT_TEXT[result->verdict],
                                  .missing_n = result->missing_n,
                                  .entries = entries,
                                  .own = result};
    return QH_OK;
}

static size_t bridge_verdicts(struct ctx *c, const struct method_plan *p,
                              const struct method_judged *j, struct method_verdict **out)
{
    const struct weighbridge_plan *plan = p->own;
    const struct weighbridge_result *r = j->own;

    *out = ARENA_ARRAY(c->arena, plan->steps_n, struct method_verdict);
    for (size_t i = 0; i < plan->steps_n; i++)
        (*out)[i] = (struct method_verdict){plan->steps[i].id, plan->steps[i].range,
                                            WEIGHBRIDGE_VERDICTS[r->tests[i].verdict]};
    return plan->steps_n;
}

static const char *const *bridge_questions(struct ctx *c, const struct method_judged *j,
                                           size_t row)
{
    const struct weighbridge_result *r = j->own;
    const char **out = ARENA_ARRAY(c->arena, ASK_QUESTIONS + 1, const char *);
    size_t n = 0;

    for (uint32_t q = 0; q < ASK_QUESTIONS; q++)
        if (r->rows[row].questions & (1U << q))
            out[n++] = WEIGHBRIDGE_QUESTIONS[q];
    return out;
}

static void bridge_plan_json(const struct method_plan *p, struct arena *a,
                             struct json_writer *w)
{
    weighbridge_plan_to_json(p->own, a, w);
}

static void bridge_result_json(const struct method_plan *p, const struct method_judged *j,
                               struct arena *a, struct json_writer *w)
{
    weighbridge_result_to_json(p->own, j->entries, j->own, a, w);
}

static qh_status bridge_trace_json(struct ctx *c, const struct method_plan *p,
                                   const struct method_judged *j, struct json_writer *w)
{
    return weighbridge_trace_to_json(p->own, j->entries, j->own, c->arena, w, &c->err);
}

const struct method METHOD_WEIGHBRIDGE = {
    .name = "weighbridge",
    .input = bridge_input,
    .site = BRIDGE_SITE,
    .check = bridge_check,
    .plan = bridge_plan,
    .is_first = bridge_is_first,
    .judge = bridge_judge,
    .verdicts = bridge_verdicts,
    .questions = bridge_questions,
    .plan_json = bridge_plan_json,
    .result_json = bridge_result_json,
    .trace_json = bridge_trace_json,
    .paper = certificate_bridge_fill,
};
