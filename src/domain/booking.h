/* booking.h - what an enterprise asks of the team: instruments, windows, needs.
 *
 * What it rests on: a demand (the handling office turns it into a booking, or the
 * enterprise's contact asks for its own), an appointment that the office accepted, or the
 * day on which instruments fall due, without anybody having asked.
 *
 * States: requested, accepted, returned, planned, done, cancelled (table in booking.c).
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

extern const struct workflow BOOKING_WORKFLOW;

struct booking_window {
    int64_t from_ms;
    int64_t until_ms;
};

struct booking_line_new {
    const char *instrument_id;
    const char *service; /* verification | calibration | in_service */
    const char *stage;   /* initial, periodic, repair, within_period */
};

struct booking_new {
    const char *demand_id;     /* NULL: none */
    const char *enterprise_id; /* without a demand; NULL: the actor's own */
    bool appointed;            /* by an appointment: need not fall due */
    struct json_list lines;    /* struct booking_line_new */
    struct json_list windows;  /* struct booking_window */
    const char *needs;         /* of production, in plain words */
    int64_t downtime_days;     /* that sending the instruments away would have cost */
};

struct booking_line {
    const char *id;
    int64_t seq;
    const char *instrument_id;
    const char *service;
    const char *stage;
    const char *kind_code;
    const char *name_zh;
    const char *model;
    const char *serial;
    const char *maker;
    const char *accuracy_class;
    const struct json *params;
    const char *place_zh;
    const char *purpose;
    const char *due_day;
    const char *task_id; /* NULL: not on a trip yet */
    const char *trip_id;
    const char *record_id;
    const char *record_number;
    const char *record_state;
    const char *verdict;
    const char *certificate_id;
    const char *certificate_number;
    const char *certificate_kind;
};

struct booking_row {
    const char *id;
    const char *number;
    const char *basis;         /* demand | appointment | due */
    const char *demand_id;     /* or NULL */
    const char *demand_number; /* or NULL */
    const char *appointment_id;
    const char *appointment_number;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *division_name;
    const char *needs;
    const char *state;
    int64_t requested_ms;
    int64_t downtime_days;
    int64_t lines;
    int64_t version;
};

struct booking_page {
    struct json_list items; /* struct booking_row */
    const char *next;
};

struct booking_detail {
    const char *id;
    const char *number;
    const char *basis;
    const char *demand_id;
    const char *demand_number;
    const char *demand_text; /* or NULL */
    const char *appointment_id;
    const char *appointment_number;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *address_zh;
    const char *needs;
    const char *state;
    int64_t requested_ms;
    int64_t downtime_days;
    int64_t downtime_confirmed_ms; /* 0: not yet */
    struct json_list windows;      /* struct booking_window */
    struct json_list lines;        /* struct booking_line */
    struct json_list trips;        /* struct booking_trip */
    int64_t version;
    struct json_list actions; /* struct workflow_action */
};

struct booking_trip {
    const char *id;
    const char *state;
};

struct booking_filter {
    const char *state;
    const char *enterprise_id;
    const char *after; /* cursor; "" for the first page */
    int64_t limit;
};

/* An instrument may be booked without demand or appointment when it falls due within so
 * many days, is overdue, or has no day yet. */
enum { BOOKING_DUE_DAYS = 90 };

/* Right: booking.create with a demand, booking.due without (the router's).
 *
 * QH_INVALID "booking.no_lines", "booking.no_windows", "booking.window" (from >= until or
 * past), "booking.instrument" (another enterprise's or scrapped), "booking.not_due",
 * "booking.downtime" (a demand's confirmation is what confirms it, so none without one),
 * "booking.enterprise"; QH_NOT_FOUND "demand.not_found", "enterprise.not_found";
 * QH_CONFLICT "booking.demand_state", "booking.line_open" (the instrument is in an open
 * booking). */
QH_MUST qh_status booking_create(struct ctx *c, const struct booking_new *in,
                                 const char **out_id);
QH_MUST qh_status booking_list(struct ctx *c, const struct booking_filter *f,
                               struct booking_page *out);
QH_MUST qh_status booking_find(struct ctx *c, const char *id, struct booking_detail *out);
/* action: accept | return | cancel.  QH_INVALID "booking.reason" when one is needed. */
QH_MUST qh_status booking_step(struct ctx *c, const char *id, const char *action,
                               int64_t version, const char *note);
/* For the trips and records of it: moves accepted -> planned, planned -> done without a
 * version from outside. */
QH_MUST qh_status booking_advance(struct ctx *c, const char *id, const char *action);
