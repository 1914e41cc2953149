#include "base/secret.h"

#include <sodium.h>
#include <string.h>

_Static_assert(SECRET_PASSWORD_TEXT == crypto_pwhash_STRBYTES, "libsodium's length");
_Static_assert(SECRET_KEY >= crypto_generichash_KEYBYTES_MIN, "libsodium's key");
_Static_assert(SECRET_DIGEST == crypto_generichash_BYTES, "libsodium's digest");

/* Hash of a random password that nobody kept, made by secret_password_hash(). */
static const char NOBODY[] =
    "$argon2id$v=19$m=32768,t=3,p=1$"
    "i9aNrH3LM9aZVcgYkLPobg$sByD+WDcUNaNJ8jSEpJch4emUx2nc4EAMDkDdLlWm4k";

qh_status secret_start(struct qh_error *err)
{
    if (sodium_init() < 0)
        return qh_fail(err, QH_IO, "secret.start", "", "libsodium does not start");
    return QH_OK;
}

qh_status secret_password_hash(struct text password, char out[SECRET_PASSWORD_TEXT],
                               struct qh_error *err)
{
    if (password.len > SECRET_PASSWORD_MAX)
        return qh_fail(err, QH_LIMIT, "secret.length", "password", "%zu bytes",
                       password.len);
    if (crypto_pwhash_str_alg(out, password.p, password.len, SECRET_HASH_PASSES,
                              SECRET_HASH_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return qh_fail(err, QH_IO, "secret.memory", "", "no memory for a hash");
    return QH_OK;
}

bool secret_password_is_right(const char *hash, struct text password)
{
    bool is_known = hash != NULL;

    if (password.len > SECRET_PASSWORD_MAX)
        return false;
    return crypto_pwhash_str_verify(hash ? hash : NOBODY, password.p, password.len) ==
               0 &&
           is_known;
}

void secret_random(void *to, size_t n)
{
    randombytes_buf(to, n);
}

char *secret_token(struct arena *a, size_t n)
{
    unsigned char *bytes = arena_alloc(a, n, 1);

    secret_random(bytes, n);
    return secret_base64(a, bytes, n);
}

void secret_digest(const uint8_t key[SECRET_KEY], const struct text *parts, size_t n,
                   uint8_t out[SECRET_DIGEST])
{
    crypto_generichash_state s;

    (void)crypto_generichash_init(&s, key, SECRET_KEY, SECRET_DIGEST);
    for (size_t i = 0; i < n; i++) {
        uint64_t len = parts[i].len;

        (void)crypto_generichash_update(&s, (const unsigned char *)&len, sizeof len);
        (void)crypto_generichash_update(&s, (const unsigned char *)parts[i].p,
                                        parts[i].len);
    }
    (void)crypto_generichash_final(&s, out, SECRET_DIGEST);
}

bool secret_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

char *secret_base64(struct arena *a, const void *p, size_t n)
{
    const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    size_t cap = sodium_base64_encoded_len(n, variant);
    char *out = arena_alloc(a, cap, 1);

    return sodium_bin2base64(out, cap, p, n, variant);
}

bool secret_from_base64(const char *s, void *to, size_t n)
{
    size_t len = 0;
    const char *end = NULL;

    return sodium_base642bin(to, n, s, strlen(s), NULL, &len, &end,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           len == n && !*end;
}
