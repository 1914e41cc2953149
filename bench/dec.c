/* Time of decimal operations, and the ratio to MPFR at 128 bits (binary, so it rounds
 * what we keep exact) in the same run.  Medians of 5 rounds, CPU time of the process. */
#include "base/dec.h"

#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { OPERANDS = 256, PASSES = 400, ROUNDS = 5, MPFR_BITS = 128, NUMBER_CHARS = 64 };

struct operands {
    struct dec a[OPERANDS];
    struct dec b[OPERANDS];
    char text[OPERANDS][NUMBER_CHARS];
    mpfr_t ma[OPERANDS];
    mpfr_t mb[OPERANDS];
    mpfr_t out;
    struct arena arena;
};

static struct operands ops;
static volatile int64_t sink;

static double now_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Median ns of one operation. */
static double measure(void (*pass)(void))
{
    double ns[ROUNDS];

    for (int r = 0; r < ROUNDS; r++) {
        double start = now_ns();

        for (int i = 0; i < PASSES; i++)
            pass();
        ns[r] = (now_ns() - start) / ((double)PASSES * OPERANDS);
    }
    qsort(ns, ROUNDS, sizeof(ns[0]), by_size);
    return ns[ROUNDS / 2];
}

static void run_binary(qh_status (*op)(struct dec, struct dec, struct dec *))
{
    struct dec out = {0};
    int64_t sum = 0;

    for (int i = 0; i < OPERANDS; i++) {
        if (op(ops.a[i], ops.b[i], &out) != QH_OK)
            abort();
        sum += (int64_t)out.coef;
    }
    sink = sum;
}

static void do_add(void)
{
    run_binary(dec_add);
}

static void do_mul(void)
{
    run_binary(dec_mul);
}

static void do_quot(void)
{
    run_binary(dec_quot);
}

static void do_compare(void)
{
    int64_t sum = 0;

    for (int i = 0; i < OPERANDS; i++)
        sum += dec_compare(ops.a[i], ops.b[i]);
    sink = sum;
}

static void do_sqrt(void)
{
    struct dec out = {0};
    int64_t sum = 0;

    for (int i = 0; i < OPERANDS; i++) {
        if (dec_sqrt(dec_abs(ops.a[i]), &out) != QH_OK)
            abort();
        sum += (int64_t)out.coef;
    }
    sink = sum;
}

static void do_parse(void)
{
    struct dec out = {0};
    int64_t sum = 0;

    for (int i = 0; i < OPERANDS; i++) {
        if (dec_parse(text_of(ops.text[i]), &out) != QH_OK)
            abort();
        sum += (int64_t)out.coef;
    }
    sink = sum;
}

static void do_text(void)
{
    int64_t sum = 0;

    for (int i = 0; i < OPERANDS; i++)
        sum += dec_text(&ops.arena, ops.a[i])[0];
    arena_reset(&ops.arena);
    sink = sum;
}

static void mpfr_do_add(void)
{
    for (int i = 0; i < OPERANDS; i++)
        (void)mpfr_add(ops.out, ops.ma[i], ops.mb[i], MPFR_RNDN);
}

static void mpfr_do_mul(void)
{
    for (int i = 0; i < OPERANDS; i++)
        (void)mpfr_mul(ops.out, ops.ma[i], ops.mb[i], MPFR_RNDN);
}

static void mpfr_do_quot(void)
{
    for (int i = 0; i < OPERANDS; i++)
        (void)mpfr_div(ops.out, ops.ma[i], ops.mb[i], MPFR_RNDN);
}

static void mpfr_do_compare(void)
{
    int64_t sum = 0;

    for (int i = 0; i < OPERANDS; i++)
        sum += mpfr_cmp(ops.ma[i], ops.mb[i]);
    sink = sum;
}

static void mpfr_do_sqrt(void)
{
    for (int i = 0; i < OPERANDS; i++) {
        (void)mpfr_abs(ops.out, ops.ma[i], MPFR_RNDN);
        (void)mpfr_sqrt(ops.out, ops.out, MPFR_RNDN);
    }
}

