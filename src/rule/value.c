#include "rule/value.h"

#include <stdlib.h>
#include <string.h>

static const char *const KNOWN[SLOT_KNOWN] = {"x",      "p",     "r",  "xm", "rel",
                                              "absdev", "grade", "fs", "a",  "b"};

bool name_has(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || (unsigned char)c >= 0x80;
}

static size_t word_length(struct text t, size_t from)
{
    size_t i = from;

    while (i < t.len && name_has(t.p[i]))
        i++;
    return i - from;
}

size_t name_result_length(struct text t)
{
    const size_t first = sizeof NAME_RESULTS - 1;
    size_t dot;
    size_t last;

    if (!text_starts(t, TEXT(NAME_RESULTS)))
        return 0;
    dot = first + word_length(t, first);
    if (dot == first || dot == t.len || t.p[dot] != '.')
        return 0;
    last = word_length(t, dot + 1);
    return last ? dot + 1 + last : 0;
}

static uint32_t hash(struct text t)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < t.len; i++)
        h = (h ^ (unsigned char)t.p[i]) * 16777619u;
    return h;
}

static void index_put(struct names *t, uint32_t slot)
{
    uint32_t i = hash(t->list[slot]) & (t->index_cap - 1);

    while (t->index[i])
        i = (i + 1) & (t->index_cap - 1);
    t->index[i] = slot + 1;
}

static void index_grow(struct names *t)
{
    t->index_cap *= 2;
    t->index = ARENA_ARRAY(t->arena, t->index_cap, uint32_t);
    for (uint32_t i = 0; i < t->n; i++)
        index_put(t, i);
}

void names_init(struct names *t, struct arena *a)
{
    uint32_t slot;

    *t = (struct names){.arena = a, .cap = 64, .index_cap = 128};
    t->list = ARENA_ARRAY(a, t->cap, struct text);
    t->fixed = ARENA_ARRAY(a, NAMES_MAX, bool);
    t->index = ARENA_ARRAY(a, t->index_cap, uint32_t);
    for (size_t i = 0; i < SLOT_KNOWN; i++)
        (void)!names_add(t, text_of(KNOWN[i]), &slot, NULL);
}

void names_fix(struct names *t, uint32_t slot)
{
    t->fixed[slot] = true;
}

int32_t names_find(const struct names *t, struct text name)
{
    uint32_t i = hash(name) & (t->index_cap - 1);

    for (; t->index[i]; i = (i + 1) & (t->index_cap - 1))
        if (text_equal(t->list[t->index[i] - 1], name))
            return (int32_t)(t->index[i] - 1);
    return -1;
}

qh_status names_add(struct names *t, struct text name, uint32_t *out,
                    struct qh_error *err)
{
    int32_t at = names_find(t, name);

    if (at >= 0) {
        *out = (uint32_t)at;
        return QH_OK;
    }
    if (name.len > JSON_KEY_MAX) /* it may become a key of an answer */
        return qh_fail(err, QH_LIMIT, "regulation.names", "", "a name of over %d bytes",
                       JSON_KEY_MAX);
    if (t->n == NAMES_MAX)
        return qh_fail(err, QH_LIMIT, "regulation.names", "", "more than %d names",
                       NAMES_MAX);
    if (t->n == t->cap) {
        struct text *more = ARENA_ARRAY(t->arena, (size_t)t->cap * 2, struct text);

        memcpy(more, t->list, t->n * sizeof *more);
        t->list = more;
        t->cap *= 2;
    }
    t->list[t->n] = (struct text){text_copy(t->arena, name), name.len};
    t->n++;
    if (t->n * 2 > t->index_cap)
        index_grow(t);
    else
        index_put(t, t->n - 1);
    *out = t->n - 1;
    return QH_OK;
}

void scope_init(struct scope *s, struct arena *a, const struct names *names,
                const struct value *base)
{
    *s = (struct scope){.arena = a, .names = names};
    s->slots = ARENA_ARRAY(a, names->n, struct value);
    if (base)
        memcpy(s->slots, base, names->n * sizeof *base);
}

qh_status scope_spend(struct scope *s, size_t n, struct qh_error *err)
{
    s->work += n;
    if (s->work > SCOPE_WORK_MAX)
        return qh_fail(err, QH_LIMIT, "evaluate.work", "", "more than %d steps",
                       SCOPE_WORK_MAX);
    return QH_OK;
}

