/* visit_list.h - visits as lists, as a calendar, and one with all that its page shows.
 *
 * Who sees what: visit.h.
 */
#pragma once

#include "domain/visit.h"

struct visit {
    const char *id;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *division_name;
    const char *officer_id;
    const char *officer_name;
    const char *kind;
    const char *day;
    struct opt_int start_min;
    struct opt_int minutes;
    const char *purpose;
    bool at_request;
    bool suggested;
    const char *met_role;         /* "" until it is done */
    const char *production_state; /* "" until it is done */
    const char *note;
    const char *state; /* planned | done | cancelled */
    struct opt_int satisfaction;
    const char *sign_kind; /* NULL: not signed */
    int64_t demands;       /* raised out of it */
    int64_t version;
};

struct visit_filter {
    const char *enterprise_id; /* or NULL */
    const char *officer_id;    /* or NULL */
    const char *state;         /* or NULL */
    const char *kind;          /* or NULL */
    const char *division;      /* code or NULL */
    const char *from;          /* day or NULL */
    const char *until;         /* day, included, or NULL */
    bool mine;                 /* the actor's, alone or with others */
    const char *after;         /* "next" of the page before; or NULL */
    int64_t limit;
};

struct visit_page {
    struct json_list items; /* struct visit, latest day first */
    const char *next;
};

/* QH_INVALID "list.cursor". */
QH_MUST qh_status visit_list(struct ctx *c, const struct visit_filter *f,
                             struct visit_page *out);

enum { VISIT_CALENDAR_DAYS = 42, VISIT_CALENDAR_MAX = 1000 };

/* Visits between two days (included), without cancelled ones, oldest first: struct visit.
 * officer NULL: the actor's; "": everybody's.  QH_INVALID "visit.span" (until before
 * from, or more than VISIT_CALENDAR_DAYS). */
QH_MUST qh_status visit_calendar(struct ctx *c, const char *from, const char *until,
                                 const char *officer, struct json_list *out);

/* Whether a visit may be planned: for the form, before it is sent. */
struct visit_quiet {
    bool allowed;
    int64_t quiet_wd;      /* the setting */
    const char *other_id;  /* the visit in the way; NULL: none */
    const char *other_day; /* its day and kind */
    const char *other_kind;
    const char
        *first_day; /* the first day that is free from `day` on; NULL: none found */
};

/* QH_INVALID "visit.kind", "visit.day"; QH_NOT_FOUND "enterprise.not_found". */
QH_MUST qh_status visit_quiet(struct ctx *c, const char *enterprise_id, const char *day,
                              const char *kind, struct visit_quiet *out);

struct visit_person {
    const char *id;
    const char *name;
    const char *office_name;
};

struct visit_demand {
    const char *key;
    const char *id;
    const char *number;
    const char *text;
    const char *state;
    bool solved;
    const char *solved_how;
};

struct visit_photo {
    const char *id;
    const char *name;
    const char *media_type;
    int64_t size;
    int64_t at_ms;
};

struct visit_detail {
    struct visit visit;
    const char *division_code;
    const char *park_name;
    const char *address_zh;
    const char *request_note;
    const char *demand_id;     /* that it follows up; or NULL */
    const char *from_visit_id; /* whose next contact it is; or NULL */
    struct opt_int headcount_change;
    const char *next_day;
    struct opt_int lat_u;
    struct opt_int lon_u;
    struct opt_int accuracy_m;
    const char *sign_role;
    const char *sign_note;
    const char *sign_attachment_id;
    struct opt_int sign_ms;
    struct opt_int done_ms;
    struct json_list companions; /* struct visit_person */
    struct json_strs policies;
    struct json_strs solved;
    struct json_list demands; /* struct visit_demand */
    struct json_list photos;  /* struct visit_photo: everything attached */
    struct json_list events;  /* struct history_row */
    struct json_list actions; /* struct workflow_action */
};

QH_MUST qh_status visit_find(struct ctx *c, const char *id, struct visit_detail *out);

/* What an enterprise's contact sees of its own visits. */
struct visit_own {
    const char *id;
    const char *kind;
    const char *day;
    struct opt_int start_min;
    struct opt_int minutes;
    const char *purpose;
    const char *state; /* planned | done */
    const char *officer_name;
    const char *officer_title;
    const char *office_name;
    const char *sign_kind;
    struct opt_int satisfaction;
    int64_t version;
};

struct visit_own_page {
    struct json_list items; /* struct visit_own, latest day first */
    const char *next;
};

/* QH_INVALID "list.cursor"; QH_DENIED "auth.denied" for people of the bureau. */
QH_MUST qh_status visit_list_own(struct ctx *c, const char *after, int64_t limit,
                                 struct visit_own_page *out);
