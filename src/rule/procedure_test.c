/* procedure_test.c - one test of a record: its values, what it waits for, its verdict. */
#include "rule/procedure_run.h"
#include "rule/results.h"

/* ---- one value ---- */

/* Part of a one-sided limit that is left; its sign says which way it lies. */
static struct dec side_margin(struct dec left, struct dec limit)
{
    struct dec size = dec_abs(limit);
    struct dec out;

    if (!dec_sign(size) || dec_div(left, size, 4, DEC_HALF_EVEN, &out))
        return dec_int(dec_sign(left) < 0 ? -1 : 1);
    return dec_normal(out);
}

static void set_margin(struct procedure_value *v)
{
    const struct judged *g = &v->found.judged;
    bool ge = v->has_limit && g->found.plain->kind == LIMIT_GE;
    struct dec left;

    if (!v->has_limit)
        return;
    v->has_margin = true;
    if (g->found.plain->kind == LIMIT_ABS)
        v->margin = weighbridge_margin(g->raw, v->limit);
    else if (ge ? dec_sub(g->raw, v->limit, &left) : dec_sub(v->limit, g->raw, &left))
        v->has_margin = false;
    else
        v->margin = side_margin(left, v->limit);
}

static void set_value(struct judging *j, const struct procedure_step *s,
                      const struct row_result *found, struct procedure_value *v)
{
    const struct limit *plain = found->judged.found.plain;

    v->found = *found;
    v->limit_clause = s->clause;
    if (!plain)
        return;
    if (plain->clause && *plain->clause)
        v->limit_clause = plain->clause;
    v->limit_text = limit_text(j->arena, &found->judged.found);
    v->has_limit =
        plain->kind == LIMIT_ABS || plain->kind == LIMIT_LE || plain->kind == LIMIT_GE;
    v->limit = found->judged.found.low;
    set_margin(v);
}

/* The value with the least margin; without margins the one greatest in size. */
static void set_worst(struct procedure_test *t)
{
    for (size_t i = 0; i < t->values_n; i++) {
        const struct procedure_value *v = &t->values[i];
        const struct procedure_value *w = &t->values[t->worst];
        bool worse;

        if (v->has_margin != w->has_margin)
            worse = v->has_margin;
        else if (v->has_margin)
            worse = dec_compare(v->margin, w->margin) < 0;
        else
            worse = dec_compare(dec_abs(v->found.judged.raw),
                                dec_abs(w->found.judged.raw)) > 0;
        if (!t->has_worst || worse)
            t->worst = i;
        t->has_worst = true;
    }
}

/* ---- one test ---- */

/* Each value is of its own row: a failed one stays failed whatever comes after it. */
static bool is_rowwise(const struct rule_test *t)
{
    return t->kind == TEST_CHECKLIST || t->kind == TEST_POINT_ERROR ||
           t->kind == TEST_PAIRED || (t->kind == TEST_STAT && t->outer == STATS);
}

static bool is_begun(const struct judging *j, const struct procedure_step *s)
{
    for (size_t r = s->first; r < s->first + s->n; r++) {
        if (j->in->rows[r].item != ITEM_NONE)
            return true;
        for (size_t i = 0; i < j->plan->rows[r].wants_n; i++)
            if (j->in->rows[r].read[i].given)
                return true;
    }
    return false;
}

void judge_count_rows(struct judging *j, size_t step)
{
    const struct procedure_step *s = &j->plan->steps[step];
    struct procedure_test *t = &j->out->tests[step];
    bool begun = is_begun(j, s);

    for (size_t r = s->first; r < s->first + s->n; r++) {
        const struct procedure_row *row = &j->plan->rows[r];

        if ((row->required || (begun && row->needed)) &&
            !procedure_is_read(j->plan, j->in, r))
            t->missing_n++;
        for (uint32_t q = j->out->rows[r].questions; q; q &= q - 1)
            t->open_n++;
    }
}

static enum weighbridge_verdict verdict_of(const struct rule_test *t, enum pass p)
{
    if (p == PASS_NO)
        return t->fail_is_incomplete ? VERDICT_INCOMPLETE : VERDICT_FAIL;
    return p == PASS_YES ? VERDICT_PASS : VERDICT_NONE;
}

/* Rows of a checklist are judged by what was said of them. */
static void judge_items(struct judging *j, const struct procedure_step *s)
{
    for (size_t r = s->first; r < s->first + s->n; r++) {
        enum weighbridge_item item = j->in->rows[r].item;

        j->out->rows[r].verdict = VERDICT_NONE;
        if (item == ITEM_PASS)
            j->out->rows[r].verdict = VERDICT_PASS;
        if (item == ITEM_FAIL)
            j->out->rows[r].verdict = verdict_of(s->test, PASS_NO);
        if (item == ITEM_NONE && j->plan->rows[r].required)
            j->out->rows[r].verdict = VERDICT_INCOMPLETE;
    }
}

static void take_values(struct judging *j, size_t step, const struct test_result *found,
                        const struct test_data *data)
{
    const struct procedure_step *s = &j->plan->steps[step];
    struct procedure_test *t = &j->out->tests[step];
    bool own = !j->ed->tests[s->test_i].from.test;

    t->values = ARENA_ARRAY(j->arena, found->rows_n, struct procedure_value);
    t->values_n = found->rows_n;
    for (size_t i = 0; i < found->rows_n; i++) {
        struct procedure_value *v = &t->values[i];
        size_t at = found->rows_n == data->n ? i : 0;

        set_value(j, s, &found->rows[i], v);
        v->rows = data->n ? data->rows[at] : NULL;
        v->rows_n = data->n ? data->rows_n[at] : 0;
        ask_value(j, v);
        if (!own || found->rows_n != data->n || v->rows_n != 1)
            continue;
        j->out->rows[v->rows[0]].value = v;
        j->out->rows[v->rows[0]].verdict = verdict_of(s->test, v->found.judged.pass);
    }
    set_worst(t);
}

