/* The weighbridge record by the edition of JJG 539: plan, borders of every limit, missing
 * rows, substitution, questions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bridge_case.h"
#include "rule/bridge.h"
#include "rule/regulation.h"

static struct arena arena;
static struct bridge_case c;

static int each_set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
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

/* ---- trips ---- */

struct feasible_row {
    const char *note;
    int64_t max, e, nominal, count;
    enum weighbridge_feasible verdict;
    const char *spread_e;
    const char *least;
};

/* clang-format off */
static const struct feasible_row FEASIBLE[] = {
    {"120 t with 20 t is below 1/5",   120000, 50, 1000, 20, WEIGHBRIDGE_REFUSED,      "0",   "24000"},
    {"100 t with 20 t is 1/5 exactly", 100000, 50, 1000, 20, WEIGHBRIDGE_NEEDS_SPREAD, "0.2", "20000"},
    {"100 t with 19 t",                100000, 50, 1000, 19, WEIGHBRIDGE_REFUSED,      "0",   "20000"},
    {"80 t with 20 t is 1/4",           80000, 20, 1000, 20, WEIGHBRIDGE_NEEDS_SPREAD, "0.2", "16000"},
    {"60 t with 20 t is 1/3 exactly",   60000, 20, 1000, 20, WEIGHBRIDGE_NEEDS_SPREAD, "0.3", "12000"},
    {"60 t with 19 t is below 1/3",     60000, 20, 1000, 19, WEIGHBRIDGE_NEEDS_SPREAD, "0.2", "12000"},
    {"40 t with 20 t is 1/2 exactly",   40000, 20, 1000, 20, WEIGHBRIDGE_FEASIBLE,     "0",   "8000"},
    {"40 t with 19 t is below 1/2",     40000, 20, 1000, 19, WEIGHBRIDGE_NEEDS_SPREAD, "0.3", "8000"},
    {"20 t with 20 t needs nothing",    20000, 10, 1000, 20, WEIGHBRIDGE_FEASIBLE,     "0",   "20000"},
    {"no substitute up to 1 t",          1000,  1,  500,  1, WEIGHBRIDGE_REFUSED,      "0",   "200"},
    {"no weights at all",              100000, 50, 1000,  0, WEIGHBRIDGE_REFUSED,      "0",   "20000"},
    {"the small kit does not count",   100000, 50,   20, 2000, WEIGHBRIDGE_REFUSED,    "0",   "20000"},
};
/* clang-format on */

static void weights_suffice_for_a_trip(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(FEASIBLE); i++) {
        const struct feasible_row *r = &FEASIBLE[i];
        struct weighbridge_weight w = {
            .class_name = "M1", .nominal = dec_int(r->nominal), .count = r->count};
        struct weighbridge_input in = {.accuracy_class = "III",
                                       .unit = "kg",
                                       .max = dec_int(r->max),
                                       .e = dec_int(r->e),
                                       .weights = &w,
                                       .weights_n = 1};
        struct weighbridge_feasibility f = {0};

        assert_int_equal(weighbridge_feasibility(case_regulation, &in, &f, NULL), QH_OK);
        if (f.verdict != r->verdict)
            fail_msg("%s: %d", r->note, (int)f.verdict);
        is_dec(r->note, f.spread_e, r->spread_e);
        is_dec(r->note, f.least, r->least);
    }
}

static void small_kit_follows_from_e(void **state)
{
    static const struct {
        int64_t e;
        const char *kit; /* nominal x count */
    } ROWS[] = {
        {50, "25x4 20x20 5x24 "},   {20, "20x10 2x24 "}, {10, "10x10 1x24 "},
        {100, "25x4 20x45 10x24 "}, {5, "5x10 0.5x24 "},
    };

    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++) {
        struct weighbridge_pieces kit[WEIGHBRIDGE_KIT_MAX];
        size_t n = weighbridge_small_kit(dec_int(ROWS[i].e), kit);
        struct buf b;

        buf_init(&b, &arena);
        for (size_t k = 0; k < n; k++)
            buf_add_format(&b, "%sx%d ", dec_text_short(&arena, kit[k].nominal),
                           (int)kit[k].count);
        assert_string_equal(buf_str(&b), ROWS[i].kit);
    }
}

