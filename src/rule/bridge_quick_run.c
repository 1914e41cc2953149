/* One row the quick way: read, asked, judged.  What is not usual answers false before
 * anything is set. */
#include "rule/bridge_judge.h"
#include "rule/expr_code.h"

#include <string.h>

static const int64_t MOST = 1000000000000000;

/* ---- numbers ---- */

static bool is_large(int64_t v)
{
    return v > MOST || v < -MOST;
}

static int64_t size_of(int64_t v)
{
    return v < 0 ? -v : v;
}

static bool is_multiple(int64_t v, const struct quick_divisor *d)
{
    uint64_t q = (uint64_t)size_of(v) * d->inverse;

    return (q >> d->twos | q << (-d->twos & 63)) <= d->most;
}

static struct dec exact(const struct quick *q, int64_t v)
{
    return dec_scaled(v, q->scale);
}

static int64_t extreme(const int64_t *v, size_t n, bool greatest)
{
    int64_t best = v[0];

    for (size_t i = 1; i < n; i++)
        if (greatest ? v[i] > best : v[i] < best)
            best = v[i];
    return best;
}

static int64_t run_stack(const struct quick_formula *f, const int64_t *vars)
{
    int64_t stack[QUICK_OPS_MAX + 1] = {0};
    int64_t *top = stack;

    for (size_t i = 0; i < f->n; i++) {
        const struct quick_op *op = &f->ops[i];

        if (op->code == OP_NAME) {
            *++top = vars[op->var];
        } else if (op->code == OP_CONST) {
            *++top = op->value;
        } else if (op->code == OP_ADD) {
            top--;
            top[0] += top[1];
        } else if (op->code == OP_SUB) {
            top--;
            top[0] -= top[1];
        } else if (op->code == OP_NEG) {
            *top = -*top;
        } else if (op->code == OP_ABS) {
            *top = size_of(*top);
        } else {
            top -= op->argc - 1;
            *top = extreme(top, op->argc, op->code == OP_MAX);
        }
    }
    return *top;
}

static int64_t run_formula(const struct quick_formula *f, const int64_t *vars)
{
    int64_t v = f->base;

    if (!f->is_sum)
        return run_stack(f, vars);
    for (size_t i = 0; i < f->terms; i++)
        v += f->ops[i].value * vars[f->ops[i].var];
    return v;
}

static size_t part_of(const struct quick *q, int64_t load)
{
    size_t i = 0;

    while (i + 1 < q->parts_n && load > q->parts[i].max)
        i++;
    return i;
}

/* ---- what the general way would have left in the scope ---- */

static void remember(struct bridge_run *run, size_t part, enum quick_var from,
                     enum quick_var to, const int64_t *vars)
{
    struct quick_last *last = &run->last[part];

    memcpy(last->vars + from, vars + from, (to + 1 - from) * sizeof *vars);
    last->set |= (1u << (to + 1)) - (1u << from);
}

static void sync_inputs(struct bridge_run *run, struct weighing *w)
{
    const struct quick_step *s = run->inputs;

    run->inputs = NULL;
    for (size_t i = 0; i < s->slots_n; i++)
        scope_set(&w->scope, s->slots[i], exact(run->q, run->input_vars[i]));
}

void bridge_quick_sync(struct bridge_run *run, size_t part)
{
    struct weighing *w = run->parts[part];
    const uint32_t slots[QUICK_INPUT] = {SLOT_X, w->ed->slots[NAME_DL], SLOT_P,
                                         w->ed->slots[NAME_E0], w->ed->slots[NAME_LOAD]};
    struct quick_last *last = &run->last[part];

    if (!BRIDGE_QUICK)
        return;
    for (unsigned v = 0; v < QUICK_INPUT; v++)
        if (last->set & (1u << v))
            scope_set(&w->scope, slots[v], exact(run->q, last->vars[v]));
    last->set = 0;
    if (!part && run->inputs)
        sync_inputs(run, w);
}

/* ---- readings ---- */

static bool is_extra(enum weighbridge_reading_id id)
{
    return id == READ_DL || id == READ_E0_DL;
}

/* Would a number raise no question by itself? */
static bool is_fine(const struct quick *q, const struct quick_row *qr,
                    enum weighbridge_reading_id id, int64_t v)
{
    const struct quick_part *part;

