#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/crypt.h"

#include <stdlib.h>
#include <string.h>

/* Two rows of FIPS 180-4's examples and the million times "a", by the pieces below. */
/* clang-format off */
static const char *const SHA256[][2] = {
    {"",    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};
static const char MILLION_A[] =
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
/* clang-format on */

static void sha256_is_the_published_one(void **state)
{
    char out[CRYPT_HEX];

    (void)state;
    for (size_t i = 0; i < LEN(SHA256); i++) {
        crypt_sha256(text_of(SHA256[i][0]), out);
        assert_string_equal(out, SHA256[i][1]);
    }
}

/* RFC 4231, test cases 2 and 6 (a key longer than a block). */
static void hmac_is_the_published_one(void **state)
{
    const struct text parts[] = {TEXT("what do ya want "), TEXT("for nothing?")};
    const struct text long_text =
        TEXT("Test Using Larger Than Block-Size Key - Hash Key First");
    char key[131];
    uint8_t digest[CRYPT_DIGEST];
    char hex[CRYPT_HEX];

    (void)state;
    crypt_hmac_sha256(TEXT("Jefe"), parts, 2, digest);
    crypt_hex(digest, sizeof digest, hex);
    assert_string_equal(
        hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, sizeof key);
    crypt_hmac_sha256((struct text){key, sizeof key}, &long_text, 1, digest);
    crypt_hex(digest, sizeof digest, hex);
    assert_string_equal(
        hex, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void base64_with_padding(void **state)
{
    struct arena a = {0};
    uint8_t bytes[8];
    size_t n = 0;

    (void)state;
    assert_string_equal(crypt_base64_padded(&a,
                                            "\xfb\xff\xfe"
                                            "a",
                                            4),
                        "+//+YQ==");
    assert_true(crypt_from_base64_padded(TEXT("+//+YQ=="), bytes, sizeof bytes, &n));
    assert_int_equal(n, 4);
    assert_memory_equal(bytes,
                        "\xfb\xff\xfe"
                        "a",
                        4);
    assert_false(crypt_from_base64_padded(TEXT("+//+YQ"), bytes, sizeof bytes, &n));
    assert_false(crypt_from_base64_padded(TEXT("-__-YQ=="), bytes, sizeof bytes, &n));
    assert_false(crypt_from_base64_padded(TEXT("+//+YQ=="), bytes, 3, &n));
    arena_done(&a);
}

static void sha256_by_pieces(void **state)
{
    char piece[1000];
    struct crypt_sha256 s;
    char out[CRYPT_HEX];

    (void)state;
    memset(piece, 'a', sizeof piece);
    crypt_sha256_init(&s);
    for (int i = 0; i < 1000; i++) {
        crypt_sha256_update(&s, (struct text){piece, 1});
        crypt_sha256_update(&s, (struct text){NULL, 0});
        crypt_sha256_update(&s, (struct text){piece, sizeof piece - 1});
    }
    crypt_sha256_final(&s, out);
    assert_string_equal(out, MILLION_A);
}

/* Value of Python's hashlib.blake2b(b"token", key=bytes(range(32)), digest_size=32). */
static void keyed_hash_agrees_with_python(void **state)
{
    uint8_t key[CRYPT_KEY];
    char out[CRYPT_HEX];
    char other[CRYPT_HEX];

    (void)state;
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)i;
    crypt_keyed_hash(key, TEXT("token"), out);
    assert_string_equal(
        out, "54692e79bd2672cbe87fed392465fd452368d27be0ab63f2898b57f67582c2a1");
    key[31]++;
    crypt_keyed_hash(key, TEXT("token"), other);
    assert_string_not_equal(out, other);
}

/* hashlib.blake2b of both parts, each after its length in 8 bytes, same key. */
static void mac_keeps_parts_apart(void **state)
{
    const struct text whole[] = {TEXT("ab"), TEXT("c")};
    const struct text moved[] = {TEXT("a"), TEXT("bc")};
    uint8_t key[CRYPT_KEY];
    uint8_t a[CRYPT_DIGEST];
    uint8_t b[CRYPT_DIGEST];
    char hex[CRYPT_HEX];

    (void)state;
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)i;
    crypt_mac(key, whole, 2, a);
    crypt_hex(a, sizeof a, hex);
    assert_string_equal(
        hex, "ee9c1ef8884408a5503c0192f0793a454251090ca52c8718e872dcb1eb473861");
    crypt_mac(key, moved, 2, b);
    assert_false(crypt_equal(a, b, sizeof a));
    crypt_mac(key, whole, 2, b);
    assert_true(crypt_equal(a, b, sizeof a));
}

static void passwords_are_hashed_and_known_again(void **state)
{
    char hash[CRYPT_PASSWORD_HASH] = "";
    char again[CRYPT_PASSWORD_HASH] = "";

    (void)state;
    assert_int_equal(crypt_password_hash(TEXT("衡器 correct"), hash, NULL), QH_OK);
    assert_memory_equal(hash, "$argon2id$v=19$m=32768,t=3,p=1$", 31);
    assert_int_equal(crypt_password_hash(TEXT("衡器 correct"), again, NULL), QH_OK);
    assert_string_not_equal(hash, again);
    assert_true(crypt_password_is_right(hash, TEXT("衡器 correct")));
    assert_false(crypt_password_is_right(hash, TEXT("衡器 correcT")));
    assert_false(crypt_password_is_right(hash, TEXT("")));
    assert_false(crypt_password_is_right("", TEXT("衡器 correct")));
    assert_false(crypt_password_is_right("not a hash", TEXT("x")));
    assert_false(crypt_password_is_old(hash));
}

/* Made by the reference implementation:
 * printf password | argon2 somesalt00000000 -id -t 2 -k 1024 -p 1 -l 32 -e */
static void hashes_of_others_are_read(void **state)
{
    static const char OTHER[] = "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHQwMDAwMDAwMA$"
                                "eM9pdhySeSG2f3zgkwFlMNdbWIBJQcXS94/ExO1hITc";

    (void)state;
    assert_true(crypt_password_is_right(OTHER, TEXT("password")));
    assert_false(crypt_password_is_right(OTHER, TEXT("passwort")));
    assert_true(crypt_password_is_old(OTHER));
    assert_true(crypt_password_is_old("not a hash"));
}

static void nobody_is_never_right(void **state)
{
    (void)state;
    assert_false(crypt_password_is_right(NULL, TEXT("anything")));
    assert_false(crypt_password_is_right(NULL, TEXT("")));
}

static void long_passwords_are_refused(void **state)
{
    static char password[CRYPT_PASSWORD_MAX + 1];
    struct qh_error err = {0};
    char hash[CRYPT_PASSWORD_HASH] = "kept";

    (void)state;
    memset(password, 'x', sizeof password);
    assert_int_equal(
        crypt_password_hash((struct text){password, sizeof password}, hash, &err),
        QH_LIMIT);
    assert_string_equal(err.key, "crypt.password_length");
    assert_string_equal(hash, "kept");
    assert_false(crypt_password_is_right(NULL, (struct text){password, sizeof password}));
}

static void tokens_are_base64url(void **state)
{
    static const char ALPHABET[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char a[CRYPT_TOKEN];
    char b[CRYPT_TOKEN];
    uint8_t bytes[32];

    (void)state;
    crypt_token(a);
    crypt_token(b);
    assert_int_equal(strlen(a), 43);
    assert_int_equal(strspn(a, ALPHABET), 43);
    assert_string_not_equal(a, b);
    assert_true(crypt_from_base64(text_of(a), bytes, sizeof bytes));
}

struct base64_row {
    const char *note;
    const char *text;
    bool good; /* as three bytes */
};

/* clang-format off */
static const struct base64_row BASE64_ROWS[] = {
    {"three bytes",                    "-_8A",   true},
    {"standard alphabet is another",   "+/8A",   false},
    {"two bytes",                      "-_8",    false},
    {"four bytes",                     "-_8AAA", false},
    {"padding",                        "-_8A==", false},
    {"blank",                          "-_8A ",  false},
    {"bits left over",                 "-_8AB",  false},
    {"empty",                          "",       false},
};
/* clang-format on */

static void base64_is_strict(void **state)
{
    static const uint8_t WANT[] = {0xFB, 0xFF, 0x00};
    uint8_t bytes[3];
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_string_equal(crypt_base64(&a, WANT, sizeof WANT), "-_8A");
    assert_string_equal(crypt_base64(&a, WANT, 0), "");
    for (size_t i = 0; i < LEN(BASE64_ROWS); i++) {
        if (crypt_from_base64(text_of(BASE64_ROWS[i].text), bytes, sizeof bytes) !=
            BASE64_ROWS[i].good)
            fail_msg("%s", BASE64_ROWS[i].note);
        if (BASE64_ROWS[i].good)
            assert_memory_equal(bytes, WANT, sizeof WANT);
    }
    arena_done(&a);
}

static void sealed_texts_open_with_their_key_only(void **state)
{
    const struct text TEXTS[] = {TEXT(""), TEXT("{\"token\":\"诉求\"}")};
    uint8_t key[CRYPT_KEY] = {1};
    struct text out = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(TEXTS); i++) {
        char *sealed = strdup(crypt_seal(&a, key, TEXTS[i]));

        assert_string_not_equal(sealed, crypt_seal(&a, key, TEXTS[i]));
        assert_true(crypt_unseal(&a, key, sealed, &out));
        assert_int_equal(out.len, TEXTS[i].len);
        assert_memory_equal(out.p, TEXTS[i].p, out.len);
        key[31]++;
        assert_false(crypt_unseal(&a, key, sealed, &out));
        key[31]--;
        sealed[strlen(sealed) / 2] ^= 1;
        assert_false(crypt_unseal(&a, key, sealed, &out));
        free(sealed);
    }
    assert_false(crypt_unseal(&a, key, "", &out));
    assert_false(crypt_unseal(&a, key, "not base64!", &out));
    arena_done(&a);
}

static void wiped_memory_is_zero(void **state)
{
    char secret[] = "secret";

    (void)state;
    crypt_wipe(secret, sizeof secret);
    for (size_t i = 0; i < sizeof secret; i++)
        assert_int_equal(secret[i], 0);
}

static int start(void **state)
{
    (void)state;
    return crypt_init(NULL) ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_is_the_published_one),
        cmocka_unit_test(hmac_is_the_published_one),
        cmocka_unit_test(base64_with_padding),
        cmocka_unit_test(sha256_by_pieces),
        cmocka_unit_test(keyed_hash_agrees_with_python),
        cmocka_unit_test(mac_keeps_parts_apart),
        cmocka_unit_test(passwords_are_hashed_and_known_again),
        cmocka_unit_test(hashes_of_others_are_read),
        cmocka_unit_test(nobody_is_never_right),
        cmocka_unit_test(long_passwords_are_refused),
        cmocka_unit_test(tokens_are_base64url),
        cmocka_unit_test(base64_is_strict),
        cmocka_unit_test(sealed_texts_open_with_their_key_only),
        cmocka_unit_test(wiped_memory_is_zero),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