/* ---- plans ---- */

/* "up.1 1000" of all rows of a test; loads in kg. */
static const char *rows_of(const char *test)
{
    struct buf b;

    buf_init(&b, &arena);
    for (size_t i = 0; i < c.plan->rows_n; i++) {
        const struct weighbridge_row *r = &c.plan->rows[i];

        if (str_equal(c.plan->steps[r->step].id, test))
            buf_add_format(&b, "%s %s; ", r->key, dec_text_short(&arena, r->load));
    }
    return buf_str(&b);
}

struct plan_row {
    const char *note;
    int64_t max, e, tonnes;
    const char *test;
    const char *rows;
};

/* clang-format off */
static const struct plan_row PLANS[] = {
    {"stages of 20 t; 2000 e is Max; 25 t and 50 t by substitute and weights", 100000, 50, 20, "weighing",
     "up.1 1000; up.2 20000; sub.1 20000; up.3 25000; up.4 40000; sub.2 40000; up.5 50000; up.6 60000; sub.3 60000; "
     "up.7 80000; sub.4 80000; up.8 100000; down.7 80000; down.6 60000; down.5 50000; down.4 40000; down.3 25000; "
     "down.2 20000; down.1 1000; "},
    {"Min 400 kg is rounded up to the first whole weight", 60000, 20, 20, "weighing",
     "up.1 1000; up.2 10000; up.3 20000; sub.1 20000; up.4 30000; up.5 40000; sub.2 40000; up.6 60000; "
     "down.5 40000; down.4 30000; down.3 20000; down.2 10000; down.1 1000; "},
    {"weights to Max: no substitute; 80 % Max is the fifth load", 30000, 20, 30, "weighing",
     "up.1 1000; up.2 10000; up.3 15000; up.4 24000; up.5 30000; down.4 24000; down.3 15000; down.2 10000; down.1 1000; "},
    {"14 t of 14.286 t by whole weights", 100000, 50, 20, "eccentricity",
     "ecc.1 14000; ecc.2 14000; ecc.3 14000; ecc.4 14000; ecc.5 14000; ecc.6 14000; ecc.7 14000; ecc.8 14000; "},
    {"the gate at the mass of the weights", 100000, 50, 20, "gate", "gate.1 20000; gate.2 20000; gate.3 20000; "},
    {"no gate with half of Max", 60000, 20, 30, "gate", ""},
    {"0.8 Max", 100000, 50, 20, "repeatability", "rep.1 80000; rep.2 80000; rep.3 80000; "},
    {"10 e with zero tracking", 100000, 50, 20, "zero", "zero.1 500; "},
    {"no discrimination at a periodic verification", 100000, 50, 20, "discrimination", ""},
};
/* clang-format on */

static void loads_are_planned_from_the_weights(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(PLANS); i++) {
        const struct plan_row *r = &PLANS[i];

        bridge_make(&c, &arena, r->max, r->e, r->tonnes);
        if (!str_equal(rows_of(r->test), r->rows))
            fail_msg("%s: %s", r->note, rows_of(r->test));
    }
}

static void order_is_that_of_a_day(void **state)
{
    static const char *const STEPS[] = {
        "identity",      "seals",          "visual", "conditions",   "preload",
        "zero",          "tare",           "gate",   "eccentricity", "weighing",
        "repeatability", "discrimination", "net"};

    (void)state;
    bridge_make(&c, &arena, 100000, 50, 20);
    c.in.kind = WEIGHBRIDGE_INITIAL;
    bridge_plan(&c, case_regulation);
    assert_int_equal(c.plan->steps_n, LEN(STEPS));
    for (size_t i = 0; i < LEN(STEPS); i++)
        assert_string_equal(c.plan->steps[i].id, STEPS[i]);
}

