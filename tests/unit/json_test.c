#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A document and what it is written back as (NULL: unchanged). */
struct good_row {
    const char *note;
    const char *in;
    const char *out;
};

/* clang-format off */
static const struct good_row GOOD[] = {
    {"null",                              "null",                  NULL},
    {"white space around",                " \t\r\n true \n",       "true"},
    {"empty containers",                  "[{},[ ],\"\"]",         "[{},[],\"\"]"},
    {"nested",                            "{\"a\":[1,{\"b\":null}],\"c\":\"x\"}", NULL},
    {"number at the very start",          "0",                     NULL},
    {"negative zero",                     "-0",                    NULL},
    {"0.10 keeps its text",               "[0.10]",                NULL},
    {"9007199254740993 is kept",          "[9007199254740993]",    NULL},
    {"greatest and least whole number",
     "[9223372036854775807,-9223372036854775808]",                 NULL},
    {"numbers side by side",              "[1,22,-3.5e+07,0]",     NULL},
    {"exponent at its limit",             "[1e150,1E-150]",        NULL},
    {"escapes of one letter",             "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
     "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
    {"escaped controls stay escaped",     "\"\\u0001\\u001f\"",    NULL},
    {"\\u of 2, 3 and 4 bytes",           "\"\\u00e9\\u6743\\ud83d\\ude00\"",
     "\"\xC3\xA9\xE6\x9D\x83\xF0\x9F\x98\x80\""},
    {"Chinese stands for itself",         "{\"权\":\"衡器检定\"}", NULL},
    {"DEL is no control of JSON",         "\"\x7f\"",              NULL},
    {"long string with a late escape",
     "\"0123456789abcdef0123456789abcdef\\n0123456789abcdef\"",    NULL},
    {"40 lists side by side are not deep",
     "[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],"
     "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]", NULL},
    {"empty name",                        "{\"\":1,\"a\":2}",      NULL},
    {"nine members",
     "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9}", NULL},
};
/* clang-format on */

static void good_documents_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(GOOD); i++) {
        const char *want = GOOD[i].out ? GOOD[i].out : GOOD[i].in;
        struct arena a;
        struct json *v = NULL;
        struct qh_error err = {0};
        struct json_writer w;
        struct buf b;

        arena_init(&a, 0);
        if (json_parse(&a, text_of(GOOD[i].in), &v, &err))
            fail_msg("%s: %s %s", GOOD[i].note, err.key, err.detail);
        buf_init(&b, &a);
        json_begin(&w, &b);
        json_put_node(&w, v);
        if (strcmp(buf_str(&b), want) != 0)
            fail_msg("%s: %s", GOOD[i].note, buf_str(&b));
        arena_done(&a);
    }
}

/* A document that is refused, why and where. */
struct bad_row {
    const char *note;
    const char *in;
    qh_status status;
    const char *key;
    const char *where;
};

