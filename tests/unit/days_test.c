#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/days.h"
#include "base/json.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 65536 };

struct number_row {
    const char *day;
    int64_t number;
    int weekday;
};

struct month_row {
    const char *note;
    const char *day;
    int months;
    const char *want;  /* day_add_months */
    const char *valid; /* day_valid_until; NULL: QH_RANGE */
};

struct step_row {
    const char *note;
    const char *day;
    int n;
    const char *want; /* NULL: QH_RANGE "calendar.year" */
};

struct span_row {
    const char *note;
    const char *from; /* local "YYYY-MM-DD hh:mm" */
    const char *to;
    int64_t minutes;
};

struct month_plan {
    const char *from;
    const char *to;
    int workdays;
};

struct bad_row {
    const char *note;
    const char *json;
    const char *key;
};

/* clang-format off */
static const struct number_row NUMBERS[] = {
    {"1970-01-01", 0,      3},
    {"1969-12-31", -1,     2},
    {"1900-01-01", -25567, 0},
    {"2999-12-31", 376199, 1},
    {"2000-02-29", 11016,  1},
    {"2024-12-02", 20059,  0},
    {"2025-08-15", 20315,  4},
};

static const char *const NO_DAYS[] = {
    "2025-02-29", "1900-02-29", "2025-00-10", "2025-13-01", "2025-04-31", "2025-01-00",
    "0000-01-01", "1899-12-31", "3000-01-01", "2025-1-01", "2025-01-1", "2025/01/01", "+025-01-01", " 025-01-01",
    "2025-01-01 ", "", "2025-01-0x",
};

static const struct month_row MONTHS[] = {
    {"plain",                     "2026-11-23", 12,  "2027-11-23", "2027-11-22"},
    {"clamped: no day is taken",  "2026-01-31", 1,   "2026-02-28", "2026-02-28"},
    {"the last of both months",   "2026-02-28", 1,   "2026-03-28", "2026-03-27"},
    {"leap day",                  "2028-02-29", 12,  "2029-02-28", "2029-02-28"},
    {"leap day after four years", "2024-02-29", 48,  "2028-02-29", "2028-02-28"},
    {"first of a month",          "2026-03-01", 12,  "2027-03-01", "2027-02-28"},
    {"back",                      "2026-03-31", -1,  "2026-02-28", "2026-02-28"},
    {"back over a year",          "2026-01-15", -1,  "2025-12-15", "2025-12-14"},
    {"nothing",                   "2026-01-15", 0,   "2026-01-15", "2026-01-14"},
    {"past the end",              "2999-12-01", 1,   "3000-01-01", "2999-12-31"},
    {"well past the end",         "2999-12-02", 1,   "3000-01-02", NULL},
    {"before the start",          "1900-01-01", 0,   "1900-01-01", NULL},
    {"far past the end",          "2026-01-15", INT_MAX, "9999-12-31", NULL},
    {"far before the start",      "2026-01-15", INT_MIN, "0000-01-01", NULL},
};

/* Working days of each month of the plan of the replay, both ends counted. */
static const struct month_plan PLAN[] = {
    {"2024-12-02", "2024-12-31", 22},
    {"2025-01-01", "2025-01-31", 19},
    {"2025-02-01", "2025-02-28", 19},
    {"2025-03-01", "2025-03-31", 21},
    {"2025-04-01", "2025-04-30", 22},
    {"2025-05-01", "2025-05-31", 19},
    {"2025-06-01", "2025-06-30", 20},
    {"2025-07-01", "2025-07-31", 23},
    {"2025-08-01", "2025-08-15", 11},
    {"2024-01-01", "2024-12-31", 251},
    {"2025-01-01", "2025-12-31", 248},
    {"2026-01-01", "2026-12-31", 248},
};

static const char *const OFF[] = {
    "2025-01-01", "2025-01-28", "2025-02-04", "2025-04-04", "2025-05-05", "2025-06-02",
    "2025-10-08", "2026-02-23", "2026-06-19", "2024-12-28",
};

