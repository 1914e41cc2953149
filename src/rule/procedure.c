/* procedure.c - what was read, judged: values, tests, the whole. */
#include "rule/procedure.h"

#include "rule/budget.h"
#include "rule/procedure_make.h"
#include "rule/procedure_run.h"
#include "rule/results.h"

#include <string.h>

/* ---- decisions by budgets ---- */

static const struct test_result *decided(const struct evaluation *e, const char *id)
{
    for (size_t i = 0; i < e->tests_n; i++)
        if (str_equal(e->tests[i].test->id, id))
            return &e->tests[i];
    return NULL;
}

/* The values of one instance, decided on by the evaluator; what has no uncertainty cannot
 * be decided on. */
static void decide_at(struct judging *j, int instance)
{
    const struct json *c = procedure_case(j->arena, j->plan, j->out, instance);
    struct evaluation *e = NULL;
    struct qh_error err = {.status = QH_OK};
    const struct qh_error *why = &err;
    qh_status rc = evaluate_case(j->arena, j->plan->reg, c, &e, &err);

    if (!rc && e->budgets_error) {
        why = e->budgets_error;
        rc = QH_INVALID;
    }
    if (rc) {
        j->undecided = true;
        judge_note(j, "procedure.uncertainty", "", str_copy(j->arena, why->key),
                   str_copy(j->arena, why->detail));
        return;
    }
    for (size_t s = 0; s < j->plan->steps_n; s++) {
        const struct procedure_step *step = &j->plan->steps[s];
        const struct test_result *t =
            step->test && step->instance == instance ? decided(e, step->id) : NULL;

        if (t)
            judge_decided(j, s, t);
    }
}

static void decide(struct judging *j)
{
    for (int i = 1; i <= j->plan->instances; i++)
        decide_at(j, i);
}

/* Each after those whose results it names. */
QH_MUST static qh_status judge_tests(struct judging *j)
{
    const struct procedure_plan *p = j->plan;
    qh_status rc = QH_OK;

    for (size_t k = 0; k < p->reg->tests_n; k++)
        for (size_t s = 0; !rc && s < p->steps_n; s++)
            if (p->steps[s].test && p->steps[s].test_i == results_at(p->reg, k))
                rc = judge_test(j, s);
    return rc;
}

/* The rows of conditions: outside is no fault of the instrument. */
static void judge_conditions(struct judging *j, size_t step)
{
    const struct procedure_step *s = &j->plan->steps[step];
    struct procedure_test *t = &j->out->tests[step];

    judge_count_rows(j, step);
    t->verdict = t->missing_n || t->open_n ? VERDICT_INCOMPLETE : VERDICT_PASS;
    for (size_t r = s->first; r < s->first + s->n; r++) {
        const struct general_condition *c = j->plan->rows[r].of;
        struct dec v = dec_int(0);
        bool inside = true;

        if (!c || !condition_value(j, r, &v, &inside)) {
            if (j->plan->rows[r].required && !procedure_is_read(j->plan, j->in, r))
                j->out->rows[r].verdict = VERDICT_INCOMPLETE;
            continue;
        }
        j->out->rows[r].verdict = inside ? VERDICT_PASS : VERDICT_NONE;
        if (inside || !c->blocks)
            continue;
        j->out->rows[r].verdict = VERDICT_INCOMPLETE;
        t->verdict = VERDICT_INCOMPLETE;
        judge_note(j, "procedure.condition", j->plan->rows[r].key, c->ask.zh,
                   dec_text_short(j->arena, v));
    }
}

/* ---- the whole ---- */

/* Measured quantities and conditions are names for the tests. */
static void take_measured(struct judging *j)
{
    struct node_list vars = node_object(j->arena);

    for (const struct json *m = j->plan->vars->first; m; m = m->next)
        node_put(&vars, m->key.p, node_copy(j->arena, m));
    for (size_t r = 0; r < j->plan->rows_n; r++) {
        const struct procedure_row *row = &j->plan->rows[r];
        const char *text;

        if (j->plan->steps[row->step].test || !row->wants_n)
            continue;
        text = entry_text(j, r, 0);
        if (text)
            node_put_text(&vars, row->item, text);
    }
    j->out->vars = vars.node;
    scope_shadow_object(&j->scope, vars.node, NULL);
}

/* Does a step pass for the grade that the scope has now? */
static bool passes(struct judging *j, size_t step)
{
    struct procedure_test *t = &j->out->tests[step];
    struct qh_error err;
    struct kind_run k = {.arena = j->arena,
                         .scope = &j->scope,
                         .decision = j->plan->decision,
                         .err = &err,
                         .test = j->plan->steps[step].test,
                         .data = t->data};
    struct test_result *found = ARENA_NEW(j->arena, struct test_result);
    size_t mark = scope_here(&j->scope);
    qh_status rc;

    if (!t->data)
        return true;
    found->test = k.test;
    if (judge_take_results(j, step))
        return false;
    rc = kind_evaluate(&k, found);
    scope_back(&j->scope, mark);
    t->found = found; /* for those after it */
    return !rc && found->pass != PASS_NO;
}

