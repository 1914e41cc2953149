#include "json_jansson_peer.h"

#include <jansson.h>

static void describe(json_t *v, struct buf *out);

static void describe_string(const char *s, size_t n, struct buf *out)
{
    buf_add_format(out, "S%zu:", n);
    buf_add(out, (struct text){s, n});
}

static void describe_array(json_t *v, struct buf *out)
{
    buf_add_char(out, '[');
    for (size_t i = 0; i < json_array_size(v); i++)
        describe(json_array_get(v, i), out);
    buf_add_char(out, ']');
}

static void describe_object(json_t *v, struct buf *out)
{
    buf_add_char(out, '{');
    for (void *i = json_object_iter(v); i; i = json_object_iter_next(v, i)) {
        const char *key = json_object_iter_key(i);

        describe_string(key, text_of(key).len, out);
        describe(json_object_iter_value(i), out);
    }
    buf_add_char(out, '}');
}

static void describe(json_t *v, struct buf *out)
{
    switch (json_typeof(v)) {
    case JSON_NULL:
        buf_add_char(out, 'n');
        break;
    case JSON_TRUE:
        buf_add_char(out, 't');
        break;
    case JSON_FALSE:
        buf_add_char(out, 'f');
        break;
    case JSON_INTEGER:
        buf_add_format(out, "I%lld", (long long)json_integer_value(v));
        break;
    case JSON_REAL:
        buf_add_format(out, "R%a", json_real_value(v));
        break;
    case JSON_STRING:
        describe_string(json_string_value(v), json_string_length(v), out);
        break;
    case JSON_ARRAY:
        describe_array(v, out);
        break;
    case JSON_OBJECT:
        describe_object(v, out);
        break;
    }
}

bool peer_describe(struct text t, struct buf *out)
{
    json_t *v = json_loadb(t.p, t.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);

    if (!v)
        return false;
    describe(v, out);
    json_decref(v);
    return true;
}
