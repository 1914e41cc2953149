/* The steps of a judgement, put down after it: the hot path knows nothing of them. Values
 * come from the result, formulas from the edition, so what is shown is what was judged.
 */
#include "rule/bridge.h"
#include "rule/budget.h"
#include "rule/trace_text.h"
#include "rule/weighbridge_json.h"

struct tracer {
    struct trace t;
    const struct weighbridge_plan *plan;
    const struct weighbridge_entries *in;
    const struct weighbridge_result *r;
    struct weighing *w; /* of the part that the row is in */
    struct weighing *parts[WEIGHBRIDGE_PARTS_MAX];
    size_t row;
};

static struct weighing *at_load(const struct tracer *tr, struct dec load)
{
    return tr->parts[bridge_part_of(tr->plan->compiled, load)];
}

static const struct rule_test *test_of(const struct tracer *tr)
{
    return tr->plan->steps[tr->plan->rows[tr->row].step].test;
}

/* Sets the slots of the indication and dl of a row; false if they are not there. */
static void set_reading(struct tracer *tr, enum weighbridge_reading_id i,
                        enum weighbridge_reading_id dl)
{
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    size_t n = weighbridge_wants(tr->plan->rows[tr->row].form, ids);
    const struct weighbridge_entry *e = &tr->in->rows[tr->row];

    weighing_set(tr->w, NAME_DL, dec_int(0));
    for (size_t k = 0; k < n; k++) {
        if (ids[k] == i && e->read[k].given)
            scope_set(&tr->w->scope, SLOT_X, e->read[k].value);
        if (ids[k] == dl && e->read[k].given && dec_sign(tr->plan->half))
            weighing_set(tr->w, NAME_DL, e->read[k].value);
    }
}

static void put_reading(struct tracer *tr, const char *name,
                        const struct weighbridge_reading *r)
{
    struct trace_step s = {
        .what = "reading",
        .name = name,
        .number = &r->value,
        .key = "trace.reading",
        .says = SAYS_READING,
        .typed = r->typed,
    };

    trace_put(&tr->t, &s);
}

static void put_readings(struct tracer *tr)
{
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    size_t n = weighbridge_wants(tr->plan->rows[tr->row].form, ids);
    const struct weighbridge_entry *e = &tr->in->rows[tr->row];

    for (size_t k = 0; k < n; k++)
        if (e->read[k].given)
            put_reading(tr, WEIGHBRIDGE_READING_NAMES[ids[k]], &e->read[k]);
    if (e->placed.given)
        put_reading(tr, "placed", &e->placed);
}

/* P by the edition's transform, from what set_reading() put in. */
static void put_p(struct tracer *tr, const char *name, struct dec p)
{
    const struct rule_test *t = test_of(tr);

    if (t->transform)
        trace_expr(&tr->t, name, t->transform, &tr->w->scope, p, t->clause);
}

static void put_load(struct tracer *tr)
{
    const struct weighbridge_row *pr = &tr->plan->rows[tr->row];
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];
    const struct weighbridge_entry *e = &tr->in->rows[tr->row];
    struct trace_number numbers[] = {
        {"placed", e->placed.given ? e->placed.value : pr->placed},
        {"substitute", dec_int(0)}};

    if (pr->stage)
        numbers[1].value = tr->r->stages[pr->stage - 1].value;
    trace_formula(&tr->t,
                  &(struct trace_sum){"L", pr->stage ? "placed + substitute" : "placed",
                                      numbers, pr->stage ? 2 : 1,
                                      pr->stage ? "A.4.4.5" : ""},
                  rr->load);
}

/* The load that decides the limit, into its slot. */
static void put_limit_load(struct tracer *tr, const struct trace_sum *f, struct dec load)
{
    struct dec v = weighing_limit_load(tr->w, load);

    weighing_set(tr->w, NAME_LOAD, v);
    trace_formula(&tr->t, f, v);
}

/* E0 before the load of a position. */
static void put_zero_before(struct tracer *tr)
{
    const struct weighbridge_row *pr = &tr->plan->rows[tr->row];
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];
    struct trace_number numbers[] = {{"P0", dec_int(0)}, {"L0", pr->e0_load}};

    if (dec_add(rr->e0, pr->e0_load, &numbers[0].value))
        return;
    tr->w = at_load(tr, pr->e0_load);
    set_reading(tr, READ_E0_I, READ_E0_DL);
    put_p(tr, "P0", numbers[0].value);
    tr->w = tr->parts[rr->part];
    trace_formula(&tr->t, &(struct trace_sum){"e0", "P0 - L0", numbers, 2, "A.4.4.3"},
                  rr->e0);
}

