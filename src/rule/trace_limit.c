/* The part of a trace that judges: the way to the limit, its numbers, the comparison. */
#include "rule/decision.h"
#include "rule/trace.h"

static const char *number(const struct trace *t, struct dec v)
{
    return dec_text_short(t->arena, v);
}

/* "p <= 0.9*fs" */
static const char *compared(const struct trace *t, const char *left, const char *sign,
                            const char *right)
{
    struct buf b;

    buf_init(&b, t->arena);
    buf_add_str(&b, left);
    buf_add_char(&b, ' ');
    buf_add_str(&b, sign);
    buf_add_char(&b, ' ');
    buf_add_str(&b, right);
    return buf_str(&b);
}

/* The same with the numbers, and the edge as value. */
static void put_edge(struct trace *t, const struct limit_turn *turn,
                     const struct scope *s)
{
    const char *by = s->names->list[turn->at->by].p;
    const struct expr *e = turn->edge_of;
    const char *sign = turn->below ? "<" : "<=";
    const char *key = turn->at->abs_key ? str_format(t->arena, "abs(%s)", by) : by;
    struct trace_names names;
    struct trace_step step = {
        .what = "case",
        .name = by,
        .formula = compared(t, key, sign, e->source.p),
        .numbers = names.numbers,
        .lists = names.lists,
        .also = &turn->number,
        .number = &turn->edge,
        .clause = turn->at->clause,
        .key = "trace.case_edge",
        .says = SAYS_EDGE,
        .args = {key, sign, e->source.p},
    };
    size_t i = 0;

    trace_names_of(e, s, &names);
    while (i < names.numbers_n && !str_equal(names.numbers[i].name, by))
        i++;
    if (i == names.numbers_n)
        names.numbers[names.numbers_n++] =
            (struct trace_number){by, s->slots[turn->at->by].num};
    step.numbers_n = names.numbers_n;
    step.lists_n = names.lists_n;
    trace_give_slot(t, turn->at->by, s);
    trace_give(t, e, s);
    trace_put(t, &step);
}

static void put_turn(struct trace *t, const struct limit_turn *turn,
                     const struct scope *s)
{
    const char *by = s->names->list[turn->at->by].p;
    bool found = turn->taken != NULL;
    struct trace_step step = {.what = "case", .name = by, .clause = turn->at->clause};

    if (turn->edge_of) {
        put_edge(t, turn, s);
        return;
    }
    step.key = found ? "trace.case_else" : "trace.case_none";
    step.says = SAYS_GIVEN;
    if (turn->at->kind == LIMIT_MAP) {
        step.value = text_copy(t->arena, turn->key);
        step.key = found ? "trace.case_map" : "trace.case_none";
    } else {
        step.number = &turn->number;
    }
    trace_put(t, &step);
}

/* The comparison and the margin as formulas in value, limit and upper. */
static const char *comparison(enum limit_kind kind)
{
    switch (kind) {
    case LIMIT_ABS:
        return "abs(value) <= limit";
    case LIMIT_LE:
        return "value <= limit";
    case LIMIT_GE:
        return "value >= limit";
    case LIMIT_BETWEEN:
        return "limit <= value <= upper";
    case LIMIT_MAP:
    case LIMIT_STEPS:
    case LIMIT_ANY:
    case LIMIT_ALL:
    case LIMIT_NEVER:
        break;
    }
    return "";
}

static const char *word(bool pass)
{
    return pass ? "true" : "false";
}

static void put_compare(struct trace *t, const char *name, struct dec value,
                        const struct limit_found *f)
{
    struct trace_number numbers[] = {
        {"value", value}, {"limit", f->low}, {"upper", f->high}};

    trace_put(t, &(struct trace_step){
                     .what = "compare",
                     .name = name,
                     .formula = comparison(f->plain->kind),
                     .numbers = numbers,
                     .numbers_n = f->plain->kind == LIMIT_BETWEEN ? 3 : 2,
                     .value = word(f->pass == PASS_YES),
                     .clause = f->plain->clause,
                     .says = SAYS_COMPARE,
                     .found = f,
                 });
}

