/* text_fuzz.c - UTF-8 check, code points and the plain form of typed numbers. */
#include "target.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Decoding moves on by whole code points, and encoding them again gives the same bytes.
 */
static void check_round_trip(struct arena *a, struct text t)
{
    struct buf b;
    size_t pos = 0;
    size_t chars = 0;

    buf_init(&b, a);
    while (pos < t.len) {
        buf_add_utf8(&b, text_next(t, &pos));
        chars++;
    }
    require(pos == t.len);
    require(chars == text_chars(t));
    require(text_equal(buf_text(&b), t));
}

/* What is plain already stays as it is. */
static void check_plain_number(struct arena *a, struct text t)
{
    const char *once = text_plain_number(a, t);
    const char *twice = text_plain_number(a, text_of(once));

    require(strcmp(once, twice) == 0);
    require(text_is_utf8(text_of(once)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text t = {.p = (const char *)data, .len = size};
    struct arena a;

    if (!text_is_utf8(t))
        return 0;
    arena_init(&a, 1U << 26);
    check_round_trip(&a, t);
    check_plain_number(&a, text_trim(t));
    arena_done(&a);
    return 0;
}
