/* Does numbers of the uncertainty library from standard input, one a line, for
 * uncertainty_random.py:
 *
 *     exp V | ln1p V | beyond Z | sqrt V       ->  a number in scientific notation
 *     factor P NU                              ->  k; NU may be "inf"
 *     up V DIGITS | upto V TO | like V U       ->  rounded
 *
 * or the name of the failure. */
#include "rule/elementary.h"
#include "rule/normal.h"
#include "rule/student.h"
#include "rule/uncertainty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 512, WORDS_MAX = 3 };

struct line {
    struct text word[WORDS_MAX];
    struct dec v[WORDS_MAX]; /* [1] and [2], 0 if no number */
};

static void read_line(char *line, struct line *out)
{
    char *save = NULL;
    char *w = strtok_r(line, " \n", &save);

    *out = (struct line){0};
    for (int i = 0; i < WORDS_MAX && w; i++, w = strtok_r(NULL, " \n", &save)) {
        out->word[i] = text_of(w);
        if (i)
            (void)!dec_parse(out->word[i], &out->v[i]);
    }
}

QH_MUST static qh_status factor(const struct line *l, struct dec *out)
{
    struct student_nu nu = {!text_is(l->word[2], "inf"), l->v[2]};

    return student_factor(l->v[1], nu, out);
}

QH_MUST static qh_status compute(const struct line *l, struct dec *out)
{
    int64_t digits = 0;

    if (text_is(l->word[0], "exp"))
        return elementary_exp(l->v[1], out);
    if (text_is(l->word[0], "ln1p"))
        return elementary_ln1p(l->v[1], out);
    if (text_is(l->word[0], "beyond"))
        return normal_beyond(l->v[1], out);
    if (text_is(l->word[0], "sqrt"))
        return dec_sqrt(l->v[1], out);
    if (text_is(l->word[0], "factor"))
        return factor(l, out);
    if (text_is(l->word[0], "upto"))
        return uncertainty_round_up_to(l->v[1], l->v[2], out);
    if (text_is(l->word[0], "like"))
        return uncertainty_round_like(l->v[1], l->v[2], out);
    if (text_is(l->word[0], "up") && !dec_to_int(l->v[2], &digits))
        return uncertainty_round_up(l->v[1], (int)digits, out);
    return QH_BUG;
}

int main(void)
{
    char line[LINE_BYTES];
    struct arena a;

    arena_init(&a, 0);
    while (fgets(line, sizeof line, stdin)) {
        struct line l;
        struct dec v = {0};
        qh_status rc;

        read_line(line, &l);
        rc = compute(&l, &v);
        (void)puts(rc ? qh_status_name(rc) : dec_text_scientific(&a, v));
        arena_reset(&a);
    }
    arena_done(&a);
    return EXIT_SUCCESS;
}
