#include "rule/bridge_quick.h"

#include "rule/expr_code.h"

const int64_t QUICK_POWER[QUICK_DIGITS + 1] = {1,
                                               10,
                                               100,
                                               1000,
                                               10000,
                                               100000,
                                               1000000,
                                               10000000,
                                               100000000,
                                               1000000000,
                                               10000000000,
                                               100000000000,
                                               1000000000000,
                                               10000000000000,
                                               100000000000000,
                                               1000000000000000};

/* Decimals that a reading may have beyond those of the smallest weight. */
enum { SPARE_DIGITS = 3 };

struct maker {
    struct bridge_maker *m;
    struct quick *q;
    struct weighing *w;        /* of the part in question */
    const struct rule_test *t; /* the test in question */
    uint32_t vars[QUICK_VARS]; /* slots of what a formula may read */
    size_t vars_n;
};

static bool fits(const struct maker *k, struct dec v, int64_t *out)
{
    return quick_fits(k->q->scale, v, out);
}

/* The greatest whole number of 10^scale not above v. */
static bool floor_of(const struct maker *k, struct dec v, int64_t *out)
{
    return !dec_div(v, dec_scaled(1, k->q->scale), 0, DEC_FLOOR, &v) &&
           quick_fits(0, v, out);
}

/* ---- formulas ---- */

/* A formula on its way: what is constant so far is one operation. */
struct draft {
    struct quick_op ops[QUICK_OPS_MAX];
    struct dec fixed[QUICK_OPS_MAX]; /* of each OP_CONST */
    size_t n;
    size_t from[QUICK_OPS_MAX]; /* where each value of the stack begins */
    size_t height;
};

static bool push(struct draft *d, struct quick_op op, struct dec fixed)
{
    if (d->n == QUICK_OPS_MAX)
        return false;
    d->from[d->height++] = d->n;
    d->fixed[d->n] = fixed;
    d->ops[d->n++] = op;
    return true;
}

static bool push_fixed(struct draft *d, struct dec v)
{
    return push(d, (struct quick_op){.code = OP_CONST}, v);
}

/* A name that keeps its value while records are judged. */
static bool is_settled(const struct maker *k, uint32_t slot)
{
    return k->w->scope.names->fixed[slot] || slot == k->w->ed->slots[NAME_STD];
}

static bool push_name(const struct maker *k, struct draft *d, uint32_t slot)
{
    const struct value *v = &k->w->scope.slots[slot];

    for (size_t i = 0; i < k->vars_n; i++)
        if (k->vars[i] == slot)
            return push(d, (struct quick_op){.code = OP_NAME, .var = (uint8_t)i},
                        dec_int(0));
    return is_settled(k, slot) && v->kind == VALUE_NUMBER && push_fixed(d, v->num);
}

/* Are the n upper values constants? */
static bool are_fixed(const struct draft *d, size_t n)
{
    for (size_t i = d->height - n; i < d->height; i++) {
        size_t end = i + 1 < d->height ? d->from[i + 1] : d->n;

        if (end - d->from[i] != 1 || d->ops[d->from[i]].code != OP_CONST)
            return false;
    }
    return true;
}

/* Two constants by the arithmetic of expressions. */
static bool fold(struct draft *d, enum expr_code code)
{
    struct dec a = d->fixed[d->n - 2];
    struct dec b = d->fixed[d->n - 1];
    struct dec v;
    qh_status rc = QH_RANGE;

    if (code == OP_ADD)
        rc = dec_add(a, b, &v);
    else if (code == OP_SUB)
        rc = dec_sub(a, b, &v);
    else if (code == OP_MUL)
        rc = dec_mul(a, b, &v);
    else if (code == OP_DIV)
        rc = dec_quot(a, b, &v);
    if (rc)
        return false;
    d->n -= 2;
    d->height -= 2;
    return push_fixed(d, v);
}

/* n values become one by an operation on 64-bit numbers. */
static bool combine(struct draft *d, const struct expr_op *op, size_t n)
{
    if (d->n == QUICK_OPS_MAX)
        return false;
    d->height -= n - 1;
    d->ops[d->n++] = (struct quick_op){.code = op->code, .argc = (uint8_t)n};
    return true;
}

