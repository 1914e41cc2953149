#include "rule/weighbridge.h"

#include "rule/bridge_judge.h"
#include "rule/budget.h"

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
            &run->b->w->ed->tests[step->test - run->plan->reg->tests];

        if (t->plan != PLAN_WEIGHING)
            continue;
        for (size_t i = step->first; i < step->first + step->n; i++)
            if (r->rows[i].judged && dec_compare(r->rows[i].load, r->max_load) > 0)
                r->max_load = r->rows[i].load;
    }
}

static void judge_adequacy(struct bridge_run *run)
{
    const struct weighbridge_adequacy *a = &run->r->adequacy;
    size_t none = run->plan->rows_n;

    if (a->verdict == VERDICT_PASS)
        return;
    if (a->no_limit)
        bridge_reason(run, "weighbridge.no_class_limit", none, a->no_limit, NULL);
    else if (dec_sign(run->plan->half) && !run->b->has_small)
        bridge_reason(run, "weighbridge.no_small_weights", none,
                      dec_text_short(run->arena, run->b->parts[0].small), NULL);
    else
        bridge_reason(run, "weighbridge.weights_inadequate", a->worst_row,
                      dec_text_short(run->arena, a->sum_of_mpe),
                      dec_text_short(run->arena, a->allowed));
}

/* Max not reached: refused, or where the edition allows it a verdict for less. */
static void judge_reach(struct bridge_run *run)
{
    struct weighbridge_result *r = run->r;

    if (r->missing_n || dec_compare(r->max_load, run->b->max_least) >= 0)
        return;
    if (run->b->may_be_limited && dec_compare(r->max_load, run->b->limited_least) >= 0) {
        r->limited = true;
        r->limited_to = r->max_load;
        return;
    }
    bridge_reason(run, "weighbridge.max_not_reached", run->plan->rows_n,
                  dec_text_short(run->arena, r->max_load),
                  dec_text_short(run->arena, run->plan->in->max));
}

/* The plan's notes on class, n, e and Min are reasons here. */
static void judge_class(struct bridge_run *run)
{
    const struct weighbridge_plan *plan = run->plan;

    for (size_t i = 0; plan->class_issues && i < plan->notes_n; i++)
        if (text_starts(text_of(plan->notes[i].key), text_of("class.")))
            bridge_reason(run, plan->notes[i].key, plan->rows_n, plan->notes[i].args[0],
                          plan->notes[i].args[1]);
}

/* What keeps the whole from a pass though every row was read. */
static void judge_frame(struct bridge_run *run)
{
    const struct weighbridge_plan *plan = run->plan;
    struct weighbridge_result *r = run->r;
    size_t none = plan->rows_n;

    judge_class(run);
    if (plan->feasible.verdict == WEIGHBRIDGE_REFUSED)
        bridge_reason(run, "weighbridge.too_few_weights", none,
                      dec_text_short(run->arena, plan->feasible.standards),
                      dec_text_short(run->arena, plan->feasible.least));
    judge_adequacy(run);
    for (size_t i = 0; i < run->in->unknown_n; i++)
        bridge_reason(run, "weighbridge.unknown_row", none, run->in->unknown[i], NULL);
    judge_reach(run);
    if (r->missing_n)
        bridge_reason(run, "weighbridge.missing", none,
                      str_format(run->arena, "%zu", r->missing_n), NULL);
    if (r->open_n)
        bridge_reason(run, "weighbridge.questions", none,
                      str_format(run->arena, "%zu", r->open_n), NULL);
}

static void conclude(const struct weighbridge_plan *plan, bool stopped,
                     struct weighbridge_result *r)
{
    if (r->failed_n && stopped && !r->open_n)
        r->verdict = VERDICT_FAIL;
    else if (r->blocks_n)
        r->verdict = VERDICT_INCOMPLETE;
    else
        r->verdict = r->failed_n ? VERDICT_FAIL : VERDICT_PASS;
    if (r->verdict == VERDICT_INCOMPLETE)
        r->document = DOCUMENT_NONE;
    else if (plan->in->kind == WEIGHBRIDGE_IN_SERVICE)
        r->document = DOCUMENT_INSPECTION_RECORD;
    else if (plan->in->kind == WEIGHBRIDGE_CALIBRATION)
        r->document = DOCUMENT_CALIBRATION;
    else
        r->document = r->verdict == VERDICT_PASS ? DOCUMENT_CERTIFICATE : DOCUMENT_NOTICE;
}

static void open_stages(struct arena *a, const struct weighbridge_plan *plan,
                        struct weighbridge_result *r)
{
    r->stages = ARENA_ARRAY(a, (size_t)plan->stages, struct weighbridge_stage);
    for (int s = 0; s < plan->stages; s++)
        r->stages[s] = (struct weighbridge_stage){
            .range = plan->range, .number = s + 1, .reason = ""};
}

