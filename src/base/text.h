/* text.h - bytes with a length, checks of UTF-8, and a growing buffer.
 *
 * Bytes from outside are struct text until they are checked as UTF-8 without NUL; only
 * then may they be const char *.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct text {
    const char *p;
    size_t len;
};

/* A literal as text. */
#define TEXT(s) ((struct text){.p = ("" s), .len = sizeof(s) - 1})

struct text text_of(const char *s); /* s may be NULL: empty */
bool text_equal(struct text a, struct text b);
bool text_is(struct text a, const char *s);
bool text_starts(struct text a, struct text prefix);
/* NULL-safe comparison of strings. */
bool str_equal(const char *a, const char *b);
/* NULL, or nothing but white space. */
bool str_is_blank(const char *s);

/* Copies with a NUL after it. */
char *text_copy(struct arena *a, struct text t);
char *str_copy(struct arena *a, const char *s);
char *str_format(struct arena *a, const char *fmt, ...) QH_PRINTF(2, 3);

/* Well-formed UTF-8 (no surrogates, nothing overlong, at most U+10FFFF) without NUL. */
bool text_is_utf8(struct text t);
/* Length in bytes (1 to 4) of the well-formed sequence at the start of t; 0 if there is
 * none. */
size_t text_sequence(struct text t);
/* Number of code points of well-formed UTF-8. */
size_t text_chars(struct text t);
/* Decodes the code point at *pos (which must lie inside well-formed UTF-8) and moves on.
 */
uint32_t text_next(struct text t, size_t *pos);
/* White space (ASCII and U+3000) cut from both ends. */
struct text text_trim(struct text t);
/* What people type into a number box, made plain: full-width digits, signs and points to
 * ASCII, white space cut off, one comma that stands for a decimal point ("0,05") to a
 * point.  A comma before exactly three digits with another digit before it ("1,000") is
 * ambiguous and stays, so that the number reader refuses it. */
char *text_plain_number(struct arena *a, struct text t);

/* A buffer that grows in its arena. */
struct buf {
    struct arena *arena;
    char *p;
    size_t len;
    size_t cap;
};

void buf_init(struct buf *b, struct arena *a);
/* Makes room for `more` bytes (and a NUL) and returns where they go; the caller writes
 * there and adds what it wrote to b->len. */
char *buf_room(struct buf *b, size_t more);
void buf_add(struct buf *b, struct text t);
void buf_add_str(struct buf *b, const char *s);
void buf_add_char(struct buf *b, char c);
void buf_add_utf8(struct buf *b, uint32_t code);
void buf_add_int(struct buf *b, int64_t v);
void buf_add_format(struct buf *b, const char *fmt, ...) QH_PRINTF(2, 3);
/* The contents with a NUL after them; they live as long as the arena. */
char *buf_str(struct buf *b);
struct text buf_text(const struct buf *b);
