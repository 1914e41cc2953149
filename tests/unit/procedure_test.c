/* The general procedure by the editions of JJG 119 and JJG 1036: parameters, readings as
 * typed, questions, gates, standards, missing rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "rule/procedure_json.h"
#include "rule/regulation.h"

enum { FILE_MAX_BYTES = 1 << 20 };

static struct arena loaded;
static struct arena arena;
static struct regulation *ph, *balance, *glass;

static struct regulation *load(const char *path)
{
    struct qh_error err = {.status = QH_OK};
    struct regulation *r = NULL;
    struct text t = {0};

    if (file_read(&loaded, path, FILE_MAX_BYTES, &t, &err) ||
        regulation_load_text(&loaded, t, &r, &err))
        fail_msg("%s: %s at %s: %s", path, err.key, err.field, err.detail);
    return r;
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&loaded, 0);
    ph = load("data/regulations/jjg-119-2018.json");
    glass = load("data/regulations/jjg-196-2006.json");
    balance = load("data/regulations/jjg-1036-2008.json");
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
    return 0;
}

static int each_tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct json *parse(const char *text)
{
    struct json *v = NULL;

    assert_int_equal(json_parse(&arena, text_of(text), &v, NULL), QH_OK);
    return v;
}

/* clang-format off */
#define STANDARDS "\"standards\":[{\"id\":\"s\",\"kind\":\"ph_simulator\"}," \
    "{\"id\":\"b\",\"kind\":\"ph_buffer\"},{\"id\":\"t\",\"kind\":\"thermometer\"}]"
#define PH "{\"kind\":\"periodic\",\"grade\":\"0.01\",\"vars\":{\"d\":\"0.01\"}," STANDARDS "}"
#define SIX(x) "{\"x1\":\"" x "\",\"x2\":\"" x "\",\"x3\":\"" x "\",\"x4\":\"" x "\",\"x5\":\"" x "\",\"x6\":\"" x "\"}"
#define TWO(x) "{\"x1\":\"" x "\",\"x2\":\"" x "\"}"
#define PASS "{\"result\":\"pass\"}"
#define REST "\"cond.temperature\":{\"value\":\"23\"},\"cond.humidity\":{\"value\":\"50\"}," \
    "\"in.t_solution\":{\"value\":\"25\"},\"visual.appearance\":" PASS ",\"visual.keys\":" PASS "," \
    "\"unit_error.1\":" TWO("3.00") ",\"unit_error.2\":" TWO("5.00") ",\"unit_error.3\":" TWO("7.00") "," \
    "\"unit_error.4\":" TWO("9.00") ",\"unit_error.5\":" TWO("11.00") "," \
    "\"input_current.ph1\":{\"value\":\"7.00\"},\"input_current.ph2\":{\"value\":\"7.01\"}"

static const struct record_row {
    const char *note, *entries, *verdict, *document;
    int questions, missing;
} ROWS[] = {
    {"all read", "{\"rows\":{" REST ",\"indication.1\":" SIX("4.01") "}}", "pass", "certificate", 0, 0},
    {"full-width digits and a decimal comma", "{\"rows\":{" REST ",\"indication.1\":" SIX("４,０１") "}}", "pass", "certificate", 0, 0},
    {"an error beyond the limit", "{\"rows\":{" REST ",\"indication.1\":" SIX("4.03") "}}", "fail", "notice", 0, 0},
    {"the limit itself passes", "{\"rows\":{" REST ",\"indication.1\":" SIX("4.02") "}}", "pass", "certificate", 0, 0},
    {"nothing read", "{\"rows\":{}}", "incomplete", "none", 0, 13},
    {"one reading short", "{\"rows\":{" REST ",\"indication.1\":" TWO("4.01") "}}", "incomplete", "none", 0, 1},
    {"an empty text is not read", "{\"rows\":{" REST ",\"indication.1\":" SIX("") "}}", "incomplete", "none", 0, 1},
    {"between two digits", "{\"rows\":{" REST ",\"indication.1\":" SIX("4.013") "}}", "incomplete", "none", 1, 0},
    {"far beyond its limit", "{\"rows\":{" REST ",\"indication.1\":" SIX("5.01") "}}", "incomplete", "none", 1, 0},
    {"a row of nobody", "{\"rows\":{" REST ",\"indication.1\":" SIX("4.01") ",\"indication.9\":" SIX("4.01") "}}", "incomplete", "none", 0, 0},
    {"stopped after a failure", "{\"stopped\":true,\"rows\":{\"visual.appearance\":{\"result\":\"fail\"}}}", "fail", "notice", 0, 12},
    {"stopped without a failure", "{\"stopped\":true,\"rows\":{\"visual.appearance\":" PASS "}}", "incomplete", "none", 0, 12},
};

