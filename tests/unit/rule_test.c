/* The generic engine: expressions, limits as text, located errors of regulations and
 * cases, and the document of each service.  What it computes is compared with the oracle
 * in vectors.py and rule_random.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rule/evaluate.h"
#include "rule/expr.h"
#include "rule/regulation.h"
#include "rule/words.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

struct expr_row {
    const char *source;
    const char *value; /* or key of the failure */
};

/* clang-format off */
static const struct expr_row EXPRS[] = {
    {"1 + 2*3",              "7"},
    {"(1 + 2)*3",            "9"},
    {"10 - 4 - 3",           "3"},
    {"8/4/2",                "1"},
    {"-2^2",                 "-4"},
    {"2^3^2",                "512"},
    {"2**-1",                "0.5"},
    {"-x^2",                 "-9"},
    {"--x",                  "3"},
    {"2*-x",                 "-6"},
    {"1E3 + .5 + 5.",        "1005.5"},
    {"abs(-x) + sqrt(16)",   "7"},
    {"min(x, 1, y) + max(x, 1)", "0.5"},
    {"min(x)",               "3"},
    {"max(5)",               "5"},
    {"min(l) + max(l)",      "5"},
    {"mean(l) + sum(l)",     "12.5"},
    {"range(l)",             "3"},
    {"interp(t, 15)",        "1.5"},
    {"interp(t, 10) + interp(t, 20)", "3"},
    {"\xE9\x87\x8D + 1",     "8"},
    {"1/3*3",                "0.9999999999999999999999999999999999"},
    {"x x",                  "expr.syntax"},
    {"+x",                   "expr.syntax"},
    {"x +",                  "expr.syntax"},
    {"(x",                   "expr.syntax"},
    {"1.2.3",                "expr.syntax"},
    {"2x",                   "expr.syntax"},
    {"x = 1",                "expr.syntax"},
    {"",                     "expr.syntax"},
    {"sin(x)",               "expr.function"},
    {"abs(x, y)",            "expr.arguments"},
    {"mean(x + 1)",          "expr.arguments"},
    {"interp(1, x)",         "expr.arguments"},
    {"nothing + 1",          "expr.name"},
    {"l + 1",                "expr.type"},
    {"mean(x)",              "expr.type"},
    {"interp(l, 1)",         "expr.type"},
    {"word + 1",             "expr.type"},
    {"1/(x - 3)",            "expr.zero_divisor"},
    {"0^0",                  "expr.zero_divisor"},
    {"4^0.5 + 8^(2/4)/8^0.5", "3"},
    {"2^-0.5",               "0.707106781186547524400844362104849"},
    {"0^0.5 + 1^0.3",         "1"},
    {"(-4)^0.5",             "expr.exponent"},
    {"0^-0.5",               "expr.zero_divisor"},
    {"1.01^1000 - 1.01^1000", "0"},
    {"2^30000.5",            "expr.range"},
    {"(-2)^10001",           "expr.exponent"},
    {"sqrt(y)",              "expr.root"},
    {"interp(t, 9)",         "expr.table"},
    {"1E6000*1E6000",        "expr.range"},
};
/* clang-format on */

static void set(struct scope *s, const char *name, const char *json)
{
    int32_t slot = names_find(s->names, text_of(name));
    struct json *node = NULL;

    assert_int_equal(json_parse(&arena, text_of(json), &node, NULL), QH_OK);
    if (slot >= 0)
        s->slots[slot] = value_of(node);
}

static const char *result_of(const char *source)
{
    struct qh_error err = {.status = QH_OK};
    struct expr *e = NULL;
    struct names names;
    struct scope s;
    struct dec v = {0};

    names_init(&names, &arena);
    if (expr_compile(&arena, &names, text_of(source), &e, &err))
        return str_copy(&arena, err.key);
    scope_init(&s, &arena, &names, NULL);
    set(&s, "x", "\"3\"");
    set(&s, "y", "\"-2.5\"");
    set(&s, "l", "[\"1\", 2, \"4\", 3]");
    set(&s, "t", "{\"20\": \"2\", \"10\": \"1\"}");
    set(&s, "word", "\"flask\"");
    set(&s, "\xE9\x87\x8D", "7");
    if (expr_eval(e, &s, &v, &err))
        return str_copy(&arena, err.key);
    return dec_text_short(&arena, v);
}

