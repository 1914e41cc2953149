#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/crypt.h"
#include "http/limiter.h"

#include <stdio.h>

static const struct limit THREE = {.tries = 3, .window_ms = 1000};

static int64_t try_name(struct limiter *l, const char *name, int64_t now_ms)
{
    const struct text t = text_of(name);

    return limiter_try(l, &t, 1, THREE, now_ms);
}

static void so_many_tries_then_a_wait(void **state)
{
    struct limiter *l = limiter_open();

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(try_name(l, "a", 100), 0);
    assert_int_equal(try_name(l, "a", 300), 800);
    assert_int_equal(try_name(l, "b", 300), 0);
    assert_int_equal(try_name(l, "a", 1099), 1);
    assert_int_equal(try_name(l, "a", 1100), 0);
    limiter_close(l);
}

static void forgiven_tries_do_not_count(void **state)
{
    struct limiter *l = limiter_open();
    const struct text name = TEXT("a");

    (void)state;
    for (int i = 0; i < 10; i++) {
        assert_int_equal(try_name(l, "a", 100), 0);
        limiter_forgive(l, &name, 1, 1);
    }
    limiter_forgive(l, &name, 1, 100);
    for (int i = 0; i < 3; i++)
        assert_int_equal(try_name(l, "a", 100), 0);
    assert_int_not_equal(try_name(l, "a", 100), 0);
    limiter_close(l);
}

/* Many names push old ones out of their sets, but a name that goes on trying is still
 * counted, and memory stays. */
static void many_names_fit(void **state)
{
    struct limiter *l = limiter_open();
    char name[32];

    (void)state;
    for (int i = 0; i < 100000; i++) {
        (void)snprintf(name, sizeof name, "name %d", i);
        assert_int_equal(try_name(l, name, i), 0);
    }
    for (int i = 0; i < 3; i++)
        assert_int_equal(try_name(l, "a", 200000), 0);
    assert_int_not_equal(try_name(l, "a", 200000), 0);
    limiter_close(l);
}

static int start(void **state)
{
    (void)state;
    return crypt_init(NULL) == QH_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_tries_then_a_wait),
        cmocka_unit_test(forgiven_tries_do_not_count),
        cmocka_unit_test(many_names_fit),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
