/* What goes wrong on site: substitutes, questions, weights, conditions, typed readings.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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
    bridge_make(&c, &arena, 100000, 50, 20);
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

static const struct weighbridge_row_result *result_of(const char *row)
{
    long i = weighbridge_row_find(c.plan, row);

    assert_true(i >= 0);
    return &c.result->rows[i];
}

/* ---- substitution ---- */

/* The run of tests/vectors/r76.json "subst-run-02": substitutes that do not match. */
static void unmatched_substitutes_have_their_value(void **state)
{
    (void)state;
    bridge_make(&c, &arena, 60000, 20, 20);
    bridge_set(&c, "zero.1", "dl", "8"); /* E0 = +2 */
    bridge_set(&c, "up.3", "i", "20000");
    bridge_set(&c, "up.3", "dl", "7");
    bridge_set(&c, "sub.1", "i", "19980");
    bridge_set(&c, "sub.1", "dl", "2");
    bridge_set(&c, "up.5", "i", "40000");
    bridge_set(&c, "up.5", "dl", "9");
    bridge_set(&c, "sub.2", "i", "40000");
    bridge_set(&c, "sub.2", "dl", "5");
    bridge_set(&c, "up.6", "i", "60020");
    bridge_set(&c, "up.6", "dl", "18");
    for (size_t i = 0; i < c.plan->rows_n; i++)
        c.entries->rows[i].confirmed = ~0u; /* dl is no multiple of 2 kg here */
    bridge_judge(&c);
    is_dec("substitute 1", c.result->stages[0].value, "19985");
    is_dec("substitute 2", c.result->stages[1].value, "39989");
    is_dec("L 2", result_of("up.5")->load, "39985");
    is_dec("E 2", result_of("up.5")->error, "16");
    is_dec("Ec 2", result_of("up.5")->value, "14");
    is_dec("L 3", result_of("up.6")->load, "59989");
    is_dec("Ec 3", result_of("up.6")->value, "21");
    is_dec("down by the same loads", result_of("down.5")->load, "39985");
    assert_string_equal(bridge_verdict(&c), "pass");
    is_dec("highest load", c.result->max_load, "59989");
}

static void five_stages_up_and_down(void **state)
{
    (void)state;
    bridge_shift(&c, "sub.1", "5");
    bridge_shift(&c, "sub.2", "-10");
    bridge_shift(&c, "sub.4", "20");
    bridge_judge(&c);
    is_dec("25 t", result_of("up.3")->load, "25005");
    is_dec("40 t", result_of("up.4")->load, "40005");
    is_dec("60 t", result_of("up.6")->load, "59995");
    is_dec("80 t", result_of("down.7")->load, "79995");
    is_dec("100 t", result_of("up.8")->load, "100015");
    is_dec("the limit stays that of Max", result_of("up.8")->limit, "50");
}

static void a_truck_of_40_t_is_no_first_stage(void **state)
{
    (void)state;
    bridge_shift(&c, "sub.1", "20000");
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "substitute.too_large"));
    assert_true(c.result->stages[0].refused);
    assert_false(result_of("up.4")->judged);
    assert_int_equal(c.result->document, DOCUMENT_NONE);
}

static void mismatch_above_one_e_is_refused(void **state)
{
    (void)state;
    bridge_shift(&c, "sub.3", "-50");
    bridge_judge(&c);
    assert_false(c.result->stages[2].refused);
    bridge_shift(&c, "sub.3", "-5");
    bridge_judge(&c);
    assert_true(c.result->stages[2].refused);
    assert_true(bridge_has_reason(&c, "substitute.mismatch"));
    assert_string_equal(bridge_verdict(&c), "incomplete");
    assert_true(result_of("up.6")->judged);
    assert_false(result_of("up.7")->judged);
}

/* An adjustment in the middle voids all: the caller starts a fresh set, which stands by
 * itself; the first one is judged as it was. */
static void adjustment_needs_the_complete_set(void **state)
{
    struct weighbridge_entries *found = c.entries;

    (void)state;
    bridge_shift(&c, "up.5", "60");
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "fail");
    bridge_plan(&c, case_regulation);
    for (size_t i = 0; i < c.plan->rows_n; i++)
        if (str_equal(c.plan->rows[i].key, "up.5"))
            for (size_t k = i; k < c.plan->rows_n; k++)
                c.entries->rows[k] = (struct weighbridge_entry){0};
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "pass");
    c.entries = found;
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "fail");
}