static const char *const WORKED[] = {
    "2025-01-02", "2025-01-26", "2025-01-27", "2025-02-05", "2025-02-08", "2025-04-27",
    "2025-04-07", "2025-06-03", "2026-01-04", "2026-02-28", "2026-10-10", "2024-10-12",
};

static const struct step_row STEPS[] = {
    {"the next day",                       "2025-03-03", 1,    "2025-03-04"},
    {"over a week-end",                    "2025-03-07", 1,    "2025-03-10"},
    {"from a Saturday",                    "2025-03-08", 1,    "2025-03-10"},
    {"over the Spring Festival",           "2025-01-24", 2,    "2025-01-27"},
    {"and behind it",                      "2025-01-27", 1,    "2025-02-05"},
    {"into a made-up Saturday",            "2025-02-07", 1,    "2025-02-08"},
    {"none: a working day stays",          "2025-03-03", 0,    "2025-03-03"},
    {"none: a day off moves on",           "2025-02-01", 0,    "2025-02-05"},
    {"fifteen",                            "2025-04-25", 15,   "2025-05-20"},
    {"into the next year",                 "2024-12-31", 1,    "2025-01-02"},
    {"a whole year on",                    "2024-12-31", 248,  "2025-12-31"},
    {"and one more",                       "2024-12-31", 249,  "2026-01-04"},
    {"back",                               "2025-02-05", -1,   "2025-01-27"},
    {"back from a day off",                "2025-02-01", -1,   "2025-01-27"},
    {"back over the year",                 "2025-01-02", -1,   "2024-12-31"},
    {"back a whole year",                  "2026-01-01", -248, "2025-01-02"},
    {"past the last file",                 "2026-12-31", 1,    NULL},
    {"before the first file",              "2024-01-02", -1,   NULL},
    {"a year without a file",              "2027-01-01", 0,    NULL},
    {"a day off at the end needs the next year", "2023-12-31", 0, NULL},
};

static const struct span_row SPANS[] = {
    {"a morning",                  "2025-03-03 08:30", "2025-03-03 12:00", 210},
    {"noon does not count",        "2025-03-03 11:00", "2025-03-03 15:00", 90},
    {"a whole day",                "2025-03-03 00:00", "2025-03-04 00:00", 420},
    {"the night does not count",   "2025-03-03 17:30", "2025-03-04 09:00", 60},
    {"a week-end does not count",  "2025-03-07 17:00", "2025-03-10 09:30", 120},
    {"a made-up Saturday does",    "2025-02-07 18:00", "2025-02-10 08:30", 420},
    {"over the turn of the year",  "2024-12-31 17:00", "2025-01-02 09:00", 90},
    {"two years",                  "2024-12-31 18:00", "2026-12-31 18:00", 208320},
    {"overdue",                    "2025-03-04 09:00", "2025-03-03 17:30", -60},
    {"nothing",                    "2025-03-03 10:00", "2025-03-03 10:00", 0},
    {"only a holiday",             "2025-10-01 00:00", "2025-10-08 23:59", 0},
};

#define HEAD "{\"year\": 2030, \"source\": \"x\", \"confirmed\": false, "
#define HOURS "\"hours\": [{\"from\": \"09:00\", \"to\": \"17:00\"}], "