/* clang-format off */
static const struct bad_row BAD[] = {
    /* Rows of the table of hostile inputs: what other readers let through. */
    {"2^63",                       "9223372036854775808",   QH_RANGE,   "json.range",     "line 1 column 1:"},
    {"2^64",                       "[18446744073709551616]", QH_RANGE,  "json.range",     "line 1 column 2:"},
    {"-2^63 - 1",                  "-9223372036854775809",  QH_RANGE,   "json.range",     "line 1 column 1:"},
    {"1e400",                      "1e400",                 QH_RANGE,   "json.range",     "line 1 column 1:"},
    {"1e-400",                     "1e-400",                QH_RANGE,   "json.range",     "line 1 column 1:"},
    {"exponent of many digits",    "1e99999999999999999999", QH_RANGE,  "json.range",     "line 1 column 1:"},
    {"duplicate names",            "{\"a\":1,\n \"a\":2}",  QH_INVALID, "json.duplicate", "line 2 column 2:"},
    {"duplicate by an escape",     "{\"a\":1,\"\\u0061\":2}", QH_INVALID, "json.duplicate", "line 1 column 8:"},
    {"invalid UTF-8",              "\"\xFF\"",              QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"overlong UTF-8",             "\"\xC0\xAF\"",          QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"surrogate as UTF-8",         "\"\xED\xA0\x80\"",      QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"UTF-8 past U+10FFFF",        "\"\xF4\x90\x80\x80\"",  QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"UTF-8 cut by the quote",     "\"\xE6\x9D\"",          QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"UTF-8 cut by the end",       "\"\xE6\x9D",            QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"lone high surrogate",        "\"\\ud800\"",           QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"lone low surrogate",         "\"\\udc00\"",           QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"high and no low surrogate",  "\"\\ud800\\u0041\"",    QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"high surrogate and U+E000",  "\"\\ud800\\ue000\"",    QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"high and high surrogate",    "\"\\ud800\\ud800\"",    QH_INVALID, "json.utf8",      "line 1 column 2:"},
    {"\\u0000 in a value",         "\"a\\u0000b\"",         QH_INVALID, "json.nul",       "line 1 column 3:"},
    {"\\u0000 in a name",          "{\"a\\u0000\":1}",      QH_INVALID, "json.nul",       "line 1 column 4:"},
    {"raw newline in a string",    "\"a\nb\"",              QH_INVALID, "json.syntax",    "line 1 column 3:"},
    {"raw tab in a string",        "\"a\tb\"",              QH_INVALID, "json.syntax",    "line 1 column 3:"},
    {"raw U+001F in a string",     "\"a\x1f\"",             QH_INVALID, "json.syntax",    "line 1 column 3:"},
    {"NaN",                        "NaN",                   QH_INVALID, "json.syntax",    "line 1 column 1:"},
    {"Infinity",                   "[-Infinity]",           QH_INVALID, "json.syntax",    "line 1 column 2:"},
    {"single quotes",              "{'a':1}",               QH_INVALID, "json.syntax",    "line 1 column 2:"},
    {"01",                         "01",                    QH_INVALID, "json.syntax",    "line 1 column 2:"},
    {"-01",                        "[-01]",                 QH_INVALID, "json.syntax",    "line 1 column 4:"},
    {"trailing bytes",             "{} x",                  QH_INVALID, "json.syntax",    "line 1 column 4:"},
    {"two documents",              "1 2",                   QH_INVALID, "json.syntax",    "line 1 column 3:"},
    /* And the rest. */
    {"nothing",                    "",                      QH_INVALID, "json.syntax",    "line 1 column 1: the text ends too early"},
    {"blanks only",                " \n ",                  QH_INVALID, "json.syntax",    "line 2 column 2: the text ends too early"},
    {"byte order mark",            "\xEF\xBB\xBF{}",        QH_INVALID, "json.syntax",    "line 1 column 1:"},
    {"U+00A0 is no white space",   "[\xC2\xA0" "1]",        QH_INVALID, "json.syntax",    "line 1 column 2:"},
    {"form feed is no white space", "[\f1]",                QH_INVALID, "json.syntax",    "line 1 column 2:"},
    {"comment",                    "[1 /* x */]",           QH_INVALID, "json.syntax",    "line 1 column 4:"},
    {"comma at the end of a list", "[1,]",                  QH_INVALID, "json.syntax",    "line 1 column 4:"},
    {"comma at the end of an object", "{\"a\":1,}",         QH_INVALID, "json.syntax",    "line 1 column 8:"},
    {"comma alone",                "[,]",                   QH_INVALID, "json.syntax",    "line 1 column 2:"},
    {"no comma",                   "[1 2]",                 QH_INVALID, "json.syntax",    "line 1 column 4: expected ',' or ']'"},
    {"no comma between members",   "{\"a\":1 \"b\":2}",     QH_INVALID, "json.syntax",    "line 1 column 8: expected ',' or '}'"},
    {"no colon",                   "{\"a\" 1}",             QH_INVALID, "json.syntax",    "line 1 column 6: expected ':'"},
    {"no value",                   "{\"a\":}",              QH_INVALID, "json.syntax",    "line 1 column 6:"},
    {"name is a number",           "{1:2}",                 QH_INVALID, "json.syntax",    "line 1 column 2: expected a name"},
    {"wrong bracket",              "[1}",                   QH_INVALID, "json.syntax",    "line 1 column 3:"},
    {"never closed",               "[[1",                   QH_INVALID, "json.syntax",    "line 1 column 4: the text ends"},
    {"closed too often",           "[]]",                   QH_INVALID, "json.syntax",    "line 1 column 3:"},
    {"string never closed",        "\"abc",                 QH_INVALID, "json.syntax",    "line 1 column 5: the text ends"},
    {"escape at the end",          "\"abc\\",               QH_INVALID, "json.syntax",    "line 1 column 5:"},
    {"unknown escape",             "\"\\x41\"",             QH_INVALID, "json.syntax",    "line 1 column 2: unknown escape"},
    {"\\u with three digits",      "\"\\u123\"",            QH_INVALID, "json.syntax",    "line 1 column 2: \\u needs"},
    {"\\u with a sign",            "\"\\u+123\"",           QH_INVALID, "json.syntax",    "line 1 column 2: \\u needs"},
    {"\\u at the end",             "\"\\u12",               QH_INVALID, "json.syntax",    "line 1 column 2: \\u needs"},
    {"TRUE",                       "TRUE",                  QH_INVALID, "json.syntax",    "line 1 column 1:"},
    {"truth",                      "truth",                 QH_INVALID, "json.syntax",    "line 1 column 1:"},
    {"truex",                      "truex",                 QH_INVALID, "json.syntax",    "line 1 column 5:"},
    {"nul",                        "nul",                   QH_INVALID, "json.syntax",    "line 1 column 1:"},
    {"minus alone",                "-",                     QH_INVALID, "json.syntax",    "line 1 column 1:"},
    {"plus",                       "+1",                    QH_INVALID, "json.syntax",    "line 1 column 1:"},
    {"point first",                ".5",                    QH_INVALID, "json.syntax",    "line 1 column 1:"},
    {"point last",                 "[5.]",                  QH_INVALID, "json.syntax",    "line 1 column 2:"},
    {"exponent without digits",    "[5e+]",                 QH_INVALID, "json.syntax",    "line 1 column 2:"},
    {"hexadecimal",                "0x10",                  QH_INVALID, "json.syntax",    "line 1 column 2:"},
    {"full-width digit",           "１",                    QH_INVALID, "json.syntax",    "line 1 column 1:"},
    {"columns count characters",   "[\"权权\"\r\n,\"权权\", x]", QH_INVALID, "json.syntax", "line 2 column 8:"},
};
/* clang-format on */

