/* The text of a trace.  What stands twice in a step - name, formula, value - is written
 * once and then copied from there. */
#include "rule/trace_text.h"

#include <endian.h>
#include <string.h>

/* Bytes of the output, quotes included. */
struct span {
    size_t from, len;
};

struct pen {
    struct json_writer *w;
    struct arena *arena;
    int64_t n;
    const struct trace_place *at; /* of `place` */
    struct text place;            /* ,"test":"zero","row":"zero.1","what": */
    struct text *numbers;         /* of the step in hand, by form->names and beyond */
    char *digits;                 /* of them */
    size_t cap;
    struct buf filled;
    struct span name, formula, put_in, value; /* of the step in hand */
};

/* ---- pieces ---- */

static void add(struct pen *p, struct text t)
{
    json_raw(p->w, t);
}

static void add_str(struct pen *p, const char *s)
{
    json_raw_str(p->w, s ? s : "");
}

static struct span str_at(struct pen *p, const char *s)
{
    size_t from = p->w->out->len;

    add_str(p, s);
    return (struct span){from, p->w->out->len - from};
}

/* Digits, point and sign need no escape. */
static void add_number(struct pen *p, struct text t)
{
    char *to = buf_room(p->w->out, t.len + 2);

    to[0] = '"';
    memcpy(to + 1, t.p, t.len);
    to[t.len + 1] = '"';
    p->w->out->len += t.len + 2;
}

static void add_again(struct pen *p, struct span s)
{
    char *to = buf_room(p->w->out, s.len);

    memcpy(to, p->w->out->p + s.from, s.len);
    p->w->out->len += s.len;
}

static void add_dec(struct pen *p, struct dec v)
{
    char text[DEC_SHORT_MAX];

    add_number(p, (struct text){text, dec_write_short(text, v)});
}

/* ["1", "2.5"] */
static void add_list(struct pen *p, const struct trace_list *l)
{
    add(p, TEXT("["));
    for (size_t i = 0; i < l->n; i++) {
        add(p, i ? TEXT(",") : TEXT(""));
        add_dec(p, l->list[i]);
    }
    add(p, TEXT("]"));
}

static void buf_add_dec(struct buf *b, struct dec v)
{
    b->len += dec_write_short(buf_room(b, DEC_SHORT_MAX), v);
}

/* [1, 2.5] */
static void buf_add_list(struct buf *b, const struct trace_list *l)
{
    buf_add_char(b, '[');
    for (size_t i = 0; i < l->n; i++) {
        buf_add_str(b, i ? ", " : "");
        buf_add_dec(b, l->list[i]);
    }
    buf_add_char(b, ']');
}

static const struct trace_more *more_of(const struct trace_form *f)
{
    static const struct trace_more NOTHING = {0};

    return f->more ? f->more : &NOTHING;
}

/* ---- the formula with its numbers ---- */

static bool is_name(const char *name, const char *from, size_t len)
{
    return !strncmp(name, from, len) && !name[len];
}

static void fill_number(struct buf *b, struct text t)
{
    bool negative = t.p[0] == '-';

    if (negative)
        buf_add_char(b, '(');
    buf_add(b, t);
    if (negative)
        buf_add_char(b, ')');
}

/* Puts a number or a list in the place of the word; false if none has that name. */
static bool fill_word(struct pen *p, const struct trace_form *f, struct text word)
{
    const struct trace_more *m = more_of(f);

    for (size_t i = 0; i < f->numbers_n; i++)
        if (is_name(f->names[i], word.p, word.len)) {
            fill_number(&p->filled, p->numbers[i]);
            return true;
        }
    for (size_t i = 0; i < m->lists_n; i++)
        if (is_name(m->lists[i].name, word.p, word.len)) {
            buf_add_list(&p->filled, &m->lists[i]);
            return true;
        }
    return false;
}

/* Bytes of the name that begins here; that of a result has points. */
static size_t name_length(const char *at)
{
    size_t len = 0;

    while (name_has(at[len]))
        len++;
    if (is_name(NAME_RESULTS, at, len + (at[len] == '.')))
        return name_result_length(text_of(at));
    return len;
}

