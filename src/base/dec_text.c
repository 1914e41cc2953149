/* Decimals from text and to text. */
#include "base/dec.h"

#include "base/dec_inner.h"

#include <string.h>

enum {
    PLAIN_MAX = 60, /* characters of plain notation before it turns scientific */
    TEXT_BYTES =
        DEC_SHORT_MAX,  /* sign, point, E+6000, 34 digits or PLAIN_MAX characters */
    SHORT_DIGITS = 19,  /* what 64 bits hold */
    EXP_ENOUGH = 100000 /* an exponent written larger than this stays this large */
};

/* What is read of a number so far. */
struct reading {
    const char *p;
    const char *end;
    struct dec_raw raw;
    uint64_t high; /* the first SHORT_DIGITS significant digits */
    uint64_t low;  /* as many more */
    int taken;     /* significant digits in both */
    int dropped;   /* digits after them */
    bool digit;    /* a digit was seen */
};

static bool at_digit(const struct reading *r)
{
    return r->p < r->end && *r->p >= '0' && *r->p <= '9';
}

/* One more digit of the second half, or behind it. */
static void take_late(struct reading *r, unsigned digit)
{
    if (r->taken < 2 * SHORT_DIGITS) {
        r->low = r->low * 10 + digit;
        r->taken++;
    } else {
        r->raw.more = r->raw.more || digit;
        r->dropped++;
    }
}

/* Takes a run of digits; point: they stand behind the decimal point. */
static void read_digits(struct reading *r, bool point)
{
    const char *start = r->p;

    if (r->taken == 0)
        while (r->p < r->end && *r->p == '0')
            r->p++;
    for (; r->taken < SHORT_DIGITS && at_digit(r); r->p++, r->taken++)
        r->high = r->high * 10 + (unsigned)(*r->p - '0');
    for (; at_digit(r); r->p++)
        take_late(r, (unsigned)(*r->p - '0'));
    r->digit = r->digit || r->p != start;
    if (point)
        r->raw.exp -= r->p - start;
}

/* Both halves together, and the exponent for the digits that were dropped. */
static struct dec_raw read_value(struct reading *r)
{
    r->raw.size = r->high;
    if (r->taken > SHORT_DIGITS)
        r->raw.size = r->raw.size * WIDE_POW10[r->taken - SHORT_DIGITS] + r->low;
    r->raw.exp += r->dropped;
    return r->raw;
}

static bool read_sign(struct reading *r)
{
    bool negative = r->p < r->end && *r->p == '-';

    if (negative || (r->p < r->end && *r->p == '+'))
        r->p++;
    return negative;
}

/* "e-3" and the like; false if no digit follows. */
static bool read_exponent(struct reading *r)
{
    int64_t exp = 0;
    bool negative;

    r->p++;
    negative = read_sign(r);
    if (!at_digit(r))
        return false;
    for (; at_digit(r); r->p++)
        if (exp < EXP_ENOUGH)
            exp = exp * 10 + (*r->p - '0');
    r->raw.exp += negative ? -exp : exp;
    return true;
}

qh_status dec_parse(struct text t, struct dec *out)
{
    struct reading r = {.p = t.p, .end = t.p + t.len};

    if (t.len > DEC_TEXT_MAX)
        return QH_LIMIT;
    r.raw.negative = read_sign(&r);
    read_digits(&r, false);
    if (r.p < r.end && *r.p == '.') {
        r.p++;
        read_digits(&r, true);
    }
    if (!r.digit)
        return QH_INVALID;
    if (r.p < r.end && (*r.p == 'e' || *r.p == 'E') && !read_exponent(&r))
        return QH_INVALID;
    if (r.p != r.end)
        return QH_INVALID;
    return dec_finish(read_value(&r), out);
}

/* Digits of v from the end back, at least `least` of them. */
static char *write_back(char *end, uint64_t v, int least)
{
    for (; v || least > 0; v /= 10, least--)
        *--end = (char)('0' + v % 10);
    return end;
}

/* Digits of a size, without leading zeros ("0" for zero); answers their number. */
static int write_digits(char *to, qh_u128 size)
{
    char back[WIDE_POW10_MAX + 2];
    char *end = back + sizeof(back);
    char *p = end;
    qh_u128 low = size;

    if (size >= WIDE_POW10[SHORT_DIGITS]) {
        uint64_t high = (uint64_t)wide_cut((struct wide){.lo = size}, SHORT_DIGITS, &low);

        p = write_back(p, (uint64_t)low, SHORT_DIGITS);
        p = write_back(p, high, 1);
    } else {
        p = write_back(p, (uint64_t)low, 1);
    }
    memcpy(to, p, (size_t)(end - p));
    return (int)(end - p);
}

