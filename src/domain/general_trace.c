#include "domain/general_trace.h"

#include "rule/budget.h"
#include "rule/evaluate_trace.h"
#include "rule/record_json.h"
#include "rule/trace_text.h"
#include "rule/value_text.h"

struct tracer {
    struct trace t;
    struct json_writer *w;
    const struct procedure_plan *plan;
    const struct procedure_entries *in;
    const struct procedure_result *r;
    struct qh_error *err;
};

static void put_verdict(struct tracer *tr, const char *what, enum weighbridge_verdict v)
{
    const char *word = WEIGHBRIDGE_VERDICTS[v];

    trace_put(&tr->t, &(struct trace_step){
                          .what = what,
                          .value = word,
                          .key = str_format(tr->t.arena, "trace.%s_%s", what, word)});
}

static void put_item(struct tracer *tr, const struct procedure_row *row,
                     enum weighbridge_item item)
{
    static const char *const WORDS[] = {"none", "pass", "fail", "na"};

    trace_put(&tr->t, &(struct trace_step){
                          .what = "item",
                          .name = row->zh,
                          .value = WORDS[item],
                          .key = str_format(tr->t.arena, "trace.item_%s", WORDS[item]),
                          .args = {row->zh}});
}

static void put_readings(struct tracer *tr, size_t r)
{
    const struct procedure_row *row = &tr->plan->rows[r];
    const struct procedure_entry *e = &tr->in->rows[r];

    tr->t.row = row->key;
    if (row->form == FORM_ROW_ITEM) {
        put_item(tr, row, e->item);
        return;
    }
    for (size_t i = 0; i < row->wants_n; i++) {
        const struct procedure_want *want = &row->wants[i];
        const char *typed = e->read[i].given ? e->read[i].typed : want->fallback;

        if (!typed)
            continue;
        trace_put(&tr->t, &(struct trace_step){.what = "reading",
                                               .name = want->name,
                                               .value = typed,
                                               .key = "trace.reading",
                                               .args = {want->name, typed, want->unit}});
    }
}

static const char *name_of(struct tracer *tr, const struct procedure_value *v)
{
    return text_copy(tr->t.arena, v->found.name);
}

static void put_limit(struct tracer *tr, const struct procedure_value *v,
                      const char *value)
{
    const struct judged *j = &v->found.judged;
    const char *name = name_of(tr, v);
    struct trace_step s = {.what = j->pass == PASS_NONE ? "limit" : "compare",
                           .name = name,
                           .value = value,
                           .clause = v->limit_clause,
                           .key = "trace.limit_none",
                           .args = {name, value}};

    if (j->pass != PASS_NONE && v->limit_text) {
        s.key = j->pass == PASS_YES ? "trace.compare_pass" : "trace.compare_fail";
        s.args[2] = v->limit_text;
        s.args[3] = tr->t.unit;
    } else if (j->pass == PASS_NO) {
        s.key = "trace.limit_never";
    }
    trace_put(&tr->t, &s);
}

static void put_value(struct tracer *tr, const struct procedure_value *v)
{
    const struct judged *j = &v->found.judged;
    struct arena *a = tr->t.arena;

    tr->t.row = v->rows_n == 1 ? tr->plan->rows[v->rows[0]].key : "";
    put_limit(tr, v, value_text(a, j->value, dec_sign(j->raw) < 0, j->rounded));
    if (!v->has_margin)
        return;
    trace_put(&tr->t, &(struct trace_step){.what = "margin",
                                           .name = "margin",
                                           .number = &v->margin,
                                           .key = "trace.margin",
                                           .says = SAYS_MARGIN});
}

static void put_step(struct tracer *tr, size_t step)
{
    const struct procedure_step *s = &tr->plan->steps[step];
    const struct procedure_test *t = &tr->r->tests[step];

    tr->t.test = s->id;
    tr->t.unit = s->test ? s->test->unit : "";
    for (size_t r = s->first; r < s->first + s->n; r++)
        put_readings(tr, r);
    for (size_t i = 0; i < t->values_n; i++)
        put_value(tr, &t->values[i]);
    tr->t.row = "";
    put_verdict(tr, "test", t->verdict);
}

/* The steps of each case that was judged, with every formula.  A case that cannot be
 * worked out (its record is incomplete) has none. */
static qh_status put_cases(struct tracer *tr)
{
    struct arena *a = tr->t.arena;

    for (int instance = 1; instance <= tr->plan->instances; instance++) {
        const struct json *data = procedure_case(a, tr->plan, tr->r, instance);
        struct evaluation *e = NULL;
        struct qh_error why = {0};
        qh_status rc = evaluate_case(a, tr->plan->reg, data, &e, &why);

        if (rc == QH_INVALID)
            continue;
        /* Which tests the plan left out only the procedure knows, so it says. */
        if (!rc && tr->r->budgets)
            e->budgets = &tr->r->budgets[instance - 1];
        if (rc)
            *tr->err = why;
        else
            rc = evaluation_trace_to_json(e, data, a, tr->w, tr->err);
        if (rc)
            return rc;
    }
    return QH_OK;
}

qh_status general_trace(struct ctx *c, const struct procedure_plan *plan,
                        const struct procedure_entries *in,
                        const struct procedure_result *r, struct json_writer *w)
{
    struct tracer tr = {.w = w, .plan = plan, .in = in, .r = r, .err = &c->err};
    qh_status rc;

    json_object_open(w);
    record_put_regulation(plan->reg, w);
    trace_begin(&tr.t, c->arena);
    for (size_t i = 0; i < plan->steps_n; i++)
        put_step(&tr, i);
    tr.t.test = "";
    tr.t.row = "";
    put_verdict(&tr, "whole", r->verdict);
    trace_steps_to_json(&tr.t, c->arena, w);
    json_key(w, "cases");
    json_array_open(w);
    rc = put_cases(&tr);
    json_array_close(w);
    json_object_close(w);
    return rc;
}
