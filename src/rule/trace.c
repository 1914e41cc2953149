#include "rule/trace.h"

#include <endian.h>
#include <string.h>

/* What was last announced for a slot. */
struct trace_given {
    enum value_kind kind; /* VALUE_NONE: nothing */
    struct dec num;
    const struct dec *list;
};

static const char *number(const struct trace *t, struct dec v)
{
    return dec_text_short(t->arena, v);
}

char *trace_list_text(struct arena *a, const struct dec *list, size_t n)
{
    struct buf b;

    buf_init(&b, a);
    buf_add_char(&b, '[');
    for (size_t i = 0; i < n; i++)
        buf_add_format(&b, "%s%s", i ? ", " : "", dec_text_short(a, list[i]));
    buf_add_char(&b, ']');
    return buf_str(&b);
}

char *trace_list_json(struct arena *a, const struct dec *list, size_t n)
{
    struct buf b;

    buf_init(&b, a);
    buf_add_char(&b, '[');
    for (size_t i = 0; i < n; i++)
        buf_add_format(&b, "%s\"%s\"", i ? "," : "", dec_text_short(a, list[i]));
    buf_add_char(&b, ']');
    return buf_str(&b);
}

static void put_list(struct trace *t, const struct dec *list, size_t n)
{
    json_raw(t->w, TEXT("["));
    for (size_t i = 0; i < n; i++) {
        json_raw(t->w, i ? TEXT(",") : TEXT(""));
        json_raw_str(t->w, number(t, list[i]));
    }
    json_raw(t->w, TEXT("]"));
}

static void put_numbers(struct trace *t, const struct trace_step *s)
{
    struct json_writer *w = t->w;
    bool first = true;

    json_raw(w, TEXT(",\"numbers\":{"));
    for (size_t i = 0; i < s->numbers_n + s->lists_n; i++, first = false) {
        const struct trace_list *list =
            i < s->numbers_n ? NULL : &s->lists[i - s->numbers_n];

        json_raw(w, first ? TEXT("") : TEXT(","));
        json_raw_str(w, list ? list->name : s->numbers[i].name);
        json_raw(w, TEXT(":"));
        if (list)
            put_list(t, list->list, list->n);
        else
            json_raw_str(w, number(t, s->numbers[i].value));
    }
    json_raw(w, TEXT("}"));
}

/* ,"test":"zero","row":"zero.1","what": */
static struct text place(struct trace *t)
{
    struct json_writer w;
    struct buf b;

    if (t->place_of[0] == t->test && t->place_of[1] == t->row)
        return t->place;
    buf_init(&b, t->arena);
    json_begin(&w, &b);
    json_raw(&w, TEXT(",\"test\":"));
    json_raw_str(&w, t->test);
    json_raw(&w, TEXT(",\"row\":"));
    json_raw_str(&w, t->row);
    json_raw(&w, TEXT(",\"what\":"));
    t->place_of[0] = t->test;
    t->place_of[1] = t->row;
    t->place = buf_text(&b);
    return t->place;
}

static void put_args(struct json_writer *w, const struct trace_step *s)
{
    json_raw(w, TEXT(",\"args\":["));
    for (size_t i = 0; i < TRACE_ARGS_MAX && s->args[i]; i++) {
        json_raw(w, i ? TEXT(",") : TEXT(""));
        json_raw_str(w, s->args[i]);
    }
    json_raw(w, TEXT("]}"));
}

/* One after the other as they stand in the text: a step has twenty strings, and the names
 * of the members never change. */
void trace_put(struct trace *t, const struct trace_step *s)
{
    struct json_writer *w = t->w;

    json_put_raw(w, TEXT("{\"n\":"));
    buf_add_int(w->out, ++t->n);
    json_raw(w, place(t));
    json_raw_str(w, s->what);
    json_raw(w, TEXT(",\"name\":"));
    json_raw_str(w, s->name ? s->name : "");
    if (s->formula) {
        json_raw(w, TEXT(",\"formula\":"));
        json_raw_str(w, s->formula);
        json_raw(w, TEXT(",\"filled\":"));
        json_raw_str(w, s->filled);
        put_numbers(t, s);
    }
    json_raw(w, TEXT(",\"value\":"));
    if (s->json || !s->value)
        json_raw(w, s->json ? text_of(s->json) : TEXT("null"));
    else
        json_raw_str(w, s->value);
    json_raw(w, TEXT(",\"clause\":"));
    json_raw_str(w, s->clause ? s->clause : "");
    json_raw(w, TEXT(",\"key\":"));
    json_raw_str(w, s->key);
    put_args(w, s);
}

/* Completes a step with a formula. */
static void put_formula(struct trace *t, struct trace_step *s, struct dec value)
{
    s->value = number(t, value);
    s->key = "trace.formula";
    s->args[0] = s->name;
    s->args[1] = s->formula;
    s->args[2] = s->filled;
    s->args[3] = s->value;
    s->args[4] = t->unit;
    trace_put(t, s);
}

