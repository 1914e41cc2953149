/* json_inner.h - what the reader and the writer of JSON share; for base/json*.c only. */
#pragma once

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
