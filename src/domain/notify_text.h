/* notify_text.h - the wording of an event, from data/locales/notices.<lang>.json.
 *
 * A text has the places {label}, {about} and {due}; a part in square brackets is left out
 * where a place in it is empty: "Visit on {label}[ at {about}]".
 */
#pragma once

#include "domain/ctx.h"

struct json;

struct notify_words {
    const char *label;
    const char *about;
    const char *due_day; /* or NULL */
};

/* The places filled in; other text in braces or brackets without an end stays as it is.
 */
const char *notify_fill(struct arena *a, const char *text, const struct notify_words *w);

/* One line that says what happened.  words: phrase_load(c, "notices", language). */
const char *notify_title(struct ctx *c, const struct json *words, const char *kind,
                         const struct notify_words *w);
