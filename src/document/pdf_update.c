/* cairo 1.16 writes the structure of a tagged PDF but not the mark that says so, nor the
 * language.  An incremental update (ISO 32000-1, 7.5.6) appends a new catalogue: the
 * bytes before it stay as they are. */
#include "document/pdf_update.h"

#include <stdlib.h>
#include <string.h>

static const char *last_of(struct text t, const char *what)
{
    size_t n = strlen(what);

    for (size_t i = t.len >= n ? t.len - n + 1 : 0; i-- > 0;)
        if (memcmp(t.p + i, what, n) == 0)
            return t.p + i;
    return NULL;
}

/* The bytes from `from` to the next `end`. */
static struct text until(struct text whole, const char *from, const char *end)
{
    const char *stop = whole.p + whole.len;
    const char *p = from;
    size_t n = strlen(end);

    while (p + n <= stop && memcmp(p, end, n) != 0)
        p++;
    return (struct text){from, (size_t)(p - from)};
}

static long number_after(struct text t, const char *key)
{
    const char *p = last_of(t, key);

    return p ? strtol(p + strlen(key), NULL, 10) : -1;
}

qh_status pdf_add_to_catalogue(struct arena *a, struct text pdf, const char *entries,
                               struct text *out, struct qh_error *err)
{
    const char *trailer = last_of(pdf, "trailer");
    long root, start, size, info;
    struct text body;
    struct buf b;
    size_t object, table;
    const char *at;

    if (!trailer)
        return qh_fail(err, QH_BUG, "pdf.trailer", "", "none");
    body = (struct text){trailer, pdf.len - (size_t)(trailer - pdf.p)};
    root = number_after(body, "/Root ");
    size = number_after(body, "/Size ");
    info = number_after(body, "/Info ");
    start = number_after(body, "startxref");
    at = last_of(pdf, str_format(a, "\n%ld 0 obj", root));
    if (root < 0 || size < 0 || info < 0 || start < 0 || !at)
        return qh_fail(err, QH_BUG, "pdf.trailer", "", "root %ld size %ld", root, size);
    body = until(pdf, at + 1, "\n>>");
    buf_init(&b, a);
    buf_add(&b, pdf);
    object = b.len;
    buf_add(&b, body);
    buf_add_format(&b, "\n   %s\n>>\nendobj\n", entries);
    table = b.len;
    buf_add_format(
        &b,
        "xref\n%ld 1\n%010zu 00000 n \ntrailer\n<< /Size %ld\n   /Root %ld 0 R\n"
        "   /Info %ld 0 R\n   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n",
        root, object, size, root, info, start, table);
    (void)buf_str(&b);
    *out = buf_text(&b);
    return QH_OK;
}
