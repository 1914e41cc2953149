#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/dec.h"

#define NINES34 "9999999999999999999999999999999999"
#define ONES33 "111111111111111111111111111111111"

/* An expected text of NULL: the operation fails with QH_RANGE. */
struct binary_row {
    const char *note;
    const char *a;
    const char *b;
    const char *want;
};

struct unary_row {
    const char *note;
    const char *v;
    const char *want;
};

struct round_row {
    const char *note;
    const char *v;
    int32_t scale;
    enum dec_round mode;
    const char *want;
};

struct div_row {
    const char *a;
    const char *b;
    int32_t scale;
    enum dec_round mode;
    const char *want;
};

struct interval_row {
    const char *note;
    const char *v;
    const char *interval;
    enum dec_round mode;
    const char *want;
};

struct power_row {
    const char *v;
    int32_t n;
    const char *want;
};

struct parse_row {
    const char *note;
    const char *text;
    qh_status rc;
    const char *want;
};

/* clang-format off */
static const struct binary_row SUMS[] = {
    {"error before rounding keeps its decimals", "1000.0", "2.50",     "1002.50"},
    {"the larger exponent comes first",          "1E3",    "1",        "1001"},
    {"nothing left keeps the decimals",          "1.20",   "-1.2",     "0.00"},
    {"zero pads up to 34 digits",                "1",      "0E-50",    "1." "000000000000000000000000000000000"},
    {"a tie goes to the even digit",             NINES34,  "0.5",      "1" "0000000000000000000000000000000000"},
    {"just below the tie",                       NINES34,  "0.4999",   NINES34},
    {"even stays",                               "1000000000000000000000000000000000", "0.5", "1000000000000000000000000000000000"},
    {"a tie with more behind it",                "1000000000000000000000000000000000", "0.5000000000000000000001", "1000000000000000000000000000000001"},
    {"far apart",                                "1E40",   "-1E-40",   "10000000000000000000000000000000000000000"},
    {"both ends of the range",                   "1E6000", "1E-6000",  "1.000000000000000000000000000000000E+6000"},
    {"34 nines and 34 nines",                    NINES34,  NINES34,    "20000000000000000000000000000000000"},
};

static const struct binary_row PRODUCTS[] = {
    {"exponents add",               "1.20",    "3.0",     "3.600"},
    {"zero keeps the exponent",     "0.00",    "-7.0",    "0.000"},
    {"signs",                       "-0.5",    "-0.5",    "0.25"},
    {"a tie in the 35th digit",     "2" ONES33, "5",      "10555555555555555555555555555555560"},
    {"34 nines squared",            NINES34,   NINES34,   "9.999999999999999999999999999999998E+67"},
    {"too large",                   "1E6000",  "1E34",    NULL},
    {"large with zeros put on",     "1E6000",  "1E33",    "1.000000000000000000000000000000000E+6033"},
    {"too small",                   "1E-6000", "1E-1",    NULL},
    {"zero is never too small",     "0E-6000", "1E-6000", "0E-6000"},
};

static const struct binary_row QUOTIENTS[] = {
    {"exact: the ideal exponent",     "2.400",  "0.8",  "3.00"},
    {"exact: as short as can be",     "1",      "8",    "0.125"},
    {"exact: zeros below the ideal",  "100",    "0.1",  "1000"},
    {"not exact: 34 digits",          "1",      "3",    "0.3333333333333333333333333333333333"},
    {"zero over anything",            "0.00",   "7.0",  "0.0"},
    {"anything over zero",            "1",      "0",    NULL},
    {"zero over zero",                "0",      "0.0",  NULL},
    {"a tie",                         "3000000000000000000000000000000001", "2", "1500000000000000000000000000000000"},
    {"a tie upwards",                 "3000000000000000000000000000000003", "2", "1500000000000000000000000000000002"},
    {"too large",                     "1E6000", "1E-40", NULL},
};