static const struct refused_row {
    const char *note, *entries, *key, *field;
} REFUSED[] = {
    {"a word for a number", "{\"rows\":{\"unit_error.1\":" TWO("low") "}}", "procedure.reading", "rows.unit_error.1.x1"},
    {"a thousands comma", "{\"rows\":{\"unit_error.1\":" TWO("1,000") "}}", "procedure.reading", "rows.unit_error.1.x1"},
    {"a list for a number", "{\"rows\":{\"unit_error.1\":{\"x1\":[]}}}", "procedure.reading", "rows.unit_error.1.x1"},
    {"an item that always applies", "{\"rows\":{\"visual.keys\":{\"result\":\"na\"}}}", "procedure.item", "rows.visual.keys.result"},
    {"a third result", "{\"rows\":{\"visual.keys\":{\"result\":\"so\"}}}", "procedure.item", "rows.visual.keys.result"},
    {"an unknown question", "{\"rows\":{\"visual.keys\":{\"confirmed\":[\"so\"]}}}", "procedure.question", "rows.visual.keys.confirmed"},
    {"no object", "[]", "procedure.entries", "rows"},
    {"a row that is a text", "{\"rows\":{\"visual.keys\":\"pass\"}}", "procedure.entries", "rows.visual.keys"},
};

#define BALANCE(more) "{\"kind\":\"periodic\",\"grade\":\"I\",\"vars\":{" more "}}"
#define GOOD "\"e\":\"0.001\",\"d\":\"0.0001\",\"Min\":\"0.1\",\"ecc_load\":\"100\",\"rep_load\":\"200\""
static const struct refused_row INPUTS[] = {
    {"no kind", "{}", "procedure.kind", "kind"},
    {"no such grade", "{\"kind\":\"initial\",\"grade\":\"V\"}", "procedure.grade", "grade"},
    {"Max is missing", BALANCE(GOOD), "procedure.var", "vars.Max"},
    {"too few intervals for class I", BALANCE(GOOD ",\"Max\":\"40\""), "procedure.var", "vars.Max"},
    {"no number", BALANCE(GOOD ",\"Max\":\"200 g\""), "procedure.var", "vars.Max"},
    {"direct reading needs a fine d", BALANCE("\"e\":\"0.001\",\"d\":\"0.001\",\"Min\":\"0.1\",\"Max\":\"220\""), "procedure.var", "vars.d"},
    {"a load too small for eccentricity", BALANCE("\"e\":\"0.001\",\"d\":\"0.0001\",\"Min\":\"0.1\",\"Max\":\"220\",\"ecc_load\":\"50\",\"rep_load\":\"200\""), "procedure.var", "vars.ecc_load"},
    {"standards that are no list", "{\"kind\":\"periodic\",\"grade\":\"I\",\"vars\":{" GOOD ",\"Max\":\"220\"},\"standards\":{}}", "procedure.standards", "standards"},
};
/* clang-format on */

static void records_are_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++) {
        const struct record_row *w = &ROWS[i];
        struct procedure_plan *plan = NULL;
        struct procedure_entries *in = NULL;
        struct procedure_result *r = NULL;

        assert_int_equal(procedure_plan_make(&arena, ph, parse(PH), &plan, NULL), QH_OK);
        assert_int_equal(
            procedure_entries_from_json(&arena, plan, parse(w->entries), &in, NULL),
            QH_OK);
        assert_int_equal(procedure_judge(&arena, plan, in, &r, NULL), QH_OK);
        if (!str_equal(WEIGHBRIDGE_VERDICTS[r->verdict], w->verdict) ||
            !str_equal(WEIGHBRIDGE_DOCUMENTS[r->document], w->document) ||
            (int)r->open_n != w->questions || (int)r->missing_n != w->missing)
            fail_msg("%s: %s %s, %zu questions, %zu missing", w->note,
                     WEIGHBRIDGE_VERDICTS[r->verdict], WEIGHBRIDGE_DOCUMENTS[r->document],
                     r->open_n, r->missing_n);
    }
}

static void wrong_readings_are_located(void **state)
{
    struct procedure_plan *plan = NULL;

    (void)state;
    assert_int_equal(procedure_plan_make(&arena, ph, parse(PH), &plan, NULL), QH_OK);
    for (size_t i = 0; i < LEN(REFUSED); i++) {
        struct qh_error err = {.status = QH_OK};
        struct procedure_entries *in = NULL;
        qh_status rc = procedure_entries_from_json(&arena, plan,
                                                   parse(REFUSED[i].entries), &in, &err);

        if (!rc || !str_equal(err.key, REFUSED[i].key) ||
            !str_equal(err.field, REFUSED[i].field))
            fail_msg("%s: %s at %s", REFUSED[i].note, err.key, err.field);
    }
}

