#include "domain/record_work.h"

/* ---- parts of JSON that we wrote ourselves ----
 *
 * Plans and results have ten to twenty thousand bytes, of which a few hundred are needed:
 * those are found by counting brackets, only they are read.  What is judged anew is never
 * written as JSON. */

/* Bytes of the value at the start of t; an end of the enclosing one is 0 bytes long. */
static size_t value_len(struct text t)
{
    size_t depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < t.len; i++) {
        const char ch = t.p[i];

        if (quoted && ch == '\\')
            i++;
        else if (ch == '"')
            quoted = !quoted;
        else if (!quoted && (ch == '{' || ch == '['))
            depth++;
        else if (!quoted && depth && (ch == '}' || ch == ']'))
            depth--;
        else if (!quoted && !depth && (ch == ',' || ch == ':' || ch == '}' || ch == ']'))
            return i;
    }
    return t.len;
}

static struct text rest(struct text t, size_t n)
{
    return n < t.len ? (struct text){t.p + n, t.len - n} : (struct text){0};
}

struct text record_part_text(struct text object, const char *key)
{
    struct text t = rest(object, 1);

    while (t.len > 2) {
        const struct text name = {t.p + 1, value_len(t) - 2};
        size_t n;

        t = rest(t, name.len + 3);
        n = value_len(t);
        if (text_is(name, key))
            return (struct text){t.p, n};
        t = rest(t, n + 1);
    }
    return (struct text){0};
}

qh_status record_part(struct ctx *c, struct text object, const char *key,
                      struct json **out)
{
    const struct text t = record_part_text(object, key);

    if (!t.len)
        return qh_fail(&c->err, QH_BUG, "record.plan", "", "no %s", key);
    return json_parse(c->arena, t, out, &c->err);
}