static const struct bad_row BAD[] = {
    {"no JSON",               "{",                                            "json.syntax"},
    {"no year",               "{}",                                           "input.missing"},
    {"a member too many",     HEAD HOURS "\"off\": [], \"work\": [], \"x\": 1}", "input.unknown"},
    {"no hours",              HEAD "\"hours\": [], \"off\": [], \"work\": []}", "calendar.hours"},
    {"hours backwards",       HEAD "\"hours\": [{\"from\": \"17:00\", \"to\": \"09:00\"}], \"off\": [], \"work\": []}", "calendar.hours"},
    {"hours that overlap",    HEAD "\"hours\": [{\"from\": \"09:00\", \"to\": \"12:00\"}, {\"from\": \"11:00\", \"to\": \"17:00\"}], \"off\": [], \"work\": []}", "calendar.hours"},
    {"hours after midnight",  HEAD "\"hours\": [{\"from\": \"09:00\", \"to\": \"24:01\"}], \"off\": [], \"work\": []}", "calendar.hours"},
    {"minute 60",             HEAD "\"hours\": [{\"from\": \"08:60\", \"to\": \"12:00\"}], \"off\": [], \"work\": []}", "calendar.hours"},
    {"a day of another year", HEAD HOURS "\"off\": [{\"name\": \"a\", \"from\": \"2029-12-31\", \"to\": \"2030-01-01\"}], \"work\": []}", "calendar.day"},
    {"days backwards",        HEAD HOURS "\"off\": [{\"name\": \"a\", \"from\": \"2030-01-02\", \"to\": \"2030-01-01\"}], \"work\": []}", "calendar.day"},
    {"off twice",             HEAD HOURS "\"off\": [{\"name\": \"a\", \"from\": \"2030-01-01\", \"to\": \"2030-01-02\"}, {\"name\": \"b\", \"from\": \"2030-01-02\", \"to\": \"2030-01-02\"}], \"work\": []}", "calendar.day"},
    {"made up on a Monday",   HEAD HOURS "\"off\": [], \"work\": [\"2030-01-07\"]}", "calendar.day"},
    {"made up twice",         HEAD HOURS "\"off\": [], \"work\": [\"2030-01-06\", \"2030-01-06\"]}", "calendar.day"},
    {"made up and off",       HEAD HOURS "\"off\": [{\"name\": \"a\", \"from\": \"2030-01-06\", \"to\": \"2030-01-06\"}], \"work\": [\"2030-01-06\"]}", "calendar.day"},
    {"no day at all",         HEAD HOURS "\"off\": [], \"work\": [\"2030-02-30\"]}", "calendar.day"},
};
/* clang-format on */

static struct arena arena;
static struct calendar china;

static struct text read_file(const char *path)
{
    FILE *f = fopen(path, "rbe");
    char *p = arena_alloc(&arena, FILE_MAX, 1);
    size_t n;

    if (!f)
        fail_msg("cannot open %s", path);
    n = fread(p, 1, FILE_MAX, f);
    (void)fclose(f);
    assert_in_range(n, 1, FILE_MAX - 1);
    return (struct text){.p = p, .len = n};
}

static int64_t day_of(const char *s)
{
    int64_t day = 0;

    if (day_parse(s, &day) != QH_OK)
        fail_msg("%s is no day", s);
    return day;
}

static const char *text_of_day(int64_t number)
{
    char *out = arena_alloc(&arena, DAY_LEN + 1, 1);

    day_format(number, out);
    return out;
}

/* "YYYY-MM-DD hh:mm" in China. */
static int64_t instant_of(const char *s)
{
    int64_t hours = (s[11] - '0') * 10 + s[12] - '0';
    int64_t minutes = (s[14] - '0') * 10 + s[15] - '0';
    char day[DAY_LEN + 1] = "";

    memcpy(day, s, DAY_LEN);
    return instant_of_day(&china, day_of(day)) + (hours * 60 + minutes) * 60000;
}

static int load(void **state)
{
    /* Out of order on purpose. */
    static const char *const FILES[] = {"data/calendars/cn-2025.json",
                                        "data/calendars/cn-2026.json",
                                        "data/calendars/cn-2024.json"};

    (void)state;
    arena_init(&arena, 0);
    calendar_init(&china, DAY_OFFSET_CHINA);
    for (size_t i = 0; i < LEN(FILES); i++) {
        struct qh_error err = {0};

        if (calendar_add(&china, &arena, read_file(FILES[i]), &err) != QH_OK) {
            (void)fprintf(stderr, "%s: %s %s %s\n", FILES[i], err.key, err.field,
                          err.detail);
            return -1;
        }
    }
    return 0;
}

