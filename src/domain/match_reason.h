/* match_reason.h - the words of a text on which a code's score rests. */
#pragma once

#include "domain/match_model.h"

struct reason {
    const char *key;   /* "match.words" | "match.sounds" | "match.parts" |
                          "match.learned"; NULL: there is no reason */
    const char *words; /* joined by the enumeration comma, weightiest first; a misspelt
                          word with the right one behind it in brackets */
};

/* At most `most` words. */
struct reason reason_find(const struct model *m, const struct lesson_source *s,
                          struct arena *a, const struct reading *r, size_t code,
                          size_t most);
