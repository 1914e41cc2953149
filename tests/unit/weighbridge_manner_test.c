/* Instruments and manners of testing beside the plain one: partial ranges, several
 * ranges, service mode, eccentricity by pairs and by a rolling load, class, reach,
 * displays, settings of the edition, and that no record with something taken away passes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bridge_case.h"
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

static void is_text(const char *what, const char *got, const char *want)
{
    if (!str_equal(got, want))
        fail_msg("%s: %s, not %s", what, got, want);
}

/* "up.1 1000 10 5;" of all rows of a test: key, load, e, limit. */
static const char *rows_of(const char *test)
{
    struct buf b;

    buf_init(&b, &arena);
    for (size_t i = 0; i < c.plan->rows_n; i++) {
        const struct weighbridge_row *r = &c.plan->rows[i];

        if (str_equal(c.plan->steps[r->step].id, test))
            buf_add_format(&b, "%s %s %s %s; ", r->key, dec_text_short(&arena, r->load),
                           dec_text_short(&arena, r->e),
                           r->has_limit ? dec_text_short(&arena, r->limit) : "-");
    }
    return buf_str(&b);
}

/* 30/60 t with e 10/20 kg and the small weights of both. */
static void two_parts(enum weighbridge_structure structure)
{
    bridge_make(&c, &arena, 60000, 10, 20);
    c.in.structure = structure;
    c.in.parts_n = 2;
    c.in.parts[0] = (struct weighbridge_part){.max = dec_int(30000), .e = dec_int(10)};
    c.in.parts[1] = (struct weighbridge_part){.max = dec_int(60000), .e = dec_int(20)};
    c.weights[c.in.weights_n++] = (struct weighbridge_weight){
        .class_name = "M1", .nominal = dec_int(20), .count = 10};
    c.weights[c.in.weights_n++] = (struct weighbridge_weight){
        .class_name = "M1", .nominal = dec_int(2), .count = 24};
    bridge_plan(&c, case_regulation);
}

/* ---- partial ranges ---- */

static void intervals_follow_the_load(void **state)
{
    (void)state;
    two_parts(STRUCTURE_INTERVALS);
    is_text("zero by e1", rows_of("zero"), "zero.1 100 10 2.5; ");
    is_text("weighing", rows_of("weighing"),
            "up.1 200 10 5; up.2 5000 10 5; up.3 20000 10 10; sub.1 20000 10 -; "
            "up.4 30000 10 15; up.5 40000 20 20; sub.2 40000 20 -; up.6 60000 20 30; "
            "down.5 40000 20 20; down.4 30000 10 15; down.3 20000 10 10; "
            "down.2 5000 10 5; down.1 200 10 5; ");
    bridge_judge(&c);
    is_text("faultless", bridge_verdict(&c), "pass");
}

struct part_row {
    const char *note, *row, *off, *verdict;
};

/* clang-format off */
static const struct part_row PARTS[] = {
    {"15 kg at 30 t: 1.5 e1",            "up.4",   "15",  "pass"},
    {"16 kg",                            "up.4",   "16",  "fail"},
    {"20 kg at 40 t: 2000 e2",           "down.5", "-20", "pass"},
    {"22 kg",                            "down.5", "-22", "fail"},
    {"30 kg at Max",                     "up.6",   "30",  "pass"},
    {"zero of 2.5 kg",                   "zero.1", "2.5", "pass"},
    {"zero of 3 kg: 0.25 e1, not 0.25 e2", "zero.1", "3", "fail"},
    {"repeatability at 48 t by e2",      "rep.1",  "30",  "pass"},
    {"and past it",                      "rep.1",  "32",  "fail"},
};
/* clang-format on */

static void limits_of_parts_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(PARTS); i++) {
        two_parts(STRUCTURE_INTERVALS);
        bridge_shift(&c, PARTS[i].row, PARTS[i].off);
        for (size_t k = 0; k < c.plan->rows_n; k++)
            c.entries->rows[k].confirmed = ~0u;
        bridge_judge(&c);
        is_text(PARTS[i].note, bridge_verdict(&c), PARTS[i].verdict);
    }
}

