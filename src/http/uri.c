#include "http/uri.h"

#include <string.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* NULL if an escape is cut short or the result is not printable UTF-8. */
static char *decode(struct arena *a, struct text t, bool plus_is_blank)
{
    char *out = arena_alloc(a, t.len + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < t.len; i++) {
        char c = t.p[i];

        if (c == '%') {
            int hi = i + 2 < t.len ? hex_value(t.p[i + 1]) : -1;
            int lo = i + 2 < t.len ? hex_value(t.p[i + 2]) : -1;

            if (hi < 0 || lo < 0)
                return NULL;
            c = (char)(hi * 16 + lo);
            i += 2;
        } else if (c == '+' && plus_is_blank) {
            c = ' ';
        }
        if ((unsigned char)c < 0x20 || c == 0x7F)
            return NULL;
        out[n++] = c;
    }
    return text_is_utf8((struct text){out, n}) ? out : NULL;
}

static struct text cut(struct text *rest, char at)
{
    const char *p = rest->len ? memchr(rest->p, at, rest->len) : NULL;
    struct text head = *rest;

    if (!p) {
        *rest = (struct text){rest->p + rest->len, 0};
        return head;
    }
    head.len = (size_t)(p - rest->p);
    *rest = (struct text){p + 1, rest->len - head.len - 1};
    return head;
}

static qh_status read_query(struct arena *a, struct text rest, struct req *rq,
                            struct qh_error *err)
{
    while (rest.len) {
        struct text value = cut(&rest, '&');
        struct text name = cut(&value, '=');
        struct req_pair *pair = &rq->query[rq->n_query];

        if (!name.len && !value.len)
            continue;
        if (rq->n_query == QUERY_MAX)
            return qh_fail(err, QH_LIMIT, "http.query", "", "over %d values", QUERY_MAX);
        pair->name = decode(a, name, true);
        pair->value = decode(a, value, true);
        if (!pair->name || !pair->value)
            return qh_fail(err, QH_INVALID, "http.address", "", "query");
        rq->n_query++;
    }
    return QH_OK;
}

qh_status uri_read(struct arena *a, struct text raw, struct req *rq, struct qh_error *err)
{
    struct text rest = raw;
    struct text path = cut(&rest, '?');

    rq->path = "";
    if (!path.len || path.p[0] != '/')
        return qh_fail(err, QH_INVALID, "http.address", "", "no path");
    rq->path = decode(a, path, false);
    if (!rq->path) {
        rq->path = "";
        return qh_fail(err, QH_INVALID, "http.address", "", "path");
    }
    return read_query(a, rest, rq, err);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~", c));
}

char *uri_escape(struct arena *a, struct text t)
{
    static const char HEX[] = "0123456789ABCDEF";
    char *out = arena_alloc(a, t.len * 3 + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.p[i];

        if (is_unreserved(t.p[i])) {
            out[n++] = t.p[i];
            continue;
        }
        out[n++] = '%';
        out[n++] = HEX[c >> 4];
        out[n++] = HEX[c & 15];
    }
    return out;
}
