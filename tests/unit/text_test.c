#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

struct utf8_row {
    const char *note;
    const char *bytes;
    size_t len;
    bool good;
};

/* clang-format off */
static const struct utf8_row UTF8[] = {
    {"plain",                     "abc",                 3, true},
    {"Chinese",                   "\xE6\x9D\x83",        3, true},
    {"NUL is refused",            "a\0b",                3, false},
    {"overlong slash",            "\xC0\xAF",            2, false},
    {"surrogate",                 "\xED\xA0\x80",        3, false},
    {"past U+10FFFF",             "\xF4\x90\x80\x80",    4, false},
    {"cut short",                 "\xE6\x9D",            2, false},
    {"lone continuation",         "\x80",                1, false},
};

static const char *const NUMBERS[][2] = {
    /* typed                              understood */
    {"１２．５",                          "12.5"},
    {" 0,05 ",                            "0.05"},
    {"0,125",                             "0.125"},
    {"１，０００",                        "1,000"},
    {"1,000",                             "1,000"},
    {"−3",                                "-3"},
    {"　20000　",                         "20000"},
};
/* clang-format on */

static void utf8_is_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(UTF8); i++)
        assert_int_equal(text_is_utf8((struct text){UTF8[i].bytes, UTF8[i].len}),
                         UTF8[i].good);
}

static void numbers_are_made_plain(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(NUMBERS); i++)
        assert_string_equal(text_plain_number(&a, text_of(NUMBERS[i][0])), NUMBERS[i][1]);
    arena_done(&a);
}

static void buffer_grows(void **state)
{
    struct arena a;
    struct buf b;

    (void)state;
    arena_init(&a, 0);
    buf_init(&b, &a);
    for (int i = 0; i < 1000; i++)
        buf_add_int(&b, i % 10);
    assert_int_equal(b.len, 1000);
    assert_int_equal(buf_str(&b)[999], '9');
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_checked),
        cmocka_unit_test(numbers_are_made_plain),
        cmocka_unit_test(buffer_grows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
