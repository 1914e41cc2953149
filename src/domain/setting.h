/* setting.h - values of an organisation that people may change, with their defaults.
 *
 * SETTINGS in setting.c names every setting, its default and its range; a name outside
 * the table is a bug.  A value in the store that is out of range counts as absent.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

/* Time limits are working days [operations.md 4.2: chosen inside the ranges seen]. */
#define SETTING_TRIAGE_WD "demand.triage_wd"
#define SETTING_ASSIGN_WD "demand.assign_wd"
#define SETTING_ACCEPT_WD "demand.accept_wd"
#define SETTING_ADVICE_WD "demand.advice_wd"
#define SETTING_ORDINARY_WD "demand.ordinary_wd"
#define SETTING_COMPLEX_WD "demand.complex_wd"
#define SETTING_HARD_WD "demand.hard_wd"
#define SETTING_MEETING_WD "demand.meeting_wd"
#define SETTING_FORWARD_WD "demand.forward_wd"
#define SETTING_FOLLOW_UP_WD "demand.follow_up_wd"
#define SETTING_REDO_WD "demand.redo_wd"
#define SETTING_DECLINE_WD "demand.decline_wd"
#define SETTING_EXTEND_MAX_WD "demand.extend_max_wd"
#define SETTING_SUPERVISE_REPLY_WD "supervise.reply_wd" /* reply to an order */
/* The clocks beside those of the states: first contact, a plan of how it is solved,
 * interim replies; the other side's receipt; an objection is decided on the day it is
 * made (0). */
#define SETTING_CONTACT_WD "demand.contact_wd"
#define SETTING_PROPOSAL_WD "demand.proposal_wd"
#define SETTING_INTERIM_WD "demand.interim_wd"
#define SETTING_RECEIPT_WD "demand.receipt_wd"
#define SETTING_OBJECTION_WD "demand.objection_wd"
/* Working days for which the clock may stand in all. */
#define SETTING_PAUSE_MAX_WD "demand.pause_max_wd"
/* Until when, in calendar days, and how often an enterprise may reopen what was struck
 * off by itself; how far back duplicates are looked for. */
#define SETTING_REOPEN_DAYS "demand.reopen_days"
#define SETTING_REOPEN_MAX "demand.reopen_max"
#define SETTING_DUPLICATE_DAYS "demand.duplicate_days"
#define SETTING_CONFIRM_DAYS                                                             \
    "demand.confirm_days" /* validity of the link, calendar days */

/* Working days left at which the lights of the clocks turn yellow (light.h). */
#define SETTING_LIGHT_CONTACT_WD "light.contact_wd"
#define SETTING_LIGHT_PROPOSAL_WD "light.proposal_wd"
#define SETTING_LIGHT_INTERIM_WD "light.interim_wd"
#define SETTING_LIGHT_DONE_WD "light.done_wd"
#define SETTING_LIGHT_DONE_LONG_WD "light.done_long_wd"
#define SETTING_LIGHT_STEP_WD "light.step_wd"

/* Visits: working days of rest between two of them to an enterprise (0: no rest), visits
 * of a person on a day [operations.md 3; data/world README 3.4]. */
#define SETTING_VISIT_QUIET_WD "visit.quiet_wd"
#define SETTING_VISIT_DAY_MAX "visit.day_max"
/* Pairings: the longest time of one (0: no end), when its end is near, how many a person
 * should have, whether a declared conflict of interest forbids one (0: it only warns),
 * and how far ahead instruments that fall due are handed over [operations.md 2]. */
#define SETTING_PAIRING_ROTATION_MONTHS "pairing.rotation_months"
#define SETTING_PAIRING_ROTATION_WARN_DAYS "pairing.rotation_warn_days"
#define SETTING_PAIRING_LOAD_MIN "pairing.load_min"
#define SETTING_PAIRING_LOAD_MAX "pairing.load_max"
#define SETTING_PAIRING_INTEREST_FORBIDS "pairing.interest_forbids"
#define SETTING_PAIRING_DUE_DAYS "pairing.due_days"

/* Notifications: how long the first repetition of a message waits (seconds), how often it
 * is tried, how long a claim holds (seconds), after how many failures in a row an
 * endpoint rests, and how many days before their end things are announced. */
#define SETTING_NOTIFY_RETRY_S "notify.retry_s"
#define SETTING_NOTIFY_TRIES "notify.tries"
#define SETTING_NOTIFY_LEASE_S "notify.lease_s"
#define SETTING_NOTIFY_BREAK_AFTER "notify.break_after"
#define SETTING_NOTIFY_INSTRUMENT_DAYS "notify.instrument_days"
#define SETTING_NOTIFY_STANDARD_DAYS "notify.standard_days"
#define SETTING_NOTIFY_CREDENTIAL_DAYS "notify.credential_days"
/* After how many days read messages, and deliveries that came to an end, are thrown away
 * (notify_purge.h). */
#define SETTING_NOTIFY_KEEP_READ_DAYS "notify.keep_read_days"
#define SETTING_NOTIFY_KEEP_SENT_DAYS "notify.keep_sent_days"
/* Whether a version of an item needs a second person who publishes it (1), and how many
 * days ahead an agreed appointment is reminded of. */
#define SETTING_ITEM_SECOND_PERSON "item.second_person"
#define SETTING_APPOINTMENT_REMIND_DAYS "appointment.remind_days"
/* For how many days after its numbering the server makes the bytes of a paper by itself;
 * an older one, taken over from elsewhere, gets them when somebody first opens it. */
#define SETTING_CERTIFICATE_RENDER_DAYS "certificate.render_days"

/* QH_BUG "setting.name". */
QH_MUST qh_status setting_int(struct ctx *c, const char *name, int64_t *out);
/* QH_INVALID "setting.range"; QH_BUG "setting.name". */
QH_MUST qh_status setting_put_int(struct ctx *c, const char *name, int64_t value);

/* ---- for pages ---- */

struct setting_row {
    const char *name;
    const char *unit; /* wd (working days) | days | months | s | times | visits |
                         enterprises | switch (0: no, 1: yes) */
    int64_t value;
    int64_t usual; /* the default */
    int64_t min;
    int64_t max;
    const char *changed_by; /* NULL: never changed by anybody */
    struct opt_int changed_ms;
};

/* All of them in the order of the table: struct setting_row. */
QH_MUST qh_status setting_rows(struct ctx *c, struct json_list *out);

struct setting_new {
    int64_t value;
    struct opt_int was; /* what the page showed; absent: whatever it is */
    const char *note;   /* or NULL */
};

/* Changes one and writes who did into its history (entity "setting", the name its id; the
 * states are the values).  Clocks that run keep their limit and their light.
 * QH_NOT_FOUND "setting.not_found"; QH_INVALID "setting.range", "setting.same";
 * QH_CONFLICT "setting.changed": it is not what it was. */
QH_MUST qh_status setting_change(struct ctx *c, const char *name,
                                 const struct setting_new *in);
/* Its changes, oldest first: struct history_row.  QH_NOT_FOUND "setting.not_found". */
QH_MUST qh_status setting_history(struct ctx *c, const char *name, struct json_list *out);
