/* squeeze.h - long texts that we wrote ourselves, stored in fewer characters.
 *
 * A stored text is either the text itself or "z", the number of its bytes, ":" and its
 * zlib stream (RFC 1950, with a checksum) as base64url.  No JSON begins with a "z", so
 * JSON that was stored before is read as it is, and a text column stays a text column on
 * both engines.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* Below this a text stays as it is; no text unfolds to more than that. */
enum { SQUEEZE_LEAST = 1024, SQUEEZE_MOST = 32 * 1024 * 1024 };

/* s, which does not begin with "z", in its stored form; s itself where nothing is gained.
 */
const char *squeeze_text(struct arena *a, const char *s);
/* The text of a stored form, in the arena or `stored` itself.  QH_LIMIT "squeeze.size"
 * over SQUEEZE_MOST; QH_BUG "squeeze.bytes" for what squeeze_text() did not write. */
QH_MUST qh_status squeeze_back(struct arena *a, const char *stored, const char **out,
                               struct qh_error *err);