void scope_shadow(struct scope *s, uint32_t slot, struct value v)
{
    if (s->undo_n == s->undo_cap) {
        size_t cap = s->undo_cap ? s->undo_cap * 2 : 16;
        struct scope_undo *more = ARENA_ARRAY(s->arena, cap, struct scope_undo);

        if (s->undo_n)
            memcpy(more, s->undo, s->undo_n * sizeof *more);
        s->undo = more;
        s->undo_cap = cap;
    }
    s->undo[s->undo_n++] = (struct scope_undo){slot, s->slots[slot]};
    s->slots[slot] = v;
}

void scope_shadow_object(struct scope *s, const struct json *o, const char *skip)
{
    if (!o || o->kind != JSON_OBJECT)
        return;
    for (const struct json *m = o->first; m; m = m->next) {
        int32_t slot;

        if (skip && text_is(m->key, skip))
            continue;
        slot = names_find(s->names, m->key);
        if (slot >= 0 && !name_is_result(m->key))
            scope_shadow(s, (uint32_t)slot, value_of(m));
    }
}

void scope_back(struct scope *s, size_t mark)
{
    while (s->undo_n > mark) {
        s->undo_n--;
        s->slots[s->undo[s->undo_n].slot] = s->undo[s->undo_n].old;
    }
}

static bool is_fraction(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (t.p[i] == '.' || t.p[i] == 'e' || t.p[i] == 'E')
            return true;
    return false;
}

/* Where Python changes to the notation with an exponent. */
enum { PLAIN_FROM = -4, PLAIN_TO = 16 };

/* Digits of a size, and where the point stands among them: 0.00123 has 3 and -2. */
static int32_t point_of(struct dec v, int *out_digits)
{
    qh_i128 c = v.coef < 0 ? -v.coef : v.coef;
    int n = 0;

    for (; c; c /= 10)
        n++;
    *out_digits = n;
    return v.exp + n;
}

/* A fraction of JSON as a binary float of Python has it: without needless zeros, but
 * with one decimal. */
static struct dec as_float(struct dec v)
{
    int n;

    v = dec_normal(v);
    if (!v.coef || (v.exp > -1 && point_of(v, &n) <= PLAIN_TO))
        while (v.exp > -1) {
            v.coef *= 10;
            v.exp--;
        }
    return v;
}

/* "1.5e-07" */
static struct text float_words(struct arena *a, struct text t)
{
    struct dec v;
    const char *digits;
    int32_t point;
    int n;

    if (dec_parse(t, &v))
        return t;
    v = as_float(v);
    point = point_of(v, &n);
    if (!v.coef)
        return t.p[0] == '-' ? TEXT("-0.0") : TEXT("0.0");
    if (point > PLAIN_FROM && point <= PLAIN_TO)
        return text_of(dec_text(a, v));
    digits = dec_text(a, (struct dec){.coef = v.coef < 0 ? -v.coef : v.coef});
    point--;
    return text_of(str_format(a, "%s%c%s%se%c%02ld", v.coef < 0 ? "-" : "", digits[0],
                              digits[1] ? "." : "", digits + 1, point < 0 ? '-' : '+',
                              (long)(point < 0 ? -point : point)));
}

struct text value_name(struct arena *a, struct dec v)
{
    int n;
    int32_t point = point_of(v, &n);

    if (v.exp > 0 || (v.coef && point < -5) || (!v.coef && v.exp < -6))
        return text_of(dec_text_scientific(a, v));
    return text_of(dec_text(a, v));
}

bool value_is_true(const struct json *node)
{
    struct dec v;

    if (!node || node->kind == JSON_NULL || node->kind == JSON_FALSE)
        return false;
    if (node->kind == JSON_STRING)
        return node->text.len > 0;
    if (node->kind == JSON_NUMBER)
        return dec_parse(node->text, &v) != QH_OK || dec_sign(v);
    return node->kind == JSON_TRUE || node->count > 0;
}

struct text value_words(struct arena *a, const struct json *node)
{
    if (node && node->kind == JSON_STRING)
        return node->text;
    if (node && node->kind == JSON_NUMBER && is_fraction(node->text))
        return float_words(a, node->text);
    if (node && node->kind == JSON_NUMBER)
        return text_is(node->text, "-0") ? TEXT("0") : node->text;
    if (node && node->kind == JSON_TRUE)
        return TEXT("True");
    if (node && node->kind == JSON_FALSE)
        return TEXT("False");
    return TEXT("None");
}

struct value value_of(const struct json *node)
{
    return (struct value){.kind = node ? VALUE_RAW : VALUE_NONE, .node = node};
}

/* For messages: at most this much of a text from outside. */
enum { SHOWN_MAX = 40 };

