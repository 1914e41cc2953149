/* Plain runs are found eight bytes at a time and copied whole; only what must be escaped
 * is looked at alone.  What is not UTF-8 becomes U+FFFD, so that the output is JSON
 * whatever the caller hands over. */
#include "base/json.h"
#include "base/json_inner.h"

#include <assert.h>
#include <string.h>

static void put_bytes(struct json_writer *w, const char *p, size_t n)
{
    char *to = buf_room(w->out, n);

    if (n)
        memcpy(to, p, n);
    w->out->len += n;
}

static uint64_t depth_bit(const struct json_writer *w)
{
    return (uint64_t)1 << w->depth;
}

/* Writes the comma that is due; the next value or name of this depth needs one. */
static void begin_value(struct json_writer *w)
{
    if (w->has_item & depth_bit(w))
        buf_add_char(w->out, ',');
    w->has_item |= depth_bit(w);
}

/* Number of bytes at the start that may stand in a string as they are. */
static size_t plain_run(struct text t)
{
    size_t i = 0;

    while (i < t.len) {
        size_t n;
        uint64_t w;

        while (t.len - i >= sizeof w) {
            memcpy(&w, t.p + i, sizeof w);
            if (json_has_special(w))
                break;
            i += sizeof w;
        }
        while (i < t.len && json_is_plain((unsigned char)t.p[i]))
            i++;
        if (i == t.len || (unsigned char)t.p[i] < 0x80)
            break;
        n = text_sequence((struct text){t.p + i, t.len - i});
        if (!n)
            break;
        i += n;
    }
    return i;
}

/* One byte that may not stand for itself; returns how much was written. */
static size_t escape(unsigned char c, char *to)
{
    static const char HEX[] = "0123456789abcdef";
    static const char FROM[] = "\"\\\b\f\n\r\t";
    static const char INTO[] = "\"\\bfnrt";
    const char *at = c ? strchr(FROM, c) : NULL;

    if (c >= 0x80) {
        memcpy(to, "\xEF\xBF\xBD", 3);
        return 3;
    }
    if (at) {
        to[0] = '\\';
        to[1] = INTO[at - FROM];
        return 2;
    }
    memcpy(to, "\\u00", 4);
    to[4] = HEX[c >> 4];
    to[5] = HEX[c & 15];
    return 6;
}

static void put_string(struct json_writer *w, struct text t)
{
    buf_add_char(w->out, '"');
    while (t.len) {
        size_t n = plain_run(t);

        put_bytes(w, t.p, n);
        t = (struct text){t.p + n, t.len - n};
        if (!t.len)
            break;
        w->out->len += escape((unsigned char)t.p[0], buf_room(w->out, 6));
        t = (struct text){t.p + 1, t.len - 1};
    }
    buf_add_char(w->out, '"');
}

void json_begin(struct json_writer *w, struct buf *out)
{
    *w = (struct json_writer){.out = out};
}

static void open_container(struct json_writer *w, char c)
{
    begin_value(w);
    buf_add_char(w->out, c);
    w->depth++;
    assert(w->depth < 64);
    w->has_item &= ~depth_bit(w);
}

static void close_container(struct json_writer *w, char c)
{
    assert(w->depth > 0);
    w->depth--;
    buf_add_char(w->out, c);
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
    begin_value(w);
    put_string(w, name);
    buf_add_char(w->out, ':');
    w->has_item &= ~depth_bit(w);
}

void json_key(struct json_writer *w, const char *key)
{
    put_name(w, text_of(key));
}

void json_put_raw(struct json_writer *w, struct text t)
{
    begin_value(w);
    put_bytes(w, t.p, t.len);
}

void json_put_text(struct json_writer *w, struct text t)
{
    begin_value(w);
    put_string(w, t);
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
    char digits[20];
    size_t at = sizeof digits;
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

    do {
        digits[--at] = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (v < 0)
        digits[--at] = '-';
    json_put_raw(w, (struct text){digits + at, sizeof digits - at});
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
