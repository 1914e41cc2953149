#include "rule/weighbridge.h"

#include "rule/bridge_judge.h"

const char *const WEIGHBRIDGE_VERDICTS[] = {"none", "pass", "fail", "incomplete", NULL};
const char *const WEIGHBRIDGE_DOCUMENTS[] = {
    "none", "certificate", "notice", "inspection_record", "calibration_certificate",
    NULL};

struct dec weighbridge_margin(struct dec value, struct dec limit)
{
    struct dec left;
    struct dec out = dec_int(-1);

    if (!dec_sign(limit))
        return dec_int(dec_sign(value) ? -1 : 1);
    if (dec_sub(limit, dec_abs(value), &left) ||
        dec_div(left, limit, 4, DEC_HALF_EVEN, &out))
        return dec_int(-1);
    return dec_normal(out);
}

static void find_max_load(struct bridge_run *run)
{
    struct weighbridge_result *r = run->r;

    r->max_load = dec_int(0);
    for (size_t s = 0; s < run->plan->steps_n; s++) {
        const struct weighbridge_step *step = &run->plan->steps[s];
        const struct edition_test *t =
            &run->w->ed->tests[step->test - run->plan->reg->tests];

        if (t->plan != PLAN_WEIGHING)
            continue;
        for (size_t i = step->first; i < step->first + step->n; i++)
            if (r->rows[i].judged && dec_compare(r->rows[i].load, r->max_load) > 0)
                r->max_load = r->rows[i].load;
    }
}

/* What keeps the whole from a pass though every row was read. */
static void judge_frame(struct bridge_run *run)
{
    const struct weighbridge_plan *plan = run->plan;
    struct weighbridge_result *r = run->r;
    size_t none = plan->rows_n;

    if (plan->feasible.verdict == WEIGHBRIDGE_REFUSED)
        bridge_reason(run, "weighbridge.too_few_weights", none,
                      dec_text_short(run->arena, plan->feasible.standards),
                      dec_text_short(run->arena, plan->feasible.least));
    if (r->adequacy.verdict != VERDICT_PASS && r->adequacy.no_limit)
        bridge_reason(run, "weighbridge.no_class_limit", none, r->adequacy.no_limit,
                      NULL);
    else if (r->adequacy.verdict != VERDICT_PASS && dec_sign(plan->half) &&
             !run->b->has_small)
        bridge_reason(run, "weighbridge.no_small_weights", none,
                      dec_text_short(run->arena, run->b->small), NULL);
    else if (r->adequacy.verdict != VERDICT_PASS)
        bridge_reason(run, "weighbridge.weights_inadequate", r->adequacy.worst_row,
                      dec_text_short(run->arena, r->adequacy.sum_of_mpe),
                      dec_text_short(run->arena, r->adequacy.allowed));
    for (size_t i = 0; i < run->in->unknown_n; i++)
        bridge_reason(run, "weighbridge.unknown_row", none, run->in->unknown[i], NULL);
    if (!r->missing_n && dec_compare(r->max_load, run->b->max_least) < 0)
        bridge_reason(run, "weighbridge.max_not_reached", none,
                      dec_text_short(run->arena, r->max_load),
                      dec_text_short(run->arena, plan->in->max));
    if (r->missing_n)
        bridge_reason(run, "weighbridge.missing", none,
                      str_format(run->arena, "%zu", r->missing_n), NULL);
    if (r->open_n)
        bridge_reason(run, "weighbridge.questions", none,
                      str_format(run->arena, "%zu", r->open_n), NULL);
}

static void conclude(struct bridge_run *run)
{
    struct weighbridge_result *r = run->r;

    if (r->failed_n && run->in->stopped && !r->open_n)
        r->verdict = VERDICT_FAIL;
    else if (run->blocks)
        r->verdict = VERDICT_INCOMPLETE;
    else
        r->verdict = r->failed_n ? VERDICT_FAIL : VERDICT_PASS;
    if (r->verdict == VERDICT_INCOMPLETE)
        r->document = DOCUMENT_NONE;
    else if (run->plan->in->kind == WEIGHBRIDGE_IN_SERVICE)
        r->document = DOCUMENT_INSPECTION_RECORD;
    else if (run->plan->in->kind == WEIGHBRIDGE_CALIBRATION)
        r->document = DOCUMENT_CALIBRATION;
    else
        r->document = r->verdict == VERDICT_PASS ? DOCUMENT_CERTIFICATE : DOCUMENT_NOTICE;
}

qh_status weighbridge_judge(struct arena *a, const struct weighbridge_plan *plan,
                            const struct weighbridge_entries *in,
                            struct weighbridge_result **out, struct qh_error *err)
{
    const struct bridge *b = plan->compiled;
    struct weighbridge_result *r = ARENA_NEW(a, struct weighbridge_result);
    struct bridge_run run = {
        .arena = a, .plan = plan, .b = b, .in = in, .r = r, .err = err};
    qh_status rc;

    run.w = weighing_copy(a, b->w);
    r->rows = ARENA_ARRAY(a, plan->rows_n, struct weighbridge_row_result);
    r->tests = ARENA_ARRAY(a, plan->steps_n, struct weighbridge_test_result);
    r->stages = ARENA_ARRAY(a, (size_t)plan->stages, struct weighbridge_stage);
    for (int s = 0; s < plan->stages; s++)
        r->stages[s].reason = "";
    r->adequacy = b->adequacy;
    for (run.step = 0; run.step < plan->steps_n; run.step++) {
        rc = bridge_judge_step(&run);
        if (rc)
            return rc;
    }
    rc = bridge_budgets(&run);
    if (rc)
        return rc;
    find_max_load(&run);
    judge_frame(&run);
    conclude(&run);
    *out = r;
    return QH_OK;
}