static void check_bad(const char *note, struct text t, const struct bad_row *want)
{
    struct arena a;
    struct json *v = NULL;
    struct qh_error err = {0};
    qh_status rc;

    arena_init(&a, 0);
    rc = json_parse(&a, t, &v, &err);
    if (rc != want->status || strcmp(err.key, want->key) != 0 || err.status != rc ||
        strncmp(err.detail, want->where, strlen(want->where)) != 0)
        fail_msg("%s: %s %s %s", note, qh_status_name(rc), err.key, err.detail);
    assert_null(v);
    assert_int_equal(json_parse(&a, t, &v, NULL), want->status);
    arena_done(&a);
}

static void bad_documents_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(BAD); i++)
        check_bad(BAD[i].note, text_of(BAD[i].in), &BAD[i]);
}

/* Raw NUL bytes, which a C string cannot carry. */
static void raw_nul_is_refused(void **state)
{
    static const struct bad_row IN_STRING = {"", "", QH_INVALID, "json.nul",
                                             "line 1 column 3:"};
    static const struct bad_row OUTSIDE = {"", "", QH_INVALID, "json.nul",
                                           "line 1 column 2:"};

    (void)state;
    check_bad("in a string", (struct text){"\"a\0b\"", 5}, &IN_STRING);
    check_bad("after the document", (struct text){"1\0", 2}, &OUTSIDE);
}

/* The reader sees only the bytes of the text, whatever follows them in memory. */
static void the_end_is_that_of_the_text(void **state)
{
    static const char BYTES[] = "[12345,\"abcdefgh\"]";
    struct arena a;
    struct json *v = NULL;

    (void)state;
    arena_init(&a, 0);
    for (size_t n = 0; n < sizeof BYTES - 1; n++)
        assert_int_equal(json_parse(&a, (struct text){BYTES, n}, &v, NULL), QH_INVALID);
    assert_int_equal(json_parse(&a, (struct text){BYTES + 1, 3}, &v, NULL), QH_OK);
    assert_string_equal(v->text.p, "123");
    assert_int_equal(json_parse(&a, (struct text){NULL, 0}, &v, NULL), QH_INVALID);
    arena_done(&a);
}

static char *repeat(struct arena *a, const char *before, const char *piece, size_t n,
                    const char *after)
{
    struct buf b;

    buf_init(&b, a);
    buf_add_str(&b, before);
    for (size_t i = 0; i < n; i++)
        buf_add_str(&b, piece);
    buf_add_str(&b, after);
    return buf_str(&b);
}

struct limit_row {
    const char *note;
    const char *before;
    const char *piece;
    size_t most; /* repetitions of piece that are still read */
    const char *after;
    const char *key;
};