QH_MUST static qh_status number_of(const struct json *node, struct dec *out)
{
    qh_status rc;

    if (!node || (node->kind != JSON_NUMBER && node->kind != JSON_STRING))
        return QH_INVALID;
    if (node->text.len > DEC_TEXT_MAX)
        return QH_LIMIT;
    if (node->kind == JSON_STRING)
        return dec_parse(text_trim(node->text), out);
    rc = dec_parse(node->text, out);
    if (!rc && is_fraction(node->text))
        *out = as_float(*out);
    return rc;
}

qh_status value_number(const struct json *node, struct dec *out, struct qh_error *err)
{
    qh_status rc = number_of(node, out);
    const char *p;
    int n;

    if (!rc)
        return QH_OK;
    if (!node)
        return qh_fail(err, QH_INVALID, "value.number", "", "a number is missing");
    if (node->kind != JSON_NUMBER && node->kind != JSON_STRING)
        return qh_fail(err, QH_INVALID, "value.number", "", "not a number");
    p = node->text.p;
    n = node->text.len < SHOWN_MAX ? (int)node->text.len : SHOWN_MAX;
    if (rc == QH_LIMIT)
        return qh_fail(err, QH_LIMIT, "value.digits", "",
                       "a number of %zu characters (at most %d): %.*s...", node->text.len,
                       DEC_TEXT_MAX, n, p);
    if (rc == QH_RANGE)
        return qh_fail(err, QH_RANGE, "value.range", "", "number out of range: %.*s", n,
                       p);
    return qh_fail(err, QH_INVALID, "value.number", "", "not a number: '%.*s'", n, p);
}

qh_status value_numbers(struct arena *a, const struct json *node, struct dec **out,
                        size_t *out_n, struct qh_error *err)
{
    struct dec *list;
    size_t n = 0;
    qh_status rc;

    if (!node || node->kind != JSON_ARRAY)
        return qh_fail(err, QH_INVALID, "value.list", "", "a list of numbers is needed");
    if (node->count > VALUE_LIST_MAX)
        return qh_fail(err, QH_LIMIT, "value.length", "", "%zu numbers, at most %d",
                       node->count, VALUE_LIST_MAX);
    list = ARENA_ARRAY(a, node->count, struct dec);
    for (const struct json *v = node->first; v; v = v->next) {
        rc = value_number(v, &list[n++], err);
        if (rc)
            return rc;
    }
    *out = list;
    *out_n = n;
    return QH_OK;
}

static int by_key(const void *a, const void *b)
{
    const struct dec *x = a;
    const struct dec *y = b;
    int order = dec_compare(x[0], y[0]);

    return order ? order : dec_compare(x[1], y[1]);
}

QH_MUST static qh_status read_table(struct arena *a, struct value *v,
                                    struct qh_error *err)
{
    struct dec *list;
    size_t n = 0;
    qh_status rc;

    if (v->node->count > VALUE_LIST_MAX || !v->node->count)
        return qh_fail(err, QH_INVALID, "value.table", "", "a table of %zu rows",
                       v->node->count);
    list = ARENA_ARRAY(a, 2 * v->node->count, struct dec);
    for (const struct json *m = v->node->first; m; m = m->next, n++) {
        if (m->key.len > DEC_TEXT_MAX || dec_parse(text_trim(m->key), &list[2 * n]))
            return qh_fail(err, QH_INVALID, "value.table", "", "key '%.40s'", m->key.p);
        rc = value_number(m, &list[2 * n + 1], err);
        if (rc)
            return rc;
    }
    qsort(list, n, 2 * sizeof *list, by_key);
    v->kind = VALUE_TABLE;
    v->list = list;
    v->n = n;
    return QH_OK;
}

qh_status value_read(struct arena *a, struct value *v, struct qh_error *err)
{
    struct dec *list = NULL;
    qh_status rc;

    if (v->kind != VALUE_RAW)
        return QH_OK;
    if (v->node->kind == JSON_OBJECT)
        return read_table(a, v, err);
    if (v->node->kind == JSON_ARRAY) {
        rc = value_numbers(a, v->node, &list, &v->n, err);
        if (rc)
            return rc;
        v->kind = VALUE_LIST;
        v->list = list;
        return QH_OK;
    }
    if (v->node->kind != JSON_NUMBER && v->node->kind != JSON_STRING) {
        v->kind = VALUE_OTHER;
        return QH_OK;
    }
    rc = number_of(v->node, &v->num);
    if (rc == QH_LIMIT)
        return value_number(v->node, &v->num, err);
    v->kind = rc ? VALUE_TEXT : VALUE_NUMBER;
    return QH_OK;
}
