/* The reader works on one copy of the document, in place: a decoded string is never
 * longer than its source, its NUL goes where the closing quote stood, and a number moves
 * one byte to the left (over the bracket, comma or colon already read) so that a NUL fits
 * after it. Nodes come in chunks.  So a document costs its length, 64 bytes a value, and
 * nothing else.  The copy ends in zero bytes; NUL is no part of JSON, hence no loop needs
 * to test for the end.
 *
 * Duplicate names: up to SMALL members by pairs; more are sorted by (hash, length,
 * bytes). The hash only makes comparisons cheap.  It has no secret, so a document may be
 * made to collide, but sorting stays n log n even then: no input costs quadratic time.
 */
#include "base/json.h"
#include "base/json_inner.h"

#include <stdlib.h>
#include <string.h>

enum { SPARE = 8, CHUNK_MIN = 16, CHUNK_MAX = 512, SMALL = 8 };

struct reader {
    struct arena *arena;
    struct text source; /* as given: for the position of an error */
    char *base;         /* the copy; base[-1] is spare, SPARE zero bytes after it */
    char *p;
    char *end;
    struct json *node; /* unused nodes of the chunk */
    size_t nodes_left;
    size_t chunk;
    size_t nodes;
    int depth;
    struct qh_error *err;
};

/* Line and column (in characters) of an offset, both from 1. */
static void position(struct text t, size_t at, size_t *line, size_t *column)
{
    size_t start = 0;

    *line = 1;
    for (size_t i = 0; i < at; i++) {
        if (t.p[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    }
    *column = 1 + text_chars((struct text){t.p + start, at - start});
}

QH_MUST static qh_status fail(const struct reader *r, qh_status status, const char *at,
                              const char *key, const char *what)
{
    size_t line;
    size_t column;

    if (!r->err)
        return status;
    position(r->source, (size_t)(at - r->base), &line, &column);
    return qh_fail(r->err, status, key, "", "line %zu column %zu: %s", line, column,
                   what);
}

QH_MUST static qh_status syntax(const struct reader *r, const char *what)
{
    if (r->p == r->end)
        what = "the text ends too early";
    else if (*r->p == 0)
        return fail(r, QH_INVALID, r->p, "json.nul", "NUL byte");
    return fail(r, QH_INVALID, r->p, "json.syntax", what);
}

static void skip_space(struct reader *r)
{
    while (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t')
        r->p++;
}

QH_MUST static qh_status new_node(struct reader *r, struct json **out)
{
    if (r->nodes == JSON_NODES_MAX)
        return fail(r, QH_LIMIT, r->p, "json.nodes", "too many values");
    if (!r->nodes_left) {
        r->node = ARENA_ARRAY(r->arena, r->chunk, struct json);
        r->nodes_left = r->chunk;
        if (r->chunk < CHUNK_MAX)
            r->chunk *= 2;
    }
    r->nodes++;
    r->nodes_left--;
    *out = r->node++;
    return QH_OK;
}

/* ---- strings ---- */

/* Past all that stands for itself: plain ASCII and well-formed UTF-8. */
static char *skip_plain(char *p, const char *end)
{
    for (;;) {
        uint64_t w;
        size_t n;

        memcpy(&w, p, sizeof w);
        while (!json_has_special(w)) {
            p += sizeof w;
            memcpy(&w, p, sizeof w);
        }
        while (json_is_plain((unsigned char)*p))
            p++;
        if ((unsigned char)*p < 0x80)
            return p;
        do {
            n = json_sequence(p, end);
            p += n;
        } while (n && (unsigned char)*p >= 0x80);
        if (!n)
            return p;
    }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The four hexadecimal digits at p, or -1. */
static int32_t hex_unit(const char *p)
{
    int32_t v = 0;

    for (int i = 0; i < 4; i++) {
        int d = hex_digit(p[i]);

        if (d < 0)
            return -1;
        v = v * 16 + d;
    }
    return v;
}

static char *put_utf8(char *to, uint32_t c)
{
    if (c < 0x80) {
        *to++ = (char)c;
        return to;
    }
    if (c < 0x800) {
        *to++ = (char)(0xC0 | (c >> 6));
    } else if (c < 0x10000) {
        *to++ = (char)(0xE0 | (c >> 12));
        *to++ = (char)(0x80 | ((c >> 6) & 0x3F));
    } else {
        *to++ = (char)(0xF0 | (c >> 18));
        *to++ = (char)(0x80 | ((c >> 12) & 0x3F));
        *to++ = (char)(0x80 | ((c >> 6) & 0x3F));
    }
    *to++ = (char)(0x80 | (c & 0x3F));
    return to;
}

/* r->p is at the backslash of \uXXXX. */
QH_MUST static qh_status read_unicode(struct reader *r, char **to)
{
    int32_t hi = hex_unit(r->p + 2);
    int32_t lo;

    if (hi < 0)
        return syntax(r, "\\u needs four hexadecimal digits");
    if (hi == 0)
        return fail(r, QH_INVALID, r->p, "json.nul", "NUL in a string");
    if (hi < 0xD800 || hi > 0xDFFF) {
        *to = put_utf8(*to, (uint32_t)hi);
        r->p += 6;
        return QH_OK;
    }
    lo = r->p[6] == '\\' && r->p[7] == 'u' ? hex_unit(r->p + 8) : -1;
    if (hi > 0xDBFF || lo < 0xDC00 || lo > 0xDFFF)
        return fail(r, QH_INVALID, r->p, "json.utf8", "half a surrogate pair");
    *to = put_utf8(*to,
                   0x10000 + ((uint32_t)(hi - 0xD800) << 10) + (uint32_t)(lo - 0xDC00));
    r->p += 12;
    return QH_OK;
}

/* r->p is at a backslash. */
QH_MUST static qh_status read_escape(struct reader *r, char **to)
{
    static const char FROM[] = "\"\\/bfnrt";
    static const char INTO[] = "\"\\/\b\f\n\r\t";
    char c = r->p[1];
    const char *at;

    if (c == 'u')
        return read_unicode(r, to);
    at = c ? strchr(FROM, c) : NULL;
    if (!at)
        return syntax(r, "unknown escape in a string");
    *(*to)++ = INTO[at - FROM];
    r->p += 2;
    return QH_OK;
}

/* What stopped a string that is neither a quote nor an escape. */
QH_MUST static qh_status bad_byte(const struct reader *r)
{
    if (r->p == r->end)
        return syntax(r, "");
    if ((unsigned char)*r->p >= 0x80)
        return fail(r, QH_INVALID, r->p, "json.utf8", "malformed UTF-8");
    return syntax(r, "control character in a string");
}

/* r->p is at the opening quote. */
QH_MUST static qh_status read_string(struct reader *r, struct text *out)
{
    char *start = ++r->p;
    char *to = start;
    qh_status rc;

    for (;;) {
        char *run = r->p;
        size_t n;

        r->p = skip_plain(run, r->end);
        n = (size_t)(r->p - run);
        if (to != run)
            memmove(to, run, n);
        to += n;
        if (*r->p == '"')
            break;
        if (*r->p != '\\')
            return bad_byte(r);
        rc = read_escape(r, &to);
        if (rc)
            return rc;
    }
    r->p++;
    *to = 0;
    *out = (struct text){start, (size_t)(to - start)};
    return QH_OK;
}

/* ---- numbers ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char *skip_digits(char *p)
{
    while (is_digit(*p))
        p++;
    return p;
}

/* Whole numbers must be int64: what does not fit would be read differently elsewhere. */
static bool fits_int64(struct text t)
{
    static const char *const LEAST = "9223372036854775808";
    static const char *const GREATEST = "9223372036854775807";
    bool negative = t.p[0] == '-';
    const char *digits = t.p + negative;
    size_t n = t.len - negative;

    if (n != 19)
        return n < 19;
    return memcmp(digits, negative ? LEAST : GREATEST, n) <= 0;
}

static bool is_exponent_small(const char *digits, const char *end)
{
    int v = 0;

    for (const char *p = digits; p < end; p++) {
        v = v * 10 + (*p - '0');
        if (v > JSON_EXPONENT_MAX)
            return false;
    }
    return true;
}

/* The fraction and the exponent, if any; *p moves past them. */
QH_MUST static qh_status read_tail(struct reader *r, char **at)
{
    char *p = *at;
    char *digits;

    if (*p == '.') {
        digits = p + 1;
        p = skip_digits(digits);
        if (p == digits)
            return syntax(r, "a digit must follow the decimal point");
    }
    if (*p == 'e' || *p == 'E') {
        digits = p + 1;
        if (*digits == '+' || *digits == '-')
            digits++;
        p = skip_digits(digits);
        if (p == digits)
            return syntax(r, "a digit must follow the exponent sign");
        if (!is_exponent_small(digits, p))
            return fail(r, QH_RANGE, r->p, "json.range", "exponent of a number");
    }
    *at = p;
    return QH_OK;
}

QH_MUST static qh_status read_number(struct reader *r, struct json *v)
{
    char *start = r->p;
    char *p = start + (*start == '-');
    char *whole_end;
    struct text t;
    qh_status rc;

    if (!is_digit(*p))
        return syntax(r, "a digit must follow the minus sign");
    p = *p == '0' ? p + 1 : skip_digits(p);
    whole_end = p;
    rc = read_tail(r, &p);
    if (rc)
        return rc;
    t = (struct text){start, (size_t)(p - start)};
    if (t.len > JSON_NUMBER_MAX)
        return fail(r, QH_LIMIT, start, "json.number", "number with too many digits");
    if (p == whole_end && !fits_int64(t))
        return fail(r, QH_RANGE, start, "json.range", "whole number beyond 64 bits");
    memmove(start - 1, start, t.len);
    start[t.len - 1] = 0;
    v->kind = JSON_NUMBER;
    v->text = (struct text){start - 1, t.len};
    r->p = p;
    return QH_OK;
}

/* ---- names ---- */

struct name {
    uint64_t hash;
    const struct json *member;
};

static uint64_t hash_of(struct text t)
{
    uint64_t h = t.len * 0x9E3779B97F4A7C15U;

    while (t.len) {
        size_t n = t.len < 8 ? t.len : 8;
        uint64_t w = 0;

        memcpy(&w, t.p, n);
        h = (h ^ w) * 0xD6E8FEB86659FD93U;
        h ^= h >> 32;
        t = (struct text){t.p + n, t.len - n};
    }
    return h;
}

static int compare_names(const void *x, const void *y)
{
    const struct name *a = x;
    const struct name *b = y;
    struct text s = a->member->key;
    struct text t = b->member->key;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (s.len != t.len)
        return s.len < t.len ? -1 : 1;
    return s.len ? memcmp(s.p, t.p, s.len) : 0;
}

QH_MUST static qh_status duplicate(const struct reader *r, const struct json *a,
                                   const struct json *b)
{
    const char *at = a->key.p > b->key.p ? a->key.p : b->key.p;

    return fail(r, QH_INVALID, at - 1, "json.duplicate", "name given twice");
}

QH_MUST static qh_status check_many_names(struct reader *r, const struct json *object)
{
    struct arena_mark mark = arena_here(r->arena);
    struct name *names = ARENA_ARRAY(r->arena, object->count, struct name);
    qh_status rc = QH_OK;
    size_t n = 0;

    for (const struct json *m = object->first; m; m = m->next)
        names[n++] = (struct name){hash_of(m->key), m};
    qsort(names, n, sizeof *names, compare_names);
    for (size_t i = 1; i < n && !rc; i++)
        if (compare_names(&names[i - 1], &names[i]) == 0)
            rc = duplicate(r, names[i - 1].member, names[i].member);
    arena_return(r->arena, mark);
    return rc;
}

QH_MUST static qh_status check_names(struct reader *r, const struct json *object)
{
    if (object->count > SMALL)
        return check_many_names(r, object);
    for (const struct json *m = object->first; m; m = m->next)
        for (const struct json *o = object->first; o != m; o = o->next)
            if (text_equal(m->key, o->key))
                return duplicate(r, m, o);
    return QH_OK;
}

/* ---- values ---- */

QH_MUST static qh_status read_value(struct reader *r, struct json *v);

QH_MUST static qh_status read_name(struct reader *r, struct text *out)
{
    const char *at = r->p;
    qh_status rc;

    if (*r->p != '"')
        return syntax(r, "expected a name in quotes");
    rc = read_string(r, out);
    if (rc)
        return rc;
    if (out->len > JSON_KEY_MAX)
        return fail(r, QH_LIMIT, at, "json.key", "name too long");
    skip_space(r);
    if (*r->p != ':')
        return syntax(r, "expected ':'");
    r->p++;
    skip_space(r);
    return QH_OK;
}

/* The items or members up to the closing bracket; r->p is past the opening one. */
QH_MUST static qh_status read_items(struct reader *r, struct json *v, char close)
{
    struct json **link = &v->first;

    for (;;) {
        struct json *item = NULL;
        qh_status rc = new_node(r, &item);

        if (!rc && v->kind == JSON_OBJECT)
            rc = read_name(r, &item->key);
        if (!rc)
            rc = read_value(r, item);
        if (rc)
            return rc;
        *link = item;
        link = &item->next;
        v->count++;
        skip_space(r);
        if (*r->p == close)
            break;
        if (*r->p != ',')
            return syntax(r,
                          close == ']' ? "expected ',' or ']'" : "expected ',' or '}'");
        r->p++;
        skip_space(r);
    }
    r->p++;
    return v->kind == JSON_OBJECT ? check_names(r, v) : QH_OK;
}

QH_MUST static qh_status read_container(struct reader *r, struct json *v, char close)
{
    qh_status rc = QH_OK;

    if (r->depth == JSON_DEPTH_MAX)
        return fail(r, QH_LIMIT, r->p, "json.depth", "nested too deeply");
    r->depth++;
    r->p++;
    skip_space(r);
    if (*r->p == close)
        r->p++;
    else
        rc = read_items(r, v, close);
    r->depth--;
    return rc;
}

QH_MUST static qh_status read_word(struct reader *r, struct json *v, const char *word,
                                   enum json_kind kind)
{
    size_t n = strlen(word);

    if (memcmp(r->p, word, n) != 0)
        return syntax(r, "unexpected character");
    r->p += n;
    v->kind = kind;
    return QH_OK;
}

QH_MUST static qh_status read_value(struct reader *r, struct json *v)
{
    switch (*r->p) {
    case '{':
        v->kind = JSON_OBJECT;
        return read_container(r, v, '}');
    case '[':
        v->kind = JSON_ARRAY;
        return read_container(r, v, ']');
    case '"':
        v->kind = JSON_STRING;
        return read_string(r, &v->text);
    case 't':
        return read_word(r, v, "true", JSON_TRUE);
    case 'f':
        return read_word(r, v, "false", JSON_FALSE);
    case 'n':
        return read_word(r, v, "null", JSON_NULL);
    default:
        if (*r->p == '-' || is_digit(*r->p))
            return read_number(r, v);
        return syntax(r, "unexpected character");
    }
}

QH_MUST static qh_status read_document(struct reader *r, struct json **out)
{
    struct json *v = NULL;
    qh_status rc = new_node(r, &v);

    if (rc)
        return rc;
    skip_space(r);
    rc = read_value(r, v);
    if (rc)
        return rc;
    skip_space(r);
    if (r->p != r->end)
        return syntax(r, "text after the end of the document");
    *out = v;
    return QH_OK;
}

qh_status json_parse(struct arena *a, struct text t, struct json **out,
                     struct qh_error *err)
{
    struct reader r = {.arena = a, .source = t, .chunk = CHUNK_MIN, .err = err};

    if (t.len > JSON_BYTES_MAX)
        return qh_fail(err, QH_LIMIT, "json.size", "", "%zu bytes", t.len);
    r.base = (char *)arena_alloc(a, 1 + t.len + SPARE, 1) + 1;
    if (t.len)
        memcpy(r.base, t.p, t.len);
    r.p = r.base;
    r.end = r.base + t.len;
    return read_document(&r, out);
}
