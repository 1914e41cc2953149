/* When messages go out, what answers mean, and how texts are filled in. */
#include "base/days.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "document/mail.h"
#include "domain/notify_address.h"
#include "domain/notify_due.h"
#include "domain/notify_kinds.h"
#include "domain/notify_text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
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
    return instant_of_day(c, number) + (((stamp[11] - '0') * 10 + stamp[12] - '0') * 60 +
                                        (stamp[14] - '0') * 10 + stamp[15] - '0') *
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

/* clang-format off */
static const struct checked {
    bool (*good)(const char *);
    const char *text;
    bool out;
} CHECKED[] = {
    {notify_email_is_good, "a@b.example", true},
    {notify_email_is_good, "a.b+c@mail.b.example", true},
    {notify_email_is_good, "a@b", false},
    {notify_email_is_good, "@b.example", false},
    {notify_email_is_good, "a@", false},
    {notify_email_is_good, ".a@b.example", false},
    {notify_email_is_good, "a.@b.example", false},
    {notify_email_is_good, "a..b@b.example", false},
    {notify_email_is_good, "a@b@c.example", false},
    {notify_email_is_good, "a@-b.example", false},
    {notify_email_is_good, "a b@c.example", false},
    {notify_email_is_good, "a>@c.example", false},
    {notify_email_is_good, "a@b.example\r\nBcc: x@y.example", false},
    {notify_email_is_good, "", false},
    {notify_phone_is_good, "13800138000", true},
    {notify_phone_is_good, "+8613800138000", true},
    {notify_phone_is_good, "1234", false},
    {notify_phone_is_good, "++86138001", false},
    {notify_token_is_good, "oABC-12_3", true},
    {notify_token_is_good, "a/b", false},
    {notify_token_is_good, "", false},
    {notify_smtp_is_good, "smtp://mail.b.example:587", true},
    {notify_smtp_is_good, "smtp://mail", true},
    {notify_smtp_is_good, "smtp://[::1]:25", true},
    {notify_smtp_is_good, "smtp://mail:", false},
    {notify_smtp_is_good, "smtp://mail:123456", false},
    {notify_smtp_is_good, "smtp://mail/x", false},
    {notify_smtp_is_good, "smtp://a@mail", false},
    {notify_smtp_is_good, "smtps://mail", false},
    {notify_http_is_good, "https://a.example/in?x=1", true},
    {notify_http_is_good, "https://a.example", true},
    {notify_http_is_good, "http://127.0.0.1:9000/in", true},
    {notify_http_is_good, "http://localhost/in", true},
    {notify_http_is_good, "http://[::1]:9000/in", true},
    {notify_http_is_good, "http://a.example/in", false},
    {notify_http_is_good, "http://127.0.0.1.a.example/", false},
    {notify_http_is_good, "http://localhost@a.example/", false},
    {notify_http_is_good, "https://u:p@a.example/", false},
    {notify_http_is_good, "https://a.example/#x", false},
    {notify_http_is_good, "https://a.example/a b", false},
    {notify_http_is_good, "https:///in", false},
    {notify_http_is_good, "file:///etc/passwd", false},
    {notify_domain_is_good, "b.example", true},
    {notify_domain_is_good, "example", false},
    {notify_domain_is_good, "B.example", false},
};

static const struct connects {
    const char *address;
    bool open;    /* always */
    bool allowed; /* where private networks are allowed */
} CONNECTS[] = {
    {"93.184.216.34",        true,  true},
    {"127.0.0.1",            false, true},
    {"10.1.2.3",             false, true},
    {"172.16.0.1",           false, true},
    {"172.32.0.1",           true,  true},
    {"192.168.1.1",          false, true},
    {"100.64.0.1",           false, true},
    {"169.254.169.254",      false, false},
    {"0.0.0.0",              false, false},
    {"224.0.0.1",            false, false},
    {"255.255.255.255",      false, false},
    {"2001:db8::1",          true,  true},
    {"::1",                  false, true},
    {"::",                   false, false},
    {"fd00::1",              false, true},
    {"fe80::1",              false, false},
    {"ff02::1",              false, false},
    {"::ffff:127.0.0.1",     false, true},
    {"::ffff:169.254.1.1",   false, false},
    {"64:ff9b::a9fe:a9fe",   false, false},
    {"2002:a9fe:a9fe::1",    false, false},
    {"2002:5db8:d822::1",    true,  true},
};
/* clang-format on */