static bool take_op(const struct maker *k, const struct expr *e, const struct expr_op *op,
                    struct draft *d)
{
    switch ((enum expr_code)op->code) {
    case OP_CONST:
        return push_fixed(d, e->constants[op->arg]);
    case OP_NAME:
        return push_name(k, d, op->arg);
    case OP_ADD:
    case OP_SUB:
        return are_fixed(d, 2) ? fold(d, (enum expr_code)op->code) : combine(d, op, 2);
    case OP_MUL:
    case OP_DIV:
        return are_fixed(d, 2) && fold(d, (enum expr_code)op->code);
    case OP_NEG:
    case OP_ABS:
        return combine(d, op, 1);
    case OP_MIN:
    case OP_MAX:
        return combine(d, op, op->argc);
    case OP_POW:
    case OP_SQRT:
    case OP_EXP:
    case OP_STAT:
    case OP_INTERP:
        break;
    }
    return false;
}

/* Is it base + a + b - c ...?  Then its operations become the terms. */
static void find_sum(struct quick_formula *f)
{
    struct quick_op terms[QUICK_OPS_MAX] = {{0}};
    size_t from[QUICK_OPS_MAX] = {0}; /* first term of each value of the stack */
    size_t height = 0;
    size_t n = 0;
    int64_t base = 0;

    for (size_t i = 0; i < f->n; i++) {
        struct quick_op op = f->ops[i];

        if (op.code == OP_NAME || op.code == OP_CONST) {
            from[height++] = n;
            terms[n++] = op;
            if (op.code == OP_NAME)
                terms[n - 1].value = 1;
            continue;
        }
        if (op.code != OP_ADD && op.code != OP_SUB)
            return;
        height--;
        for (size_t k = from[height]; op.code == OP_SUB && k < n; k++)
            terms[k].value = -terms[k].value;
    }
    f->is_sum = true;
    f->terms = 0;
    for (size_t k = 0; k < n; k++) {
        if (terms[k].code == OP_CONST)
            base += terms[k].value;
        else
            f->ops[f->terms++] = terms[k];
    }
    f->base = base;
}

/* The formula with its constants put in; e NULL: none. */
static bool make_formula(const struct maker *k, const struct expr *e,
                         struct quick_formula *out)
{
    struct draft d = {.n = 0};

    if (!e)
        return true;
    for (uint32_t i = 0; i < e->ops_n; i++)
        if (!take_op(k, e, &e->ops[i], &d))
            return false;
    for (size_t i = 0; i < d.n; i++) {
        out->ops[i] = d.ops[i];
        if (d.ops[i].code == OP_CONST && !fits(k, d.fixed[i], &out->ops[i].value))
            return false;
    }
    out->n = d.n;
    find_sum(out);
    return true;
}

/* ---- limits ---- */

/* An expression of settled names only. */
static bool settled(const struct maker *k, const struct expr *e, struct dec *out)
{
    uint32_t slots[QUICK_OPS_MAX];
    size_t n = expr_slots(e, slots, QUICK_OPS_MAX);

    for (size_t i = 0; i < n; i++)
        if (!is_settled(k, slots[i]))
            return false;
    return n < QUICK_OPS_MAX && !expr_eval(e, &k->w->scope, out, NULL);
}

/* Can a map or steps be followed once for all? */
static bool is_turn_settled(const struct maker *k, const struct limit *l)
{
    struct dec edge;

    if (!is_settled(k, l->by))
        return false;
    for (size_t i = 0; i < l->cases_n; i++)
        if ((l->cases[i].lt && !settled(k, l->cases[i].lt, &edge)) ||
            (l->cases[i].le && !settled(k, l->cases[i].le, &edge)))
            return false;
    return true;
}

/* Follows what does not depend on the load; NULL: no limit, or none that can be found
 * before the record is judged. */
static const struct limit *follow(const struct maker *k, const struct limit *l)
{
    while (l && (l->kind == LIMIT_MAP || l->kind == LIMIT_STEPS) && is_turn_settled(k, l))
        if (limit_follow(l, &k->w->scope, &l, NULL))
            return NULL;
    return l;
}

/* One more band with a plain limit up to `edge`. */
static bool add_band(const struct maker *k, const struct limit *l, int64_t edge,
                     struct quick_rule *r)
{
    struct quick_band *b = &r->bands[r->bands_n];
    struct dec ask;

    l = follow(k, l);
    if (!l || r->bands_n == QUICK_BANDS_MAX ||
        !(l->kind == LIMIT_ABS || (l->kind == LIMIT_LE && k->t->kind == TEST_STAT)) ||
        !settled(k, l->low, &b->exact) || !fits(k, b->exact, &b->limit) ||
        dec_mul(b->exact, k->w->ed->settings[SET_ERROR_QUESTION], &ask) ||
        !floor_of(k, ask, &b->ask))
        return false;
    b->edge = edge;
    if (!b->limit)
        b->ask = INT64_MAX;
    r->bands_n++;
    return true;
}

