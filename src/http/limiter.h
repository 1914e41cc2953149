/* limiter.h - how often something may be tried: fixed windows in a bounded table.
 *
 * A name (login and address, or an address) has a number of tries in a window of time.
 * The table has LIMITER_SETS sets of LIMITER_WAYS; where a set is full the window that
 * ends first makes room, so memory stays the same under any load.
 */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LIMITER_SETS = 512, LIMITER_WAYS = 4 };

struct limiter;

struct limit {
    int tries;
    int64_t window_ms;
};

/* Ends by limiter_close(), which accepts NULL. */
struct limiter *limiter_open(void);
void limiter_close(struct limiter *l);

/* Counts one try of the name.  0, or the ms until it may be tried again. */
int64_t limiter_try(struct limiter *l, const struct text *name, size_t n,
                    struct limit limit, int64_t now_ms);
/* Takes `tries` back (as many as there are): the last ones were legitimate. */
void limiter_forgive(struct limiter *l, const struct text *name, size_t n, int tries);
