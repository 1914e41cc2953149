/* Functions of the libc for the WebAssembly module of the engine, 3 KB smaller than those
 * of wasi-libc.  Printing has what the sources use: %s, %c, %d, %u and %x with the
 * lengths l, ll and z, a width, a precision of strings and the flags 0 and +; anything
 * else traps. The suite `engine` compares what comes out with the native build. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- copies: one instruction each (-mbulk-memory) ---- */

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
    return __builtin_memcpy(to, from, n);
}

void *memmove(void *to, const void *from, size_t n)
{
    return __builtin_memmove(to, from, n);
}

void *memset(void *to, int byte, size_t n)
{
    return __builtin_memset(to, byte, n);
}

/* ---- sorting: by a heap, in n log n whatever the order was ---- */

typedef int (*compare)(const void *, const void *);

struct items {
    char *base;
    size_t size;
    compare compare;
};

static void swap(char *a, char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = a[i];

        a[i] = b[i];
        b[i] = c;
    }
}

/* Lets item i sink until it is no smaller than the two below it. */
static void sink(const struct items *t, size_t i, size_t n)
{
    for (size_t below = 2 * i + 1; below < n; below = 2 * i + 1) {
        char *at = t->base + i * t->size;
        char *to = t->base + below * t->size;

        if (below + 1 < n && t->compare(to, to + t->size) < 0) {
            to += t->size;
            below++;
        }
        if (t->compare(at, to) >= 0)
            return;
        swap(at, to, t->size);
        i = below;
    }
}

void qsort(void *base, size_t n, size_t size, compare order)
{
    struct items t = {base, size, order};

    for (size_t i = n / 2; i-- > 0;)
        sink(&t, i, n);
    for (size_t end = n; end-- > 1;) {
        swap(t.base, t.base + end * size, size);
        sink(&t, 0, end);
    }
}

/* ---- printing ---- */

struct out {
    char *to;
    size_t cap; /* bytes of room, the NUL included */
    size_t n;   /* bytes that there would be */
};

static void put(struct out *o, char c)
{
    if (o->n + 1 < o->cap)
        o->to[o->n] = c;
    o->n++;
}

struct spec {
    bool zero, plus;
    int width;
    int precision; /* -1: none */
    int size;      /* l, ll: 1, 2; z: 1 */
};

static void pad(struct out *o, int width, size_t n, char with)
{
    for (size_t i = n; width > 0 && i < (size_t)width; i++)
        put(o, with);
}

static void put_text(struct out *o, const struct spec *s, const char *text)
{
    size_t n = 0;

    while ((s->precision < 0 || n < (size_t)s->precision) && text[n])
        n++;
    pad(o, s->width, n, ' ');
    for (size_t i = 0; i < n; i++)
        put(o, text[i]);
}

static void put_number(struct out *o, const struct spec *s, uint64_t v, char sign,
                       unsigned base)
{
    char digits[24];
    size_t n = 0;
    size_t signs = sign != 0;

    do
        digits[n++] = "0123456789abcdef"[v % base];
    while (v /= base);
    if (!s->zero)
        pad(o, s->width, n + signs, ' ');
    if (sign)
        put(o, sign);
    if (s->zero)
        pad(o, s->width, n + signs, '0');
    while (n)
        put(o, digits[--n]);
}

/* long and size_t have 32 bits. */
static void put_signed(struct out *o, const struct spec *s, int64_t v)
{
    put_number(o, s, v < 0 ? -(uint64_t)v : (uint64_t)v,
               (char)(v < 0     ? '-'
                      : s->plus ? '+'
                                : 0),
               10);
}

/* A number of the format, or * for the next argument. */
static const char *read_size(const char *p, va_list *ap, int *out)
{
    *out = 0;
    if (*p == '*') {
        *out = va_arg(*ap, int);
        return p + 1;
    }
    while (*p >= '0' && *p <= '9')
        *out = *out * 10 + (*p++ - '0');
    return p;
}

static const char *read_spec(const char *p, va_list *ap, struct spec *s)
{
    *s = (struct spec){.precision = -1};
    for (; *p == '0' || *p == '+'; p++) {
        s->zero = s->zero || *p == '0';
        s->plus = s->plus || *p == '+';
    }
    p = read_size(p, ap, &s->width);
    if (*p == '.')
        p = read_size(p + 1, ap, &s->precision);
    for (; *p == 'l' || *p == 'z'; p++)
        s->size++;
    return p;
}

int vsnprintf(char *restrict to, size_t cap, const char *restrict p, va_list args)
{
    struct out o = {to, cap, 0};
    struct spec s;
    va_list ap;

    va_copy(ap, args);
    for (; *p; p++) {
        if (*p != '%') {
            put(&o, *p);
            continue;
        }
        p = read_spec(p + 1, &ap, &s);
        if (*p == 's')
            put_text(&o, &s, va_arg(ap, const char *));
        else if (*p == 'c')
            put(&o, (char)va_arg(ap, int));
        else if (*p == 'd')
            put_signed(&o, &s, s.size == 2 ? va_arg(ap, long long) : va_arg(ap, int));
        else if (*p == 'u' || *p == 'x')
            put_number(&o, &s,
                       s.size == 2 ? va_arg(ap, unsigned long long)
                                   : va_arg(ap, unsigned),
                       0, *p == 'u' ? 10 : 16);
        else
            __builtin_trap();
    }
    va_end(ap);
    if (cap)
        to[o.n < cap ? o.n : cap - 1] = 0;
    return (int)o.n;
}

int snprintf(char *restrict to, size_t cap, const char *restrict format, ...)
{
    va_list ap;
    int n;

    va_start(ap, format);
    n = vsnprintf(to, cap, format, ap);
    va_end(ap);
    return n;
}