static const char *fill(struct pen *p, const struct trace_form *f)
{
    const char *at = f->formula;

    if (more_of(f)->filled)
        return more_of(f)->filled;
    p->filled.len = 0;
    while (*at) {
        size_t len = name_length(at);
        size_t n = len ? len : 1;

        /* What a bracket follows is the name of a function. */
        if (!len || at[len] == '(' || !fill_word(p, f, (struct text){at, len}))
            buf_add(&p->filled, (struct text){at, n});
        at += n;
    }
    return buf_str(&p->filled);
}

/* ---- a step ---- */

static void write_numbers(struct pen *p, const struct trace_record *r)
{
    size_t n = (size_t)r->form->numbers_n + (r->form->says == SAYS_EDGE);

    if (n > p->cap) {
        p->cap = n * 2;
        p->numbers = ARENA_ARRAY(p->arena, p->cap, struct text);
        p->digits = ARENA_ARRAY(p->arena, p->cap * DEC_SHORT_MAX, char);
    }
    for (size_t i = 0; i < n; i++) {
        char *to = p->digits + i * DEC_SHORT_MAX;

        p->numbers[i] =
            (struct text){to, dec_write_short(to, *(const struct dec *)r->of[i])};
    }
}

static void add_numbers(struct pen *p, const struct trace_form *f)
{
    const struct trace_more *m = more_of(f);

    add(p, TEXT(",\"numbers\":{"));
    for (size_t i = 0; i < f->numbers_n; i++) {
        add(p, i ? TEXT(",") : TEXT(""));
        add_str(p, f->names[i]);
        add(p, TEXT(":"));
        add_number(p, p->numbers[i]);
    }
    for (size_t i = 0; i < m->lists_n; i++) {
        add(p, i || f->numbers_n ? TEXT(",") : TEXT(""));
        add_str(p, m->lists[i].name);
        add(p, TEXT(":"));
        add_list(p, &m->lists[i]);
    }
    add(p, TEXT("}"));
}

static void add_value(struct pen *p, const struct trace_record *r)
{
    size_t from = p->w->out->len;

    switch ((enum trace_holds)r->form->holds) {
    case HOLDS_NUMBER:
        add_dec(p, *r->value.number);
        break;
    case HOLDS_WORD:
        add_str(p, r->value.word);
        break;
    case HOLDS_LIST:
        add_list(p, r->value.list);
        break;
    case HOLDS_JSON:
        add(p, text_of(r->value.word));
        break;
    case HOLDS_NOTHING:
        add(p, TEXT("null"));
        break;
    }
    p->value = (struct span){from, p->w->out->len - from};
}

static void add_place(struct pen *p, const struct trace_place *at)
{
    struct json_writer w;
    struct buf b;

    if (p->at != at) {
        buf_init(&b, p->arena);
        json_begin(&w, &b);
        json_raw(&w, TEXT(",\"test\":"));
        json_raw_str(&w, at->test);
        json_raw(&w, TEXT(",\"row\":"));
        json_raw_str(&w, at->row);
        json_raw(&w, TEXT(",\"what\":"));
        p->at = at;
        p->place = buf_text(&b);
    }
    add(p, p->place);
}

/* ---- the line for people ---- */

/* What the arguments are, one letter each; add_arg() knows them. */
static const char *const SAYS[] = {
    [SAYS_ARGS] = "",       [SAYS_FORMULA] = "nfFvu", [SAYS_FACTOR] = "Fv",
    [SAYS_ROUNDED] = "Fvu", [SAYS_READING] = "ntu",   [SAYS_GIVEN] = "nv",
    [SAYS_EDGE] = "k#sev",  [SAYS_COMPARE] = "ncLu",  [SAYS_MARGIN] = "%",
};

/* A list as the line has it. */
static void add_words(struct pen *p, const struct trace_record *r)
{
    if (r->form->holds != HOLDS_LIST) {
        add_again(p, p->value);
        return;
    }
    p->filled.len = 0;
    buf_add_list(&p->filled, r->value.list);
    add_str(p, buf_str(&p->filled));
}

