#include "rule/evaluate_trace.h"

#include "rule/budget.h"
#include "rule/budget_template.h"
#include "rule/results.h"
#include "rule/trace_text.h"
#include "rule/tracing.h"
#include "rule/words.h"

typedef qh_status (*trace_function)(struct tracing *tr);

static const trace_function TRACES[TEST_KINDS] = {
    [TEST_CHECKLIST] = trace_checklist,
    [TEST_POINT_ERROR] = trace_point_error,
    [TEST_STAT] = trace_stat,
    [TEST_PAIRED] = trace_paired,
    [TEST_SERIES] = trace_series,
    [TEST_FIELD] = trace_field,
    [TEST_REGRESSION] = trace_regression,
    [TEST_FORMULA] = trace_formula_test,
    [TEST_BUDGET] = trace_budget,
    [TEST_ROUNDING] = trace_rounding,
    [TEST_VALIDITY] = trace_validity,
};

static void put_verdict(struct tracing *tr, enum pass pass)
{
    static const char *const WORDS[] = {"none", "fail", "pass"};
    struct trace_step s = {
        .what = "test",
        .value = WORDS[pass],
        .clause = tr->r->test->clause,
        .key = str_format(tr->t.arena, "trace.test_%s", WORDS[pass]),
    };

    tr->t.row = "";
    trace_put(&tr->t, &s);
}

static const struct test_result *result_of(const struct grade_run *g, size_t test)
{
    for (size_t i = 0; i < g->tests_n; i++)
        if (g->tests[i].test == &g->reg->tests[test])
            return &g->tests[i];
    return NULL;
}

/* The tests of one grade in the order in which they were worked out, each ending with its
 * verdict. */
QH_MUST static qh_status put_tests(struct tracing *tr, const struct grade_run *g,
                                   const struct json *grade)
{
    struct scope scope;
    qh_status rc = QH_OK;

    kind_grade_scope(g, grade, &scope);
    scope.work = 0;
    tr->k.scope = &scope;
    for (size_t i = 0; !rc && i < g->reg->tests_n; i++) {
        size_t test = results_at(g->reg, i);
        const struct test_result *r = result_of(g, test);

        if (!r)
            continue;
        tr->r = r;
        tr->k.test = r->test;
        tr->k.data = kind_data(g, test);
        tr->t.test = r->test->id;
        tr->t.row = "";
        tr->t.unit = r->test->unit;
        rc = tr->k.data ? TRACES[r->test->kind](tr)
                        : qh_fail(g->err, QH_BUG, "trace.case", "", "another case");
        put_verdict(tr, r->pass);
        results_set(g->reg, r, &scope);
    }
    tr->t.test = "";
    tr->t.unit = "";
    tr->k.scope = NULL;
    return rc;
}

/* The uncertainty of each value that was calibrated. */
QH_MUST static qh_status put_budgets(struct tracing *tr, const struct evaluation *e)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && e->budgets && i < e->budgets->n; i++) {
        const struct budget *b = e->budgets->list[i];

        tr->t.test = b->template->test;
        tr->t.row =
            str_format(tr->t.arena, "budget.%s.%zu", b->template->id, b->index + 1);
        budget_trace(b, &tr->t);
        rc = tracing_room(tr);
    }
    tr->t.test = "";
    tr->t.row = "";
    return rc;
}

static void put_whole(struct tracing *tr, const struct evaluation *e)
{
    static const char *const WORDS[] = {[CONCLUSION_INCOMPLETE] = "incomplete",
                                        [CONCLUSION_PASS] = "pass",
                                        [CONCLUSION_FAIL] = "fail",
                                        [CONCLUSION_CALIBRATED] = "calibrated",
                                        [CONCLUSION_MEETS] = "meets",
                                        [CONCLUSION_MISSES] = "misses"};
    const char *paper = word_paper(e->paper);
    struct trace_step s = {
        .what = "whole",
        .value = WORDS[e->conclusion],
        .key = str_format(tr->t.arena, "trace.whole_%s", WORDS[e->conclusion]),
        .args = {word_conclusion(e->conclusion), paper ? paper : ""},
    };

    for (size_t i = 0; i < e->missing_n; i++) {
        struct trace_step m = {.what = "missing",
                               .name = e->missing[i],
                               .value = "missing",
                               .key = "trace.missing",
                               .args = {e->missing[i]}};

        trace_put(&tr->t, &m);
    }
    if (e->decision && e->decision->by_budgets && !e->budgets)
        trace_put(&tr->t, &(struct trace_step){.what = "missing",
                                               .name = "U",
                                               .value = "missing",
                                               .key = "trace.missing",
                                               .args = {"U"}});
    trace_put(&tr->t, &s);
}