static void test_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(CHECKED); i++)
        if (CHECKED[i].good(CHECKED[i].text) != CHECKED[i].out)
            fail_msg("%s", CHECKED[i].text);
    assert_true(notify_domain_allows("", "a@x.example"));
    assert_true(notify_domain_allows("b.example x.example", "a@X.example"));
    assert_true(notify_domain_allows("x.example", "a@mail.x.example"));
    assert_false(notify_domain_allows("x.example", "a@evilx.example"));
    assert_false(notify_domain_allows("x.example", "a@x.example.evil"));
    assert_true(notify_list_has("a.b c.d", "c.d"));
    assert_false(notify_list_has("a.b c.d", "c"));
}

static void test_connects(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(CONNECTS); i++) {
        struct sockaddr_in6 six = {.sin6_family = AF_INET6};
        struct sockaddr_in four = {.sin_family = AF_INET};
        const struct sockaddr *a = (const struct sockaddr *)&four;

        if (inet_pton(AF_INET, CONNECTS[i].address, &four.sin_addr) != 1) {
            assert_int_equal(inet_pton(AF_INET6, CONNECTS[i].address, &six.sin6_addr), 1);
            a = (const struct sockaddr *)&six;
        }
        if (notify_may_connect(a, false) != CONNECTS[i].open ||
            notify_may_connect(a, true) != CONNECTS[i].allowed)
            fail_msg("%s", CONNECTS[i].address);
    }
}

/* Of people's text nothing becomes a header of its own. */
static void test_mail(void **state)
{
    struct arena a = {0};
    const struct text got = mail_write(
        &a, &(struct mail){.from = "qh@b.example",
                           .from_name = "市场监督管理局\r\nX: y",
                           .to = "li@c.example",
                           .to_name = "李",
                           .subject =
                               "很长的标题很长的标题很长的标题很长的标题很长的标题很长",
                           .message_id = "ID@b.example",
                           .language = "zh-CN",
                           .text = "hello\n.\n",
                           .html = "<p>hello</p>",
                           .date_ms = 1764374400000});
    size_t line = 0;

    (void)state;
    for (size_t i = 0; i < got.len; i++) {
        if (got.p[i] == '\n' && (i == 0 || got.p[i - 1] != '\r'))
            fail_msg("a bare line feed at %zu", i);
        line = got.p[i] == '\n' ? 0 : line + 1;
        assert_true(line <= 79);
        assert_true((unsigned char)got.p[i] < 128);
    }
    assert_null(strstr(text_copy(&a, got), "X: y"));
    assert_non_null(strstr(text_copy(&a, got), "Date: Sat, 29 Nov 2025 00:00:00 +0000"));
    assert_string_equal(mail_html_escape(&a, "<a href=\"x\">&'"),
                        "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    arena_done(&a);
}

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

/* The text of a file of the checkout as JSON. */
static const struct json *json_of(struct arena *a, const char *path)
{
    struct text t = {0};
    struct json *v = NULL;
    struct qh_error err = {0};

    assert_int_equal(file_read(a, path, 1 << 20, &t, &err), QH_OK);
    assert_int_equal(json_parse(a, t, &v, &err), QH_OK);
    return v;
}

/* Each kind has a sentence, and a name on the pages, in both languages. */
static void test_words(void **state)
{
    static const char *const LANGUAGES[] = {"zh-CN", "en"};
    struct arena a = {0};

    (void)state;
    for (size_t i = 0; i < LEN(LANGUAGES); i++) {
        const struct json *said =
            json_of(&a, str_format(&a, "data/locales/notices.%s.json", LANGUAGES[i]));
        const struct json *page =
            json_of(&a, str_format(&a, "web/src/locales/%s/message.json", LANGUAGES[i]));

        for (int k = 0; k < NOTIFY_KIND_COUNT; k++) {
            const char *dot = strchr(NOTIFY_KIND_NAMES[k], '.');
            const char *area =
                text_copy(&a, (struct text){NOTIFY_KIND_NAMES[k],
                                            (size_t)(dot - NOTIFY_KIND_NAMES[k])});
            const struct json *of = json_member(json_member(page, "kinds"), area);

            if (!json_member(said, NOTIFY_KIND_NAMES[k]))
                fail_msg("%s: no sentence for %s", LANGUAGES[i], NOTIFY_KIND_NAMES[k]);
            if (!json_member(of, dot + 1))
                fail_msg("%s: no name for %s", LANGUAGES[i], NOTIFY_KIND_NAMES[k]);
        }
    }
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_when),     cmocka_unit_test(test_backoff),
        cmocka_unit_test(test_answers),  cmocka_unit_test(test_filled),
        cmocka_unit_test(test_kinds),    cmocka_unit_test(test_checked),
        cmocka_unit_test(test_connects), cmocka_unit_test(test_mail),
        cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
