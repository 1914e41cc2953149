/* The only file that includes sodium.h.  Signatures and time-stamps of documents need
 * OpenSSL and have a file of their own; what is here needs libsodium only. */
#include "base/crypt.h"

#include <sodium.h>
#include <string.h>

_Static_assert(CRYPT_PASSWORD_HASH == crypto_pwhash_STRBYTES, "length of a hash");
_Static_assert(CRYPT_KEY == crypto_generichash_KEYBYTES, "length of a key");
_Static_assert(CRYPT_KEY == crypto_secretbox_KEYBYTES, "length of a key");
_Static_assert(CRYPT_DIGEST == crypto_generichash_BYTES, "length of BLAKE2b-256");
_Static_assert(CRYPT_DIGEST == crypto_hash_sha256_BYTES, "length of SHA-256");
_Static_assert(sizeof(struct crypt_sha256) >= sizeof(crypto_hash_sha256_state),
               "room for the state");

enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
/* Bytes of a sealed text before its own: the nonce and the authentication code. */
enum { SEAL_HEAD = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES };

/* The hash of a random password that nobody kept, by crypt_password_hash(). */
static const char NOBODY[] = "$argon2id$v=19$m=32768,t=3,p=1$sAwjjic5kG51Apu0l36Fsw$"
                             "s6Mzxvwvl858NCerrz+Mie+zlF9Ym2DAF4aktyNlK0M";

/* libsodium wants an array of that size; what does not fit is no hash of anybody. */
static void copy_hash(char to[CRYPT_PASSWORD_HASH], const char *hash)
{
    size_t n = strnlen(hash, CRYPT_PASSWORD_HASH);

    memset(to, 0, CRYPT_PASSWORD_HASH);
    if (n < CRYPT_PASSWORD_HASH)
        memcpy(to, hash, n);
}

qh_status crypt_init(struct qh_error *err)
{
    if (sodium_init() < 0)
        return qh_fail(err, QH_IO, "crypt.init", "", "libsodium does not start");
    return QH_OK;
}

qh_status crypt_password_hash(struct text password, char out[CRYPT_PASSWORD_HASH],
                              struct qh_error *err)
{
    char hash[CRYPT_PASSWORD_HASH];

    if (password.len > CRYPT_PASSWORD_MAX)
        return qh_fail(err, QH_LIMIT, "crypt.password_length", "", "%zu bytes",
                       password.len);
    if (crypto_pwhash_str_alg(hash, password.p, password.len, CRYPT_PASSES, CRYPT_MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13))
        return qh_fail(err, QH_IO, "crypt.memory", "", "no memory for a hash");
    memcpy(out, hash, sizeof hash);
    return QH_OK;
}

bool crypt_password_is_right(const char *hash, struct text password)
{
    char encoded[CRYPT_PASSWORD_HASH];
    bool is_right;

    if (password.len > CRYPT_PASSWORD_MAX)
        return false;
    copy_hash(encoded, hash ? hash : NOBODY);
    is_right = crypto_pwhash_str_verify(encoded, password.p, password.len) == 0;
    return is_right && hash;
}

bool crypt_password_is_old(const char *hash)
{
    char encoded[CRYPT_PASSWORD_HASH];

    copy_hash(encoded, hash);
    return crypto_pwhash_str_needs_rehash(encoded, CRYPT_PASSES, CRYPT_MEMORY) != 0;
}

void crypt_random(void *out, size_t n)
{
    randombytes_buf(out, n);
}

void crypt_token(char out[CRYPT_TOKEN])
{
    unsigned char bytes[32];

    _Static_assert(sodium_base64_ENCODED_LEN(sizeof bytes, BASE64) == CRYPT_TOKEN,
                   "length of a token");
    crypt_random(bytes, sizeof bytes);
    (void)sodium_bin2base64(out, CRYPT_TOKEN, bytes, sizeof bytes, BASE64);
    crypt_wipe(bytes, sizeof bytes);
}

char *crypt_base64(struct arena *a, const void *p, size_t n)
{
    size_t cap = sodium_base64_encoded_len(n, BASE64);
    char *out = arena_alloc(a, cap, 1);

    return sodium_bin2base64(out, cap, p, n, BASE64);
}

bool crypt_from_base64(struct text t, void *out, size_t n)
{
    const char *end = NULL;
    size_t len = 0;

    return sodium_base642bin(out, n, t.p, t.len, NULL, &len, &end, BASE64) == 0 &&
           len == n && end == t.p + t.len;
}

