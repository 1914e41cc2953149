#include "domain/right.h"

#include "base/status.h"

#include <string.h>

#define RIGHT_NAME(upper, name) [RIGHT_##upper] = name,
static const char *const NAMES[] = {RIGHT_TABLE(RIGHT_NAME)};
#undef RIGHT_NAME

enum { RIGHTS_MAX = 46 };

/* What everybody with a session may do. */
#define STAFF                                                                            \
    RIGHT_SIGNED_IN, RIGHT_DEMAND_READ, RIGHT_ITEM_READ, RIGHT_ENTERPRISE_READ,          \
        RIGHT_INSTRUMENT_READ, RIGHT_BOOKING_READ, RIGHT_TRIP_READ,                      \
        RIGHT_CERTIFICATE_READ, RIGHT_REGULATION_READ, RIGHT_CHARGE_READ,                \
        RIGHT_DASHBOARD_READ, RIGHT_VISIT_READ, RIGHT_PERSON_READ,                       \
        RIGHT_ATTACHMENT_READ, RIGHT_STANDARD_READ, RIGHT_PAIRING_READ,                  \
        RIGHT_BULLETIN_READ, RIGHT_SUPERVISE_READ, RIGHT_APPOINTMENT_READ
/* What the people of the metrology institute see beside it. */
#define LABORATORY STAFF, RIGHT_RECORD_READ, RIGHT_ATTACHMENT_WRITE

static const struct role {
    const char *name;
    unsigned char rights[RIGHTS_MAX]; /* enum right; the rest is RIGHT_PUBLIC */
} ROLES[] = {
    {"officer",
     {RIGHT_DEMAND_CREATE, RIGHT_VISIT_WRITE, RIGHT_ATTACHMENT_WRITE,
      RIGHT_APPOINTMENT_ASK, STAFF}},
    {"handler",
     {RIGHT_DEMAND_CREATE, RIGHT_DEMAND_ACCEPT, RIGHT_DEMAND_ANSWER, RIGHT_BOOKING_CREATE,
      RIGHT_BOOKING_DUE, RIGHT_ATTACHMENT_WRITE, RIGHT_INSTRUMENT_WRITE,
      RIGHT_RECORD_READ, RIGHT_VISIT_WRITE, RIGHT_APPOINTMENT_ASK,
      RIGHT_APPOINTMENT_ANSWER, STAFF}},
    {"desk",
     {RIGHT_DEMAND_CREATE,
      RIGHT_DEMAND_READ_ALL,
      RIGHT_DEMAND_TRIAGE,
      RIGHT_DEMAND_ASSIGN,
      RIGHT_DEMAND_ANSWER,
      RIGHT_DEMAND_FOLLOW_UP,
      RIGHT_VISIT_WRITE,
      RIGHT_ATTACHMENT_WRITE,
      RIGHT_AUDIT_READ,
      RIGHT_PAIRING_WRITE,
      RIGHT_FEEDBACK_READ,
      RIGHT_BULLETIN_WRITE,
      RIGHT_IMPORT,
      RIGHT_SUPERVISE_WRITE,
      RIGHT_ITEM_WRITE,
      RIGHT_BOOKING_CREATE,
      RIGHT_BOOKING_DUE,
      RIGHT_APPOINTMENT_ASK,
      RIGHT_APPOINTMENT_ANSWER,
      STAFF}},
    {"dispatcher",
     {RIGHT_BOOKING_ACCEPT, RIGHT_BOOKING_DUE, RIGHT_TRIP_PLAN, RIGHT_TRIP_PUBLISH,
      RIGHT_INSTRUMENT_WRITE, LABORATORY}},
    {"verifier",
     {RIGHT_RECORD_WRITE, RIGHT_INSTRUMENT_WRITE, RIGHT_VISIT_WRITE, LABORATORY}},
    {"checker", {RIGHT_RECORD_CHECK, LABORATORY}},
    {"approver",
     {RIGHT_RECORD_APPROVE, RIGHT_CERTIFICATE_ISSUE, RIGHT_CERTIFICATE_VOID, LABORATORY}},
    {"leader",
     {RIGHT_DEMAND_READ_ALL, RIGHT_DEMAND_EXTEND, RIGHT_DEMAND_TRIAGE, RIGHT_AUDIT_READ,
      RIGHT_RECORD_READ, RIGHT_PAIRING_WRITE, RIGHT_VISIT_WRITE, RIGHT_ATTACHMENT_WRITE,
      RIGHT_SUPERVISE_WRITE, STAFF}},
    {"admin",
     {RIGHT_IMPORT, RIGHT_SETTING_WRITE, RIGHT_DEMAND_READ_ALL, RIGHT_NOTIFY_ADMIN,
      RIGHT_PERSON_ADMIN, RIGHT_AUDIT_READ, RIGHT_REGULATION_CONFIRM,
      RIGHT_STANDARD_WRITE, RIGHT_CHARGE_WRITE, RIGHT_RECORD_READ, RIGHT_PAIRING_WRITE,
      RIGHT_FEEDBACK_READ, RIGHT_ITEM_WRITE, STAFF}},
    {"contact",
     {RIGHT_SIGNED_IN, RIGHT_DEMAND_READ, RIGHT_DEMAND_CREATE, RIGHT_DEMAND_CONFIRM,
      RIGHT_ITEM_READ, RIGHT_ENTERPRISE_READ, RIGHT_INSTRUMENT_READ,
      RIGHT_INSTRUMENT_WRITE, RIGHT_BOOKING_READ, RIGHT_BOOKING_CREATE, RIGHT_BOOKING_DUE,
      RIGHT_TRIP_READ, RIGHT_CERTIFICATE_READ, RIGHT_CHARGE_READ, RIGHT_ATTACHMENT_READ,
      RIGHT_ATTACHMENT_WRITE, RIGHT_VISIT_OWN, RIGHT_APPOINTMENT_READ,
      RIGHT_APPOINTMENT_ASK}},
    {"public", {RIGHT_PUBLIC}},
};

/* Names of ROLES for callers that walk over them. */
static const char *const ROLE_NAMES[] = {
    "officer",  "handler", "desk",  "dispatcher", "verifier", "checker",
    "approver", "leader",  "admin", "contact",    "public",   NULL,
};
_Static_assert(LEN(ROLE_NAMES) == LEN(ROLES) + 1, "every role has its name");
_Static_assert(RIGHT_COUNT <= 64, "rights are the bits of one word");

const char *right_name(enum right r)
{
    return NAMES[r];
}

uint64_t right_of_role(const char *role)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < LEN(ROLES); i++) {
        if (strcmp(ROLES[i].name, role) != 0)
            continue;
        bits = RIGHT_BIT(RIGHT_PUBLIC);
        for (size_t k = 0; k < RIGHTS_MAX; k++)
            bits |= RIGHT_BIT(ROLES[i].rights[k]);
    }
    return bits;
}

const char *const *right_roles(void)
{
    return ROLE_NAMES;
}