static bool is_good(struct judging *j, const struct json *grade)
{
    j->scope.slots[SLOT_GRADE] = value_of(grade);
    for (size_t i = 0; i < j->plan->reg->tests_n; i++)
        for (size_t s = 0; s < j->plan->steps_n; s++)
            if (j->plan->steps[s].test &&
                j->plan->steps[s].test_i == results_at(j->plan->reg, i) && !passes(j, s))
                return false;
    return true;
}

/* The best grade that all tests pass; only once everything is there. */
static void find_best(struct judging *j)
{
    const struct json *grades = j->plan->reg->grades;

    j->out->has_best = j->plan->reg->best && grades != NULL && !judge_decides_late(j);
    if (!j->out->has_best || j->out->missing_n)
        return;
    for (const struct json *g = grades->first; g; g = g->next)
        if (is_good(j, g)) {
            j->out->best_grade = g;
            break;
        }
    if (j->out->best_grade && j->out->failed_n)
        judge_note(j, "procedure.lower_grade", "", j->plan->grade,
                   j->out->best_grade->text.p);
}

static enum weighbridge_document document_of(const struct procedure_plan *p,
                                             enum weighbridge_verdict v)
{
    if (v == VERDICT_INCOMPLETE)
        return DOCUMENT_NONE;
    if (p->kind == WEIGHBRIDGE_CALIBRATION)
        return DOCUMENT_CALIBRATION;
    if (p->kind == WEIGHBRIDGE_IN_SERVICE)
        return DOCUMENT_INSPECTION_RECORD;
    return v == VERDICT_PASS ? DOCUMENT_CERTIFICATE : DOCUMENT_NOTICE;
}

static void say_counts(struct judging *j)
{
    struct procedure_result *r = j->out;

    if (r->missing_n)
        judge_note(j, "procedure.missing", "", str_format(j->arena, "%zu", r->missing_n),
                   NULL);
    if (r->open_n)
        judge_note(j, "procedure.questions", "", str_format(j->arena, "%zu", r->open_n),
                   NULL);
    for (size_t i = 0; i < j->in->unknown_n; i++)
        judge_note(j, "procedure.unknown_row", "", j->in->unknown[i], NULL);
}

/* A verification that judged nothing proves nothing. */
static bool is_empty(const struct judging *j)
{
    bool judged = false;
    bool read = false;

    for (size_t i = 0; i < j->plan->steps_n; i++) {
        const struct procedure_test *t = &j->out->tests[i];

        read |= t->data != NULL;
        judged |= j->plan->steps[i].test &&
                  (t->verdict == VERDICT_PASS || t->verdict == VERDICT_FAIL);
    }
    return j->plan->kind == WEIGHBRIDGE_CALIBRATION ? !read : !judged;
}

static void conclude(struct judging *j)
{
    struct procedure_result *r = j->out;
    bool incomplete =
        j->plan->refused || j->in->unknown_n > 0 || is_empty(j) || j->undecided;

    for (size_t i = 0; i < j->plan->steps_n; i++) {
        incomplete |= r->tests[i].verdict == VERDICT_INCOMPLETE ||
                      r->tests[i].open_n > 0 || r->tests[i].missing_n > 0;
        r->failed_n += r->tests[i].verdict == VERDICT_FAIL;
        r->missing_n += r->tests[i].missing_n;
        r->open_n += r->tests[i].open_n;
    }
    for (size_t i = 0; i < j->plan->notes_n; i++)
        judge_note(j, j->plan->notes[i].key, j->plan->notes[i].row,
                   j->plan->notes[i].args[0], j->plan->notes[i].args[1]);
    say_counts(j);
    if (is_empty(j) && !r->missing_n)
        judge_note(j, "procedure.nothing", "", NULL, NULL);
    r->verdict = r->failed_n ? VERDICT_FAIL : VERDICT_PASS;
    if (incomplete && !(j->in->stopped && r->failed_n))
        r->verdict = VERDICT_INCOMPLETE;
    r->document = document_of(j->plan, r->verdict);
    find_best(j);
}

/* The budgets of one instance.  The evaluator does not know which tests the plan left
 * out, so its own conclusion decides nothing here. */