/* ---- expressions of the regulation ---- */

void trace_names_of(const struct expr *e, const struct scope *s, struct trace_names *out)
{
    uint32_t slots[TRACE_NAMES_MAX];
    size_t n = expr_slots(e, slots, TRACE_NAMES_MAX);

    out->numbers_n = 0;
    out->lists_n = 0;
    for (size_t i = 0; i < n; i++) {
        const struct value *v = &s->slots[slots[i]];
        const char *name = s->names->list[slots[i]].p;

        if (v->kind == VALUE_NUMBER)
            out->numbers[out->numbers_n++] = (struct trace_number){name, v->num};
        else if (v->kind == VALUE_LIST)
            out->lists[out->lists_n++] = (struct trace_list){name, v->list, v->n};
    }
}

void trace_given_init(struct trace *t, const struct names *names)
{
    t->given = ARENA_ARRAY(t->arena, names->n, struct trace_given);
}

void trace_know(struct trace *t, uint32_t slot, struct dec v)
{
    if (t->given)
        t->given[slot] = (struct trace_given){.kind = VALUE_NUMBER, .num = v};
}

static bool is_known(const struct trace_given *g, const struct value *v)
{
    if (g->kind != v->kind)
        return false;
    return v->kind == VALUE_NUMBER ? !dec_compare(g->num, v->num) : g->list == v->list;
}

/* A table as [[key, value], ...] and as "key: value; ...". */
static const char *table_json(const struct trace *t, const struct value *v, bool words)
{
    struct buf b;

    buf_init(&b, t->arena);
    buf_add_str(&b, words ? "" : "[");
    for (size_t i = 0; i < v->n; i++)
        buf_add_format(&b, words ? "%s%s: %s" : "%s[\"%s\",\"%s\"]",
                       i ? (words ? "; " : ",") : "", number(t, v->list[2 * i]),
                       number(t, v->list[2 * i + 1]));
    buf_add_str(&b, words ? "" : "]");
    return buf_str(&b);
}

static void give(struct trace *t, const char *name, const struct value *v)
{
    struct trace_step s = {
        .what = "given", .name = name, .key = "trace.given", .args = {name}};

    if (name_is_result(text_of(name))) {
        s.what = "result";
        s.key = "trace.result";
    }

    if (v->kind == VALUE_NUMBER) {
        s.value = number(t, v->num);
        s.args[1] = s.value;
    } else if (v->kind == VALUE_LIST) {
        s.json = trace_list_json(t->arena, v->list, v->n);
        s.args[1] = trace_list_text(t->arena, v->list, v->n);
    } else {
        s.json = table_json(t, v, false);
        s.args[1] = table_json(t, v, true);
    }
    trace_put(t, &s);
}

void trace_give_slot(struct trace *t, uint32_t slot, const struct scope *s)
{
    trace_give_value(t, s->names->list[slot].p, slot, &s->slots[slot]);
}

void trace_give_value(struct trace *t, const char *name, uint32_t slot,
                      const struct value *v)
{
    if (!t->given || is_known(&t->given[slot], v) ||
        (v->kind != VALUE_NUMBER && v->kind != VALUE_LIST && v->kind != VALUE_TABLE))
        return;
    give(t, name, v);
    t->given[slot] = (struct trace_given){v->kind, v->num, v->list};
}

void trace_give(struct trace *t, const struct expr *e, const struct scope *s)
{
    uint32_t slots[TRACE_NAMES_MAX];
    size_t n = expr_slots(e, slots, TRACE_NAMES_MAX);

    for (size_t i = 0; i < n; i++)
        trace_give_slot(t, slots[i], s);
}

void trace_expr_as(struct trace *t, const struct trace_label *label, const struct expr *e,
                   const struct scope *s, struct dec value)
{
    struct trace_names names;
    struct trace_step step = {
        .what = label->what,
        .name = label->name,
        .formula = e->source.p,
        .filled = expr_fill(t->arena, e, s),
        .numbers = names.numbers,
        .lists = names.lists,
        .clause = label->clause,
    };

    trace_names_of(e, s, &names);
    step.numbers_n = names.numbers_n;
    step.lists_n = names.lists_n;
    trace_give(t, e, s);
    put_formula(t, &step, value);
}

void trace_expr(struct trace *t, const char *name, const struct expr *e,
                const struct scope *s, struct dec value, const char *clause)
{
    trace_expr_as(t, &(struct trace_label){"formula", name, clause}, e, s, value);
}

/* ---- formulas that stand in C ---- */

static bool is_name(const char *name, const char *from, size_t len)
{
    return strlen(name) == len && !memcmp(name, from, len);
}

static void fill_number(struct buf *b, const struct trace *t, struct dec v)
{
    if (dec_sign(v) < 0)
        buf_add_char(b, '(');
    buf_add_str(b, number(t, v));
    if (dec_sign(v) < 0)
        buf_add_char(b, ')');
}