    if (!is_extra(id))
        return is_multiple(v, &q->parts[part_of(q, v)].d);
    part = &q->parts[id == READ_DL ? qr->part : qr->e0_part];
    return v > 0 && v <= part->e && is_multiple(v, &part->small);
}

static bool take_readings(const struct bridge_run *run, size_t row,
                          int64_t read[READ_IDS])
{
    const struct quick *q = run->q;
    const struct quick_row *qr = &q->rows[row];
    const struct bridge_form *form = &BRIDGE_FORMS[qr->form];
    const struct weighbridge_reading *r = run->in->rows[row].read;

    for (size_t i = 0; i < form->n; i++, r++) {
        enum weighbridge_reading_id id = form->ids[i];

        if (q->direct && is_extra(id))
            continue;
        if (!r->given || !quick_fits(q->scale, r->value, &read[id]) ||
            !is_fine(q, qr, id, read[id]))
            return false;
    }
    return true;
}

/* ---- rows ---- */

/* P of an indication by the rule of a part; false if there is no such rule. */
static bool find_p(const struct quick_rule *rule, const int64_t *vars, int64_t *out)
{
    *out = rule->transform.n ? run_formula(&rule->transform, vars) : vars[QUICK_X];
    return rule->on && !is_large(*out);
}

static const struct quick_rule *rule_at(const struct bridge_run *run, size_t part)
{
    return &run->q->steps[run->step].rules[part];
}

static bool find_load(const struct bridge_run *run, size_t row, int64_t *out)
{
    const struct quick_row *qr = &run->q->rows[row];
    const struct weighbridge_stage *s;
    int64_t substitute = 0;

    *out = qr->placed;
    if (!qr->stage)
        return true;
    s = &run->r->stages[qr->stage - 1];
    if (!s->done || s->refused || !quick_fits(run->q->scale, s->value, &substitute))
        return false;
    *out += substitute;
    return *out >= 0 && !is_large(*out);
}

static const struct quick_band *band_at(const struct quick_rule *rule, int64_t load)
{
    for (size_t i = 0; i < rule->bands_n; i++)
        if (load <= rule->bands[i].edge)
            return &rule->bands[i];
    return NULL;
}

int bridge_quick_band(const struct quick *q, const struct quick_at *at)
{
    const struct quick_band *band;
    const struct quick_rule *rule;
    int64_t v;

    if (!BRIDGE_QUICK || !q || !q->steps[at->step].on)
        return -1;
    rule = &q->steps[at->step].rules[at->part];
    if (!rule->on || !quick_fits(q->scale, at->value, &v) ||
        !quick_fits(q->scale, at->load, &v) || v < 0)
        return -1;
    band = band_at(rule, v);
    return band ? (int)(band - rule->bands) : -1;
}

/* A load on its way to the result. */
struct point {
    int64_t vars[QUICK_INPUT];
    int64_t load, p, value;
    size_t part;
    const struct quick_band *band;
};

/* Everything of a load but what is set. */
static bool find_point(const struct bridge_run *run, size_t row, struct point *t)
{
    const struct quick *q = run->q;
    const struct quick_rule *rule;
    int64_t ref;

    if (!find_load(run, row, &t->load))
        return false;
    t->part = part_of(q, t->load);
    rule = rule_at(run, t->part);
    t->vars[QUICK_P] = t->load;
    t->vars[QUICK_LOAD] = t->load < q->max ? t->load : q->max;
    t->band = band_at(rule, t->vars[QUICK_LOAD]);
    if (!t->band || !find_p(rule, t->vars, &t->p))
        return false;
    ref = run_formula(&rule->ref, t->vars);
    t->value = t->p - ref;
    return !is_large(ref) && size_of(t->p - t->load) <= t->band->ask &&
           (!q->rows[row].has_pieces || !t->band->limit ||
            t->band->limit >= q->rows[row].limit);
}

static void put_point(struct bridge_run *run, size_t row, const struct point *t)
{
    struct weighbridge_row_result *rr = &run->r->rows[row];
    const struct quick *q = run->q;

    remember(run, t->part, QUICK_X, QUICK_LOAD, t->vars);
    rr->judged = true;
    rr->part = t->part;
    rr->load = exact(q, t->load);
    rr->p = exact(q, t->p);
    rr->error = exact(q, t->p - t->load);
    rr->e0 = exact(q, t->vars[QUICK_E0]);
    rr->value = exact(q, t->value);
    rr->limit = t->band->exact;
    rr->has_limit = true;
    rr->verdict = size_of(t->value) <= t->band->limit ? VERDICT_PASS : VERDICT_FAIL;
    run->quick_value = size_of(t->value);
    run->quick_limit = t->band->limit;
}

