#include "document/qr.h"

#include <qrencode.h>
#include <string.h>

qh_status qr_encode(struct arena *a, const char *text, struct qr *out,
                    struct qh_error *err)
{
    size_t n = text ? strlen(text) : 0;
    unsigned char *module;
    QRcode *code;

    if (n == 0)
        return qh_fail(err, QH_INVALID, "qr.empty", "", "no text");
    if (n > QR_TEXT_MAX)
        return qh_fail(err, QH_LIMIT, "qr.size", "", "%zu bytes", n);
    code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code)
        return qh_fail(err, QH_IO, "qr.encode", "", "%zu bytes", n);
    module = ARENA_ARRAY(a, (size_t)code->width * (size_t)code->width, unsigned char);
    for (int i = 0; i < code->width * code->width; i++)
        module[i] = code->data[i] & 1;
    *out = (struct qr){.size = code->width, .module = module};
    QRcode_free(code);
    return QH_OK;
}

static void add_escaped(struct buf *b, const char *s)
{
    for (; *s; s++) {
        if (*s == '&')
            buf_add_str(b, "&amp;");
        else if (*s == '<')
            buf_add_str(b, "&lt;");
        else
            buf_add_char(b, *s);
    }
}

/* Dark runs of a row as "M x y h n v 1 h -n z". */
static void add_row(struct buf *b, const struct qr *qr, int row)
{
    const unsigned char *m = qr->module + (size_t)row * (size_t)qr->size;

    for (int from = 0, to; from < qr->size; from = to + 1) {
        for (to = from; to < qr->size && m[to]; to++)
            ;
        if (to > from)
            buf_add_format(b, "M%d %dh%dv1h-%dz", from + QR_QUIET, row + QR_QUIET,
                           to - from, to - from);
    }
}

char *qr_svg(struct arena *a, const struct qr *qr, const char *title)
{
    int side = qr->size + 2 * QR_QUIET;
    struct buf b;

    buf_init(&b, a);
    buf_add_format(&b,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                   "shape-rendering=\"crispEdges\" role=\"img\">",
                   side, side);
    if (title) {
        buf_add_str(&b, "<title>");
        add_escaped(&b, title);
        buf_add_str(&b, "</title>");
    }
    buf_add_format(&b, "<path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/><path d=\"", side,
                   side, side);
    for (int row = 0; row < qr->size; row++)
        add_row(&b, qr, row);
    buf_add_str(&b, "\"/></svg>\n");
    return buf_str(&b);
}
