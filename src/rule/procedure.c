/* procedure.c - what was read, judged: values, tests, the whole. */
#include "rule/procedure.h"

#include "rule/budget.h"
#include "rule/procedure_make.h"
#include "rule/procedure_run.h"

#include <string.h>

void judge_note(struct judging *j, const char *key, const char *row, const char *arg0,
                const char *arg1)
{
    struct procedure_result *r = j->out;

    if (r->reasons_n == j->reasons_cap) {
        size_t cap = j->reasons_cap ? 2 * j->reasons_cap : 16;
        struct weighbridge_note *more =
            ARENA_ARRAY(j->arena, cap, struct weighbridge_note);

        if (r->reasons_n)
            memcpy(more, r->reasons, r->reasons_n * sizeof *more);
        r->reasons = more;
        j->reasons_cap = cap;
    }
    r->reasons[r->reasons_n++] = (struct weighbridge_note){
        .key = key, .row = row, .reading = "", .args = {arg0, arg1}};
}

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

/* Needed rows that are not read, and open questions. */
static void count_rows(struct judging *j, size_t step)
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
    struct kind_run k = {.arena = j->arena, .scope = &j->scope, .err = &t->why};
    struct test_result found = {.test = s->test};
    struct test_data data = {0};
    size_t mark = scope_here(&j->scope);
    qh_status rc;

    *out = PASS_NONE;
    procedure_data(j, step, &data);
    if (!data.node || !data.node->count)
        return QH_OK;
    t->data = data.node;
    k.test = s->test;
    k.data = data.node;
    rc = kind_evaluate(&k, &found);
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
    *out = found.pass;
    take_values(j, step, &found, &data);
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

QH_MUST static qh_status judge_test(struct judging *j, size_t step)
{
    const struct procedure_step *s = &j->plan->steps[step];
    struct procedure_test *t = &j->out->tests[step];
    enum pass pass = PASS_NONE;
    bool waits; /* for what it takes from another test */
    qh_status rc = evaluate(j, step, &pass);

    if (rc)
        return rc;
    count_rows(j, step);
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

/* The rows of conditions: outside is no fault of the instrument. */
static void judge_conditions(struct judging *j, size_t step)
{
    const struct procedure_step *s = &j->plan->steps[step];
    struct procedure_test *t = &j->out->tests[step];

    count_rows(j, step);
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

static bool is_good(struct judging *j, const struct json *grade)
{
    struct qh_error err;

    j->scope.slots[SLOT_GRADE] = value_of(grade);
    for (size_t s = 0; s < j->plan->steps_n; s++) {
        struct kind_run k = {.arena = j->arena, .scope = &j->scope, .err = &err};
        struct test_result found = {.test = j->plan->steps[s].test};
        size_t mark = scope_here(&j->scope);
        qh_status rc;

        if (!found.test || !j->out->tests[s].data)
            continue;
        k.test = found.test;
        k.data = j->out->tests[s].data;
        rc = kind_evaluate(&k, &found);
        scope_back(&j->scope, mark);
        if (rc || found.pass == PASS_NO)
            return false;
    }
    return true;
}

/* The best grade that all tests pass; only once everything is there. */
static void find_best(struct judging *j)
{
    const struct json *grades = j->plan->reg->grades;

    j->out->has_best = j->plan->reg->best && grades != NULL;
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
    bool incomplete = j->plan->refused || j->in->unknown_n > 0 || is_empty(j);

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
    struct budget_standard *standards = NULL;
    struct evaluation *e = NULL;
    qh_status rc = evaluate_case(j->arena, j->plan->reg, c, &e, err);

    if (!rc)
        rc = budget_standards(j->arena, json_member(c, "standards"), &standards,
                              &f.standards_n, err);
    f.standards = standards;
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
    for (size_t s = 0; s < plan->steps_n; s++) {
        if (!plan->steps[s].test) {
            judge_conditions(&j, s);
            continue;
        }
        rc = judge_test(&j, s);
        if (rc)
            return rc;
    }
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
    node_put(&c, "standards", used_standards(a, plan));
    node_put(&c, "data", data.node);
    return c.node;
}
