/* secret.h - passwords, random tokens and keyed hashes.
 *
 * Passwords are Argon2id strings ("$argon2id$v=19$..."); one hash takes SECRET_HASH_BYTES
 * of memory and tens of milliseconds, so callers queue them.  Tokens are random bytes as
 * base64url without padding.  Source: RFC 9106, RFC 7693, RFC 4648 section 5.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SECRET_HASH_BYTES = 32 * 1024 * 1024,
    SECRET_HASH_PASSES = 3,
    SECRET_PASSWORD_MAX = 1024, /* bytes */
    SECRET_PASSWORD_TEXT = 128, /* bytes of a hash with its NUL */
    SECRET_KEY = 32,            /* bytes of a key */
    SECRET_DIGEST = 32          /* bytes of a keyed hash */
};

/* Once per process, before anything else here.  QH_IO "secret.start". */
QH_MUST qh_status secret_start(struct qh_error *err);

/* QH_LIMIT "secret.length"; QH_IO "secret.memory". */
QH_MUST qh_status secret_password_hash(struct text password,
                                       char out[SECRET_PASSWORD_TEXT],
                                       struct qh_error *err);
/* hash NULL (an unknown login) costs the same time and is never right. */
bool secret_password_is_right(const char *hash, struct text password);

void secret_random(void *to, size_t n);
/* n random bytes as base64url. */
char *secret_token(struct arena *a, size_t n);

/* BLAKE2b-256 of the texts one after another, each preceded by its length, under a key.
 */
void secret_digest(const uint8_t key[SECRET_KEY], const struct text *parts, size_t n,
                   uint8_t out[SECRET_DIGEST]);
bool secret_equal(const void *a, const void *b, size_t n); /* in constant time */

/* base64url without padding. */
char *secret_base64(struct arena *a, const void *p, size_t n);
/* false unless the text is base64url of exactly n bytes. */
bool secret_from_base64(const char *s, void *to, size_t n);
