#include "rule/weighbridge_json.h"

#include "rule/bridge.h"
#include "rule/budget.h"
#include "rule/record_json.h"

static const char *const FORM_NAMES[ROW_FORMS] = {
    "item", "value", "load", "eccentric", "substitute", "discrimination", "displays"};

void weighbridge_feasibility_to_json(const struct weighbridge_feasibility *f,
                                     struct arena *a, struct json_writer *w)
{
    static const char *const VERDICTS[] = {"feasible", "needs_spread", "refused"};
    bool spread = f->verdict == WEIGHBRIDGE_NEEDS_SPREAD;

    json_object_open(w);
    json_add_str(w, "verdict", VERDICTS[f->verdict]);
    json_add_str(w, "reason", f->reason);
    record_put_dec(w, a, "standards", f->standards);
    record_put_dec(w, a, "least", f->least);
    record_put_dec_if(w, a, "spread", spread, f->spread);
    record_put_dec_if(w, a, "spread_e", spread, f->spread_e);
    json_object_close(w);
}

static void put_parts(const struct weighbridge_input *in, struct arena *a,
                      struct json_writer *w)
{
    json_add_str(w, "structure", WEIGHBRIDGE_STRUCTURES[in->structure]);
    json_key(w, "parts");
    json_array_open(w);
    for (size_t i = 0; i < in->parts_n; i++) {
        json_object_open(w);
        record_put_dec(w, a, "max", in->parts[i].max);
        record_put_dec(w, a, "e", in->parts[i].e);
        json_object_close(w);
    }
    json_array_close(w);
}

static void put_head(const struct weighbridge_plan *plan, struct arena *a,
                     struct json_writer *w)
{
    const struct weighbridge_input *in = plan->in;
    const struct bridge *b = plan->compiled;
    struct dec n = dec_int(0);

    record_put_regulation(plan->reg, w);
    json_add_str(w, "kind", WEIGHBRIDGE_KINDS[in->kind]);
    json_add_str(w, "unit", in->unit);
    json_add_str(w, "class", in->accuracy_class);
    record_put_dec(w, a, "max", in->max);
    record_put_dec(w, a, "min", in->min);
    record_put_dec(w, a, "e", in->e);
    record_put_dec(w, a, "d", in->d);
    (void)!dec_quot(in->max, in->e, &n);
    record_put_dec(w, a, "n", dec_significant(n, 12));
    json_add_str(w, "reading", dec_sign(plan->half) ? "changeover" : "direct");
    record_put_dec_if(w, a, "service_d", plan->service, in->service_d);
    put_parts(in, a, w);
    json_add_str(w, "eccentricity", WEIGHBRIDGE_ECCENTRICITY[in->method]);
    record_put_dec_if(w, a, "reach", dec_sign(in->reach) > 0, in->reach);
    record_put_dec(w, a, "small_weight", b->parts[0].small);
    record_put_dec(w, a, "zero_load", plan->zero_load);
    json_add_int(w, "stages", plan->stages);
    record_put_dec(w, a, "stage_mass", plan->stage_mass);
    json_key(w, "feasibility");
    weighbridge_feasibility_to_json(&plan->feasible, a, w);
}

static void put_wants(const struct weighbridge_plan *plan,
                      const struct weighbridge_row *row, struct json_writer *w)
{
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    size_t n = weighbridge_wants(row->form, ids);

    json_key(w, "wants");
    json_array_open(w);
    for (size_t i = 0; i < n; i++)
        if (bridge_needs(plan, row->form, ids[i]))
            json_put_str(w, WEIGHBRIDGE_READING_NAMES[ids[i]]);
    json_array_close(w);
}

static void put_pieces(const struct weighbridge_row *row, struct arena *a,
                       struct json_writer *w)
{
    json_key(w, "pieces");
    json_array_open(w);
    for (size_t i = 0; i < row->pieces_n; i++) {
        json_object_open(w);
        record_put_dec(w, a, "nominal", row->pieces[i].nominal);
        json_add_int(w, "count", row->pieces[i].count);
        json_object_close(w);
    }
    json_array_close(w);
}

static bool is_weighing(const struct weighbridge_plan *plan, size_t step)
{
    const struct rule_test *t = plan->steps[step].test;

    return plan->reg->weighing->tests[t - plan->reg->tests].plan == PLAN_WEIGHING;
}

