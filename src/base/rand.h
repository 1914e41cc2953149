/* rand.h - deterministic random numbers from a seed of 64 bits.
 *
 * xoshiro256** 1.0 of Blackman and Vigna, its state filled by splitmix64: the same seed
 * gives the same numbers on every machine and in every release (the demo world and tests
 * rest on that).  Good for simulation, not for secrets: those come from base/crypt.h.
 */
#pragma once

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

struct rand {
    uint64_t s[4];
};

struct rand rand_seed(uint64_t seed);
/* An independent stream for a purpose: rand_stream(seed, "demand").  One more draw in one
 * stream changes nothing in the others. */
struct rand rand_stream(uint64_t seed, const char *name);
/* Seeded by the system's entropy.  QH_IO "rand.system". */
QH_MUST qh_status rand_from_system(struct rand *out, struct qh_error *err);

uint64_t rand_u64(struct rand *r);
/* 0 <= result < n without bias; n > 0. */
uint64_t rand_below(struct rand *r, uint64_t n);
/* lo <= result <= hi without bias; lo <= hi. */
int64_t rand_between(struct rand *r, int64_t lo, int64_t hi);
void rand_bytes(struct rand *r, void *out, size_t n);
