#include "http/guard.h"

#include <microhttpd.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* Names that may come once only: those that frame the message and those we act upon. */
static const char *const ONCE[] = {
    "Host",         "Content-Length", "Transfer-Encoding",
    "Content-Type", "Origin",         "Idempotency-Key",
    "X-CSRF-Token", "Sec-Fetch-Site", "If-None-Match",
};
enum { HOST, CONTENT_LENGTH, TRANSFER_ENCODING, N_ONCE = 9 };
_Static_assert(LEN(ONCE) == N_ONCE, "a counter for each name");

struct seen {
    int count[N_ONCE];
    const char *why; /* NULL: all is well so far */
};

/* token = 1*tchar [RFC 9110, 5.6.2] */
static bool is_token(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c <= ' ' || c >= 0x7F || strchr("\"(),/:;<=>?@[\\]{}", c))
            return false;
    }
    return n > 0;
}

static bool is_chunked(const char *value, size_t n)
{
    return n == 7 && strncasecmp(value, "chunked", 7) == 0;
}

static enum MHD_Result look(void *cls, enum MHD_ValueKind kind, const char *name,
                            size_t name_len, const char *value, size_t value_len)
{
    struct seen *s = cls;

    (void)kind;
    if (!is_token(name, name_len))
        s->why = "name of a header";
    if (value && memchr(value, 0, value_len))
        s->why = "NUL in a header";
    for (size_t i = 0; i < N_ONCE; i++)
        if (strlen(ONCE[i]) == name_len && strncasecmp(ONCE[i], name, name_len) == 0 &&
            ++s->count[i] > 1)
            s->why = "a header came twice";
    if (strcasecmp(name, ONCE[TRANSFER_ENCODING]) == 0 &&
        !(value && is_chunked(value, value_len)))
        s->why = "transfer coding";
    return MHD_YES;
}

qh_status guard_check(struct MHD_Connection *c, const char *version, struct qh_error *err)
{
    struct seen s = {0};

    (void)MHD_get_connection_values_n(c, MHD_HEADER_KIND, look, &s);
    if (!s.why && s.count[CONTENT_LENGTH] && s.count[TRANSFER_ENCODING])
        s.why = "a length beside a transfer coding";
    if (!s.why && !s.count[HOST] && strcmp(version, "HTTP/1.1") == 0)
        s.why = "no host";
    if (!s.why)
        return QH_OK;
    return qh_fail(err, QH_INVALID, "http.headers", "", "%s", s.why);
}