static void mpfr_do_parse(void)
{
    for (int i = 0; i < OPERANDS; i++)
        (void)mpfr_set_str(ops.out, ops.text[i], 10, MPFR_RNDN);
}

static void mpfr_do_text(void)
{
    char text[NUMBER_CHARS];
    mpfr_exp_t exp;

    for (int i = 0; i < OPERANDS; i++)
        (void)mpfr_get_str(text, &exp, 10, DEC_DIGITS, ops.ma[i], MPFR_RNDN);
}

/* The arithmetic of a weighbridge's record: for each reading the error before rounding
 * E = I + e/2 - dL - L, less E0, against the limit of its load. */
static void do_record(void)
{
    struct dec e = dec_int(20);
    struct dec half = {0};
    struct dec zero_error = dec_int(-2);
    int64_t sum = 0;

    if (dec_quot(e, dec_int(2), &half) != QH_OK)
        abort();
    for (int i = 0; i < OPERANDS; i++) {
        struct dec v = {0};
        struct dec steps = {0};
        struct dec limit = {0};

        if (dec_add(ops.a[i], half, &v) != QH_OK || dec_sub(v, ops.b[i], &v) != QH_OK ||
            dec_sub(v, ops.a[i], &v) != QH_OK || dec_sub(v, zero_error, &v) != QH_OK ||
            dec_quot(ops.a[i], e, &steps) != QH_OK ||
            dec_mul(e, dec_scaled(dec_compare(steps, dec_int(500)) <= 0 ? 5 : 10, -1),
                    &limit) != QH_OK)
            abort();
        sum += dec_compare(dec_abs(v), limit) <= 0;
    }
    sink = sum;
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void fill(const char *what)
{
    uint64_t state = 20241202;
    bool wide = what[0] == 'w';

    for (int i = 0; i < OPERANDS; i++) {
        struct dec *v[2] = {&ops.a[i], &ops.b[i]};
        mpfr_t *m[2] = {&ops.ma[i], &ops.mb[i]};

        for (int j = 0; j < 2; j++) {
            qh_i128 c = (qh_i128)(next_random(&state) % 10000000) + 1;

            if (wide)
                c = (c << 80) + (qh_i128)next_random(&state);
            *v[j] = (struct dec){.coef = c, .exp = -(int32_t)(next_random(&state) % 4)};
            (void)mpfr_set_str(*m[j], dec_text(&ops.arena, *v[j]), 10, MPFR_RNDN);
        }
        (void)snprintf(ops.text[i], NUMBER_CHARS, "%s", dec_text(&ops.arena, ops.a[i]));
    }
    arena_reset(&ops.arena);
}

static const struct {
    const char *name;
    void (*ours)(void);
    void (*theirs)(void);
} ROWS[] = {
    {"add", do_add, mpfr_do_add},    {"mul", do_mul, mpfr_do_mul},
    {"quot", do_quot, mpfr_do_quot}, {"compare", do_compare, mpfr_do_compare},
    {"sqrt", do_sqrt, mpfr_do_sqrt}, {"parse", do_parse, mpfr_do_parse},
    {"text", do_text, mpfr_do_text},
};

static void table(const char *what)
{
    fill(what);
    (void)printf("%s\n  %-8s %10s %10s %8s\n", what, "", "ns", "MPFR ns", "ratio");
    for (size_t i = 0; i < LEN(ROWS); i++) {
        double ours = measure(ROWS[i].ours);
        double theirs = measure(ROWS[i].theirs);

        (void)printf("  %-8s %10.1f %10.1f %8.2f\n", ROWS[i].name, ours, theirs,
                     ours / theirs);
    }
}

int main(void)
{
    arena_init(&ops.arena, 0);
    mpfr_init2(ops.out, MPFR_BITS);
    for (int i = 0; i < OPERANDS; i++)
        mpfr_inits2(MPFR_BITS, ops.ma[i], ops.mb[i], (mpfr_ptr)NULL);
    table("readings: up to 7 digits");
    (void)printf("  %-8s %10.2f us for 40 readings\n", "record",
                 measure(do_record) * 40 / 1000);
    table("wide: 27 to 32 digits");
    arena_done(&ops.arena);
    return 0;
}