/* clang-format off */
static const struct limit_row LIMITS[] = {
    {"list in list",        "",     "[",    JSON_DEPTH_MAX,     NULL,    "json.depth"},
    {"number",              "",     "1",    JSON_NUMBER_MAX - 2, ".5",   "json.number"},
    {"name",                "{\"",  "x",    JSON_KEY_MAX,       "\":1}", "json.key"},
    {"name of Chinese",     "{\"xx", "权",  (JSON_KEY_MAX - 2) / 3, "\":1}", "json.key"},
    {"values",              "[0",   ",0",   JSON_NODES_MAX - 2, "]",     "json.nodes"},
    {"bytes",               "",     " ",    JSON_BYTES_MAX - 1, "1",     "json.size"},
};
/* clang-format on */

static void limits_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(LIMITS); i++) {
        const struct limit_row *row = &LIMITS[i];
        struct json *v = NULL;
        struct qh_error err = {0};
        struct arena a;
        const char *after;

        arena_init(&a, 0);
        after = row->after ? row->after : repeat(&a, "", "]", row->most, "");
        if (json_parse(&a, text_of(repeat(&a, row->before, row->piece, row->most, after)),
                       &v, &err))
            fail_msg("%s at its limit: %s %s", row->note, err.key, err.detail);
        v = NULL;
        if (json_parse(&a,
                       text_of(repeat(&a, row->before, row->piece, row->most + 1, after)),
                       &v, &err) != QH_LIMIT ||
            strcmp(err.key, row->key) != 0)
            fail_msg("%s past its limit: %s %s", row->note, err.key, err.detail);
        assert_null(v);
        arena_done(&a);
    }
}

/* One object of n members whose names differ only at their end; then the last one is made
 * equal to one before it. */
static void wide_objects_are_searched_for_duplicates(void **state)
{
    static const size_t SIZES[] = {1, 7, 8, 9, 10, 100, 20000};

    (void)state;
    for (size_t i = 0; i < LEN(SIZES); i++) {
        struct json *v = NULL;
        struct qh_error err = {0};
        struct arena a;
        struct buf b;

        arena_init(&a, 0);
        buf_init(&b, &a);
        for (size_t k = 0; k < SIZES[i]; k++)
            buf_add_format(&b, "%s\"name_%zu\":%zu", k ? "," : "{", k, k);
        assert_int_equal(
            json_parse(&a, text_of(str_format(&a, "%s}", buf_str(&b))), &v, &err), QH_OK);
        assert_int_equal(v->count, SIZES[i]);
        assert_int_equal(json_parse(&a,
                                    text_of(str_format(&a, "%s,\"name_%zu\":0}",
                                                       buf_str(&b), SIZES[i] / 2)),
                                    &v, &err),
                         QH_INVALID);
        assert_string_equal(err.key, "json.duplicate");
        arena_done(&a);
    }
}

static void detail_never_repeats_the_document(void **state)
{
    struct json *v = NULL;
    struct qh_error err = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(json_parse(&a, TEXT("{\"secret\":1,\"secret\":2}"), &v, &err),
                     QH_INVALID);
    assert_null(strstr(err.detail, "secret"));
    assert_int_equal(json_parse(&a, TEXT("[secret]"), &v, &err), QH_INVALID);
    assert_null(strstr(err.detail, "secret"));
    arena_done(&a);
}

static void members_and_items_are_found(void **state)
{
    struct json *v = NULL;
    struct arena a;
    int64_t n = 7;
    struct dec d = {0};

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(json_parse(&a,
                                TEXT("{\"s\":\"权\",\"n\":-12,\"t\":true,\"f\":false,"
                                     "\"l\":[1,2.50,\"0.10\",1e2]}"),
                                &v, NULL),
                     QH_OK);
    assert_string_equal(json_str(v, "s", "none"), "权");
    assert_string_equal(json_str(v, "n", "none"), "none");
    assert_string_equal(json_str(v, "x", "none"), "none");
    assert_string_equal(json_str(NULL, "x", "none"), "none");
    assert_null(json_member(json_member(v, "l"), "s"));
    assert_null(json_item(v, 0));
    assert_null(json_item(json_member(v, "l"), 4));
    assert_true(json_is_true(json_member(v, "t")));
    assert_false(json_is_true(json_member(v, "f")));
    assert_false(json_is_true(NULL));
    assert_int_equal(json_int(json_member(v, "n"), &n), QH_OK);
    assert_int_equal(n, -12);
    assert_int_equal(json_int(json_item(json_member(v, "l"), 1), &n), QH_INVALID);
    assert_int_equal(json_int(json_item(json_member(v, "l"), 2), &n), QH_INVALID);
    assert_int_equal(json_int(json_item(json_member(v, "l"), 3), &n), QH_INVALID);
    assert_int_equal(json_int(NULL, &n), QH_INVALID);
    assert_int_equal(n, -12);
    assert_int_equal(json_dec(json_item(json_member(v, "l"), 1), &d), QH_OK);
    assert_string_equal(dec_text(&a, d), "2.50");
    assert_int_equal(json_dec(json_item(json_member(v, "l"), 2), &d), QH_OK);
    assert_string_equal(dec_text(&a, d), "0.10");
    assert_int_equal(json_dec(json_member(v, "s"), &d), QH_INVALID);
    assert_int_equal(json_dec(json_member(v, "t"), &d), QH_INVALID);
    arena_done(&a);
}