static int unload(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void days_have_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(NUMBERS); i++) {
        assert_int_equal(day_of(NUMBERS[i].day), NUMBERS[i].number);
        assert_string_equal(text_of_day(NUMBERS[i].number), NUMBERS[i].day);
        assert_int_equal(day_weekday(NUMBERS[i].number), NUMBERS[i].weekday);
    }
    for (size_t i = 0; i < LEN(NO_DAYS); i++) {
        int64_t day = 7;

        if (day_parse(NO_DAYS[i], &day) != QH_INVALID)
            fail_msg("%s was taken", NO_DAYS[i]);
        assert_int_equal(day, 7);
    }
}

struct date {
    int year;
    int month;
    int day;
};

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static void next_date(struct date *d)
{
    static const int LENGTHS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (++d->day <= LENGTHS[d->month - 1] + (d->month == 2 && is_leap(d->year)))
        return;
    d->day = 1;
    if (++d->month <= 12)
        return;
    d->month = 1;
    d->year++;
}

/* Every day from 1900 to 2999 follows the one before it, and is read as it is written. */
static void days_follow_one_another(void **state)
{
    struct date want = {1900, 1, 1};
    int64_t end = day_of("2999-12-31");

    (void)state;
    for (int64_t day = day_of("1900-01-01"); day <= end; day++) {
        char text[DAY_LEN + 1];
        char expected[40];

        day_format(day, text);
        (void)snprintf(expected, sizeof(expected), "%04d-%02d-%02d", want.year,
                       want.month, want.day);
        if (strcmp(text, expected) != 0 || day_of(text) != day)
            fail_msg("%s, not %s", text, expected);
        next_date(&want);
    }
    assert_int_equal(want.year, 3000);
}

static void check_day(const char *note, qh_status rc, int64_t day, const char *want)
{
    if (!want && rc != QH_RANGE)
        fail_msg("%s: expected a failure, got %s", note, text_of_day(day));
    if (want && rc)
        fail_msg("%s: failed with %s", note, qh_status_name(rc));
    if (want && !str_equal(text_of_day(day), want))
        fail_msg("%s: expected %s, got %s", note, want, text_of_day(day));
}

static void check_valid(const char *note, const char *day, int months, const char *want)
{
    char until[DAY_LEN + 1] = "";
    qh_status rc = day_valid_until(day, months, until);

    if (want ? rc != QH_OK || strcmp(until, want) != 0 : rc != QH_RANGE)
        fail_msg("%s: expected %s, got %s (%s)", note, want ? want : "a failure", until,
                 qh_status_name(rc));
}

static void months_are_added(void **state)
{
    char until[DAY_LEN + 1] = "";

    (void)state;
    for (size_t i = 0; i < LEN(MONTHS); i++) {
        const struct month_row *r = &MONTHS[i];

        check_day(r->note, QH_OK, day_add_months(day_of(r->day), r->months), r->want);
        check_valid(r->note, r->day, r->months, r->valid);
    }
    assert_int_equal(day_valid_until("2025-02-29", 1, until), QH_INVALID);
}

static void validity_follows_the_vectors(void **state)
{
    struct json *doc = NULL;
    const struct json *one;
    const struct json *data;
    const struct json *want;
    size_t n = 0;

    (void)state;
    assert_int_equal(
        json_parse(&arena, read_file("tests/vectors/validity-dates.json"), &doc, NULL),
        QH_OK);
    one = json_item(json_member(doc, "cases"), 0);
    data = json_member(json_member(one, "data"), "d");
    want = json_member(json_member(json_member(json_member(one, "expect"), "tests"), "d"),
                       "valid_until");
    for (; n < data->count; n++) {
        const struct json *row = json_item(data, n);
        int64_t months = 0;

        assert_int_equal(json_int(json_member(row, "months"), &months), QH_OK);
        check_valid("vector", json_str(row, "date", ""), (int)months,
                    json_item(want, n)->text.p);
    }
    assert_int_equal(n, 7);
    assert_int_equal(want->count, n);
}

