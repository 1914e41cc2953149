/* demo_trip.h - one trip of the institute as acts: booked, accepted, planned, driven,
 * measured, checked and approved, all by the domain's functions.
 *
 * The planner fills struct demo_trip with who, what and when and gives it to
 * trip_acts_add(); ids are filled in as the acts are done.
 */
#pragma once

#include "base/id.h"
#include "base/json.h"
#include "cli/demo_plan.h"
#include "domain/booking.h"

enum { TRIP_TASKS_MAX = 20, TRIP_WINDOWS_MAX = 2 };

struct demo_trip;

struct demo_task {
    struct demo_trip *trip; /* set by trip_acts_add() */
    const char *instrument;
    const char *regulation; /* NULL: a weighbridge */
    const char *service;
    const char *stage;
    bool adjusted; /* fails as found, is adjusted and passes */
    bool fails;    /* and stays so: a notice instead of a certificate */
    int64_t begin_ms, check_ms, approve_ms;
    int64_t minutes;     /* planned for it */
    char id[ID_LEN + 1]; /* of the trip's task */
    char record[ID_LEN + 1];
};

struct demo_trip {
    const struct plan_demand *demand; /* NULL: booked by the day they fall due */
    size_t enterprise;                /* index */
    size_t verifier;                  /* person */
    size_t driver;                    /* person; DEMO_NOBODY: the verifier drives */
    const char *vehicle;
    struct json_strs standards;
    const char *needs;
    int64_t downtime_days;
    bool step_by_step; /* readings are entered one test after the other */
    struct booking_window window[TRIP_WINDOWS_MAX];
    size_t windows_n;
    char from_day[DAY_LEN + 1], until_day[DAY_LEN + 1];
    int64_t book_ms, accept_ms, plan_ms, start_ms, finish_ms;
    struct demo_task task[TRIP_TASKS_MAX];
    size_t tasks_n;
    char booking[ID_LEN + 1];
    char id[ID_LEN + 1];
};

/* The laboratory's standards for these regulations, with thermometer and hygrometer. */
struct json_strs demo_lab_standards(const struct demo *d, const char *const *regulations,
                                    size_t n);
/* Puts everything about the trip among the acts; it lives as long as the demo. */
void trip_acts_add(struct demo *d, struct demo_trip *t);
