#include "rule/trace.h"

#include <string.h>

enum { CHUNK = 2048, KEPT = 16 };

/* What was last announced for a slot. */
struct trace_given {
    enum value_kind kind; /* VALUE_NONE: nothing */
    struct dec num;
    const struct dec *list;
};

void trace_begin(struct trace *t, struct arena *a)
{
    *t = (struct trace){.arena = a, .test = "", .row = "", .unit = ""};
}

/* ---- records ---- */

static const struct trace_place *place(struct trace *t)
{
    const struct trace_place *p = t->place;
    struct trace_place *next;

    if (p && p->test == t->test && p->row == t->row && p->unit == t->unit)
        return p;
    next = ARENA_NEW(t->arena, struct trace_place);
    *next = (struct trace_place){t->test, t->row, t->unit};
    t->place = next;
    return next;
}

static void open_chunk(struct trace *t, size_t size)
{
    size_t bytes = sizeof(struct trace_chunk) + (size > CHUNK ? size : CHUNK);
    struct trace_chunk *c = (struct trace_chunk *)arena_alloc(t->arena, 1, bytes);

    t->room = (char *)(c + 1);
    t->end = (char *)c + bytes;
    c->first = (struct trace_record *)(void *)t->room;
    if (t->last)
        t->last->next = c;
    else
        t->chunks = c;
    t->last = c;
}

struct trace_record *trace_add(struct trace *t, const struct trace_form *form)
{
    size_t size = sizeof(struct trace_record) + form->of_n * sizeof(void *);
    struct trace_record *r;

    if ((size_t)(t->end - t->room) < size)
        open_chunk(t, size);
    r = (struct trace_record *)(void *)t->room;
    t->room += size;
    t->last->n++;
    t->n++;
    r->form = form;
    r->at = place(t);
    return r;
}

const struct dec *trace_keep(struct trace *t, struct dec v)
{
    if (!t->kept_n) {
        t->kept = ARENA_ARRAY(t->arena, KEPT, struct dec);
        t->kept_n = KEPT;
    }
    t->kept_n--;
    *t->kept = v;
    return t->kept++;
}

static const struct trace_list *keep_lists(struct trace *t, const struct trace_list *list,
                                           size_t n)
{
    struct trace_list *kept = ARENA_ARRAY(t->arena, n, struct trace_list);

    memcpy(kept, list, n * sizeof *list);
    return kept;
}

static enum trace_holds holds(const struct trace_step *s)
{
    if (s->number)
        return HOLDS_NUMBER;
    if (s->list)
        return HOLDS_LIST;
    if (s->json)
        return HOLDS_JSON;
    return s->value ? HOLDS_WORD : HOLDS_NOTHING;
}

/* NULL: the step needs none. */
static const struct trace_more *more_of(struct trace *t, const struct trace_step *s)
{
    struct trace_more *m;

    if (!s->filled && !s->lists_n && !s->args[0])
        return NULL;
    m = ARENA_NEW(t->arena, struct trace_more);
    m->filled = s->filled;
    m->lists_n = s->lists_n;
    memcpy(m->args, s->args, sizeof m->args);
    if (s->lists_n)
        m->lists = keep_lists(t, s->lists, s->lists_n);
    return m;
}

/* What stands behind the numbers. */
static const void *also_of(const struct trace_step *s)
{
    if (s->also)
        return s->also;
    return s->found ? (const void *)s->found : s->typed;
}

static const struct trace_form *form_of(struct trace *t, const struct trace_step *s)
{
    struct trace_form *f = ARENA_NEW(t->arena, struct trace_form);
    const char **names = NULL;

    if (s->numbers_n)
        names = ARENA_ARRAY(t->arena, s->numbers_n, const char *);
    for (size_t i = 0; i < s->numbers_n; i++)
        names[i] = s->numbers[i].name;
    *f = (struct trace_form){
        .what = s->what,
        .name = s->name,
        .formula = s->formula,
        .clause = s->clause,
        .key = s->key,
        .names = names,
        .more = more_of(t, s),
        .says = (uint8_t)s->says,
        .holds = (uint8_t)holds(s),
        .numbers_n = (uint16_t)s->numbers_n,
        .of_n = (uint16_t)(s->numbers_n + (also_of(s) != NULL)),
    };
    return f;
}

