/* wording.h - what an error key says to people, in Chinese and English.
 *
 * Read once at the start out of data/locales/errors.zh-CN.json and errors.en.json, flat
 * objects of key and text.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"

struct wording;

/* Lives as long as the arena.  QH_NOT_FOUND "wording.file"; the keys of json_parse(). */
QH_MUST qh_status wording_load(struct arena *a, const struct wording **out,
                               struct qh_error *err);
/* lang: "zh-CN" or "en".  NULL if there is no text for the key. */
const char *wording_of(const struct wording *w, const char *lang, const char *key);
/* "zh-CN" or "en" by an Accept-Language header, which may be NULL [RFC 9110, 12.5.4]. */
const char *wording_choose(const char *accept);
