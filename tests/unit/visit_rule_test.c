#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "domain/visit_rule.h"

#include <stdlib.h>

static const char *const FILES[] = {"data/calendars/cn-2024.json",
                                    "data/calendars/cn-2025.json",
                                    "data/calendars/cn-2026.json"};

static void load(struct arena *a, struct calendar *c)
{
    struct qh_error err = {0};

    calendar_init(c, DAY_OFFSET_CHINA);
    for (size_t i = 0; i < LEN(FILES); i++) {
        struct text t = {0};

        if (file_read(a, FILES[i], 1 << 16, &t, &err) || calendar_add(c, a, t, &err))
            fail_msg("%s: %s", FILES[i], err.key);
    }
}

/* clang-format off */
static const struct row {
    const char *note;
    const char *day;
    int quiet_wd;
    const char *from;
    const char *until;
} ROWS[] = {
    {"a Monday: Monday before to Monday after",     "2025-03-10", 5, "2025-03-03", "2025-03-17"},
    {"a Friday",                                    "2025-03-14", 5, "2025-03-07", "2025-03-23"},
    {"a Saturday: the week before, the week after", "2025-03-15", 5, "2025-03-07", "2025-03-23"},
    {"one day: its neighbours and the week-end",    "2025-03-10", 1, "2025-03-07", "2025-03-11"},
    {"over the Spring Festival: 26 Jan is worked",  "2025-01-27", 5, "2025-01-21", "2025-02-10"},
    {"before the days off of May: 27 April worked", "2025-04-30", 2, "2025-04-28", "2025-05-07"},
};
/* clang-format on */

static void the_window_is_what_the_calendar_says(void **state)
{
    struct calendar *c = calloc(1, sizeof *c);
    struct arena a;

    (void)state;
    assert_non_null(c);
    arena_init(&a, 0);
    load(&a, c);
    for (size_t i = 0; i < LEN(ROWS); i++) {
        struct qh_error err = {0};
        char first[DAY_LEN + 1];
        char last[DAY_LEN + 1];
        int64_t until = 0;
        int64_t from = 0;
        int64_t day = 0;

        assert_int_equal(day_parse(ROWS[i].day, &day), QH_OK);
        assert_int_equal(
            visit_quiet_window(c, day, ROWS[i].quiet_wd, &from, &until, &err), QH_OK);
        day_format(from, first);
        day_format(until, last);
        if (!str_equal(first, ROWS[i].from) || !str_equal(last, ROWS[i].until))
            fail_msg("%s: %s to %s", ROWS[i].note, first, last);
    }
    arena_done(&a);
    free(c);
}

/* The window against the definition: at most n working days from the earlier day
 * (excluded) to the later one (included), in both directions. */
static void the_window_agrees_with_counting(void **state)
{
    enum { DAYS = 365, SPAN = 60, WD_MOST = 12 };
    struct calendar *c = calloc(1, sizeof *c);
    struct qh_error err = {0};
    int64_t start = 0;
    struct arena a;

    (void)state;
    assert_non_null(c);
    arena_init(&a, 0);
    load(&a, c);
    assert_int_equal(day_parse("2025-01-01", &start), QH_OK);
    for (int64_t day = start; day < start + DAYS; day += 3)
        for (int n = 1; n <= WD_MOST; n++) {
            int64_t until = 0;
            int64_t from = 0;

            assert_int_equal(visit_quiet_window(c, day, n, &from, &until, &err), QH_OK);
            for (int64_t other = day - SPAN; other <= day + SPAN; other++) {
                int64_t between = 0;
                bool within;

                assert_int_equal(calendar_workdays_between(c, other < day ? other : day,
                                                           other < day ? day : other,
                                                           &between, &err),
                                 QH_OK);
                within = other >= from && other <= until;
                if (within != (between <= n))
                    fail_msg("day %lld, other %lld, n %d: %lld working days",
                             (long long)day, (long long)other, n, (long long)between);
            }
        }
    arena_done(&a);
    free(c);
}

static void the_rule_goes_both_ways(void **state)
{
    struct calendar *c = calloc(1, sizeof *c);
    struct qh_error err = {0};
    int64_t start = 0;
    struct arena a;

    (void)state;
    assert_non_null(c);
    arena_init(&a, 0);
    load(&a, c);
    assert_int_equal(day_parse("2025-04-20", &start), QH_OK);
    for (int64_t one = start; one < start + 30; one++)
        for (int64_t two = start; two < start + 30; two++) {
            int64_t from[2] = {0};
            int64_t until[2] = {0};

            assert_int_equal(visit_quiet_window(c, one, 5, &from[0], &until[0], &err),
                             QH_OK);
            assert_int_equal(visit_quiet_window(c, two, 5, &from[1], &until[1], &err),
                             QH_OK);
            assert_int_equal(two >= from[0] && two <= until[0],
                             one >= from[1] && one <= until[1]);
        }
    arena_done(&a);
    free(c);
}

static void years_that_no_file_covers_are_refused(void **state)
{
    struct calendar *c = calloc(1, sizeof *c);
    struct qh_error err = {0};
    int64_t until = 0;
    int64_t from = 0;
    int64_t day = 0;
    struct arena a;

    (void)state;
    assert_non_null(c);
    arena_init(&a, 0);
    load(&a, c);
    assert_int_equal(day_parse("2026-12-30", &day), QH_OK);
    assert_int_equal(visit_quiet_window(c, day, 5, &from, &until, &err), QH_RANGE);
    assert_string_equal(err.key, "calendar.year");
    arena_done(&a);
    free(c);
}

static void kinds_and_states_are_known(void **state)
{
    (void)state;
    assert_true(visit_kind_is("on_site"));
    assert_false(visit_kind_is("inspection"));
    assert_false(visit_kind_is(NULL));
    assert_true(visit_kind_is_free("follow_up"));
    assert_true(visit_kind_is_free("expert"));
    assert_false(visit_kind_is_free("phone"));
    assert_false(visit_kind_is_free("symposium"));
    assert_true(visit_production_is("stopped"));
    assert_false(visit_production_is("closed"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_is_what_the_calendar_says),
        cmocka_unit_test(the_window_agrees_with_counting),
        cmocka_unit_test(the_rule_goes_both_ways),
        cmocka_unit_test(years_that_no_file_covers_are_refused),
        cmocka_unit_test(kinds_and_states_are_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