/* Every grade from the best down to the first that passes. */
QH_MUST static qh_status put_best(struct tracing *tr, struct grade_run *g,
                                  const struct evaluation *e)
{
    const char *best = "none";
    struct trace_step last = {.what = "best", .name = "grade", .key = "trace.best"};
    qh_status rc;

    g->tests = ARENA_ARRAY(g->arena, g->reg->tests_n, struct test_result);
    for (const struct json *i = g->reg->grades->first; i; i = i->next) {
        const char *name = text_copy(g->arena, value_words(g->arena, i));
        struct trace_step s = {.what = "grade", .name = name, .args = {name}};
        bool good;

        g->work = 0;
        rc = kind_run_grade(g, i);
        if (!rc)
            rc = put_tests(tr, g, i);
        if (rc)
            return rc;
        good = kind_is_good(g->tests, g->tests_n);
        s.value = good ? "pass" : "fail";
        s.key = good ? "trace.grade_pass" : "trace.grade_fail";
        trace_put(&tr->t, &s);
        if (i == e->best_grade) {
            best = name;
            break;
        }
    }
    last.value = best;
    last.args[0] = best;
    trace_put(&tr->t, &last);
    return QH_OK;
}

qh_status evaluation_trace(const struct evaluation *e, const struct json *c,
                           struct arena *a, struct trace *out, struct qh_error *err)
{
    const struct json *grade = json_member(c, "grade");
    struct grade_run g = {
        .arena = a,
        .reg = e->reg,
        .vars = json_member(c, "vars"),
        .data = json_member(c, "data"),
        .err = err,
        .tests = e->tests,
        .tests_n = e->tests_n,
    };
    struct tracing tr = {.k = {.arena = a, .err = err}};
    qh_status rc;

    if (e->decision) {
        g.decision = ARENA_NEW(a, struct decision);
        *g.decision = *e->decision;
    }
    if (grade && grade->kind == JSON_NULL)
        grade = NULL;
    trace_begin(&tr.t, a);
    trace_given_init(&tr.t, &e->reg->names);
    rc = put_tests(&tr, &g, grade);
    if (rc)
        return rc;
    rc = put_budgets(&tr, e);
    if (rc)
        return rc;
    put_whole(&tr, e);
    if (e->has_best)
        rc = put_best(&tr, &g, e);
    if (!rc)
        *out = tr.t;
    return rc;
}

/* ---- as JSON ---- */

static void put_node(struct json_writer *w, const char *key, const struct json *v)
{
    json_key(w, key);
    if (v)
        json_put_node(w, v);
    else
        json_put_null(w);
}

static void put_head(const struct evaluation *e, const struct json *c,
                     struct json_writer *w)
{
    const struct regulation *reg = e->reg;

    json_key(w, "regulation");
    json_object_open(w);
    json_add_str(w, "code", regulation_code(reg));
    json_add_str(w, "edition", regulation_edition(reg));
    json_add_str(w, "title_zh", regulation_title(reg, true));
    json_add_str(w, "title_en", regulation_title(reg, false));
    json_object_close(w);
    put_node(w, "case", json_member(c, "id"));
    put_node(w, "grade", json_member(c, "grade"));
    json_key(w, "tests");
    json_array_open(w);
    for (size_t i = 0; i < reg->tests_n; i++) {
        json_object_open(w);
        json_add_str(w, "id", reg->tests[i].id);
        json_add_str(w, "zh", reg->tests[i].zh);
        json_add_str(w, "en", reg->tests[i].en);
        json_object_close(w);
    }
    json_array_close(w);
}

qh_status evaluation_trace_to_json(const struct evaluation *e, const struct json *c,
                                   struct arena *a, struct json_writer *w,
                                   struct qh_error *err)
{
    struct trace t;
    size_t from;
    qh_status rc = evaluation_trace(e, c, a, &t, err);

    if (rc)
        return rc;
    from = trace_open(w);
    put_head(e, c, w);
    trace_steps_to_json(&t, a, w);
    trace_close(w, from, a);
    return QH_OK;
}