static void wrong_parameters_are_located(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(INPUTS); i++) {
        struct qh_error err = {.status = QH_OK};
        struct procedure_plan *plan = NULL;
        qh_status rc =
            procedure_plan_make(&arena, balance, parse(INPUTS[i].entries), &plan, &err);

        if (!rc || !str_equal(err.key, INPUTS[i].key) ||
            !str_equal(err.field, INPUTS[i].field))
            fail_msg("%s: %s at %s: %s", INPUTS[i].note, err.key, err.field, err.detail);
    }
}

static void a_confirmed_question_is_closed(void **state)
{
    static const char *const ENTRIES =
        "{\"rows\":{" REST ",\"indication.1\":{\"x1\":\"4.013\",\"x2\":\"4.01\","
        "\"x3\":\"4.01\",\"x4\":\"4.01\",\"x5\":\"4.01\",\"x6\":\"4.01\","
        "\"confirmed\":[\"not_multiple\"]}}}";
    struct procedure_plan *plan = NULL;
    struct procedure_entries *in = NULL;
    struct procedure_result *r = NULL;
    long row;

    (void)state;
    assert_int_equal(procedure_plan_make(&arena, ph, parse(PH), &plan, NULL), QH_OK);
    assert_int_equal(procedure_entries_from_json(&arena, plan, parse(ENTRIES), &in, NULL),
                     QH_OK);
    assert_int_equal(procedure_judge(&arena, plan, in, &r, NULL), QH_OK);
    row = procedure_row_find(plan, "indication.1");
    assert_true(row >= 0);
    assert_int_equal(r->rows[row].asked, 1u << PROCEDURE_NOT_MULTIPLE);
    assert_int_equal(r->rows[row].questions, 0);
    assert_int_equal(r->verdict, VERDICT_PASS);
}

/* Zero, Min, where the limit changes, Max, filled up to six or ten; up, then down. */
static void balance_points_are_planned(void **state)
{
    static const struct {
        const char *kind;
        size_t points;
    } KINDS[] = {{"initial", 10}, {"periodic", 6}, {"in_service_inspection", 6}};

    (void)state;
    for (size_t i = 0; i < LEN(KINDS); i++) {
        const char *input = str_format(&arena,
                                       "{\"kind\":\"%s\",\"grade\":\"I\",\"vars\":{" GOOD
                                       ",\"Max\":\"220\"}}",
                                       KINDS[i].kind);
        struct procedure_plan *plan = NULL;
        size_t last;

        assert_int_equal(procedure_plan_make(&arena, balance, parse(input), &plan, NULL),
                         QH_OK);
        assert_true(plan->refused); /* no weights on hand: shown, never passed */
        last = plan->steps_n - 1;
        assert_string_equal(plan->steps[last].id, "indication");
        assert_int_equal(plan->steps[last].n, 2 * KINDS[i].points);
        assert_string_equal(plan->rows[plan->steps[last].first].p, "0");
        assert_string_equal(plan->rows[plan->steps[last].first + 1].p, "0.1");
    }
}

/* Burettes without stopcock are due after one year, the other glassware after three. */
static void validity_follows_the_instrument(void **state)
{
    static const struct {
        const char *stopcock;
        int months;
    } KINDS[] = {{"no", 12}, {"yes", 36}};

    (void)state;
    for (size_t i = 0; i < LEN(KINDS); i++) {
        const char *input = str_format(
            &arena,
            "{\"kind\":\"periodic\",\"grade\":\"A\",\"vars\":{\"type\":\"burette\","
            "\"nominal\":\"25\",\"stopcock\":\"%s\"}}",
            KINDS[i].stopcock);
        struct procedure_plan *plan = NULL;

        assert_int_equal(procedure_plan_make(&arena, glass, parse(input), &plan, NULL),
                         QH_OK);
        assert_int_equal(plan->validity_months, KINDS[i].months);
        assert_string_equal(plan->rows[0].key, "cond.temperature");
        assert_string_equal(plan->rows[0].limit_text, "[15,25]");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_are_judged, each_set_up, each_tear_down),
        cmocka_unit_test_setup_teardown(wrong_readings_are_located, each_set_up,
                                        each_tear_down),
        cmocka_unit_test_setup_teardown(wrong_parameters_are_located, each_set_up,
                                        each_tear_down),
        cmocka_unit_test_setup_teardown(a_confirmed_question_is_closed, each_set_up,
                                        each_tear_down),
        cmocka_unit_test_setup_teardown(balance_points_are_planned, each_set_up,
                                        each_tear_down),
        cmocka_unit_test_setup_teardown(validity_follows_the_instrument, each_set_up,
                                        each_tear_down),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
