#include "rule/evaluate.h"

#include "rule/budget.h"
#include "rule/kinds.h"
#include "rule/results.h"

#include <stdio.h>
#include <string.h>

typedef qh_status (*kind_function)(const struct kind_run *k, struct test_result *t);

static const kind_function KINDS[TEST_KINDS] = {
    [TEST_CHECKLIST] = kind_checklist,
    [TEST_POINT_ERROR] = kind_point_error,
    [TEST_STAT] = kind_stat,
    [TEST_PAIRED] = kind_paired,
    [TEST_SERIES] = kind_series,
    [TEST_FIELD] = kind_field,
    [TEST_REGRESSION] = kind_regression,
    [TEST_FORMULA] = kind_formula,
    [TEST_BUDGET] = kind_budget,
    [TEST_ROUNDING] = kind_rounding,
    [TEST_VALIDITY] = kind_validity,
};

qh_status kind_evaluate(const struct kind_run *k, struct test_result *t)
{
    return KINDS[k->test->kind](k, t);
}

/* Nothing was read: absent, null, empty. */
static bool is_empty(const struct json *v)
{
    return !v || v->kind == JSON_NULL || v->kind == JSON_FALSE ||
           ((v->kind == JSON_ARRAY || v->kind == JSON_OBJECT) && !v->count) ||
           (v->kind == JSON_STRING && !v->text.len);
}

static bool is_for_grade(const struct rule_test *t, const struct json *grade)
{
    if (!t->applies_to)
        return true;
    for (const struct json *g = t->applies_to->first; g; g = g->next)
        if (grade && g->kind == grade->kind && text_equal(g->text, grade->text))
            return true;
    return false;
}

static qh_status located(const struct grade_run *r, qh_status rc, const char *id)
{
    char inner[QH_FIELD_MAX];

    if (!r->err)
        return rc;
    memcpy(inner, r->err->field, sizeof inner);
    (void)snprintf(r->err->field, sizeof r->err->field, "data.%.40s%.40s", id, inner);
    return rc;
}

/* U and k of a decision that rests on a budget of this case. */
QH_MUST static qh_status take_budget(const struct grade_run *r, struct kind_run *k)
{
    struct decision *d = r->decision;
    struct test_result t = {0};
    qh_status rc;

    if (!d || !d->budget || d->known)
        return QH_OK;
    k->test = regulation_test(r->reg, d->budget);
    k->data = json_member(r->data, d->budget);
    if (!k->test || k->test->kind != TEST_BUDGET || !k->data)
        return qh_fail(r->err, QH_INVALID, "decision.budget", "decision.U.budget",
                       "no budget '%.60s' in this case", d->budget);
    if (r->err)
        r->err->field[0] = 0;
    rc = kind_budget(k, &t);
    if (rc)
        return located(r, rc, d->budget);
    d->known = true;
    d->u = t.budget.rounded;
    d->k = t.budget.k;
    return QH_OK;
}

static const struct json NO_READINGS = {.kind = JSON_OBJECT};

const struct json *kind_data(const struct grade_run *r, size_t i)
{
    const struct rule_test *t = &r->reg->tests[i];
    const struct json *own = json_member(r->data, t->id);

    if (!own && t->kind == TEST_FORMULA && results_are_named(r->reg, i))
        return &NO_READINGS;
    return own;
}

/* Readings that are needed, there and empty: missing (find_missing()), no failure. */
static bool is_left_out(const struct rule_test *t, const struct json *data)
{
    return data == &NO_READINGS || (t->required && is_empty(data));
}

void kind_grade_scope(const struct grade_run *r, const struct json *grade,
                      struct scope *out)
{
    scope_init(out, r->arena, &r->reg->names, r->reg->base);
    out->work = r->work;
    scope_shadow_object(out, r->vars, NULL);
    results_clear(r->reg, out);
    out->slots[SLOT_GRADE] =
        grade ? value_of(grade) : (struct value){.kind = VALUE_OTHER};
}

