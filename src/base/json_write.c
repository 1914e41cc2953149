/* Plain runs are found eight bytes at a time and copied whole; only what must be escaped
 * is looked at alone.  What is not UTF-8 becomes U+FFFD, so that the output is JSON
 * whatever the caller hands over. */
#include "base/json.h"
#include "base/json_inner.h"

#include <assert.h>
#include <string.h>

/* TAIL: the quote, the colon and what else may follow a string. */
enum { ESCAPE_MAX = 6, TAIL = 4 };

/* Room for n bytes; most calls find it without a call. */
static char *room(const struct json_writer *w, size_t n)
{
    struct buf *b = w->out;

    if (b->p && n < b->cap - b->len)
        return b->p + b->len;
    return buf_room(b, n);
}

static void ended(const struct json_writer *w, const char *to)
{
    w->out->len = (size_t)(to - w->out->p);
}

static uint64_t depth_bit(const struct json_writer *w)
{
    return (uint64_t)1 << w->depth;
}

/* Writes the comma that is due; the next value or name of this depth needs one. */
static char *begin_value(struct json_writer *w, char *to)
{
    if (w->has_item & depth_bit(w))
        *to++ = ',';
    w->has_item |= depth_bit(w);
    return to;
}

/* One byte that may not stand for itself; at most ESCAPE_MAX bytes are written. */
static char *put_escape(char *to, unsigned char c)
{
    static const char HEX[] = "0123456789abcdef";
    static const char FROM[] = "\"\\\b\f\n\r\t";
    static const char INTO[] = "\"\\bfnrt";
    const char *at = c ? strchr(FROM, c) : NULL;

    if (c >= 0x80) {
        memcpy(to, "\xEF\xBF\xBD", 3);
        return to + 3;
    }
    *to++ = '\\';
    if (at) {
        *to++ = INTO[at - FROM];
        return to;
    }
    memcpy(to, "u00", 3);
    to[3] = HEX[c >> 4];
    to[4] = HEX[c & 15];
    return to + 5;
}

/* Moves on over the characters beyond ASCII and copies them. */
static const char *copy_wide(char **to, const char *p, const char *end)
{
    while (p < end && (unsigned char)*p >= 0x80) {
        size_t n = json_sequence(p, end);

        if (!n)
            break;
        while (n--)
            *(*to)++ = *p++;
    }
    return p;
}

/* Copies from t what may stand in a string as it is; returns how much that was. */
static size_t copy_plain(char *to, struct text t)
{
    const char *p = t.p;
    const char *end = t.p + t.len;
    const char *before;

    do {
        uint64_t w;

        before = p;
        while (end - p >= (ptrdiff_t)sizeof w) {
            memcpy(&w, p, sizeof w);
            if (json_has_special(w))
                break;
            memcpy(to, &w, sizeof w);
            p += sizeof w;
            to += sizeof w;
        }
        while (p < end && json_is_plain((unsigned char)*p))
            *to++ = *p++;
        p = copy_wide(&to, p, end);
    } while (p != before);
    return (size_t)(p - t.p);
}

/* Fewer than eight bytes, none of which must be escaped: loads that overlap instead of a
 * loop.  False: nothing is promised of what stands at `to`. */
