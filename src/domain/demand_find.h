/* demand_find.h - one demand as its page shows it: clocks, history, what hangs on it. */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct demand_clock {
    const char *name; /* triage | assign | accept | handling | extension | meeting |
                         forward | follow_up | redo | decline */
    int64_t from_ms;
    int64_t due_ms;
    struct opt_int done_ms; /* absent: it runs */
    int64_t limit_wd;
    int64_t used_wd;   /* working days, until it ended or until now */
    const char *light; /* green | yellow | red */
};

struct demand_event {
    int64_t seq;
    int64_t at_ms;
    const char *actor_name;
    const char *action;
    const char *from_state;
    const char *to_state;
    const char
        *note; /* "" for an enterprise's contact where offices wrote to one another */
};

struct demand_booking {
    const char *id;
    const char *number;
    const char *state;
    int64_t downtime_days;
};

struct demand_certificate {
    const char *id;
    const char *number;
    const char *kind;
    const char *state;
};

struct demand_attachment {
    const char *id;
    const char *name;
    const char *media_type;
    int64_t size;
    int64_t at_ms;
};

struct demand_detail {
    const char *id;
    const char *number;
    const char *text;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *division_name;
    const char *source;
    const char *visit_id;
    const char *state;
    const char *kind;
    const char *route;
    const char *item_code;
    const char *item_name;
    const char *department_code;
    const char *department_name;
    const char *lead_office_id;
    const char *lead_office_name;
    const char *handler_id;
    const char *handler_name;
    const char *clock;
    struct opt_int due_ms;
    struct opt_int limit_wd;
    const char *light; /* green | yellow | red | none */
    bool objected;
    bool extended;
    bool late;
    const char *answer;
    const char *outcome;
    const char *satisfaction; /* satisfied | basically | not_satisfied */
    struct opt_int rating;
    const char *rating_note;
    int64_t registered_ms;
    struct opt_int done_ms;
    struct opt_int closed_ms;
    int64_t version;
    struct json_list proposals;    /* struct match_proposal */
    struct json_list clocks;       /* struct demand_clock, oldest first */
    struct json_list events;       /* struct demand_event, oldest first */
    struct json_list bookings;     /* struct demand_booking */
    struct json_list certificates; /* struct demand_certificate, of its bookings */
    struct json_list attachments;  /* struct demand_attachment */
    struct json_list actions;      /* struct workflow_action */
};

/* QH_NOT_FOUND "demand.not_found". */
QH_MUST qh_status demand_find(struct ctx *c, const char *id, struct demand_detail *out);
