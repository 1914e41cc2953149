#include "base/wide.h"

#define E19 10000000000000000000ULL
#define P(n) ((qh_u128)(n))

/* clang-format off */
const qh_u128 WIDE_POW10[WIDE_POW10_MAX + 1] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
    10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
    1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, E19,
    P(E19) * 10, P(E19) * 100, P(E19) * 1000, P(E19) * 10000, P(E19) * 100000,
    P(E19) * 1000000, P(E19) * 10000000, P(E19) * 100000000, P(E19) * 1000000000,
    P(E19) * 10000000000, P(E19) * 100000000000, P(E19) * 1000000000000,
    P(E19) * 10000000000000, P(E19) * 100000000000000, P(E19) * 1000000000000000,
    P(E19) * 10000000000000000, P(E19) * 100000000000000000,
    P(E19) * 1000000000000000000, P(E19) * E19,
};
/* clang-format on */

static int bits(qh_u128 v)
{
    uint64_t hi = (uint64_t)(v >> 64);

    if (hi)
        return 128 - __builtin_clzll(hi);
    return 64 - __builtin_clzll((uint64_t)v | 1);
}

int wide_digits(qh_u128 v)
{
    /* 1233/4096 is log10(2), a little low: the guess is right or one too small. */
    int n = (bits(v) * 1233) >> 12;

    if (v >= WIDE_POW10[n])
        return n + 1;
    return n ? n : 1;
}

struct wide wide_mul(qh_u128 a, qh_u128 b)
{
    uint64_t a1 = (uint64_t)(a >> 64);
    uint64_t a0 = (uint64_t)a;
    uint64_t b1 = (uint64_t)(b >> 64);
    uint64_t b0 = (uint64_t)b;
    qh_u128 low = (qh_u128)a0 * b0;
    qh_u128 mid1 = (qh_u128)a1 * b0;
    qh_u128 mid2 = (qh_u128)a0 * b1;
    qh_u128 mid = (low >> 64) + (uint64_t)mid1 + (uint64_t)mid2;

    return (struct wide){
        .hi = (qh_u128)a1 * b1 + (mid1 >> 64) + (mid2 >> 64) + (mid >> 64),
        .lo = (mid << 64) | (uint64_t)low,
    };
}

struct wide wide_scaled(qh_u128 v, int k)
{
    if (k <= WIDE_POW10_MAX)
        return wide_mul(v, WIDE_POW10[k]);
    return wide_mul(v * WIDE_POW10[k - WIDE_POW10_MAX], WIDE_POW10[WIDE_POW10_MAX]);
}

/* One digit of the quotient in base 2^64: (high, next) / d, where high < d and d has its
 * top bit set (Knuth, volume 2, 4.3.1, algorithm D). */
static uint64_t quotient_digit(qh_u128 high, uint64_t next, qh_u128 d, qh_u128 *rem)
{
    uint64_t d1 = (uint64_t)(d >> 64);
    uint64_t d0 = (uint64_t)d;
    uint64_t q = UINT64_MAX;
    qh_u128 r;

    if ((uint64_t)(high >> 64) < d1)
        q = (uint64_t)(high / d1);
    r = high - (qh_u128)q * d1;
    while ((r >> 64) == 0 && (qh_u128)q * d0 > ((r << 64) | next)) {
        q--;
        r += d1;
    }
    *rem = ((high << 64) | next) - (((qh_u128)q * d1) << 64) - (qh_u128)q * d0;
    return q;
}

qh_u128 wide_div(struct wide n, qh_u128 d, qh_u128 *rem)
{
    int shift = 128 - bits(d);
    uint64_t q1;
    uint64_t q0;
    qh_u128 r;

    if (n.hi == 0) {
        *rem = n.lo % d;
        return n.lo / d;
    }
    if (shift) {
        n.hi = (n.hi << shift) | (n.lo >> (128 - shift));
        n.lo <<= shift;
        d <<= shift;
    }
    q1 = quotient_digit(n.hi, (uint64_t)(n.lo >> 64), d, &r);
    q0 = quotient_digit(r, (uint64_t)n.lo, d, &r);
    *rem = r >> shift;
    return ((qh_u128)q1 << 64) | q0;
}

static uint64_t sqrt64(uint64_t v)
{
    uint64_t x = 0xFFFFFFFF;
    uint64_t y;

    if (v == 0)
        return 0;
    /* Newton from above: falls until it is the whole part. */
    if (v < (1ULL << 63))
        x = 1ULL << ((65 - __builtin_clzll(v)) / 2);
    for (y = (x + v / x) / 2; y < x; y = (x + v / x) / 2)
        x = y;
    return x;
}

/* Karatsuba square root (Zimmermann 1999): n = n1 * 2^64 + n0 with n1 >= 2^62. */
static uint64_t sqrt128(qh_u128 n, qh_u128 *rem)
{
    uint64_t n1 = (uint64_t)(n >> 64);
    uint64_t n0 = (uint64_t)n;
    uint64_t s = sqrt64(n1);
    qh_u128 t = ((qh_u128)(n1 - s * s) << 32) | (n0 >> 32);
    uint64_t q = (uint64_t)(t / (2 * s));
    qh_u128 u = t % (2 * s);
    qh_u128 plus = (u << 32) | (uint32_t)n0;
    qh_u128 minus = (qh_u128)q * q;
    qh_u128 root = ((qh_u128)s << 32) + q;

    while (plus < minus) {
        root--;
        plus += 2 * root + 1;
    }
    *rem = plus - minus;
    return (uint64_t)root;
}

static int less(struct wide a, struct wide b)
{
    return a.hi < b.hi || (a.hi == b.hi && a.lo < b.lo);
}

static void add_to(struct wide *a, qh_u128 hi, qh_u128 lo)
{
    a->lo += lo;
    a->hi += hi + (a->lo < lo);
}

qh_u128 wide_sqrt(struct wide n, int *exact)
{
    int shift = 0;
    int even;
    qh_u128 rem;
    qh_u128 root;
    qh_u128 q;
    struct wide t;
    struct wide left;
    struct wide square;

    if (n.hi == 0 && n.lo == 0) {
        *exact = 1;
        return 0;
    }
    if (n.hi == 0) {
        n.hi = n.lo;
        n.lo = 0;
        shift = 64;
    }
    even = (128 - bits(n.hi)) & ~1;
    if (even) {
        n.hi = (n.hi << even) | (n.lo >> (128 - even));
        n.lo <<= even;
        shift += even / 2;
    }
    root = sqrt128(n.hi, &rem);
    /* (rem * 2^64 + next 64 bits) / 2 root: at most 65 + 64 bits over 65 bits. */
    t = (struct wide){.hi = rem >> 64, .lo = (rem << 64) | (uint64_t)(n.lo >> 64)};
    q = wide_div(t, 2 * root, &rem);
    left = (struct wide){.hi = rem >> 64, .lo = (rem << 64) | (uint64_t)n.lo};
    square = wide_mul(q, q);
    root = (root << 64) + q;
    while (less(left, square)) {
        root--;
        add_to(&left, root >> 127, (root << 1) | 1);
    }
    *exact = left.hi == square.hi && left.lo == square.lo;
    /* The root of n * 4^shift is cut back; bits cut off mean that it was not exact. */
    if (shift && (root & (((qh_u128)1 << shift) - 1)))
        *exact = 0;
    return root >> shift;
}