static void expressions(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(EXPRS); i++) {
        const char *got = result_of(EXPRS[i].source);

        if (!str_equal(got, EXPRS[i].value))
            fail_msg("%s: %s, not %s", EXPRS[i].source, got, EXPRS[i].value);
    }
}

static void expressions_are_bounded(void **state)
{
    char deep[300];
    char *lengthy = arena_alloc(&arena, EXPR_LENGTH_MAX + 2, 1);

    (void)state;
    memset(deep, '(', 100);
    deep[100] = '1';
    memset(deep + 101, ')', 100);
    deep[201] = 0;
    assert_string_equal(result_of(deep), "expr.depth");
    memset(lengthy, '1', EXPR_LENGTH_MAX + 1);
    assert_string_equal(result_of(lengthy), "expr.length");
}

static void numbers_are_put_in(void **state)
{
    struct names names;
    struct scope s;
    struct expr *e = NULL;
    struct dec v;

    (void)state;
    names_init(&names, &arena);
    assert_int_equal(
        expr_compile(&arena, &names, TEXT("x + 0.5*y - mean(l) - q"), &e, NULL), QH_OK);
    scope_init(&s, &arena, &names, NULL);
    set(&s, "x", "\"3\"");
    set(&s, "y", "\"-2.50\"");
    set(&s, "l", "[1, 2]");
    assert_int_equal(expr_eval(e, &s, &v, NULL), QH_INVALID); /* reads the values */
    assert_string_equal(expr_fill(&arena, e, &s), "3 + 0.5*(-2.5) - mean([1, 2]) - q");
}

/* ---- regulations ---- */

struct doc_row {
    const char *note;
    const char *doc;
    const char *key, *field; /* NULL: loads */
};

#define HEAD "{\"schema\":\"metro-vector/1\",\"regulation\":{\"kind\":\"verification\"},"
#define OWN                                                                              \
    "{\"schema\":\"qh-regulation/1\",\"regulation\":{\"kind\":\"verification\"},"        \
    "\"context\":{\"e\":\"\"},"
#define POINT "\"tests\":[{\"id\":\"a\",\"kind\":\"point_error\","

