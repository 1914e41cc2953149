/* list.h - the length of a page of a list. */
#pragma once

#include <stdint.h>

enum { LIST_MAX = 100, LIST_USUAL = 20 };

/* The `limit` of the query, or the usual length if it was not given. */
static inline int64_t list_limit(int64_t given)
{
    return given > 0 ? given : LIST_USUAL;
}
