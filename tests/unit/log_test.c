#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/log.h"

#include "base/json.h"

#include <string.h>
#include <unistd.h>

static int ends[2];

static int64_t noon(void)
{
    return 1930000000123; /* 2031-02-27T23:06:40.123Z by date -u -d @1930000000 */
}

/* What was written since the last call. */
static const char *line(void)
{
    static char buf[16384];
    ssize_t n;

    assert_int_equal(write(ends[1], "", 1), 1);
    n = read(ends[0], buf, sizeof buf);
    assert_true(n > 0);
    return buf;
}

static void a_line_is_one_object(void **state)
{
    (void)state;
    log_open(ends[1], LOG_INFO, noon);
    log_event(LOG_WARN, "http.slow", LOG_S("path", "/api/\"x\"\n"), LOG_N("ms", -3),
              LOG_S("who", NULL));
    assert_string_equal(line(), "{\"at\":\"2031-02-27T23:06:40.123Z\",\"level\":\"warn\","
                                "\"event\":\"http.slow\",\"path\":\"/api/\\\"x\\\"\\n\","
                                "\"ms\":-3,\"who\":null}\n");
}

static void lines_need_no_clock_and_no_pairs(void **state)
{
    (void)state;
    log_open(ends[1], LOG_DEBUG, NULL);
    log_pairs(LOG_DEBUG, "start", NULL, 0);
    assert_string_equal(line(), "{\"level\":\"debug\",\"event\":\"start\"}\n");
}

static void lower_levels_are_left_out(void **state)
{
    (void)state;
    log_open(ends[1], LOG_WARN, NULL);
    log_event(LOG_INFO, "quiet", LOG_N("n", 1));
    assert_string_equal(line(), "");
    log_event(LOG_ERROR, "loud", LOG_N("n", 1));
    assert_string_equal(line(), "{\"level\":\"error\",\"event\":\"loud\",\"n\":1}\n");
    log_open(ends[1], LOG_NONE, NULL);
    log_event(LOG_ERROR, "off", LOG_N("n", 1));
    assert_string_equal(line(), "");
}

static void failures_tell_key_and_field(void **state)
{
    struct qh_error err = {0};

    (void)state;
    log_open(ends[1], LOG_INFO, NULL);
    assert_int_equal(
        qh_fail(&err, QH_CONFLICT, "visit.changed", "version", "visit %d", 7),
        QH_CONFLICT);
    log_failure("http.failed", &err);
    assert_string_equal(line(),
                        "{\"level\":\"error\",\"event\":\"http.failed\",\"status\":"
                        "\"conflict\",\"key\":\"visit.changed\",\"field\":\"version\","
                        "\"detail\":\"visit 7\"}\n");
}

/* 600 bytes of Chinese are cut at 510, the last whole character below 512. */
static void long_values_are_cut_between_characters(void **state)
{
    char s[601] = "";
    struct json *v = NULL;
    struct arena a;

    (void)state;
    for (int i = 0; i < 200; i++)
        memcpy(s + (ptrdiff_t)3 * i, "权", 3);
    log_open(ends[1], LOG_INFO, NULL);
    log_event(LOG_INFO, "long", LOG_S("text", s));
    arena_init(&a, 0);
    assert_int_equal(json_parse(&a, text_of(line()), &v, NULL), QH_OK);
    assert_int_equal(strlen(json_str(v, "text", "")), 510);
    arena_done(&a);
}

static void broken_text_makes_no_broken_line(void **state)
{
    struct json *v = NULL;
    struct arena a;

    (void)state;
    log_open(ends[1], LOG_INFO, NULL);
    log_event(LOG_INFO, "bytes", LOG_S("text", "a\xFF\x80z"));
    arena_init(&a, 0);
    assert_int_equal(json_parse(&a, text_of(line()), &v, NULL), QH_OK);
    assert_string_equal(json_str(v, "text", ""), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
    arena_done(&a);
}

static int open_pipe(void **state)
{
    (void)state;
    return pipe(ends);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_one_object),
        cmocka_unit_test(lines_need_no_clock_and_no_pairs),
        cmocka_unit_test(lower_levels_are_left_out),
        cmocka_unit_test(failures_tell_key_and_field),
        cmocka_unit_test(long_values_are_cut_between_characters),
        cmocka_unit_test(broken_text_makes_no_broken_line),
    };

    return cmocka_run_group_tests(tests, open_pipe, NULL);
}
