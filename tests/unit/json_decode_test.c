#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

#include <string.h>

static const char *const ROUTES[] = {"own", "county", "transfer", NULL};

struct point {
    int64_t x;
    struct dec y;
};

struct window {
    const char *from;
    bool is_open;
    struct point at;
};

struct input {
    const char *name;
    const char *note;
    int64_t version;
    struct opt_int limit;
    bool urgent;
    const char *day;
    struct dec load;
    const char *id;
    int route;
    struct point place;
    struct json_list windows;
    struct json_strs words;
    const struct json *raw;
};

static const struct json_field POINT[] = {
    JSON_INT(struct point, x, JSON_REQUIRED, -100, 100),
    JSON_DEC(struct point, y, JSON_OPTIONAL),
};

static const struct json_field WINDOW[] = {
    JSON_DATE(struct window, from, JSON_REQUIRED),
    JSON_BOOL(struct window, is_open, JSON_OPTIONAL),
    JSON_OBJ(struct window, at, JSON_OPTIONAL, POINT, struct point),
};

static const struct json_field INPUT[] = {
    JSON_STR(struct input, name, JSON_REQUIRED, 5),
    JSON_STR(struct input, note, JSON_OPTIONAL, 10),
    JSON_INT(struct input, version, JSON_OPTIONAL, 1, 9),
    JSON_INT_OPT(struct input, limit, JSON_OPTIONAL, 0, 9),
    JSON_BOOL(struct input, urgent, JSON_OPTIONAL),
    JSON_DATE(struct input, day, JSON_OPTIONAL),
    JSON_DEC(struct input, load, JSON_OPTIONAL),
    JSON_ID(struct input, id, JSON_OPTIONAL),
    JSON_ENUM(struct input, route, JSON_OPTIONAL, ROUTES),
    JSON_OBJ(struct input, place, JSON_OPTIONAL, POINT, struct point),
    JSON_OBJS(struct input, windows, JSON_OPTIONAL, WINDOW, struct window, 3),
    JSON_STRS(struct input, words, JSON_OPTIONAL, 2, 4),
    JSON_RAW(struct input, raw, JSON_OPTIONAL),
};

static qh_status decode(struct arena *a, const char *s, struct input *in,
                        struct qh_error *err)
{
    struct json *v = NULL;

    if (json_parse(a, text_of(s), &v, err))
        fail_msg("%s: %s", s, err->detail);
    return json_decode(a, v, INPUT, LEN(INPUT), in, err);
}

struct bad_row {
    const char *in;
    const char *key;
    const char *field;
};

