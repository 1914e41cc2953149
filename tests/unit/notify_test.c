/* When messages go out, what answers mean, and how texts are filled in. */
#include "base/days.h"
#include "base/text.h"
#include "domain/notify_due.h"
#include "domain/notify_kinds.h"
#include "domain/notify_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* must come after the four above */
#include <cmocka.h>

static const char *const YEAR =
    "{\"year\":2025,\"source\":\"test\",\"confirmed\":true,"
    "\"hours\":[{\"from\":\"08:30\",\"to\":\"17:30\"}],"
    "\"off\":[{\"name\":\"x\",\"from\":\"2025-10-01\",\"to\":\"2025-10-08\"}],"
    "\"work\":[\"2025-10-11\"]}";

static int64_t at(const struct calendar *c, const char *stamp)
{
    char day[DAY_LEN + 1] = {0};
    int64_t number = 0;

    memcpy(day, stamp, DAY_LEN);
    assert_int_equal(day_parse(day, &number), QH_OK);
    return instant_of_day(c, number) +
           (((stamp[11] - '0') * 10 + stamp[12] - '0') * 60 + (stamp[14] - '0') * 10 +
            stamp[15] - '0') *
               60000LL;
}

/* clang-format off */
static const struct when {
    const char *note;
    int64_t from, until; /* quiet; -1: none */
    bool workdays;
    int64_t weekday;     /* of the digest; -2: no digest */
    const char *now;
    const char *out;
} WHENS[] = {
    {"no wishes",                           -1,   -1, false, -2, "2025-09-01 23:10", "2025-09-01 23:10"},
    {"before quiet hours past midnight",  1320,  420, false, -2, "2025-09-01 21:59", "2025-09-01 21:59"},
    {"they begin",                        1320,  420, false, -2, "2025-09-01 22:00", "2025-09-02 07:00"},
    {"after midnight",                    1320,  420, false, -2, "2025-09-02 06:59", "2025-09-02 07:00"},
    {"they end",                          1320,  420, false, -2, "2025-09-02 07:00", "2025-09-02 07:00"},
    {"quiet at noon",                      720,  840, false, -2, "2025-09-02 12:30", "2025-09-02 14:00"},
    {"from and until the same: none",      600,  600, false, -2, "2025-09-02 10:00", "2025-09-02 10:00"},
    {"Saturday waits for Monday",           -1,   -1, true,  -2, "2025-09-06 10:00", "2025-09-08 08:30"},
    {"the holidays, until the make-up day is past", 1320, 420, true, -2, "2025-10-01 10:00", "2025-10-09 07:00"},
    {"a make-up Saturday is worked",        -1,   -1, true,  -2, "2025-10-11 10:00", "2025-10-11 10:00"},
    {"Friday night in quiet hours",       1320,  420, true,  -2, "2025-09-05 23:00", "2025-09-08 07:00"},
    {"a year without calendar is worked",   -1,   -1, true,  -2, "2027-09-05 10:00", "2027-09-05 10:00"},
    {"digest today",                        -1,   -1, false, -1, "2025-09-02 07:59", "2025-09-02 08:00"},
    {"digest tomorrow",                     -1,   -1, false, -1, "2025-09-02 08:00", "2025-09-03 08:00"},
    {"weekly digest on Friday",             -1,   -1, false,  4, "2025-09-02 08:00", "2025-09-05 08:00"},
    {"weekly digest, past its time",        -1,   -1, false,  1, "2025-09-02 08:00", "2025-09-09 08:00"},
    {"daily digest on working days",        -1,   -1, true,  -1, "2025-09-05 09:00", "2025-09-08 08:30"},
};

static const struct answer {
    const char *note;
    bool mail;
    bool arrived;
    int64_t status;
    enum notify_outcome out;
} ANSWERS[] = {
    {"taken",                       false, true,  200, NOTIFY_SENT},
    {"taken without content",       false, true,  204, NOTIFY_SENT},
    {"a redirection is not followed", false, true, 302, NOTIFY_DEAD},
    {"a bad request stays bad",     false, true,  400, NOTIFY_DEAD},
    {"gone",                        false, true,  410, NOTIFY_DEAD},
    {"too slow",                    false, true,  408, NOTIFY_RETRY},
    {"too many",                    false, true,  429, NOTIFY_RETRY},
    {"broken",                      false, true,  500, NOTIFY_RETRY},
    {"no answer",                   false, false, 0,   NOTIFY_RETRY},
    {"mail taken",                  true,  true,  250, NOTIFY_SENT},
    {"mail-box busy",               true,  false, 450, NOTIFY_RETRY},
    {"no such mail-box",            true,  false, 550, NOTIFY_DEAD},
    {"wrong password",              true,  false, 535, NOTIFY_RETRY},
    {"mail server away",            true,  false, 0,   NOTIFY_RETRY},
};