static void ranges_are_instruments_of_their_own(void **state)
{
    (void)state;
    two_parts(STRUCTURE_RANGES);
    assert_int_equal(c.plan->ranges_n, 2);
    is_text(
        "first", rows_of("weighing"),
        "r1.up.1 200 10 5; r1.up.2 5000 10 5; r1.up.3 15000 10 10; r1.up.4 20000 10 "
        "10; r1.sub.1 20000 10 -; r1.up.5 30000 10 15; r1.down.4 20000 10 10; "
        "r1.down.3 15000 10 10; r1.down.2 5000 10 5; r1.down.1 200 10 5; "
        "r2.up.1 1000 20 10; r2.up.2 10000 20 10; r2.up.3 20000 20 20; r2.sub.1 20000 "
        "20 -; r2.up.4 30000 20 20; r2.up.5 40000 20 20; r2.sub.2 40000 20 -; "
        "r2.up.6 60000 20 30; r2.down.5 40000 20 20; r2.down.4 30000 20 20; "
        "r2.down.3 20000 20 20; r2.down.2 10000 20 10; r2.down.1 1000 20 10; ");
    assert_true(weighbridge_row_find(c.plan, "visual.seal") >= 0);
    bridge_judge(&c);
    is_text("faultless", bridge_verdict(&c), "pass");
    assert_int_equal(c.result->document, DOCUMENT_CERTIFICATE);
    bridge_shift(&c, "r1.up.5", "16");
    bridge_judge(&c);
    is_text("1.6 e in the first range", bridge_verdict(&c), "fail");
    bridge_set(&c, "r1.up.5", "*", NULL);
    bridge_judge(&c);
    is_text("a row of the first range missing", bridge_verdict(&c), "incomplete");
    assert_int_equal(c.result->missing_n, 1);
}

struct refused_row {
    const char *note, *key;
    void (*change)(struct weighbridge_input *in);
};

static void falling_parts(struct weighbridge_input *in)
{
    in->parts[1].e = dec_int(5);
}
static void part_without_end(struct weighbridge_input *in)
{
    in->parts[1].max = dec_int(50000);
}
static void one_part(struct weighbridge_input *in)
{
    in->parts_n = 1;
}
static void coarse_service(struct weighbridge_input *in)
{
    in->service_d = dec_int(5);
}
static void odd_pairs(struct weighbridge_input *in)
{
    in->has_method = true;
    in->method = ECCENTRICITY_PAIR;
    in->supports = 5;
}
static void unknown_rolling(struct weighbridge_input *in)
{
    in->has_method = true;
    in->method = ECCENTRICITY_ROLLING;
}
static void heavy_rolling(struct weighbridge_input *in)
{
    unknown_rolling(in);
    in->rolling_load = dec_int(48001);
}
static void far_reach(struct weighbridge_input *in)
{
    in->reach = dec_int(60001);
}

/* clang-format off */
static const struct refused_row REFUSED[] = {
    {"e falls",                          "weighbridge.parts",        falling_parts},
    {"the last part does not reach Max", "weighbridge.parts",        part_without_end},
    {"one part is none",                 "weighbridge.parts",        one_part},
    {"service d above e / 5",            "weighbridge.service_d",    coarse_service},
    {"pairs of five supports",           "weighbridge.eccentricity", odd_pairs},
    {"a rolling load nobody knows",      "weighbridge.rolling_load", unknown_rolling},
    {"above 0.8 Max",                    "weighbridge.rolling_load", heavy_rolling},
    {"reach above Max",                  "weighbridge.reach",        far_reach},
};
/* clang-format on */

static void impossible_instruments_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(REFUSED); i++) {
        struct weighbridge_plan *plan = NULL;
        struct qh_error err = {0};
        struct weighbridge_input in;

        two_parts(STRUCTURE_INTERVALS);
        in = c.in;
        REFUSED[i].change(&in);
        assert_int_equal(weighbridge_check(case_regulation, &in, &err), QH_INVALID);
        is_text(REFUSED[i].note, err.key, REFUSED[i].key);
        assert_int_equal(weighbridge_plan_make(&arena, case_regulation, case_weights, &in,
                                               &plan, &err),
                         QH_INVALID);
        is_text(REFUSED[i].note, err.key, REFUSED[i].key);
    }
}

/* ---- class ---- */

struct class_row {
    const char *note;
    const char *class_name;
    int64_t max, e, min, tonnes;
    const char *reason, *is, *due;
};

/* clang-format off */
static const struct class_row CLASSES[] = {
    {"n of 400",             "III",  20000,  50, 1000, 20, "class.n_low",         "400",   "500"},
    {"Min of 10 e",          "III",  60000,  20, 200,  20, "class.min_low",       "200",   "400"},
    {"e of 30 kg",           "III",  60000,  30, 600,  20, "class.e_form",        "30",    NULL},
    {"Max no multiple of e", "III",  60010,  20, 400,  20, "class.n_not_integer", "20",    NULL},
    {"IIII: n of 80",        "IIII",  4000,  50, 500,   4, "class.n_low",         "80",    "100"},
};
/* clang-format on */

