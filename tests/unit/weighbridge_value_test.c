/* What stands behind a value: its uncertainty and the rule by which it is decided on, the
 * laboratory's smallest U, conventional values of the weights, creep and zero return. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bridge_case.h"
#include "rule/budget.h"
#include "rule/budget_template.h"
#include "rule/regulation.h"

static struct arena arena;
static struct bridge_case c;

static int each_set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    bridge_make(&c, &arena, 60000, 20, 20);
    return 0;
}

static int each_tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void is_dec(const char *what, struct dec got, const char *want)
{
    struct dec v = {0};

    assert_int_equal(dec_parse(text_of(want), &v), QH_OK);
    if (dec_compare(got, v))
        fail_msg("%s: %s, not %s", what, dec_text(&arena, got), want);
}

static void is_text(const char *what, const char *got, const char *want)
{
    if (!str_equal(got, want))
        fail_msg("%s: %s, not %s", what, got, want);
}

/* Without repeatability there is no U: nothing is concluded, and the record says why. */
static void nothing_is_decided_without_uncertainty(void **state)
{
    const struct regulation *bare = bridge_edition(
        &arena, "\"kind\": \"stat\", \"required\": true, \"clause\": \"3.6.1",
        "\"kind\": \"stat\", \"required\": true, \"kinds\": "
        "[\"initial\"], \"clause\": \"3.6.1");

    (void)state;
    bridge_plan(&c, bare);
    bridge_judge(&c);
    is_text("nobody asked", bridge_verdict(&c), "pass");
    for (int rule = BRIDGE_SIMPLE; rule <= BRIDGE_GUARD_BAND; rule++) {
        c.in.decision = (enum weighbridge_decision)rule;
        bridge_plan(&c, bare);
        bridge_judge(&c);
        is_text("undecided", bridge_verdict(&c), "incomplete");
        assert_true(bridge_has_reason(&c, "weighbridge.undecided"));
        bridge_plan(&c, case_regulation);
        bridge_judge(&c);
        assert_false(bridge_has_reason(&c, "weighbridge.undecided"));
    }
}

/* The claims of the laboratory raise U, by the load, and never lower it. */
static void no_u_below_the_claim(void **state)
{
    struct json *claims = NULL;
    struct dec before = {0};

    (void)state;
    c.in.kind = WEIGHBRIDGE_CALIBRATION;
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    assert_true(c.result->budgets_n > 5);
    before = c.result->budgets[0]->expanded;
    assert_int_equal(json_parse(&arena,
                                TEXT("[{\"budget\": \"weighing\", \"base\": \"1\", "
                                     "\"rate\": \"0.001\", \"from\": \"10000\"}]"),
                                &claims, NULL),
                     QH_OK);
    c.in.claims = claims;
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    is_dec("below its range", c.result->budgets[0]->expanded, dec_text(&arena, before));
    for (size_t i = 0; i < c.result->budgets_n; i++) {
        const struct budget *b = c.result->budgets[i];
        struct dec load = c.result->rows[b->index].load;
        struct dec least;

        if (dec_compare(load, dec_int(10000)) < 0)
            continue;
        assert_int_equal(dec_mul(load, dec_scaled(1, -3), &least), QH_OK);
        assert_int_equal(dec_add(least, dec_int(1), &least), QH_OK);
        assert_true(b->claimed && dec_compare(b->expanded, least) >= 0);
    }
    assert_int_equal(json_parse(&arena, TEXT("[{\"budget\": \"net\", \"base\": \"1\"}]"),
                                &claims, NULL),
                     QH_OK);
    c.in.claims = claims;
    bridge_plan(&c, case_regulation);
    assert_int_equal(weighbridge_judge(&arena, c.plan, c.entries, &c.result, NULL),
                     QH_INVALID);
}

struct creep_row {
    const char *note;
    const char *hours, *load;
    const char *i15, *dl15, *i1, *dl1; /* at once: 59980 and 10 */
    const char *creep, *whole;
};

/* 60 t, e 20 kg: 10 kg in 30 min and 4 kg of them after 15 min, or 30 kg in 4 h.
 * [R 76-1:2006 3.9.4.1] */