static void instants_have_days(void **state)
{
    const int64_t start = 1755187200000; /* 16:00 in Greenwich, midnight in China */
    char stamp[STAMP_LEN + 1];
    struct calendar c;

    (void)state;
    check_day("start", QH_OK, day_number_of_instant(&china, start), "2025-08-15");
    check_day("the last ms of the day before", QH_OK,
              day_number_of_instant(&china, start - 1), "2025-08-14");
    assert_true(instant_of_day(&china, day_of("2025-08-15")) == start);
    stamp_of_instant(&china, start + 32759999, stamp);
    assert_string_equal(stamp, "2025-08-15 09:05");
    assert_int_equal(year_of_instant(&china, instant_of("2026-01-01 00:00")), 2026);
    assert_int_equal(year_of_instant(&china, instant_of("2026-01-01 00:00") - 1), 2025);
    calendar_init(&c, 0);
    assert_int_equal(day_number_of_instant(&c, -1), -1);
    assert_int_equal(day_number_of_instant(&c, -86400000), -1);
    day_of_instant(&c, INT64_MAX, stamp);
    assert_string_equal(stamp, "9999-12-31");
    day_of_instant(&c, INT64_MIN, stamp);
    assert_string_equal(stamp, "0000-01-01");
}

static void workdays_are_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(OFF); i++) {
        bool worked = true;

        assert_int_equal(calendar_is_workday(&china, day_of(OFF[i]), &worked, NULL), 0);
        if (worked)
            fail_msg("%s is off", OFF[i]);
    }
    for (size_t i = 0; i < LEN(WORKED); i++) {
        bool worked = false;

        assert_int_equal(calendar_is_workday(&china, day_of(WORKED[i]), &worked, NULL),
                         0);
        if (!worked)
            fail_msg("%s is worked", WORKED[i]);
    }
    for (size_t i = 0; i < LEN(PLAN); i++) {
        int64_t from = day_of(PLAN[i].from);
        int64_t to = day_of(PLAN[i].to);
        int n = 0;

        for (int64_t day = from; day <= to; day++) {
            bool worked = false;

            assert_int_equal(calendar_is_workday(&china, day, &worked, NULL), QH_OK);
            n += worked;
        }
        if (n != PLAN[i].workdays)
            fail_msg("%s: %d working days", PLAN[i].from, n);
    }
}

static void workdays_are_added(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(STEPS); i++) {
        struct qh_error err = {0};
        int64_t day = 0;
        qh_status rc =
            calendar_add_workdays(&china, day_of(STEPS[i].day), STEPS[i].n, &day, &err);

        check_day(STEPS[i].note, rc, day, STEPS[i].want);
        if (rc)
            assert_string_equal(err.key, "calendar.year");
    }
}

/* From every day of two years: n days on is n days away, and the way back is as long. */
static void adding_and_counting_agree(void **state)
{
    int64_t end = day_of("2025-12-31");

    (void)state;
    for (int64_t day = day_of("2024-02-01"); day <= end; day++)
        for (int n = 1; n < 40; n++) {
            int64_t to = 0;
            int64_t between = 0;

            if (calendar_add_workdays(&china, day, n, &to, NULL) != QH_OK ||
                calendar_workdays_between(&china, day, to, &between, NULL) != QH_OK ||
                between != n)
                fail_msg("%s and %d", text_of_day(day), n);
            if (calendar_workdays_between(&china, to, day, &between, NULL) != QH_OK ||
                between != -n)
                fail_msg("%s and %d back", text_of_day(day), n);
            if (calendar_add_workdays(&china, to + 1, -n, &to, NULL) != QH_OK ||
                calendar_workdays_between(&china, day, to, &between, NULL) != QH_OK ||
                between != 1)
                fail_msg("%s and -%d", text_of_day(day), n);
        }
}

static void office_hours_are_counted(void **state)
{
    int64_t out = 0;

    (void)state;
    for (size_t i = 0; i < LEN(SPANS); i++) {
        assert_int_equal(calendar_minutes_between(&china, instant_of(SPANS[i].from),
                                                  instant_of(SPANS[i].to), &out, NULL),
                         QH_OK);
        if (out != SPANS[i].minutes)
            fail_msg("%s: %lld minutes", SPANS[i].note, (long long)out);
    }
    assert_int_equal(calendar_minutes_between(&china, instant_of("2025-03-03 10:00") + 1,
                                              instant_of("2025-03-03 10:02"), &out, NULL),
                     QH_OK);
    assert_int_equal(out, 1);
    assert_int_equal(calendar_closing(&china, day_of("2025-03-08"), &out, NULL), QH_OK);
    assert_true(out == instant_of("2025-03-08 18:00"));
    assert_int_equal(calendar_due(&china, instant_of("2025-01-26 09:00"), 2, &out, NULL),
                     QH_OK);
    assert_true(out == instant_of("2025-02-05 18:00"));
}

