#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/workflow.h"

#include <string.h>

static qh_status never(struct ctx *c, const void *subject)
{
    return qh_fail(&c->err, QH_CONFLICT, "thing.never", "", "%s", (const char *)subject);
}

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"open",  "NEW",         "OPEN",     RIGHT_BIT(RIGHT_DEMAND_READ),   NULL},
    {"close", "OPEN",        "DONE",     RIGHT_BIT(RIGHT_DEMAND_ASSIGN), NULL},
    {"close", "NEW",         "DROPPED",  RIGHT_BIT(RIGHT_DEMAND_READ),   NULL},
    {"judge", "DONE",        "GOOD BAD", 0,                              NULL},
    {"lock",  "OPEN OPENED", "LOCKED",   RIGHT_BIT(RIGHT_DEMAND_READ),   never},
};
static const struct workflow THING = {"thing", STEPS, LEN(STEPS)};

static const struct row {
    const char *note;
    const char *action;
    const char *state;
    qh_status rc;
    const char *says; /* the state after it, or the key */
} ROWS[] = {
    {"allowed",                     "open",  "NEW",   QH_OK,       "OPEN"},
    {"wrong state",                 "open",  "OPEN",  QH_CONFLICT, "thing.state"},
    {"right is missing",            "close", "OPEN",  QH_DENIED,   "auth.denied"},
    {"the row that fits the state", "close", "NEW",   QH_OK,       "DROPPED"},
    {"no right needed",             "judge", "DONE",  QH_OK,       "GOOD BAD"},
    {"the guard says no",           "lock",  "OPEN",  QH_CONFLICT, "thing.never"},
    {"part of a state's name",      "lock",  "OPE",   QH_CONFLICT, "thing.state"},
    {"no such action",              "fly",   "NEW",   QH_BUG,      "workflow.action"},
};
/* clang-format on */

static struct ctx context(struct arena *a)
{
    return (struct ctx){.arena = a, .actor = {.rights = RIGHT_BIT(RIGHT_DEMAND_READ)}};
}

static void steps_are_checked(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(ROWS); i++) {
        const struct workflow_step *s = NULL;
        struct ctx c = context(&a);
        const qh_status rc =
            workflow_check(&c, &THING, ROWS[i].action, ROWS[i].state, "it", &s);

        if (rc != ROWS[i].rc || strcmp(rc ? c.err.key : s->to, ROWS[i].says) != 0)
            fail_msg("%s: %s", ROWS[i].note, rc ? c.err.key : s->to);
    }
    arena_done(&a);
}

static void actions_say_why_not(void **state)
{
    struct workflow_actions all = {0};
    struct arena a;
    struct ctx c;

    (void)state;
    arena_init(&a, 0);
    c = context(&a);
    workflow_actions(&c, &THING, "OPEN", "it", &all);
    assert_int_equal(all.n, 4);
    assert_string_equal(all.p[0].why, "thing.state");
    assert_string_equal(all.p[1].action, "close");
    assert_string_equal(all.p[1].why, "auth.denied");
    assert_false(all.p[3].allowed);
    assert_string_equal(all.p[3].why, "thing.never");
    assert_string_equal(c.err.key, "");
    workflow_actions(&c, &THING, "NEW", "it", &all);
    assert_true(all.p[0].allowed);
    assert_string_equal(all.p[0].why, "");
    arena_done(&a);
}

static void moves_follow_the_table(void **state)
{
    (void)state;
    assert_true(workflow_can_move(&THING, "NEW", "OPEN"));
    assert_true(workflow_can_move(&THING, "NEW", "DROPPED"));
    assert_true(workflow_can_move(&THING, "DONE", "BAD"));
    assert_true(workflow_can_move(&THING, "OPENED", "LOCKED"));
    assert_false(workflow_can_move(&THING, "OPEN", "NEW"));
    assert_false(workflow_can_move(&THING, "NEW", "DONE"));
    assert_true(workflow_has_state(&THING, "BAD"));
    assert_true(workflow_has_state(&THING, "LOCKED"));
    assert_false(workflow_has_state(&THING, "GOO"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_checked),
        cmocka_unit_test(actions_say_why_not),
        cmocka_unit_test(moves_follow_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