/* clang-format off */
static const struct bad_row BAD[] = {
    {"[]",                                               "input.not_object", ""},
    {"null",                                             "input.not_object", ""},
    {"\"name\"",                                         "input.not_object", ""},
    {"{}",                                               "input.missing",    "name"},
    {"{\"name\":null}",                                  "input.missing",    "name"},
    {"{\"name\":\"a\",\"nope\":1}",                      "input.unknown",    "nope"},
    {"{\"Name\":\"a\"}",                                 "input.unknown",    "Name"},
    {"{\"name\":\"a\",\"\":1}",                          "input.unknown",    ""},
    {"{\"name\":\"a\",\"\\u0001<权>\":1}",               "input.unknown",    "??????"},
    {"{\"name\":1}",                                     "input.type",       "name"},
    {"{\"name\":[\"a\"]}",                               "input.type",       "name"},
    {"{\"name\":\"\"}",                                  "input.too_short",  "name"},
    {"{\"name\":\" \\n\\u3000 \"}",                      "input.too_short",  "name"},
    {"{\"name\":\"abcdef\"}",                            "input.too_long",   "name"},
    {"{\"name\":\"权权权权权权\"}",                      "input.too_long",   "name"},
    {"{\"name\":\"a\\u0007b\"}",                         "input.control",    "name"},
    {"{\"name\":\"a\\rb\"}",                             "input.control",    "name"},
    {"{\"name\":\"a\\u007f\"}",                          "input.control",    "name"},
    {"{\"name\":\"a\\u0085b\"}",                         "input.control",    "name"},
    {"{\"name\":\"a\\u2028b\"}",                         "input.control",    "name"},
    {"{\"name\":\"a\\u202eb\"}",                         "input.control",    "name"},
    {"{\"name\":\"a\\u2066b\"}",                         "input.control",    "name"},
    {"{\"name\":\"a\\uffffb\"}",                         "input.control",    "name"},
    {"{\"name\":\"a\\ud83f\\udffeb\"}",                  "input.control",    "name"},
    {"{\"name\":\"a\",\"version\":\"1\"}",               "input.type",       "version"},
    {"{\"name\":\"a\",\"version\":1.0}",                 "input.type",       "version"},
    {"{\"name\":\"a\",\"version\":1e0}",                 "input.type",       "version"},
    {"{\"name\":\"a\",\"version\":true}",                "input.type",       "version"},
    {"{\"name\":\"a\",\"version\":0}",                   "input.range",      "version"},
    {"{\"name\":\"a\",\"version\":10}",                  "input.range",      "version"},
    {"{\"name\":\"a\",\"version\":9223372036854775807}", "input.range",      "version"},
    {"{\"name\":\"a\",\"limit\":10}",                    "input.range",      "limit"},
    {"{\"name\":\"a\",\"limit\":\"1\"}",                 "input.type",       "limit"},
    {"{\"name\":\"a\",\"urgent\":1}",                    "input.type",       "urgent"},
    {"{\"name\":\"a\",\"urgent\":\"true\"}",             "input.type",       "urgent"},
    {"{\"name\":\"a\",\"day\":20310506}",                "input.type",       "day"},
    {"{\"name\":\"a\",\"day\":\"\"}",                    "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2031-02-29\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2100-02-29\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2031-04-31\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2031-13-01\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2031-00-01\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2031-01-00\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"1899-12-31\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"3000-01-01\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2031-5-06\"}",           "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2031-05-06 \"}",         "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2031/05/06\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"day\":\"2031-05-0x\"}",          "input.date",       "day"},
    {"{\"name\":\"a\",\"load\":1.5}",                    "input.type",       "load"},
    {"{\"name\":\"a\",\"load\":1}",                      "input.type",       "load"},
    {"{\"name\":\"a\",\"load\":\"\"}",                   "input.decimal",    "load"},
    {"{\"name\":\"a\",\"load\":\"-\"}",                  "input.decimal",    "load"},
    {"{\"name\":\"a\",\"load\":\"1e3\"}",                "input.decimal",    "load"},
    {"{\"name\":\"a\",\"load\":\"1,000\"}",              "input.decimal",    "load"},
    {"{\"name\":\"a\",\"load\":\"1.2.3\"}",              "input.decimal",    "load"},
    {"{\"name\":\"a\",\"load\":\"NaN\"}",                "input.decimal",    "load"},
    {"{\"name\":\"a\",\"load\":\"0x10\"}",               "input.decimal",    "load"},
    {"{\"name\":\"a\",\"load\":\"1 2\"}",                "input.decimal",    "load"},
    {"{\"name\":\"a\",\"load\":\"12345678901234567890123456789012345\"}", "input.decimal", "load"},
    {"{\"name\":\"a\",\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FA\"}",  "input.id",  "id"},
    {"{\"name\":\"a\",\"id\":\"01arz3ndektsv4rrffq69g5fav\"}", "input.id",  "id"},
    {"{\"name\":\"a\",\"id\":7}",                        "input.type",       "id"},
    {"{\"name\":\"a\",\"route\":\"Own\"}",               "input.choice",     "route"},
    {"{\"name\":\"a\",\"route\":\"\"}",                  "input.choice",     "route"},
    {"{\"name\":\"a\",\"route\":0}",                     "input.type",       "route"},
    {"{\"name\":\"a\",\"place\":[]}",                    "input.not_object", "place"},
    {"{\"name\":\"a\",\"place\":{}}",                    "input.missing",    "place.x"},
    {"{\"name\":\"a\",\"place\":{\"x\":1,\"z\":2}}",     "input.unknown",    "place.z"},
    {"{\"name\":\"a\",\"place\":{\"x\":101}}",           "input.range",      "place.x"},
    {"{\"name\":\"a\",\"windows\":{}}",                  "input.type",       "windows"},
    {"{\"name\":\"a\",\"windows\":[1]}",                 "input.not_object", "windows[0]"},
    {"{\"name\":\"a\",\"windows\":[null]}",              "input.not_object", "windows[0]"},
    {"{\"name\":\"a\",\"windows\":[{\"from\":\"2031-05-06\"},{\"from\":\"2031-05-07\"},{\"from\":\"x\"}]}",
                                                         "input.date",       "windows[2].from"},
    {"{\"name\":\"a\",\"windows\":[{\"from\":\"2031-05-06\",\"at\":{\"x\":1,\"y\":2}}]}",
                                                         "input.type",       "windows[0].at.y"},
    {"{\"name\":\"a\",\"windows\":[{},{},{},{}]}",       "input.too_long",   "windows"},
    {"{\"name\":\"a\",\"words\":\"x\"}",                 "input.type",       "words"},
    {"{\"name\":\"a\",\"words\":[\"x\",\"y\",\"z\"]}",   "input.too_long",   "words"},
    {"{\"name\":\"a\",\"words\":[\"x\",\"\"]}",          "input.too_short",  "words[1]"},
    {"{\"name\":\"a\",\"words\":[\"abcde\"]}",           "input.too_long",   "words[0]"},
    {"{\"name\":\"a\",\"words\":[null]}",                "input.type",       "words[0]"},
};
/* clang-format on */

