/* notify_secret.h - passwords and signing keys of message channels.
 *
 * With a seal key (struct app) they are sealed at rest, each for its own channel: who
 * reads the database or a backup of it without the key's file reads none of them.
 */
#pragma once

#include "domain/ctx.h"

QH_MUST qh_status notify_secret_put(struct ctx *c, const char *endpoint_id,
                                    const char *secret);
/* "" if there is none.  QH_CONFLICT "endpoint.sealed": it was sealed, and this process
 * has not the key that opens it. */
QH_MUST qh_status notify_secret_find(struct ctx *c, const char *endpoint_id,
                                     const char **out);

/* How the secret of a channel lies in the database. */
enum notify_secret_state {
    NOTIFY_SECRET_NONE,
    NOTIFY_SECRET_PLAIN,
    NOTIFY_SECRET_SEALED,
    NOTIFY_SECRET_LOCKED /* sealed by a key that this process has not */
};
extern const char *const NOTIFY_SECRET_STATES[]; /* by the enum; NULL at the end */

QH_MUST qh_status notify_secret_state(struct ctx *c, const char *endpoint_id,
                                      enum notify_secret_state *out);
/* Seals what was written before there was a key; *out_n: how many.  Without a key nothing
 * happens. */
QH_MUST qh_status notify_secret_seal_old(struct ctx *c, int64_t *out_n);
