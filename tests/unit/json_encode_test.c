#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

#include <string.h>

static const char *const COLOURS[] = {"red", "green", NULL};

struct window {
    const char *from;
    int64_t n;
};
struct windows {
    struct window *p;
    size_t n;
};
struct thing {
    const char *name;
    const char *note;
    int64_t count;
    struct opt_int due;
    struct opt_int done;
    bool open;
    struct dec load;
    const char *day;
    const char *id;
    int colour;
    struct window first;
    struct windows windows;
    struct json_strs tags;
    const struct json *extra;
};

static const struct json_field WINDOW[] = {
    JSON_DATE(struct window, from, JSON_REQUIRED),
    JSON_INT(struct window, n, JSON_REQUIRED, 0, 9),
};
static const struct json_field THING[] = {
    JSON_STR(struct thing, name, JSON_REQUIRED, 40),
    JSON_STR(struct thing, note, JSON_OPTIONAL, 40),
    JSON_INT(struct thing, count, JSON_REQUIRED, -9, INT64_MAX),
    JSON_INT_OPT(struct thing, due, JSON_OPTIONAL, 0, 99),
    JSON_INT_OPT(struct thing, done, JSON_OPTIONAL, 0, 99),
    JSON_BOOL(struct thing, open, JSON_REQUIRED),
    JSON_DEC(struct thing, load, JSON_REQUIRED),
    JSON_DATE(struct thing, day, JSON_OPTIONAL),
    JSON_ID(struct thing, id, JSON_REQUIRED),
    JSON_ENUM(struct thing, colour, JSON_REQUIRED, COLOURS),
    JSON_OBJ(struct thing, first, JSON_REQUIRED, WINDOW, struct window),
    JSON_OBJS(struct thing, windows, JSON_REQUIRED, WINDOW, struct window, 5),
    JSON_STRS(struct thing, tags, JSON_REQUIRED, 5, 10),
    JSON_RAW(struct thing, extra, JSON_REQUIRED),
};

/* Every type: what is read by the table is written back by it, byte for byte. */
static void read_and_written_back(void **state)
{
    static const char *const ROWS[] = {
        "{\"name\":\"地磅\",\"note\":null,\"count\":9223372036854775807,\"due\":7,"
        "\"done\":null,\"open\":true,\"load\":\"12.50\",\"day\":null,"
        "\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"colour\":\"green\","
        "\"first\":{\"from\":\"2031-05-06\",\"n\":0},\"windows\":[],\"tags\":[],"
        "\"extra\":[1,2.50,{\"a\":null}]}",
        "{\"name\":\"a\\\"b\",\"note\":\"x\\ny\",\"count\":-9,\"due\":null,"
        "\"done\":0,\"open\":false,\"load\":\"-0.003\",\"day\":\"2024-02-29\","
        "\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"colour\":\"red\","
        "\"first\":{\"from\":\"2031-05-06\",\"n\":1},"
        "\"windows\":[{\"from\":\"2031-05-07\",\"n\":2},{\"from\":\"2031-05-08\",\"n\":3}"
        "],\"tags\":[\"一\",\"b\"],\"extra\":null}",
    };

    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++) {
        struct arena a = {0};
        struct thing t = {0};
        struct json *doc = NULL;
        struct qh_error err = {0};
        struct json_writer w;
        struct buf b;

        assert_int_equal(json_parse(&a, text_of(ROWS[i]), &doc, &err), QH_OK);
        if (json_decode(&a, doc, THING, LEN(THING), &t, &err) != QH_OK)
            fail_msg("%s %s", err.key, err.field);
        buf_init(&b, &a);
        json_begin(&w, &b);
        json_encode(&w, THING, LEN(THING), &t);
        assert_string_equal(buf_str(&b), ROWS[i]);
        arena_done(&a);
    }
}

struct answer {
    const char *trace;
    const char *none;
};
static const struct json_field ANSWER[] = {
    JSON_TEXT_JSON(struct answer, trace, JSON_REQUIRED),
    JSON_TEXT_JSON(struct answer, none, JSON_OPTIONAL),
};

static void stored_json_goes_out_as_it_is(void **state)
{
    const struct answer in = {.trace = "{\"e\": \"0.05\"}"};
    struct arena a = {0};
    struct json_writer w;
    struct buf b;

    (void)state;
    buf_init(&b, &a);
    json_begin(&w, &b);
    json_encode(&w, ANSWER, LEN(ANSWER), &in);
    assert_string_equal(buf_str(&b), "{\"trace\":{\"e\": \"0.05\"},\"none\":null}");
    arena_done(&a);
}

static void stored_json_does_not_come_in(void **state)
{
    struct arena a = {0};
    struct answer out = {0};
    struct json *doc = NULL;
    struct qh_error err = {0};

    (void)state;
    assert_int_equal(json_parse(&a, TEXT("{\"trace\":{}}"), &doc, &err), QH_OK);
    assert_int_equal(json_decode(&a, doc, ANSWER, LEN(ANSWER), &out, &err), QH_INVALID);
    assert_string_equal(err.key, "input.unknown");
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_and_written_back),
        cmocka_unit_test(stored_json_goes_out_as_it_is),
        cmocka_unit_test(stored_json_does_not_come_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
