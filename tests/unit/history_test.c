#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/crypt.h"
#include "domain/history.h"

#include <string.h>

/* Hashes worked out by Python's hashlib from the rule in history.h. */
/* clang-format off */
static const struct row {
    const char *note;
    const char *lines[3];
    size_t n;
    const char *hash;
} ROWS[] = {
    {"no lines",             {NULL}, 0,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"two lines",            {"a", "b"}, 2,
     "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2"},
    {"a line feed inside",   {"a\nb"}, 1,
     "d32170bf6e447af933ecabf6607a7e94b1fc35e01f71b618141aab849e00f45b"},
    {"the escape written out", {"a\\nb"}, 1,
     "fd6c067e130a3f41ddc1d3f0ca720992913fc8c692ad64cc2e0ef2d83263302e"},
    {"an empty line",        {""}, 1,
     "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b"},
};
/* clang-format on */

static void lines_have_their_hash(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(ROWS); i++) {
        const char *hash = history_hash_lines(&a, ROWS[i].lines, ROWS[i].n);

        if (strcmp(hash, ROWS[i].hash) != 0)
            fail_msg("%s: %s", ROWS[i].note, hash);
    }
    arena_done(&a);
}

static const struct history_row ENTRY = {
    .entity = "demand",
    .entity_id = "D1",
    .seq = 1,
    .at_ms = 1700000000000,
    .actor_id = "P1",
    .actor_name = "张三",
    .action = "register",
    .from_state = "",
    .to_state = "REG",
    .note = "第一行\n第二行",
    .data = "{}",
};

static void an_entry_has_its_hash(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_string_equal(
        history_entry_hash(&a, "JIAN", &ENTRY, ""),
        "8f53576ebdeaad9db24f4913403a335710306dbb87f8789a9e9aaea881e2edf0");
    arena_done(&a);
}

/* Every field, and the hash before, is part of it. */
static void every_field_counts(void **state)
{
    struct history_row rows[12];
    const char *hashes[14];
    struct arena a;
    size_t n = 0;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(rows); i++)
        rows[i] = ENTRY;
    rows[0].entity = "booking";
    rows[1].entity_id = "D2";
    rows[2].seq = 2;
    rows[3].at_ms++;
    rows[4].actor_id = "P2";
    rows[5].actor_name = "李四";
    rows[6].action = "assign";
    rows[7].from_state = "REG";
    rows[8].to_state = "TRI";
    rows[9].note = "第一行";
    rows[10].data = "{\"a\":1}";
    for (size_t i = 0; i < LEN(rows); i++) /* the last one is ENTRY itself */
        hashes[n++] = history_entry_hash(&a, "JIAN", &rows[i], "");
    hashes[n++] = history_entry_hash(&a, "GANZ", &ENTRY, "");
    hashes[n++] = history_entry_hash(&a, "JIAN", &ENTRY, "ff");
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(hashes[i], hashes[k]) == 0)
                fail_msg("%zu and %zu are the same", i, k);
    arena_done(&a);
}

static int start(void **state)
{
    struct qh_error err = {0};

    (void)state;
    return crypt_init(&err) == QH_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_have_their_hash),
        cmocka_unit_test(an_entry_has_its_hash),
        cmocka_unit_test(every_field_counts),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