/* One test; what has no readings or is not for this grade is passed over. */
QH_MUST static qh_status run_test(struct grade_run *r, struct kind_run *k, size_t i,
                                  const struct json *grade)
{
    const struct rule_test *t = &r->reg->tests[i];
    size_t mark = scope_here(k->scope);
    qh_status rc;

    k->data = kind_data(r, i);
    if (!k->data || !is_for_grade(t, grade))
        return QH_OK;
    if (!results_are_there(r->reg, i, r->done)) {
        r->waits[i] = t->required || k->data != &NO_READINGS;
        return QH_OK;
    }
    k->test = t;
    r->tests[i] = (struct test_result){.test = t};
    if (r->err)
        r->err->field[0] = 0;
    rc = kind_evaluate(k, &r->tests[i]);
    if (rc && is_left_out(t, k->data)) {
        scope_back(k->scope, mark);
        r->tests[i].test = NULL;
        return QH_OK;
    }
    if (rc)
        return located(r, rc, t->id);
    r->done[i] = true;
    results_set(r->reg, &r->tests[i], k->scope);
    return QH_OK;
}

qh_status kind_run_grade(struct grade_run *r, const struct json *grade)
{
    size_t n = r->reg->tests_n;
    struct scope s;
    struct kind_run k = {.arena = r->arena, .scope = &s, .err = r->err};
    qh_status rc;

    kind_grade_scope(r, grade, &s);
    r->tests_n = 0;
    r->done = ARENA_ARRAY(r->arena, n, bool);
    r->waits = ARENA_ARRAY(r->arena, n, bool);
    rc = take_budget(r, &k);
    if (rc)
        return rc;
    /* By budgets of the edition it comes after all values (decide()). */
    k.decision = r->decision && r->decision->by_budgets ? NULL : r->decision;
    for (size_t i = 0; i < n; i++)
        r->tests[i].test = NULL;
    for (size_t i = 0; i < n; i++) {
        rc = run_test(r, &k, results_at(r->reg, i), grade);
        if (rc)
            return rc;
    }
    for (size_t i = 0; i < n; i++)
        if (r->tests[i].test)
            r->tests[r->tests_n++] = r->tests[i];
    r->work = s.work;
    return QH_OK;
}

bool kind_is_good(const struct test_result *t, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (t[i].pass == PASS_NO)
            return false;
    return true;
}

static void find_missing(const struct grade_run *r, struct evaluation *e)
{
    e->missing = ARENA_ARRAY(r->arena, r->reg->tests_n, const char *);
    for (size_t i = 0; i < r->reg->tests_n; i++) {
        const struct rule_test *t = &r->reg->tests[i];

        bool rests = results_are_named(r->reg, i) && r->done[i];

        if (r->waits[i] ||
            (t->required && !rests && is_empty(json_member(r->data, t->id))))
            e->missing[e->missing_n++] = t->id;
    }
}

QH_MUST static qh_status find_service(const struct grade_run *r, const struct json *c,
                                      enum service *out)
{
    static const char *const NAMES[] = {"service", "stage"};
    const struct json *places[] = {c, r->vars};
    enum service s;

    *out = SERVICE_OF_REGULATION;
    /* In a foreign file the vars are the regulation's own: they decide limits only. */
    for (size_t p = 0; p < (r->reg->own ? LEN(places) : 1); p++)
        for (size_t n = 0; n < LEN(NAMES); n++) {
            const struct json *v = json_member(places[p], NAMES[n]);

            if (!v || v->kind == JSON_NULL)
                continue;
            s = v->kind == JSON_STRING ? service_find(v->text) : SERVICE_UNKNOWN;
            if (s != SERVICE_UNKNOWN) {
                *out = s;
                return QH_OK;
            }
            /* Among the vars the name may be another quantity of the regulation. */
            if (p == 0 && n == 0)
                return qh_fail(r->err, QH_INVALID, "evaluate.service", "service",
                               "verification, calibration or in_service_inspection");
        }
    return QH_OK;
}

/* The document is the one of the service, not of the regulation. */
static void conclude(struct evaluation *e, enum service s)
{
    bool good = kind_is_good(e->tests, e->tests_n);
    bool calibration =
        s == SERVICE_CALIBRATION || (s == SERVICE_OF_REGULATION && e->reg->calibration);

    e->paper = PAPER_NONE;
    if (e->missing_n || (e->decision && e->decision->by_budgets && !e->budgets)) {
        e->conclusion = CONCLUSION_INCOMPLETE;
    } else if (calibration) {
        e->conclusion = CONCLUSION_CALIBRATED;
        if (e->reg->requirement)
            e->conclusion = good ? CONCLUSION_MEETS : CONCLUSION_MISSES;
        if (s == SERVICE_CALIBRATION)
            e->paper = PAPER_CALIBRATION;
    } else {
        e->conclusion = good ? CONCLUSION_PASS : CONCLUSION_FAIL;
        e->paper = good ? PAPER_CERTIFICATE : PAPER_NOTICE;
    }
    if (s == SERVICE_IN_SERVICE && e->paper != PAPER_NONE)
        e->paper = PAPER_INSPECTION;
}