static void put_point(struct tracer *tr)
{
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];
    const struct rule_test *t = test_of(tr);
    struct trace_number error[] = {{"P", rr->p}, {"L", rr->load}};
    struct trace_number corrected[] = {{"P", rr->p}, {"r", dec_int(0)}};
    struct trace_number capped[] = {{"L", rr->load}, {"Max", tr->plan->in->max}};

    put_load(tr);
    if (tr->plan->rows[tr->row].form == ROW_ECCENTRIC)
        put_zero_before(tr);
    set_reading(tr, READ_I, READ_DL);
    scope_set(&tr->w->scope, SLOT_P, rr->load);
    put_limit_load(tr, &(struct trace_sum){"load", "min(L, Max)", capped, 2, ""},
                   rr->load);
    weighing_set(tr->w, NAME_E0, rr->e0);
    put_p(tr, "P", rr->p);
    trace_formula(&tr->t, &(struct trace_sum){"E", "P - L", error, 2, "A.4.4.3"},
                  rr->error);
    if (expr_eval(t->ref, &tr->w->scope, &corrected[1].value, NULL))
        return;
    trace_expr(&tr->t, "r", t->ref, &tr->w->scope, corrected[1].value, "");
    trace_formula(&tr->t, &(struct trace_sum){"Ec", "P - r", corrected, 2, "A.4.4.3"},
                  rr->value);
    trace_limit(&tr->t, "Ec", rr->value, t->judge.limit, &tr->w->scope);
}

/* What came after against the reading before: discrimination, several displays. */
static void put_discrimination(struct tracer *tr)
{
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];
    const struct weighbridge_entry *e = &tr->in->rows[tr->row];
    const struct rule_test *t = test_of(tr);
    bool displays = tr->plan->rows[tr->row].form == ROW_DISPLAYS;
    struct trace_number numbers[] = {
        {displays ? "i_other" : "i2", e->read[displays ? 1 : 2].value},
        {"r", dec_int(0)}};

    weighing_set(tr->w, NAME_I0, e->read[0].value);
    if (expr_eval(t->ref, &tr->w->scope, &numbers[1].value, NULL))
        return;
    trace_expr(&tr->t, "r", t->ref, &tr->w->scope, numbers[1].value, t->clause);
    trace_formula(&tr->t,
                  &(struct trace_sum){"step", displays ? "i_other - r" : "i2 - r",
                                      numbers, 2, t->clause},
                  rr->value);
    trace_limit(&tr->t, "step", rr->value, t->judge.limit, &tr->w->scope);
}

static void put_substitute(struct tracer *tr)
{
    static const struct limit ABS = {.kind = LIMIT_ABS};
    const struct weighbridge_stage *s = &tr->r->stages[tr->plan->rows[tr->row].stage - 1];
    struct trace_number d[] = {{"P_substitute", s->p_substitute}, {"P", s->p}};
    struct trace_number v[] = {{"L", s->load}, {"difference", s->difference}};
    const struct bridge *b = tr->plan->compiled;
    const struct bridge_part *part = &b->parts[bridge_part_of(b, s->load)];
    struct trace_number c[] = {{"difference", s->difference},
                               {"mismatch", part->mismatch}};
    struct limit_found found = {.plain = &ABS, .low = part->mismatch};
    struct trace_step step = {
        .what = "compare",
        .name = "difference",
        .formula = "abs(difference) <= mismatch",
        .numbers = c,
        .numbers_n = 2,
        .value = s->refused ? "false" : "true",
        .clause = "A.4.4.5",
        .says = SAYS_COMPARE,
        .found = &found,
    };

    tr->w = at_load(tr, s->load);
    set_reading(tr, READ_I, READ_DL);
    put_p(tr, "P_substitute", s->p_substitute);
    trace_formula(&tr->t,
                  &(struct trace_sum){"difference", "P_substitute - P", d, 2, "A.4.4.5"},
                  s->difference);
    trace_formula(&tr->t,
                  &(struct trace_sum){"substitute", "L + difference", v, 2, "A.4.4.5"},
                  s->value);
    trace_put(&tr->t, &step);
}

static void put_item(struct tracer *tr)
{
    static const char *const WORDS[] = {"none", "pass", "fail", "na"};
    static const char *const KEYS[] = {"trace.item_none", "trace.item_pass",
                                       "trace.item_fail", "trace.item_na"};
    enum weighbridge_item item = tr->in->rows[tr->row].item;
    struct trace_step s = {
        .what = "item",
        .name = tr->plan->rows[tr->row].key,
        .value = WORDS[item],
        .clause = tr->plan->rows[tr->row].limit_clause,
        .key = KEYS[item],
        .args = {tr->plan->rows[tr->row].zh, tr->plan->rows[tr->row].en},
    };

    trace_put(&tr->t, &s);
}