/* Substitutes that are `off` kg too heavy in all after each stage; the scale itself reads
 * right, up and down. */
static void place_substitutes(const char *const off[5])
{
    for (size_t i = 0; i < c.plan->rows_n; i++) {
        const struct weighbridge_row *row = &c.plan->rows[i];

        if (row->stage && (row->form == ROW_LOAD || row->form == ROW_SUBSTITUTE))
            bridge_shift(&c, row->key, off[row->stage]);
    }
}

static void stop_before(const char *key)
{
    long from = weighbridge_row_find(c.plan, key);

    assert_true(from >= 0);
    for (size_t i = (size_t)from; i < c.plan->rows_n; i++)
        c.entries->rows[i] = (struct weighbridge_entry){0};
}

static void has_loads(const char *const loads[][2], size_t n, bool both_ways)
{
    for (size_t i = 0; i < n; i++) {
        char down[20];

        is_dec(loads[i][0], result_of(loads[i][0])->load, loads[i][1]);
        is_dec(loads[i][0], result_of(loads[i][0])->error, "0");
        (void)snprintf(down, sizeof down, "down.%s", loads[i][0] + 3);
        if (!both_ways || weighbridge_row_find(c.plan, down) < 0)
            continue;
        is_dec(down, result_of(down)->load, loads[i][1]);
        is_dec(down, result_of(down)->error, "0");
    }
}

/* Five stages with substitutes that do not match, an adjustment after the third: what
 * was found stands by itself, what is left begins at zero with the same trucks loaded
 * otherwise, up and down; nothing of the first run counts in the second. */
static void five_stages_with_an_adjustment_in_the_middle(void **state)
{
    static const char *const FOUND[5] = {"0", "15", "-20", "25", "30"};
    static const char *const LEFT[5] = {"0", "5", "-5", "-45", "-10"};
    static const char *const FOUND_LOADS[][2] = {{"up.3", "25015"}, {"up.4", "40015"}};
    static const char *const LEFT_LOADS[][2] = {{"up.3", "25005"}, {"up.4", "40005"},
                                                {"up.5", "49995"}, {"up.6", "59995"},
                                                {"up.7", "79955"}, {"up.8", "99990"}};
    struct weighbridge_entries *found;

    (void)state;
    assert_int_equal(c.plan->stages, 4);
    place_substitutes(FOUND);
    bridge_shift(&c, "up.6", "75"); /* it has drifted: found out at 60 t */
    stop_before("sub.3");
    bridge_judge(&c);
    has_loads(FOUND_LOADS, LEN(FOUND_LOADS), false);
    is_dec("60 t as found", result_of("up.6")->load, "59980");
    is_dec("its error", result_of("up.6")->value, "75");
    assert_string_equal(bridge_test_verdict(&c, "weighing"), "fail");
    assert_string_equal(bridge_verdict(&c), "incomplete");
    c.entries->stopped = true; /* the officer adjusts: as found it has failed */
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "fail");
    found = c.entries;

    bridge_plan(&c, case_regulation);
    place_substitutes(LEFT);
    stop_before("up.8");
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    assert_int_equal(c.result->document, DOCUMENT_NONE);

    bridge_plan(&c, case_regulation);
    place_substitutes(LEFT);
    bridge_judge(&c);
    has_loads(LEFT_LOADS, LEN(LEFT_LOADS), true);
    is_dec("substitute 4", c.result->stages[3].value, "79990");
    assert_string_equal(bridge_verdict(&c), "pass");
    is_dec("highest load", c.result->max_load, "99990");
    c.entries = found;
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "fail");
}

/* ---- questions ---- */

struct ask_row {
    const char *note;
    const char *row, *reading, *value;
    enum weighbridge_question question;
    bool asked;
};

