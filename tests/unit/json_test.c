#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A document and what it is written back as (NULL: unchanged). */
struct good_row {
    const char *note;
    const char *in;
    const char *out;
};

/* clang-format off */
static const struct good_row GOOD[] = {
    {"null",                              "null",                  NULL},
    {"white space around",                " \t\r\n true \n",       "true"},
    {"empty containers",                  "[{},[ ],\"\"]",         "[{},[],\"\"]"},
    {"nested",                            "{\"a\":[1,{\"b\":null}],\"c\":\"x\"}", NULL},
    {"number at the very start",          "0",                     NULL},
    {"negative zero",                     "-0",                    NULL},
    {"0.10 keeps its text",               "[0.10]",                NULL},
    {"9007199254740993 is kept",          "[9007199254740993]",    NULL},
    {"greatest and least whole number",
     "[9223372036854775807,-9223372036854775808]",                 NULL},
    {"numbers side by side",              "[1,22,-3.5e+07,0]",     NULL},
    {"exponent at its limit",             "[1e150,1E-150]",        NULL},
    {"escapes of one letter",             "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
     "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
    {"escaped controls stay escaped",     "\"\\u0001\\u001f\"",    NULL},
    {"\\u of 2, 3 and 4 bytes",           "\"\\u00e9\\u6743\\ud83d\\ude00\"",
     "\"\xC3\xA9\xE6\x9D\x83\xF0\x9F\x98\x80\""},
    {"Chinese stands for itself",         "{\"权\":\"衡器检定\"}", NULL},
    {"DEL is no control of JSON",         "\"\x7f\"",              NULL},
    {"long string with a late escape",
     "\"0123456789abcdef0123456789abcdef\\n0123456789abcdef\"",    NULL},
    {"empty name",                        "{\"\":1,\"a\":2}",      NULL},
    {"nine members",
     "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9}", NULL},
};
/* clang-format on */

static void good_documents_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(GOOD); i++) {
        const char *want = GOOD[i].out ? GOOD[i].out : GOOD[i].in;
        struct arena a;
        struct json *v = NULL;
        struct qh_error err = {0};
        struct json_writer w;
        struct buf b;

        arena_init(&a, 0);
        if (json_parse(&a, text_of(GOOD[i].in), &v, &err))
            fail_msg("%s: %s %s", GOOD[i].note, err.key, err.detail);
        buf_init(&b, &a);
        json_begin(&w, &b);
        json_put_node(&w, v);
        if (strcmp(buf_str(&b), want) != 0)
            fail_msg("%s: %s", GOOD[i].note, buf_str(&b));
        arena_done(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_documents_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
