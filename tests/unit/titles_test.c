#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/quality.h"
#include "http/titles.h"

#include <string.h>

/* clang-format off */
static const struct row {
    const char *accept;
    const char *lang;
} ROWS[] = {
    {NULL,                            "zh-CN"},
    {"",                              "zh-CN"},
    {"en",                            "en"},
    {"en-GB,en;q=0.9",                "en"},
    {"zh-CN,zh;q=0.9,en;q=0.8",       "zh-CN"},
    {"en;q=0.8, zh-CN;q=0.9",         "zh-CN"},
    {"fr, en;q=0.5",                  "en"},
    {"fr",                            "zh-CN"},
    {"*",                             "zh-CN"},
    {"en;q=0",                        "zh-CN"},
    {"zh;q=0.001,en;q=0.002",         "en"},
    {", ,en",                         "en"},
    {";;;q=,,=",                      "zh-CN"},
};
static const struct weight {
    const char *element;
    int quality;
} WEIGHTS[] = {
    {"en",           1000},
    {"en;q=1",       1000},
    {"en;q=1.000",   1000},
    {"en;q=0.8",     800},
    {"en; q=0.05",   50},
    {"en;q=0.0001",  0},
    {"en;q=0",       0},
    {"en;q=",        0},
    {"en;level=1",   1000},
};
/* clang-format on */

static void language_by_the_header(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++)
        if (strcmp(titles_choose(ROWS[i].accept), ROWS[i].lang) != 0)
            fail_msg("%s", ROWS[i].accept);
}

static void weights_in_thousandths(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(WEIGHTS); i++)
        if (quality_of(WEIGHTS[i].element, strlen(WEIGHTS[i].element)) !=
            WEIGHTS[i].quality)
            fail_msg("%s", WEIGHTS[i].element);
}

static void both_languages_have_their_words(void **state)
{
    struct arena a = {0};
    const struct titles *t = NULL;

    (void)state;
    assert_int_equal(titles_load(&a, &t, NULL), QH_OK);
    assert_non_null(titles_of(t, "zh-CN", "error.failed"));
    assert_non_null(titles_of(t, "en", "error.failed"));
    assert_string_not_equal(titles_of(t, "zh-CN", "error.failed"),
                            titles_of(t, "en", "error.failed"));
    assert_null(titles_of(t, "en", "no.such_key"));
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(language_by_the_header),
        cmocka_unit_test(weights_in_thousandths),
        cmocka_unit_test(both_languages_have_their_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