QH_MUST static qh_status budgets_at(struct judging *j, int instance, struct budgets *out,
                                    struct qh_error *err)
{
    const struct json *c = procedure_case(j->arena, j->plan, j->out, instance);
    struct budget_frame f = {.arena = j->arena, .reg = j->plan->reg, .err = err};
    struct evaluation *e = NULL;
    qh_status rc = evaluate_case(j->arena, j->plan->reg, c, &e, err);

    if (!rc)
        rc = budget_frame_of_case(&f, c);
    return rc ? rc : budgets_of_case(&f, c, e, out);
}

/* A complete calibration states its uncertainty, or says why it cannot and is none. */
static void state_uncertainty(struct judging *j)
{
    struct procedure_result *r = j->out;
    int n = j->plan->instances;

    if (j->plan->kind != WEIGHBRIDGE_CALIBRATION || r->verdict == VERDICT_INCOMPLETE ||
        !j->plan->reg->budgets_n)
        return;
    r->budgets = ARENA_ARRAY(j->arena, (size_t)n, struct budgets);
    for (int i = 0; i < n; i++) {
        struct qh_error err = {.status = QH_OK};

        if (!budgets_at(j, i + 1, &r->budgets[i], &err))
            continue;
        r->verdict = VERDICT_INCOMPLETE;
        r->document = DOCUMENT_NONE;
        judge_note(j, "procedure.uncertainty", "", str_copy(j->arena, err.key),
                   str_copy(j->arena, err.detail));
    }
}

qh_status procedure_judge(struct arena *a, const struct procedure_plan *plan,
                          const struct procedure_entries *in,
                          struct procedure_result **out, struct qh_error *err)
{
    struct procedure_result *r = ARENA_NEW(a, struct procedure_result);
    struct judging j = {.arena = a,
                        .plan = plan,
                        .ed = plan->reg->general,
                        .in = in,
                        .out = r,
                        .err = err};
    qh_status rc;

    r->rows = ARENA_ARRAY(a, plan->rows_n, struct procedure_row_result);
    r->tests = ARENA_ARRAY(a, plan->steps_n, struct procedure_test);
    procedure_scope(a, plan, &j.scope);
    take_measured(&j);
    ask_readings(&j);
    for (size_t i = 0; i < plan->rows_n; i++)
        if (plan->rows[i].required && !procedure_is_read(plan, in, i))
            r->rows[i].verdict = VERDICT_INCOMPLETE;
    for (size_t s = 0; s < plan->steps_n; s++)
        if (!plan->steps[s].test)
            judge_conditions(&j, s);
    rc = judge_tests(&j);
    if (rc)
        return rc;
    if (judge_decides_late(&j))
        decide(&j);
    conclude(&j);
    state_uncertainty(&j);
    *out = r;
    return QH_OK;
}

/* What the certificates of the standards say, by the ids of the edition. */
static struct json *used_standards(struct arena *a, const struct procedure_plan *plan)
{
    static const char *const MEMBERS[] = {"u", "k", "mpe"};
    static const char *const NAMES[] = {"U", "k", "mpe"};
    struct node_list list = node_array(a);

    for (size_t i = 0; i < plan->standards_n; i++) {
        const struct procedure_standard *s = &plan->standards[i];
        const struct general_standard *of = s->of;
        struct node_list o = node_object(a);

        if (!s->used_n)
            continue;
        node_put_text(&o, "id", of->id);
        for (size_t k = 0; k < LEN(MEMBERS); k++) {
            const char *text = json_str(s->used[0], MEMBERS[k], "");

            if (*text)
                node_put_text(&o, NAMES[k], text);
        }
        node_add(&list, o.node);
    }
    return list.node;
}

const struct json *procedure_case(struct arena *a, const struct procedure_plan *plan,
                                  const struct procedure_result *r, int instance)
{
    struct node_list c = node_object(a);
    struct node_list data = node_object(a);
    const char *service = "verification";

    if (plan->kind == WEIGHBRIDGE_CALIBRATION)
        service = "calibration";
    if (plan->kind == WEIGHBRIDGE_IN_SERVICE)
        service = "in_service_inspection";
    for (size_t s = 0; s < plan->steps_n; s++)
        if (plan->steps[s].test && plan->steps[s].instance == instance &&
            r->tests[s].data)
            node_put(&data, plan->steps[s].id, node_copy(a, r->tests[s].data));
    node_put_text(&c, "id", str_format(a, "%d", instance));
    if (plan->grade)
        node_put_text(&c, "grade", plan->grade);
    node_put(&c, "vars", node_copy(a, r->vars));
    node_put_text(&c, "service", service);
    if (plan->decision_node)
        node_put(&c, "decision", node_copy(a, plan->decision_node));
    node_put(&c, "standards", used_standards(a, plan));
    if (plan->claims)
        node_put(&c, "claims", node_copy(a, plan->claims));
    node_put(&c, "data", data.node);
    return c.node;
}
