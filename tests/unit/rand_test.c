#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/id.h"
#include "base/rand.h"

#include <string.h>

/* The first outputs of xoshiro256** whose state is 1, 2, 3, 4 [reference C code of the
 * authors]. */
static void generator_is_the_published_one(void **state)
{
    static const uint64_t WANT[] = {
        11520U,
        0U,
        1509978240U,
        1215971899390074240U,
    };
    struct rand r = {{1, 2, 3, 4}};

    (void)state;
    for (size_t i = 0; i < LEN(WANT); i++)
        assert_int_equal(rand_u64(&r), WANT[i]);
}

/* splitmix64 of seed 0 [reference C code]: 0xE220A8397B1DCDAF is its first output. */
static void seed_is_spread_by_splitmix(void **state)
{
    struct rand r = rand_seed(0);

    (void)state;
    assert_int_equal(r.s[0], 0xE220A8397B1DCDAFU);
    assert_int_equal(r.s[1], 0x6E789E6AA1B965F4U);
}

static void same_seed_same_numbers(void **state)
{
    struct rand a = rand_stream(7, "demand");
    struct rand b = rand_stream(7, "demand");
    struct rand c = rand_stream(7, "visit");
    struct rand d = rand_stream(8, "demand");

    (void)state;
    for (int i = 0; i < 100; i++) {
        uint64_t v = rand_u64(&a);

        assert_int_equal(v, rand_u64(&b));
        assert_int_not_equal(v, rand_u64(&c));
        assert_int_not_equal(v, rand_u64(&d));
    }
}

/* Chi-square of 7 classes in 70,000 draws; 6 degrees of freedom, 22.5 has p = 0.001. */
static void bounded_numbers_are_even(void **state)
{
    struct rand r = rand_seed(42);
    int64_t hits[7] = {0};
    int64_t chi = 0;

    (void)state;
    for (int i = 0; i < 70000; i++)
        hits[rand_between(&r, -3, 3) + 3]++;
    for (size_t i = 0; i < LEN(hits); i++)
        chi += (hits[i] - 10000) * (hits[i] - 10000);
    assert_true(chi < 225000);
}

/* 3 * 2^62 of 2^64: taking the remainder would hit the lowest third twice as often. */
static void large_bound_has_no_bias(void **state)
{
    struct rand r = rand_seed(1);
    const uint64_t n = (uint64_t)3 << 62;
    int low = 0;

    (void)state;
    for (int i = 0; i < 30000; i++)
        low += rand_below(&r, n) < n / 3;
    assert_in_range(low, 9700, 10300);
}

static void ends_of_ranges_are_reached(void **state)
{
    struct rand r = rand_seed(3);
    bool lo = false;
    bool hi = false;

    (void)state;
    assert_int_equal(rand_below(&r, 1), 0);
    assert_int_equal(rand_between(&r, 5, 5), 5);
    (void)rand_between(&r, INT64_MIN, INT64_MAX);
    for (int i = 0; i < 1000; i++) {
        int64_t v = rand_between(&r, INT64_MAX - 3, INT64_MAX);

        assert_true(v >= INT64_MAX - 3);
        lo |= v == INT64_MAX - 3;
        hi |= v == INT64_MAX;
    }
    assert_true(lo && hi);
}

static void bytes_fill_any_length(void **state)
{
    unsigned char got[20];
    unsigned char want[20];
    struct rand a = rand_seed(9);
    struct rand b = rand_seed(9);

    (void)state;
    memset(got, 0xAA, sizeof got);
    rand_bytes(&a, got, 13);
    assert_int_equal(got[13], 0xAA);
    rand_bytes(&b, want, 20);
    assert_memory_equal(got, want, 13);
}

static void system_seeds_differ(void **state)
{
    struct rand a = {{0}};
    struct rand b = {{0}};

    (void)state;
    assert_int_equal(rand_from_system(&a, NULL), QH_OK);
    assert_int_equal(rand_from_system(&b, NULL), QH_OK);
    assert_int_not_equal(rand_u64(&a), rand_u64(&b));
}

struct id_row {
    const char *note;
    const char *id;
    bool good;
};

/* clang-format off */
static const struct id_row IDS[] = {
    {"an id",                      "01ARZ3NDEKTSV4RRFFQ69G5FAV",  true},
    {"the greatest",               "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",  true},
    {"beyond 128 bits",            "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",  false},
    {"one character short",        "01ARZ3NDEKTSV4RRFFQ69G5FA",   false},
    {"one character long",         "01ARZ3NDEKTSV4RRFFQ69G5FAVX", false},
    {"lower case",                 "01arz3ndektsv4rrffq69g5fav",  false},
    {"I is no letter of it",       "01ARZ3NDEKTSV4RRFFQ69G5FAI",  false},
    {"L is no letter of it",       "01ARZ3NDEKTSV4RRFFQ69G5FAL",  false},
    {"O is no letter of it",       "01ARZ3NDEKTSV4RRFFQ69G5FAO",  false},
    {"U is no letter of it",       "01ARZ3NDEKTSV4RRFFQ69G5FAU",  false},
    {"empty",                      "",                            false},
    {"a hyphen",                   "01ARZ3NDEK-SV4RRFFQ69G5FAV",  false},
    {"26 bytes of Chinese",        "01权权权权权权权权",          false},
};
/* clang-format on */

static void ids_are_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(IDS); i++)
        if (id_is_valid(text_of(IDS[i].id)) != IDS[i].good)
            fail_msg("%s", IDS[i].note);
    assert_false(id_is_valid((struct text){"01ARZ3NDEKTSV4RRFFQ69G5F\0V", 26}));
}

static void ids_begin_with_the_time(void **state)
{
    struct rand r = rand_seed(5);
    char a[ID_LEN + 1];
    char b[ID_LEN + 1];
    char last[ID_LEN + 1];

    (void)state;
    id_make(1469922850259, &r, a); /* the example of the ULID specification */
    assert_memory_equal(a, "01ARZ3NDEK", 10);
    assert_true(id_is_valid(text_of(a)));
    id_make(1469922850259, &r, b);
    assert_string_not_equal(a, b);
    id_make(1469922850260, &r, b);
    assert_true(strcmp(a, b) < 0);
    id_make(((int64_t)1 << 48) - 1, &r, last);
    assert_true(id_is_valid(text_of(last)));
    assert_memory_equal(last, "7ZZZZZZZZZ", 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generator_is_the_published_one),
        cmocka_unit_test(seed_is_spread_by_splitmix),
        cmocka_unit_test(same_seed_same_numbers),
        cmocka_unit_test(bounded_numbers_are_even),
        cmocka_unit_test(large_bound_has_no_bias),
        cmocka_unit_test(ends_of_ranges_are_reached),
        cmocka_unit_test(bytes_fill_any_length),
        cmocka_unit_test(system_seeds_differ),
        cmocka_unit_test(ids_are_checked),
        cmocka_unit_test(ids_begin_with_the_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
