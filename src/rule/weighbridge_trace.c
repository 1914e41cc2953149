/* The steps of a judgement, put down after it: the hot path knows nothing of them. Values
 * come from the result, formulas from the edition, so what is shown is what was judged.
 */
#include "rule/weighbridge_trace.h"

#include "rule/bridge_trace.h"
#include "rule/budget.h"
#include "rule/record_json.h"
#include "rule/trace_text.h"

#include <string.h>

static const struct dec ZERO = {0};

static size_t at_load(const struct bridge_tracer *tr, struct dec load)
{
    return bridge_part_of(tr->b, load);
}

static const struct rule_test *test_of(const struct bridge_tracer *tr)
{
    return tr->plan->steps[tr->plan->rows[tr->row].step].test;
}

/* Sets the indication and dl of a row. */
static void set_reading(struct bridge_tracer *tr, enum weighbridge_reading_id i,
                        enum weighbridge_reading_id dl)
{
    const struct bridge_form *form = &BRIDGE_FORMS[tr->plan->rows[tr->row].form];
    const struct weighbridge_reading *read = tr->in->rows[tr->row].read;

    bridge_trace_set(tr, NOW_DL, &ZERO);
    for (size_t k = 0; k < form->n; k++) {
        if (form->ids[k] == i && read[k].given)
            bridge_trace_set(tr, NOW_X, &read[k].value);
        if (form->ids[k] == dl && read[k].given && dec_sign(tr->plan->half))
            bridge_trace_set(tr, NOW_DL, &read[k].value);
    }
}

/* ---- readings ---- */

static const struct trace_form *reading_form(struct bridge_tracer *tr, size_t id)
{
    struct trace_form *f;

    if (!tr->readings[id]) {
        f = ARENA_NEW(tr->t.arena, struct trace_form);
        f->what = "reading";
        f->name = id < READ_IDS ? WEIGHBRIDGE_READING_NAMES[id] : "placed";
        f->key = "trace.reading";
        f->says = SAYS_READING;
        f->holds = HOLDS_NUMBER;
        f->of_n = 1;
        tr->readings[id] = f;
    }
    return tr->readings[id];
}

static void put_reading(struct bridge_tracer *tr, size_t id,
                        const struct weighbridge_reading *r)
{
    struct trace_record *step = trace_add(&tr->t, reading_form(tr, id));

    step->value.number = &r->value;
    step->of[0] = r->typed;
}

static void put_readings(struct bridge_tracer *tr)
{
    const struct bridge_form *form = &BRIDGE_FORMS[tr->plan->rows[tr->row].form];
    const struct weighbridge_entry *e = &tr->in->rows[tr->row];

    for (size_t k = 0; k < form->n; k++)
        if (e->read[k].given)
            put_reading(tr, form->ids[k], &e->read[k]);
    if (e->placed.given)
        put_reading(tr, READ_IDS, &e->placed);
}

/* ---- formulas that stand in C ---- */

/* clang-format off */
#define SUM(NAME, FORMULA, CLAUSE, ...)                                       \
    {.what = "formula", .name = (NAME), .formula = (FORMULA),                 \
     .clause = (CLAUSE), .key = "trace.formula",                              \
     .names = (const char *const[]){__VA_ARGS__},                             \
     .says = SAYS_FORMULA, .holds = HOLDS_NUMBER,                             \
     .numbers_n = LEN(((const char *const[]){__VA_ARGS__})),                  \
     .of_n = LEN(((const char *const[]){__VA_ARGS__}))}

static const struct trace_form L_PLACED = SUM("L", "placed", "", "placed");
static const struct trace_form L_ON = SUM("L", "placed + substitute", "A.4.4.5", "placed", "substitute");
static const struct trace_form LIMIT_LOAD = SUM("load", "min(L, Max)", "", "L", "Max");
static const struct trace_form E0 = SUM("e0", "P0 - L0", "A.4.4.3", "P0", "L0");
static const struct trace_form E = SUM("E", "P - L", "A.4.4.3", "P", "L");
static const struct trace_form EC = SUM("Ec", "P - r", "A.4.4.3", "P", "r");
static const struct trace_form DIFFERENCE = SUM("difference", "P_substitute - P", "A.4.4.5", "P_substitute", "P");
static const struct trace_form SUBSTITUTE = SUM("substitute", "L + difference", "A.4.4.5", "L", "difference");
/* clang-format on */