static const struct weighbridge_note *reason_of(const char *key)
{
    for (size_t i = 0; i < c.result->reasons_n; i++)
        if (str_equal(c.result->reasons[i].key, key))
            return &c.result->reasons[i];
    return NULL;
}

static void wrong_classes_are_no_pass(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(CLASSES); i++) {
        const struct class_row *r = &CLASSES[i];
        const struct weighbridge_note *n;

        bridge_make(&c, &arena, r->max, r->e, r->tonnes);
        c.in.min = dec_int(r->min);
        c.in.accuracy_class = r->class_name;
        bridge_plan(&c, case_regulation);
        bridge_judge(&c);
        is_text(r->note, bridge_verdict(&c), "incomplete");
        n = reason_of(r->reason);
        if (!n) {
            fail_msg("%s: no reason %s", r->note, r->reason);
            return;
        }
        is_text(r->note, n->args[0], r->is);
        if (r->due)
            is_text(r->note, n->args[1], r->due);
        bridge_plan(&c, bridge_edition(&arena, "\"class_check\": {\"value\": \"block\"",
                                       "\"class_check\": {\"value\": \"note\""));
        bridge_judge(&c);
        assert_null(reason_of(r->reason)); /* a note of the plan only */
    }
}

/* Table 4: 20 t is too short a first part before e = 50 kg. */
static void parts_have_their_least_n(void **state)
{
    (void)state;
    two_parts(STRUCTURE_INTERVALS);
    c.in.parts[0].max = dec_int(9000);
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    is_text("Max1 / e2 is 450", bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "class.part"));
}

/* ---- service mode ---- */

static void service_mode_is_left_again(void **state)
{
    (void)state;
    c.in.service_d = dec_int(2);
    c.in.kind = WEIGHBRIDGE_INITIAL;
    bridge_plan(&c, case_regulation);
    assert_true(c.plan->service);
    bridge_judge(&c);
    is_text("faultless", bridge_verdict(&c), "pass");
    bridge_set(&c, "up.2", "i", "10010");
    bridge_judge(&c);
    is_text("E = I - L of 10 kg", bridge_verdict(&c), "pass");
    bridge_set(&c, "up.2", "i", "10012");
    bridge_judge(&c);
    is_text("12 kg", bridge_verdict(&c), "fail");
    bridge_set(&c, "up.2", "i", "10000");
    bridge_set(&c, "normal.restored", "result", "fail");
    bridge_judge(&c);
    is_text("not restored", bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "weighbridge.normal"));
    bridge_set(&c, "normal.restored", "*", NULL);
    bridge_judge(&c);
    is_text("not said", bridge_verdict(&c), "incomplete");
}

/* 0.2 e < d < e: neither service mode nor auxiliary indication of class III. */
static void auxiliary_indication_is_not_for_class_three(void **state)
{
    (void)state;
    c.in.d = dec_int(10);
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    is_text("d = e / 2", bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "class.auxiliary"));
}

/* ---- eccentricity ---- */

static void pairs_take_twice_the_load(void **state)
{
    (void)state;
    c.in.has_method = true;
    c.in.method = ECCENTRICITY_PAIR;
    bridge_plan(&c, case_regulation);
    is_text(
        "4 pairs with 17 t of 17.143 t", rows_of("eccentricity"),
        "ecc.1 17000 20 20; ecc.2 17000 20 20; ecc.3 17000 20 20; ecc.4 17000 20 20; ");
    bridge_judge(&c);
    is_text("faultless", bridge_verdict(&c), "pass");
    bridge_plan(&c,
                bridge_edition(&arena, "\"eccentricity_pair_load\": {\"value\": \"2\"",
                               "\"eccentricity_pair_load\": {\"value\": \"1\""));
    is_text("a setting", rows_of("eccentricity"),
            "ecc.1 8000 20 10; ecc.2 8000 20 10; ecc.3 8000 20 10; ecc.4 8000 20 10; ");
}

