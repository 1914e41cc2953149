/* Compiled editions are kept once, by the hash of their bytes, and no more than there is
 * room for. */
#include "base/crypt.h"
#include "base/file.h"
#include "domain/edition_memory.h"
#include "rule/regulation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

static struct arena arena;
static struct edition_memory *memory;
static struct text bytes;

static int set_up(void **state)
{
    struct qh_error err = {0};

    (void)state;
    arena_init(&arena, 0);
    memory = edition_memory_new(&arena);
    return (int)file_read(&arena, "data/regulations/jjg-52-2013.json", 1 << 20, &bytes,
                          &err);
}

static int tear_down(void **state)
{
    (void)state;
    edition_memory_done(memory);
    arena_done(&arena);
    return 0;
}

/* A hash of its own for each number; that it is that of the bytes is the caller's care.
 */
static const char *hash_of(size_t n)
{
    return str_format(&arena, "%0*zu", CRYPT_HEX - 1, n);
}

static void an_edition_is_compiled_once(void **state)
{
    const struct regulation *reg;

    (void)state;
    assert_null(edition_memory_find(memory, hash_of(1)));
    reg = edition_memory_keep(memory, hash_of(1), bytes);
    assert_non_null(reg);
    assert_string_equal(regulation_code(reg), "JJG 52-2013");
    assert_ptr_equal(edition_memory_keep(memory, hash_of(1), bytes), reg);
    assert_ptr_equal(edition_memory_find(memory, hash_of(1)), reg);
    assert_int_equal(edition_memory_count(memory), 1);
}

static void what_is_no_edition_is_not_kept(void **state)
{
    (void)state;
    assert_null(edition_memory_keep(memory, hash_of(1), TEXT("{\"tests\":7}")));
    assert_null(edition_memory_keep(memory, "no hash", bytes));
    assert_null(edition_memory_find(memory, hash_of(1)));
    assert_int_equal(edition_memory_count(memory), 0);
}

static void without_a_memory_nothing_is_kept(void **state)
{
    (void)state;
    assert_null(edition_memory_find(NULL, hash_of(1)));
    assert_null(edition_memory_keep(NULL, hash_of(1), bytes));
    edition_memory_done(NULL);
}

static void it_takes_no_more_than_its_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < EDITION_MEMORY_N; i++)
        assert_non_null(edition_memory_keep(memory, hash_of(i), bytes));
    assert_null(edition_memory_keep(memory, hash_of(EDITION_MEMORY_N), bytes));
    assert_non_null(edition_memory_find(memory, hash_of(0)));
    assert_int_equal(edition_memory_count(memory), EDITION_MEMORY_N);
}

/* hash_of() is not called by two threads at once: the hash is made before. */
static const char *shared_hash;

static void *keep_shared(void *arg)
{
    *(const struct regulation **)arg = edition_memory_keep(memory, shared_hash, bytes);
    return NULL;
}

static void threads_get_the_same(void **state)
{
    const struct regulation *got[8] = {0};
    pthread_t t[8];

    (void)state;
    shared_hash = hash_of(7);
    for (size_t i = 0; i < LEN(t); i++)
        assert_int_equal(pthread_create(&t[i], NULL, keep_shared, &got[i]), 0);
    for (size_t i = 0; i < LEN(t); i++)
        assert_int_equal(pthread_join(t[i], NULL), 0);
    for (size_t i = 0; i < LEN(t); i++)
        assert_ptr_equal(got[i], got[0]);
    assert_non_null(got[0]);
    assert_int_equal(edition_memory_count(memory), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_edition_is_compiled_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_edition_is_not_kept, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(without_a_memory_nothing_is_kept, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(it_takes_no_more_than_its_places, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(threads_get_the_same, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
