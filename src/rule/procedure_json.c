#include "rule/procedure_json.h"

#include "rule/budget.h"
#include "rule/general.h"
#include "rule/record_json.h"
#include "rule/regulation_data.h"
#include "rule/value_text.h"

static void put_standards(const struct procedure_plan *plan, struct json_writer *w)
{
    static const char *const FITS[] = {"fits", "missing", "unfit", "unknown"};

    json_key(w, "standards");
    json_array_open(w);
    for (size_t i = 0; i < plan->standards_n; i++) {
        const struct procedure_standard *s = &plan->standards[i];
        const struct general_standard *of = s->of;

        json_object_open(w);
        json_add_str(w, "id", of->id);
        json_add_str(w, "zh", of->zh);
        json_add_str(w, "en", of->en);
        json_add_bool(w, "required", of->required);
        json_add_str(w, "verdict", FITS[s->fit]);
        json_key(w, "used");
        json_array_open(w);
        for (size_t k = 0; k < s->used_n; k++)
            json_put_str(w, json_str(s->used[k], "id", ""));
        json_array_close(w);
        json_add_str(w, "clause", of->clause);
        json_object_close(w);
    }
    json_array_close(w);
}

static void put_head(const struct procedure_plan *plan, struct json_writer *w)
{
    json_add_str(w, "procedure", "general");
    record_put_regulation(plan->reg, w);
    json_add_str(w, "kind", WEIGHBRIDGE_KINDS[plan->kind]);
    json_add_str(w, "grade", plan->grade);
    json_add_int(w, "validity_months", plan->validity_months);
    json_key(w, "feasibility");
    json_object_open(w);
    json_add_str(w, "verdict", plan->refused ? "refused" : "feasible");
    json_add_str(w, "reason", plan->reason);
    json_object_close(w);
    put_standards(plan, w);
    record_put_notes(w, "notes", plan->notes, plan->notes_n);
    record_put_unconfirmed(plan->reg, w);
}

static void put_wants(const struct procedure_row *row, struct arena *a,
                      struct json_writer *w)
{
    int64_t least = 0;

    json_key(w, "wants");
    json_array_open(w);
    for (size_t i = 0; i < row->wants_n; i++)
        json_put_str(w, row->wants[i].name);
    json_array_close(w);
    json_key(w, "ask");
    json_array_open(w);
    for (size_t i = 0; i < row->wants_n; i++) {
        const struct procedure_want *q = &row->wants[i];

        least += q->needed;
        json_object_open(w);
        json_add_str(w, "id", q->name);
        json_add_str(w, "zh", q->zh);
        json_add_str(w, "en", q->en);
        json_add_str(w, "unit", q->unit);
        record_put_dec_if(w, a, "resolution", q->has_resolution, q->resolution);
        json_add_str(w, "default", q->fallback);
        json_add_bool(w, "needed", q->needed);
        json_object_close(w);
    }
    json_array_close(w);
    json_add_int(w, "least", least);
}

static void put_fixed(const struct point *p, struct json_writer *w)
{
    json_key(w, "fixed");
    json_object_open(w);
    for (const struct json *m = p && p->fixed ? p->fixed->first : NULL; m; m = m->next)
        if (m->kind == JSON_STRING && !text_is(m->key, "p")) {
            json_key(w, m->key.p);
            json_put_node(w, m);
        }
    if (p && p->as)
        json_add_str(w, p->as, p->as_value);
    json_object_close(w);
}

static const char *direction(const struct point *p)
{
    if (!p || !p->both_ways)
        return NULL;
    return p->down ? "down" : "up";
}

static void put_point(const struct procedure_row *row, struct arena *a,
                      struct json_writer *w)
{
    const struct point *p = row->point;
    bool near = p && p->near;

    json_add_str(w, "label", p ? json_str(p->fixed, "label", "") : "");
    json_key(w, "position");
    if (p && p->pos)
        json_put_node(w, p->pos);
    else
        json_put_null(w);
    json_add_str(w, "direction", direction(p));
    json_add_str(w, "p", row->p);
    record_put_dec_if(w, a, "near", near, near ? p->value : dec_int(0));
    record_put_dec_if(w, a, "tolerance", near, near ? p->tol : dec_int(0));
    record_put_dec_if(w, a, "from", p && p->has_from, p ? p->from : dec_int(0));
    record_put_dec_if(w, a, "to", p && p->has_to, p ? p->to : dec_int(0));
    put_fixed(p, w);
}

static void put_row(const struct procedure_row *row, struct arena *a,
                    struct json_writer *w)
{
    json_object_open(w);
    json_add_str(w, "key", row->key);
    json_add_str(w, "form", PROCEDURE_FORM_NAMES[row->form]);
    put_wants(row, a, w);
    json_add_bool(w, "required", row->required);
    json_add_bool(w, "may_na", row->may_na);
    json_add_str(w, "zh", row->zh);
    json_add_str(w, "en", row->en);
    json_add_str(w, "unit", row->unit);
    put_point(row, a, w);
    record_put_dec_if(w, a, "limit", row->has_limit, row->limit);
    json_add_str(w, "limit_text", row->limit_text);
    json_add_str(w, "limit_clause", row->limit_clause);
    json_object_close(w);
}

