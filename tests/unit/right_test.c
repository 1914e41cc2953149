#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/status.h"
#include "domain/right.h"

#include <string.h>

/* clang-format off */
static const struct row {
    const char *role;
    enum right right;
    bool has;
} ROWS[] = {
    {"officer",    RIGHT_DEMAND_CREATE,      true},
    {"officer",    RIGHT_DEMAND_ASSIGN,      false},
    {"handler",    RIGHT_DEMAND_ACCEPT,      true},
    {"handler",    RIGHT_BOOKING_CREATE,     true},
    {"handler",    RIGHT_DEMAND_TRIAGE,      false},
    {"desk",       RIGHT_DEMAND_ASSIGN,      true},
    {"desk",       RIGHT_DEMAND_FOLLOW_UP,   true},
    {"desk",       RIGHT_RECORD_READ,        false},
    {"dispatcher", RIGHT_TRIP_PUBLISH,       true},
    {"dispatcher", RIGHT_RECORD_WRITE,       false},
    {"verifier",   RIGHT_RECORD_WRITE,       true},
    {"verifier",   RIGHT_RECORD_CHECK,       false},
    {"verifier",   RIGHT_RECORD_APPROVE,     false},
    {"checker",    RIGHT_RECORD_CHECK,       true},
    {"checker",    RIGHT_RECORD_WRITE,       false},
    {"approver",   RIGHT_RECORD_APPROVE,     true},
    {"approver",   RIGHT_RECORD_WRITE,       false},
    {"leader",     RIGHT_DASHBOARD_READ,     true},
    {"leader",     RIGHT_PERSON_ADMIN,       false},
    {"admin",      RIGHT_REGULATION_CONFIRM, true},
    {"admin",      RIGHT_RECORD_APPROVE,     false},
    {"contact",    RIGHT_DEMAND_CONFIRM,     true},
    {"contact",    RIGHT_RECORD_READ,        false},
    {"contact",    RIGHT_AUDIT_READ,         false},
    {"public",     RIGHT_PUBLIC,             true},
    {"public",     RIGHT_SIGNED_IN,          false},
    {"nobody",     RIGHT_PUBLIC,             false},
};
/* clang-format on */

static void roles_have_their_rights(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++)
        if (right_has(right_of_role(ROWS[i].role), ROWS[i].right) != ROWS[i].has)
            fail_msg("%s %s", ROWS[i].role, right_name(ROWS[i].right));
}

static void every_right_belongs_to_a_role(void **state)
{
    uint64_t all = 0;

    (void)state;
    for (const char *const *role = right_roles(); *role; role++) {
        assert_true(right_has(right_of_role(*role), RIGHT_PUBLIC));
        all |= right_of_role(*role);
    }
    for (int r = 0; r < RIGHT_COUNT; r++)
        if (!right_has(all, (enum right)r))
            fail_msg("nobody has %s", right_name((enum right)r));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_have_their_rights),
        cmocka_unit_test(every_right_belongs_to_a_role),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
