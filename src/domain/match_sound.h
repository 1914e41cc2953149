/* match_sound.h - which characters sound alike, for typos of those who type by sound.
 *
 * Readings without tones (data/matching/pinyin.csv, from the Unihan database).  What
 * speakers of the south and speech recognisers mix up counts as one: zh and z, ch and c,
 * sh and s, -ing and -in, -eng and -en, l and n.
 */
#pragma once

#include "base/status.h"
#include "base/text.h"

enum { SOUNDS_MAX = 512, SOUNDS_OF_ONE = 3 };

struct sounds;

/* The keys of match_read_csv(). */
QH_MUST qh_status sounds_load(struct arena *a, const struct sounds **out,
                              struct qh_error *err);
/* The sounds (1 to SOUNDS_MAX - 1) of a character, SOUNDS_OF_ONE places filled up with 0;
 * NULL if it has none. */
const uint16_t *sounds_of(const struct sounds *s, uint32_t code);
bool sounds_alike(const struct sounds *s, uint32_t a, uint32_t b);
