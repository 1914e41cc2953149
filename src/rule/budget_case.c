/* The budgets of a case: the names of each row are set as they were when it was judged.
 */
#include "rule/budget.h"
#include "rule/budget_template.h"
#include "rule/kinds.h"
#include "rule/results.h"

struct run {
    struct budget_frame f;
    struct scope scope;
    const struct evaluation *e;
    struct budgets *out;
    size_t cap;
};

static const struct test_result *result_of(const struct evaluation *e, const char *id)
{
    for (size_t i = 0; i < e->tests_n; i++)
        if (str_equal(e->tests[i].test->id, id))
            return &e->tests[i];
    return NULL;
}

QH_MUST static qh_status add(struct run *r, const struct budget_template *t,
                             const struct row_result *row, size_t index)
{
    struct budget *b = NULL;
    qh_status rc;

    if (r->out->n == r->cap) {
        size_t cap = r->cap ? 2 * r->cap : 16;
        struct budget **list = ARENA_ARRAY(r->f.arena, cap, struct budget *);

        for (size_t i = 0; i < r->out->n; i++)
            list[i] = r->out->list[i];
        r->out->list = list;
        r->cap = cap;
    }
    r->f.row = row->name.len
                   ? str_format(r->f.arena, "%.*s", (int)row->name.len, row->name.p)
                   : "";
    r->f.index = index;
    r->f.value = row->judged.raw;
    rc = budget_of_template(&r->f, t, &b);
    if (!rc)
        r->out->list[r->out->n++] = b;
    return rc;
}

/* The names of a row of point_error, stat or paired. */
QH_MUST static qh_status row_names(const struct run *r, const struct test_result *t,
                                   const struct json *o, const struct row_result *row)
{
    struct kind_run k = {
        .arena = r->f.arena, .scope = r->f.scope, .test = t->test, .err = r->f.err};
    struct dec *x = NULL;
    size_t n = 0;
    qh_status rc;

    if (t->test->kind == TEST_POINT_ERROR)
        return kind_point_names(&k, o, row->result);
    scope_shadow_object(k.scope, o, t->test->kind == TEST_STAT ? "x" : NULL);
    if (t->test->kind != TEST_STAT)
        return QH_OK;
    rc = kind_readings(&k, o, &x, &n);
    if (!rc)
        scope_shadow(k.scope, SLOT_X,
                     (struct value){.kind = VALUE_LIST, .list = x, .n = n});
    return rc;
}

/* The row that a budget for the test as a whole is about. */
static size_t greatest_row(const struct test_result *t)
{
    size_t best = 0;

    for (size_t i = 1; i < t->rows_n; i++)
        if (dec_compare(dec_abs(t->rows[i].judged.raw),
                        dec_abs(t->rows[best].judged.raw)) > 0)
            best = i;
    return best;
}

QH_MUST static qh_status rows(struct run *r, const struct budget_template *t,
                              const struct test_result *result)
{
    const struct json *data = json_member(r->f.data, result->test->id);
    size_t only = t->per_test ? greatest_row(result) : result->rows_n;
    size_t i = 0;
    qh_status rc = QH_OK;

    for (const struct json *o = data->first; !rc && o && i < result->rows_n;
         o = o->next, i++) {
        size_t mark = scope_here(r->f.scope);

        if (t->per_test && i != only)
            continue;
        rc = row_names(r, result, o, &result->rows[i]);
        if (!rc)
            rc = add(r, t, &result->rows[i], i);
        scope_back(r->f.scope, mark);
    }
    return rc;
}

/* series, field, regression, formula: the output that the template names. */
QH_MUST static qh_status outputs(struct run *r, const struct budget_template *t,
                                 const struct test_result *result)
{
    const struct json *data = json_member(r->f.data, result->test->id);
    size_t mark = scope_here(r->f.scope);
    bool formula = result->test->kind == TEST_FORMULA;
    qh_status rc = QH_OK;

    if (formula)
        scope_shadow_object(r->f.scope, data, NULL);
    for (size_t i = 0; formula && i < result->rows_n; i++)
        scope_shadow_dec(r->f.scope, result->test->outputs[i].slot,
                         result->rows[i].judged.raw);
    for (size_t i = 0; !rc && i < result->rows_n; i++)
        if (text_is(result->rows[i].name, t->output))
            rc = add(r, t, &result->rows[i], i);
    scope_back(r->f.scope, mark);
    return rc;
}

QH_MUST static qh_status standard(const struct json *o, struct budget_standard *out,
                                  struct qh_error *err)
{
    qh_status rc = QH_OK;

    out->id = json_str(o, "id", NULL);
    out->has_u = json_member(o, "U") != NULL;
    out->has_mpe = json_member(o, "mpe") != NULL;
    out->k = dec_int(2);
    if (!out->id)
        rc = qh_fail(err, QH_INVALID, "budget.standards", "standards", "an id is due");
    if (!rc && out->has_u)
        rc = value_number(json_member(o, "U"), &out->u, err);
    if (!rc && json_member(o, "k"))
        rc = value_number(json_member(o, "k"), &out->k, err);
    if (!rc && out->has_mpe)
        rc = value_number(json_member(o, "mpe"), &out->mpe, err);
    return rc;
}

QH_MUST static qh_status standards(struct budget_frame *f, const struct json *list)
{
    struct budget_standard *out;
    qh_status rc = QH_OK;

    if (!list)
        return QH_OK;
    if (list->kind != JSON_ARRAY || list->count > BUDGET_STANDARDS_MAX)
        return qh_fail(f->err, QH_INVALID, "budget.standards", "standards",
                       "a list of at most %d is due", BUDGET_STANDARDS_MAX);
    out = ARENA_ARRAY(f->arena, list->count, struct budget_standard);
    f->standards = out;
    for (const struct json *o = list->first; !rc && o; o = o->next)
        rc = standard(o, &out[f->standards_n++], f->err);
    return rc;
}

qh_status budget_frame_of_case(struct budget_frame *f, const struct json *c)
{
    qh_status rc = standards(f, json_member(c, "standards"));

    return rc ? rc : budget_claims(f, json_member(c, "claims"));
}

qh_status budgets_of_case(const struct budget_frame *f, const struct json *c,
                          const struct evaluation *e, struct budgets *out)
{
    struct run r = {.f = *f, .e = e, .out = out};
    const struct json *grade = json_member(c, "grade");
    qh_status rc = QH_OK;

    *out = (struct budgets){0};
    scope_init(&r.scope, f->arena, &f->reg->names, f->reg->base);
    scope_shadow_object(&r.scope, json_member(c, "vars"), NULL);
    r.scope.slots[SLOT_GRADE] = grade && grade->kind != JSON_NULL
                                    ? value_of(grade)
                                    : (struct value){.kind = VALUE_OTHER};
    results_clear(f->reg, &r.scope);
    for (size_t i = 0; i < e->tests_n; i++)
        results_set(f->reg, &e->tests[i], &r.scope);
    r.f.scope = &r.scope;
    r.f.data = json_member(c, "data");
    for (size_t i = 0; !rc && i < f->reg->budgets_n; i++) {
        const struct budget_template *t = &f->reg->budgets[i];
        const struct test_result *result = result_of(e, t->test);

        if (!result || !result->rows_n)
            continue;
        rc = *t->output ? outputs(&r, t, result) : rows(&r, t, result);
    }
    return rc;
}