static bool judge_load(struct bridge_run *run, size_t row, const int64_t *read,
                       const struct dec *e0)
{
    struct point t = {.vars = {read[READ_I], read[READ_DL]}};

    if (!e0 || !quick_fits(run->q->scale, *e0, &t.vars[QUICK_E0]) ||
        !find_point(run, row, &t))
        return false;
    put_point(run, row, &t);
    return true;
}

static bool judge_eccentric(struct bridge_run *run, size_t row, const int64_t *read)
{
    const struct quick *q = run->q;
    const struct quick_row *qr = &q->rows[row];
    const int64_t before[QUICK_INPUT] = {read[READ_E0_I], read[READ_E0_DL]};
    struct point t = {.vars = {read[READ_I], read[READ_DL]}};
    int64_t p0;

    if (!find_p(rule_at(run, qr->e0_part), before, &p0))
        return false;
    t.vars[QUICK_E0] = p0 - qr->e0_load;
    if (is_large(t.vars[QUICK_E0]) || !find_point(run, row, &t) ||
        t.load < q->ecc_least || t.load > q->ecc_most)
        return false;
    remember(run, qr->e0_part, QUICK_X, QUICK_DL, before);
    put_point(run, row, &t);
    return true;
}

static bool judge_placement(struct bridge_run *run, size_t row, const int64_t *read)
{
    const struct quick *q = run->q;
    const int64_t vars[QUICK_INPUT] = {read[READ_I], read[READ_DL]};
    struct weighbridge_row_result *rr = &run->r->rows[row];
    size_t part = part_of(q, read[READ_I]);
    int64_t p;

    if (size_of(read[READ_I] - q->rows[row].load) > q->rows[row].near ||
        !find_p(rule_at(run, part), vars, &p))
        return false;
    remember(run, part, QUICK_X, QUICK_DL, vars);
    rr->judged = true;
    rr->load = run->plan->rows[row].load;
    rr->part = part;
    rr->p = exact(q, p);
    return true;
}

/* The indication once the weights are off is that of what stayed, with or without the
 * load of the zero. */
static bool is_back(const struct bridge_run *run, size_t row, int64_t back)
{
    const struct quick *q = run->q;
    int stage = q->rows[row].stage;
    int64_t stayed = 0;

    if (stage > 1 && !quick_fits(q->scale, run->r->stages[stage - 2].value, &stayed))
        return false;
    return size_of(back - stayed) <= q->rows[row].back ||
           size_of(back - stayed - q->zero_load) <= q->rows[row].back;
}

static bool judge_substitute(struct bridge_run *run, size_t row, const int64_t *read)
{
    const struct quick *q = run->q;
    const struct weighbridge_row_result *with = &run->r->rows[row - 1];
    struct weighbridge_stage *s = &run->r->stages[run->q->rows[row].stage - 1];
    const int64_t vars[QUICK_INPUT] = {read[READ_I], read[READ_DL]};
    size_t part;
    int64_t load, p_with, p;

    if (!with->judged || !quick_fits(q->scale, with->load, &load) ||
        !quick_fits(q->scale, with->p, &p_with))
        return false;
    part = part_of(q, load);
    if (!find_p(rule_at(run, part), vars, &p) ||
        size_of(p - p_with) > q->parts[part].mismatch || is_large(load + p - p_with) ||
        !is_back(run, row, read[READ_BACK]))
        return false;
    remember(run, part, QUICK_X, QUICK_DL, vars);
    s->p_substitute = exact(q, p);
    s->difference = exact(q, p - p_with);
    s->value = exact(q, load + p - p_with);
    s->load = with->load;
    s->p = with->p;
    s->done = true;
    return true;
}

static bool judge_item(const struct bridge_run *run, size_t row)
{
    enum weighbridge_item item = run->in->rows[row].item;

    if (item != ITEM_PASS && item != ITEM_FAIL)
        return false;
    run->r->rows[row].verdict = item == ITEM_PASS ? VERDICT_PASS : VERDICT_FAIL;
    return true;
}

