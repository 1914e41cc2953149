/* titles.h - what an error key says to people, in Chinese and English.
 *
 * Read once at the start out of data/locales/errors.zh-CN.json and errors.en.json, flat
 * objects of key and text.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"

struct titles;

/* Lives as long as the arena.  QH_NOT_FOUND "titles.file"; the keys of json_parse(). */
QH_MUST qh_status titles_load(struct arena *a, const struct titles **out,
                              struct qh_error *err);
/* lang: "zh-CN" or "en".  NULL if there is no text for the key. */
const char *titles_of(const struct titles *w, const char *lang, const char *key);
/* "zh-CN" or "en" by an Accept-Language header, which may be NULL [RFC 9110, 12.5.4]. */
const char *titles_choose(const char *accept);