static void rolling_load_goes_there_and_back(void **state)
{
    static const enum weighbridge_place PLACES_OF[] = {
        PLACE_BEGIN, PLACE_MIDDLE, PLACE_END, PLACE_END, PLACE_MIDDLE, PLACE_BEGIN};

    (void)state;
    c.in.has_method = true;
    c.in.method = ECCENTRICITY_ROLLING;
    c.in.rolling_load = dec_int(48000);
    bridge_plan(&c, case_regulation);
    for (size_t i = 0; i < 6; i++) {
        long at = weighbridge_row_find(c.plan, str_format(&arena, "ecc.%zu", i + 1));

        assert_int_equal(c.plan->rows[at].place, PLACES_OF[i]);
        assert_int_equal(c.plan->rows[at].down, i > 2);
    }
    bridge_judge(&c);
    is_text("faultless", bridge_verdict(&c), "pass");
    bridge_shift(&c, "ecc.5", "32"); /* 1.6 e at 48 t */
    bridge_judge(&c);
    is_text("past 1.5 e", bridge_test_verdict(&c, "eccentricity"), "fail");
    bridge_set(&c, "ecc.5", "placed", "50000");
    bridge_judge(&c);
    assert_true(bridge_has_reason(&c, "weighbridge.rolling_heavy"));
}

/* ---- reach ---- */

static void a_verdict_may_be_limited(void **state)
{
    (void)state;
    c.in.reach = dec_int(45000);
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    is_text("the edition refuses", bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "weighbridge.max_not_reached"));
    bridge_plan(&c, bridge_edition(&arena, "\"max_not_reached\": {\"value\": \"refuse\"",
                                   "\"max_not_reached\": {\"value\": \"limited\""));
    bridge_judge(&c);
    is_text("45 of 60 t", bridge_verdict(&c), "pass");
    assert_true(c.result->limited);
    is_text("up to", dec_text_short(&arena, c.result->limited_to), "45000");
    c.in.reach = dec_int(39000); /* below 2/3 */
    bridge_plan(&c, bridge_edition(&arena, "\"max_not_reached\": {\"value\": \"refuse\"",
                                   "\"max_not_reached\": {\"value\": \"limited\""));
    bridge_judge(&c);
    is_text("39 of 60 t", bridge_verdict(&c), "incomplete");
}

/* ---- settings ---- */

static void floor_of_weights_is_a_setting(void **state)
{
    struct weighbridge_feasibility f = {0};
    struct weighbridge_weight w = {
        .class_name = "M1", .nominal = dec_int(500), .count = 1};
    struct weighbridge_input in = {.accuracy_class = "III",
                                   .unit = "kg",
                                   .max = dec_int(1500),
                                   .e = dec_scaled(5, -1),
                                   .weights = &w,
                                   .weights_n = 1};

    (void)state;
    assert_int_equal(weighbridge_feasibility(case_regulation, &in, &f, NULL), QH_OK);
    assert_int_equal(f.verdict, WEIGHBRIDGE_NEEDS_SPREAD);
    assert_int_equal(
        weighbridge_feasibility(
            bridge_edition(&arena, "\"substitution_floor\": {\"value\": null",
                           "\"substitution_floor\": {\"value\": \"1000\""),
            &in, &f, NULL),
        QH_OK);
    assert_int_equal(f.verdict, WEIGHBRIDGE_REFUSED);
    is_text("least", dec_text_short(&arena, f.least), "1000");
}

static void repeatability_in_service_is_a_setting(void **state)
{
    (void)state;
    c.in.kind = WEIGHBRIDGE_IN_SERVICE;
    bridge_plan(&c, case_regulation);
    bridge_shift(&c, "rep.1", "60");
    bridge_judge(&c);
    is_text("twice", bridge_test_verdict(&c, "repeatability"), "pass");
    bridge_plan(&c,
                bridge_edition(&arena, "\"in_service_repeatability\": {\"value\": \"2\"",
                               "\"in_service_repeatability\": {\"value\": \"1\""));
    bridge_shift(&c, "rep.1", "32");
    bridge_judge(&c);
    is_text("once", bridge_test_verdict(&c, "repeatability"), "fail");
}

static void displays_show_the_same(void **state)
{
    (void)state;
    c.in.devices = 2;
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    is_text("faultless", bridge_verdict(&c), "pass");
    bridge_set(&c, "disp.2", "i_other", "20020");
    bridge_judge(&c);
    is_text("the second differs", bridge_test_verdict(&c, "displays"), "fail");
}

static void additive_tare_has_two_loads(void **state)
{
    (void)state;
    c.in.kind = WEIGHBRIDGE_INITIAL;
    c.in.tare_max = dec_int(30000);
    bridge_plan(&c, case_regulation);
    is_text(
        "a third",
        dec_text_short(&arena, c.plan->rows[weighbridge_row_find(c.plan, "net.1")].tare),
        "10000");
    is_text(
        "all",
        dec_text_short(&arena, c.plan->rows[weighbridge_row_find(c.plan, "net.6")].tare),
        "30000");
}