static const struct unary_row ROOTS[] = {
    {"exact",                    "6.25",     "2.5"},
    {"half the ideal exponent",  "4.0000",   "2.00"},
    {"odd exponent",             "0.4",      "0.6324555320336758663997787088865437"},
    {"two",                      "2",        "1.414213562373095048801688724209698"},
    {"zero",                     "0.000",    "0.00"},
    {"negative",                 "-1",       NULL},
    {"the largest coefficient",  NINES34,    "99999999999999999.99999999999999999"},
    {"the smallest",             "1E-5999",  "3.162277660168379331998893544432719E-3000"},
};

static const struct power_row POWERS[] = {
    {"1.10",  2,     "1.2100"},
    {"2",     -3,    "0.125"},
    {"-3",    3,     "-27"},
    {"0.00",  2,     "0"},
    {"7.5",   0,     "1"},
    {"1.000", 3,     "1.000000000"},
    {"1.000", -3,    "1"},
    {"0",     0,     NULL},
    {"0",     -1,    NULL},
    {"3",     -2,    "0.1111111111111111111111111111111111"},
    {"2",     10000, NULL},
    {"10",    9999,  NULL},
    {"1.001", 9999,  "21894.78655252590114264209658259183"},
};

static const struct round_row ROUNDED[] = {
    {"half to even, down",         "2.5",     0,  DEC_HALF_EVEN, "2"},
    {"half to even, up",           "3.5",     0,  DEC_HALF_EVEN, "4"},
    {"more than half",             "2.50001", 0,  DEC_HALF_EVEN, "3"},
    {"negative",                   "-2.5",    0,  DEC_HALF_EVEN, "-2"},
    {"zeros are put on",           "1.5",     3,  DEC_HALF_EVEN, "1.500"},
    {"negative scale",             "1250",    -2, DEC_HALF_EVEN, "1200"},
    {"never smaller in size",      "-0.001",  2,  DEC_UP,        "-0.01"},
    {"nothing to round",           "0.100",   1,  DEC_UP,        "0.1"},
    {"towards zero",               "-1.999",  0,  DEC_DOWN,      "-1"},
    {"floor of a negative",        "-1.001",  0,  DEC_FLOOR,     "-2"},
    {"floor of a positive",        "1.999",   0,  DEC_FLOOR,     "1"},
    {"ceiling of a negative",      "-1.999",  0,  DEC_CEILING,   "-1"},
    {"ceiling of a positive",      "1.001",   0,  DEC_CEILING,   "2"},
    {"far below the last digit",   "1E-90",   2,  DEC_UP,        "0.01"},
    {"no room for the zeros",      "1E30",    5,  DEC_DOWN,      NULL},
    {"zero takes any scale",       "0",       40, DEC_DOWN,      "0." "0000000000000000000000000000000000000000"},
    {"scale out of range",         "0",       6001, DEC_DOWN,    NULL},
};

static const struct div_row DIVIDED[] = {
    {"1",     "3",    6,  DEC_HALF_EVEN, "0.333333"},
    {"2",     "3",    6,  DEC_HALF_EVEN, "0.666667"},
    {"1",     "8",    2,  DEC_HALF_EVEN, "0.12"},
    {"3",     "8",    2,  DEC_HALF_EVEN, "0.38"},
    {"-1",    "3",    0,  DEC_UP,        "-1"},
    {"-1",    "3",    0,  DEC_CEILING,   "0"},
    {"-1",    "3",    0,  DEC_FLOOR,     "-1"},
    {"1E-50", "7",    2,  DEC_UP,        "0.01"},
    {"1",     "3",    34, DEC_DOWN,      "0.3333333333333333333333333333333333"},
    {"10",    "3",    34, DEC_DOWN,      NULL},
    {"5",     "0",    2,  DEC_DOWN,      NULL},
    {"0",     "5",    2,  DEC_DOWN,      "0.00"},
    {"2500",  "1E3",  0,  DEC_HALF_EVEN, "2"},
    {"1",     "6E30", 30, DEC_UP,        "0.000000000000000000000000000001"},
};