/* clang-format off */
static const struct doc_row DOCS[] = {
    {"no schema", "{}", "regulation.schema", "schema"},
    {"no head", "{\"schema\":\"metro-vector/1\"}", "regulation.head", "regulation"},
    {"kind", "{\"schema\":\"metro-vector/1\",\"regulation\":{\"kind\":\"x\"}}", "regulation.head", "regulation.kind"},
    {"no tests", HEAD "\"tests\":{}}", "regulation.tests", "tests"},
    {"plain", HEAD POINT "\"limit\":{\"abs\":\"1\"}}]}", NULL, NULL},
    {"unknown kind of test", HEAD "\"tests\":[{\"id\":\"a\",\"kind\":\"guess\"}]}", "regulation.test", "tests[0].kind"},
    {"no id", HEAD "\"tests\":[{\"kind\":\"checklist\"}]}", "regulation.test", "tests[0].id"},
    {"id twice", HEAD "\"tests\":[{\"id\":\"a\",\"kind\":\"checklist\"},{\"id\":\"a\",\"kind\":\"checklist\"}]}",
     "regulation.test", "tests[1].id"},
    {"bad transform", HEAD POINT "\"transform\":\"x +\"}]}", "expr.syntax", "tests[0].transform"},
    {"bad form", HEAD POINT "\"form\":\"x/r\"}]}", "regulation.test", "tests[0].form"},
    {"bad statistic", HEAD POINT "\"agg\":\"mode\"}]}", "regulation.test", "tests[0].agg"},
    {"rounding to zero", HEAD POINT "\"round\":{\"to\":\"0\"}}]}", "regulation.test", "tests[0].round.to"},
    {"limit without form", HEAD POINT "\"limit\":{\"about\":\"1\"}}]}", "limit.form", "tests[0].limit"},
    {"deep in a limit", HEAD POINT "\"limit\":{\"by\":\"p\",\"steps\":[{\"le_key\":\"5*\",\"limit\":null}]}}]}",
     "expr.syntax", "tests[0].limit.steps[0].le_key"},
    {"map to a bad limit", HEAD POINT "\"limit\":{\"by\":\"g\",\"map\":{\"A\":{\"le\":\"(1\"}}}}]}",
     "expr.syntax", "tests[0].limit.map.A.le"},
    {"use of nothing", HEAD POINT "\"limit\":{\"use\":\"mpe\"}}]}", "limit.use", "tests[0].limit"},
    {"limits in a circle", HEAD "\"limits\":{\"a\":{\"use\":\"b\"},\"b\":{\"use\":\"a\"}}," POINT "\"limit\":{\"use\":\"a\"}}]}",
     "limit.circle", "limits.b"},
    {"output without name", HEAD "\"tests\":[{\"id\":\"a\",\"kind\":\"formula\",\"outputs\":[{\"expr\":\"1\"}]}]}",
     "regulation.test", "tests[0].outputs[0].name"},
    {"test requires itself", HEAD "\"tests\":[{\"id\":\"a\",\"kind\":\"checklist\",\"requires\":[\"b\"]},"
     "{\"id\":\"b\",\"kind\":\"checklist\",\"requires\":[\"a\"]}]}", "regulation.circle", "tests[0].requires"},
    {"requires nobody", HEAD "\"tests\":[{\"id\":\"a\",\"kind\":\"checklist\",\"requires\":[\"c\"]}]}",
     "regulation.test", "tests[0].requires"},
    {"a table with words", OWN "\"tables\":{\"t\":{\"x\":\"1\"}}," POINT "\"ref\":\"interp(t, p)\"}]}", "value.table", "tables.t"},
    {"any of nothing known", HEAD POINT "\"limit\":{\"any\":[null]}}]}", "limit.form", "tests[0].limit"},
    {"the best of no grades", HEAD "\"verdict\":{\"mode\":\"best\"},\"tests\":[]}", "regulation.grades", "regulation.grades"},
    {"a window backwards", HEAD "\"tests\":[{\"id\":\"a\",\"kind\":\"series\",\"outputs\":[{\"name\":\"noise_pp\",\"window\":\"-1\"}]}]}",
     "regulation.test", "tests[0].outputs[0].window"},
    {"own edition: declared names", OWN POINT "\"limit\":{\"abs\":\"0.5*e\"}}]}", NULL, NULL},
    {"own edition: a name of nowhere", OWN POINT "\"limit\":{\"abs\":\"0.5*f\"}}]}", "regulation.name", "tests[0].limit.abs"},
    {"own edition: outputs in order", OWN "\"tests\":[{\"id\":\"a\",\"kind\":\"formula\",\"outputs\":"
     "[{\"name\":\"u\",\"expr\":\"v + 1\"},{\"name\":\"v\",\"expr\":\"e\"}]}]}", "regulation.circle", "tests[0].outputs[0].expr"},
};
/* clang-format on */

static void broken_regulations_are_located(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(DOCS); i++) {
        const struct doc_row *r = &DOCS[i];
        struct qh_error err = {.status = QH_OK};
        struct regulation *reg = NULL;
        qh_status rc = regulation_load_text(&arena, text_of(r->doc), &reg, &err);

        if (!r->key) {
            if (rc)
                fail_msg("%s: %s at %s: %s", r->note, err.key, err.field, err.detail);
            continue;
        }
        if (!rc || !str_equal(err.key, r->key) || !str_equal(err.field, r->field))
            fail_msg("%s: %s at %s: %s", r->note, err.key, err.field, err.detail);
    }
}

/* ---- cases ---- */

struct case_row {
    const char *note;
    const char *tests;
    const char *data;
    const char *key, *field; /* or conclusion and "" */
};

