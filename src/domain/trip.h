/* trip.h - one crew, one vehicle, one or several days, the bookings' lines it takes on.
 *
 * trip_check() proves a plan by hand before it is saved: people without a valid
 * credential, expired weights, too few weights are refused with the reason; what is
 * possible only if the instrument repeats well enough is warned of.  States: draft,
 * published, under_way, done, cancelled (table in trip.c).
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

extern const struct workflow TRIP_WORKFLOW;

struct trip_crew_new {
    const char *person_id;
    const char *duty; /* verify | drive | assist */
};

struct trip_task_new {
    const char *booking_line_id;
    int64_t from_ms;
    int64_t until_ms;
};

struct trip_new {
    const char *booking_id;
    const char *vehicle_id;
    const char *from_day;
    const char *until_day;
    struct json_list crew;         /* struct trip_crew_new */
    struct json_strs standard_ids; /* weights, thermometer, hygrometer one by one */
    struct json_list tasks;        /* struct trip_task_new */
};

/* key: what is wrong, worded in data/locales; subject: whom or what it concerns (a name,
 * a serial number, a place); value: the number in question ("16000 kg", "2026-05-01"). */
struct trip_problem {
    const char *key;
    const char *severity; /* refuse | warn */
    const char *subject;
    const char *value;
};

/* How well the standards on board suit one instrument [R 76-1:2006 3.7.3]. */
struct trip_feasibility {
    const char *booking_line_id;
    const char *instrument_name;
    const char *feasibility; /* ok | needs_repeatability | refused | not_judged */
    const char *spread_e; /* "0.2" or "0.3": greatest spread in e, NULL if none needed */
    const char *standards_kg;
    const char *max_kg;
    const char *least_kg;      /* least mass of standards at that repeatability */
    const char *last_spread_e; /* of the last record with one, NULL if there is none */
};

struct trip_check {
    bool ok;                   /* no problem of severity refuse */
    struct json_list problems; /* struct trip_problem */
    struct json_list lines;    /* struct trip_feasibility */
};

struct trip_row {
    const char *id;
    const char *number;
    const char *booking_id;
    const char *booking_number;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *division_name;
    const char *plate;
    const char *from_day;
    const char *until_day;
    const char *state;
    int64_t tasks;
    int64_t version;
};

struct trip_page {
    struct json_list items;
    const char *next;
};

struct trip_crew {
    const char *person_id;
    const char *name;
    const char *title_zh;
    const char *duty;
};

struct trip_standard {
    const char *id;
    const char *set_id;
    const char *kind;
    const char *name_zh; /* NULL unless it has a name of its own */
    const char *serial;
    const char *nominal_kg;
    const char *accuracy_class;
    const char *certificate_no;
    const char *valid_until_day;
};

struct trip_task {
    const char *id;
    const char *booking_line_id;
    const char *instrument_id;
    const char *service;
    const char *stage;
    int64_t from_ms;
    int64_t until_ms;
    const char *name_zh;
    const char *model;
    const char *serial;
    const char *maker;
    const char *accuracy_class;
    const struct json *params;
    const char *place_zh;
    const char *purpose;
    const char *record_id; /* NULL: not begun */
    const char *record_number;
    const char *record_state;
    const char *verdict;
};

struct trip_detail {
    const char *id;
    const char *number;
    const char *booking_id;
    const char *booking_number;
    const char *demand_id;
    const char *needs;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *address_zh;
    int64_t lat_u;
    int64_t lon_u;
    const char *vehicle_id;
    const char *plate;
    const char *from_day;
    const char *until_day;
    const char *state;
    struct json_list crew;
    struct json_list standards;
    struct json_list tasks;
    struct json_list problems; /* of the plan as it stands today */
    struct json_list lines;    /* struct trip_feasibility */
    int64_t version;
    struct json_list actions; /* struct workflow_action */
};

struct trip_filter {
    const char *state;
    const char *person_id; /* only trips with this person in the crew */
    const char *after;
    int64_t limit;
};

/* Checks a plan without saving it.  Keys of problems: see data/locales/trip.*.json. */
QH_MUST qh_status trip_check(struct ctx *c, const struct trip_new *in,
                             struct trip_check *out);
/* Saves a draft.  QH_CONFLICT "trip.refused": field names the first problem's key; the
 * detail its subject. */
QH_MUST qh_status trip_create(struct ctx *c, const struct trip_new *in,
                              const char **out_id);
QH_MUST qh_status trip_list(struct ctx *c, const struct trip_filter *f,
                            struct trip_page *out);
QH_MUST qh_status trip_find(struct ctx *c, const char *id, struct trip_detail *out);
/* The same without problems and feasibility, for those who do not plan. */
QH_MUST qh_status trip_take(struct ctx *c, const char *id, struct trip_detail *out);
/* action: publish | start | finish | cancel. */
QH_MUST qh_status trip_step(struct ctx *c, const char *id, const char *action,
                            int64_t version, const char *note);
/* Checks a plan that is saved already as trip_id (its own things do not count as busy).
 */
QH_MUST qh_status trip_check_again(struct ctx *c, const struct trip_new *in,
                                   const char *trip_id, struct trip_check *out);