static void put_sum(struct bridge_tracer *tr, const struct trace_form *form,
                    const struct dec *value, const struct dec *left,
                    const struct dec *right)
{
    struct trace_record *r = trace_add(&tr->t, form);

    r->value.number = value;
    r->of[0] = left;
    if (form->of_n > 1)
        r->of[1] = right;
}

/* P by the edition's transform. */
static void put_p(struct bridge_tracer *tr, const char *name, const struct dec *p)
{
    const struct rule_test *t = test_of(tr);

    if (t->transform)
        bridge_trace_formula(tr, name, t->transform, p, t->clause);
}

/* The load that decides the limit: at most Max. */
static const struct dec *limit_load(struct bridge_tracer *tr, const struct dec *load)
{
    const struct dec *max = &tr->parts[tr->part].w->ins.max;
    const struct dec *v = dec_compare(*load, *max) > 0 ? max : load;

    bridge_trace_set(tr, NOW_LOAD, v);
    return v;
}

/* ---- rows ---- */

static void put_load(struct bridge_tracer *tr)
{
    const struct weighbridge_row *pr = &tr->plan->rows[tr->row];
    const struct weighbridge_entry *e = &tr->in->rows[tr->row];
    const struct dec *substitute = pr->stage ? &tr->r->stages[pr->stage - 1].value : NULL;

    put_sum(tr, pr->stage ? &L_ON : &L_PLACED, &tr->r->rows[tr->row].load,
            e->placed.given ? &e->placed.value : &pr->placed, substitute);
}

/* E0 before the load of a position. */
static void put_zero_before(struct bridge_tracer *tr)
{
    const struct weighbridge_row *pr = &tr->plan->rows[tr->row];
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];
    const struct dec *kept;
    struct dec p0;

    if (dec_add(rr->e0, pr->e0_load, &p0))
        return;
    kept = trace_keep(&tr->t, p0);
    tr->part = at_load(tr, pr->e0_load);
    set_reading(tr, READ_E0_I, READ_E0_DL);
    put_p(tr, "P0", kept);
    tr->part = rr->part;
    put_sum(tr, &E0, &rr->e0, kept, &pr->e0_load);
}

/* r, of which sum - r = left was judged: their difference where that is exact - a result
 * that was rounded has 34 digits -, else by the edition once more. */
static const struct dec *reference(struct bridge_tracer *tr, struct dec sum,
                                   struct dec left)
{
    struct dec r = dec_int(0);

    if (dec_is_near(sum, left)
            ? dec_sub(sum, left, &r)
            : expr_eval(test_of(tr)->ref, &bridge_trace_own(tr)->scope, &r, NULL))
        return NULL;
    return trace_keep(&tr->t, r);
}

static void put_point(struct bridge_tracer *tr)
{
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];
    const struct rule_test *t = test_of(tr);
    const struct dec *r;

    put_load(tr);
    if (tr->plan->rows[tr->row].form == ROW_ECCENTRIC)
        put_zero_before(tr);
    set_reading(tr, READ_I, READ_DL);
    bridge_trace_set(tr, NOW_P, &rr->load);
    put_sum(tr, &LIMIT_LOAD, limit_load(tr, &rr->load), &rr->load, &tr->plan->in->max);
    bridge_trace_set(tr, NOW_E0, &rr->e0);
    put_p(tr, "P", &rr->p);
    put_sum(tr, &E, &rr->error, &rr->p, &rr->load);
    r = reference(tr, rr->p, rr->value);
    if (!r)
        return;
    bridge_trace_formula(tr, "r", t->ref, r, "");
    put_sum(tr, &EC, &rr->value, &rr->p, r);
    bridge_trace_limit(tr, "Ec", &rr->value, t->judge.limit,
                       tr->plan->rows[tr->row].step);
}

/* What came after against the reading before: discrimination, several displays. */
static void put_discrimination(struct bridge_tracer *tr)
{
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];
    const struct weighbridge_entry *e = &tr->in->rows[tr->row];
    const struct rule_test *t = test_of(tr);
    bool displays = tr->plan->rows[tr->row].form == ROW_DISPLAYS;
    const struct dec *after = &e->read[displays ? 1 : 2].value;
    struct trace_number numbers[] = {{displays ? "i_other" : "i2", *after},
                                     {"r", dec_int(0)}};
    const struct dec *r;

    bridge_trace_set(tr, NOW_I0, &e->read[0].value);
    r = reference(tr, *after, rr->value);
    if (!r)
        return;
    numbers[1].value = *r;
    bridge_trace_formula(tr, "r", t->ref, r, t->clause);
    trace_formula(&tr->t,
                  &(struct trace_sum){"step", displays ? "i_other - r" : "i2 - r",
                                      numbers, 2, t->clause},
                  rr->value);
    bridge_trace_limit(tr, "step", &rr->value, t->judge.limit,
                       tr->plan->rows[tr->row].step);
}

