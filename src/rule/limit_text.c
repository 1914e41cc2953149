#include "rule/limit.h"

#include <string.h>

/* Recursion is as deep as limits nest: LIMIT_DEPTH_MAX at most. */

/* d.dddE-n without trailing zeros, as Python's format(v.normalize(), "E"). */
static char *scientific(struct arena *a, struct dec v)
{
    struct dec n = dec_normal(v);
    const char *digits;
    struct buf b;
    size_t len;

    digits = dec_text(a, dec_abs((struct dec){.coef = n.coef}));
    len = strlen(digits);
    buf_init(&b, a);
    if (dec_sign(v) < 0)
        buf_add_char(&b, '-');
    buf_add_char(&b, digits[0]);
    if (len > 1) {
        buf_add_char(&b, '.');
        buf_add_str(&b, digits + 1);
    }
    buf_add_format(&b, "E%+ld", (long)n.exp + (long)len - 1);
    return buf_str(&b);
}

char *limit_number(struct arena *a, struct dec v)
{
    if (dec_sign(v) && dec_compare(dec_abs(v), dec_scaled(1, -6)) < 0)
        return scientific(a, v);
    return dec_text_short(a, v);
}

static void put(struct buf *b, const struct limit_found *f);

static void put_group(struct buf *b, const struct limit_found *f)
{
    buf_add_str(b, f->plain->kind == LIMIT_ANY ? "any(" : "all(");
    for (size_t i = 0; i < f->plain->cases_n; i++) {
        if (i)
            buf_add_str(b, "; ");
        put(b, &f->parts[i]);
    }
    buf_add_char(b, ')');
}

static void put(struct buf *b, const struct limit_found *f)
{
    if (!f->plain) {
        buf_add_str(b, "None");
        return;
    }
    switch (f->plain->kind) {
    case LIMIT_ABS:
        buf_add_str(b, "\u00b1");
        break;
    case LIMIT_LE:
        buf_add_str(b, "\u2264");
        break;
    case LIMIT_GE:
        buf_add_str(b, "\u2265");
        break;
    case LIMIT_BETWEEN:
        buf_add_char(b, '[');
        break;
    case LIMIT_ANY:
    case LIMIT_ALL:
        put_group(b, f);
        return;
    case LIMIT_NEVER:
    case LIMIT_MAP:
    case LIMIT_STEPS:
        buf_add_str(b, "no grade");
        return;
    }
    buf_add_str(b, limit_number(b->arena, f->low));
    if (f->plain->kind != LIMIT_BETWEEN)
        return;
    buf_add_char(b, ',');
    buf_add_str(b, limit_number(b->arena, f->high));
    buf_add_char(b, ']');
}

char *limit_text(struct arena *a, const struct limit_found *f)
{
    struct buf b;

    if (!f->plain)
        return NULL;
    buf_init(&b, a);
    put(&b, f);
    return buf_str(&b);
}