/* One instrument, or one of several ranges. */
QH_MUST static qh_status judge_one(struct arena *a, const struct weighbridge_plan *plan,
                                   const struct weighbridge_entries *in,
                                   struct weighbridge_result **out, struct qh_error *err)
{
    const struct bridge *b = plan->compiled;
    struct weighbridge_result *r = ARENA_NEW(a, struct weighbridge_result);
    struct bridge_run run = {
        .arena = a, .plan = plan, .b = b, .in = in, .r = r, .err = err};
    qh_status rc;

    run.q = plan->general ? NULL : b->quick;
    r->rows = ARENA_ARRAY(a, plan->rows_n, struct weighbridge_row_result);
    r->tests = ARENA_ARRAY(a, plan->steps_n, struct weighbridge_test_result);
    open_stages(a, plan, r);
    r->adequacy = b->adequacy;
    for (run.step = 0; run.step < plan->steps_n; run.step++) {
        rc = bridge_judge_step(&run);
        if (rc)
            return rc;
    }
    rc = bridge_budgets(&run);
    if (!rc)
        rc = bridge_decide(&run);
    if (rc)
        return rc;
    find_max_load(&run);
    judge_frame(&run);
    r->blocks_n = run.blocks;
    conclude(plan, in->stopped, r);
    *out = r;
    return QH_OK;
}

/* ---- several ranges ---- */

/* Where a range's rows and steps begin in the whole. */
struct joint {
    struct weighbridge_result *whole;
    size_t rows, steps;
    int stages;
};

static void join_tests(struct joint *j, const struct weighbridge_plan *plan,
                       const struct weighbridge_result *one)
{
    for (size_t i = 0; i < plan->rows_n; i++)
        j->whole->rows[j->rows + i] = one->rows[i];
    for (size_t i = 0; i < plan->steps_n; i++) {
        j->whole->tests[j->steps + i] = one->tests[i];
        j->whole->tests[j->steps + i].worst_row += j->rows;
    }
    for (int i = 0; i < plan->stages; i++)
        j->whole->stages[j->stages + i] = one->stages[i];
    if (!j->rows || one->adequacy.verdict != VERDICT_PASS) {
        j->whole->adequacy = one->adequacy;
        j->whole->adequacy.worst_row += j->rows;
    }
}

static void join_sums(struct joint *j, const struct weighbridge_result *one)
{
    struct weighbridge_result *r = j->whole;

    for (size_t i = 0; i < one->reasons_n && r->reasons_n < REASONS_MAX; i++)
        r->reasons[r->reasons_n++] = one->reasons[i];
    for (size_t i = 0; i < one->budgets_n; i++)
        r->budgets[r->budgets_n++] = one->budgets[i];
    r->missing_n += one->missing_n;
    r->failed_n += one->failed_n;
    r->open_n += one->open_n;
    r->blocks_n += one->blocks_n;
    r->max_load = one->max_load;
    r->limited = r->limited || one->limited;
    r->limited_to = one->max_load;
    if (!j->rows) {
        r->has_e0 = one->has_e0;
        r->e0 = one->e0;
    }
}

/* Each range by itself; all must pass. */
QH_MUST static qh_status judge_ranges(struct arena *a,
                                      const struct weighbridge_plan *plan,
                                      const struct weighbridge_entries *in,
                                      struct weighbridge_result **out,
                                      struct qh_error *err)
{
    struct weighbridge_result *r = ARENA_NEW(a, struct weighbridge_result);
    struct joint j = {.whole = r};

    r->rows = ARENA_ARRAY(a, plan->rows_n, struct weighbridge_row_result);
    r->tests = ARENA_ARRAY(a, plan->steps_n, struct weighbridge_test_result);
    r->stages = ARENA_ARRAY(a, (size_t)plan->stages, struct weighbridge_stage);
    r->reasons = ARENA_ARRAY(a, REASONS_MAX, struct weighbridge_note);
    r->budgets =
        ARENA_ARRAY(a, budget_template_count(plan->reg) * plan->rows_n, struct budget *);
    for (size_t k = 0; k < plan->ranges_n; k++) {
        struct weighbridge_entries part = {
            .rows = in->rows + j.rows, .stopped = in->stopped, .unknown = in->unknown};
        qh_status rc;

        part.unknown_n = k ? 0 : in->unknown_n;
        rc = judge_one(a, plan->ranges[k], &part, &r->ranges[k], err);
        if (rc)
            return rc;
        join_tests(&j, plan->ranges[k], r->ranges[k]);
        join_sums(&j, r->ranges[k]);
        j.rows += plan->ranges[k]->rows_n;
        j.steps += plan->ranges[k]->steps_n;
        j.stages += plan->ranges[k]->stages;
    }
    conclude(plan, in->stopped, r);
    *out = r;
    return QH_OK;
}

qh_status weighbridge_judge(struct arena *a, const struct weighbridge_plan *plan,
                            const struct weighbridge_entries *in,
                            struct weighbridge_result **out, struct qh_error *err)
{
    return plan->ranges_n ? judge_ranges(a, plan, in, out, err)
                          : judge_one(a, plan, in, out, err);
}
