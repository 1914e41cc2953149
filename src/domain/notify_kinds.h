/* notify_kinds.h - the table of kinds: who is told, by which channels; for notify*.c. */
#pragma once

#include "domain/notify.h"

/* Relative to the entity of the event; a bit each. */
enum notify_audience {
    TOLD_OWNER = 1,        /* who has it in hand: handler, officer, successor */
    TOLD_OWNER_OR_ALL = 2, /* the same; while nobody has, the handlers of the office, or
                              the desk if no office has it either */
    TOLD_SECOND = 4,       /* the predecessor of a hand-over */
    TOLD_OFFICE = 8,       /* the handlers of the office in charge */
    TOLD_CONTACTS = 16,    /* the people of the enterprise */
    TOLD_PAIR = 32,        /* the officer paired with the enterprise */
    TOLD_DESK = 64,        /* by role from here on */
    TOLD_LEADERS = 128,
    TOLD_DISPATCHERS = 256,
    TOLD_CHECKERS = 512,
    TOLD_APPROVERS = 1024,
    TOLD_ADMINS = 2048,
    TOLD_CREW = 4096,       /* of the trip, or of the booking's trips */
    TOLD_COMPANIONS = 8192, /* who go along on the visit */
    TOLD_STAFF = 16384      /* everybody of the bureau */
};

/* Where it is told.  A webhook of the organisation is no person's channel. */
enum notify_channel {
    CHANNEL_INBOX,
    CHANNEL_EMAIL,
    CHANNEL_SMS,
    CHANNEL_WECHAT,
    CHANNEL_COUNT
};
#define CHANNEL_BIT(ch) (1U << (ch))

struct notify_kind_row {
    unsigned told;     /* enum notify_audience */
    unsigned channels; /* CHANNEL_BIT()s that are on unless a person chooses otherwise */
    bool fixed;        /* the inbox may not be switched off: it asks somebody to act */
    bool urgent;       /* does not wait for a digest */
};

/* By enum notify_kind. */
extern const struct notify_kind_row NOTIFY_KINDS[NOTIFY_KIND_COUNT];
/* Their names and those of the channels, NULL at the end. */
extern const char *const NOTIFY_KIND_NAMES[NOTIFY_KIND_COUNT + 1];
extern const char *const NOTIFY_CHANNEL_NAMES[CHANNEL_COUNT + 1];

/* "demand". */
const char *notify_entity(enum notify_kind kind);
/* The kind that a step of a workflow tells; false if it tells nobody. */
bool notify_kind_of_step(const char *entity, const char *action, enum notify_kind *out);
/* The kind of that name; false if there is none. */
bool notify_kind_of(const char *name, enum notify_kind *out);