static const struct filled {
    const char *note;
    const char *text;
    const char *label, *about, *due;
    const char *out;
} FILLED[] = {
    {"all places",           "{label}[ at {about}][ by {due}]", "A", "B", "C", "A at B by C"},
    {"a part left out",      "{label}[ at {about}][ by {due}]", "A", "",  "C", "A by C"},
    {"nothing to fill in",   "plain",                           "A", "B", "C", "plain"},
    {"unknown place stays",  "{other} {label}",                 "A", "B", NULL, "{other} A"},
    {"open bracket stays",   "x [ {label}",                     "A", "B", NULL, "x [ A"},
    {"values are not places", "{label}",                        "{about}[x]", "B", NULL, "{about}[x]"},
};
/* clang-format on */

static void test_when(void **state)
{
    struct arena a = {0};
    struct qh_error err = {0};
    struct calendar c;

    (void)state;
    calendar_init(&c, 480);
    assert_int_equal(calendar_add(&c, &a, text_of(YEAR), &err), QH_OK);
    for (size_t i = 0; i < LEN(WHENS); i++) {
        const struct when *r = &WHENS[i];
        const struct notify_times w = {.quiet_from_min = {r->from >= 0, r->from},
                                       .quiet_until_min = {r->until >= 0, r->until},
                                       .workdays_only = r->workdays,
                                       .digest_min = 480,
                                       .digest_weekday = r->weekday};
        const int64_t now = at(&c, r->now);
        char got[STAMP_LEN + 1];

        stamp_of_instant(&c,
                         r->weekday == -2 ? notify_after_quiet(&c, &w, now)
                                          : notify_digest_ms(&c, &w, now),
                         got);
        if (strcmp(got, r->out) != 0)
            fail_msg("%s: %s, expected %s", r->note, got, r->out);
    }
    arena_done(&a);
}

static void test_backoff(void **state)
{
    (void)state;
    assert_int_equal(notify_backoff_ms(1, 30000, 0), 15000);
    assert_int_equal(notify_backoff_ms(1, 30000, 999), 29985);
    assert_int_equal(notify_backoff_ms(2, 30000, 0), 60000);
    assert_int_equal(notify_backoff_ms(3, 30000, 0), 240000);
    assert_int_equal(notify_backoff_ms(60, 30000, 0), NOTIFY_BACKOFF_MAX_MS / 2);
    assert_true(notify_backoff_ms(60, 30000, 999) <= NOTIFY_BACKOFF_MAX_MS);
}

static void test_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ANSWERS); i++)
        if (notify_outcome(ANSWERS[i].mail, ANSWERS[i].arrived, ANSWERS[i].status) !=
            ANSWERS[i].out)
            fail_msg("%s", ANSWERS[i].note);
}

static void test_filled(void **state)
{
    struct arena a = {0};

    (void)state;
    for (size_t i = 0; i < LEN(FILLED); i++) {
        const struct notify_words w = {FILLED[i].label, FILLED[i].about, FILLED[i].due};
        const char *got = notify_fill(&a, FILLED[i].text, &w);

        if (strcmp(got, FILLED[i].out) != 0)
            fail_msg("%s: %s", FILLED[i].note, got);
    }
    arena_done(&a);
}

/* Each kind has its row: somebody is told of it, and the inbox is on. */
static void test_kinds(void **state)
{
    (void)state;
    for (int i = 0; i < NOTIFY_KIND_COUNT; i++) {
        enum notify_kind found = NOTIFY_KIND_COUNT;

        if (!(NOTIFY_KINDS[i].channels & CHANNEL_BIT(CHANNEL_INBOX)))
            fail_msg("%s is told nowhere", NOTIFY_KIND_NAMES[i]);
        if (i != NOTIFY_TEST && !NOTIFY_KINDS[i].told)
            fail_msg("%s is told to nobody", NOTIFY_KIND_NAMES[i]);
        assert_true(notify_kind_of(NOTIFY_KIND_NAMES[i], &found));
        assert_int_equal(found, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_when),   cmocka_unit_test(test_backoff),
        cmocka_unit_test(test_answers), cmocka_unit_test(test_filled),
        cmocka_unit_test(test_kinds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
