#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/file.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

/* A file and what is read of it: cells by '|', rows by '/'; or the error's key. */
struct row {
    const char *note;
    const char *in;
    const char *out;
    const char *key;
    size_t line;
};

/* clang-format off */
static const struct row ROWS[] = {
    {"one row",                       "a,b\n1,2\n",               "1|2/",        NULL, 0},
    {"CRLF",                          "a,b\r\n1,2\r\n3,4\r\n",    "1|2/3|4/",    NULL, 0},
    {"no line end at the end",        "a,b\n1,2",                 "1|2/",        NULL, 0},
    {"header only",                   "a,b\n",                    "",            NULL, 0},
    {"empty cells",                   "a,b\n,\n1,\n,2\n",         "|/1|/|2/",    NULL, 0},
    {"quotes",                        "a,b\n\"1,5\",\"say \"\"x\"\"\"\n", "1,5|say \"x\"/", NULL, 0},
    {"line end inside quotes",        "a,b\n\"1\n2\",3\n",        "1\n2|3/",     NULL, 0},
    {"CRLF inside quotes stays",      "a\n\"1\r\n2\"\n",          "1\r\n2/",     NULL, 0},
    {"empty quotes",                  "a,b\n\"\",\"\"\n",         "|/",          NULL, 0},
    {"blanks are kept",               "a,b\n 1 , 2\n",            " 1 | 2/",     NULL, 0},
    {"Chinese",                       "代码,名称\nME02,衡器“检定”\n", "ME02|衡器“检定”/", NULL, 0},
    {"quotes in the header",          "\"a\",\"b,c\"\n1,2\n",     "1|2/",        NULL, 0},
    {"one column, empty line",        "a\n\n1\n",                 "/1/",         NULL, 0},
    {"nothing",                       "",                         NULL, "csv.empty",    1},
    {"byte order mark",               "\xEF\xBB\xBF" "a,b\n1,2\n", NULL, "csv.header",  1},
    {"name twice",                    "a,b,a\n1,2,3\n",           NULL, "csv.header",   1},
    {"name empty",                    "a,,b\n1,2,3\n",            NULL, "csv.header",   1},
    {"too few cells",                 "a,b\n1,2\n3\n",            NULL, "csv.cells",    3},
    {"too many cells",                "a,b\n1,2,3\n",             NULL, "csv.cells",    2},
    {"empty line",                    "a,b\n1,2\n\n",             NULL, "csv.cells",    3},
    {"lines in quotes are counted",   "a,b\n\"\n\n\",2\n3\n",     NULL, "csv.cells",    5},
    {"quote inside a cell",           "a,b\n1,2\"3\n",            NULL, "csv.quote",    2},
    {"text after the closing quote",  "a,b\n\"1\"x,2\n",          NULL, "csv.quote",    2},
    {"quote never closed",            "a,b\n1,\"2\n\n",           NULL, "csv.quote",    2},
    {"bare CR",                       "a,b\r1,2\n",               NULL, "csv.line_end", 1},
    {"malformed UTF-8",               "a,b\n\xC0\xAF,2\n",        NULL, "csv.utf8",     0},
};
/* clang-format on */

static const char *show(struct arena *a, const struct csv *c)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < c->rows; i++)
        for (size_t j = 0; j < c->cols; j++)
            buf_add_format(&b, "%s%c", csv_cell(c, i, j), j + 1 < c->cols ? '|' : '/');
    return buf_str(&b);
}

static void check_row(const struct row *row)
{
    struct arena a;
    struct csv c = {0};
    struct qh_error err = {0};
    char line[32];

    arena_init(&a, 0);
    if (row->key) {
        assert_int_equal(csv_parse(&a, text_of(row->in), &c, &err), QH_INVALID);
        (void)snprintf(line, sizeof line, "line %zu", row->line);
        if (strcmp(err.key, row->key) != 0 ||
            (row->line && strncmp(err.detail, line, strlen(line)) != 0))
            fail_msg("%s: %s %s", row->note, err.key, err.detail);
        assert_null(c.cells);
    } else {
        if (csv_parse(&a, text_of(row->in), &c, &err))
            fail_msg("%s: %s %s", row->note, err.key, err.detail);
        if (strcmp(show(&a, &c), row->out) != 0)
            fail_msg("%s: %s", row->note, show(&a, &c));
    }
    arena_done(&a);
}

static void files_are_read_strictly(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++)
        check_row(&ROWS[i]);
}

static void nul_is_refused(void **state)
{
    struct csv c = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(csv_parse(&a, (struct text){"a\n\0\n", 4}, &c, NULL), QH_INVALID);
    arena_done(&a);
}

static void columns_are_found_by_name(void **state)
{
    static const char *const GOOD[] = {"c", "a"};
    static const char *const BAD[] = {"a", "d"};
    struct csv c = {0};
    size_t at[2] = {9, 9};
    struct qh_error err = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(csv_parse(&a, TEXT("a,b,c\n1,2,3\n"), &c, NULL), QH_OK);
    assert_int_equal(csv_col(&c, "b"), 1);
    assert_true(csv_col(&c, "d") == CSV_NONE);
    assert_int_equal(csv_cols(&c, BAD, 2, at, &err), QH_NOT_FOUND);
    assert_string_equal(err.key, "csv.column");
    assert_int_equal(at[0], 9);
    assert_int_equal(csv_cols(&c, GOOD, 2, at, NULL), QH_OK);
    assert_string_equal(csv_cell(&c, 0, at[0]), "3");
    assert_string_equal(csv_cell(&c, 0, at[1]), "1");
    arena_done(&a);
}

static void wide_files_are_refused(void **state)
{
    struct csv c = {0};
    struct qh_error err = {0};
    struct arena a;
    struct buf b;

    (void)state;
    arena_init(&a, 0);
    buf_init(&b, &a);
    for (int i = 0; i <= CSV_COLS_MAX; i++)
        buf_add_format(&b, "%sc%d", i ? "," : "", i);
    assert_int_equal(csv_parse(&a, buf_text(&b), &c, &err), QH_LIMIT);
    assert_string_equal(err.key, "csv.cols");
    arena_done(&a);
}

/* The tests run in the root of the sources. */
static void our_own_files_are_read(void **state)
{
    glob_t found;

    (void)state;
    assert_int_equal(glob("data/world/*.csv", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct text t = {0};
        struct csv c = {0};
        struct qh_error err = {0};
        struct arena a;

        arena_init(&a, 0);
        if (file_read(&a, found.gl_pathv[i], CSV_BYTES_MAX, &t, &err) ||
            csv_parse(&a, t, &c, &err))
            fail_msg("%s: %s %s", found.gl_pathv[i], err.key, err.detail);
        assert_true(c.rows > 0);
        arena_done(&a);
    }
    globfree(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_read_strictly),
        cmocka_unit_test(nul_is_refused),
        cmocka_unit_test(columns_are_found_by_name),
        cmocka_unit_test(wide_files_are_refused),
        cmocka_unit_test(our_own_files_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
