#include "domain/cursor.h"

#include "base/text.h"

#include <string.h>

bool cursor_split(struct arena *a, const char *cursor, const char **out_parts, size_t n)
{
    char *rest = str_copy(a, cursor);

    for (size_t i = 0; i < n; i++) {
        char *bar = strchr(rest, '|');

        if ((bar != NULL) != (i + 1 < n))
            return false;
        out_parts[i] = rest;
        if (bar) {
            *bar = '\0';
            rest = bar + 1;
        }
    }
    return true;
}

bool cursor_int(const char *part, int64_t *out)
{
    const bool negative = part[0] == '-';
    const char *p = part + (negative ? 1 : 0);
    const size_t n = strlen(p);
    int64_t v = 0;

    if (n == 0 || n > 18)
        return false;
    for (; *p; p++) {
        if (*p < '0' || *p > '9')
            return false;
        v = v * 10 + (*p - '0');
    }
    *out = negative ? -v : v;
    return true;
}