static void bad_instruments_are_refused(void **state)
{
    struct qh_error err = {0};
    struct weighbridge_plan *plan = NULL;
    struct weighbridge_input in;

    (void)state;
    bridge_make(&c, &arena, 100000, 50, 20);
    in = c.in;
    in.unit = "lb";
    assert_int_equal(
        weighbridge_plan_make(&arena, case_regulation, case_weights, &in, &plan, &err),
        QH_INVALID);
    assert_string_equal(err.key, "weighbridge.unit");
    in = c.in;
    in.accuracy_class = "II";
    assert_int_equal(
        weighbridge_plan_make(&arena, case_regulation, case_weights, &in, &plan, &err),
        QH_INVALID);
    assert_string_equal(err.key, "weighbridge.class");
    in = c.in;
    in.supports = 0;
    assert_int_equal(
        weighbridge_plan_make(&arena, case_regulation, case_weights, &in, &plan, &err),
        QH_INVALID);
    assert_string_equal(err.key, "weighbridge.supports");
    in = c.in;
    in.min = in.max;
    assert_int_equal(
        weighbridge_plan_make(&arena, case_regulation, case_weights, &in, &plan, &err),
        QH_INVALID);
    assert_string_equal(err.key, "weighbridge.capacity");
    in = c.in;
    in.weights_n = 0;
    assert_int_equal(
        weighbridge_plan_make(&arena, case_regulation, case_weights, &in, &plan, &err),
        QH_INVALID);
    assert_string_equal(err.key, "weighbridge.weights");
}

/* ---- verdicts ---- */

static void faultless_readings_pass(void **state)
{
    static const struct {
        enum weighbridge_kind kind;
        enum weighbridge_document document;
    } ROWS[] = {
        {WEIGHBRIDGE_INITIAL, DOCUMENT_CERTIFICATE},
        {WEIGHBRIDGE_PERIODIC, DOCUMENT_CERTIFICATE},
        {WEIGHBRIDGE_AFTER_REPAIR, DOCUMENT_CERTIFICATE},
        {WEIGHBRIDGE_WITHIN_PERIOD, DOCUMENT_CERTIFICATE},
        {WEIGHBRIDGE_IN_SERVICE, DOCUMENT_INSPECTION_RECORD},
        {WEIGHBRIDGE_CALIBRATION, DOCUMENT_CALIBRATION},
    };

    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++) {
        bridge_make(&c, &arena, 100000, 50, 20);
        c.in.kind = ROWS[i].kind;
        bridge_plan(&c, case_regulation);
        bridge_judge(&c);
        assert_string_equal(bridge_verdict(&c), "pass");
        assert_int_equal(c.result->document, ROWS[i].document);
        is_dec("highest load", c.result->max_load, "100000");
    }
}

/* Each row, and each reading of a row, taken away: never a pass, no paper. */
static void any_missing_row_is_incomplete(void **state)
{
    size_t taken = 0;

    (void)state;
    for (int kind = WEIGHBRIDGE_INITIAL; kind <= WEIGHBRIDGE_IN_SERVICE; kind++) {
        bridge_make(&c, &arena, 100000, 50, 20);
        c.in.kind = (enum weighbridge_kind)kind;
        bridge_plan(&c, case_regulation);
        for (size_t i = 0; i < c.plan->rows_n; i++) {
            enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
            size_t n = weighbridge_wants(c.plan->rows[i].form, ids);
            struct weighbridge_entry whole = c.entries->rows[i];

            for (size_t k = 0; k <= n; k++) {
                if (k == n)
                    c.entries->rows[i] = (struct weighbridge_entry){0};
                else
                    c.entries->rows[i].read[k] = (struct weighbridge_reading){0};
                bridge_judge(&c);
                if (c.result->verdict != VERDICT_INCOMPLETE ||
                    c.result->document != DOCUMENT_NONE || !c.result->missing_n)
                    fail_msg("%s without reading %zu: %s", c.plan->rows[i].key, k,
                             bridge_verdict(&c));
                c.entries->rows[i] = whole;
                taken++;
            }
        }
    }
    assert_true(taken > 700);
}

struct border_row {
    const char *note;
    int64_t max, e;
    enum weighbridge_kind kind;
    const char *row;
    const char *off;
    const char *test;
    const char *verdict;
};