/* clang-format off */
static const struct case_row CASES[] = {
    {"passes", "{\"id\":\"a\",\"kind\":\"point_error\",\"limit\":{\"abs\":\"1\"}}", "{\"a\":[{\"p\":\"5\",\"x\":[\"6\"]}]}", "合格", ""},
    {"fails", "{\"id\":\"a\",\"kind\":\"point_error\",\"limit\":{\"abs\":\"1\"}}", "{\"a\":[{\"p\":\"5\",\"x\":[\"6.1\"]}]}", "不合格", ""},
    {"needed and missing", "{\"id\":\"a\",\"kind\":\"stat\",\"inner\":\"sd\",\"required\":true}", "{}", "未完成", ""},
    {"needed and empty", "{\"id\":\"a\",\"kind\":\"stat\",\"inner\":\"sd\",\"required\":true}", "{\"a\":[]}", "未完成", ""},
    {"needed and null", "{\"id\":\"a\",\"kind\":\"series\",\"outputs\":[],\"required\":true}", "{\"a\":null}", "未完成", ""},
    {"a grade that does not exist", "{\"id\":\"a\",\"kind\":\"point_error\",\"limit\":{\"by\":\"grade\",\"map\":{\"A\":{\"abs\":\"9\"}}}}",
     "{\"a\":[{\"p\":\"5\",\"x\":[\"5\"]}]}", "不合格", ""},
    {"no groups, no verdict", "{\"id\":\"a\",\"kind\":\"stat\",\"inner\":\"sd\"}", "{\"a\":[]}", "合格", ""},
    {"no points", "{\"id\":\"a\",\"kind\":\"point_error\"}", "{\"a\":[]}", "evaluate.data", "data.a"},
    {"an empty point", "{\"id\":\"a\",\"kind\":\"point_error\"}", "{\"a\":[{\"p\":\"1\",\"x\":[]}]}", "stat.none", "data.a[0]"},
    {"a word for a reading", "{\"id\":\"a\",\"kind\":\"point_error\"}", "{\"a\":[{\"p\":\"1\",\"x\":[\"1\"]},{\"p\":\"1\",\"x\":[\"l\"]}]}",
     "value.number", "data.a[1].x"},
    {"a text for the list", "{\"id\":\"a\",\"kind\":\"point_error\"}", "{\"a\":[{\"p\":\"1\",\"x\":\"123\"}]}", "value.list", "data.a[0].x"},
    {"an object for the points", "{\"id\":\"a\",\"kind\":\"point_error\"}", "{\"a\":{}}", "evaluate.data", "data.a"},
    {"relative to zero", "{\"id\":\"a\",\"kind\":\"point_error\",\"form\":\"rel\"}", "{\"a\":[{\"p\":\"0\",\"x\":[\"1\"]}]}",
     "evaluate.zero_reference", "data.a[0]"},
    {"of a span of zero", "{\"id\":\"a\",\"kind\":\"point_error\",\"form\":\"fid\"}", "{\"a\":[{\"p\":\"0\",\"fs\":\"0\",\"x\":[\"1\"]}]}",
     "expr.zero_divisor", "data.a[0]"},
    {"a name without value", "{\"id\":\"a\",\"kind\":\"point_error\",\"limit\":{\"abs\":\"mpe\"}}", "{\"a\":[{\"p\":\"0\",\"x\":[\"1\"]}]}",
     "expr.name", "data.a[0]"},
    {"a key that is a word", "{\"id\":\"a\",\"kind\":\"point_error\",\"limit\":{\"by\":\"g\",\"steps\":[]}}",
     "{\"a\":[{\"p\":\"0\",\"g\":\"x\",\"x\":[\"1\"]}]}", "limit.key", "data.a[0]"},
    {"one reading has no s", "{\"id\":\"a\",\"kind\":\"stat\",\"inner\":\"sd\"}", "{\"a\":[{\"x\":[\"1\"]}]}", "stat.too_few", "data.a[0]"},
    {"a ragged field", "{\"id\":\"a\",\"kind\":\"field\",\"outputs\":[]}", "{\"a\":{\"set\":\"1\",\"center\":0,\"m\":[[\"1\"],[\"1\",\"2\"]]}}",
     "evaluate.data", "data.a.m[1]"},
    {"no such sensor", "{\"id\":\"a\",\"kind\":\"field\",\"outputs\":[]}", "{\"a\":{\"set\":\"1\",\"center\":3,\"m\":[[\"1\"]]}}", "evaluate.data", "data.a"},
    {"all levels alike", "{\"id\":\"a\",\"kind\":\"regression\",\"outputs\":[]}",
     "{\"a\":{\"levels\":[{\"c\":\"1\",\"x\":[\"1\"]},{\"c\":\"1\",\"x\":[\"2\"]}]}}", "stat.same_x", "data.a"},
    {"31 February", "{\"id\":\"a\",\"kind\":\"validity\"}", "{\"a\":[{\"date\":\"2026-02-31\",\"months\":12}]}", "evaluate.data", "data.a[0]"},
    {"an interval of zero", "{\"id\":\"a\",\"kind\":\"rounding\"}", "{\"a\":[{\"v\":\"1\",\"to\":\"0\"}]}", "evaluate.data", "data.a[0]"},
};
/* clang-format on */