/* Puts a number or a list in the place of the word; false if none has that name. */
static bool fill_word(struct buf *b, const struct trace *t, const struct trace_step *s,
                      const char *from, size_t len)
{
    for (size_t i = 0; i < s->numbers_n; i++)
        if (is_name(s->numbers[i].name, from, len)) {
            fill_number(b, t, s->numbers[i].value);
            return true;
        }
    for (size_t i = 0; i < s->lists_n; i++)
        if (is_name(s->lists[i].name, from, len)) {
            buf_add_str(b, trace_list_text(t->arena, s->lists[i].list, s->lists[i].n));
            return true;
        }
    return false;
}

static const char *fill(const struct trace *t, const struct trace_step *s)
{
    const char *at = s->formula;
    struct buf b;

    buf_init(&b, t->arena);
    while (*at) {
        size_t len = 0;

        while (name_has(at[len]))
            len++;
        if (is_name(NAME_RESULTS, at, len + (at[len] == '.')))
            len = name_result_length(text_of(at));
        if (!len) {
            buf_add_char(&b, *at++);
            continue;
        }
        /* What a bracket follows is the name of a function. */
        if (at[len] == '(' || !fill_word(&b, t, s, at, len))
            buf_add(&b, (struct text){at, len});
        at += len;
    }
    return buf_str(&b);
}

char *trace_fill(const struct trace *t, const char *formula,
                 const struct trace_number *numbers, size_t n)
{
    struct trace_step s = {.formula = formula, .numbers = numbers, .numbers_n = n};

    return str_copy(t->arena, fill(t, &s));
}

void trace_work(struct trace *t, const struct trace_work *f, struct dec value)
{
    struct trace_list shown[TRACE_NAMES_MAX];
    struct trace_step s = {
        .what = f->what,
        .name = f->name,
        .formula = f->formula,
        .numbers = f->numbers,
        .numbers_n = f->numbers_n,
        .lists = shown,
        .clause = f->clause,
    };

    for (size_t i = 0; i < f->lists_n; i++)
        if (f->lists[i].n <= TRACE_LIST_SHOWN)
            shown[s.lists_n++] = f->lists[i];
    s.filled = fill(t, &s);
    put_formula(t, &s, value);
}

void trace_formula(struct trace *t, const struct trace_sum *f, struct dec value)
{
    struct trace_step s = {
        .what = "formula",
        .name = f->name,
        .formula = f->formula,
        .numbers = f->numbers,
        .numbers_n = f->numbers_n,
        .clause = f->clause,
    };

    s.filled = fill(t, &s);
    put_formula(t, &s, value);
}

/* ---- the whole ---- */

void trace_open(struct trace *t, struct arena *a, struct json_writer *w)
{
    json_object_open(w);
    *t = (struct trace){
        .arena = a, .w = w, .test = "", .row = "", .unit = "", .from = w->out->len - 1};
}

enum { ADLER = 65521, BLOCK = 8, ROUND = 512 };

struct adler {
    uint32_t a, b;
};

/* Eight bytes, the first in the lowest place on every machine. */
static uint64_t load(const unsigned char *p)
{
    uint64_t w;

    memcpy(&w, p, sizeof w);
    return le64toh(w);
}

/* b grows by BLOCK a and the weighed sum of the bytes: the even and the odd ones lie in
 * four places of 16 bits, and a product adds them up in the highest. */
static void add_block(struct adler *s, const unsigned char *p)
{
    const uint64_t places = 0x00ff00ff00ff00ffU;
    uint64_t w = load(p);
    uint64_t even = w & places;
    uint64_t odd = w >> 8 & places;
    uint64_t sum = (even + odd) * 0x0001000100010001U >> 48;
    uint64_t weighed =
        (even * 0x0008000600040002U >> 48) + (odd * 0x0007000500030001U >> 48);

    s->b += BLOCK * s->a + (uint32_t)weighed;
    s->a += (uint32_t)sum;
}

/* Adler-32 [RFC 1950, 8.2] */
static uint32_t adler(const unsigned char *p, size_t n)
{
    struct adler s = {.a = 1};
    size_t blocks = n / BLOCK;

    for (size_t i = 0; i < blocks; i++) {
        add_block(&s, p + i * BLOCK);
        if (i % ROUND)
            continue;
        s.a %= ADLER;
        s.b %= ADLER;
    }
    for (size_t i = blocks * BLOCK; i < n; i++) {
        s.a += p[i];
        s.b = (s.b + s.a) % ADLER;
    }
    return (s.b % ADLER) << 16 | s.a % ADLER;
}

void trace_close(struct trace *t)
{
    const unsigned char *p = (const unsigned char *)t->w->out->p + t->from;

    json_add_str(
        t->w, "seal",
        str_format(t->arena, "%08lx", (unsigned long)adler(p, t->w->out->len - t->from)));
    json_object_close(t->w);
}