/* Works the test out; what cannot be worked out leaves it incomplete, with the reason. */
QH_MUST static qh_status evaluate(struct judging *j, size_t step, enum pass *out)
{
    const struct procedure_step *s = &j->plan->steps[step];
    struct procedure_test *t = &j->out->tests[step];
    struct kind_run k = {
        .arena = j->arena,
        .scope = &j->scope,
        .decision = judge_decides_late(j) ? NULL : j->plan->decision,
        .err = &t->why,
    };
    struct test_result *found = ARENA_NEW(j->arena, struct test_result);
    struct test_data data = {0};
    size_t mark = scope_here(&j->scope);
    qh_status rc;

    *out = PASS_NONE;
    found->test = s->test;
    procedure_data(j, step, &data);
    if (!data.node || (!data.node->count && !results_are_named(j->plan->reg, s->test_i)))
        return QH_OK;
    t->data = data.node;
    k.test = s->test;
    k.data = data.node;
    rc = kind_evaluate(&k, found);
    scope_back(&j->scope, mark);
    if (rc == QH_LIMIT || rc == QH_BUG) {
        if (j->err)
            *j->err = t->why;
        return rc;
    }
    if (rc) {
        t->failed = true;
        judge_note(j, "procedure.unresolved", "", s->id, t->why.detail);
        return QH_OK;
    }
    *out = found->pass;
    t->found = found;
    take_values(j, step, found, &data);
    return QH_OK;
}

/* The test whose readings it takes again is not complete. */
static bool waits_for(const struct judging *j, const struct procedure_step *s)
{
    const char *from = j->ed->tests[s->test_i].from.test;

    for (size_t i = 0; from && i < j->plan->steps_n; i++)
        if (str_equal(j->plan->steps[i].id, from))
            return j->out->tests[i].missing_n > 0 ||
                   (s->required && !j->out->tests[i].data);
    return false;
}

/* The step of that test which goes with set value `instance`; -1: the plan has none. */
static long step_for(const struct judging *j, size_t test, int instance)
{
    for (size_t i = 0; i < j->plan->steps_n; i++)
        if (j->plan->steps[i].test && j->plan->steps[i].test_i == test &&
            j->plan->steps[i].instance == instance)
            return (long)i;
    return -1;
}

const char *judge_take_results(struct judging *j, size_t step)
{
    const struct regulation *reg = j->plan->reg;
    const struct procedure_step *s = &j->plan->steps[step];
    size_t test = 0;

    results_clear(reg, &j->scope);
    for (size_t k = 0; results_need(reg, s->test_i, k, &test); k++) {
        long at = step_for(j, test, s->instance);

        if (at < 0 || !j->out->tests[at].found || j->out->tests[at].missing_n)
            return reg->tests[test].id;
        results_set(reg, j->out->tests[at].found, &j->scope);
    }
    return NULL;
}

/* A test that names results which are not there is not worked out. */
static bool lacks_results(struct judging *j, size_t step)
{
    const struct procedure_step *s = &j->plan->steps[step];
    const char *lacking = judge_take_results(j, step);

    if (!lacking)
        return false;
    judge_count_rows(j, step);
    if (s->required || is_begun(j, s)) {
        j->out->tests[step].verdict = VERDICT_INCOMPLETE;
        judge_note(j, "procedure.result", "", s->id, lacking);
    }
    return true;
}

qh_status judge_test(struct judging *j, size_t step)
{
    const struct procedure_step *s = &j->plan->steps[step];
    struct procedure_test *t = &j->out->tests[step];
    enum pass pass = PASS_NONE;
    bool waits; /* for what it takes from another test */
    qh_status rc;

    if (lacks_results(j, step))
        return QH_OK;
    rc = evaluate(j, step, &pass);
    if (rc)
        return rc;
    judge_count_rows(j, step);
    if (s->test->kind == TEST_CHECKLIST)
        judge_items(j, s);
    waits = waits_for(j, s);
    t->verdict = t->data ? verdict_of(s->test, pass) : VERDICT_NONE;
    if (t->failed ||
        (t->verdict != VERDICT_FAIL && (waits || t->missing_n || t->open_n)) ||
        (t->missing_n && !is_rowwise(s->test)))
        t->verdict = VERDICT_INCOMPLETE;
    return QH_OK;
}

void judge_decided(struct judging *j, size_t step, const struct test_result *found)
{
    const struct procedure_step *s = &j->plan->steps[step];
    struct procedure_test *t = &j->out->tests[step];

    for (size_t i = 0; i < t->values_n && i < found->rows_n; i++) {
        struct procedure_value *v = &t->values[i];

        v->found.judged = found->rows[i].judged;
        if (v->rows_n == 1 && j->out->rows[v->rows[0]].value == v)
            j->out->rows[v->rows[0]].verdict = verdict_of(s->test, v->found.judged.pass);
    }
    if (t->verdict == VERDICT_PASS || t->verdict == VERDICT_FAIL)
        t->verdict = verdict_of(s->test, found->pass);
    else if (found->pass == PASS_NO && is_rowwise(s->test))
        t->verdict = verdict_of(s->test, PASS_NO);
}