static const char *evaluate(const char *doc, const char *c, struct qh_error *err,
                            const char **paper)
{
    struct regulation *reg = NULL;
    struct evaluation *e = NULL;
    struct json *node = NULL;

    if (regulation_load_text(&arena, text_of(doc), &reg, err) ||
        json_parse(&arena, text_of(c), &node, err) ||
        evaluate_case(&arena, reg, node, &e, err))
        return NULL;
    if (paper)
        *paper = word_paper(e->paper);
    return word_conclusion(e->conclusion);
}

static void bad_readings_are_located(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(CASES); i++) {
        const struct case_row *r = &CASES[i];
        struct qh_error err = {.status = QH_OK};
        const char *got = evaluate(
            str_format(&arena, HEAD "\"tests\":[%s]}", r->tests),
            str_format(&arena, "{\"grade\":\"B\",\"data\":%s}", r->data), &err, NULL);

        if (got ? !str_equal(got, r->key)
                : !str_equal(err.key, r->key) || !str_equal(err.field, r->field))
            fail_msg("%s: %s %s at %s: %s", r->note, got ? got : "", err.key, err.field,
                     err.detail);
    }
}

static void ten_thousand_digits_are_refused(void **state)
{
    char *digits = arena_alloc(&arena, 10001, 1);
    struct qh_error err = {.status = QH_OK};

    (void)state;
    memset(digits, '9', 10000);
    assert_null(evaluate(
        HEAD "\"tests\":[{\"id\":\"a\",\"kind\":\"point_error\"}]}",
        str_format(&arena, "{\"data\":{\"a\":[{\"p\":\"1\",\"x\":[\"%s\"]}]}}", digits),
        &err, NULL));
    assert_string_equal(err.key, "value.digits");
    assert_string_equal(err.field, "data.a[0].x");
}

/* A list of n copies of a text between commas. */
static const char *many(const char *one, size_t n)
{
    struct buf b;

    buf_init(&b, &arena);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(&b, ',');
        buf_add_str(&b, one);
    }
    return buf_str(&b);
}

static void too_much_work_is_refused(void **state)
{
    struct qh_error err = {.status = QH_OK};

    (void)state;
    assert_null(
        evaluate(HEAD "\"tests\":[{\"id\":\"a\",\"kind\":\"paired\"}]}",
                 str_format(&arena, "{\"data\":{\"a\":[%s]}}",
                            many("{\"p\":1,\"a\":1,\"b\":1}", EVALUATE_POINTS_MAX + 1)),
                 &err, NULL));
    assert_string_equal(err.key, "evaluate.points");
    /* Every one of ten thousand points takes the mean of ten thousand numbers. */
    assert_null(evaluate(
        HEAD
        "\"tests\":[{\"id\":\"a\",\"kind\":\"paired\",\"limit\":{\"le\":\"mean(l)\"}}]}",
        str_format(&arena, "{\"vars\":{\"l\":[%s]},\"data\":{\"a\":[%s]}}",
                   many("1", 10000),
                   many("{\"p\":1,\"a\":1,\"b\":1}", EVALUATE_POINTS_MAX)),
        &err, NULL));
    assert_string_equal(err.key, "evaluate.work");
}