/* What is left, and of what it is a fraction; NULL: that is no use. */
QH_MUST static qh_status margin(const struct limit_found *f, struct dec v,
                                const char **formula, struct dec *left, struct dec *of)
{
    struct dec above;
    qh_status rc;

    *of = dec_abs(f->low);
    if (f->plain->kind == LIMIT_ABS) {
        *formula = "(limit - abs(value))/limit";
        *of = f->low;
        return dec_sub(f->low, dec_abs(v), left);
    }
    if (f->plain->kind == LIMIT_LE) {
        *formula = "(limit - value)/abs(limit)";
        return dec_sub(f->low, v, left);
    }
    rc = dec_sub(v, f->low, left);
    *formula = "(value - limit)/abs(limit)";
    if (rc || f->plain->kind == LIMIT_GE)
        return rc;
    *formula = "min(value - limit, upper - value)/(upper - limit)";
    rc = dec_sub(f->high, v, &above);
    if (!rc && dec_compare(above, *left) < 0)
        *left = above;
    return rc ? rc : dec_sub(f->high, f->low, of);
}

enum { MARGIN_DIGITS = 4 };

/* left / of, where the digits of the quotient before it is rounded make no difference: so
 * near to a half between two fourth decimals it cannot be unless it is one. */
static bool is_short(struct dec left, struct dec of)
{
    const int64_t most = 1000000000;

    return left.coef < most && left.coef > -most && of.coef < most &&
           left.exp - of.exp <= 4 && of.exp - left.exp <= 4;
}

/* The margin as a fraction of the limit, of a range as one of its width. */
QH_MUST static qh_status find_margin(const struct limit_found *f, struct dec v,
                                     const char **formula, struct dec *out)
{
    struct dec left;
    struct dec of;
    qh_status rc = margin(f, v, formula, &left, &of);

    if (rc || dec_sign(of) <= 0)
        return rc ? rc : QH_RANGE;
    if (is_short(left, of))
        return dec_div(left, of, MARGIN_DIGITS, DEC_HALF_EVEN, out);
    rc = dec_quot(left, of, &left);
    return rc ? rc : dec_round_to(left, MARGIN_DIGITS, DEC_HALF_EVEN, out);
}

static void put_margin(struct trace *t, const char *name, struct dec value,
                       const struct limit_found *f)
{
    struct trace_number numbers[] = {
        {"value", value}, {"limit", f->low}, {"upper", f->high}};
    struct dec left;
    struct trace_step s = {
        .what = "margin",
        .name = name,
        .numbers = numbers,
        .numbers_n = f->plain->kind == LIMIT_BETWEEN ? 3 : 2,
        .number = &left,
        .key = "trace.margin",
        .says = SAYS_MARGIN,
        .found = f,
    };

    if (!find_margin(f, value, &s.formula, &left))
        trace_put(t, &s);
}

static void put_group(struct trace *t, const char *name, struct dec value,
                      const struct limit_found *f, struct scope *s)
{
    static const char *const WORDS[] = {"none", "false", "true"};
    bool any = f->plain->kind == LIMIT_ANY;
    bool pass = f->pass == PASS_YES;
    struct trace_step step = {
        .what = any ? "any" : "all",
        .name = name,
        .value = word(pass),
        .clause = f->plain->clause,
        .key = any ? (pass ? "trace.any_pass" : "trace.any_fail")
                   : (pass ? "trace.all_pass" : "trace.all_fail"),
        .args = {name, number(t, value), limit_text(t->arena, f)},
    };
    struct buf b;

    buf_init(&b, t->arena);
    for (size_t i = 0; i < f->plain->cases_n; i++) {
        const struct limit *m = f->plain->cases[i].limit;
        bool other = m && m->has_of && s->slots[m->of].kind == VALUE_NUMBER;

        if (other) {
            const char *unit = t->unit;

            t->unit = m->of == SLOT_REL ? "%" : unit;
            trace_give_slot(t, m->of, s);
            trace_limit(t, s->names->list[m->of].p, s->slots[m->of].num, m, s);
            t->unit = unit;
        } else {
            trace_limit(t, name, value, m, s);
        }
        buf_add_format(&b, "%s%s", i ? ", " : "", WORDS[f->parts[i].pass]);
    }
    step.args[3] = buf_str(&b);
    trace_put(t, &step);
}

static void put_plain(struct trace *t, const char *name, struct dec value,
                      const struct limit_found *f, const struct scope *s)
{
    const char *clause = f->plain->clause;
    struct limit_found *kept;

    trace_expr_as(t, &(struct trace_label){"limit", "limit", clause}, f->plain->low, s,
                  f->low);
    if (f->plain->high)
        trace_expr_as(t, &(struct trace_label){"limit", "upper", clause}, f->plain->high,
                      s, f->high);
    kept = ARENA_NEW(t->arena, struct limit_found);
    *kept = *f;
    put_compare(t, name, value, kept);
    put_margin(t, name, value, kept);
}

