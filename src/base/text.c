#include "base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct text text_of(const char *s)
{
    return (struct text){.p = s ? s : "", .len = s ? strlen(s) : 0};
}

bool text_equal(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

bool text_is(struct text a, const char *s)
{
    return text_equal(a, text_of(s));
}

bool text_starts(struct text a, struct text prefix)
{
    return a.len >= prefix.len &&
           (prefix.len == 0 || memcmp(a.p, prefix.p, prefix.len) == 0);
}

bool str_equal(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return strcmp(a, b) == 0;
}

bool str_is_blank(const char *s)
{
    return text_trim(text_of(s)).len == 0;
}

char *text_copy(struct arena *a, struct text t)
{
    char *p = arena_alloc(a, t.len + 1, 1);

    if (t.len)
        memcpy(p, t.p, t.len);
    return p;
}

char *str_copy(struct arena *a, const char *s)
{
    return text_copy(a, text_of(s));
}

char *str_format(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    char *p;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        return arena_alloc(a, 1, 1);
    p = arena_alloc(a, (size_t)n + 1, 1);
    va_start(ap, fmt);
    (void)vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return p;
}

/* Length of the well-formed sequence at p, 0 if there is none (Unicode 15, table 3-7). */
static size_t sequence_len(const unsigned char *p, size_t left)
{
    unsigned char lo = 0x80;
    unsigned char hi = 0xBF;
    size_t n;

    if (p[0] == 0)
        return 0;
    if (p[0] < 0x80)
        return 1;
    if (p[0] >= 0xC2 && p[0] <= 0xDF)
        n = 2;
    else if (p[0] >= 0xE0 && p[0] <= 0xEF)
        n = 3;
    else if (p[0] >= 0xF0 && p[0] <= 0xF4)
        n = 4;
    else
        return 0;
    if (left < n)
        return 0;
    if (p[0] == 0xE0)
        lo = 0xA0;
    else if (p[0] == 0xED)
        hi = 0x9F;
    else if (p[0] == 0xF0)
        lo = 0x90;
    else if (p[0] == 0xF4)
        hi = 0x8F;
    if (p[1] < lo || p[1] > hi)
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

size_t text_sequence(struct text t)
{
    return t.len ? sequence_len((const unsigned char *)t.p, t.len) : 0;
}

bool text_is_utf8(struct text t)
{
    size_t i = 0;

    while (i < t.len) {
        size_t n = sequence_len((const unsigned char *)t.p + i, t.len - i);

        if (!n)
            return false;
        i += n;
    }
    return true;
}

size_t text_chars(struct text t)
{
    size_t n = 0;

    for (size_t i = 0; i < t.len; i++)
        if (((unsigned char)t.p[i] & 0xC0) != 0x80)
            n++;
    return n;
}

uint32_t text_next(struct text t, size_t *pos)
{
    const unsigned char *p = (const unsigned char *)t.p + *pos;
    size_t left = t.len - *pos;

    if (p[0] < 0x80 || left < 2) {
        *pos += 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *pos += 2;
        return ((uint32_t)(p[0] & 0x1F) << 6) | (p[1] & 0x3F);
    }
    if (p[0] < 0xF0 && left >= 3) {
        *pos += 3;
        return ((uint32_t)(p[0] & 0x0F) << 12) | ((uint32_t)(p[1] & 0x3F) << 6) |
               (p[2] & 0x3F);
    }
    if (left < 4) {
        *pos = t.len;
        return 0xFFFD;
    }
    *pos += 4;
    return ((uint32_t)(p[0] & 0x07) << 18) | ((uint32_t)(p[1] & 0x3F) << 12) |
           ((uint32_t)(p[2] & 0x3F) << 6) | (p[3] & 0x3F);
}

static const struct text WIDE_SPACE = {.p = "\xE3\x80\x80", .len = 3};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

struct text text_trim(struct text t)
{
    for (;;) {
        if (t.len && is_space(t.p[0]))
            t = (struct text){t.p + 1, t.len - 1};
        else if (text_starts(t, WIDE_SPACE))
            t = (struct text){t.p + 3, t.len - 3};
        else
            break;
    }
    for (;;) {
        if (t.len && is_space(t.p[t.len - 1]))
            t.len--;
        else if (t.len >= 3 && memcmp(t.p + t.len - 3, WIDE_SPACE.p, 3) == 0)
            t.len -= 3;
        else
            break;
    }
    return t;
}

/* The ASCII character that a full-width or typographic one stands for in a number. */
static uint32_t plain_char(uint32_t c)
{
    if (c >= 0xFF10 && c <= 0xFF19)
        return '0' + (c - 0xFF10);
    switch (c) {
    case 0xFF0E: /* full-width full stop */
    case 0x3002: /* ideographic full stop */
        return '.';
    case 0xFF0C: /* full-width comma */
        return ',';
    case 0xFF0B:
        return '+';
    case 0xFF0D: /* full-width hyphen-minus */
    case 0x2212: /* minus sign */
        return '-';
    default:
        return c;
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Turns the only comma into a point unless it may be a separator of thousands. */
static void comma_to_point(char *s)
{
    char *comma = strchr(s, ',');
    size_t after;
    size_t before = 0;

    if (!comma || strchr(comma + 1, ',') || strchr(s, '.'))
        return;
    after = strlen(comma + 1);
    for (const char *p = s; p < comma; p++)
        if (is_digit(*p) && (before || *p != '0'))
            before++;
    if (after == 3 && before)
        return;
    *comma = '.';
}

char *text_plain_number(struct arena *a, struct text t)
{
    struct buf b;
    size_t pos = 0;
    char *s;

    t = text_trim(t);
    buf_init(&b, a);
    while (pos < t.len)
        buf_add_utf8(&b, plain_char(text_next(t, &pos)));
    s = buf_str(&b);
    comma_to_point(s);
    return s;
}

void buf_init(struct buf *b, struct arena *a)
{
    *b = (struct buf){.arena = a};
}

static void reserve(struct buf *b, size_t more)
{
    size_t need = b->len + more + 1;
    size_t cap = b->cap ? b->cap : 256;
    char *p;

    if (need <= b->cap)
        return;
    while (cap < need)
        cap *= 2;
    p = arena_alloc(b->arena, cap, 1);
    if (b->len)
        memcpy(p, b->p, b->len);
    b->p = p;
    b->cap = cap;
}

char *buf_room(struct buf *b, size_t more)
{
    reserve(b, more);
    return b->p + b->len;
}

void buf_add(struct buf *b, struct text t)
{
    reserve(b, t.len);
    if (t.len)
        memcpy(b->p + b->len, t.p, t.len);
    b->len += t.len;
}

void buf_add_str(struct buf *b, const char *s)
{
    buf_add(b, text_of(s));
}

void buf_add_char(struct buf *b, char c)
{
    reserve(b, 1);
    b->p[b->len++] = c;
}

void buf_add_utf8(struct buf *b, uint32_t c)
{
    char s[4];
    size_t n = 0;

    if (c < 0x80) {
        s[n++] = (char)c;
    } else if (c < 0x800) {
        s[n++] = (char)(0xC0 | (c >> 6));
        s[n++] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        s[n++] = (char)(0xE0 | (c >> 12));
        s[n++] = (char)(0x80 | ((c >> 6) & 0x3F));
        s[n++] = (char)(0x80 | (c & 0x3F));
    } else {
        s[n++] = (char)(0xF0 | (c >> 18));
        s[n++] = (char)(0x80 | ((c >> 12) & 0x3F));
        s[n++] = (char)(0x80 | ((c >> 6) & 0x3F));
        s[n++] = (char)(0x80 | (c & 0x3F));
    }
    buf_add(b, (struct text){s, n});
}

void buf_add_int(struct buf *b, int64_t v)
{
    char digits[20]; /* sign and 19, or 20 */
    char *end = digits + sizeof digits;
    char *p = end;
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

    do {
        *--p = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (v < 0)
        *--p = '-';
    buf_add(b, (struct text){p, (size_t)(end - p)});
}

void buf_add_format(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        return;
    reserve(b, (size_t)n);
    va_start(ap, fmt);
    (void)vsnprintf(b->p + b->len, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

char *buf_str(struct buf *b)
{
    reserve(b, 0);
    b->p[b->len] = 0;
    return b->p;
}

struct text buf_text(const struct buf *b)
{
    return (struct text){.p = b->p ? b->p : "", .len = b->len};
}