/* clang-format off */
static const struct ask_row ASKS[] = {
    {"an indication the display cannot show", "up.5",   "i",      "50010", ASK_NOT_MULTIPLE_OF_D, true},
    {"the indication of E0 too",              "ecc.2",  "e0_i",   "510",   ASK_NOT_MULTIPLE_OF_D, true},
    {"dl 0",                                  "up.5",   "dl",     "0",     ASK_DL_OUTSIDE,        true},
    {"dl below 0",                            "up.5",   "dl",     "-5",    ASK_DL_OUTSIDE,        true},
    {"dl e is allowed",                       "up.5",   "dl",     "50",    ASK_DL_OUTSIDE,        false},
    {"dl above e",                            "gate.1", "dl",     "55",    ASK_DL_OUTSIDE,        true},
    {"dl no multiple of 0.1 e",               "ecc.3",  "dl",     "27",    ASK_DL_NOT_MULTIPLE,   true},
    {"dl of E0 too",                          "ecc.3",  "e0_dl",  "27",    ASK_DL_NOT_MULTIPLE,   true},
    {"E of 3 MPE is not asked",               "up.5",   "i",      "50150", ASK_ERROR_LARGE,       false},
    {"E above 3 MPE",                         "up.5",   "i",      "50200", ASK_ERROR_LARGE,       true},
    {"the scale did not come back",           "sub.1",  "back_i", "1000",  ASK_BACK_INDICATION,   true},
    {"10 e may stay on",                      "sub.1",  "back_i", "500",   ASK_BACK_INDICATION,   false},
    {"substitute with weights off",           "sub.2",  "back_i", "20050", ASK_BACK_INDICATION,   false},
    {"more weights than on board",            "up.8",   "placed", "30000", ASK_PLACED,            true},
};
/* clang-format on */

static void suspicious_readings_are_asked_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ASKS); i++) {
        const struct ask_row *r = &ASKS[i];
        long at;

        bridge_plan(&c, case_regulation);
        bridge_set(&c, r->row, r->reading, r->value);
        bridge_judge(&c);
        at = weighbridge_row_find(c.plan, r->row);
        if (((c.result->rows[at].questions >> r->question) & 1u) != r->asked)
            fail_msg("%s: asked %x", r->note, (unsigned)c.result->rows[at].questions);
        if (!r->asked)
            continue;
        assert_true(c.result->open_n > 0);
        if (c.result->verdict == VERDICT_PASS)
            fail_msg("%s: passes unasked", r->note);
        c.entries->rows[at].confirmed = 1u << r->question;
        bridge_judge(&c);
        assert_int_equal((c.result->rows[at].questions >> r->question) & 1u, 0);
    }
}

/* A confirmed reading is used as it stands. */
static void confirmed_readings_count(void **state)
{
    (void)state;
    bridge_set(&c, "up.5", "i", "50010");
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "weighbridge.questions"));
    c.entries->rows[weighbridge_row_find(c.plan, "up.5")].confirmed =
        1u << ASK_NOT_MULTIPLE_OF_D;
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "pass");
    is_dec("P", result_of("up.5")->p, "50010");
}

/* ---- weights, loads, conditions ---- */

struct site_row {
    const char *note;
    const char *row, *reading, *value;
    const char *verdict;
    const char *reason; /* "" if none */
};

/* clang-format off */
static const struct site_row SITES[] = {
    {"too cold",                         "cond.t_end",      "value",  "-11",   "incomplete", "weighbridge.conditions"},
    {"6 K in the meantime",              "cond.t_end",      "value",  "26",    "incomplete", "weighbridge.conditions"},
    {"5 K are allowed",                  "cond.t_end",      "value",  "25",    "pass",       ""},
    {"another serial number",            "identity.serial", "result", "fail",  "incomplete", "weighbridge.identity"},
    {"seals not photographed",           "seals.photo",     "result", "fail",  "incomplete", "weighbridge.seals"},
    {"a broken seal fails",              "visual.seal",     "result", "fail",  "fail",       ""},
    {"an item that must apply",          "visual.seal",     "result", "na",    "incomplete", "weighbridge.missing"},
    {"an item that may not apply",       "visual.software", "result", "na",    "pass",       ""},
    {"13 t instead of 14 t on a support","ecc.4",           "placed", "13000", "incomplete", ""},
    {"12 t are too little",              "ecc.4",           "placed", "12000", "incomplete", "weighbridge.eccentricity_short"},
    {"Max not reached",                  "up.8",            "placed", "18000", "incomplete", "weighbridge.max_not_reached"},
};
/* clang-format on */

static void the_site_decides(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(SITES); i++) {
        const struct site_row *r = &SITES[i];

        bridge_plan(&c, case_regulation);
        bridge_set(&c, r->row, r->reading, r->value);
        bridge_judge(&c);
        if (!str_equal(bridge_verdict(&c), r->verdict))
            fail_msg("%s: %s", r->note, bridge_verdict(&c));
        if (*r->reason && !bridge_has_reason(&c, r->reason))
            fail_msg("%s: no reason %s", r->note, r->reason);
    }
}

