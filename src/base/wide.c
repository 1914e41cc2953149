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

/* (2^192 - 1) / d - 2^64 for d = 10^k shifted up until its top bit is set: divisions by
 * powers of ten become multiplications (Moeller and Granlund, "Improved division by
 * invariant integers", 2011, algorithm 5). */
static const uint64_t RECIPROCALS[WIDE_POW10_MAX + 1] = {
    0xFFFFFFFFFFFFFFFF, 0x9999999999999999, 0x47AE147AE147AE14, 0x0624DD2F1A9FBE76,
    0xA36E2EB1C432CA57, 0x4F8B588E368F0846, 0x0C6F7A0B5ED8D36B, 0xAD7F29ABCAF48578,
    0x5798EE2308C39DF9, 0x12E0BE826D694B2E, 0xB7CDFD9D7BDBAB7D, 0x5FD7FE17964955FD,
    0x19799812DEA11197, 0xC25C268497681C26, 0x6849B86A12B9B01E, 0x203AF9EE756159B2,
    0xCD2B297D889BC2B6, 0x70EF54646D496892, 0x2725DD1D243ABA0E, 0xD83C94FB6D2AC34A,
    0x79CA10C9242235D5, 0x2E3B40A0E9B4F7DD, 0xE392010175EE5962, 0x82DB34012B25144E,
    0x357C299A88EA76A5, 0xEF2D0F5DA7DD8AA2, 0x8C240C4AECB13BB5, 0x3CE9A36F23C0FC90,
    0xFB0F6BE50601941B, 0x95A5EFEA6B34767C, 0x4484BFEEBC29F863, 0x039D66589687F9E9,
    0x9F623D5A8A732974, 0x4C4E977BA1F5BAC3, 0x09D8792FB4C49569, 0xA95A5B7F87A0EF0F,
    0x54484932D2E725A5, 0x1039D428A8B8EAEA, 0xB38FB9DAA78E44AB,
};
/* clang-format on */

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
    int shift = 128 - wide_bits(d);
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

/* As quotient_digit(), with the reciprocal of d. */
static uint64_t quotient_digit_by(qh_u128 high, uint64_t next, qh_u128 d, uint64_t recip,
                                  qh_u128 *rem)
{
    qh_u128 q = (qh_u128)recip * (uint64_t)(high >> 64) + high;
    uint64_t digit = (uint64_t)(q >> 64);
    uint64_t top = (uint64_t)high - digit * (uint64_t)(d >> 64);
    qh_u128 r = (((qh_u128)top << 64) | next) - (qh_u128)(uint64_t)d * digit - d;

    digit++;
    if ((uint64_t)(r >> 64) >= (uint64_t)q) {
        digit--;
        r += d;
    }
    if (r >= d) {
        digit++;
        r -= d;
    }
    *rem = r;
    return digit;
}

qh_u128 wide_cut(struct wide n, int k, qh_u128 *rem)
{
    int shift = 128 - wide_bits(WIDE_POW10[k]); /* 1 .. 127 */
    qh_u128 d = WIDE_POW10[k] << shift;
    qh_u128 high = (n.hi << shift) | (n.lo >> (128 - shift));
    qh_u128 low = n.lo << shift;
    uint64_t q1;
    uint64_t q0;
    qh_u128 r;

    q1 = quotient_digit_by(high, (uint64_t)(low >> 64), d, RECIPROCALS[k], &r);
    q0 = quotient_digit_by(r, (uint64_t)low, d, RECIPROCALS[k], &r);
    *rem = r >> shift;
    return ((qh_u128)q1 << 64) | q0;
}

/* Of v >= 2^62: four steps of Heron's method, each of which doubles the number of right
 * bits, leave the root or one more. */
static uint64_t sqrt64(uint64_t v)
{
    uint32_t u = 1 + (uint32_t)(v >> 62);
    uint64_t root;

    u = (u << 1) + (uint32_t)(v >> 59) / u;
    u = (u << 3) + (uint32_t)(v >> 53) / u;
    u = (u << 7) + (uint32_t)(v >> 41) / u;
    root = ((uint64_t)u << 15) + (v >> 17) / u;
    return root - ((qh_u128)root * root > v);
}

/* Karatsuba square root (Zimmermann 1999): n = n1 * 2^64 + n0 with n1 >= 2^62. */
static uint64_t sqrt128(qh_u128 n, qh_u128 *rem)
{
    uint64_t n1 = (uint64_t)(n >> 64);
    uint64_t n0 = (uint64_t)n;
    uint64_t s = sqrt64(n1);
    qh_u128 t = ((qh_u128)(n1 - s * s) << 32) | (n0 >> 32);
    qh_u128 twice = (qh_u128)s << 1;
    uint64_t q = (uint64_t)(t / twice);
    qh_u128 plus = ((t - q * twice) << 32) | (uint32_t)n0;
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

    even = (128 - wide_bits(n.hi)) & ~1;
    if (even) {
        n.hi = (n.hi << even) | (n.lo >> (128 - even));
        n.lo <<= even;
        shift = even / 2;
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
