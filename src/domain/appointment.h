/* appointment.h - a service at an agreed time, for any item of the catalogue.
 *
 * The enterprise proposes windows, the item's office accepts one, proposes another or
 * declines with a reason; what was done is written down and the enterprise confirms it.
 *
 *   requested --accept--> accepted --finish--> done --confirm--> confirmed
 *   requested, accepted --propose--> proposed --agree--> accepted
 *   proposed --counter--> requested          (other windows of the enterprise)
 *   requested, proposed --decline--> declined;  before done --cancel--> cancelled
 *   done --dispute--> accepted               (it was not done)
 *
 * For instruments an appointment leads into a booking (booking.h): it names instruments
 * and a demand, and accepting it books the team for them in the windows of the
 * enterprise.
 *
 * Whose appointments a person sees: contacts their own enterprise's; the desk, leaders
 * and administrators all; others those of their office and of the enterprises they are
 * paired with.  One that may not be seen is QH_NOT_FOUND "appointment.not_found".  Every
 * step takes the version that was read: QH_CONFLICT "appointment.changed"; a step that
 * the state does not allow: QH_CONFLICT "appointment.state".
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

enum {
    APPOINTMENT_WINDOWS_MAX = 5,
    APPOINTMENT_INSTRUMENTS_MAX = 40,
    APPOINTMENT_WISH_MAX = 1000,
    APPOINTMENT_AHEAD_DAYS = 180
};

extern const struct workflow APPOINTMENT_WORKFLOW;

struct appointment_window {
    int64_t from_ms;
    int64_t until_ms;
};

struct appointment_new {
    const char *enterprise_id; /* NULL: that of the enterprise contact */
    const char *item_code;
    const char *demand_id;        /* NULL: none */
    const char *channel;          /* as a demand's source; NULL: online or window */
    const char *place;            /* on_site | window | phone */
    const char *wish;             /* in plain words, or "" */
    bool not_producing;           /* only while the enterprise does not produce */
    struct json_list windows;     /* struct appointment_window */
    struct json_strs instruments; /* ids */
};

/* QH_INVALID "appointment.windows" (none, or more than 5), "appointment.window" (past,
 * empty, longer than a day or more than 180 days ahead), "appointment.place" (the item is
 * not done there), "appointment.item" (not in the catalogue, or not by appointment),
 * "appointment.instrument" (another enterprise's, scrapped, or twice),
 * "appointment.channel"; QH_NOT_FOUND "enterprise.not_found",
 * "demand.not_found". */
QH_MUST qh_status appointment_create(struct ctx *c, const struct appointment_new *in,
                                     const char **out_id);

struct appointment {
    const char *id;
    const char *number; /* "FW2026-0001" */
    const char *enterprise_id;
    const char *enterprise_name;
    const char *address_zh;
    const char *division_name;
    const char *item_code;
    int64_t item_no;
    const char *item_zh;
    const char *item_en;
    const char *demand_id;
    const char *demand_number;
    const char *demand_state;
    const char *booking_id;
    const char *booking_number;
    const char *booking_state;
    const char *channel;
    const char *place;
    const char *wish;
    bool not_producing;
    const char *office_id;
    const char *office_zh;
    const char *office_en;
    const char *handler_id;
    const char *handler_name;
    const char *state;
    struct opt_int from_ms; /* agreed */
    struct opt_int until_ms;
    const char *done_note;
    struct opt_int rating; /* 1..5 */
    int64_t requested_ms;
    bool is_near; /* agreed and within the days of the reminder */
    int64_t version;
};

struct appointment_proposal {
    int64_t seq;
    int64_t round;
    const char *side; /* enterprise | office */
    int64_t from_ms;
    int64_t until_ms;
    bool is_open; /* of the round that waits for an answer */
};

struct appointment_instrument {
    const char *id;
    const char *name_zh;
    const char *model;
    const char *serial;
};

struct appointment_detail {
    struct appointment appointment;
    struct json_list windows;     /* struct appointment_proposal, in their order */
    struct json_list instruments; /* struct appointment_instrument */
    struct json_list events;      /* struct history_row */
    struct json_list actions;     /* struct workflow_action */
};

struct appointment_filter {
    const char *enterprise_id; /* or NULL */
    const char *state;         /* or NULL */
    const char *after;
    int64_t limit;
};

struct appointment_page {
    struct json_list items; /* struct appointment, newest first */
    const char *next;
};

QH_MUST qh_status appointment_list(struct ctx *c, const struct appointment_filter *f,
                                   struct appointment_page *out);
/* Agreed ones of the next `days` days (and of today), by their time. */
QH_MUST qh_status appointment_upcoming(struct ctx *c, int64_t days,
                                       struct json_list *out);
QH_MUST qh_status appointment_find(struct ctx *c, const char *id,
                                   struct appointment_detail *out);

struct appointment_step {
    const char *action;
    int64_t version;
    const char *reason;     /* propose, decline, cancel, dispute */
    struct opt_int from_ms; /* accept, agree: within a window that was proposed */
    struct opt_int until_ms;
    struct json_list windows; /* propose, counter: struct appointment_window */
    const char *done;         /* finish: what was done */
    struct opt_int rating;    /* confirm: 1..5 */
};

/* QH_INVALID "appointment.reason", "appointment.time" (in no window that was proposed),
 * "appointment.done", "appointment.rating", the keys of the windows; QH_CONFLICT
 * "appointment.early" (finished before it began), "appointment.demand_state" (its demand
 * is not in hand yet), and those of booking_create(). */
QH_MUST qh_status appointment_step(struct ctx *c, const char *id,
                                   const struct appointment_step *in);

/* The agreed time as an iCalendar file (RFC 5545), with a reminder a day ahead.
 * QH_CONFLICT "appointment.no_time". */
QH_MUST qh_status appointment_calendar(struct ctx *c, const char *id, struct text *out,
                                       const char **out_name);