/* ---- trust ---- */

struct whole_row {
    const char *note;
    int64_t max, e, tonnes;
    const char *verdict; /* of faultless readings */
};

/* clang-format off */
static const struct whole_row WHOLES[] = {
    {"60 t with weights",      60000, 20, 60, "pass"},
    {"60 t by substitution",   60000, 20, 20, "pass"},
    {"80 t with weights",      80000, 20, 80, "pass"},
    {"80 t by substitution",   80000, 20, 20, "pass"},
    {"100 t with weights",    100000, 50, 100, "pass"},
    {"100 t by substitution", 100000, 50, 20, "pass"},
    {"120 t with 20 t",       120000, 50, 20, "incomplete"},
    {"120 t with 23 t",       120000, 50, 23, "incomplete"},
    {"120 t with 24 t",       120000, 50, 24, "pass"},
};
static const enum weighbridge_kind KINDS[] = {WEIGHBRIDGE_INITIAL, WEIGHBRIDGE_PERIODIC,
                                              WEIGHBRIDGE_AFTER_REPAIR};
/* clang-format on */

/* Any one row or reading taken away, any one item failed: never a pass. */
static size_t mutate(const char *note)
{
    size_t done = 0;

    for (size_t i = 0; i < c.plan->rows_n; i++) {
        struct weighbridge_entry whole = c.entries->rows[i];

        c.entries->rows[i] = (struct weighbridge_entry){0};
        bridge_judge(&c);
        if (c.result->verdict == VERDICT_PASS || c.result->document != DOCUMENT_NONE)
            fail_msg("%s without %s: %s", note, c.plan->rows[i].key, bridge_verdict(&c));
        c.entries->rows[i] = whole;
        if (c.plan->rows[i].form == ROW_ITEM) {
            c.entries->rows[i].item = ITEM_FAIL;
            bridge_judge(&c);
            if (c.result->verdict == VERDICT_PASS)
                fail_msg("%s passes with %s failed", note, c.plan->rows[i].key);
            c.entries->rows[i] = whole;
        }
        done++;
    }
    return done;
}

static void nothing_taken_away_passes(void **state)
{
    size_t done = 0;

    (void)state;
    for (size_t i = 0; i < LEN(WHOLES); i++)
        for (size_t k = 0; k < LEN(KINDS); k++) {
            const struct whole_row *r = &WHOLES[i];

            bridge_make(&c, &arena, r->max, r->e, r->tonnes);
            c.in.kind = KINDS[k];
            bridge_plan(&c, case_regulation);
            bridge_judge(&c);
            is_text(r->note, bridge_verdict(&c), r->verdict);
            done += mutate(r->note);
        }
    assert_true(done > 1000);
}

/* Any one kind of weight left at home. */
static void no_kind_of_weight_is_superfluous(void **state)
{
    (void)state;
    for (size_t i = 1; i < 3; i++) {
        bridge_make(&c, &arena, 60000, 20, 20);
        c.weights[i].count = 0;
        bridge_plan(&c, case_regulation);
        bridge_judge(&c);
        if (i == 2) /* the pieces of 0.1 e */
            is_text("without small weights", bridge_verdict(&c), "incomplete");
    }
    bridge_make(&c, &arena, 60000, 20, 11);
    bridge_judge(&c);
    is_text("11 t on 60 t", bridge_verdict(&c), "incomplete");
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, each_set_up, each_tear_down)
    const struct CMUnitTest tests[] = {
        CASE(intervals_follow_the_load),
        CASE(limits_of_parts_hold),
        CASE(ranges_are_instruments_of_their_own),
        CASE(impossible_instruments_are_refused),
        CASE(wrong_classes_are_no_pass),
        CASE(parts_have_their_least_n),
        CASE(service_mode_is_left_again),
        CASE(auxiliary_indication_is_not_for_class_three),
        CASE(pairs_take_twice_the_load),
        CASE(rolling_load_goes_there_and_back),
        CASE(a_verdict_may_be_limited),
        CASE(floor_of_weights_is_a_setting),
        CASE(repeatability_in_service_is_a_setting),
        CASE(displays_show_the_same),
        CASE(additive_tare_has_two_loads),
        CASE(nothing_taken_away_passes),
        CASE(no_kind_of_weight_is_superfluous),
    };

    return cmocka_run_group_tests(tests, bridge_set_up, bridge_tear_down);
}