/* clang-format off */
static const struct creep_row CREEP[] = {
    {"nothing moves",                    "0.5", "60000", "59980", "10", "59980", "10", "pass", "pass"},
    {"10 kg, 4 of them late: on the limits", "0.5", "60000", "59980", "4", "60000", "20", "pass", "pass"},
    {"10 kg, 6 of them late",            "0.5", "60000", "59980", "6", "60000", "20", "fail", "fail"},
    {"12 kg in 30 min",                  "0.5", "60000", "59980", "2", "60000", "18", "fail", "fail"},
    {"the other way",                    "0.5", "60000", "59980", "20", "59960", "2", "fail", "fail"},
    {"26 kg in 4 h: within the limit of error", "4", "60000", "59980", "2", "60000", "4", "pass", "pass"},
    {"32 kg in 4 h",                     "4", "60000", "59980", "2", "60020", "18", "fail", "fail"},
    {"2 h are judged as half an hour",   "2", "60000", "59980", "2", "60000", "18", "fail", "fail"},
    {"20 min are not enough",            "0.3", "60000", "59980", "10", "59980", "10", "pass", "incomplete"},
    {"40 t are not near 60 t",           "0.5", "40000", "59980", "10", "59980", "10", "pass", "incomplete"},
};
/* clang-format on */

static void set_creep(const struct creep_row *r)
{
    const char *const rows[][2] = {{"creep_setup.creep_hours", r->hours},
                                   {"creep_setup.creep_load", r->load},
                                   {"creep.creep_i0", "59980"},
                                   {"creep.creep_dl0", "10"},
                                   {"creep.creep_i15", r->i15},
                                   {"creep.creep_dl15", r->dl15},
                                   {"creep.creep_i1", r->i1},
                                   {"creep.creep_dl1", r->dl1},
                                   {"zero_return.zr_i0", "0"},
                                   {"zero_return.zr_dl0", "10"},
                                   {"zero_return.zr_i1", "0"},
                                   {"zero_return.zr_dl1", "10"}};

    for (size_t i = 0; i < LEN(rows); i++)
        bridge_set(&c, rows[i][0], "value", rows[i][1]);
}

static void creep_has_two_ways(void **state)
{
    (void)state;
    bridge_plan(&c, case_regulation);
    assert_int_equal(weighbridge_row_find(c.plan, "creep.creep_i0"), -1);
    c.in.creep = true;
    for (size_t i = 0; i < LEN(CREEP); i++) {
        bridge_plan(&c, case_regulation);
        set_creep(&CREEP[i]);
        bridge_judge(&c);
        is_text(CREEP[i].note, bridge_test_verdict(&c, "creep"), CREEP[i].creep);
        is_text(CREEP[i].note, bridge_verdict(&c), CREEP[i].whole);
    }
    bridge_plan(&c, case_regulation);
    set_creep(&CREEP[0]);
    bridge_set(&c, "creep.creep_i15", "value", NULL);
    bridge_judge(&c);
    is_text("asked for and not read", bridge_verdict(&c), "incomplete");
}

static void zero_comes_back(void **state)
{
    static const char *const ROWS[][3] = {
        {"0", "10", "pass"},  {"0", "0", "pass"},   {"20", "20", "pass"},
        {"20", "18", "fail"}, {"-20", "1", "fail"},
    };

    (void)state;
    c.in.creep = true;
    for (size_t i = 0; i < LEN(ROWS); i++) {
        bridge_plan(&c, case_regulation);
        set_creep(&CREEP[0]);
        bridge_set(&c, "zero_return.zr_i1", "value", ROWS[i][0]);
        bridge_set(&c, "zero_return.zr_dl1", "value", ROWS[i][1]);
        bridge_judge(&c);
        is_text(ROWS[i][1], bridge_test_verdict(&c, "zero_return"), ROWS[i][2]);
    }
}

/* Partial ranges of e 10 and 20 kg: creep by the last e, return to zero by the first. */
static void parts_have_an_e_each(void **state)
{
    (void)state;
    bridge_make(&c, &arena, 60000, 10, 20);
    c.in.creep = true;
    c.in.structure = STRUCTURE_INTERVALS;
    c.in.parts_n = 2;
    c.in.parts[0] = (struct weighbridge_part){.max = dec_int(30000), .e = dec_int(10)};
    c.in.parts[1] = (struct weighbridge_part){.max = dec_int(60000), .e = dec_int(20)};
    for (int i = 0; i < 2; i++) {
        bridge_plan(&c, case_regulation);
        set_creep(&CREEP[1]);
        bridge_set(&c, "zero_return.zr_dl1", "value", i ? "4" : "5");
        bridge_judge(&c);
        is_text("10 kg of 0.5 e2", bridge_test_verdict(&c, "creep"), "pass");
        is_text("of 0.5 e1", bridge_test_verdict(&c, "zero_return"), i ? "fail" : "pass");
    }
}