static const struct interval_row INTERVALS[] = {
    {"GB/T 8170: to 0.5, tie to even", "60.25",  "0.5",  DEC_HALF_EVEN, "60.0"},
    {"GB/T 8170: to 0.5",              "60.38",  "0.5",  DEC_HALF_EVEN, "60.5"},
    {"to 20",                          "830",    "20",   DEC_HALF_EVEN, "840"},
    {"to 20, tie to even",             "850",    "20",   DEC_HALF_EVEN, "840"},
    {"to 0.02",                        "-0.03",  "0.02", DEC_HALF_EVEN, "-0.04"},
    {"an uncertainty is rounded up",   "0.1201", "0.01", DEC_UP,        "0.13"},
    {"decimals of the interval",       "3",      "0.10", DEC_HALF_EVEN, "3.00"},
    {"an interval of zero",            "3",      "0",    DEC_HALF_EVEN, NULL},
    {"a negative interval",            "3",      "-1",   DEC_HALF_EVEN, NULL},
};

static const struct parse_row PARSED[] = {
    {"plain",                       "-12.50",  QH_OK,      "-12.50"},
    {"plus",                        "+3",      QH_OK,      "3"},
    {"point first",                 ".5",      QH_OK,      "0.5"},
    {"point last",                  "5.",      QH_OK,      "5"},
    {"exponent",                    "1e-3",    QH_OK,      "0.001"},
    {"no negative zero",            "-0.0",    QH_OK,      "0.0"},
    {"leading zeros do not count",  "000000000000000000000000000000000000000000007", QH_OK, "7"},
    {"35 digits, a tie",            "10000000000000000000000000000000005", QH_OK, "10000000000000000000000000000000000"},
    {"36 digits, above a tie",      "100000000000000000000000000000000051", QH_OK, "100000000000000000000000000000000100"},
    {"empty",                       "",        QH_INVALID, NULL},
    {"a sign alone",                "-",       QH_INVALID, NULL},
    {"a point alone",               ".",       QH_INVALID, NULL},
    {"no exponent behind e",        "1e",      QH_INVALID, NULL},
    {"no exponent behind e+",       "1e+",     QH_INVALID, NULL},
    {"white space",                 " 1",      QH_INVALID, NULL},
    {"two points",                  "1.2.3",   QH_INVALID, NULL},
    {"a comma",                     "0,05",    QH_INVALID, NULL},
    {"full-width digit",            "１",      QH_INVALID, NULL},
    {"NaN",                         "NaN",     QH_INVALID, NULL},
    {"infinity",                    "Infinity", QH_INVALID, NULL},
    {"too large",                   "1e6034",  QH_RANGE,   NULL},
    {"too small",                   "1e-6001", QH_RANGE,   NULL},
    {"an endless exponent",         "1e99999999999999999999", QH_RANGE, NULL},
    {"zero with an endless exponent", "0e-99999999999999999999", QH_OK, "0E-6000"},
};

static const struct unary_row TEXTS[] = {
    {"zeros before the digits",       "0.000001", "0.000001"},
    {"60 characters are plain",       "1E-58",    "0.0000000000000000000000000000000000000000000000000000000001"},
    {"61 are scientific",             "1.5E-58",  "1.5E-58"},
    {"large and plain",               "12E3",     "12000"},
    {"large and scientific",          "12E70",    "1.2E+71"},
    {"zero above one",                "0E3",      "0"},
};

static const struct unary_row SHORT[] = {
    {"zeros are cut off",      "12.500",  "12.5"},
    {"never in front",         "1200",    "1200"},
    {"negative",               "-0.0030", "-0.003"},
    {"zero",                   "0.000",   "0"},
};
/* clang-format on */

static struct dec dec_of(const char *s)
{
    struct dec v = {0};

