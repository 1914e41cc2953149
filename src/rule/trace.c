#include "rule/trace.h"

#include "rule/weighbridge.h"

#include <string.h>

static const char *number(const struct trace *t, struct dec v)
{
    return dec_text_short(t->arena, v);
}

void trace_put(struct trace *t, const struct trace_step *s)
{
    struct json_writer *w = t->w;

    json_object_open(w);
    json_add_int(w, "n", ++t->n);
    json_add_str(w, "test", t->test);
    json_add_str(w, "row", t->row);
    json_add_str(w, "what", s->what);
    json_add_str(w, "name", s->name ? s->name : "");
    if (s->formula) {
        json_add_str(w, "formula", s->formula);
        json_add_str(w, "filled", s->filled);
        json_key(w, "numbers");
        json_object_open(w);
        for (size_t i = 0; i < s->numbers_n; i++)
            json_add_str(w, s->numbers[i].name, number(t, s->numbers[i].value));
        json_object_close(w);
    }
    json_add_str(w, "value", s->value);
    json_add_str(w, "clause", s->clause ? s->clause : "");
    json_add_str(w, "key", s->key);
    json_key(w, "args");
    json_array_open(w);
    for (size_t i = 0; i < TRACE_ARGS_MAX && s->args[i]; i++)
        json_put_str(w, s->args[i]);
    json_array_close(w);
    json_object_close(w);
}

static void put_formula(struct trace *t, const struct trace_sum *f, const char *filled,
                        struct dec value)
{
    struct trace_step s = {
        .what = "formula",
        .name = f->name,
        .formula = f->formula,
        .filled = filled,
        .numbers = f->numbers,
        .numbers_n = f->numbers_n,
        .value = number(t, value),
        .clause = f->clause,
        .key = "trace.formula",
        .args = {f->name, f->formula, filled, number(t, value), t->unit},
    };

    trace_put(t, &s);
}

enum { SLOTS_MAX = 40 };

static size_t numbers_of(const struct expr *e, const struct scope *s,
                         struct trace_number *out)
{
    uint32_t slots[SLOTS_MAX];
    size_t n = expr_slots(e, slots, SLOTS_MAX);
    size_t m = 0;

    for (size_t i = 0; i < n; i++)
        if (s->slots[slots[i]].kind == VALUE_NUMBER)
            out[m++] =
                (struct trace_number){s->names->list[slots[i]].p, s->slots[slots[i]].num};
    return m;
}

void trace_expr(struct trace *t, const char *name, const struct expr *e,
                const struct scope *s, struct dec value, const char *clause)
{
    struct trace_number numbers[SLOTS_MAX];
    size_t n = numbers_of(e, s, numbers);

    put_formula(t, &(struct trace_sum){name, e->source.p, numbers, n, clause},
                expr_fill(t->arena, e, s), value);
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_';
}

char *trace_fill(const struct trace *t, const char *formula,
                 const struct trace_number *numbers, size_t n)
{
    struct buf b;

    buf_init(&b, t->arena);
    while (*formula) {
        size_t len = 0;
        size_t k = 0;

        while (is_word(formula[len]))
            len++;
        while (k < n && !(strlen(numbers[k].name) == len &&
                          !memcmp(numbers[k].name, formula, len)))
            k++;
        if (!len) {
            buf_add_char(&b, *formula++);
            continue;
        }
        if (k < n && dec_sign(numbers[k].value) < 0)
            buf_add_format(&b, "(%s)", number(t, numbers[k].value));
        else if (k < n)
            buf_add_str(&b, number(t, numbers[k].value));
        else
            buf_add(&b, (struct text){formula, len});
        formula += len;
    }
    return buf_str(&b);
}

void trace_formula(struct trace *t, const struct trace_sum *f, struct dec value)
{
    put_formula(t, f, trace_fill(t, f->formula, f->numbers, f->numbers_n), value);
}

/* ---- limits ---- */