static void put_substitute(struct bridge_tracer *tr)
{
    static const struct limit ABS = {.kind = LIMIT_ABS};
    const struct weighbridge_stage *s = &tr->r->stages[tr->plan->rows[tr->row].stage - 1];
    struct limit_found *found = ARENA_NEW(tr->t.arena, struct limit_found);
    struct trace_number numbers[] = {{"difference", s->difference},
                                     {"mismatch", dec_int(0)}};

    tr->part = at_load(tr, s->load);
    *found = (struct limit_found){.plain = &ABS, .low = tr->b->parts[tr->part].mismatch};
    numbers[1].value = found->low;
    set_reading(tr, READ_I, READ_DL);
    put_p(tr, "P_substitute", &s->p_substitute);
    put_sum(tr, &DIFFERENCE, &s->difference, &s->p_substitute, &s->p);
    put_sum(tr, &SUBSTITUTE, &s->value, &s->load, &s->difference);
    trace_put(&tr->t, &(struct trace_step){
                          .what = "compare",
                          .name = "difference",
                          .formula = "abs(difference) <= mismatch",
                          .numbers = numbers,
                          .numbers_n = 2,
                          .value = s->refused ? "false" : "true",
                          .clause = "A.4.4.5",
                          .says = SAYS_COMPARE,
                          .found = found,
                      });
}

static void put_item(struct bridge_tracer *tr)
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

static void put_budgets(struct bridge_tracer *tr)
{
    for (size_t i = 0; i < tr->r->budgets_n; i++)
        if (tr->r->budgets[i]->index == tr->row)
            budget_trace(tr->r->budgets[i], &tr->t);
}

static void put_decision(struct bridge_tracer *tr)
{
    const struct weighbridge_row_result *rr = &tr->r->rows[tr->row];
    struct limit_found found = bridge_limit_found(rr);

    if (rr->decision)
        trace_decision(&tr->t, "Ec", rr->value, &found, rr->decision);
}

static void put_row(struct bridge_tracer *tr)
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
    tr->part = rr->part;
    if (pr->form == ROW_DISCRIMINATION || pr->form == ROW_DISPLAYS) {
        put_discrimination(tr);
    } else if (test_of(tr)->kind == TEST_STAT) {
        set_reading(tr, READ_I, READ_DL);
        put_p(tr, "P", &rr->p);
    } else {
        put_point(tr);
        put_budgets(tr);
        put_decision(tr);
    }
}

/* ---- tests ---- */

enum { PLACEMENTS_MAX = 16 };

static const char *const P_NAMES[PLACEMENTS_MAX] = {
    "P1", "P2",  "P3",  "P4",  "P5",  "P6",  "P7",  "P8",
    "P9", "P10", "P11", "P12", "P13", "P14", "P15", "P16"};
static const char *const I_NAMES[PLACEMENTS_MAX] = {
    "I1", "I2",  "I3",  "I4",  "I5",  "I6",  "I7",  "I8",
    "I9", "I10", "I11", "I12", "I13", "I14", "I15", "I16"};

/* "min(P1, P2, P3)" */
static void add_call(struct buf *b, const char *function, const char *const *names,
                     size_t n)
{
    buf_add_str(b, function);
    for (size_t i = 0; i < n; i++) {
        buf_add_str(b, i ? ", " : "(");
        buf_add_str(b, names[i]);
    }
    buf_add_char(b, ')');
}

static struct trace_record *put_many(struct bridge_tracer *tr, const char *name,
                                     const char *formula, const char *clause,
                                     const char *const *names, size_t n)
{
    struct trace_form *f = ARENA_NEW(tr->t.arena, struct trace_form);

    *f = (struct trace_form){.what = "formula",
                             .name = name,
                             .formula = formula,
                             .clause = clause,
                             .key = "trace.formula",
                             .names = names,
                             .says = SAYS_FORMULA,
                             .holds = HOLDS_NUMBER,
                             .numbers_n = (uint16_t)n,
                             .of_n = (uint16_t)n};
    return trace_add(&tr->t, f);
}