static void put_step(const struct procedure_plan *plan, const struct procedure_step *s,
                     struct arena *a, struct json_writer *w)
{
    json_object_open(w);
    json_add_str(w, "test", s->id);
    json_add_str(w, "zh", s->zh);
    json_add_str(w, "en", s->en);
    json_add_str(w, "kind", s->test ? TEST_KIND_NAMES[s->test->kind] : s->id);
    json_add_str(w, "clause", s->clause);
    json_add_bool(w, "required", s->required);
    json_add_int(w, "instance", s->instance);
    json_add_str(w, "set",
                 s->test && s->test->kind == TEST_FIELD && s->n ? plan->rows[s->first].p
                                                                : NULL);
    json_key(w, "rows");
    json_array_open(w);
    for (size_t i = 0; i < s->n; i++)
        put_row(&plan->rows[s->first + i], a, w);
    json_array_close(w);
    json_object_close(w);
}

void procedure_plan_to_json(const struct procedure_plan *plan, struct arena *a,
                            struct json_writer *w)
{
    json_object_open(w);
    put_head(plan, w);
    json_key(w, "steps");
    json_array_open(w);
    for (size_t s = 0; s < plan->steps_n; s++)
        put_step(plan, &plan->steps[s], a, w);
    json_array_close(w);
    json_object_close(w);
}

/* ---- result ---- */

static enum weighbridge_verdict value_verdict(const struct procedure_value *v)
{
    if (v->found.judged.pass == PASS_NONE)
        return VERDICT_NONE;
    return v->found.judged.pass == PASS_YES ? VERDICT_PASS : VERDICT_FAIL;
}

static char *judged_text(struct arena *a, const struct judged *j)
{
    return value_text(a, j->value, dec_sign(j->raw) < 0, j->rounded);
}

/* value, limit and margin, into an object that is open; v NULL: nulls. */
static void put_judged(const struct procedure_value *v, struct arena *a,
                       struct json_writer *w)
{
    bool result = v && v->found.has_result;
    bool reference = v && v->found.has_reference;

    json_add_str(w, "result",
                 result ? value_text(a, v->found.result, false, false) : NULL);
    record_put_dec_if(w, a, "reference", reference,
                      reference ? dec_significant(v->found.reference, 12) : dec_int(0));
    json_add_str(w, "value", v ? judged_text(a, &v->found.judged) : NULL);
    record_put_dec_if(w, a, "limit", v && v->has_limit, v ? v->limit : dec_int(0));
    json_add_str(w, "limit_text", v ? v->limit_text : NULL);
    record_put_dec_if(w, a, "margin", v && v->has_margin, v ? v->margin : dec_int(0));
    if (v && v->found.judged.decision)
        decision_to_json(v->found.judged.decision, a, w);
}

static const char *label_of(const struct row_result *r)
{
    return r->label && r->label->kind == JSON_STRING ? r->label->text.p : "";
}

static void put_value(const struct procedure_plan *plan, const struct procedure_value *v,
                      struct arena *a, struct json_writer *w)
{
    json_object_open(w);
    json_key(w, "name");
    json_put_text(w, v->found.name);
    json_add_str(w, "label", label_of(&v->found));
    put_judged(v, a, w);
    json_add_str(w, "limit_clause", v->limit_clause);
    json_add_str(w, "verdict", WEIGHBRIDGE_VERDICTS[value_verdict(v)]);
    json_add_bool(w, "rounding_changes_verdict", v->found.judged.changes);
    json_key(w, "rows");
    json_array_open(w);
    for (size_t i = 0; i < v->rows_n; i++)
        json_put_str(w, plan->rows[v->rows[i]].key);
    json_array_close(w);
    json_object_close(w);
}

static void put_worst(const struct procedure_plan *plan, const struct procedure_test *t,
                      struct arena *a, struct json_writer *w)
{
    const struct procedure_value *v = t->has_worst ? &t->values[t->worst] : NULL;

    json_key(w, "worst");
    if (!v) {
        json_put_null(w);
        return;
    }
    json_object_open(w);
    json_add_str(w, "row", v->rows_n == 1 ? plan->rows[v->rows[0]].key : "");
    json_key(w, "name");
    json_put_text(w, v->found.name);
    put_judged(v, a, w);
    json_object_close(w);
}

