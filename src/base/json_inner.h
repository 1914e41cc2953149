/* json_inner.h - what the reader and the writer of JSON share; for base/json*.c only. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* The byte eight times. */
static inline uint64_t json_each(unsigned char byte)
{
    return (uint64_t)0x0101010101010101U * byte;
}

/* Nonzero if one of the eight bytes of w may not stand for itself in a string without a
 * closer look: a control, a quote, a backslash or a byte that is not ASCII.  A borrow
 * passes from a byte to its neighbour only where the byte itself is such a one. */
static inline uint64_t json_has_special(uint64_t w)
{
    uint64_t quote = w ^ json_each('"');
    uint64_t slash = w ^ json_each('\\');

    return ((w - json_each(0x20)) | (quote - json_each(1)) | (slash - json_each(1)) | w) &
           json_each(0x80);
}

static inline bool json_is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Length of the well-formed UTF-8 sequence at p, 0 if there is none: text_sequence() with
 * a short way for three bytes, which nearly all Chinese characters have. */
static inline size_t json_sequence(const char *p, const char *end)
{
    const unsigned char *u = (const unsigned char *)p;

    if (end - p >= 3 && u[0] >= 0xE1 && u[0] <= 0xEC && (u[1] & 0xC0) == 0x80 &&
        (u[2] & 0xC0) == 0x80)
        return 3;
    return text_sequence((struct text){p, (size_t)(end - p)});
}
