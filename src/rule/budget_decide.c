/* The decision on values by their own uncertainty budgets. */
#include "rule/budget.h"
#include "rule/budget_template.h"
#include "rule/kinds.h"

/* As deep as limits nest: LIMIT_DEPTH_MAX at most. */
static bool judges_others(const struct limit *l)
{
    if (!l || (l->kind != LIMIT_ANY && l->kind != LIMIT_ALL))
        return false;
    for (size_t i = 0; i < l->cases_n; i++) {
        const struct limit *m = l->cases[i].limit;

        if (m && (m->has_of || judges_others(m)))
            return true;
    }
    return false;
}

static struct test_result *result_of(const struct evaluation *e, const char *id)
{
    for (size_t i = 0; i < e->tests_n; i++)
        if (str_equal(e->tests[i].test->id, id))
            return &e->tests[i];
    return NULL;
}

static const struct judge *judge_of(const struct test_result *t, size_t row)
{
    return t->test->outputs_n ? &t->test->outputs[row].judge : &t->test->judge;
}

QH_MUST static qh_status decide(struct scope *s, const struct decision *d,
                                const struct budget *b, struct test_result *t,
                                struct qh_error *err)
{
    struct judged *j = &t->rows[b->index].judged;
    const struct judge *by = judge_of(t, b->index);
    struct decision one = *d;
    struct decision_found *found = NULL;
    qh_status rc;

    one.known = true;
    one.u = b->expanded;
    one.k = b->factor.k;
    if (judges_others(j->found.plain))
        return qh_fail(err, QH_INVALID, "decision.of", "decision.U",
                       "the uncertainty of other values is not known");
    rc = decision_apply(&one, s, by->compare_rounded && j->rounded ? j->value : j->raw,
                        &j->found, &found, err);
    if (rc)
        return rc;
    j->decision = found;
    j->pass = j->found.pass;
    kind_pass(t);
    return QH_OK;
}

qh_status budgets_decide(struct arena *a, const struct decision *d,
                         const struct budgets *b, struct evaluation *e,
                         struct qh_error *err)
{
    struct scope s;
    qh_status rc = QH_OK;

    scope_init(&s, a, &e->reg->names, NULL);
    for (size_t i = 0; !rc && i < b->n; i++) {
        struct test_result *t = result_of(e, b->list[i]->template->test);

        if (t && b->list[i]->index < t->rows_n)
            rc = decide(&s, d, b->list[i], t, err);
    }
    return rc;
}