static const char *direction(const struct weighbridge_plan *plan,
                             const struct weighbridge_row *row)
{
    if (row->place >= PLACE_BEGIN)
        return row->down ? "back" : "out";
    if (!is_weighing(plan, row->step))
        return NULL;
    return row->down ? "down" : "up";
}

static void put_int_if(struct json_writer *w, const char *key, int v)
{
    json_key(w, key);
    if (v)
        json_put_int(w, v);
    else
        json_put_null(w);
}

static void put_row(const struct weighbridge_plan *plan,
                    const struct weighbridge_row *row, struct arena *a,
                    struct json_writer *w)
{
    bool has_load = row->form != ROW_ITEM && row->form != ROW_VALUE;

    json_object_open(w);
    json_add_str(w, "key", row->key);
    json_add_str(w, "form", FORM_NAMES[row->form]);
    put_wants(plan, row, w);
    json_add_bool(w, "required", row->required);
    json_add_bool(w, "may_na", row->may_na);
    json_add_str(w, "zh", row->zh);
    json_add_str(w, "en", row->en);
    json_add_str(w, "unit", row->unit);
    put_int_if(w, "position", row->position);
    json_add_str(w, "place", WEIGHBRIDGE_PLACES[row->place]);
    json_add_str(w, "direction", direction(plan, row));
    record_put_dec_if(w, a, "load", has_load, row->load);
    record_put_dec_if(w, a, "placed", has_load, row->placed);
    json_add_int(w, "substitute_stages", row->stage);
    record_put_dec_if(w, a, "e", has_load, row->e);
    record_put_dec_if(w, a, "tare", dec_sign(row->tare) > 0, row->tare);
    record_put_dec_if(w, a, "e0_load", row->form == ROW_ECCENTRIC, row->e0_load);
    put_pieces(row, a, w);
    record_put_dec_if(w, a, "limit", row->has_limit, row->limit);
    json_add_str(w, "limit_clause", row->limit_clause);
    json_object_close(w);
}