    assert_int_equal(dec_parse(text_of(s), &v), QH_OK);
    return v;
}

/* The answer as text, or the failure, against what is wanted. */
static void check(const char *note, qh_status rc, struct dec v, const char *want)
{
    struct arena a;

    arena_init(&a, 0);
    if (!want && rc != QH_RANGE)
        fail_msg("%s: expected a failure, got %s", note, dec_text(&a, v));
    if (want && rc)
        fail_msg("%s: expected %s, failed with %s", note, want, qh_status_name(rc));
    if (want && !str_equal(dec_text(&a, v), want))
        fail_msg("%s: expected %s, got %s", note, want, dec_text(&a, v));
    arena_done(&a);
}

static void check_binary(const struct binary_row *rows, size_t n,
                         qh_status (*op)(struct dec, struct dec, struct dec *))
{
    for (size_t i = 0; i < n; i++) {
        struct dec out = {0};
        qh_status rc = op(dec_of(rows[i].a), dec_of(rows[i].b), &out);

        check(rows[i].note, rc, out, rows[i].want);
    }
}

static void sums(void **state)
{
    (void)state;
    check_binary(SUMS, LEN(SUMS), dec_add);
}

static void products(void **state)
{
    (void)state;
    check_binary(PRODUCTS, LEN(PRODUCTS), dec_mul);
}

static void quotients(void **state)
{
    (void)state;
    check_binary(QUOTIENTS, LEN(QUOTIENTS), dec_quot);
}

static void roots(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROOTS); i++) {
        struct dec out = {0};
        qh_status rc = dec_sqrt(dec_of(ROOTS[i].v), &out);

        check(ROOTS[i].note, rc, out, ROOTS[i].want);
    }
}

static void powers(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(POWERS); i++) {
        struct dec out = {0};
        qh_status rc = dec_power(dec_of(POWERS[i].v), POWERS[i].n, &out);

        check(POWERS[i].v, rc, out, POWERS[i].want);
    }
}

static void rounding(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROUNDED); i++) {
        const struct round_row *r = &ROUNDED[i];
        struct dec out = {0};
        qh_status rc = dec_round_to(dec_of(r->v), r->scale, r->mode, &out);

        check(r->note, rc, out, r->want);
    }
    for (size_t i = 0; i < LEN(DIVIDED); i++) {
        const struct div_row *r = &DIVIDED[i];
        struct dec out = {0};
        qh_status rc = dec_div(dec_of(r->a), dec_of(r->b), r->scale, r->mode, &out);

        check(r->a, rc, out, r->want);
    }
    for (size_t i = 0; i < LEN(INTERVALS); i++) {
        const struct interval_row *r = &INTERVALS[i];
        struct dec out = {0};
        qh_status rc =
            dec_round_interval(dec_of(r->v), dec_of(r->interval), r->mode, &out);

        check(r->note, rc, out, r->want);
    }
}

static void significant_digits(void **state)
{
    (void)state;
    check("half to even", QH_OK, dec_significant(dec_of("12.345"), 4), "12.34");
    check("a digit more by the carry", QH_OK, dec_significant(dec_of("999.6"), 3),
          "1000");
    check("short enough", QH_OK, dec_significant(dec_of("1.0"), 12), "1.0");
    check("never less than one", QH_OK, dec_significant(dec_of("26"), 0), "30");
    check("one more than fits", QH_OK, dec_significant(dec_of("1E-40"), 40),
          "0.0000000000000000000000000000000000000001");
}

