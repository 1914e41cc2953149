#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/embedded.h"

#include <string.h>

/* The table here is made of tests/unit/embedded by tools/embed.py. */

struct find_row {
    const char *path;
    const char *bytes; /* NULL: there is no such file */
    const char *type;
    const char *gzip;
    const char *brotli;
};

/* clang-format off */
static const struct find_row FIND[] = {
    /* path                    plain                   type                            gzip                 brotli */
    {"t/empty",               "",                     "application/octet-stream",     NULL,                NULL},
    {"t/styles/page.css",     "body { margin: 0 }\n", "text/css; charset=utf-8",      "stands for gzip\n", "stands for brotli\n"},
    {"t/styles/alone.gz",     "alone\n",              "application/octet-stream",     NULL,                NULL},
    {"t/styles-old/a.json",   "{}\n",                 "application/json",             NULL,                NULL},
    {"t/衡.txt",             "秤\n",                 "text/plain; charset=utf-8",    NULL,                NULL},
    {"t/styles/page.css.gz",  NULL,                   NULL,                           NULL,                NULL},
    {"t/styles/",             NULL,                   NULL,                           NULL,                NULL},
    {"t/styles",              NULL,                   NULL,                           NULL,                NULL},
    {"t/zzz",                 NULL,                   NULL,                           NULL,                NULL},
    {"",                      NULL,                   NULL,                           NULL,                NULL},
};

static const struct { const char *prefix; size_t count; const char *first; } BELOW[] = {
    {"t/",          5, "t/empty"},
    {"t/styles/",   2, "t/styles/alone.gz"},
    {"t/styles",    3, "t/styles-old/a.json"},
    {"t/empty",     1, "t/empty"},
    {"",            5, "t/empty"},
    {"u",           0, NULL},
    {"a",           0, NULL},
};
/* clang-format on */

static void same_bytes(const struct embedded_bytes *b, const char *want)
{
    if (!want) {
        assert_null(b->data);
        return;
    }
    assert_int_equal(b->len, strlen(want));
    assert_memory_equal(b->data, want, b->len);
    assert_int_equal(b->data[b->len], 0);
}

static void test_find(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(FIND); i++) {
        const struct find_row *row = &FIND[i];
        const struct embedded_file *f = embedded_find(row->path);

        if (!row->bytes) {
            assert_null(f);
            continue;
        }
        assert_non_null(f);
        assert_string_equal(f->path, row->path);
        assert_string_equal(f->type, row->type);
        same_bytes(&f->plain, row->bytes);
        same_bytes(&f->gzip, row->gzip);
        same_bytes(&f->brotli, row->brotli);
    }
}

static void test_below(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(BELOW); i++) {
        size_t n = 99;
        const struct embedded_file *f = embedded_below(BELOW[i].prefix, &n);

        assert_int_equal(n, BELOW[i].count);
        if (BELOW[i].first)
            assert_string_equal(f->path, BELOW[i].first);
        else
            assert_null(f);
    }
}

/* sha256sum of the fixture, so that the tag follows the contents and nothing else. */
static void test_etag(void **state)
{
    (void)state;
    assert_string_equal(embedded_find("t/empty")->etag, "e3b0c44298fc1c14");
    assert_string_equal(embedded_find("t/styles-old/a.json")->etag, "ca3d163bab055381");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_below),
        cmocka_unit_test(test_etag),
    };

    return cmocka_run_group_tests_name("embedded", tests, NULL, NULL);
}