/* The load actually applied decides the limit: 26 t is beyond 500 e. */
static void load_applied_decides(void **state)
{
    (void)state;
    bridge_set(&c, "up.3", "placed", "6000");
    bridge_set(&c, "up.3", "i", "26050");
    bridge_set(&c, "up.3", "dl", "25");
    bridge_judge(&c);
    is_dec("L", result_of("up.3")->load, "26000");
    is_dec("limit", result_of("up.3")->limit, "50");
    assert_string_equal(bridge_verdict(&c), "pass");
    bridge_set(&c, "up.3", "placed", NULL);
    bridge_judge(&c);
    assert_string_equal(bridge_test_verdict(&c, "weighing"), "fail");
}

static void weights_must_be_good_enough(void **state)
{
    (void)state;
    is_dec("sum", (bridge_judge(&c), c.result->adequacy.sum_of_mpe), "5.0025");
    assert_int_equal(c.result->adequacy.verdict, VERDICT_PASS);
    c.weights[0].class_name = "M3"; /* 100 x 0.5 kg = 50 kg against 50/3 */
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "weighbridge.weights_inadequate"));
    c.weights[0] = (struct weighbridge_weight){
        .class_name = "M1", .nominal = dec_int(1250), .count = 16};
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    assert_true(bridge_has_reason(&c, "weighbridge.no_class_limit"));
    c.weights[0].mpe = dec_scaled(625, -4); /* of its own certificate */
    c.weights[0].has_mpe = true;
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    assert_true(bridge_has_reason(&c, "weighbridge.no_class_limit"));
    c.in.kind = WEIGHBRIDGE_CALIBRATION; /* here certificates count */
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "pass");
}

static void small_weights_must_be_there(void **state)
{
    (void)state;
    c.in.weights_n--; /* the pieces of 5 kg */
    bridge_plan(&c, case_regulation);
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "weighbridge.no_small_weights"));
}

static void twenty_tonnes_never_verify_120(void **state)
{
    (void)state;
    bridge_make(&c, &arena, 120000, 50, 20);
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "weighbridge.too_few_weights"));
    assert_int_equal(c.result->document, DOCUMENT_NONE);
}

static void direct_reading_needs_no_small_weights(void **state)
{
    (void)state;
    c.in.d = dec_int(10);
    bridge_plan(&c, case_regulation);
    for (size_t i = 0; i < c.plan->rows_n; i++) {
        struct weighbridge_entry *e = &c.entries->rows[i];
        enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
        size_t n = weighbridge_wants(c.plan->rows[i].form, ids);

        for (size_t k = 0; k < n; k++)
            if (ids[k] == READ_DL || ids[k] == READ_E0_DL)
                e->read[k] = (struct weighbridge_reading){0};
    }
    bridge_set(&c, "up.3", "i", "25020");
    bridge_judge(&c);
    is_dec("P = I", result_of("up.3")->p, "25020");
    assert_string_equal(bridge_verdict(&c), "pass");
}

static void discrimination_starts_one_lower(void **state)
{
    (void)state;
    c.in.kind = WEIGHBRIDGE_INITIAL;
    bridge_plan(&c, case_regulation);
    bridge_set(&c, "disc.2", "i2", "50000");
    bridge_judge(&c);
    assert_string_equal(bridge_test_verdict(&c, "discrimination"), "fail");
    bridge_plan(&c, case_regulation);
    bridge_set(&c, "disc.2", "i1", "50000");
    bridge_judge(&c);
    assert_string_equal(bridge_test_verdict(&c, "discrimination"), "incomplete");
    assert_true(bridge_has_reason(&c, "weighbridge.discrimination_start"));
}

static void officer_may_stop_after_a_failure(void **state)
{
    (void)state;
    bridge_shift(&c, "ecc.1", "60");
    bridge_set(&c, "up.8", "*", NULL);
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    c.entries->stopped = true;
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "fail");
    bridge_plan(&c, case_regulation);
    bridge_set(&c, "up.8", "*", NULL);
    c.entries->stopped = true; /* nothing failed: still incomplete */
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
}

/* ---- what was typed ---- */

static qh_status read_entries(const char *json, struct qh_error *err)
{
    struct json *doc = NULL;

    assert_int_equal(json_parse(&arena, text_of(json), &doc, err), QH_OK);
    return weighbridge_entries_from_json(&arena, c.plan, doc, &c.entries, err);
}

struct typed_row {
    const char *json;
    const char *key, *field; /* NULL: read */
};

