#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/uri.h"

#include <string.h>

/* clang-format off */
static const struct row {
    const char *note;
    const char *raw;
    const char *path; /* NULL: refused */
    const char *query; /* "name=value;" of each value */
} ROWS[] = {
    {"plain",                  "/api/x",             "/api/x",    ""},
    {"escaped Chinese",        "/%E7%A7%A4",         "/秤",       ""},
    {"escaped slash",          "/a%2Fb",             "/a/b",      ""},
    {"plus in a path",         "/a+b",               "/a+b",      ""},
    {"query",                  "/x?a=1&b=%E7%A7%A4", "/x",        "a=1;b=秤;"},
    {"plus in a query",        "/x?q=a+b%2Bc",       "/x",        "q=a b+c;"},
    {"no value",               "/x?a&b=",            "/x",        "a=;b=;"},
    {"equals in a value",      "/x?a=b=c",           "/x",        "a=b=c;"},
    {"empty parts",            "/x?&&a=1&",          "/x",        "a=1;"},
    {"question mark in query", "/x?a=?",             "/x",        "a=?;"},
    {"no slash",               "x",                  NULL,        ""},
    {"nothing",                "",                   NULL,        ""},
    {"a whole address",        "http://a/x",         NULL,        ""},
    {"NUL",                    "/a%00b",             NULL,        ""},
    {"line feed",              "/a%0ab",             NULL,        ""},
    {"delete",                 "/a%7f",              NULL,        ""},
    {"cut escape",             "/a%2",               NULL,        ""},
    {"escape at the end",      "/a%20",              "/a ",       ""},
    {"no hexadecimal digits",  "/a%zz",              NULL,        ""},
    {"overlong UTF-8",         "/%c0%af",            NULL,        ""},
    {"raw byte over 127",      "/\xff",              NULL,        ""},
    {"NUL in a query",         "/x?a=%00",           NULL,        ""},
    {"bad name in a query",    "/x?%ff=1",           NULL,        ""},
};
/* clang-format on */

static void addresses_are_taken_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++) {
        const struct row *r = &ROWS[i];
        struct arena a = {0};
        struct req rq = {.arena = &a};
        struct qh_error err = {0};
        qh_status rc = uri_read(&a, text_of(r->raw), &rq, &err);
        struct buf b;

        if ((rc == QH_OK) != (r->path != NULL))
            fail_msg("%s: %s", r->note, err.key);
        buf_init(&b, &a);
        for (size_t k = 0; k < rq.n_query; k++)
            buf_add_format(&b, "%s=%s;", rq.query[k].name, rq.query[k].value);
        if (r->path && strcmp(rq.path, r->path) != 0)
            fail_msg("%s: %s", r->note, rq.path);
        if (r->path && strcmp(buf_str(&b), r->query) != 0)
            fail_msg("%s: %s", r->note, buf_str(&b));
        if (!r->path)
            assert_string_equal(err.key, "http.address");
        arena_done(&a);
    }
}

static void too_many_values_are_refused(void **state)
{
    struct arena a = {0};
    struct req rq = {.arena = &a};
    struct qh_error err = {0};
    struct buf b;

    (void)state;
    buf_init(&b, &a);
    buf_add_str(&b, "/x?");
    for (int i = 0; i <= QUERY_MAX; i++)
        buf_add_format(&b, "a%d=1&", i);
    assert_int_equal(uri_read(&a, buf_text(&b), &rq, &err), QH_LIMIT);
    assert_string_equal(err.key, "http.query");
    arena_done(&a);
}

static void escaping_reads_back(void **state)
{
    struct arena a = {0};
    const char *given = "JA 2031/7 秤%?#&\"";
    struct req rq = {.arena = &a};

    (void)state;
    assert_string_equal(uri_escape(&a, text_of("a-b_c.d~e")), "a-b_c.d~e");
    assert_int_equal(
        uri_read(&a, text_of(str_format(&a, "/%s", uri_escape(&a, text_of(given)))), &rq,
                 NULL),
        QH_OK);
    assert_string_equal(rq.path + 1, given);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_taken_apart),
        cmocka_unit_test(too_many_values_are_refused),
        cmocka_unit_test(escaping_reads_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