/* clang-format off */
static const struct border_row BORDERS[] = {
    {"+0.25 e at zero is 12.5; +10 passes",    100000, 50, WEIGHBRIDGE_PERIODIC,   "zero.1", "10",   "zero",          "pass"},
    {"+15 at zero fails",                      100000, 50, WEIGHBRIDGE_PERIODIC,   "zero.1", "15",   "zero",          "fail"},
    {"0.25 e exactly",                          60000, 20, WEIGHBRIDGE_PERIODIC,   "zero.1", "5",    "zero",          "pass"},
    {"-0.25 e exactly",                         60000, 20, WEIGHBRIDGE_PERIODIC,   "tare.1", "-5",   "tare",          "pass"},
    {"tare beyond",                             60000, 20, WEIGHBRIDGE_PERIODIC,   "tare.1", "-6",   "tare",          "fail"},
    {"+25 at 14 t on a support",               100000, 50, WEIGHBRIDGE_PERIODIC,   "ecc.5",  "25",   "eccentricity",  "pass"},
    {"-25 at 14 t",                            100000, 50, WEIGHBRIDGE_PERIODIC,   "ecc.8",  "-25",  "eccentricity",  "pass"},
    {"0.1 e past the limit",                   100000, 50, WEIGHBRIDGE_PERIODIC,   "ecc.1",  "30",   "eccentricity",  "fail"},
    {"at 25 t = 500 e the smaller limit",      100000, 50, WEIGHBRIDGE_PERIODIC,   "up.3",   "25",   "weighing",      "pass"},
    {"0.1 e past it",                          100000, 50, WEIGHBRIDGE_PERIODIC,   "up.3",   "30",   "weighing",      "fail"},
    {"at 40 t the next band",                  100000, 50, WEIGHBRIDGE_PERIODIC,   "down.4", "50",   "weighing",      "pass"},
    {"0.1 e past the band",                    100000, 50, WEIGHBRIDGE_PERIODIC,   "down.4", "-55",  "weighing",      "fail"},
    {"Max = 2000 e is still 1 e",              100000, 50, WEIGHBRIDGE_PERIODIC,   "up.8",   "50",   "weighing",      "pass"},
    {"and no more",                            100000, 50, WEIGHBRIDGE_PERIODIC,   "up.8",   "55",   "weighing",      "fail"},
    {"60 t / 20 kg: 1.5 e at Max",              60000, 20, WEIGHBRIDGE_PERIODIC,   "up.6",   "30",   "weighing",      "pass"},
    {"60 t / 20 kg: past 1.5 e",                60000, 20, WEIGHBRIDGE_PERIODIC,   "up.6",   "32",   "weighing",      "fail"},
    {"repeatability: spread of the MPE",       100000, 50, WEIGHBRIDGE_PERIODIC,   "rep.2",  "50",   "repeatability", "pass"},
    {"repeatability: 0.1 e more",              100000, 50, WEIGHBRIDGE_PERIODIC,   "rep.2",  "55",   "repeatability", "fail"},
    {"gate at 1/5 Max: 0.2 e",                 100000, 50, WEIGHBRIDGE_PERIODIC,   "gate.3", "10",   "gate",          "pass"},
    {"gate at 1/5 Max: 0.3 e, more weights",   100000, 50, WEIGHBRIDGE_PERIODIC,   "gate.3", "15",   "gate",          "incomplete"},
    {"gate at 1/3 Max: 0.3 e",                  60000, 20, WEIGHBRIDGE_PERIODIC,   "gate.1", "-6",   "gate",          "pass"},
    {"gate at 1/3 Max: 0.4 e",                  60000, 20, WEIGHBRIDGE_PERIODIC,   "gate.1", "-8",   "gate",          "incomplete"},
    {"in service: twice the limit",            100000, 50, WEIGHBRIDGE_IN_SERVICE, "up.3",   "50",   "weighing",      "pass"},
    {"in service: 0.1 e past it",              100000, 50, WEIGHBRIDGE_IN_SERVICE, "up.3",   "55",   "weighing",      "fail"},
    {"in service: eccentricity",               100000, 50, WEIGHBRIDGE_IN_SERVICE, "ecc.2",  "50",   "eccentricity",  "pass"},
    {"in service: zero is not doubled",        100000, 50, WEIGHBRIDGE_IN_SERVICE, "zero.1", "15",   "zero",          "fail"},
    {"net load by the net load",               100000, 50, WEIGHBRIDGE_INITIAL,    "net.5",  "25",   "net",           "pass"},
    {"net load past it",                       100000, 50, WEIGHBRIDGE_INITIAL,    "net.5",  "-30",  "net",           "fail"},
};
/* clang-format on */

