/* dec_fuzz.c - reading and writing decimals, and what must hold of their arithmetic.
 *
 * The input is up to three lines: two decimals, and a third whose first byte chooses
 * digits, scale, mode and power. */
#include "target.h"

#include "base/dec.h"

#include <stdlib.h>

typedef qh_status binary_fn(struct dec a, struct dec b, struct dec *out);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* A struct dec as it must be: at most 34 digits, the exponent in range. */
static bool is_sound(struct dec v)
{
    qh_i128 end = (qh_i128)100000000000000000 * 100000000000000000;

    return v.coef < end && -v.coef < end && v.exp <= DEC_EXP_MAX && -v.exp <= DEC_EXP_MAX;
}

static bool is_same(struct dec a, struct dec b)
{
    return a.coef == b.coef && a.exp == b.exp;
}

/* What was read is written, read again and has the same value. */
static void check_text(struct arena *a, struct dec v)
{
    const char *const forms[] = {dec_text(a, v), dec_text_short(a, v),
                                 dec_text_scientific(a, v)};

    require(is_sound(v));
    for (size_t i = 0; i < LEN(forms); i++) {
        struct dec back = {0};

        require(dec_parse(text_of(forms[i]), &back) == QH_OK);
        require(is_sound(back) && dec_compare(v, back) == 0);
    }
    require(dec_compare(v, dec_normal(v)) == 0);
    require(dec_compare(dec_neg(v), dec_abs(v)) <= 0);
    require(dec_sign(v) == dec_compare(v, dec_int(0)));
}

static void check_commutes(struct dec a, struct dec b, binary_fn *op)
{
    struct dec x = {0};
    struct dec y = {0};
    qh_status rc = op(a, b, &x);

    require(op(b, a, &y) == rc && is_same(x, y) && is_sound(x));
}

static void check_order(struct dec a, struct dec b)
{
    struct dec gap = {0};
    struct dec back = {0};
    int order = dec_compare(a, b);

    require(order == -dec_compare(b, a));
    require(dec_compare(dec_neg(a), dec_neg(b)) == -order);
    if (dec_sub(a, b, &gap) != QH_OK)
        return;
    require(dec_sign(gap) == (order > 0) - (order < 0));
    require(dec_sub(b, a, &back) == QH_OK && is_same(dec_neg(gap), back));
}

/* |a - b| is at most units of the last of 34 digits of a. */
static bool is_near(struct dec a, struct dec b, int units)
{
    struct dec gap = {0};
    struct dec limit = {.coef = units};
    qh_u128 size = a.coef < 0 ? (qh_u128)-a.coef : (qh_u128)a.coef;
    int digits = 0;

    for (; size; size /= 10)
        digits++;
    limit.exp = a.exp + digits - DEC_DIGITS;
    return dec_sub(a, b, &gap) != QH_OK || dec_compare(dec_abs(gap), limit) <= 0;
}

static void check_quotient(struct dec a, struct dec b)
{
    struct dec q = {0};
    struct dec back = {0};

    require(b.coef != 0 || dec_quot(a, b, &q) == QH_RANGE);
    if (dec_quot(a, b, &q) != QH_OK)
        return;
    require(is_sound(q));
    if (dec_mul(q, b, &back) == QH_OK && a.coef != 0)
        require(is_near(a, back, 11));
}

static void check_root(struct dec v)
{
    struct dec root = {0};
    struct dec square = {0};

    if (dec_sqrt(v, &root) != QH_OK) {
        require(v.coef < 0);
        return;
    }
    require(is_sound(root));
    if (v.coef != 0 && dec_mul(root, root, &square) == QH_OK)
        require(is_near(v, square, 11));
}

/* Rounding twice changes nothing more, and stays between floor and ceiling. */
static void check_rounding(struct dec v, int32_t scale, enum dec_round mode)
{
    struct dec once = {0};
    struct dec twice = {0};
    struct dec low = {0};
    struct dec high = {0};

    if (dec_round_to(v, scale, mode, &once) != QH_OK)
        return;
    require(is_sound(once) && once.exp == -scale);
    require(dec_round_to(once, scale, mode, &twice) == QH_OK && is_same(once, twice));
    require(dec_is_multiple(once, (struct dec){.coef = 1, .exp = -scale}));
    if (dec_round_to(v, scale, DEC_FLOOR, &low) == QH_OK)
        require(dec_compare(low, v) <= 0 && dec_compare(low, once) <= 0);
    if (dec_round_to(v, scale, DEC_CEILING, &high) == QH_OK)
        require(dec_compare(high, v) >= 0 && dec_compare(high, once) >= 0);
}

static void check_whole(struct dec v)
{
    int64_t whole = 0;

    if (dec_to_int(v, &whole) == QH_OK)
        require(dec_is_whole(v) && dec_compare(v, dec_int(whole)) == 0);
}

static bool is_small(struct dec v)
{
    return v.coef == (int32_t)v.coef && v.exp > -9 && v.exp < 9;
}

/* A result within 34 digits is a multiple less than one interval away. */
static void check_interval(struct dec v, struct dec step, enum dec_round mode)
{
    struct dec out = {0};
    struct dec gap = {0};

    if (dec_round_interval(v, step, mode, &out) != QH_OK)
        return;
    require(is_sound(out) && step.coef > 0);
    if (!is_small(v) || !is_small(step))
        return;
    require(dec_is_multiple(out, step));
    require(dec_sub(out, v, &gap) == QH_OK && dec_compare(dec_abs(gap), step) < 0);
}

static void check_choice(struct dec a, struct dec b, unsigned char choice)
{
    enum dec_round mode = (enum dec_round)(choice % 5);
    int32_t scale = (int32_t)(choice % 50) - 15;
    struct dec out = {0};

    check_rounding(a, scale, mode);
    check_interval(a, b, mode);
    require(is_sound(dec_significant(a, choice % 40)));
    if (dec_div(a, b, scale, mode, &out) == QH_OK)
        require(is_sound(out) && out.exp == -scale && b.coef != 0);
    if (dec_power(a, (int32_t)choice - 128, &out) == QH_OK)
        require(is_sound(out));
}

static struct text next_line(struct text *rest)
{
    struct text line = {.p = rest->p};

    while (line.len < rest->len && line.p[line.len] != '\n')
        line.len++;
    rest->p += line.len;
    rest->len -= line.len;
    if (rest->len) {
        rest->p++;
        rest->len--;
    }
    return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = {.p = (const char *)data, .len = size};
    struct dec a = {0};
    struct dec b = {0};
    struct arena arena;

    if (dec_parse(next_line(&rest), &a) != QH_OK)
        return 0;
    arena_init(&arena, 0);
    check_text(&arena, a);
    check_root(a);
    check_whole(a);
    if (dec_parse(next_line(&rest), &b) == QH_OK) {
        check_commutes(a, b, dec_add);
        check_commutes(a, b, dec_mul);
        check_order(a, b);
        check_quotient(a, b);
        check_choice(a, b, rest.len ? (unsigned char)*rest.p : 0);
    }
    arena_done(&arena);
    return 0;
}