/* ---- services ---- */

struct service_row {
    const char *note;
    const char *kind;  /* of the regulation */
    const char *extra; /* members of the case */
    const char *x;     /* reading at 5, limit 1 */
    const char *conclusion, *paper;
    bool own; /* an edition of ours */
};

/* clang-format off */
static const struct service_row SERVICES[] = {
    {"verification by default",           "verification", "",                                           "5", "合格",   "检定证书", false},
    {"verification that fails",           "verification", "",                                           "7", "不合格", "检定结果通知书", false},
    {"calibration by its own method",     "calibration",  "",                                           "7", "校准结果 (no verdict)", NULL, false},
    {"a verification regulation used for a calibration", "verification", "\"service\":\"calibration\",", "7", "校准结果 (no verdict)", "校准证书", false},
    {"in Chinese",                        "verification", "\"service\":\"校准\",",                       "5", "校准结果 (no verdict)", "校准证书", false},
    {"calibration method, said so",       "calibration",  "\"service\":\"calibration\",",               "5", "校准结果 (no verdict)", "校准证书", false},
    {"in-service inspection passes",      "verification", "\"service\":\"in_service_inspection\",",     "5", "合格",   "使用中检查记录", false},
    {"in-service inspection fails",       "verification", "\"service\":\"in_service_inspection\",",     "7", "不合格", "使用中检查记录", false},
    {"the stage says it",                 "verification", "\"stage\":\"in_service\",",                  "5", "合格",   "使用中检查记录", false},
    {"a var says it",                     "verification", "\"vars\":{\"stage\":\"in_service\"},",       "5", "合格",   "使用中检查记录", true},
    {"a var of a foreign file says nothing", "verification", "\"vars\":{\"stage\":\"in_service\"},", "5", "合格", "检定证书", false},
    {"another quantity of that name",     "verification", "\"vars\":{\"stage\":\"3\"},",                "5", "合格",   "检定证书", false},
    {"subsequent verification",           "verification", "\"service\":\"subsequent\",",                "5", "合格",   "检定证书", false},
};
/* clang-format on */

static void paper_is_that_of_the_service(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(SERVICES); i++) {
        const struct service_row *r = &SERVICES[i];
        struct qh_error err = {.status = QH_OK};
        const char *paper = NULL;
        const char *got = evaluate(
            str_format(&arena,
                       "{\"schema\":\"%s\",\"regulation\":{\"kind\":\"%s\"},"
                       "\"tests\":[{\"id\":\"a\",\"kind\":\"point_error\",\"limit\":"
                       "{\"abs\":\"1\"}}]}",
                       r->own ? "qh-regulation/1" : "metro-vector/1", r->kind),
            str_format(&arena, "{%s\"data\":{\"a\":[{\"p\":\"5\",\"x\":[\"%s\"]}]}}",
                       r->extra, r->x),
            &err, &paper);

        if (!str_equal(got, r->conclusion) || !str_equal(paper, r->paper))
            fail_msg("%s: %s, %s", r->note, got ? got : err.key, paper ? paper : "-");
    }
    {
        struct qh_error err = {.status = QH_OK};

        assert_null(evaluate(HEAD "\"tests\":[]}", "{\"service\":\"lunch\",\"data\":{}}",
                             &err, NULL));
        assert_string_equal(err.key, "evaluate.service");
        assert_string_equal(err.field, "service");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(expressions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(expressions_are_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_are_put_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_regulations_are_located, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(bad_readings_are_located, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ten_thousand_digits_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(too_much_work_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(paper_is_that_of_the_service, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
