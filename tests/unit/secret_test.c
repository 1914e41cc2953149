#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/secret.h"

#include <string.h>

static void password_is_right_or_wrong(void **state)
{
    char hash[SECRET_PASSWORD_TEXT];
    char again[SECRET_PASSWORD_TEXT];
    struct qh_error err = {0};

    (void)state;
    assert_int_equal(secret_password_hash(TEXT("权衡 1234"), hash, &err), QH_OK);
    assert_int_equal(secret_password_hash(TEXT("权衡 1234"), again, &err), QH_OK);
    assert_int_equal(strncmp(hash, "$argon2id$v=19$m=32768,t=3,p=1$", 31), 0);
    assert_string_not_equal(hash, again);
    assert_true(secret_password_is_right(hash, TEXT("权衡 1234")));
    assert_false(secret_password_is_right(hash, TEXT("权衡 1235")));
    assert_false(secret_password_is_right(hash, TEXT("")));
    assert_false(secret_password_is_right(NULL, TEXT("权衡 1234")));
}

static void long_password_is_refused(void **state)
{
    static char big[SECRET_PASSWORD_MAX + 1];
    char hash[SECRET_PASSWORD_TEXT];
    struct qh_error err = {0};
    const struct text t = {big, sizeof big};

    (void)state;
    memset(big, 'x', sizeof big);
    assert_int_equal(secret_password_hash(t, hash, &err), QH_LIMIT);
    assert_string_equal(err.key, "secret.length");
    assert_false(secret_password_is_right(NULL, t));
}

static void tokens_differ_and_read_back(void **state)
{
    struct arena a = {0};
    uint8_t bytes[32];
    char *one = secret_token(&a, 32);

    (void)state;
    assert_int_equal(strlen(one), 43);
    assert_string_not_equal(one, secret_token(&a, 32));
    assert_true(secret_from_base64(one, bytes, 32));
    assert_string_equal(secret_base64(&a, bytes, 32), one);
    assert_false(secret_from_base64("abc", bytes, 32));
    assert_false(secret_from_base64("abc+", bytes, 3));
    one[42] = 0;
    assert_false(secret_from_base64(one, bytes, 32));
    arena_done(&a);
}

/* "ab","c" and "a","bc" are other texts, and another key gives another digest. */
static void digest_depends_on_key_and_cuts(void **state)
{
    const uint8_t key[SECRET_KEY] = {1};
    const uint8_t other[SECRET_KEY] = {2};
    const struct text a[] = {TEXT("ab"), TEXT("c")};
    const struct text b[] = {TEXT("a"), TEXT("bc")};
    uint8_t x[SECRET_DIGEST];
    uint8_t y[SECRET_DIGEST];

    (void)state;
    secret_digest(key, a, LEN(a), x);
    secret_digest(key, a, LEN(a), y);
    assert_true(secret_equal(x, y, sizeof x));
    secret_digest(key, b, LEN(b), y);
    assert_false(secret_equal(x, y, sizeof x));
    secret_digest(other, a, LEN(a), y);
    assert_false(secret_equal(x, y, sizeof x));
}

static int start(void **state)
{
    (void)state;
    return secret_start(NULL) == QH_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(password_is_right_or_wrong),
        cmocka_unit_test(long_password_is_refused),
        cmocka_unit_test(tokens_differ_and_read_back),
        cmocka_unit_test(digest_depends_on_key_and_cuts),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