bool bridge_quick_row(struct bridge_run *run, enum edition_plan plan, size_t row)
{
    static const struct dec ZERO = {0};
    const struct weighbridge_result *r = run->r;
    int64_t read[READ_IDS] = {0};

    if (!BRIDGE_QUICK || !run->q || run->in->rows[row].placed.given)
        return false;
    if (plan == PLAN_ITEMS)
        return judge_item(run, row);
    if (plan == PLAN_INPUTS)
        return run->in->rows[row].read[0].given;
    if (!run->q->rows[row].on || !run->q->steps[run->step].on ||
        !take_readings(run, row, read))
        return false;
    switch (plan) {
    case PLAN_ZERO:
    case PLAN_TARE:
        return judge_load(run, row, read, &ZERO);
    case PLAN_ECCENTRICITY:
        return judge_eccentric(run, row, read);
    case PLAN_WEIGHING:
        if (run->q->rows[row].form == ROW_SUBSTITUTE)
            return judge_substitute(run, row, read);
        return judge_load(run, row, read, r->has_e0 ? &r->e0 : NULL);
    case PLAN_NET:
        return judge_load(run, row, read, run->has_tare_error ? &run->tare_error : NULL);
    case PLAN_GATE:
    case PLAN_REPEATABILITY:
        return judge_placement(run, row, read);
    case PLAN_DISCRIMINATION:
    case PLAN_DISPLAYS:
    case PLAN_ITEMS:
    case PLAN_INPUTS:
    case PLAN_NONE:
        break;
    }
    return false;
}

/* ---- tests ---- */

bool bridge_quick_spread(struct bridge_run *run, struct weighbridge_test_result *t)
{
    const struct weighbridge_step *step = &run->plan->steps[run->step];
    const struct quick *q = run->q;
    int64_t vars[QUICK_INPUT] = {0};
    int64_t low = INT64_MAX;
    int64_t high = INT64_MIN;
    int64_t load = INT64_MAX;
    const struct quick_band *band;
    size_t part;

    if (!BRIDGE_QUICK || !q || !q->steps[run->step].on)
        return false;
    for (size_t i = step->first; i < step->first + step->n; i++) {
        int64_t p, shown;

        if (!quick_fits(q->scale, run->r->rows[i].p, &p) ||
            !quick_fits(q->scale, run->in->rows[i].read[0].value, &shown))
            return false;
        low = p < low ? p : low;
        high = p > high ? p : high;
        load = shown < load ? shown : load;
    }
    part = part_of(q, load);
    vars[QUICK_LOAD] = load < q->max ? load : q->max;
    band = band_at(rule_at(run, part), vars[QUICK_LOAD]);
    if (load < 0 || !band || !rule_at(run, part)->on)
        return false;
    remember(run, part, QUICK_LOAD, QUICK_LOAD, vars);
    t->has_worst = true;
    t->worst_row = step->first;
    t->value = exact(q, high - low);
    t->limit = band->exact;
    t->has_limit = true;
    t->verdict = high - low <= band->limit ? VERDICT_PASS : VERDICT_FAIL;
    return true;
}

bool bridge_quick_outputs(struct bridge_run *run)
{
    const struct weighbridge_step *step = &run->plan->steps[run->step];
    const struct quick *q = run->q;
    const struct quick_step *s = q ? &q->steps[run->step] : NULL;
    int64_t vars[QUICK_VARS] = {0};

    if (!BRIDGE_QUICK || !s || !s->on || run->inputs || s->inputs_n != step->n)
        return false;
    for (size_t i = 0; i < s->inputs_n; i++)
        if (!quick_fits(q->scale, run->in->rows[step->first + i].read[0].value,
                        &vars[QUICK_INPUT + i]))
            return false;
    for (size_t i = 0; i < s->outputs_n; i++) {
        const struct quick_output *o = &s->outputs[i];
        int64_t v = run_formula(&o->expr, vars);

        if (is_large(v) || (o->has_low && v < o->low) || (o->has_high && v > o->high))
            return false;
        vars[QUICK_INPUT + s->inputs_n + i] = v;
    }
    run->inputs = s;
    for (size_t i = 0; i < s->slots_n; i++)
        run->input_vars[i] = vars[QUICK_INPUT + i];
    return true;
}
