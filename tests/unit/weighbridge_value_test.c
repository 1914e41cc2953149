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
#include "rule/regulation.h"

static struct arena loaded;
static struct arena arena;
static struct bridge_case c;

static int set_up(void **state)
{
    (void)state;
    arena_init(&loaded, 0);
    bridge_load(&loaded);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&loaded);
    return 0;
}

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

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, each_set_up, each_tear_down)
    const struct CMUnitTest tests[] = {
        CASE(nothing_is_decided_without_uncertainty),
        CASE(no_u_below_the_claim),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