static bool copy_few(char *to, const char *p, size_t n)
{
    uint32_t low;
    uint32_t high;
    uint64_t w = json_each(' ');

    if (n >= sizeof low) {
        memcpy(&low, p, sizeof low);
        memcpy(&high, p + n - sizeof high, sizeof high);
        memcpy(to, &low, sizeof low);
        memcpy(to + n - sizeof high, &high, sizeof high);
        w = (uint64_t)high << 32 | low;
    } else if (n) {
        w = w << 24 | (uint64_t)(unsigned char)p[0] << 16 |
            (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
        to[0] = p[0];
        to[n / 2] = p[n / 2];
        to[n - 1] = p[n - 1];
    }
    return !json_has_special(w);
}

/* The same for any length. */
static bool copy_clean(char *to, struct text t)
{
    uint64_t w;
    size_t i = 0;

    if (t.len < sizeof w)
        return copy_few(to, t.p, t.len);
    for (; i + sizeof w < t.len; i += sizeof w) {
        memcpy(&w, t.p + i, sizeof w);
        if (json_has_special(w))
            return false;
        memcpy(to + i, &w, sizeof w);
    }
    i = t.len - sizeof w;
    memcpy(&w, t.p + i, sizeof w);
    memcpy(to + i, &w, sizeof w);
    return !json_has_special(w);
}

/* The string in quotes; at least TAIL bytes of room are left after it. */
static char *put_string(const struct json_writer *w, char *to, struct text t)
{
    *to++ = '"';
    if (copy_clean(to, t)) {
        to[t.len] = '"';
        return to + t.len + 1;
    }
    for (;;) {
        size_t n = copy_plain(to, t);

        to += n;
        t = (struct text){t.p + n, t.len - n};
        if (!t.len)
            break;
        to = put_escape(to, (unsigned char)t.p[0]);
        t = (struct text){t.p + 1, t.len - 1};
        ended(w, to);
        to = room(w, t.len + ESCAPE_MAX + TAIL);
    }
    *to++ = '"';
    return to;
}

/* Room for a string that needs no escape or one, with what stands around it. */
static char *string_room(const struct json_writer *w, struct text t)
{
    return room(w, 2 + t.len + ESCAPE_MAX + TAIL);
}

void json_begin(struct json_writer *w, struct buf *out)
{
    *w = (struct json_writer){.out = out};
}

static void open_container(struct json_writer *w, char c)
{
    char *to = begin_value(w, room(w, 2));

    *to++ = c;
    ended(w, to);
    w->depth++;
    assert(w->depth < 64);
    w->has_item &= ~depth_bit(w);
}

static void close_container(struct json_writer *w, char c)
{
    char *to = room(w, 1);

    assert(w->depth > 0);
    w->depth--;
    *to++ = c;
    ended(w, to);
}

void json_object_open(struct json_writer *w)
{
    open_container(w, '{');
}

void json_object_close(struct json_writer *w)
{
    close_container(w, '}');
}

void json_array_open(struct json_writer *w)
{
    open_container(w, '[');
}

void json_array_close(struct json_writer *w)
{
    close_container(w, ']');
}

static void put_name(struct json_writer *w, struct text name)
{
    char *to = begin_value(w, string_room(w, name));

    to = put_string(w, to, name);
    *to++ = ':';
    ended(w, to);
    w->has_item &= ~depth_bit(w);
}

void json_key(struct json_writer *w, const char *key)
{
    put_name(w, text_of(key));
}

void json_put_raw(struct json_writer *w, struct text t)
{
    char *to = begin_value(w, room(w, 1 + t.len));

    if (t.len)
        memcpy(to, t.p, t.len);
    ended(w, to + t.len);
}

void json_raw(struct json_writer *w, struct text t)
{
    char *to = room(w, t.len);

    memcpy(to, t.p, t.len);
    ended(w, to + t.len);
}

void json_raw_str(struct json_writer *w, const char *s)
{
    struct text t = text_of(s);

    ended(w, put_string(w, string_room(w, t), t));
}

void json_put_text(struct json_writer *w, struct text t)
{
    char *to = begin_value(w, string_room(w, t));

    if (!t.p)
        t = TEXT("");
    ended(w, put_string(w, to, t));
}

void json_put_str(struct json_writer *w, const char *s)
{
    if (s)
        json_put_text(w, text_of(s));
    else
        json_put_null(w);
}

void json_put_int(struct json_writer *w, int64_t v)
{
    json_put_raw(w, TEXT(""));
    buf_add_int(w->out, v);
}

void json_put_bool(struct json_writer *w, bool v)
{
    json_put_raw(w, v ? TEXT("true") : TEXT("false"));
}

void json_put_null(struct json_writer *w)
{
    json_put_raw(w, TEXT("null"));
}

static void put_items(struct json_writer *w, const struct json *v)
{
    for (const struct json *item = v->first; item; item = item->next) {
        if (v->kind == JSON_OBJECT)
            put_name(w, item->key);
        json_put_node(w, item);
    }
}

void json_put_node(struct json_writer *w, const struct json *v)
{
    switch (v->kind) {
    case JSON_NULL:
        json_put_null(w);
        break;
    case JSON_FALSE:
    case JSON_TRUE:
        json_put_bool(w, v->kind == JSON_TRUE);
        break;
    case JSON_NUMBER:
        json_put_raw(w, v->text);
        break;
    case JSON_STRING:
        json_put_text(w, v->text);
        break;
    case JSON_ARRAY:
        json_array_open(w);
        put_items(w, v);
        json_array_close(w);
        break;
    case JSON_OBJECT:
        json_object_open(w);
        put_items(w, v);
        json_object_close(w);
        break;
    }
}

void json_add_str(struct json_writer *w, const char *key, const char *s)
{
    json_key(w, key);
    json_put_str(w, s);
}

void json_add_int(struct json_writer *w, const char *key, int64_t v)
{
    json_key(w, key);
    json_put_int(w, v);
}

void json_add_bool(struct json_writer *w, const char *key, bool v)
{
    json_key(w, key);
    json_put_bool(w, v);
}

void json_add_raw(struct json_writer *w, const char *key, struct text t)
{
    json_key(w, key);
    json_put_raw(w, t);
}