static void put_budgets(struct tracer *tr)
{
    for (size_t i = 0; i < tr->r->budgets_n; i++)
        if (tr->r->budgets[i]->index == tr->row)
            budget_trace(tr->r->budgets[i], &tr->t);
}

static void put_decision(struct tracer *tr)
{
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];
    struct limit_found found = bridge_limit_found(rr);

    if (rr->decision)
        trace_decision(&tr->t, "Ec", rr->value, &found, rr->decision);
}

static void put_row(struct tracer *tr)
{
    const struct weighbridge_row *pr = &tr->plan->rows[tr->row];
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];

    tr->t.row = pr->key;
    tr->t.unit = pr->unit;
    if (pr->form == ROW_ITEM) {
        put_item(tr);
        return;
    }
    put_readings(tr);
    if (pr->form == ROW_SUBSTITUTE) {
        if (tr->r->stages[pr->stage - 1].done)
            put_substitute(tr);
        return;
    }
    if (!rr->judged)
        return;
    tr->w = tr->parts[rr->part];
    if (pr->form == ROW_DISCRIMINATION || pr->form == ROW_DISPLAYS) {
        put_discrimination(tr);
    } else if (test_of(tr)->kind == TEST_STAT) {
        set_reading(tr, READ_I, READ_DL);
        put_p(tr, "P", rr->p);
    } else {
        put_point(tr);
        put_budgets(tr);
        put_decision(tr);
    }
}

enum { PLACEMENTS_MAX = 16 };

/* "P1, P2, P3" */
static const char *names_of(const struct tracer *tr, const struct trace_number *numbers,
                            size_t n)
{
    struct buf b;

    buf_init(&b, tr->t.arena);
    for (size_t i = 0; i < n; i++)
        buf_add_format(&b, "%s%s", i ? ", " : "", numbers[i].name);
    return buf_str(&b);
}

/* max(P1, P2, P3) - min(P1, P2, P3); the limit is that of the smallest indication. */
static void put_spread(struct tracer *tr, size_t step)
{
    const struct weighbridge_step *s = &tr->plan->steps[step];
    const struct weighbridge_test_result *t = &tr->r->tests[step];
    struct trace_number p[PLACEMENTS_MAX];
    struct trace_number shown[PLACEMENTS_MAX + 1];
    struct trace_sum sum = {.name = "spread", .numbers = p, .numbers_n = s->n};
    struct trace_sum load = {.name = "load", .numbers = shown, .numbers_n = s->n + 1};
    struct dec least = tr->plan->in->max;

    if (!t->has_worst || s->n > PLACEMENTS_MAX)
        return;
    for (size_t i = 0; i < s->n; i++) {
        const struct dec v = tr->in->rows[s->first + i].read[0].value;

        p[i] = (struct trace_number){str_format(tr->t.arena, "P%zu", i + 1),
                                     tr->r->rows[s->first + i].p};
        shown[i] = (struct trace_number){str_format(tr->t.arena, "I%zu", i + 1), v};
        if (dec_compare(v, least) < 0)
            least = v;
    }
    shown[s->n] = (struct trace_number){"Max", tr->plan->in->max};
    sum.formula = str_format(tr->t.arena, "max(%s) - min(%s)", names_of(tr, p, s->n),
                             names_of(tr, p, s->n));
    sum.clause = s->test->clause;
    trace_formula(&tr->t, &sum, t->value);
    load.formula = str_format(tr->t.arena, "min(%s)", names_of(tr, shown, s->n + 1));
    tr->w = at_load(tr, least);
    put_limit_load(tr, &load, least);
    trace_limit(&tr->t, "spread", t->value, s->test->judge.limit, &tr->w->scope);
}

static void put_outputs(struct tracer *tr, size_t step)
{
    const struct weighbridge_step *s = &tr->plan->steps[step];
    const struct json *in = json_member(s->test->node, "inputs");
    size_t row = s->first;

    if (tr->r->tests[step].missing_n)
        return;
    tr->w = tr->parts[0];
    for (const struct json *i = in ? in->first : NULL; i; i = i->next, row++)
        if (weighing_set_name(tr->w, json_str(i, "id", ""),
                              tr->in->rows[row].read[0].value, NULL))
            return;
    tr->t.unit = "";
    for (size_t i = 0; i < s->test->outputs_n; i++) {
        const struct test_output *o = &s->test->outputs[i];
        struct weighing_outcome got;

        if (weighing_output(tr->w, s->test, i, &got, NULL))
            return;
        trace_expr(&tr->t, o->name, o->expr, &tr->w->scope, got.value, s->test->clause);
        trace_limit(&tr->t, o->name, got.value, o->judge.limit, &tr->w->scope);
    }
}

