/* booking.h - what an enterprise asks of the team: instruments, windows, needs.
 *
 * A booking answers a demand: the handling office turns the demand into it, or the
 * enterprise's contact asks for its own.  States: requested, accepted, returned, planned,
 * done, cancelled (table in booking.c).
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
    const char *demand_id;
    struct json_list lines;   /* struct booking_line_new */
    struct json_list windows; /* struct booking_window */
    const char *needs;        /* of production, in plain words */
    int64_t downtime_days;    /* that sending the instruments away would have cost */
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
    const char *demand_id;
    const char *demand_number;
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
    const char *demand_id;
    const char *demand_number;
    const char *demand_text;
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

/* QH_INVALID "booking.no_lines", "booking.no_windows", "booking.window" (from >= until or
 * past), "booking.instrument" (another enterprise's or not in use); QH_CONFLICT
 * "booking.demand_state", "booking.line_open" (the instrument is in an open booking). */
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
