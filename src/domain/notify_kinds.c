#include "domain/notify_kinds.h"

#include <string.h>

#define IN CHANNEL_BIT(CHANNEL_INBOX)
#define MAIL (IN | CHANNEL_BIT(CHANNEL_EMAIL))
#define ALL (MAIL | CHANNEL_BIT(CHANNEL_SMS) | CHANNEL_BIT(CHANNEL_WECHAT))
#define FREE false
#define FIXED true
#define CALM false
#define URGENT true

/* clang-format off */
#define ROW(k, told, channels, fixed, urgent) \
    [NOTIFY_##k] = {(told), (channels), (fixed), (urgent)}
const struct notify_kind_row NOTIFY_KINDS[NOTIFY_KIND_COUNT] = {
    ROW(DEMAND_REGISTERED,         TOLD_DESK | TOLD_PAIR | TOLD_CONTACTS,            MAIL, FREE,  CALM),
    ROW(DEMAND_ASSIGNED,           TOLD_OFFICE,                                      MAIL, FIXED, CALM),
    ROW(DEMAND_ACCEPTED,           TOLD_CONTACTS | TOLD_PAIR,                        MAIL, FREE,  CALM),
    ROW(DEMAND_OBJECTED,           TOLD_DESK,                                        MAIL, FIXED, CALM),
    ROW(DEMAND_EXTENSION_ASKED,    TOLD_LEADERS | TOLD_DESK,                         MAIL, FIXED, CALM),
    ROW(DEMAND_EXTENSION_APPROVED, TOLD_OWNER | TOLD_CONTACTS,                       MAIL, FREE,  CALM),
    ROW(DEMAND_EXTENSION_REFUSED,  TOLD_OWNER,                                       MAIL, FIXED, CALM),
    ROW(DEMAND_TRANSFERRED,        TOLD_CONTACTS | TOLD_PAIR | TOLD_OWNER,           MAIL, FREE,  CALM),
    ROW(DEMAND_REPLIED,            TOLD_OWNER | TOLD_DESK,                           MAIL, FIXED, CALM),
    ROW(DEMAND_INTERIM,            TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(DEMAND_PROPOSED,           TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(DEMAND_PAUSED,             TOLD_CONTACTS | TOLD_PAIR,                        MAIL, FREE,  CALM),
    ROW(DEMAND_WITHDRAW_ASKED,     TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(DEMAND_WITHDRAW_DENIED,    TOLD_OWNER_OR_ALL | TOLD_DESK,                    MAIL, FREE,  CALM),
    ROW(DEMAND_MEETING,            TOLD_LEADERS | TOLD_DESK | TOLD_OWNER_OR_ALL,     MAIL, FIXED, CALM),
    ROW(DEMAND_ANSWERED,           TOLD_CONTACTS | TOLD_PAIR | TOLD_DESK,            ALL,  FREE,  CALM),
    ROW(DEMAND_REOPENED,           TOLD_OWNER_OR_ALL | TOLD_DESK,                    MAIL, FIXED, URGENT),
    ROW(DEMAND_DECLINED,           TOLD_CONTACTS | TOLD_PAIR | TOLD_OWNER,           MAIL, FREE,  CALM),
    ROW(DEMAND_CLOSED,             TOLD_CONTACTS | TOLD_PAIR | TOLD_OWNER,           MAIL, FREE,  CALM),
    ROW(DEMAND_WITHDRAWN,          TOLD_OWNER_OR_ALL | TOLD_DESK,                    MAIL, FREE,  CALM),
    ROW(DEMAND_MERGED,             TOLD_CONTACTS | TOLD_OWNER,                       MAIL, FREE,  CALM),
    ROW(DEMAND_YELLOW,             TOLD_OWNER_OR_ALL,                                MAIL, FREE,  CALM),
    ROW(DEMAND_RED,                TOLD_OWNER_OR_ALL | TOLD_DESK,                    ALL,  FIXED, URGENT),
    ROW(DEMAND_URGED,              TOLD_OWNER_OR_ALL,                                ALL,  FIXED, URGENT),
    ROW(DEMAND_SUPERVISED,         TOLD_OWNER_OR_ALL,                                ALL,  FIXED, URGENT),
    ROW(DEMAND_ESCALATED,          TOLD_OWNER,                                       ALL,  FIXED, URGENT),
    ROW(VISIT_PLANNED,             TOLD_OWNER | TOLD_COMPANIONS | TOLD_CONTACTS,     MAIL, FREE,  CALM),
    ROW(VISIT_MOVED,               TOLD_OWNER | TOLD_COMPANIONS | TOLD_CONTACTS,     MAIL, FREE,  URGENT),
    ROW(VISIT_CANCELLED,           TOLD_OWNER | TOLD_COMPANIONS | TOLD_CONTACTS,     MAIL, FREE,  URGENT),
    ROW(BOOKING_REQUESTED,         TOLD_DISPATCHERS,                                 MAIL, FREE,  CALM),
    ROW(BOOKING_ACCEPTED,          TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(BOOKING_RETURNED,          TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(BOOKING_PLANNED,           TOLD_CONTACTS,                                    ALL,  FREE,  CALM),
    ROW(BOOKING_CANCELLED,         TOLD_DISPATCHERS | TOLD_CREW,                     MAIL, FREE,  URGENT),
    ROW(BOOKING_TOMORROW,          TOLD_CONTACTS | TOLD_CREW,                        ALL,  FREE,  URGENT),
    ROW(TRIP_PUBLISHED,            TOLD_CREW,                        ALL,  FREE,  CALM),
    ROW(RECORD_TO_CHECK,           TOLD_CHECKERS,                                    MAIL, FIXED, CALM),
    ROW(RECORD_TO_APPROVE,         TOLD_APPROVERS,                                   MAIL, FIXED, CALM),
    ROW(RECORD_RETURNED,           TOLD_OWNER,                                       MAIL, FIXED, CALM),
    ROW(CERTIFICATE_ISSUED,        TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(CERTIFICATE_VOIDED,        TOLD_CONTACTS,                                    MAIL, FIXED, CALM),
    ROW(REQUEST_RECEIVED,          TOLD_OFFICE,                                      MAIL, FREE,  CALM),
    ROW(REQUEST_ACCEPTED,          TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(REQUEST_DECLINED,          TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(REQUEST_DONE,              TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(REQUEST_PROPOSED,          TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(REQUEST_CHANGED,           TOLD_OFFICE,                                      MAIL, FREE,  CALM),
    ROW(REQUEST_TOMORROW,          TOLD_CONTACTS | TOLD_OFFICE,                      ALL,  FREE,  CALM),
    ROW(PACKAGE_OFFERED,           TOLD_CONTACTS,                                    MAIL, FREE,  CALM),
    ROW(INSTRUMENT_DUE,            TOLD_CONTACTS | TOLD_PAIR,                        MAIL, FREE,  CALM),
    ROW(STANDARD_EXPIRING,         TOLD_ADMINS | TOLD_DISPATCHERS,                   MAIL, FIXED, CALM),
    ROW(CREDENTIAL_EXPIRING,       TOLD_OWNER | TOLD_ADMINS,                         MAIL, FIXED, CALM),
    ROW(BULLETIN_PUBLISHED,        TOLD_STAFF,                                       IN,   FREE,  CALM),
    ROW(HANDOVER_MADE,             TOLD_OWNER,                                       MAIL, FIXED, CALM),
    ROW(HANDOVER_ACCEPTED,         TOLD_SECOND,                                      MAIL, FIXED, CALM),
    ROW(TEST,                      0,                                                MAIL, FREE,  URGENT),
};
#undef ROW

#define NAME(upper, name, entity) [NOTIFY_##upper] = (name),
const char *const NOTIFY_KIND_NAMES[NOTIFY_KIND_COUNT + 1] = {NOTIFY_TABLE(NAME)};
#undef NAME
#define ENTITY(upper, name, entity) [NOTIFY_##upper] = (entity),
static const char *const ENTITIES[NOTIFY_KIND_COUNT] = {NOTIFY_TABLE(ENTITY)};
#undef ENTITY

/* Which steps tell somebody. */
static const struct step {
    const char *entity;
    const char *action;
    enum notify_kind kind;
} NOTIFY_STEPS[] = {
    {"demand",  "register",       NOTIFY_DEMAND_REGISTERED},
    {"demand",  "assign",         NOTIFY_DEMAND_ASSIGNED},
    {"demand",  "propose",        NOTIFY_DEMAND_PROPOSED},
    {"demand",  "interim",        NOTIFY_DEMAND_INTERIM},
    {"demand",  "pause",          NOTIFY_DEMAND_PAUSED},
    {"demand",  "withdraw_ask",   NOTIFY_DEMAND_WITHDRAW_ASKED},
    {"demand",  "withdraw_deny",  NOTIFY_DEMAND_WITHDRAW_DENIED},
    {"demand",  "extend_ask",     NOTIFY_DEMAND_EXTENSION_ASKED},
    {"demand",  "extend_refuse",  NOTIFY_DEMAND_EXTENSION_REFUSED},
    {"demand",  "reply",          NOTIFY_DEMAND_REPLIED},
    {"demand",  "not_satisfied",  NOTIFY_DEMAND_REOPENED},
    {"demand",  "satisfied",      NOTIFY_DEMAND_CLOSED},
    {"demand",  "basically",      NOTIFY_DEMAND_CLOSED},
    {"demand",  "hand",           NOTIFY_DEMAND_ASSIGNED},
    {"demand",  "merge",          NOTIFY_DEMAND_MERGED},
    {"demand",  "object",         NOTIFY_DEMAND_OBJECTED},
    {"demand",  "start",          NOTIFY_DEMAND_ACCEPTED},
    {"demand",  "transfer",       NOTIFY_DEMAND_TRANSFERRED},
    {"demand",  "extend",         NOTIFY_DEMAND_EXTENSION_APPROVED},
    {"demand",  "meet",           NOTIFY_DEMAND_MEETING},
    {"demand",  "decline",        NOTIFY_DEMAND_DECLINED},
    {"demand",  "answer",         NOTIFY_DEMAND_ANSWERED},
    {"demand",  "reopen",         NOTIFY_DEMAND_REOPENED},
    {"demand",  "close",          NOTIFY_DEMAND_CLOSED},
    {"demand",  "withdraw",       NOTIFY_DEMAND_WITHDRAWN},
    {"visit",   "plan",           NOTIFY_VISIT_PLANNED},
    {"visit",   "fix",            NOTIFY_VISIT_PLANNED},
    {"visit",   "move",           NOTIFY_VISIT_MOVED},
    {"visit",   "cancel",         NOTIFY_VISIT_CANCELLED},
    {"booking", "request",        NOTIFY_BOOKING_REQUESTED},
    {"booking", "accept",         NOTIFY_BOOKING_ACCEPTED},
    {"booking", "return",         NOTIFY_BOOKING_RETURNED},
    {"booking", "cancel",         NOTIFY_BOOKING_CANCELLED},
    {"appointment", "request",    NOTIFY_REQUEST_RECEIVED},
    {"appointment", "accept",     NOTIFY_REQUEST_ACCEPTED},
    {"appointment", "propose",    NOTIFY_REQUEST_PROPOSED},
    {"appointment", "decline",    NOTIFY_REQUEST_DECLINED},
    {"appointment", "finish",     NOTIFY_REQUEST_DONE},
    {"appointment", "agree",      NOTIFY_REQUEST_CHANGED},
    {"appointment", "counter",    NOTIFY_REQUEST_CHANGED},
    {"appointment", "dispute",    NOTIFY_REQUEST_CHANGED},
    {"appointment", "cancel",     NOTIFY_REQUEST_CHANGED},
    {"trip",    "publish",        NOTIFY_TRIP_PUBLISHED},
    {"record",  "submit",         NOTIFY_RECORD_TO_CHECK},
    {"record",  "check",          NOTIFY_RECORD_TO_APPROVE},
    {"record",  "check_return",   NOTIFY_RECORD_RETURNED},
    {"record",  "approve_return", NOTIFY_RECORD_RETURNED},
};
/* clang-format on */

bool notify_kind_of_step(const char *entity, const char *action, enum notify_kind *out)
{
    for (size_t i = 0; i < LEN(NOTIFY_STEPS); i++)
        if (strcmp(NOTIFY_STEPS[i].entity, entity) == 0 &&
            strcmp(NOTIFY_STEPS[i].action, action) == 0) {
            *out = NOTIFY_STEPS[i].kind;
            return true;
        }
    return false;
}

const char *const NOTIFY_CHANNEL_NAMES[CHANNEL_COUNT + 1] = {"inbox", "email", "sms",
                                                             "wechat", NULL};

const char *notify_entity(enum notify_kind kind)
{
    return ENTITIES[kind];
}

bool notify_kind_of(const char *name, enum notify_kind *out)
{
    for (int i = 0; i < NOTIFY_KIND_COUNT; i++)
        if (strcmp(NOTIFY_KIND_NAMES[i], name) == 0) {
            *out = (enum notify_kind)i;
            return true;
        }
    return false;
}
