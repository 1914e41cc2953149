/* session.h - who is signed in: tokens, their cache, and the check against forged
 * requests.
 *
 * A token is 256 random bits in the cookie qh_session; the table holds its keyed hash, so
 * that a stolen copy of the database signs nobody in.  The token of X-CSRF-Token follows
 * from it by the same key.  The key lies in the table setting (org '', name
 * 'session_key'), so that several processes on one database agree.
 *
 * What a session says is cached for SESSION_CACHE_MS: as long as that a changed right or
 * a sign-out in another process may still count.
 */
#pragma once

#include "base/crypt.h"
#include "domain/ctx.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    SESSION_CACHE_MS = 10 * 1000,
    SESSION_LIFE_MS = 12 * 3600 * 1000,
    SESSION_SETS = 256,
    SESSION_WAYS = 4
};

struct sessions;
struct store;

/* Loads or makes the key.  Ends by sessions_close(), which accepts NULL. */
QH_MUST qh_status sessions_open(struct store *store, struct sessions **out,
                                struct qh_error *err);
void sessions_close(struct sessions *s);

/* What the table keeps for a token, and the token for X-CSRF-Token.  The texts live in
 * the arena. */
const char *session_hash(const struct sessions *s, struct arena *a, const char *token);
const char *session_csrf(const struct sessions *s, struct arena *a, const char *token);
bool session_csrf_is_right(const struct sessions *s, const char *token, const char *csrf);

/* Fills c->org and c->actor for the token.  QH_LOGIN "auth.login": unknown, expired, or
 * the person has left; what the store answers. */
QH_MUST qh_status session_find(struct sessions *s, struct ctx *c, const char *token);
/* Drops the token from the cache of this process. */
void session_forget(struct sessions *s, const char *token);