static char *fill(char *to, char c, int n)
{
    memset(to, c, (size_t)n);
    return to + n;
}

static char *copy(char *to, const char *from, int n)
{
    memcpy(to, from, (size_t)n);
    return to + n;
}

/* "1.5E-9": one digit before the point. */
static char *write_scientific(char *to, const char *digits, int n, int32_t exp)
{
    int32_t lead = exp + n - 1;

    *to++ = digits[0];
    if (n > 1) {
        *to++ = '.';
        to = copy(to, digits + 1, n - 1);
    }
    *to++ = 'E';
    *to++ = lead < 0 ? '-' : '+';
    return to + write_digits(to, (qh_u128)(lead < 0 ? -lead : lead));
}

static char *write_plain(char *to, const char *digits, int n, int32_t exp)
{
    if (exp >= 0)
        return fill(copy(to, digits, n), '0', exp);
    if (n > -exp) {
        to = copy(to, digits, n + exp);
        *to++ = '.';
        return copy(to, digits + n + exp, -exp);
    }
    to = copy(to, "0.", 2);
    return copy(fill(to, '0', -exp - n), digits, n);
}

/* Characters of the plain notation without its sign. */
static int32_t plain_len(int n, int32_t exp)
{
    if (exp >= 0)
        return n + exp;
    return n > -exp ? n + 1 : 2 - exp;
}

/* Into TEXT_BYTES; answers how many there are. */
static size_t write_text(char *to, struct dec v, bool scientific)
{
    char digits[WIDE_POW10_MAX + 1];
    char *end = to;
    int n = write_digits(digits, dec_size(v.coef));

    /* Zero has no zeros before its point: 0E+3 is written 0. */
    if (v.coef == 0 && v.exp > 0 && !scientific)
        v.exp = 0;
    if (v.coef < 0)
        *end++ = '-';
    if (scientific || plain_len(n, v.exp) > PLAIN_MAX)
        end = write_scientific(end, digits, n, v.exp);
    else
        end = write_plain(end, digits, n, v.exp);
    return (size_t)(end - to);
}

static char *to_text(struct arena *a, struct dec v, bool scientific)
{
    char text[TEXT_BYTES];

    return text_copy(a, (struct text){.p = text, .len = write_text(text, v, scientific)});
}

char *dec_text(struct arena *a, struct dec v)
{
    return to_text(a, v, false);
}

/* What nearly all numbers are: up to 18 digits, not far from the point. */
static bool is_usual(struct dec v)
{
    return v.coef < (qh_i128)WIDE_POW10[18] && -v.coef < (qh_i128)WIDE_POW10[18] &&
           v.exp >= -18 && v.exp <= 18;
}

/* The text of such a number without needless zeros, from its end back. */
static size_t write_usual(char *to, int64_t coef, int32_t exp)
{
    char text[TEXT_BYTES];
    char *end = text + sizeof text;
    char *p = end;
    uint64_t size = coef < 0 ? -(uint64_t)coef : (uint64_t)coef;

    for (; exp < 0 && size % 10 == 0; exp++)
        size /= 10;
    for (; size && exp > 0; exp--)
        *--p = '0';
    if (exp < 0) {
        for (; exp < 0; exp++, size /= 10)
            *--p = (char)('0' + size % 10);
        *--p = '.';
    }
    p = write_back(p, size, 1);
    if (coef < 0)
        *--p = '-';
    memcpy(to, p, (size_t)(end - p));
    return (size_t)(end - p);
}

size_t dec_write_short(char *to, struct dec v)
{
    if (is_usual(v))
        return write_usual(to, (int64_t)v.coef, v.exp);
    return write_text(to, dec_normal(v), false);
}

char *dec_text_short(struct arena *a, struct dec v)
{
    char text[DEC_SHORT_MAX];

    return text_copy(a, (struct text){.p = text, .len = dec_write_short(text, v)});
}

char *dec_text_scientific(struct arena *a, struct dec v)
{
    return to_text(a, v, true);
}