void weighbridge_plan_to_json(const struct weighbridge_plan *plan, struct arena *a,
                              struct json_writer *w)
{
    json_object_open(w);
    put_head(plan, a, w);
    record_put_notes(w, "notes", plan->notes, plan->notes_n);
    record_put_unconfirmed(plan->reg, w);
    json_key(w, "steps");
    json_array_open(w);
    for (size_t s = 0; s < plan->steps_n; s++) {
        const struct weighbridge_step *step = &plan->steps[s];

        json_object_open(w);
        json_add_str(w, "test", step->id);
        put_int_if(w, "range", step->range);
        json_add_str(w, "zh", step->test->zh);
        json_add_str(w, "en", step->test->en);
        json_add_str(w, "kind", TEST_KIND_NAMES[step->test->kind]);
        json_add_str(w, "clause", step->test->clause);
        json_add_bool(w, "required", step->test->required);
        json_key(w, "rows");
        json_array_open(w);
        for (size_t i = 0; i < step->n; i++)
            put_row(plan, &plan->rows[step->first + i], a, w);
        json_array_close(w);
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
}

/* ---- result ---- */

static void put_failed(const struct weighbridge_plan *plan,
                       const struct weighbridge_result *r, struct json_writer *w)
{
    json_key(w, "failed_tests");
    json_array_open(w);
    for (size_t i = 0; i < plan->steps_n; i++) {
        bool again = false;

        for (size_t k = 0; k < i; k++)
            again = again || (r->tests[k].verdict == VERDICT_FAIL &&
                              str_equal(plan->steps[k].id, plan->steps[i].id));
        if (r->tests[i].verdict == VERDICT_FAIL && !again)
            json_put_str(w, plan->steps[i].id);
    }
    json_array_close(w);
}

/* Needed rows without their readings: incomplete, not judged and not refused. */
static void put_missing(const struct weighbridge_plan *plan,
                        const struct weighbridge_entries *in, struct json_writer *w)
{
    json_key(w, "missing");
    json_array_open(w);
    for (size_t i = 0; i < plan->rows_n; i++)
        if (plan->rows[i].required && !weighbridge_is_read(plan, in, i))
            json_put_str(w, plan->rows[i].key);
    json_array_close(w);
}

/* The reading that a question is about, for the form on the screen. */
static enum weighbridge_reading_id asked_reading(enum weighbridge_question q)
{
    switch (q) {
    case ASK_DL_OUTSIDE:
    case ASK_DL_NOT_MULTIPLE:
        return READ_DL;
    case ASK_BACK_INDICATION:
        return READ_BACK;
    case ASK_NOT_MULTIPLE_OF_D:
    case ASK_ERROR_LARGE:
    case ASK_PLACED:
    case ASK_FAR_LOAD:
    case ASK_QUESTIONS:
        break;
    }
    return READ_I;
}

static void put_questions(const struct weighbridge_plan *plan,
                          const struct weighbridge_entries *in,
                          const struct weighbridge_result *r, struct json_writer *w)
{
    json_key(w, "questions");
    json_array_open(w);
    for (size_t i = 0; i < plan->rows_n; i++)
        for (int q = 0; r->rows[i].asked && q < ASK_QUESTIONS; q++) {
            enum weighbridge_reading_id id = asked_reading((enum weighbridge_question)q);
            const char *typed = weighbridge_typed(plan, in, i, id);

            if (!(r->rows[i].asked & (1u << q)))
                continue;
            record_put_question(
                w, &(struct record_question){
                       plan->rows[i].key,
                       q == ASK_PLACED ? "placed" : WEIGHBRIDGE_READING_NAMES[id],
                       WEIGHBRIDGE_QUESTIONS[q],
                       q == ASK_PLACED ? in->rows[i].placed.typed : typed,
                       !(r->rows[i].questions & (1u << q))});
        }
    json_array_close(w);
}

static void put_worst(const struct weighbridge_plan *plan,
                      const struct weighbridge_test_result *t, struct arena *a,
                      struct json_writer *w)
{
    json_key(w, "worst");
    if (!t->has_worst) {
        json_put_null(w);
        return;
    }
    json_object_open(w);
    json_add_str(w, "row", plan->rows[t->worst_row].key);
    record_put_dec(w, a, "value", t->value);
    record_put_dec_if(w, a, "limit", t->has_limit, t->limit);
    record_put_dec_if(w, a, "margin", t->has_limit,
                      weighbridge_margin(t->value, t->limit));
    json_object_close(w);
}

static void put_tests(const struct weighbridge_plan *plan,
                      const struct weighbridge_result *r, struct arena *a,
                      struct json_writer *w)
{
    json_key(w, "tests");
    json_array_open(w);
    for (size_t i = 0; i < plan->steps_n; i++) {
        const struct weighbridge_test_result *t = &r->tests[i];

        json_object_open(w);
        json_add_str(w, "test", plan->steps[i].id);
        put_int_if(w, "range", plan->steps[i].range);
        json_add_str(w, "zh", plan->steps[i].test->zh);
        json_add_str(w, "en", plan->steps[i].test->en);
        json_add_str(w, "verdict", WEIGHBRIDGE_VERDICTS[t->verdict]);
        put_worst(plan, t, a, w);
        json_add_int(w, "missing", (int64_t)t->missing_n);
        json_add_int(w, "open_questions", (int64_t)t->open_n);
        json_object_close(w);
    }
    json_array_close(w);
}

static void put_row_result(const struct weighbridge_plan *plan,
                           const struct weighbridge_result *r, size_t i, struct arena *a,
                           struct json_writer *w)
{
    const struct weighbridge_row_result *rr = &r->rows[i];
    const struct weighbridge_row *row = &plan->rows[i];
    bool has = rr->judged;
    bool compared = has && rr->verdict != VERDICT_NONE;

