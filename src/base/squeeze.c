#include "base/squeeze.h"

#include "base/crypt.h"

#include <string.h>
#include <zlib.h>

/* Level 3: on traces of records a fifth larger than level 6, in less than half the time.
 */
enum { LEVEL = 3, DIGITS_MAX = 8 };

static const char MARK = 'z';

const char *squeeze_text(struct arena *a, const char *s)
{
    const size_t n = strlen(s);
    uLongf len = compressBound(n);
    const char *out;
    Bytef *bytes;

    if (n < SQUEEZE_LEAST || n > SQUEEZE_MOST)
        return s;
    bytes = arena_alloc(a, len, 1);
    if (compress2(bytes, &len, (const Bytef *)s, n, LEVEL) != Z_OK)
        return s;
    out = str_format(a, "%c%zu:%s", MARK, n, crypt_base64(a, bytes, len));
    return strlen(out) < n ? out : s;
}

/* The number before the colon; false where there is none. */
static bool read_size(const char *digits, size_t n, size_t *out)
{
    *out = 0;
    if (n < 1 || n > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return false;
        *out = *out * 10 + (size_t)(digits[i] - '0');
    }
    return true;
}

/* Exactly n bytes and no NUL among them; NULL where it is otherwise. */
static const char *unfold(struct arena *a, const char *base64, size_t n)
{
    const size_t chars = strlen(base64);
    const size_t len = chars / 4 * 3 + (chars % 4 ? chars % 4 - 1 : 0);
    Bytef *bytes = arena_alloc(a, len + 1, 1);
    char *text = arena_alloc(a, n + 1, 1);
    uLongf got = n;

    if (!crypt_from_base64((struct text){base64, chars}, bytes, len) ||
        uncompress((Bytef *)text, &got, bytes, len) != Z_OK || got != n ||
        memchr(text, 0, n))
        return NULL;
    return text;
}

qh_status squeeze_back(struct arena *a, const char *stored, const char **out,
                       struct qh_error *err)
{
    const char *colon = strchr(stored, ':');
    const char *text;
    size_t n = 0;

    if (*stored != MARK) {
        *out = stored;
        return QH_OK;
    }
    if (!colon || !read_size(stored + 1, (size_t)(colon - stored) - 1, &n))
        return qh_fail(err, QH_BUG, "squeeze.bytes", "", "%.20s", stored);
    if (n > SQUEEZE_MOST)
        return qh_fail(err, QH_LIMIT, "squeeze.size", "", "%zu bytes", n);
    text = unfold(a, colon + 1, n);
    if (!text)
        return qh_fail(err, QH_BUG, "squeeze.bytes", "", "%.20s", stored);
    *out = text;
    return QH_OK;
}
