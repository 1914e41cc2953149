#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/cursor.h"
#include "domain/month.h"

#include <string.h>

enum { CHINA_MIN = 480 };

/* clang-format off */
static const struct row {
    const char *month;
    bool valid;
    int steps;
    const char *moved;
} ROWS[] = {
    {"2025-08",  true,   0, "2025-08"},
    {"2025-12",  true,   1, "2026-01"},
    {"2025-01",  true,  -1, "2024-12"},
    {"2024-02",  true,  12, "2025-02"},
    {"2025-03",  true, -11, "2024-04"},
    {"2025-00",  false,  0, ""},
    {"2025-13",  false,  0, ""},
    {"2025-1",   false,  0, ""},
    {"2025/01",  false,  0, ""},
    {"20a5-01",  false,  0, ""},
    {"2025-011", false,  0, ""},
    {"",         false,  0, ""},
};
/* clang-format on */

static void months_move(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++) {
        char out[MONTH_LEN + 1] = "";

        if (month_is_valid(ROWS[i].month) != ROWS[i].valid)
            fail_msg("%s", ROWS[i].month);
        if (!ROWS[i].valid)
            continue;
        month_move(ROWS[i].month, ROWS[i].steps, out);
        assert_string_equal(out, ROWS[i].moved);
    }
}

/* The month begins at local midnight: 16:00 UTC of the day before. */
static void months_are_local(void **state)
{
    const int64_t start = 1753977600000; /* 2025-07-31T16:00:00Z */
    char out[MONTH_LEN + 1];
    struct calendar c;
    int64_t from = 0;
    int64_t until = 0;

    (void)state;
    calendar_init(&c, CHINA_MIN);
    month_of_instant(&c, start, out);
    assert_string_equal(out, "2025-08");
    month_of_instant(&c, start - 1, out);
    assert_string_equal(out, "2025-07");
    month_range(&c, "2025-08", &from, &until);
    assert_true(from == start);
    assert_true(until == start + (int64_t)31 * 86400000);
}

/* clang-format off */
static const struct number {
    const char *text;
    bool ok;
    int64_t v;
} NUMBERS[] = {
    {"0", true, 0}, {"-17", true, -17}, {"999999999999999999", true, 999999999999999999},
    {"9999999999999999999", false, 0}, {"", false, 0}, {"-", false, 0}, {"1x", false, 0},
    {" 1", false, 0}, {"+1", false, 0},
};
/* clang-format on */

static void cursors_are_read_strictly(void **state)
{
    const char *parts[2];
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(NUMBERS); i++) {
        int64_t v = 0;

        if (cursor_int(NUMBERS[i].text, &v) != NUMBERS[i].ok || v != NUMBERS[i].v)
            fail_msg("%s", NUMBERS[i].text);
    }
    assert_true(cursor_split(&a, "12|abc", parts, 2));
    assert_string_equal(parts[1], "abc");
    assert_true(cursor_split(&a, "|", parts, 2));
    assert_false(cursor_split(&a, "12", parts, 2));
    assert_false(cursor_split(&a, "1|2|3", parts, 2));
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_move),
        cmocka_unit_test(months_are_local),
        cmocka_unit_test(cursors_are_read_strictly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