static struct dec dec_of(const char *text)
{
    struct dec v = {0};

    assert_int_equal(dec_parse(text_of(text), &v), QH_OK);
    return v;
}

static const struct weighbridge_row *row_of(const char *key)
{
    long i = weighbridge_row_find(c.plan, key);

    assert_true(i >= 0);
    return &c.plan->rows[i];
}

/* 20 pieces of 1 t: twelve are 20 g too heavy, eight 5 g too light (together +200 g); U
 * of each 15 g, k 2, but for the last 8, of which U is 24 g with k 3. */
static void certify(const char *class_name, enum weighbridge_kind kind)
{
    bridge_make(&c, &arena, 60000, 20, 20);
    c.in.kind = kind;
    for (size_t i = 1; i < c.in.weights_n; i++)
        c.weights[i].u = dec_of("0.0001");
    c.weights[0] = (struct weighbridge_weight){.class_name = class_name,
                                               .nominal = dec_int(1000),
                                               .count = 12,
                                               .error = dec_of("0.020"),
                                               .u = dec_of("0.015")};
    c.weights[c.in.weights_n++] = (struct weighbridge_weight){.class_name = class_name,
                                                              .nominal = dec_int(1000),
                                                              .count = 8,
                                                              .error = dec_of("-0.005"),
                                                              .u = dec_of("0.024"),
                                                              .k = dec_int(3)};
    bridge_plan(&c, case_regulation);
}

/* What certificates say counts where it may: loads, substitutes, errors and U. */
static void certificates_correct_a_calibration(void **state)
{
    const struct weighbridge_row *full;

    (void)state;
    certify("M1", WEIGHBRIDGE_CALIBRATION);
    full = row_of("sub.1") - 1; /* all the weights: 20 t and 200 g */
    is_dec("all pieces", full->placed, "20000.2");
    is_dec("and their load", full->load, "20000.2");
    is_dec("the stage is matched to it", row_of("sub.1")->load, "20000.2");
    is_dec("the second stage", row_of("sub.2")->load, "40000.4");
    is_dec("one piece: the mean", row_of("up.1")->placed,
           dec_compare(row_of("up.1")->placed, dec_int(1100)) < 0 ? "1000.01" : "");
    is_dec("the mass of a stage stays a nominal one", c.plan->stage_mass, "20000");
    bridge_set(&c, full->key, "i", "20000");
    bridge_set(&c, full->key, "dl", "10");
    bridge_judge(&c);
    is_dec("P is 20 t, and lacks 200 g", c.result->rows[full - c.plan->rows].error,
           "-0.2");
    assert_true(c.result->budgets_n > 5);
    for (size_t i = 0; i < c.result->budgets_n; i++) {
        const struct budget *b = c.result->budgets[i];
        const struct weighbridge_row *r = &c.plan->rows[b->index];

        if (r == full)
            is_text("its source", b->lines[4].source->id, "certificate");
        if (r == full) /* 12 x 15 g and 8 x 16 g */
            is_dec("U of all pieces, k 2", b->lines[4].limit, "0.308");
    }
}

/* The verification by M1 stands on nominal values; E2 has those of its certificate. */
static void nominal_values_verify(void **state)
{
    (void)state;
    certify("M1", WEIGHBRIDGE_PERIODIC);
    is_dec("M1", (row_of("sub.1") - 1)->placed, "20000");
    certify("F1", WEIGHBRIDGE_INITIAL);
    is_dec("F1", (row_of("sub.1") - 1)->load, "20000");
    certify("E2", WEIGHBRIDGE_PERIODIC);
    is_dec("E2", (row_of("sub.1") - 1)->placed, "20000.2");
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, each_set_up, each_tear_down)
    const struct CMUnitTest tests[] = {
        CASE(nothing_is_decided_without_uncertainty),
        CASE(no_u_below_the_claim),
        CASE(creep_has_two_ways),
        CASE(zero_comes_back),
        CASE(parts_have_an_e_each),
        CASE(certificates_correct_a_calibration),
        CASE(nominal_values_verify),
    };

    return cmocka_run_group_tests(tests, bridge_set_up, bridge_tear_down);
}