/* The limit of a spread is that of the smallest indication. */
static void put_least(struct bridge_tracer *tr, const struct weighbridge_step *s)
{
    const char **names = ARENA_ARRAY(tr->t.arena, s->n + 1, const char *);
    const struct dec *least = &tr->plan->in->max;
    struct trace_record *r;
    struct buf b;

    memcpy(names, I_NAMES, s->n * sizeof *names);
    names[s->n] = "Max";
    buf_init(&b, tr->t.arena);
    add_call(&b, "min", names, s->n + 1);
    r = put_many(tr, "load", buf_str(&b), NULL, names, s->n + 1);
    r->of[s->n] = least;
    for (size_t i = 0; i < s->n; i++) {
        const struct dec *v = &tr->in->rows[s->first + i].read[0].value;

        r->of[i] = v;
        if (dec_compare(*v, *least) < 0)
            least = v;
    }
    tr->part = at_load(tr, *least);
    r->value.number = limit_load(tr, least);
}

/* max(P1, P2, P3) - min(P1, P2, P3) */
static void put_spread(struct bridge_tracer *tr, size_t step)
{
    const struct weighbridge_step *s = &tr->plan->steps[step];
    const struct weighbridge_test_result *t = &tr->r->tests[step];
    struct trace_record *r;
    struct buf b;

    if (!t->has_worst || s->n > PLACEMENTS_MAX)
        return;
    buf_init(&b, tr->t.arena);
    add_call(&b, "max", P_NAMES, s->n);
    buf_add_str(&b, " - ");
    add_call(&b, "min", P_NAMES, s->n);
    r = put_many(tr, "spread", buf_str(&b), s->test->clause, P_NAMES, s->n);
    r->value.number = &t->value;
    for (size_t i = 0; i < s->n; i++)
        r->of[i] = &tr->r->rows[s->first + i].p;
    put_least(tr, s);
    bridge_trace_limit(tr, "spread", &t->value, s->test->judge.limit, step);
}

/* An input of the name of what changes from row to row is what that is now. */
static void set_input(struct bridge_tracer *tr, const char *id, const struct dec *v)
{
    int32_t slot = names_find(tr->parts[0].w->scope.names, text_of(id));
    enum trace_now name =
        slot < 0 ? NOWS : bridge_trace_now(&tr->parts[0], (uint32_t)slot);

    if (name < NOWS)
        bridge_trace_set(tr, name, v);
}

static void put_outputs(struct bridge_tracer *tr, size_t step)
{
    const struct weighbridge_step *s = &tr->plan->steps[step];
    const struct json *in = json_member(s->test->node, "inputs");
    size_t row = s->first;
    struct weighing *w;

    if (tr->r->tests[step].missing_n)
        return;
    tr->part = 0;
    w = bridge_trace_own(tr);
    for (const struct json *i = in ? in->first : NULL; i; i = i->next, row++) {
        const struct dec *v = &tr->in->rows[row].read[0].value;

        if (weighing_set_name(w, json_str(i, "id", ""), *v, NULL))
            return;
        set_input(tr, json_str(i, "id", ""), v);
    }
    tr->t.unit = "";
    for (size_t i = 0; i < s->test->outputs_n; i++) {
        const struct test_output *o = &s->test->outputs[i];
        struct weighing_outcome got;

        if (weighing_output(w, s->test, i, &got, NULL))
            return;
        (void)trace_expr(&tr->t, o->name, o->expr, &w->scope, got.value, s->test->clause);
        trace_limit(&tr->t, o->name, got.value, o->judge.limit, &w->scope);
    }
}

static void put_verdict(struct bridge_tracer *tr, bool whole, enum weighbridge_verdict v)
{
    static const char *const KEYS[][2] = {
        [VERDICT_NONE] = {"trace.test_none", "trace.whole_none"},
        [VERDICT_PASS] = {"trace.test_pass", "trace.whole_pass"},
        [VERDICT_FAIL] = {"trace.test_fail", "trace.whole_fail"},
        [VERDICT_INCOMPLETE] = {"trace.test_incomplete", "trace.whole_incomplete"},
    };

    trace_put(&tr->t, &(struct trace_step){.what = whole ? "whole" : "test",
                                           .value = WEIGHBRIDGE_VERDICTS[v],
                                           .key = KEYS[v][whole]});
}

