/* Looking things up in a document that was read. */
#include "base/json.h"

const struct json *json_member(const struct json *o, const char *key)
{
    struct text name = text_of(key);

    if (!o || o->kind != JSON_OBJECT)
        return NULL;
    for (const struct json *m = o->first; m; m = m->next)
        if (text_equal(m->key, name))
            return m;
    return NULL;
}

const struct json *json_item(const struct json *array, size_t i)
{
    const struct json *v;

    if (!array || array->kind != JSON_ARRAY || i >= array->count)
        return NULL;
    for (v = array->first; i; i--)
        v = v->next;
    return v;
}

const char *json_str(const struct json *o, const char *key, const char *fallback)
{
    const struct json *v = json_member(o, key);

    return v && v->kind == JSON_STRING ? v->text.p : fallback;
}

bool json_is_true(const struct json *v)
{
    return v && v->kind == JSON_TRUE;
}

qh_status json_int(const struct json *v, int64_t *out)
{
    uint64_t n = 0;
    uint64_t most;
    bool negative;

    if (!v || v->kind != JSON_NUMBER)
        return QH_INVALID;
    negative = v->text.p[0] == '-';
    most = (uint64_t)INT64_MAX + negative;
    for (size_t i = negative; i < v->text.len; i++) {
        uint64_t digit = (uint64_t)(unsigned char)v->text.p[i] - '0';

        if (digit > 9 || n > (most - digit) / 10)
            return QH_INVALID;
        n = n * 10 + digit;
    }
    *out = negative ? (int64_t)-n : (int64_t)n;
    return QH_OK;
}

qh_status json_dec(const struct json *v, struct dec *out)
{
    if (!v || (v->kind != JSON_STRING && v->kind != JSON_NUMBER))
        return QH_INVALID;
    return dec_parse(v->text, out);
}