static bool add_step(const struct maker *k, const struct limit_case *c,
                     struct quick_rule *r)
{
    struct dec edge;
    int64_t up_to = INT64_MAX;

    if (c->step == STEP_NONE)
        return true;
    if (c->step == STEP_LE && (!settled(k, c->le, &edge) || !floor_of(k, edge, &up_to)))
        return false;
    if (c->step == STEP_LT || c->step == STEP_LT_OR_LE)
        return false;
    return add_band(k, c->limit, up_to, r);
}

static bool make_bands(const struct maker *k, const struct limit *l, struct quick_rule *r)
{
    l = follow(k, l);
    if (!l || l->kind != LIMIT_STEPS || l->by != k->w->ed->slots[NAME_LOAD])
        return l && add_band(k, l, INT64_MAX, r);
    for (size_t i = 0; i < l->cases_n; i++)
        if (!add_step(k, &l->cases[i], r))
            return false;
    return true;
}

/* ---- tests ---- */

static void make_rule(struct maker *k, size_t part, struct quick_rule *r)
{
    k->w = k->m->b->parts[part].w;
    r->on = make_formula(k, k->t->transform, &r->transform) &&
            (k->t->kind == TEST_STAT || make_formula(k, k->t->ref, &r->ref)) &&
            make_bands(k, k->t->judge.limit, r);
}

static bool make_output(struct maker *k, const struct test_output *o,
                        struct quick_output *out)
{
    const struct limit *l = follow(k, o->judge.limit);
    struct dec v;

    if (!make_formula(k, o->expr, &out->expr) || k->vars_n == QUICK_VARS ||
        (o->judge.limit && !l))
        return false;
    k->vars[k->vars_n++] = o->slot;
    if (!l)
        return true;
    out->has_low = l->kind == LIMIT_GE || l->kind == LIMIT_BETWEEN;
    out->has_high = l->kind == LIMIT_LE || l->kind == LIMIT_BETWEEN;
    if (!out->has_low && !out->has_high)
        return false;
    if (out->has_low && (!settled(k, l->low, &v) || !fits(k, v, &out->low)))
        return false;
    return !out->has_high || (settled(k, l->kind == LIMIT_LE ? l->low : l->high, &v) &&
                              fits(k, v, &out->high));
}

/* The slots of the inputs, then each output for those after it. */
static bool make_outputs(struct maker *k, struct quick_step *s)
{
    const struct json *in = json_member(k->t->node, "inputs");

    k->w = k->m->b->parts[0].w;
    for (k->vars_n = 0; k->vars_n < QUICK_INPUT; k->vars_n++)
        k->vars[k->vars_n] = UINT32_MAX; /* no reading of a load */
    for (const struct json *i = in ? in->first : NULL; i; i = i->next) {
        int32_t slot = names_find(k->w->scope.names, text_of(json_str(i, "id", "")));

        if (slot < 0 || k->vars_n == QUICK_VARS)
            return false;
        k->vars[k->vars_n++] = (uint32_t)slot;
    }
    s->inputs_n = k->vars_n - QUICK_INPUT;
    s->outputs_n = k->t->outputs_n;
    s->outputs = ARENA_ARRAY(k->m->arena, s->outputs_n, struct quick_output);
    for (size_t i = 0; i < s->outputs_n; i++)
        if (!make_output(k, &k->t->outputs[i], &s->outputs[i]))
            return false;
    s->slots_n = k->vars_n - QUICK_INPUT;
    for (size_t i = 0; i < s->slots_n; i++)
        s->slots[i] = k->vars[QUICK_INPUT + i];
    return true;
}

static void make_step(struct maker *k, size_t i)
{
    const struct edition *ed = k->m->b->w->ed;
    struct quick_step *s = &k->q->steps[i];

    k->t = k->m->plan->steps[i].test;
    if (k->t->kind == TEST_FORMULA) {
        s->on = make_outputs(k, s);
        return;
    }
    if (k->t->kind != TEST_POINT_ERROR &&
        !(k->t->kind == TEST_STAT && k->t->outer == STAT_RANGE))
        return;
    k->vars[QUICK_X] = SLOT_X;
    k->vars[QUICK_DL] = ed->slots[NAME_DL];
    k->vars[QUICK_P] = SLOT_P;
    k->vars[QUICK_E0] = ed->slots[NAME_E0];
    k->vars[QUICK_LOAD] = ed->slots[NAME_LOAD];
    k->vars_n = QUICK_INPUT;
    s->on = true;
    s->rules = ARENA_ARRAY(k->m->arena, k->q->parts_n, struct quick_rule);
    for (size_t p = 0; p < k->q->parts_n; p++)
        make_rule(k, p, &s->rules[p]);
}