static void whole_numbers_reach_both_ends(void **state)
{
    static const int64_t WANT[] = {INT64_MAX, INT64_MIN, 0, 0, -1};
    struct json *v = NULL;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(
        json_parse(&a, TEXT("[9223372036854775807,-9223372036854775808,0,-0,-1]"), &v,
                   NULL),
        QH_OK);
    for (size_t i = 0; i < LEN(WANT); i++) {
        int64_t n = 7;

        assert_int_equal(json_int(json_item(v, i), &n), QH_OK);
        assert_int_equal(n, WANT[i]);
    }
    arena_done(&a);
}

struct string_row {
    const char *note;
    const char *in;
    const char *out;
};

/* clang-format off */
static const struct string_row STRINGS[] = {
    {"plain",                         "abc",                    "\"abc\""},
    {"empty",                         "",                       "\"\""},
    {"quote and backslash",           "a\"b\\c",                "\"a\\\"b\\\\c\""},
    {"slash stays",                   "a/b",                    "\"a/b\""},
    {"controls",                      "\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\""},
    {"Chinese and emoji",             "衡\xF0\x9F\x98\x80器",   "\"衡\xF0\x9F\x98\x80器\""},
    {"escape at each of eight places", "1234567\"1234567\n12345678\\", "\"1234567\\\"1234567\\n12345678\\\\\""},
    {"malformed bytes",               "a\xFFz\xC0\xAFy\xE6\x9D", "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {"surrogate as UTF-8",            "\xED\xA0\x80",           "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {"NULL",                          NULL,                     "null"},
};
/* clang-format on */

static void strings_are_escaped(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(STRINGS); i++) {
        struct json_writer w;
        struct arena a;
        struct buf b;

        arena_init(&a, 0);
        buf_init(&b, &a);
        json_begin(&w, &b);
        json_put_str(&w, STRINGS[i].in);
        if (strcmp(buf_str(&b), STRINGS[i].out) != 0)
            fail_msg("%s: %s", STRINGS[i].note, buf_str(&b));
        arena_done(&a);
    }
}

static void commas_are_the_writers_business(void **state)
{
    struct json_writer w;
    struct arena a;
    struct buf b;

    (void)state;
    arena_init(&a, 0);
    buf_init(&b, &a);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "s", "x");
    json_key(&w, "list");
    json_array_open(&w);
    json_put_int(&w, INT64_MIN);
    json_put_int(&w, 0);
    json_object_open(&w);
    json_object_close(&w);
    json_array_open(&w);
    json_array_close(&w);
    json_put_null(&w);
    json_array_close(&w);
    json_add_int(&w, "n", INT64_MAX);
    json_add_bool(&w, "t", true);
    json_add_bool(&w, "f", false);
    json_add_raw(&w, "r", TEXT("{\"a\":1}"));
    json_key(&w, "t\"");
    json_put_text(&w, (struct text){NULL, 0});
    json_object_close(&w);
    assert_string_equal(buf_str(&b),
                        "{\"s\":\"x\",\"list\":[-9223372036854775808,0,{},[],null],"
                        "\"n\":9223372036854775807,\"t\":true,\"f\":false,"
                        "\"r\":{\"a\":1},\"t\\\"\":\"\"}");
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_documents_are_read),
        cmocka_unit_test(bad_documents_are_refused),
        cmocka_unit_test(raw_nul_is_refused),
        cmocka_unit_test(the_end_is_that_of_the_text),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(wide_objects_are_searched_for_duplicates),
        cmocka_unit_test(detail_never_repeats_the_document),
        cmocka_unit_test(members_and_items_are_found),
        cmocka_unit_test(whole_numbers_reach_both_ends),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(commas_are_the_writers_business),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
