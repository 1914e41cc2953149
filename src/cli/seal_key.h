/* seal_key.h - the file whose contents seal secrets at rest (struct app, seal_key).
 *
 * Whoever has the database but not this file reads no password and no signing key of a
 * message channel.  It protects a copy or a backup that is kept without it, not a machine
 * that somebody has taken over whole.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"

struct app; /* domain/app.h */

/* Puts a copy of *app in its place that has the key made of the contents of `file`,
 * whatever they are, of at least 32 bytes.  Without a name (NULL) an SQLite database has
 * its key beside it, in PATH.key, which is made (random, mode 0600) when it is not there;
 * a PostgreSQL has none, and *app stays as it is, because its servers may run on several
 * machines.  QH_INVALID "seal.file" (too short); the keys of file_read() and
 * file_make(). */
QH_MUST qh_status seal_key_add(struct arena *a, const char *file, const char *db_url,
                               const struct app **app, struct qh_error *err);