/* ---- the plan ---- */

static bool make_divisor(const struct maker *k, struct dec v, struct quick_divisor *out)
{
    int64_t whole;
    uint64_t odd;

    if (!fits(k, v, &whole) || whole <= 0)
        return false;
    out->most = UINT64_MAX / (uint64_t)whole;
    for (odd = (uint64_t)whole; !(odd & 1); odd /= 2)
        out->twos++;
    out->inverse = odd; /* right in 3 bits; each turn doubles them */
    for (int i = 0; i < 5; i++)
        out->inverse *= 2 - odd * out->inverse;
    return true;
}

static bool make_part(const struct maker *k, const struct bridge_part *from,
                      struct quick_part *to)
{
    const struct weighing_instrument *ins = &from->w->ins;

    return fits(k, from->max, &to->max) && fits(k, ins->e, &to->e) &&
           make_divisor(k, ins->shown_d, &to->d) &&
           make_divisor(k, from->small, &to->small) &&
           floor_of(k, from->mismatch, &to->mismatch);
}

static bool make_row(const struct maker *k, size_t i)
{
    const struct weighbridge_row *pr = &k->m->plan->rows[i];
    const struct bridge *b = k->m->b;
    struct quick_row *row = &k->q->rows[i];
    struct dec near;

    row->form = (uint8_t)pr->form;
    row->stage = (int16_t)pr->stage;
    row->has_pieces = pr->pieces_n > 0;
    row->part = (uint8_t)bridge_part_of(b, pr->load);
    row->e0_part = (uint8_t)bridge_part_of(b, pr->e0_load);
    return fits(k, pr->load, &row->load) && fits(k, pr->placed, &row->placed) &&
           fits(k, pr->limit, &row->limit) && fits(k, pr->e0_load, &row->e0_load) &&
           fits(k, pr->e, &row->back) &&
           !dec_mul(pr->load, b->w->ed->settings[SET_CONSTANT_NEAR], &near) &&
           floor_of(k, near, &row->near);
}

static bool make_frame(const struct maker *k)
{
    const struct bridge *b = k->m->b;
    struct quick *q = k->q;
    struct dec least;

    q->ecc_most = INT64_MAX;
    return fits(k, k->m->plan->in->max, &q->max) &&
           fits(k, k->m->plan->zero_load, &q->zero_load) &&
           !dec_div(b->ecc_least, dec_scaled(1, q->scale), 0, DEC_CEILING, &least) &&
           quick_fits(0, least, &q->ecc_least) &&
           (!dec_sign(b->ecc_most) || floor_of(k, b->ecc_most, &q->ecc_most));
}

/* Three decimals beyond those of the small weights and of the intervals. */
static int scale_of(const struct bridge *b)
{
    int exp = 0;

    for (size_t i = 0; i < b->parts_n; i++) {
        struct dec small = dec_normal(b->parts[i].small);
        struct dec d = dec_normal(b->parts[i].w->ins.shown_d);

        exp = small.exp < exp ? small.exp : exp;
        exp = d.exp < exp ? d.exp : exp;
    }
    return exp - SPARE_DIGITS;
}

void bridge_quick_make(struct bridge_maker *m)
{
    const struct weighbridge_plan *plan = m->plan;
    struct quick *q;
    struct maker k = {.m = m};

    if (!BRIDGE_QUICK)
        return;
    q = ARENA_NEW(m->arena, struct quick);
    k.q = q;
    q->scale = scale_of(m->b);
    q->direct = !dec_sign(plan->half);
    q->parts_n = m->b->parts_n;
    for (size_t i = 0; i < q->parts_n; i++)
        if (!make_part(&k, &m->b->parts[i], &q->parts[i]))
            return;
    if (!make_frame(&k))
        return;
    q->rows = ARENA_ARRAY(m->arena, plan->rows_n, struct quick_row);
    q->steps = ARENA_ARRAY(m->arena, plan->steps_n, struct quick_step);
    for (size_t i = 0; i < plan->rows_n; i++)
        q->rows[i].on = make_row(&k, i);
    for (size_t i = 0; i < plan->steps_n; i++)
        make_step(&k, i);
    m->b->quick = q;
}
