/* place.h - where in a document something stands: "tests[2].limit.steps[0].le_key". */
#pragma once

#include "base/json.h"

/* Path of the node with this very text (by address), "" if there is none. */
const char *place_of_text(struct arena *a, const struct json *doc, const char *text);
/* Path of the first expression or reference in which a name stands, "" if none does. */
const char *place_of_name(struct arena *a, const struct json *doc, struct text name);
/* Are members of this name words for people, which hold no expressions? */
bool place_is_wording(struct text key);
/* The line, from 1, of a path in the text of its document; of the deepest part of it that
 * is there.  The text must be a document that json_parse() takes. */
int place_line(struct text file, const char *path);