char *crypt_base64_padded(struct arena *a, const void *p, size_t n)
{
    const size_t cap = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);

    return sodium_bin2base64(arena_alloc(a, cap, 1), cap, p, n,
                             sodium_base64_VARIANT_ORIGINAL);
}

bool crypt_from_base64_padded(struct text t, void *out, size_t cap, size_t *out_n)
{
    const char *end = NULL;

    return sodium_base642bin(out, cap, t.p, t.len, NULL, out_n, &end,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           end == t.p + t.len;
}

void crypt_hex(const void *p, size_t n, char *out)
{
    (void)sodium_bin2hex(out, 2 * n + 1, p, n);
}

static const unsigned char *bytes_of(struct text t)
{
    return (const unsigned char *)t.p;
}

void crypt_keyed_hash(const uint8_t key[CRYPT_KEY], struct text t, char out[CRYPT_HEX])
{
    unsigned char digest[CRYPT_DIGEST];

    (void)crypto_generichash(digest, sizeof digest, bytes_of(t), t.len, key, CRYPT_KEY);
    crypt_hex(digest, sizeof digest, out);
}

static void add_part(crypto_generichash_state *s, struct text t)
{
    unsigned char length[8];

    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (unsigned char)((uint64_t)t.len >> (8 * i));
    (void)crypto_generichash_update(s, length, sizeof length);
    (void)crypto_generichash_update(s, bytes_of(t), t.len);
}

void crypt_mac(const uint8_t key[CRYPT_KEY], const struct text *parts, size_t n,
               uint8_t out[CRYPT_DIGEST])
{
    crypto_generichash_state s;

    (void)crypto_generichash_init(&s, key, CRYPT_KEY, CRYPT_DIGEST);
    for (size_t i = 0; i < n; i++)
        add_part(&s, parts[i]);
    (void)crypto_generichash_final(&s, out, CRYPT_DIGEST);
}

const char *crypt_seal(struct arena *a, const uint8_t key[CRYPT_KEY], struct text t)
{
    size_t n = SEAL_HEAD + t.len;
    unsigned char *box = ARENA_ARRAY(a, n, unsigned char);

    randombytes_buf(box, crypto_secretbox_NONCEBYTES);
    (void)crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, bytes_of(t), t.len,
                                box, key);
    return crypt_base64(a, box, n);
}

bool crypt_unseal(struct arena *a, const uint8_t key[CRYPT_KEY], const char *sealed,
                  struct text *out)
{
    size_t most = strlen(sealed);
    unsigned char *box = ARENA_ARRAY(a, most + 1, unsigned char);
    unsigned char *plain = ARENA_ARRAY(a, most + 1, unsigned char);
    size_t n = 0;

    if (sodium_base642bin(box, most + 1, sealed, most, NULL, &n, NULL, BASE64) ||
        n < SEAL_HEAD)
        return false;
    if (crypto_secretbox_open_easy(plain, box + crypto_secretbox_NONCEBYTES,
                                   n - crypto_secretbox_NONCEBYTES, box, key))
        return false;
    *out = (struct text){.p = (const char *)plain, .len = n - SEAL_HEAD};
    return true;
}

void crypt_hmac_sha256(struct text key, const struct text *parts, size_t n,
                       uint8_t out[CRYPT_DIGEST])
{
    crypto_auth_hmacsha256_state s;

    (void)crypto_auth_hmacsha256_init(&s, bytes_of(key), key.len);
    for (size_t i = 0; i < n; i++)
        (void)crypto_auth_hmacsha256_update(&s, bytes_of(parts[i]), parts[i].len);
    (void)crypto_auth_hmacsha256_final(&s, out);
}

static crypto_hash_sha256_state *state_of(struct crypt_sha256 *s)
{
    return (void *)s->state;
}

void crypt_sha256_init(struct crypt_sha256 *s)
{
    (void)crypto_hash_sha256_init(state_of(s));
}

void crypt_sha256_update(struct crypt_sha256 *s, struct text t)
{
    (void)crypto_hash_sha256_update(state_of(s), bytes_of(t), t.len);
}

void crypt_sha256_final(struct crypt_sha256 *s, char out[CRYPT_HEX])
{
    unsigned char digest[CRYPT_DIGEST];

    (void)crypto_hash_sha256_final(state_of(s), digest);
    crypt_hex(digest, sizeof digest, out);
}

void crypt_sha256(struct text t, char out[CRYPT_HEX])
{
    struct crypt_sha256 s;

    crypt_sha256_init(&s);
    crypt_sha256_update(&s, t);
    crypt_sha256_final(&s, out);
}

bool crypt_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void crypt_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}
