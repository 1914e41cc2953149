/* share.h - a thread that tells the other processes of a PostgreSQL how far long work of
 * this one is, and stops what was cancelled there (http/progress_shared.h).
 */
#pragma once

#include "base/status.h"

struct env;
struct share;

/* On SQLite nothing is started and *out stays NULL.  The keys of worker_start(). */
QH_MUST qh_status share_start(const struct env *env, struct share **out,
                              struct qh_error *err);
/* NULL is fine. */
void share_stop(struct share *s);