static void reading(void **state)
{
    char longer[DEC_TEXT_MAX + 2];
    struct dec out = {0};

    (void)state;
    for (size_t i = 0; i < LEN(PARSED); i++) {
        const struct parse_row *r = &PARSED[i];

        out = dec_int(77);
        if (dec_parse(text_of(r->text), &out) != r->rc)
            fail_msg("%s", r->note);
        if (r->rc)
            assert_int_equal(dec_compare(out, dec_int(77)), 0);
        else
            check(r->note, QH_OK, out, r->want);
    }
    for (size_t i = 0; i <= DEC_TEXT_MAX; i++)
        longer[i] = '0';
    assert_int_equal(dec_parse((struct text){longer, DEC_TEXT_MAX}, &out), QH_OK);
    assert_int_equal(dec_parse((struct text){longer, DEC_TEXT_MAX + 1}, &out), QH_LIMIT);
    assert_int_equal(dec_parse((struct text){"1\0", 2}, &out), QH_INVALID);
}

static void writing(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(TEXTS); i++)
        assert_string_equal(dec_text(&a, dec_of(TEXTS[i].v)), TEXTS[i].want);
    for (size_t i = 0; i < LEN(SHORT); i++)
        assert_string_equal(dec_text_short(&a, dec_of(SHORT[i].v)), SHORT[i].want);
    assert_string_equal(dec_text_scientific(&a, dec_of("-0.00150")), "-1.50E-3");
    assert_string_equal(dec_text_scientific(&a, dec_of("2000")), "2.000E+3");
    arena_done(&a);
}

static void comparison(void **state)
{
    (void)state;
    assert_int_equal(dec_compare(dec_of("1.0"), dec_of("1.000")), 0);
    assert_int_equal(dec_compare(dec_of("0"), dec_of("0E-9")), 0);
    assert_true(dec_compare(dec_of("-1E6000"), dec_of("1E-6000")) < 0);
    assert_true(dec_compare(dec_of("-2"), dec_of("-1.999")) < 0);
    assert_true(dec_compare(dec_of("1E33"), dec_of(NINES34)) < 0);
    assert_true(dec_compare(dec_of("1E34"), dec_of(NINES34)) > 0);
    assert_int_equal(dec_sign(dec_of("-0.1")), -1);
    assert_int_equal(dec_sign(dec_of("0E5")), 0);
    check("neg", QH_OK, dec_neg(dec_of("0.10")), "-0.10");
    check("abs", QH_OK, dec_abs(dec_of("-0.10")), "0.10");
}

static void whole_numbers(void **state)
{
    int64_t v = 0;

    (void)state;
    assert_int_equal(dec_to_int(dec_of("-9223372036854775808.0"), &v), QH_OK);
    assert_true(v == INT64_MIN);
    assert_int_equal(dec_to_int(dec_of("9223372036854775808"), &v), QH_RANGE);
    assert_int_equal(dec_to_int(dec_of("1.5"), &v), QH_RANGE);
    assert_int_equal(dec_to_int(dec_of("2E3"), &v), QH_OK);
    assert_true(v == 2000);
    assert_int_equal(dec_to_int(dec_of("1E60"), &v), QH_RANGE);
    assert_int_equal(dec_to_int(dec_of("0E60"), &v), QH_OK);
    assert_true(v == 0);
    assert_true(dec_is_whole(dec_of("3.000")));
    assert_false(dec_is_whole(dec_of("1E-40")));
    assert_true(dec_is_multiple(dec_of("12.40"), dec_of("0.2")));
    assert_false(dec_is_multiple(dec_of("12.5"), dec_of("0.2")));
    assert_true(dec_is_multiple(dec_of("-1E6000"), dec_of("32E-6000")));
    assert_false(dec_is_multiple(dec_of("1E6000"), dec_of("3E-6000")));
    assert_true(dec_is_multiple(dec_of("0"), dec_of("7")));
    assert_false(dec_is_multiple(dec_of("7"), dec_of("0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums),          cmocka_unit_test(products),
        cmocka_unit_test(quotients),     cmocka_unit_test(roots),
        cmocka_unit_test(powers),        cmocka_unit_test(rounding),
        cmocka_unit_test(reading),       cmocka_unit_test(significant_digits),
        cmocka_unit_test(writing),       cmocka_unit_test(comparison),
        cmocka_unit_test(whole_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