QH_MUST static qh_status find_best(struct grade_run *r, struct evaluation *e)
{
    qh_status rc;

    e->has_best = r->reg->best;
    if (!e->has_best || !r->reg->grades || r->reg->grades->kind != JSON_ARRAY)
        return QH_OK;
    r->tests = ARENA_ARRAY(r->arena, r->reg->tests_n, struct test_result);
    for (const struct json *g = r->reg->grades->first; g; g = g->next) {
        rc = kind_run_grade(r, g);
        if (rc)
            return rc;
        if (kind_is_good(r->tests, r->tests_n)) {
            e->best_grade = g;
            return QH_OK;
        }
    }
    return QH_OK;
}

QH_MUST static qh_status make_budgets(const struct grade_run *r, const struct json *c,
                                      const struct evaluation *e, struct budgets *out,
                                      struct qh_error *err)
{
    struct budget_frame f = {.arena = r->arena, .reg = r->reg, .err = err};
    qh_status rc = budget_frame_of_case(&f, c);

    return rc ? rc : budgets_of_case(&f, c, e, out);
}

/* A calibration by an edition that has budgets states them, or why it cannot: a standard
 * without uncertainty leaves the results as they are. */
static void take_budgets(const struct grade_run *r, const struct json *c,
                         struct evaluation *e)
{
    struct qh_error *err = ARENA_NEW(r->arena, struct qh_error);
    struct budgets *out = ARENA_NEW(r->arena, struct budgets);

    if (!budget_template_count(r->reg) || r->reg->weighing || e->budgets ||
        (e->conclusion != CONCLUSION_CALIBRATED && e->conclusion != CONCLUSION_MEETS &&
         e->conclusion != CONCLUSION_MISSES))
        return;
    if (make_budgets(r, c, e, out, err))
        e->budgets_error = err;
    else
        e->budgets = out;
}

/* The decision by each value's own budget; without them nothing can be concluded. */
static void decide(const struct grade_run *r, const struct json *c, struct evaluation *e)
{
    struct qh_error *err = ARENA_NEW(r->arena, struct qh_error);
    struct budgets *out = ARENA_NEW(r->arena, struct budgets);
    qh_status rc = make_budgets(r, c, e, out, err);

    if (!rc)
        rc = budgets_decide(r->arena, r->decision, out, e, err);
    if (rc)
        e->budgets_error = err;
    else
        e->budgets = out;
}

qh_status evaluate_case(struct arena *a, const struct regulation *reg,
                        const struct json *c, struct evaluation **out,
                        struct qh_error *err)
{
    struct grade_run r = {.arena = a, .reg = reg, .err = err};
    struct evaluation *e = ARENA_NEW(a, struct evaluation);
    const struct json *grade = json_member(c, "grade");
    enum service s;
    qh_status rc;

    r.vars = json_member(c, "vars");
    r.data = json_member(c, "data");
    if (!r.data || r.data->kind != JSON_OBJECT)
        return qh_fail(err, QH_INVALID, "evaluate.case", "data", "an object is due");
    if (r.vars && r.vars->kind != JSON_OBJECT && r.vars->kind != JSON_NULL)
        return qh_fail(err, QH_INVALID, "evaluate.case", "vars", "an object is due");
    e->reg = reg;
    e->tests = ARENA_ARRAY(a, reg->tests_n, struct test_result);
    r.tests = e->tests;
    rc = find_service(&r, c, &s);
    if (!rc)
        rc = decision_of_case(a, reg->decision, json_member(c, "decision"), &r.decision,
                              err);
    e->decision = r.decision;
    if (!rc)
        rc = kind_run_grade(&r, grade && grade->kind != JSON_NULL ? grade : NULL);
    if (rc)
        return rc;
    e->tests_n = r.tests_n;
    find_missing(&r, e);
    if (r.decision && r.decision->by_budgets)
        decide(&r, c, e);
    else
        rc = find_best(&r, e);
    if (rc)
        return rc;
    conclude(e, s);
    take_budgets(&r, c, e);
    *out = e;
    return QH_OK;
}