static void put_verdict(struct tracer *tr, const char *what, enum weighbridge_verdict v)
{
    struct trace_step s = {
        .what = what,
        .value = WEIGHBRIDGE_VERDICTS[v],
        .key = str_format(tr->t.arena, "trace.%s_%s", what, WEIGHBRIDGE_VERDICTS[v]),
    };

    trace_put(&tr->t, &s);
}

/* The loads of the weights against the limit, at the row with the least room. */
static void put_weights(struct tracer *tr)
{
    const struct weighbridge_adequacy *d = &tr->r->adequacy;
    const struct edition *ed = tr->plan->reg->weighing;
    const struct weighbridge_row *row = &tr->plan->rows[d->worst_row];
    struct dec v;

    if (!dec_sign(d->sum_of_mpe))
        return;
    tr->w = tr->parts[0];
    tr->t.test = "weights";
    tr->t.row = row->key;
    tr->t.unit = row->unit;
    weighing_set(tr->w, NAME_SUM_MPE, d->sum_of_mpe);
    weighing_set(tr->w, NAME_MPE, row->limit);
    if (tr->r->rows[d->worst_row].judged && dec_sign(tr->r->rows[d->worst_row].limit))
        weighing_set(tr->w, NAME_MPE, tr->r->rows[d->worst_row].limit);
    if (expr_eval(ed->weights_expr, &tr->w->scope, &v, NULL))
        return;
    trace_expr(&tr->t, "weights", ed->weights_expr, &tr->w->scope, v, "3.7.1");
    trace_limit(&tr->t, "weights", v, ed->weights_limit, &tr->w->scope);
}

static void put_step(struct tracer *tr, size_t step)
{
    const struct weighbridge_step *s = &tr->plan->steps[step];

    tr->t.test = s->id;
    for (tr->row = s->first; tr->row < s->first + s->n; tr->row++)
        put_row(tr);
    tr->t.row = "";
    if (s->test->kind == TEST_STAT)
        put_spread(tr, step);
    else if (s->test->kind == TEST_FORMULA)
        put_outputs(tr, step);
    put_verdict(tr, "test", tr->r->tests[step].verdict);
}

/* All of one instrument or range; readings and results begin where in and r do. */
static void put_one(struct tracer *tr, const struct weighbridge_plan *plan,
                    const struct weighbridge_entries *in,
                    const struct weighbridge_result *r)
{
    const struct bridge *b = plan->compiled;

    tr->plan = plan;
    tr->in = in;
    tr->r = r;
    tr->w = weighing_copy(tr->t.arena, b->w);
    tr->parts[0] = tr->w;
    for (size_t i = 1; i < b->parts_n; i++)
        tr->parts[i] = weighing_copy(tr->t.arena, b->parts[i].w);
    for (size_t s = 0; s < plan->steps_n; s++)
        put_step(tr, s);
    put_weights(tr);
}

static void put_all(struct tracer *tr, const struct weighbridge_plan *plan,
                    const struct weighbridge_entries *in,
                    const struct weighbridge_result *r)
{
    size_t row = 0;

    if (!plan->ranges_n)
        put_one(tr, plan, in, r);
    for (size_t k = 0; k < plan->ranges_n; k++) {
        struct weighbridge_entries *part =
            ARENA_NEW(tr->t.arena, struct weighbridge_entries);

        part->rows = in->rows + row;
        put_one(tr, plan->ranges[k], part, r->ranges[k]);
        row += plan->ranges[k]->rows_n;
    }
}

qh_status weighbridge_trace_to_json(const struct weighbridge_plan *plan,
                                    const struct weighbridge_entries *in,
                                    const struct weighbridge_result *r, struct arena *a,
                                    struct json_writer *w, struct qh_error *err)
{
    struct tracer tr = {0};

    if (!plan->compiled)
        return qh_fail(err, QH_BUG, "weighbridge.plan", "", "a plan that was not made");
    trace_begin(&tr.t, a);
    put_all(&tr, plan, in, r);
    tr.t.test = "";
    tr.t.row = "";
    put_verdict(&tr, "whole", r->verdict);
    size_t from = trace_open(w);
    json_key(w, "regulation");
    json_object_open(w);
    json_add_str(w, "code", regulation_code(plan->reg));
    json_add_str(w, "edition", regulation_edition(plan->reg));
    json_object_close(w);
    trace_steps_to_json(&tr.t, a, w);
    trace_close(w, from, a);
    return QH_OK;
}
