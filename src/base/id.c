#include "base/id.h"

#include <assert.h>
#include <string.h>

static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The low 5 * n bits of v as n characters. */
static void put_bits(uint64_t v, size_t n, char *to)
{
    while (n--) {
        to[n] = ALPHABET[v & 31];
        v >>= 5;
    }
}

void id_make(int64_t now_ms, struct rand *r, char out[ID_LEN + 1])
{
    assert(now_ms >= 0 && now_ms >> 48 == 0);
    put_bits((uint64_t)now_ms, 10, out);
    put_bits(rand_u64(r), 8, out + 10);
    put_bits(rand_u64(r), 8, out + 18);
    out[ID_LEN] = 0;
}

bool id_is_valid(struct text t)
{
    if (t.len != ID_LEN || t.p[0] > '7')
        return false;
    for (size_t i = 0; i < ID_LEN; i++)
        if (!memchr(ALPHABET, t.p[i], sizeof ALPHABET - 1))
            return false;
    return true;
}