static void bad_input_is_refused_by_key_and_path(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(BAD); i++) {
        struct input in = {0};
        struct qh_error err = {0};
        struct arena a;
        qh_status rc;

        arena_init(&a, 0);
        rc = decode(&a, BAD[i].in, &in, &err);
        if (rc != QH_INVALID || strcmp(err.key, BAD[i].key) != 0 ||
            strcmp(err.field, BAD[i].field) != 0)
            fail_msg("%s: %s %s at '%s'", BAD[i].in, qh_status_name(rc), err.key,
                     err.field);
        arena_done(&a);
    }
}

static void all_types_are_read(void **state)
{
    static const char DOCUMENT[] =
        "{\"raw\":{\"any\":[1,null]},\"name\":\" 衡器 1 \",\"note\":\"a\\tb\\nc\","
        "\"version\":9,\"limit\":0,\"urgent\":true,\"day\":\"2032-02-29\","
        "\"load\":\"１２．５0\",\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\","
        "\"route\":\"transfer\",\"place\":{\"x\":-100,\"y\":\"0,05\"},"
        "\"windows\":[{\"from\":\"2031-05-06\",\"is_open\":true,\"at\":{\"x\":3}},"
        "{\"from\":\"1900-01-01\"}],\"words\":[\" 权 \",\"abcd\"]}";
    struct input in = {0};
    struct qh_error err = {0};
    const struct window *w;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    if (decode(&a, DOCUMENT, &in, &err))
        fail_msg("%s %s", err.key, err.field);
    assert_string_equal(in.name, "衡器 1");
    assert_string_equal(in.note, "a\tb\nc");
    assert_int_equal(in.version, 9);
    assert_true(in.limit.has && in.limit.v == 0);
    assert_true(in.urgent);
    assert_string_equal(in.day, "2032-02-29");
    assert_string_equal(dec_text(&a, in.load), "12.50");
    assert_string_equal(in.id, "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assert_int_equal(in.route, 2);
    assert_int_equal(in.place.x, -100);
    assert_string_equal(dec_text(&a, in.place.y), "0.05");
    assert_int_equal(in.windows.n, 2);
    w = in.windows.p;
    assert_string_equal(w[0].from, "2031-05-06");
    assert_true(w[0].is_open);
    assert_int_equal(w[0].at.x, 3);
    assert_string_equal(w[1].from, "1900-01-01");
    assert_false(w[1].is_open);
    assert_int_equal(in.words.n, 2);
    assert_string_equal(in.words.p[0], "权");
    assert_string_equal(in.words.p[1], "abcd");
    assert_string_equal(json_item(json_member(in.raw, "any"), 0)->text.p, "1");
    arena_done(&a);
}

static void absent_and_null_leave_the_field(void **state)
{
    struct input in = {.version = 7, .route = 1};
    struct qh_error err = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(
        decode(&a, "{\"name\":\"a\",\"version\":null,\"note\":null,\"raw\":null}", &in,
               &err),
        QH_OK);
    assert_int_equal(in.version, 7);
    assert_int_equal(in.route, 1);
    assert_null(in.note);
    assert_false(in.limit.has);
    assert_int_equal(in.raw->kind, JSON_NULL);
    assert_int_equal(
        decode(&a, "{\"name\":\"a\",\"note\":\"  \",\"windows\":[]}", &in, &err), QH_OK);
    assert_string_equal(in.note, "");
    assert_int_equal(in.windows.n, 0);
    arena_done(&a);
}

/* What was written by the same table is read back. */
static void encode_is_the_inverse(void **state)
{
    static const char DOCUMENT[] =
        "{\"name\":\"衡\",\"note\":null,\"version\":3,\"limit\":null,\"urgent\":false,"
        "\"day\":\"2031-05-06\",\"load\":\"-0.50\",\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\","
        "\"route\":\"county\",\"place\":{\"x\":5,\"y\":\"1.0\"},\"windows\":[{\"from\":"
        "\"2031-05-07\",\"is_open\":true,\"at\":{\"x\":0,\"y\":\"0\"}}],\"words\":[\"x\"]"
        ","
        "\"raw\":[1.50]}";
    struct input in = {0};
    struct qh_error err = {0};
    struct json_writer w;
    struct arena a;
    struct buf b;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(decode(&a, DOCUMENT, &in, &err), QH_OK);
    buf_init(&b, &a);
    json_begin(&w, &b);
    json_encode(&w, INPUT, LEN(INPUT), &in);
    assert_string_equal(buf_str(&b), DOCUMENT);
    arena_done(&a);
}

struct deep {
    struct json_list children;
};

static const struct json_field DEEP[1];

static const struct json_field DEEP[1] = {
    JSON_OBJS(struct deep, children, JSON_OPTIONAL, DEEP, struct deep, 5),
};

/* A path longer than the field of the error is cut, not overrun. */
static void long_paths_are_cut(void **state)
{
    struct json *v = NULL;
    struct deep out = {0};
    struct qh_error err = {0};
    struct arena a;
    struct buf b;

    (void)state;
    arena_init(&a, 0);
    buf_init(&b, &a);
    for (int i = 0; i < 15; i++)
        buf_add_str(&b, "{\"children\":[");
    buf_add_str(&b, "0");
    for (int i = 0; i < 15; i++)
        buf_add_str(&b, "]}");
    assert_int_equal(json_parse(&a, buf_text(&b), &v, NULL), QH_OK);
    assert_int_equal(json_decode(&a, v, DEEP, LEN(DEEP), &out, &err), QH_INVALID);
    assert_int_equal(strlen(err.field), QH_FIELD_MAX - 1);
    assert_memory_equal(err.field, "children[0].children[0].", 24);
    arena_done(&a);
}

static void tables_have_a_limit(void **state)
{
    static struct json_field wide[65];
    struct json *v = NULL;
    struct qh_error err = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(json_parse(&a, TEXT("{}"), &v, NULL), QH_OK);
    assert_int_equal(json_decode(&a, v, wide, LEN(wide), NULL, &err), QH_BUG);
    assert_string_equal(err.key, "input.shape");
    assert_int_equal(json_decode(&a, NULL, INPUT, LEN(INPUT), NULL, &err), QH_INVALID);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_input_is_refused_by_key_and_path),
        cmocka_unit_test(all_types_are_read),
        cmocka_unit_test(absent_and_null_leave_the_field),
        cmocka_unit_test(encode_is_the_inverse),
        cmocka_unit_test(long_paths_are_cut),
        cmocka_unit_test(tables_have_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
