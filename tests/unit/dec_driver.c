/* Does decimal operations from standard input, one a line, for dec_python.py:
 *
 *     add COEF EXP COEF EXP          ->  [-]COEF"E"EXP   or   the failure
 *     round COEF EXP SCALE MODE      ->  [-]COEF"E"EXP
 *     text COEF EXP                  ->  the text
 *
 * Coefficients travel as plain integers, so that reading and writing them here does not
 * lean on the code under test. */
#include "base/dec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 8, LINE_BYTES = 512 };

struct line {
    char *word[WORDS_MAX];
    int n;
    struct arena *arena;
};

static qh_i128 read_coef(const char *s)
{
    bool negative = *s == '-';
    qh_i128 v = 0;

    for (s += negative; *s; s++)
        v = v * 10 + (*s - '0');
    return negative ? -v : v;
}

static struct dec operand(const struct line *l, int i)
{
    return (struct dec){.coef = read_coef(l->word[i]),
                        .exp = (int32_t)strtol(l->word[i + 1], NULL, 10)};
}

static int32_t number(const struct line *l, int i)
{
    return (int32_t)strtol(l->word[i], NULL, 10);
}

static void answer(qh_status rc, struct dec v)
{
    char back[48];
    size_t i = sizeof(back);
    qh_u128 size = v.coef < 0 ? (qh_u128)-v.coef : (qh_u128)v.coef;

    if (rc) {
        (void)puts(rc == QH_RANGE ? "range" : qh_status_name(rc));
        return;
    }
    back[--i] = '\0';
    do {
        back[--i] = (char)('0' + (int)(size % 10));
        size /= 10;
    } while (size);
    if (v.coef < 0)
        back[--i] = '-';
    (void)printf("%sE%d\n", back + i, v.exp);
}

static void do_binary(const struct line *l,
                      qh_status (*op)(struct dec, struct dec, struct dec *))
{
    struct dec out = {0};
    qh_status rc = op(operand(l, 1), operand(l, 3), &out);

    answer(rc, out);
}

static void do_add(const struct line *l)
{
    do_binary(l, dec_add);
}

static void do_sub(const struct line *l)
{
    do_binary(l, dec_sub);
}

static void do_mul(const struct line *l)
{
    do_binary(l, dec_mul);
}

static void do_quot(const struct line *l)
{
    do_binary(l, dec_quot);
}

static void do_sqrt(const struct line *l)
{
    struct dec out = {0};
    qh_status rc = dec_sqrt(operand(l, 1), &out);

    answer(rc, out);
}

static void do_power(const struct line *l)
{
    struct dec out = {0};
    qh_status rc = dec_power(operand(l, 1), number(l, 3), &out);

    answer(rc, out);
}

static void do_real(const struct line *l)
{
    do_binary(l, dec_power_real);
}

static void do_div(const struct line *l)
{
    struct dec out = {0};
    qh_status rc = dec_div(operand(l, 1), operand(l, 3), number(l, 5),
                           (enum dec_round)number(l, 6), &out);

    answer(rc, out);
}

static void do_round(const struct line *l)
{
    struct dec out = {0};
    qh_status rc =
        dec_round_to(operand(l, 1), number(l, 3), (enum dec_round)number(l, 4), &out);

    answer(rc, out);
}

static void do_interval(const struct line *l)
{
    struct dec out = {0};
    qh_status rc = dec_round_interval(operand(l, 1), operand(l, 3),
                                      (enum dec_round)number(l, 5), &out);

    answer(rc, out);
}

static void do_significant(const struct line *l)
{
    answer(QH_OK, dec_significant(operand(l, 1), number(l, 3)));
}

static void do_normal(const struct line *l)
{
    answer(QH_OK, dec_normal(operand(l, 1)));
}

static void do_compare(const struct line *l)
{
    (void)printf("%d\n", dec_compare(operand(l, 1), operand(l, 3)));
}

static void do_multiple(const struct line *l)
{
    (void)printf("%d\n", dec_is_multiple(operand(l, 1), operand(l, 3)));
}

static void do_whole(const struct line *l)
{
    int64_t v = 0;
    qh_status rc = dec_to_int(operand(l, 1), &v);

    if (rc)
        (void)printf("%d range\n", dec_is_whole(operand(l, 1)));
    else
        (void)printf("%d %lld\n", dec_is_whole(operand(l, 1)), (long long)v);
}

static void do_text(const struct line *l)
{
    struct dec v = operand(l, 1);

    (void)printf("%s %s %s\n", dec_text(l->arena, v), dec_text_short(l->arena, v),
                 dec_text_scientific(l->arena, v));
}

/* An empty text arrives as "parse" without a word behind it. */
static void do_parse(const struct line *l)
{
    struct dec out = {0};
    qh_status rc = dec_parse(text_of(l->n > 1 ? l->word[1] : ""), &out);

    answer(rc, out);
}

static const struct {
    const char *name;
    void (*run)(const struct line *l);
    int words;
} OPERATIONS[] = {
    {"add", do_add, 5},
    {"sub", do_sub, 5},
    {"mul", do_mul, 5},
    {"quot", do_quot, 5},
    {"sqrt", do_sqrt, 3},
    {"power", do_power, 4},
    {"real", do_real, 5},
    {"div", do_div, 7},
    {"round", do_round, 5},
    {"interval", do_interval, 6},
    {"significant", do_significant, 4},
    {"normal", do_normal, 3},
    {"compare", do_compare, 5},
    {"multiple", do_multiple, 5},
    {"whole", do_whole, 3},
    {"text", do_text, 3},
    {"parse", do_parse, 1},
};

static bool run(struct line *l)
{
    for (size_t i = 0; i < LEN(OPERATIONS); i++)
        if (strcmp(l->word[0], OPERATIONS[i].name) == 0 && l->n >= OPERATIONS[i].words) {
            OPERATIONS[i].run(l);
            return true;
        }
    return false;
}

int main(void)
{
    char text[LINE_BYTES];
    struct arena arena;
    struct line l = {.arena = &arena};
    int rc = 0;

    arena_init(&arena, 0);
    while (rc == 0 && fgets(text, sizeof(text), stdin)) {
        char *save = NULL;

        l.n = 0;
        for (char *w = strtok_r(text, " \n", &save); w && l.n < WORDS_MAX;
             w = strtok_r(NULL, " \n", &save))
            l.word[l.n++] = w;
        if (l.n == 0 || !run(&l))
            rc = 1;
        arena_reset(&arena);
    }
    arena_done(&arena);
    return rc;
}
