/* Whole powers.
 *
 * The specification lets a power be off by one unit; ours is computed as libmpdec (and so
 * Python's decimal) computes it: squaring and multiplying from the top bit down, each
 * product rounded half to even to 34 + digits(n) + 2 digits, one more and a reciprocal
 * first if n < 0, and the last value rounded to 34.  With |n| <= 9999 that is at most 41
 * digits, which do not fit 128 bits, hence numbers of five 64-bit words here. */
#include "base/dec.h"

#include "base/dec_inner.h"

enum { WORDS = 5, HALF_WORDS = 3, CHUNK = 19, POWER_MAX = 9999 };

/* w[0] is the lowest word. */
struct big {
    uint64_t w[WORDS];
    int64_t exp;
};

static bool big_is_less(const struct big *a, const struct big *b)
{
    for (int i = WORDS - 1; i > 0; i--)
        if (a->w[i] != b->w[i])
            return a->w[i] < b->w[i];
    return a->w[0] < b->w[0];
}

/* a = a * b; both factors are below 2^192 and the product is below 2^320. */
static void big_mul(struct big *a, const struct big *b)
{
    struct big out = {.exp = a->exp + b->exp};

    for (int i = 0; i < HALF_WORDS; i++) {
        uint64_t carry = 0;

        for (int j = 0; j < HALF_WORDS && i + j < WORDS; j++) {
            qh_u128 t = (qh_u128)a->w[i] * b->w[j] + out.w[i + j] + carry;

            out.w[i + j] = (uint64_t)t;
            carry = (uint64_t)(t >> 64);
        }
        if (i + HALF_WORDS < WORDS)
            out.w[i + HALF_WORDS] = carry;
    }
    *a = out;
}

/* Divides in place; answers the remainder. */
static uint64_t big_divide(struct big *a, uint64_t by)
{
    qh_u128 rem = 0;

    for (int i = WORDS - 1; i >= 0; i--) {
        qh_u128 t = (rem << 64) | a->w[i];

        a->w[i] = (uint64_t)(t / by);
        rem = t % by;
    }
    return (uint64_t)rem;
}

static void big_increment(struct big *a)
{
    for (int i = 0; i < WORDS && ++a->w[i] == 0; i++)
        ;
}

static struct big big_power_of_ten(int n)
{
    struct big out = {.w = {1}};

    for (; n > 0; n -= CHUNK) {
        struct big by = {.w = {(uint64_t)WIDE_POW10[n < CHUNK ? n : CHUNK]}};

        big_mul(&out, &by);
    }
    return out;
}

/* The number of digits, or one less. */
static int digits_at_least(const struct big *a)
{
    int top = WORDS - 1;

    while (top > 0 && a->w[top] == 0)
        top--;
    /* log10(2) = 1233/4096, good to 1 in 30000: for 320 bits the error is below 0.02. */
    return ((64 * top + 63 - __builtin_clzll(a->w[top] | 1)) * 1233 >> 12) + 1;
}

/* Rounds to `digits` digits, half to even; end = 10^digits. */
static void big_round(struct big *a, int digits, const struct big *end)
{
    int cut = digits_at_least(a) - digits - 1;
    bool more = false;
    uint64_t last = 0;

    for (; cut > 0; cut -= CHUNK) {
        int n = cut < CHUNK ? cut : CHUNK;

        more = big_divide(a, (uint64_t)WIDE_POW10[n]) != 0 || more;
        a->exp += n;
    }
    if (big_is_less(a, end))
        return;
    while (!big_is_less(a, end)) {
        more = more || last;
        last = big_divide(a, 10);
        a->exp++;
    }
    if (last > 5 || (last == 5 && (more || (a->w[0] & 1))))
        big_increment(a);
    if (!big_is_less(a, end)) {
        (void)big_divide(a, 10);
        a->exp++;
    }
}

static struct big big_of(qh_u128 size, int64_t exp)
{
    return (struct big){.w = {(uint64_t)size, (uint64_t)(size >> 64)}, .exp = exp};
}

/* 1 / v to `digits` digits, with the ideal exponent if it is exact. */
static struct big reciprocal(qh_u128 size, int32_t exp, int digits, const struct big *end)
{
    int shift = wide_digits(size) + digits;
    struct wide n = wide_scaled(1, shift);
    qh_u128 rem;
    qh_u128 high = n.hi / size;
    qh_u128 low;
    struct big out;

    n.hi %= size;
    low = wide_div(n, size, &rem);
    out = (struct big){.w = {(uint64_t)low, (uint64_t)(low >> 64), (uint64_t)high,
                             (uint64_t)(high >> 64)},
                       .exp = -(int64_t)exp - shift};
    if (rem) {
        /* The quotient has digits + 1 of them; a rest in its last one breaks a tie. */
        struct big probe = out;

        if (big_divide(&probe, 5) == 0)
            big_increment(&out);
    } else {
        for (struct big probe = out; out.exp < -(int64_t)exp; out = probe) {
            if (big_divide(&probe, 10) != 0)
                break;
            probe.exp++;
        }
    }
    big_round(&out, digits, end);
    return out;
}

static qh_status settle_big(struct big *r, bool negative, struct dec *out)
{
    const qh_u128 word = (qh_u128)UINT64_MAX + 1;
    struct big end = big_power_of_ten(DEC_DIGITS);

    big_round(r, DEC_DIGITS, &end);
    return dec_settle((struct dec_raw){.size = r->w[1] * word + r->w[0],
                                       .exp = r->exp,
                                       .negative = negative},
                      DEC_DIGITS, out);
}

/* (+-1.00)^n keeps n times the zeros, as far as they fit. */
static qh_status power_of_one(int32_t exp, int32_t n, bool negative, struct dec *out)
{
    int64_t zeros = n < 0 ? 0 : -(int64_t)exp * n;

    if (zeros > DEC_DIGITS - 1)
        zeros = DEC_DIGITS - 1;
    return dec_settle(
        (struct dec_raw){.size = WIDE_POW10[zeros], .exp = -zeros, .negative = negative},
        DEC_DIGITS, out);
}

qh_status dec_power(struct dec v, int32_t n, struct dec *out)
{
    uint32_t times = n < 0 ? 0U - (uint32_t)n : (uint32_t)n;
    qh_u128 size = dec_size(v.coef);
    bool negative = v.coef < 0 && (n & 1);
    struct big base;
    struct big r;
    struct big end;
    int digits;

    if (times > POWER_MAX || (size == 0 && n <= 0))
        return QH_RANGE;
    if (size == 0 || n == 0) {
        *out = dec_int(n == 0);
        return QH_OK;
    }
    if (v.exp <= 0 && v.exp > -DEC_DIGITS && size == WIDE_POW10[-v.exp])
        return power_of_one(v.exp, n, negative, out);
    digits = DEC_DIGITS + wide_digits(times) + 2 + (n < 0);
    end = big_power_of_ten(digits);
    base = big_of(size, v.exp);
    if (n < 0)
        base = reciprocal(size, v.exp, digits, &end);
    r = base;
    for (uint32_t bit = (1U << (31 - __builtin_clz(times))) >> 1; bit; bit >>= 1) {
        big_mul(&r, &r);
        big_round(&r, digits, &end);
        if (times & bit) {
            big_mul(&r, &base);
            big_round(&r, digits, &end);
        }
    }
    return settle_big(&r, negative, out);
}
