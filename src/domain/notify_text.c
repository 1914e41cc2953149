#include "domain/notify_text.h"

#include "base/text.h"
#include "domain/phrase.h"

#include <string.h>

/* The value of the place that begins at p ("{label}"), its length in *out_n; NULL if it
 * is none of ours. */
static const char *place_at(const char *p, const struct notify_words *w, size_t *out_n)
{
    const struct place {
        const char *name;
        const char *value;
    } places[] = {{"{label}", w->label}, {"{about}", w->about}, {"{due}", w->due_day}};

    for (size_t i = 0; i < LEN(places); i++) {
        *out_n = strlen(places[i].name);
        if (strncmp(p, places[i].name, *out_n) == 0)
            return places[i].value ? places[i].value : "";
    }
    return NULL;
}

/* True if a place within the n bytes is empty. */
static bool lacks(const char *p, size_t n, const struct notify_words *w)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = 0;
        const char *value = p[i] == '{' ? place_at(p + i, w, &len) : NULL;

        if (value && !*value)
            return true;
    }
    return false;
}

static void fill(struct buf *b, const char *p, size_t n, const struct notify_words *w)
{
    for (size_t i = 0; i < n;) {
        size_t len = 0;
        const char *value = p[i] == '{' ? place_at(p + i, w, &len) : NULL;
        const char *end = p[i] == '[' ? memchr(p + i, ']', n - i) : NULL;

        if (value) {
            buf_add_str(b, value);
            i += len;
        } else if (end) {
            const size_t part = (size_t)(end - p) - i - 1;

            if (!lacks(p + i + 1, part, w))
                fill(b, p + i + 1, part, w);
            i += part + 2;
        } else {
            buf_add_char(b, p[i]);
            i++;
        }
    }
}

const char *notify_fill(struct arena *a, const char *text, const struct notify_words *w)
{
    struct buf b;

    buf_init(&b, a);
    fill(&b, text, strlen(text), w);
    return buf_str(&b);
}

const char *notify_title(struct ctx *c, const struct json *words, const char *kind,
                         const struct notify_words *w)
{
    return notify_fill(c->arena, phrase(words, kind), w);
}
