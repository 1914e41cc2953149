/* D. Blackman, S. Vigna: Scrambled linear pseudorandom number generators, 2021
 * (xoshiro256** 1.0 and splitmix64); D. Lemire: Fast random integer generation in an
 * interval, 2019 (rand_below). */
#include "base/rand.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static uint64_t splitmix(uint64_t *x)
{
    uint64_t z = (*x += 0x9E3779B97F4A7C15U);

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

struct rand rand_seed(uint64_t seed)
{
    struct rand r;

    for (size_t i = 0; i < LEN(r.s); i++)
        r.s[i] = splitmix(&seed);
    return r;
}

struct rand rand_stream(uint64_t seed, const char *name)
{
    uint64_t h = splitmix(&seed);

    for (; *name; name++) {
        h ^= (unsigned char)*name;
        h = splitmix(&h);
    }
    return rand_seed(h);
}

qh_status rand_from_system(struct rand *out, struct qh_error *err)
{
    uint64_t seed[4];

    if (getentropy(seed, sizeof seed))
        return qh_fail(err, QH_IO, "rand.system", "", "getentropy: errno %d", errno);
    memcpy(out->s, seed, sizeof seed);
    out->s[0] |= 1; /* a state of zeros would stay zero */
    return QH_OK;
}

static uint64_t rotate(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

uint64_t rand_u64(struct rand *r)
{
    uint64_t *s = r->s;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

uint64_t rand_below(struct rand *r, uint64_t n)
{
    qh_u128 product = (qh_u128)rand_u64(r) * n;

    assert(n);
    if ((uint64_t)product < n) {
        uint64_t least = -n % n;

        while ((uint64_t)product < least)
            product = (qh_u128)rand_u64(r) * n;
    }
    return (uint64_t)(product >> 64);
}

int64_t rand_between(struct rand *r, int64_t lo, int64_t hi)
{
    uint64_t span = (uint64_t)hi - (uint64_t)lo + 1;

    assert(lo <= hi);
    if (!span)
        return (int64_t)rand_u64(r);
    return (int64_t)((uint64_t)lo + rand_below(r, span));
}

void rand_bytes(struct rand *r, void *out, size_t n)
{
    unsigned char *p = out;

    while (n) {
        uint64_t v = rand_u64(r);

        for (int i = 0; i < 8 && n; i++, n--, v >>= 8)
            *p++ = (unsigned char)v;
    }
}