static void put_test(const struct procedure_plan *plan, const struct procedure_step *s,
                     const struct procedure_test *t, struct arena *a,
                     struct json_writer *w)
{
    json_object_open(w);
    json_add_str(w, "test", s->id);
    json_add_str(w, "zh", s->zh);
    json_add_str(w, "en", s->en);
    json_add_int(w, "instance", s->instance);
    json_add_str(w, "unit", s->test ? s->test->unit : "");
    json_add_str(w, "verdict", WEIGHBRIDGE_VERDICTS[t->verdict]);
    put_worst(plan, t, a, w);
    json_add_int(w, "missing", (int64_t)t->missing_n);
    json_add_int(w, "open_questions", (int64_t)t->open_n);
    json_key(w, "values");
    json_array_open(w);
    for (size_t i = 0; i < t->values_n; i++)
        put_value(plan, &t->values[i], a, w);
    json_array_close(w);
    json_object_close(w);
}

static void put_failed(const struct procedure_plan *plan,
                       const struct procedure_result *r, struct json_writer *w)
{
    json_key(w, "failed_tests");
    json_array_open(w);
    for (size_t i = 0; i < plan->steps_n; i++)
        if (r->tests[i].verdict == VERDICT_FAIL)
            json_put_str(w, plan->steps[i].id);
    json_array_close(w);
}

static void put_missing(const struct procedure_plan *plan,
                        const struct procedure_entries *in,
                        const struct procedure_result *r, struct json_writer *w)
{
    json_key(w, "missing");
    json_array_open(w);
    for (size_t i = 0; i < plan->rows_n; i++) {
        bool due = plan->rows[i].required ||
                   (plan->rows[i].needed && r->tests[plan->rows[i].step].missing_n);

        if (due && !procedure_is_read(plan, in, i))
            json_put_str(w, plan->rows[i].key);
    }
    json_array_close(w);
}

static void put_questions(const struct procedure_plan *plan,
                          const struct procedure_entries *in,
                          const struct procedure_result *r, struct json_writer *w)
{
    json_key(w, "questions");
    json_array_open(w);
    for (size_t i = 0; i < plan->rows_n; i++)
        for (int q = 0; r->rows[i].asked && q < PROCEDURE_ASKS; q++) {
            size_t want = r->rows[i].asked_at[q];

            if (!(r->rows[i].asked & (1u << q)))
                continue;
            record_put_question(w,
                                &(struct record_question){
                                    plan->rows[i].key, plan->rows[i].wants[want].name,
                                    PROCEDURE_QUESTIONS[q], in->rows[i].read[want].typed,
                                    !(r->rows[i].questions & (1u << q))});
        }
    json_array_close(w);
}

static void put_rows(const struct procedure_plan *plan, const struct procedure_result *r,
                     struct arena *a, struct json_writer *w)
{
    json_key(w, "rows");
    json_array_open(w);
    for (size_t i = 0; i < plan->rows_n; i++) {
        json_object_open(w);
        json_add_str(w, "key", plan->rows[i].key);
        json_add_str(w, "test", plan->steps[plan->rows[i].step].id);
        json_add_str(w, "verdict", WEIGHBRIDGE_VERDICTS[r->rows[i].verdict]);
        put_judged(r->rows[i].value, a, w);
        json_object_close(w);
    }
    json_array_close(w);
}

/* Budgets of a calibration, those of each set value by themselves. */
static void put_uncertainty(const struct procedure_plan *plan,
                            const struct procedure_result *r, struct arena *a,
                            struct json_writer *w)
{
    json_key(w, "uncertainty");
    json_array_open(w);
    for (int i = 0; r->budgets && i < plan->instances; i++) {
        const struct budgets *b = &r->budgets[i];

        json_object_open(w);
        json_add_int(w, "instance", i + 1);
        json_key(w, "budgets");
        json_array_open(w);
        for (size_t k = 0; k < b->n; k++)
            budget_to_json(b->list[k], a, w);
        json_array_close(w);
        json_object_close(w);
    }
    json_array_close(w);
}

void procedure_result_to_json(const struct procedure_plan *plan,
                              const struct procedure_entries *in,
                              const struct procedure_result *r, struct arena *a,
                              struct json_writer *w)
{
    json_object_open(w);
    json_add_str(w, "verdict", WEIGHBRIDGE_VERDICTS[r->verdict]);
    json_add_str(w, "document", WEIGHBRIDGE_DOCUMENTS[r->document]);
    put_failed(plan, r, w);
    put_missing(plan, in, r, w);
    json_add_int(w, "open_questions", (int64_t)r->open_n);
    record_put_notes(w, "reasons", r->reasons, r->reasons_n);
    put_questions(plan, in, r, w);
    json_key(w, "tests");
    json_array_open(w);
    for (size_t i = 0; i < plan->steps_n; i++)
        put_test(plan, &plan->steps[i], &r->tests[i], a, w);
    json_array_close(w);
    put_rows(plan, r, a, w);
    json_add_str(w, "best_grade", r->best_grade ? r->best_grade->text.p : NULL);
    put_uncertainty(plan, r, a, w);
    put_standards(plan, w);
    json_object_close(w);
}