static void unknown_years_are_refused(void **state)
{
    struct qh_error err = {0};
    struct calendar gap;
    int64_t days = 0;
    int64_t minutes = 0;
    bool worked = false;

    (void)state;
    assert_int_equal(calendar_is_workday(&china, day_of("2023-12-29"), &worked, &err),
                     QH_RANGE);
    assert_string_equal(err.key, "calendar.year");
    assert_int_equal(calendar_is_workday(&china, INT64_MAX, &worked, NULL), QH_RANGE);
    assert_int_equal(calendar_is_workday(&china, INT64_MIN, &worked, NULL), QH_RANGE);
    assert_int_equal(calendar_closing(&china, day_of("2027-01-01"), &minutes, NULL),
                     QH_RANGE);
    assert_int_equal(
        calendar_due(&china, instant_of("2026-12-31 09:00"), 1, &minutes, &err),
        QH_RANGE);
    assert_int_equal(calendar_minutes_between(&china, INT64_MIN, 0, &minutes, NULL),
                     QH_RANGE);
    assert_int_equal(calendar_minutes_between(&china, 0, INT64_MAX, &minutes, NULL),
                     QH_RANGE);
    assert_null(calendar_find(&china, day_of("2027-01-01")));
    assert_int_equal(calendar_find(&china, day_of("2026-12-31"))->year, 2026);

    /* A year in the middle is missing. */
    calendar_init(&gap, DAY_OFFSET_CHINA);
    assert_int_equal(
        calendar_add(&gap, &arena, read_file("data/calendars/cn-2026.json"), NULL),
        QH_OK);
    assert_int_equal(
        calendar_add(&gap, &arena, read_file("data/calendars/cn-2024.json"), NULL),
        QH_OK);
    assert_int_equal(calendar_workdays_between(&gap, day_of("2024-12-31"),
                                               day_of("2026-01-05"), &days, NULL),
                     QH_RANGE);
    assert_int_equal(calendar_add_workdays(&gap, day_of("2024-12-31"), 1, &days, NULL),
                     QH_RANGE);
    assert_int_equal(calendar_minutes_between(&gap, instant_of("2024-12-31 08:00"),
                                              instant_of("2026-01-05 08:00"), &minutes,
                                              NULL),
                     QH_RANGE);
}

static void bad_files_are_refused(void **state)
{
    struct qh_error err = {0};

    (void)state;
    for (size_t i = 0; i < LEN(BAD); i++) {
        err = (struct qh_error){0};
        if (calendar_add(&china, &arena, text_of(BAD[i].json), &err) == QH_OK)
            fail_msg("%s: taken", BAD[i].note);
        if (!str_equal(err.key, BAD[i].key))
            fail_msg("%s: %s", BAD[i].note, err.key);
    }
    assert_int_equal(
        calendar_add(&china, &arena, read_file("data/calendars/cn-2025.json"), &err),
        QH_INVALID);
    assert_string_equal(err.key, "calendar.twice");
    assert_int_equal(china.years_n, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_have_numbers),
        cmocka_unit_test(days_follow_one_another),
        cmocka_unit_test(months_are_added),
        cmocka_unit_test(validity_follows_the_vectors),
        cmocka_unit_test(instants_have_days),
        cmocka_unit_test(workdays_are_known),
        cmocka_unit_test(workdays_are_added),
        cmocka_unit_test(adding_and_counting_agree),
        cmocka_unit_test(office_hours_are_counted),
        cmocka_unit_test(unknown_years_are_refused),
        cmocka_unit_test(bad_files_are_refused),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
