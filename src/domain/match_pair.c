#include "domain/match_pair.h"

#include <stdlib.h>

/* Lower case, full-width forms made plain. */
static uint32_t plain(uint32_t code)
{
    if (code >= 0xFF01 && code <= 0xFF5E)
        code -= 0xFEE0;
    return code >= 'A' && code <= 'Z' ? code + 32 : code;
}

bool pair_is_latin(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
}

static bool is_han(uint32_t code)
{
    return code >= 0x4E00 && code <= 0x9FFF;
}

struct text pair_normalise(struct arena *a, struct text t)
{
    struct buf b;
    size_t pos = 0;

    buf_init(&b, a);
    while (pos < t.len)
        buf_add_utf8(&b, plain(text_next(t, &pos)));
    (void)buf_str(&b);
    return buf_text(&b);
}

size_t pair_read(struct text t, pair_id *out, size_t most)
{
    uint32_t before = 0; /* the Han character just read */
    bool alone = false;  /* it stands in no pair_id yet */
    pair_id run = 0;     /* of ASCII characters, hashed */
    size_t n = 0;
    size_t pos = 0;

    while (pos <= t.len && n + 2 < most) {
        const uint32_t code = pos < t.len ? text_next(t, &pos) : 0;

        if (pair_is_latin(code)) {
            run = (run ? run : 1469598103934665603U) * 1099511628211U ^ code;
        } else if (run) {
            out[n++] = run | (pair_id)1 << 63;
            run = 0;
        }
        if (before && is_han(code))
            out[n++] = (pair_id)before << 32 | code;
        else if (before && alone)
            out[n++] = before;
        alone = is_han(code) && !before;
        before = is_han(code) ? code : 0;
        if (code == 0)
            break;
    }
    return n;
}

int pair_compare(const void *a, const void *b)
{
    const pair_id x = *(const pair_id *)a;
    const pair_id y = *(const pair_id *)b;

    return (x > y) - (x < y);
}

size_t pair_sort(pair_id *p, size_t n)
{
    size_t kept = 0;

    qsort(p, n, sizeof *p, pair_compare);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || p[i] != p[i - 1])
            p[kept++] = p[i];
    return kept;
}

bool pair_is_in(const pair_id *p, size_t n, pair_id x)
{
    return bsearch(&x, p, n, sizeof *p, pair_compare) != NULL;
}