    json_object_open(w);
    json_add_str(w, "key", row->key);
    json_add_str(w, "test", plan->steps[row->step].id);
    json_add_str(w, "verdict", WEIGHBRIDGE_VERDICTS[rr->verdict]);
    record_put_dec_if(w, a, "load", has, rr->load);
    record_put_dec_if(w, a, "p", has, rr->p);
    record_put_dec_if(w, a, "e", compared, rr->error);
    record_put_dec_if(w, a, "e0", compared, rr->e0);
    record_put_dec_if(w, a, "ec", compared, rr->value);
    record_put_dec_if(w, a, "limit", compared && rr->has_limit, rr->limit);
    record_put_dec_if(w, a, "margin", compared && rr->has_limit,
                      weighbridge_margin(rr->value, rr->limit));
    if (rr->decision)
        decision_to_json(rr->decision, a, w);
    json_object_close(w);
}

static void put_stages(const struct weighbridge_plan *plan,
                       const struct weighbridge_result *r, struct arena *a,
                       struct json_writer *w)
{
    json_key(w, "stages");
    json_array_open(w);
    for (int s = 0; s < plan->stages; s++) {
        const struct weighbridge_stage *st = &r->stages[s];

        json_object_open(w);
        put_int_if(w, "range", st->range);
        json_add_int(w, "stage", st->number);
        json_add_bool(w, "done", st->done);
        record_put_dec_if(w, a, "load", st->done, st->load);
        record_put_dec_if(w, a, "p", st->done, st->p);
        record_put_dec_if(w, a, "p_substitute", st->done, st->p_substitute);
        record_put_dec_if(w, a, "difference", st->done, st->difference);
        record_put_dec_if(w, a, "value", st->done, st->value);
        json_add_bool(w, "refused", st->refused);
        json_add_str(w, "reason", st->reason);
        json_object_close(w);
    }
    json_array_close(w);
}

static void put_substitution(const struct weighbridge_plan *plan,
                             const struct weighbridge_result *r, struct arena *a,
                             struct json_writer *w)
{
    const struct weighbridge_test_result *gate = NULL;

    for (size_t i = 0; i < plan->steps_n; i++)
        if (plan->reg->weighing->tests[plan->steps[i].test - plan->reg->tests].plan ==
            PLAN_GATE)
            gate = &r->tests[i];
    json_key(w, "substitution");
    json_object_open(w);
    json_key(w, "gate");
    if (gate) {
        json_object_open(w);
        record_put_dec_if(w, a, "spread", gate->has_worst, gate->value);
        record_put_dec_if(w, a, "limit", gate->has_limit, gate->limit);
        json_add_str(w, "verdict", WEIGHBRIDGE_VERDICTS[gate->verdict]);
        json_object_close(w);
    } else {
        json_put_null(w);
    }
    put_stages(plan, r, a, w);
    json_object_close(w);
}

static void put_weights(const struct weighbridge_plan *plan,
                        const struct weighbridge_adequacy *d, struct arena *a,
                        struct json_writer *w)
{
    json_key(w, "weights");
    json_object_open(w);
    json_add_str(w, "verdict", WEIGHBRIDGE_VERDICTS[d->verdict]);
    json_add_str(w, "worst_row", plan->rows[d->worst_row].key);
    record_put_dec(w, a, "sum_of_mpe", d->sum_of_mpe);
    record_put_dec(w, a, "allowed", d->allowed);
    json_add_str(w, "no_limit", d->no_limit);
    json_object_close(w);
}

static void put_budgets(const struct weighbridge_result *r, struct arena *a,
                        struct json_writer *w)
{
    json_key(w, "uncertainty");
    json_array_open(w);
    for (size_t i = 0; i < r->budgets_n; i++)
        budget_to_json(r->budgets[i], a, w);
    json_array_close(w);
}

void weighbridge_result_to_json(const struct weighbridge_plan *plan,
                                const struct weighbridge_entries *in,
                                const struct weighbridge_result *r, struct arena *a,
                                struct json_writer *w)
{
    json_object_open(w);
    json_add_str(w, "verdict", WEIGHBRIDGE_VERDICTS[r->verdict]);
    json_add_str(w, "document", WEIGHBRIDGE_DOCUMENTS[r->document]);
    put_failed(plan, r, w);
    put_missing(plan, in, w);
    record_put_dec(w, a, "max_load", r->max_load);
    record_put_dec_if(w, a, "limited_to", r->limited, r->limited_to);
    record_put_dec_if(w, a, "e0", r->has_e0, r->e0);
    json_add_int(w, "open_questions", (int64_t)r->open_n);
    record_put_notes(w, "reasons", r->reasons, r->reasons_n);
    put_questions(plan, in, r, w);
    put_tests(plan, r, a, w);
    json_key(w, "rows");
    json_array_open(w);
    for (size_t i = 0; i < plan->rows_n; i++)
        put_row_result(plan, r, i, a, w);
    json_array_close(w);
    put_substitution(plan, r, a, w);
    put_weights(plan, &r->adequacy, a, w);
    if (plan->in->kind == WEIGHBRIDGE_CALIBRATION ||
        plan->in->decision != BRIDGE_NO_DECISION)
        put_budgets(r, a, w);
    json_object_close(w);
}
