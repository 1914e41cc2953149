/* qr.h - QR codes (ISO/IEC 18004), error correction level M.
 *
 * For papers as modules, for stickers and web pages as an SVG text.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

enum { QR_QUIET = 4, QR_TEXT_MAX = 500 }; /* modules of quiet zone; bytes of text */

struct qr {
    int size;                    /* modules a side, without the quiet zone */
    const unsigned char *module; /* size * size, 1: dark; in the arena */
};

/* QH_LIMIT "qr.size" past QR_TEXT_MAX bytes; QH_INVALID "qr.empty"; QH_IO "qr.encode". */
QH_MUST qh_status qr_encode(struct arena *a, const char *text, struct qr *out,
                            struct qh_error *err);

/* A whole SVG document with viewBox in modules, quiet zone included, white ground; it
 * scales to its container.  title: read by screen readers; NULL for none. */
char *qr_svg(struct arena *a, const struct qr *qr, const char *title);
