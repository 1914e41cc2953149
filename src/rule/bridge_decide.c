/* The decision rule that an order asks for: errors of indication by their own U.
 * [JCGM 106:2012 8.3; ILAC-G8:09/2019 4.2] */
#include "rule/bridge_judge.h"
#include "rule/budget.h"
#include "rule/decision.h"

struct limit_found bridge_limit_found(const struct weighbridge_row_result *rr)
{
    static const struct limit WITHIN = {.kind = LIMIT_ABS, .clause = ""};

    return (struct limit_found){.pass = rr->verdict == VERDICT_FAIL ? PASS_NO : PASS_YES,
                                .plain = &WITHIN,
                                .low = rr->limit};
}

/* A row that no longer passes takes its test along. */
static void fail_row(struct bridge_run *run, size_t row)
{
    struct weighbridge_result *r = run->r;
    struct weighbridge_test_result *t = &r->tests[run->plan->rows[row].step];

    r->rows[row].verdict = VERDICT_FAIL;
    if (t->verdict == VERDICT_FAIL)
        return;
    if (t->verdict == VERDICT_INCOMPLETE)
        run->blocks--;
    t->verdict = VERDICT_FAIL;
    r->failed_n++;
}

QH_MUST static qh_status decide_row(struct bridge_run *run, const struct budget *b)
{
    struct weighbridge_row_result *rr = &run->r->rows[b->index];
    struct limit_found found = bridge_limit_found(rr);
    struct decision_found *out = NULL;
    struct decision d = {
        .rule = run->plan->in->decision == BRIDGE_GUARD_BAND ? DECISION_GUARD_BAND
                                                             : DECISION_SIMPLE,
        .k = b->factor.k,
        .factor = dec_int(1),
        .known = true,
        .u = b->expanded,
    };
    qh_status rc;

    if (!rr->has_limit || (rr->verdict != VERDICT_PASS && rr->verdict != VERDICT_FAIL))
        return QH_OK;
    rc =
        decision_apply(&d, &bridge_own(run, 0)->scope, rr->value, &found, &out, run->err);
    if (rc)
        return rc;
    rr->decision = out;
    if (rr->verdict == VERDICT_PASS && found.pass == PASS_NO)
        fail_row(run, b->index);
    return QH_OK;
}

qh_status bridge_decide(struct bridge_run *run)
{
    struct weighbridge_result *r = run->r;
    qh_status rc = QH_OK;

    if (run->plan->in->decision == BRIDGE_NO_DECISION)
        return QH_OK;
    if (!r->budgets_n && !r->missing_n)
        bridge_reason(run, "weighbridge.undecided", run->plan->rows_n, NULL, NULL);
    for (size_t i = 0; !rc && i < r->budgets_n; i++)
        rc = decide_row(run, r->budgets[i]);
    return rc;
}