/* The loads of the weights against the limit, at the row with the least room. */
static void put_weights(struct bridge_tracer *tr)
{
    const struct weighbridge_adequacy *d = &tr->r->adequacy;
    const struct edition *ed = tr->plan->reg->weighing;
    const struct weighbridge_row *row = &tr->plan->rows[d->worst_row];
    struct weighing *w;
    struct dec v;

    if (!dec_sign(d->sum_of_mpe))
        return;
    tr->part = 0;
    w = bridge_trace_own(tr);
    tr->t.test = "weights";
    tr->t.row = row->key;
    tr->t.unit = row->unit;
    weighing_set(w, NAME_SUM_MPE, d->sum_of_mpe);
    weighing_set(w, NAME_MPE, row->limit);
    if (tr->r->rows[d->worst_row].judged && dec_sign(tr->r->rows[d->worst_row].limit))
        weighing_set(w, NAME_MPE, tr->r->rows[d->worst_row].limit);
    if (expr_eval(ed->weights_expr, &w->scope, &v, NULL))
        return;
    (void)trace_expr(&tr->t, "weights", ed->weights_expr, &w->scope, v, "3.7.1");
    trace_limit(&tr->t, "weights", v, ed->weights_limit, &w->scope);
}

static void put_step(struct bridge_tracer *tr, size_t step)
{
    const struct weighbridge_step *s = &tr->plan->steps[step];

    tr->t.test = s->id;
    tr->formulas_n = 0;
    for (tr->row = s->first; tr->row < s->first + s->n; tr->row++)
        put_row(tr);
    tr->t.row = "";
    if (s->test->kind == TEST_STAT)
        put_spread(tr, step);
    else if (s->test->kind == TEST_FORMULA)
        put_outputs(tr, step);
    put_verdict(tr, false, tr->r->tests[step].verdict);
}

/* All of one instrument or range; readings and results begin where in and r do. */
static void put_one(struct bridge_tracer *tr, const struct weighbridge_plan *plan,
                    const struct weighbridge_entries *in,
                    const struct weighbridge_result *r)
{
    const struct bridge *b = plan->compiled;

    tr->plan = plan;
    tr->in = in;
    tr->r = r;
    tr->b = b;
    tr->part = 0;
    tr->ways_n = 0;
    for (size_t i = 0; i < b->parts_n; i++) {
        const struct weighing *w = b->parts[i].w;
        const uint32_t *slots = w->ed->slots;

        tr->parts[i] =
            (struct trace_part){.w = w,
                                .slots = {SLOT_X, slots[NAME_DL], SLOT_P, slots[NAME_E0],
                                          slots[NAME_LOAD], slots[NAME_I0]}};
    }
    for (size_t s = 0; s < plan->steps_n; s++)
        put_step(tr, s);
    put_weights(tr);
}

static void put_all(struct bridge_tracer *tr, const struct weighbridge_plan *plan,
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

qh_status weighbridge_trace(const struct weighbridge_plan *plan,
                            const struct weighbridge_entries *in,
                            const struct weighbridge_result *r, struct arena *a,
                            struct trace *out, struct qh_error *err)
{
    struct bridge_tracer tr = {0};

    if (!plan->compiled)
        return qh_fail(err, QH_BUG, "weighbridge.plan", "", "a plan that was not made");
    trace_begin(&tr.t, a);
    put_all(&tr, plan, in, r);
    tr.t.test = "";
    tr.t.row = "";
    put_verdict(&tr, true, r->verdict);
    *out = tr.t;
    return QH_OK;
}

void weighbridge_steps_to_json(const struct weighbridge_plan *plan, const struct trace *t,
                               struct arena *a, struct json_writer *w)
{
    size_t from = trace_open(w);

    record_put_regulation(plan->reg, w);
    trace_steps_to_json(t, a, w);
    trace_close(w, from, a);
}

qh_status weighbridge_trace_to_json(const struct weighbridge_plan *plan,
                                    const struct weighbridge_entries *in,
                                    const struct weighbridge_result *r, struct arena *a,
                                    struct json_writer *w, struct qh_error *err)
{
    struct trace t;
    qh_status rc = weighbridge_trace(plan, in, r, a, &t, err);

    if (!rc)
        weighbridge_steps_to_json(plan, &t, a, w);
    return rc;
}
