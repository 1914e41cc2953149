/* crypt.h - passwords, tokens, hashes.
 *
 * crypt_init() comes once per process before anything else here; after it every function
 * may be called by any thread.  Hashes that people or files see are lower-case
 * hexadecimal; tokens are base64url without padding.  Sources: RFC 9106 (Argon2), RFC
 * 7693 (BLAKE2), FIPS 180-4 (SHA-256), RFC 4648 section 5 (base64url).
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CRYPT_PASSES = 3,                 /* Argon2id: t */
    CRYPT_MEMORY = 32 * 1024 * 1024,  /* Argon2id: bytes of memory for one hash */
    CRYPT_PASSWORD_MAX = 1024,        /* bytes */
    CRYPT_PASSWORD_HASH = 128,        /* bytes of an encoded hash with its NUL */
    CRYPT_KEY = 32,                   /* bytes of a key */
    CRYPT_DIGEST = 32,                /* bytes of a hash */
    CRYPT_HEX = 2 * CRYPT_DIGEST + 1, /* a hash as text with its NUL */
    CRYPT_TOKEN = 44                  /* a token of 32 random bytes with its NUL */
};

/* QH_IO "crypt.init". */
QH_MUST qh_status crypt_init(struct qh_error *err);

/* ---- passwords ---- */

/* "$argon2id$v=19$m=32768,t=3,p=1$salt$hash".  Takes CRYPT_MEMORY and tens of ms: callers
 * make one at a time and never inside a transaction.  QH_LIMIT "crypt.password_length",
 * QH_IO "crypt.memory". */
QH_MUST qh_status crypt_password_hash(struct text password, char out[CRYPT_PASSWORD_HASH],
                                      struct qh_error *err);
/* hash NULL (nobody has that login) costs the same time and is never right. */
bool crypt_password_is_right(const char *hash, struct text password);
/* The hash was made with other parameters: make it anew at the next sign-in. */
bool crypt_password_is_old(const char *hash);

/* ---- random bytes, tokens ---- */

void crypt_random(void *out, size_t n);
/* 256 random bits as 43 characters of base64url. */
void crypt_token(char out[CRYPT_TOKEN]);
char *crypt_base64(struct arena *a, const void *p, size_t n);
/* false, and `out` unspecified, unless t is the base64url of exactly n bytes. */
bool crypt_from_base64(struct text t, void *out, size_t n);
/* With '+', '/' and padding [RFC 4648, 4], as mail and webhooks have it. */
char *crypt_base64_padded(struct arena *a, const void *p, size_t n);
/* The bytes of such a text, at most `cap` of them; false if it is none. */
bool crypt_from_base64_padded(struct text t, void *out, size_t cap, size_t *out_n);
/* 2 * n lower-case digits and a NUL. */
void crypt_hex(const void *p, size_t n, char *out);

/* ---- keyed hashes: BLAKE2b-256 ---- */

/* Of one text, as hexadecimal: how tokens are stored. */
void crypt_keyed_hash(const uint8_t key[CRYPT_KEY], struct text t, char out[CRYPT_HEX]);
/* Of n texts, each preceded by its length in 8 bytes (least first), so that no two
 * different lists give the same input: an authentication code. */
void crypt_mac(const uint8_t key[CRYPT_KEY], const struct text *parts, size_t n,
               uint8_t out[CRYPT_DIGEST]);

/* ---- texts that only the holder of a key reads: XSalsa20-Poly1305 ---- */

/* Encrypted and authenticated under a random nonce, as base64url. */
const char *crypt_seal(struct arena *a, const uint8_t key[CRYPT_KEY], struct text t);
/* false: made with another key, cut or changed. */
bool crypt_unseal(struct arena *a, const uint8_t key[CRYPT_KEY], const char *sealed,
                  struct text *out);

/* ---- SHA-256 ---- */

/* HMAC-SHA-256 of the parts one after the other [RFC 2104]; key of any length. */
void crypt_hmac_sha256(struct text key, const struct text *parts, size_t n,
                       uint8_t out[CRYPT_DIGEST]);

void crypt_sha256(struct text t, char out[CRYPT_HEX]);

/* Piece by piece: init, any number of updates, final. */
struct crypt_sha256 {
    uint64_t state[13]; /* libsodium's */
};
void crypt_sha256_init(struct crypt_sha256 *s);
void crypt_sha256_update(struct crypt_sha256 *s, struct text t);
void crypt_sha256_final(struct crypt_sha256 *s, char out[CRYPT_HEX]);

/* ---- secrets in memory ---- */

/* Compares in a time that does not depend on the contents. */
bool crypt_equal(const void *a, const void *b, size_t n);
/* Overwrites, also where the compiler sees no later use. */
void crypt_wipe(void *p, size_t n);