static void add_percent(struct pen *p, const struct trace_record *r)
{
    struct dec v = *r->value.number;

    v.exp += 2;
    add_dec(p, v);
}

static void add_arg(struct pen *p, const struct trace_record *r, char what)
{
    const struct trace_form *f = r->form;

    switch (what) {
    case 'n':
        add_again(p, p->name);
        break;
    case 'f':
        add_again(p, p->formula);
        break;
    case 'F':
        add_again(p, p->put_in);
        break;
    case 'v':
        add_words(p, r);
        break;
    case 'u':
        add_str(p, r->at->unit);
        break;
    case 't':
        add_str(p, f->of_n ? r->of[f->numbers_n] : "");
        break;
    case 'c':
        add_number(p, p->numbers[0]);
        break;
    case 'L':
        add_str(p, limit_text(p->arena, r->of[f->numbers_n]));
        break;
    case '#':
        add_number(p, p->numbers[f->numbers_n]);
        break;
    case '%':
        add_percent(p, r);
        break;
    default: /* k, s, e */
        add_str(p, more_of(f)->args[what == 'k' ? 0 : what == 's' ? 1 : 2]);
        break;
    }
}

static void add_args(struct pen *p, const struct trace_record *r)
{
    const char *what = SAYS[r->form->says];
    const struct trace_more *m = more_of(r->form);

    add(p, TEXT(",\"args\":["));
    for (size_t i = 0; !*what && i < TRACE_ARGS_MAX && m->args[i]; i++) {
        add(p, i ? TEXT(",") : TEXT(""));
        add_str(p, m->args[i]);
    }
    for (size_t i = 0; what[i]; i++) {
        add(p, i ? TEXT(",") : TEXT(""));
        add_arg(p, r, what[i]);
    }
    add(p, TEXT("]}"));
}

static const char *key_of(const struct trace_record *r)
{
    if (r->form->says != SAYS_COMPARE)
        return r->form->key;
    return r->value.word[0] == 't' ? "trace.compare_pass" : "trace.compare_fail";
}

static void add_step(struct pen *p, const struct trace_record *r)
{
    const struct trace_form *f = r->form;

    write_numbers(p, r);
    json_put_raw(p->w, TEXT("{\"n\":"));
    buf_add_int(p->w->out, ++p->n);
    add_place(p, r->at);
    add_str(p, f->what);
    add(p, TEXT(",\"name\":"));
    p->name = str_at(p, f->name);
    if (f->formula) {
        add(p, TEXT(",\"formula\":"));
        p->formula = str_at(p, f->formula);
        add(p, TEXT(",\"filled\":"));
        p->put_in = str_at(p, fill(p, f));
        add_numbers(p, f);
    }
    add(p, TEXT(",\"value\":"));
    add_value(p, r);
    add(p, TEXT(",\"clause\":"));
    add_str(p, f->clause);
    add(p, TEXT(",\"key\":"));
    add_str(p, key_of(r));
    add_args(p, r);
}

/* ---- the whole ---- */

enum { STEP_TEXT = 240 }; /* bytes of a step, about */

void trace_steps_to_json(const struct trace *t, struct arena *a, struct json_writer *w)
{
    struct pen p = {.w = w, .arena = a};
    struct trace_walk walk = {0};
    const struct trace_record *r;

    buf_init(&p.filled, a);
    (void)buf_room(w->out, (size_t)t->n * STEP_TEXT);
    json_key(w, "steps");
    json_array_open(w);
    while ((r = trace_next(t, &walk)) != NULL)
        add_step(&p, r);
    json_array_close(w);
}

size_t trace_open(struct json_writer *w)
{
    json_object_open(w);
    return w->out->len - 1;
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

void trace_close(struct json_writer *w, size_t from, struct arena *a)
{
    const unsigned char *p = (const unsigned char *)w->out->p + from;

    json_add_str(w, "seal",
                 str_format(a, "%08lx", (unsigned long)adler(p, w->out->len - from)));
    json_object_close(w);
}