/* As deep as limits nest: LIMIT_DEPTH_MAX at most. */
void trace_limit(struct trace *t, const char *name, struct dec value,
                 const struct limit *l, struct scope *s)
{
    struct limit_turn turns[LIMIT_PATH_MAX];
    size_t n = limit_path(l, s, turns);
    struct limit_found f;

    for (size_t i = 0; i < n; i++)
        put_turn(t, &turns[i], s);
    if (limit_judge(l, s, value, &f, NULL))
        return;
    if (!f.plain || f.plain->kind == LIMIT_NEVER) {
        struct trace_step step = {
            .what = "limit",
            .name = name,
            .value = f.plain ? limit_text(t->arena, &f) : NULL,
            .clause = f.plain ? f.plain->clause : "",
            .key = f.plain ? "trace.limit_never" : "trace.limit_none",
            .args = {name, number(t, value)},
        };

        trace_put(t, &step);
    } else if (f.plain->kind == LIMIT_ANY || f.plain->kind == LIMIT_ALL) {
        put_group(t, name, value, &f, s);
    } else {
        put_plain(t, name, value, &f, s);
    }
}

/* What says of which value, limit and key the step is. */
static void set_again(struct trace *t, struct trace_record *r, const struct dec *value,
                      const struct trace_key *key)
{
    const struct trace_form *f = r->form;
    struct dec margin_now = dec_int(0);
    const char *formula;

    if (f->says == SAYS_EDGE && f->name == key->name) {
        for (size_t i = 0; i < f->numbers_n; i++)
            if (f->names[i] == f->name)
                r->of[i] = key->value;
        r->of[f->numbers_n] = key->value;
    } else if (f->says == SAYS_GIVEN && f->name == key->name) {
        r->value.number = key->value;
    } else if (f->says == SAYS_COMPARE) {
        r->of[0] = value;
        r->value.word = word(limit_keeps(r->of[f->numbers_n], *value));
    } else if (f->says == SAYS_MARGIN) {
        r->of[0] = value;
        (void)!find_margin(r->of[f->numbers_n], *value, &formula, &margin_now);
        r->value.number = trace_keep(t, margin_now);
    }
}

void trace_limit_again(struct trace *t, struct trace_walk w, int64_t n,
                       const struct dec *value, const struct trace_key *key)
{
    for (int64_t i = 0; i < n; i++) {
        const struct trace_record *from = trace_next(t, &w);
        struct trace_record *to = trace_add(t, from->form);

        to->value = from->value;
        for (size_t k = 0; k < from->form->of_n; k++)
            to->of[k] = from->of[k];
        set_again(t, to, value, key);
    }
}

/* What is left to the limit, against the guard band. */
static const char *guarded(const struct limit *l)
{
    switch (l->kind) {
    case LIMIT_ABS:
        return "limit - abs(value) >= guard";
    case LIMIT_LE:
        return "limit - value >= guard";
    case LIMIT_GE:
        return "value - limit >= guard";
    case LIMIT_BETWEEN:
        return "min(value - limit, upper - value) >= guard";
    case LIMIT_MAP:
    case LIMIT_STEPS:
    case LIMIT_ANY:
    case LIMIT_ALL:
    case LIMIT_NEVER:
        break;
    }
    return NULL;
}

void trace_decision(struct trace *t, const char *name, struct dec value,
                    const struct limit_found *f, const struct decision_found *d)
{
    static const char *const KEYS[] = {
        "trace.decision_accept", "trace.decision_uncertain", "trace.decision_reject"};
    struct trace_number numbers[] = {
        {"value", value}, {"guard", d->guard}, {"limit", f->low}, {"upper", f->high}};
    struct trace_step s = {
        .what = "decision",
        .name = name,
        .formula = guarded(f->plain),
        .numbers = numbers,
        .numbers_n = f->plain->kind == LIMIT_BETWEEN ? 4 : 3,
        .value = word(f->pass == PASS_YES),
        .key = KEYS[d->zone],
        .args = {name, number(t, value), number(t, d->expanded), number(t, d->guard),
                 number(t, d->risk)},
    };

    trace_put(t, &s);
}
