/* embedded.c - search in the table of embedded files, which stands in the order of paths
 * compared as bytes (tools/embed.py sorts it so). */
#include "base/embedded.h"

#include <string.h>

/* Index of the first path >= key. */
static size_t lower_bound(const char *key)
{
    size_t low = 0;
    size_t high = EMBEDDED_COUNT;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(EMBEDDED[mid].path, key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const struct embedded_file *embedded_find(const char *path)
{
    size_t i = lower_bound(path);

    if (i == EMBEDDED_COUNT || strcmp(EMBEDDED[i].path, path) != 0)
        return NULL;
    return &EMBEDDED[i];
}

struct text embedded_text(const struct embedded_file *f)
{
    return (struct text){.p = (const char *)f->plain.data, .len = f->plain.len};
}

const struct embedded_file *embedded_below(const char *prefix, size_t *out_count)
{
    size_t len = strlen(prefix);
    size_t first = lower_bound(prefix);
    size_t end = first;

    while (end < EMBEDDED_COUNT && strncmp(EMBEDDED[end].path, prefix, len) == 0)
        end++;
    *out_count = end - first;
    return end > first ? &EMBEDDED[first] : NULL;
}
