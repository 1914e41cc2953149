/* right.h - what a person may do, and which role may do what.
 *
 * A right is checked by the router before the handler runs; whose rows a person may see
 * or change (own office, own enterprise) is checked in the domain by ctx->actor.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
#define RIGHT_TABLE(X)                                                                   \
    X(PUBLIC,             "public")             /* everybody, also without a session */  \
    X(SIGNED_IN,          "signed_in")          /* every person with a session */        \
    X(DEMAND_READ,        "demand.read")                                                 \
    X(DEMAND_READ_ALL,    "demand.read_all")    /* of every office and enterprise */     \
    X(DEMAND_CREATE,      "demand.create")                                               \
    X(DEMAND_TRIAGE,      "demand.triage")                                               \
    X(DEMAND_ASSIGN,      "demand.assign")                                               \
    X(DEMAND_EXTEND,      "demand.extend")      /* extension, joint meeting */           \
    X(DEMAND_ACCEPT,      "demand.accept")      /* accept or object for the office */    \
    X(DEMAND_ANSWER,      "demand.answer")                                               \
    X(DEMAND_CONFIRM,     "demand.confirm")     /* of the own enterprise */              \
    X(DEMAND_FOLLOW_UP,   "demand.follow_up")                                            \
    X(ITEM_READ,          "item.read")                                                   \
    X(ITEM_WRITE,         "item.write")         /* versions, packages */                 \
    X(ENTERPRISE_READ,    "enterprise.read")                                             \
    X(INSTRUMENT_READ,    "instrument.read")                                             \
    X(INSTRUMENT_WRITE,   "instrument.write")                                            \
    X(STANDARD_READ,      "standard.read")                                               \
    X(STANDARD_WRITE,     "standard.write")                                              \
    X(BOOKING_READ,       "booking.read")                                                \
    X(BOOKING_CREATE,     "booking.create")                                              \
    X(BOOKING_DUE,        "booking.due")        /* by due day, without a demand */        \
    X(BOOKING_ACCEPT,     "booking.accept")                                              \
    X(APPOINTMENT_READ,   "appointment.read")                                            \
    X(APPOINTMENT_ASK,    "appointment.ask")    /* and pick items */                     \
    X(APPOINTMENT_ANSWER, "appointment.answer") /* for the office of the item */         \
    X(TRIP_READ,          "trip.read")                                                   \
    X(TRIP_PLAN,          "trip.plan")                                                   \
    X(TRIP_PUBLISH,       "trip.publish")                                                \
    X(RECORD_READ,        "record.read")                                                 \
    X(RECORD_WRITE,       "record.write")                                                \
    X(RECORD_CHECK,       "record.check")                                                \
    X(RECORD_APPROVE,     "record.approve")                                              \
    X(CERTIFICATE_READ,   "certificate.read")                                            \
    X(CERTIFICATE_ISSUE,  "certificate.issue")                                           \
    X(CERTIFICATE_VOID,   "certificate.void")                                            \
    X(REGULATION_READ,    "regulation.read")                                             \
    X(REGULATION_CONFIRM, "regulation.confirm")                                          \
    X(CHARGE_READ,        "charge.read")                                                 \
    X(CHARGE_WRITE,       "charge.write")                                                \
    X(DASHBOARD_READ,     "dashboard.read")                                              \
    X(SUPERVISE_READ,     "supervise.read")     /* orders to oneself or the office */    \
    X(SUPERVISE_WRITE,    "supervise.write")    /* urge, orders, levels */               \
    X(VISIT_READ,         "visit.read")                                                  \
    X(VISIT_WRITE,        "visit.write")                                                 \
    X(VISIT_OWN,          "visit.own")          /* of the own enterprise */              \
    X(PAIRING_READ,       "pairing.read")                                                \
    X(PAIRING_WRITE,      "pairing.write")                                               \
    X(FEEDBACK_READ,      "feedback.read")                                               \
    X(PERSON_READ,        "person.read")                                                 \
    X(NOTIFY_ADMIN,       "notify.admin")       /* channels and their log */           \
    X(PERSON_ADMIN,       "person.admin")                                                \
    X(SETTING_WRITE,      "setting.write")      /* limits and other settings */          \
    X(AUDIT_READ,         "audit.read")                                                  \
    X(BULLETIN_READ,      "bulletin.read")                                               \
    X(BULLETIN_WRITE,     "bulletin.write")                                              \
    X(IMPORT,             "import")             /* tables of others */                   \
    X(ATTACHMENT_READ,    "attachment.read")                                             \
    X(ATTACHMENT_WRITE,   "attachment.write")
/* clang-format on */

#define RIGHT_ENUM(upper, name) RIGHT_##upper,
enum right { RIGHT_TABLE(RIGHT_ENUM) RIGHT_COUNT };
#undef RIGHT_ENUM

#define RIGHT_BIT(r) ((uint64_t)1 << (r))

/* "demand.read"; r < RIGHT_COUNT. */
const char *right_name(enum right r);

/* The rights of a role: officer (service officer), handler (handling office), desk
 * (programme desk), dispatcher, verifier, checker, approver, leader, admin, contact
 * (enterprise contact), public (nobody signed in).  An unknown role has none. */
uint64_t right_of_role(const char *role);
/* Names of the roles in a fixed order, NULL at the end. */
const char *const *right_roles(void);

static inline bool right_has(uint64_t rights, enum right r)
{
    return (rights & RIGHT_BIT(r)) != 0;
}
