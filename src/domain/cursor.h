/* cursor.h - the place in a list where its next page begins.
 *
 * A cursor is the sort values of the last row of a page, joined by '|'; it is opaque to
 * clients.  None of the values we sort by can hold a '|'.
 */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LIST_LIMIT_DEFAULT = 20, LIST_LIMIT_MAX = 100 };

/* Splits into exactly n parts; false if there are more or fewer. */
bool cursor_split(struct arena *a, const char *cursor, const char **out_parts, size_t n);
/* A whole number of at most 18 digits with an optional minus. */
bool cursor_int(const char *part, int64_t *out);