static void borders_are_inclusive(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(BORDERS); i++) {
        const struct border_row *r = &BORDERS[i];
        bool fails = str_equal(r->verdict, "fail");

        bridge_make(&c, &arena, r->max, r->e, 20);
        c.in.kind = r->kind;
        bridge_plan(&c, case_regulation);
        bridge_shift(&c, r->row, r->off);
        /* 0.25 e is no multiple of the small weight: the officer says that it is right.
         */
        for (size_t k = 0; k < c.plan->rows_n; k++)
            c.entries->rows[k].confirmed = ~0u;
        bridge_judge(&c);
        if (!str_equal(bridge_test_verdict(&c, r->test), r->verdict))
            fail_msg("%s: %s", r->note, bridge_test_verdict(&c, r->test));
        if (!str_equal(bridge_verdict(&c), r->verdict))
            fail_msg("%s: whole %s", r->note, bridge_verdict(&c));
        assert_int_equal(c.result->failed_n, fails);
        if (r->kind == WEIGHBRIDGE_IN_SERVICE)
            assert_int_equal(c.result->document, DOCUMENT_INSPECTION_RECORD);
        else if (fails)
            assert_int_equal(c.result->document, DOCUMENT_NOTICE);
    }
}

/* Two e at any load: another verdict, another paper. */
static void two_e_change_the_paper(void **state)
{
    static const char *const ROWS[] = {"up.1", "up.5", "up.8", "down.2", "ecc.4"};

    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++) {
        bridge_make(&c, &arena, 100000, 50, 20);
        bridge_shift(&c, ROWS[i], "100");
        for (size_t k = 0; k < c.plan->rows_n; k++)
            c.entries->rows[k].confirmed = ~0u;
        bridge_judge(&c);
        assert_string_equal(bridge_verdict(&c), "fail");
        assert_int_equal(c.result->document, DOCUMENT_NOTICE);
    }
}

static void limits_come_from_the_edition(void **state)
{
    (void)state;
    bridge_make(&c, &arena, 100000, 50, 20);
    bridge_shift(&c, "up.3", "25");
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "pass");
    bridge_plan(&c, bridge_edition(&arena, "0.5*e*svc", "0.4*e*svc"));
    bridge_shift(&c, "up.3", "25");
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "fail");
    bridge_plan(&c, bridge_edition(&arena, "0.25*e", "0.15*e"));
    bridge_shift(&c, "zero.1", "10");
    bridge_judge(&c);
    assert_string_equal(bridge_test_verdict(&c, "zero"), "fail");
    bridge_plan(&c, bridge_edition(&arena, "5*std", "4*std"));
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "weighbridge.too_few_weights"));
}

/* A complete record of the edition goes the quick way in all its tests: then no scope of
 * names is made, which alone is larger than all the rest. */
static void complete_records_go_the_quick_way(void **state)
{
    const struct bridge *b;
    struct arena_mark before;
    size_t quick, general;

    (void)state;
    bridge_make(&c, &arena, 100000, 50, 20);
    b = c.plan->compiled;
    assert_non_null(b->quick);
    before = arena_here(&arena);
    bridge_judge(&c);
    quick = arena.used - before.used;
    assert_string_equal(bridge_verdict(&c), "pass");
    c.plan->general = true;
    before = arena_here(&arena);
    bridge_judge(&c);
    general = arena.used - before.used;
    assert_string_equal(bridge_verdict(&c), "pass");
    assert_true(quick + b->w->scope.names->n * sizeof(struct value) < general);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, each_set_up, each_tear_down)
    const struct CMUnitTest tests[] = {
        CASE(weights_suffice_for_a_trip),
        CASE(small_kit_follows_from_e),
        CASE(loads_are_planned_from_the_weights),
        CASE(order_is_that_of_a_day),
        CASE(bad_instruments_are_refused),
        CASE(faultless_readings_pass),
        CASE(any_missing_row_is_incomplete),
        CASE(borders_are_inclusive),
        CASE(two_e_change_the_paper),
        CASE(limits_come_from_the_edition),
        CASE(complete_records_go_the_quick_way),
    };

    return cmocka_run_group_tests(tests, bridge_set_up, bridge_tear_down);
}
