#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/file.h"
#include "domain/demand.h"
#include "domain/demand_join.h"

#include <string.h>

enum { STATES_MAX = 64 * 1024 };

/* Where the workflow goes beyond data/world/states.csv, with the reason. */
/* clang-format off */
static const struct beyond {
    const char *from;
    const char *to;
    const char *why;
} BEYOND[] = {
    {"TRI",    "FWD",  "no item fits: handed over at once, the desk stays responsible"},
    {"CLOSED", "REDO", "the enterprise reopens it by its link"},
    {"CLOSED", "MTG",  "the same, a second time"},
};

/* Moves of states.csv that are made in two steps at once. */
static const struct beyond ASIDE[] = {
    {"ACC", "TRI", "accepting starts the work, an objection comes before"},
};

static const struct alike {
    const char *note;
    const char *x;
    const char *y;
    int64_t ppm;
} ALIKE[] = {
    {"the same",                      "地磅到期", "地磅到期",   1000000},
    {"punctuation says nothing",      "地磅，到期！", "地磅到期", 1000000},
    {"three pairs of five",           "地磅到期了", "地磅到期啊", 600000},
    {"nothing in common",             "地磅到期", "商标续展",   0},
    {"a pair twice counts once",      "磅磅磅磅", "磅磅",       1000000},
    {"nothing at all",                "！！", "",               0},
};
/* clang-format on */

static bool holds(const char *list, const char *state)
{
    const size_t n = strlen(state);

    for (const char *p = list; (p = strstr(p, state)) != NULL; p += n)
        if ((p == list || p[-1] == '|') && (p[n] == '|' || p[n] == 0))
            return true;
    return false;
}

static bool is_beyond(const struct beyond *b, size_t n, const char *from, const char *to)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(b[i].from, from) == 0 && strcmp(b[i].to, to) == 0)
            return true;
    return false;
}

/* Every move of the table is one of the workflow, and every move of the workflow is one
 * of the table or a stated exception. */
static void moves_are_those_of_the_table(void **state)
{
    struct qh_error err = {0};
    struct text bytes = {0};
    struct csv t = {0};
    struct arena a;
    size_t code;
    size_t next;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(file_read(&a, "data/world/states.csv", STATES_MAX, &bytes, &err),
                     QH_OK);
    assert_int_equal(csv_parse(&a, bytes, &t, &err), QH_OK);
    code = csv_col(&t, "code");
    next = csv_col(&t, "next");
    for (size_t i = 0; i < t.rows; i++)
        for (size_t k = 0; k < t.rows; k++) {
            const char *from = csv_cell(&t, i, code);
            const char *to = csv_cell(&t, k, code);
            const bool wanted = holds(csv_cell(&t, i, next), to);
            const bool found = workflow_can_move(&DEMAND_WORKFLOW, from, to);

            if (i == k || is_beyond(ASIDE, LEN(ASIDE), from, to))
                continue;
            if (found != (wanted || is_beyond(BEYOND, LEN(BEYOND), from, to)))
                fail_msg("%s to %s: the table says %d, the workflow %d", from, to, wanted,
                         found);
        }
    arena_done(&a);
}

static void likeness(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(ALIKE); i++)
        if (demand_likeness_ppm(&a, text_of(ALIKE[i].x), text_of(ALIKE[i].y)) !=
            ALIKE[i].ppm)
            fail_msg("%s: %lld", ALIKE[i].note,
                     (long long)demand_likeness_ppm(&a, text_of(ALIKE[i].x),
                                                    text_of(ALIKE[i].y)));
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_are_those_of_the_table),
        cmocka_unit_test(likeness),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
