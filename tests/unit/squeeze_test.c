/* Long texts come back as they were; what was not written by us is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/crypt.h"
#include "base/squeeze.h"

#include <string.h>

static struct arena arena;
static struct qh_error err;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    err = (struct qh_error){0};
    return (int)crypt_init(&err);
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

/* JSON of about n bytes, with characters of three bytes. */
static const char *json_of(size_t n)
{
    struct buf b;

    buf_init(&b, &arena);
    buf_add_str(&b, "{\"trace\":[");
    for (size_t i = 0; b.len < n; i++)
        buf_add_format(&b, "{\"value\":\"%zu\",\"name\":\"示值误差\"},", i * i);
    buf_add_str(&b, "0]}");
    return buf_str(&b);
}

static void a_long_text_comes_back_in_fewer_bytes(void **state)
{
    static const size_t SIZES[] = {1100, 5000, 100000, 2000000};

    (void)state;
    for (size_t i = 0; i < LEN(SIZES); i++) {
        const char *s = json_of(SIZES[i]);
        const char *stored = squeeze_text(&arena, s);
        const char *back = NULL;

        assert_int_equal(*stored, 'z');
        assert_true(strlen(stored) < strlen(s) / 2);
        assert_int_equal(squeeze_back(&arena, stored, &back, &err), QH_OK);
        assert_string_equal(back, s);
    }
}

static void what_gains_nothing_stays(void **state)
{
    char noise[4096];
    const char *few = "{\"a\":1}";
    const char *back = NULL;
    unsigned char bytes[3000];

    (void)state;
    crypt_random(bytes, sizeof bytes);
    noise[0] = '{';
    memcpy(noise + 1, crypt_base64(&arena, bytes, 2990), 3900);
    noise[3901] = 0;
    assert_ptr_equal(squeeze_text(&arena, few), few);
    assert_ptr_equal(squeeze_text(&arena, noise), noise);
    /* So does what was stored before. */
    assert_int_equal(squeeze_back(&arena, few, &back, &err), QH_OK);
    assert_ptr_equal(back, few);
    assert_int_equal(squeeze_back(&arena, "", &back, &err), QH_OK);
}

/* Refused, or the same text: some bits before the checksum mean nothing. */
static void expect_same_or_refused(const char *stored, const char *text)
{
    const char *back = NULL;

    if (squeeze_back(&arena, stored, &back, &err) == QH_OK)
        assert_string_equal(back, text);
    else
        assert_null(back);
}

static void damage_is_found(void **state)
{
    const char *text = json_of(3000);
    char *stored = str_format(&arena, "%s", squeeze_text(&arena, text));
    const size_t n = strlen(stored);

    (void)state;
    for (size_t i = 1; i < n; i++) {
        const char was = stored[i];

        stored[i] = was == 'A' ? 'B' : 'A';
        expect_same_or_refused(stored, text);
        stored[i] = was;
    }
    for (size_t cut = 1; cut < n; cut++) {
        const char *part = text_copy(&arena, (struct text){stored, cut});
        const char *back = NULL;

        assert_int_not_equal(squeeze_back(&arena, part, &back, &err), QH_OK);
    }
}

/* clang-format off */
static const struct {
    const char *note, *stored, *key;
} WRONG[] = {
    {"nothing behind the mark",          "z",                      "squeeze.bytes"},
    {"no number",                        "z:eJwDAAAAAAE",          "squeeze.bytes"},
    {"no digits",                        "z-1:eJwDAAAAAAE",        "squeeze.bytes"},
    {"a number without end",             "z123456789:eJwDAAAAAAE", "squeeze.bytes"},
    {"more than any text may have",      "z99999999:eJwDAAAAAAE",  "squeeze.size"},
    {"fewer bytes than the number says", "z10:eJwDAAAAAAE",        "squeeze.bytes"},
    {"no base64",                        "z10:$$$$",               "squeeze.bytes"},
};
/* clang-format on */

static void a_form_that_is_none_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(WRONG); i++) {
        const char *back = NULL;

        err = (struct qh_error){0};
        assert_int_not_equal(squeeze_back(&arena, WRONG[i].stored, &back, &err), QH_OK);
        assert_string_equal(err.key, WRONG[i].key);
        assert_null(back);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_long_text_comes_back_in_fewer_bytes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_gains_nothing_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damage_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_form_that_is_none_is_refused, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
