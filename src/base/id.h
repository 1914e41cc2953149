/* id.h - ids of our rows: 26 characters of Crockford's base 32, as in the ULID
 * specification.
 *
 * The first 10 characters are the time in ms, the other 16 are 80 random bits; so ids of
 * different ms sort by time, and ids are made by any process without asking the store.
 * Ids of the same ms come in no order.
 */
#pragma once

#include "base/rand.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { ID_LEN = 26 };

/* now_ms: ms since 1970, 0 <= now_ms < 2^48; out gets a NUL after the 26 characters. */
void id_make(int64_t now_ms, struct rand *r, char out[ID_LEN + 1]);
/* 26 characters of 0-9 A-Z without I, L, O, U, the first at most '7'; upper case only. */
bool id_is_valid(struct text t);
