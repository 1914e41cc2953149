/* phrase.h - printed words of the domain's papers, from data/locales.
 *
 * A file is a flat JSON object key -> text, linked into the binary.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

/* The words of data/locales/<area>.<lang>.json.  QH_BUG "phrase.file". */
QH_MUST qh_status phrase_load(struct ctx *c, const char *area, const char *lang,
                              const struct json **out);
/* The text of a key; the key itself if it is missing, so that a gap is seen. */
const char *phrase(const struct json *words, const char *key);
/* The first key that begins with prefix and whose text is this one; NULL: none. */
const char *phrase_key(const struct json *words, const char *prefix, const char *text);
/* The text of "<prefix>.<name>". */
const char *phrase_of(struct ctx *c, const struct json *words, const char *prefix,
                      const char *name);