static const struct typed_row TYPED[] = {
    {"{\"rows\":{\"up.2\":{\"i\":\"２００００\",\"dl\":\" 25 \"}}}", NULL, NULL},
    {"{\"rows\":{\"up.2\":{\"i\":20000,\"dl\":\"2,5\"}}}", NULL, NULL},
    {"{\"rows\":{\"up.2\":{\"i\":\"\",\"dl\":null,\"note\":\"x\"}}}", NULL, NULL},
    {"{\"rows\":{\"up.2\":{\"i\":\"20,000\"}}}", "weighbridge.reading", "rows.up.2.i"},
    {"{\"rows\":{\"up.2\":{\"i\":\"2OOOO\"}}}", "weighbridge.reading", "rows.up.2.i"},
    {"{\"rows\":{\"up.2\":{\"dl\":[1]}}}", "weighbridge.reading", "rows.up.2.dl"},
    {"{\"rows\":{\"up.2\":5}}", "weighbridge.entries", "rows.up.2"},
    {"{\"rows\":[]}", "weighbridge.entries", "rows"},
    {"{\"rows\":{\"visual.seal\":{\"result\":\"ok\"}}}", "weighbridge.item",
     "rows.visual.seal.result"},
    {"{\"rows\":{\"up.2\":{\"confirmed\":[\"all\"]}}}", "weighbridge.question",
     "rows.up.2.confirmed"},
};

static void typed_readings_are_understood(void **state)
{
    struct qh_error err = {0};
    char *digits = arena_alloc(&arena, 10100, 1);
    size_t at;

    (void)state;
    for (size_t i = 0; i < LEN(TYPED); i++) {
        qh_status rc = read_entries(TYPED[i].json, &err);

        assert_int_equal(rc, TYPED[i].key ? QH_INVALID : QH_OK);
        if (!TYPED[i].key)
            continue;
        assert_string_equal(err.key, TYPED[i].key);
        assert_string_equal(err.field, TYPED[i].field);
    }
    assert_int_equal(read_entries(TYPED[0].json, &err), QH_OK);
    at = (size_t)weighbridge_row_find(c.plan, "up.2");
    is_dec("full width", c.entries->rows[at].read[0].value, "20000");
    assert_string_equal(c.entries->rows[at].read[0].typed, "２００００");
    memset(digits, '9', 10000);
    assert_int_equal(
        read_entries(str_format(&arena, "{\"rows\":{\"up.2\":{\"i\":\"%s\"}}}", digits),
                     &err),
        QH_INVALID);
    assert_string_equal(err.key, "weighbridge.reading");
}

/* Readings that fit no row, after the plan changed: asked for, never a pass. */
static void unknown_rows_are_no_pass(void **state)
{
    static const char *const UNKNOWN[] = {"up.99"};

    (void)state;
    c.entries->unknown = arena_alloc(&arena, 1, sizeof(char *));
    memcpy(c.entries->unknown, UNKNOWN, sizeof UNKNOWN);
    c.entries->unknown_n = 1;
    bridge_judge(&c);
    assert_string_equal(bridge_verdict(&c), "incomplete");
    assert_true(bridge_has_reason(&c, "weighbridge.unknown_row"));
}

/* Judging takes less than 64 KiB of the arena. */
static void judging_is_small(void **state)
{
    size_t before = arena.used;

    (void)state;
    bridge_judge(&c);
    if (arena.used - before > 64 * 1024)
        fail_msg("%zu bytes", arena.used - before);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, each_set_up, each_tear_down)
    const struct CMUnitTest tests[] = {
        CASE(unmatched_substitutes_have_their_value),
        CASE(five_stages_up_and_down),
        CASE(a_truck_of_40_t_is_no_first_stage),
        CASE(mismatch_above_one_e_is_refused),
        CASE(adjustment_needs_the_complete_set),
        CASE(five_stages_with_an_adjustment_in_the_middle),
        CASE(suspicious_readings_are_asked_back),
        CASE(confirmed_readings_count),
        CASE(the_site_decides),
        CASE(load_applied_decides),
        CASE(weights_must_be_good_enough),
        CASE(small_weights_must_be_there),
        CASE(twenty_tonnes_never_verify_120),
        CASE(direct_reading_needs_no_small_weights),
        CASE(discrimination_starts_one_lower),
        CASE(officer_may_stop_after_a_failure),
        CASE(typed_readings_are_understood),
        CASE(unknown_rows_are_no_pass),
        CASE(judging_is_small),
    };

    return cmocka_run_group_tests(tests, bridge_set_up, bridge_tear_down);
}