static void put_turn(struct trace *t, const struct limit_turn *turn,
                     const struct scope *s)
{
    const char *by = s->names->list[turn->at->by].p;
    struct trace_number numbers[SLOTS_MAX + 1] = {{by, turn->number}};
    const struct limit_case *c = turn->taken;
    struct trace_step step = {.what = "case", .name = by, .clause = turn->at->clause};
    const struct expr *e = c ? (c->le ? c->le : c->lt) : NULL;
    const char *sign = c && c->le ? "<=" : "<";

    if (turn->at->kind == LIMIT_MAP) {
        step.value = turn->key.p;
        step.key = c ? "trace.case_map" : "trace.case_none";
        step.args[0] = by;
        step.args[1] = turn->key.p;
    } else if (turn->has_edge && e) {
        step.formula = str_format(t->arena, "%s %s %s", by, sign, e->source.p);
        step.filled = str_format(t->arena, "%s %s %s", number(t, turn->number), sign,
                                 expr_fill(t->arena, e, s));
        step.numbers = numbers;
        step.numbers_n = 1 + numbers_of(e, s, numbers + 1);
        step.value = number(t, turn->edge);
        step.key = "trace.case_edge";
        step.args[0] = by;
        step.args[1] = number(t, turn->number);
        step.args[2] = sign;
        step.args[3] = e->source.p;
        step.args[4] = step.value;
    } else {
        step.value = number(t, turn->number);
        step.key = c ? "trace.case_else" : "trace.case_none";
        step.args[0] = by;
        step.args[1] = step.value;
    }
    trace_put(t, &step);
}

/* The comparison as a formula in v (the value) and limit. */
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

static void put_compare(struct trace *t, const char *name, struct dec value,
                        const struct limit_found *f)
{
    struct trace_number numbers[] = {
        {"value", value}, {"limit", f->low}, {"upper", f->high}};
    size_t n = f->plain->kind == LIMIT_BETWEEN ? 3 : 2;
    const char *formula = comparison(f->plain->kind);
    bool pass = f->pass == PASS_YES;
    struct trace_step s = {
        .what = "compare",
        .name = name,
        .formula = formula,
        .filled = trace_fill(t, formula, numbers, n),
        .numbers = numbers,
        .numbers_n = n,
        .value = pass ? "true" : "false",
        .clause = f->plain->clause,
        .key = pass ? "trace.compare_pass" : "trace.compare_fail",
        .args = {name, number(t, value), limit_text(t->arena, f), t->unit},
    };

    trace_put(t, &s);
}

static void put_margin(struct trace *t, const char *name, struct dec value,
                       struct dec limit)
{
    struct trace_number numbers[] = {{"value", value}, {"limit", limit}};
    struct dec margin = weighbridge_margin(value, limit);
    struct dec percent = margin;
    struct trace_step s = {
        .what = "margin",
        .name = name,
        .formula = "(limit - abs(value))/limit",
        .filled = trace_fill(t, "(limit - abs(value))/limit", numbers, 2),
        .numbers = numbers,
        .numbers_n = 2,
        .value = number(t, margin),
        .key = "trace.margin",
    };

    (void)!dec_mul(margin, dec_int(100), &percent);
    s.args[0] = number(t, percent);
    trace_put(t, &s);
}

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
    if (!f.plain || !*comparison(f.plain->kind)) {
        struct trace_step step = {
            .what = "limit",
            .name = name,
            .value = f.plain ? limit_text(t->arena, &f) : NULL,
            .key = f.plain ? "trace.limit_never" : "trace.limit_none",
            .args = {name, number(t, value)},
        };

        trace_put(t, &step);
        return;
    }
    trace_expr(t, "limit", f.plain->low, s, f.low, f.plain->clause);
    if (f.plain->high)
        trace_expr(t, "upper", f.plain->high, s, f.high, f.plain->clause);
    put_compare(t, name, value, &f);
    if ((f.plain->kind == LIMIT_ABS || f.plain->kind == LIMIT_LE) && dec_sign(f.low) > 0)
        put_margin(t, name, value, f.low);
}