static struct trace_record *put(struct trace *t, const struct trace_step *s)
{
    struct trace_record *r = trace_add(t, form_of(t, s));

    for (size_t i = 0; i < s->numbers_n; i++)
        r->of[i] = trace_keep(t, s->numbers[i].value);
    if (also_of(s))
        r->of[s->numbers_n] = s->also ? trace_keep(t, *s->also) : also_of(s);
    if (s->number)
        r->value.number = trace_keep(t, *s->number);
    else if (s->list)
        r->value.list = keep_lists(t, s->list, 1);
    else
        r->value.word = s->json ? s->json : s->value;
    return r;
}

void trace_put(struct trace *t, const struct trace_step *s)
{
    (void)put(t, s);
}

struct trace_walk trace_here(const struct trace *t)
{
    const struct trace_chunk *c = t->last;

    return (struct trace_walk){c, (const struct trace_record *)(const void *)t->room,
                               c ? c->n : 0};
}

const struct trace_record *trace_next(const struct trace *t, struct trace_walk *w)
{
    const struct trace_record *r;

    while (!w->chunk || w->i == w->chunk->n) {
        w->chunk = w->chunk ? w->chunk->next : t->chunks;
        if (!w->chunk)
            return NULL;
        w->next = w->chunk->first;
        w->i = 0;
    }
    r = w->next;
    w->next = (const struct trace_record *)(const void *)&r->of[r->form->of_n];
    w->i++;
    return r;
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
                       i ? (words ? "; " : ",") : "",
                       dec_text_short(t->arena, v->list[2 * i]),
                       dec_text_short(t->arena, v->list[2 * i + 1]));
    buf_add_str(&b, words ? "" : "]");
    return buf_str(&b);
}

static void give(struct trace *t, const char *name, const struct value *v)
{
    bool result = name_is_result(text_of(name));
    struct trace_list list = {name, v->list, v->n};
    struct trace_step s = {
        .what = result ? "result" : "given",
        .name = name,
        .key = result ? "trace.result" : "trace.given",
        .says = SAYS_GIVEN,
    };

    if (v->kind == VALUE_NUMBER) {
        s.number = &v->num;
    } else if (v->kind == VALUE_LIST) {
        s.list = &list;
    } else {
        s.says = SAYS_ARGS;
        s.json = table_json(t, v, false);
        s.args[0] = name;
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

struct trace_record *trace_expr_as(struct trace *t, const struct trace_label *label,
                                   const struct expr *e, const struct scope *s,
                                   struct dec value)
{
    struct trace_names names;
    struct trace_step step = {
        .what = label->what,
        .name = label->name,
        .formula = e->source.p,
        .numbers = names.numbers,
        .lists = names.lists,
        .number = &value,
        .clause = label->clause,
        .key = "trace.formula",
        .says = SAYS_FORMULA,
    };

    trace_names_of(e, s, &names);
    step.numbers_n = names.numbers_n;
    step.lists_n = names.lists_n;
    trace_give(t, e, s);
    return put(t, &step);
}

struct trace_record *trace_expr(struct trace *t, const char *name, const struct expr *e,
                                const struct scope *s, struct dec value,
                                const char *clause)
{
    return trace_expr_as(t, &(struct trace_label){"formula", name, clause}, e, s, value);
}

/* ---- formulas that stand in C ---- */

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
        .number = &value,
        .clause = f->clause,
        .key = "trace.formula",
        .says = SAYS_FORMULA,
    };

    for (size_t i = 0; i < f->lists_n; i++)
        if (f->lists[i].n <= TRACE_LIST_SHOWN)
            shown[s.lists_n++] = f->lists[i];
    trace_put(t, &s);
}

void trace_formula(struct trace *t, const struct trace_sum *f, struct dec value)
{
    trace_work(t,
               &(struct trace_work){.what = "formula",
                                    .name = f->name,
                                    .formula = f->formula,
                                    .numbers = f->numbers,
                                    .numbers_n = f->numbers_n,
                                    .clause = f->clause},
               value);
}
