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

/* What the enterprise is promised (demand_promise.h). */
struct demand_promise {
    const char *name; /* contact | proposal | interim | done */
    int64_t round;
    int64_t from_ms;
    int64_t limit_wd;
    int64_t moved_wd; /* working days that pauses added */
    int64_t due_ms;
    struct opt_int met_ms;
    struct opt_int ended_ms; /* another took its place, or nothing is owed any more */
    int64_t used_wd;         /* working days, until it ended or until now */
    const char *state; /* met | late (met past its end) | running | overdue | replaced */
};

struct demand_stop {    /* a pause */
    const char *reason; /* enterprise | department | technical */
    const char *note;
    const char *by_name;
    int64_t from_ms;
    int64_t until_ms; /* when it ended, or will by itself */
    int64_t moved_wd;
    bool open;
};

struct demand_extension {
    const char *reason;
    int64_t days;
    const char *asked_name;
    int64_t asked_ms;
    int64_t due_before_ms;
    const char *state; /* asked | approved | refused | lapsed */
    const char *decided_name;
    struct opt_int decided_ms;
    const char *decision_note;
    struct opt_int due_after_ms;
};

struct demand_forward {
    const char *kind;       /* department | county | province */
    const char *where_name; /* of the department or division; NULL: the province */
    const char *officer_name;
    int64_t sent_ms;
    int64_t receipt_due_ms;
    const char *received_by;
    struct opt_int received_ms;
    bool receipt_late; /* the other side was not heard of in time */
    const char *reply_day;
    const char *reply_number;
    const char *reply_text;
    const char *attachment_id;
    const char *attachment_name;
    struct opt_int replied_ms;
};

struct demand_meeting {
    const char *reason;
    int64_t asked_ms;
    const char *convener_name;
    const char *day;
    struct json_strs parties; /* "office or department: who came" */
    const char *minutes;
    const char *decision;
    struct opt_int recorded_ms;
};

struct demand_follow_up {
    int64_t round;
    int64_t at_ms;
    const char *by_name; /* NULL: by the link */
    const char *channel; /* link | portal | phone */
    const char *outcome;
    const char *solved;
    struct opt_int answered;
    struct opt_int contacted;
    const char *satisfaction;
    int64_t rating;
    const char *note;
};

struct demand_kin {
    const char *id;
    const char *number;
    const char *text;
    const char *state;
    const char *kin; /* split (off from this) | parent | merged (into this) | into */
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
    const char *item_name;  /* of the version it was filed under */
    struct opt_int item_no; /* that version */
    const char *item_from_day;
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
    int64_t rounds;   /* times the enterprise was not satisfied or reopened it */
    int64_t reopened; /* by itself */
    struct opt_int paused_until_ms;
    struct opt_int withdraw_ms; /* noted by the desk, waits for the enterprise's word */
    const char *where_to;
    int64_t version;
    struct json_list promises;   /* struct demand_promise */
    struct json_list stops;      /* struct demand_stop */
    struct json_list extensions; /* struct demand_extension */
    struct json_list forwards;   /* struct demand_forward */
    struct json_list meetings;   /* struct demand_meeting; for contacts without minutes */
    struct json_list follow_ups; /* struct demand_follow_up */
    struct json_list family;     /* struct demand_kin */
    struct json_list proposals;  /* struct match_proposal */
    struct json_list clocks;     /* struct demand_clock, oldest first */
    struct json_list events;     /* struct demand_event, oldest first */
    struct json_list bookings;   /* struct demand_booking */
    struct json_list certificates; /* struct demand_certificate, of its bookings */
    struct json_list attachments;  /* struct demand_attachment */
    struct json_list actions;      /* struct workflow_action */
};

/* QH_NOT_FOUND "demand.not_found". */
QH_MUST qh_status demand_find(struct ctx *c, const char *id, struct demand_detail *out);
