#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/api.h"
#include "http/uri.h"

#include <string.h>

static const char *const SORTS[] = {"number", "due", NULL};

struct filter {
    const char *q;
    int64_t limit;
    struct opt_int from;
    bool mine;
    int sort;
    const char *day;
    struct json_strs state;
};

static const struct json_field FILTER[] = {
    JSON_STR(struct filter, q, JSON_OPTIONAL, 5),
    JSON_INT(struct filter, limit, JSON_OPTIONAL, 1, 100),
    JSON_INT_OPT(struct filter, from, JSON_OPTIONAL, -9, 9),
    JSON_BOOL(struct filter, mine, JSON_OPTIONAL),
    JSON_ENUM(struct filter, sort, JSON_OPTIONAL, SORTS),
    JSON_DATE(struct filter, day, JSON_OPTIONAL),
    JSON_STRS(struct filter, state, JSON_OPTIONAL, 2, 5),
};

/* clang-format off */
static const struct row {
    const char *query;
    const char *key; /* "": taken */
    const char *field;
} ROWS[] = {
    {"",                    "",                ""},
    {"q=12345",             "",                ""},
    {"q=123456",            "input.too_long",  "q"},
    {"q=12",                "",                ""},
    {"limit=7",             "",                ""},
    {"limit=0",             "input.range",     "limit"},
    {"limit=101",           "input.range",     "limit"},
    {"limit=x",             "input.type",      "limit"},
    {"limit=1.5",           "input.type",      "limit"},
    {"limit=",              "",                ""},
    {"limit=1&limit=2",     "input.repeated",  "limit"},
    {"from=-9",             "",                ""},
    {"from=-",              "input.type",      "from"},
    {"mine=1",              "",                ""},
    {"mine=false",          "",                ""},
    {"mine=yes",            "input.type",      "mine"},
    {"sort=due",            "",                ""},
    {"sort=name",           "input.choice",    "sort"},
    {"day=2024-02-29",      "",                ""},
    {"day=2023-02-29",      "input.date",      "day"},
    {"state=a&state=b",     "",                ""},
    {"state=a&state=b&state=c", "input.too_long", "state"},
    {"other=1",             "input.unknown",   "other"},
};
/* clang-format on */

static qh_status read_query(struct arena *a, const char *query, struct filter *out,
                            struct qh_error *err)
{
    struct req rq = {.arena = a};

    assert_int_equal(uri_read(a, text_of(str_format(a, "/x?%s", query)), &rq, err),
                     QH_OK);
    return req_query(&rq, FILTER, LEN(FILTER), out, err);
}

static void queries_by_their_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++) {
        struct arena a = {0};
        struct filter f = {0};
        struct qh_error err = {0};
        qh_status rc = read_query(&a, ROWS[i].query, &f, &err);

        if ((rc == QH_OK) != (ROWS[i].key[0] == 0) || strcmp(err.key, ROWS[i].key) != 0 ||
            strcmp(err.field, ROWS[i].field) != 0)
            fail_msg("%s: %s %s", ROWS[i].query, err.key, err.field);
        arena_done(&a);
    }
}

static void values_arrive(void **state)
{
    struct arena a = {0};
    struct filter f = {0};

    (void)state;
    assert_int_equal(read_query(&a,
                                "q=%E7%A7%A4&limit=20&from=-3&mine=true&sort=due"
                                "&day=2031-05-06&state=REG&state=TRI",
                                &f, NULL),
                     QH_OK);
    assert_string_equal(f.q, "秤");
    assert_int_equal(f.limit, 20);
    assert_true(f.from.has);
    assert_int_equal(f.from.v, -3);
    assert_true(f.mine);
    assert_int_equal(f.sort, 1);
    assert_string_equal(f.day, "2031-05-06");
    assert_int_equal(f.state.n, 2);
    assert_string_equal(f.state.p[1], "TRI");
    arena_done(&a);
}

struct move_in {
    int64_t version;
};
static const struct json_field MOVE_IN[] = {
    JSON_INT(struct move_in, version, JSON_REQUIRED, 1, 9),
};

/* clang-format off */
static const struct body {
    const char *type;
    const char *body;
    const char *key;
} BODIES[] = {
    {"application/json",                "{\"version\":3}", ""},
    {"application/json; charset=utf-8", "{\"version\":3}", ""},
    {"Application/JSON",                "{\"version\":3}", ""},
    {"application/jsonp",               "{\"version\":3}", "input.media_type"},
    {"text/plain",                      "{\"version\":3}", "input.media_type"},
    {NULL,                              "{\"version\":3}", "input.media_type"},
    {"application/json",                "",                "input.no_body"},
    {"application/json",                "{\"version\":0}", "input.range"},
    {"application/json",                "{\"version\":3",  "json.syntax"},
};
/* clang-format on */

static void bodies_by_type_and_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(BODIES); i++) {
        struct arena a = {0};
        struct move_in in = {0};
        struct qh_error err = {0};
        const struct req rq = {
            .arena = &a, .content_type = BODIES[i].type, .body = text_of(BODIES[i].body)};
        qh_status rc = req_json(&rq, MOVE_IN, LEN(MOVE_IN), &in, &err);

        if ((rc == QH_OK) != (BODIES[i].key[0] == 0) ||
            strcmp(err.key, BODIES[i].key) != 0)
            fail_msg("%s %s: %s", BODIES[i].type, BODIES[i].body, err.key);
        arena_done(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_by_their_table),
        cmocka_unit_test(values_arrive),
        cmocka_unit_test(bodies_by_type_and_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
