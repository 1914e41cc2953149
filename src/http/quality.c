#include "http/quality.h"

#include <string.h>

int quality_of(const char *p, size_t n)
{
    const char *q = memchr(p, ';', n);
    int v = 0;
    int unit = 1000;

    if (!q)
        return 1000;
    q = strstr(q, "q=");
    if (!q || q >= p + n)
        return 1000;
    for (q += 2; q < p + n && unit; q++) {
        if (*q == '.')
            continue;
        if (*q < '0' || *q > '9')
            break;
        v += (*q - '0') * unit;
        unit /= 10;
    }
    return v;
}
