#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/qr.h"

#include <stdlib.h>
#include <string.h>

/* The pattern in the corners: a ring of dark modules around a light one. */
static void finder_at(const struct qr *qr, int x, int y)
{
    for (int i = 0; i < 7; i++) {
        assert_int_equal(qr->module[y * qr->size + x + i], 1);
        assert_int_equal(qr->module[(y + i) * qr->size + x], 1);
    }
    for (int i = 1; i < 6; i++)
        assert_int_equal(qr->module[(y + 1) * qr->size + x + i], 0);
    assert_int_equal(qr->module[(y + 3) * qr->size + x + 3], 1);
}

static void a_code_has_its_corners(void **state)
{
    struct arena a;
    struct qr qr = {0};

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(qr_encode(&a, "https://qh.example.invalid/c/JA-1", &qr, NULL),
                     QH_OK);
    assert_int_equal(qr.size, 29); /* version 3: 33 bytes at level M */
    finder_at(&qr, 0, 0);
    finder_at(&qr, 22, 0);
    finder_at(&qr, 0, 22);
    arena_done(&a);
}

static void limits_of_a_code(void **state)
{
    char text[QR_TEXT_MAX + 2];
    struct qh_error err = {0};
    struct qr qr = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    memset(text, 'x', sizeof(text));
    text[QR_TEXT_MAX + 1] = 0;
    assert_int_equal(qr_encode(&a, text, &qr, &err), QH_LIMIT);
    assert_string_equal(err.key, "qr.size");
    text[QR_TEXT_MAX] = 0;
    assert_int_equal(qr_encode(&a, text, &qr, &err), QH_OK);
    assert_int_equal(qr_encode(&a, "", &qr, &err), QH_INVALID);
    assert_int_equal(qr_encode(&a, NULL, &qr, &err), QH_INVALID);
    assert_string_equal(err.key, "qr.empty");
    arena_done(&a);
}

/* Every dark module is covered by exactly one run of the path. */
static void svg_has_every_module(void **state)
{
    struct arena a;
    struct qr qr = {0};
    const char *p;
    long dark = 0, drawn = 0;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(qr_encode(&a, "https://qh.example.invalid/c/JA-1", &qr, NULL),
                     QH_OK);
    for (int i = 0; i < qr.size * qr.size; i++)
        dark += qr.module[i];
    p = qr_svg(&a, &qr, "a < b & c");
    assert_non_null(strstr(p, "viewBox=\"0 0 37 37\""));
    assert_non_null(strstr(p, "<title>a &lt; b &amp; c</title>"));
    p = strstr(p, "/><path d=\"");
    assert_non_null(p);
    while ((p = strchr(p, 'h')) && p[1] != 't')
        if (*++p != '-')
            drawn += strtol(p, NULL, 10);
    assert_int_equal(drawn, dark);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_has_its_corners),
        cmocka_unit_test(limits_of_a_code),
        cmocka_unit_test(svg_has_every_module),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
