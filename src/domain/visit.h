/* visit.h - visits to enterprises: a service, never an inspection.
 *
 * A visit has no place for findings, penalties or inspection forms [State Council Office
 * 2024 no. 54].  It is planned and then recorded, or recorded at once:
 *
 *     suggested --confirm--> planned --record--> done
 *         \------cancel--------/----> cancelled
 *
 * A suggestion (from "next contact" of a record) is planned, but nobody has fixed it yet;
 * it counts for no rule until it is confirmed.  A record is not changed afterwards: only
 * the signature of the enterprise and further demands are added.
 *
 * Rules, all of them settings of the organisation (setting.h):
 *   quiet period   no visit within SETTING_VISIT_QUIET_WD working days of another one to
 *                  the enterprise, whoever of the bureau makes it ("no disturbance
 *                  without need") [operations.md 3].  Follow-ups, expert services and
 *                  what the enterprise asked for (at_request, with a note of who asked
 *                  and how) are free and count for nobody else.  QH_CONFLICT
 *                  "visit.quiet"; its detail names the other visit.  A visit that has
 *                  been made all the same may be recorded if request_note says why.
 *   visits a day   nobody has more than SETTING_VISIT_DAY_MAX of them, alone or with
 *                  others.  QH_CONFLICT "visit.day_full".
 *   interest       nobody visits an enterprise with which a conflict of interest is
 *                  declared (pairing.h).  QH_CONFLICT "visit.interest".
 *
 * Who sees visits: people of the bureau all of them, those of an enforcement office only
 * their own [operations.md 8.7]; for others QH_NOT_FOUND "visit.not_found".  Who changes
 * one: its officer, those who go along, and the desk; others QH_DENIED
 * "visit.other_officer".  Steps take the version that was read: QH_CONFLICT
 * "visit.changed"; "visit.state" if the state does not allow the step.
 */
#pragma once

#include "base/json.h"
#include "base/opt.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

enum {
    VISIT_NOTE_MAX = 2000,
    VISIT_TEXT_MAX = 200,
    VISIT_ROLE_MAX = 60,
    VISIT_KEY_MAX = 64,
    VISIT_DEMANDS_MAX = 10,     /* in one record */
    VISIT_DEMANDS_ALL_MAX = 20, /* of one visit */
    VISIT_LINES_MAX = 20,
    VISIT_COMPANIONS_MAX = 9,
    VISIT_AHEAD_DAYS = 366, /* how far ahead one may plan */
    VISIT_HEADCOUNT_MAX = 100000
};

extern const struct workflow VISIT_WORKFLOW;

/* What a step answers: enough for the next one. */
struct visit_key {
    const char *id;
    int64_t version;
};

/* Whether the enterprise is at rest or asked for it. */
struct visit_ask {
    bool at_request;
    const char *note; /* who asked and how; or NULL */
};

/* ---- planning ---- */

struct visit_plan {
    const char *enterprise_id;
    const char *officer_id;      /* NULL: the actor; another person's by the desk */
    struct json_strs companions; /* ids of those who go along */
    const char *kind;            /* on_site | phone | symposium | expert | follow_up */
    const char *day;             /* today or later, at most VISIT_AHEAD_DAYS ahead */
    struct opt_int start_min;    /* minutes after local midnight */
    struct opt_int minutes;      /* how long; 5 to 720 */
    const char *purpose;         /* or NULL */
    struct visit_ask ask;
    const char *demand_id; /* of the enterprise, which the visit follows up; or NULL */
};

/* QH_NOT_FOUND "enterprise.not_found", "demand.not_found"; QH_INVALID "visit.kind",
 * "visit.day", "visit.officer", "visit.companion", "visit.request_note"; the rules. */
QH_MUST qh_status visit_plan(struct ctx *c, const struct visit_plan *in,
                             struct visit_key *out);

struct visit_move {
    int64_t version;
    const char *day;
    struct opt_int start_min;
    struct opt_int minutes;
    struct visit_ask ask;
};

/* Another day for a planned visit; a suggestion becomes fixed by it. */
QH_MUST qh_status visit_move(struct ctx *c, const char *id, const struct visit_move *in,
                             struct visit_key *out);
/* QH_INVALID "visit.reason". */
QH_MUST qh_status visit_cancel(struct ctx *c, const char *id, int64_t version,
                               const char *reason, struct visit_key *out);

/* ---- the record ---- */

struct visit_heard {
    const char *text;       /* 5 to 2000 characters */
    const char *key;        /* what the sender calls it, so that it is raised once; NULL:
                               its place in the list */
    bool solved;            /* on the spot */
    const char *solved_how; /* needed with solved */
};

/* What the officer writes down.  Zero or NULL where nothing was said. */
struct visit_record {
    const char *key; /* of the record, from the telephone: sent again it is the same
                        visit; or NULL */
    const char *day; /* not after today */
    struct opt_int start_min;
    struct opt_int minutes;
    struct visit_ask ask;
    const char *met_role;         /* whom one met, by role only */
    const char *production_state; /* normal | reduced | stopped | expanding */
    struct opt_int headcount_change;
    const char *note;
    struct json_strs policies; /* explained */
    struct json_strs solved;   /* small matters settled at once, no demands */
    struct json_list demands;  /* struct visit_heard */
    const char *next_day;      /* next contact: suggests a visit; or NULL */
    struct opt_int lat_u;      /* place stamp, if the officer wants one: micro-degrees, */
    struct opt_int lon_u;      /* both or none */
    struct opt_int accuracy_m;
    struct opt_int satisfaction; /* 1 to 5, said on the spot */
};

struct visit_new {
    const char *enterprise_id;
    const char *kind;
    struct json_strs companions;
    struct visit_record record;
};

struct visit_done {
    const char *id;
    int64_t version;
    struct json_strs demand_ids; /* raised by it, in their order */
    const char *next_id;         /* the suggested visit; NULL: none */
    bool repeated;               /* the key was known: nothing was written */
};

/* Records a visit that the actor has made without a plan and registers the demands heard.
 * QH_NOT_FOUND "enterprise.not_found"; QH_INVALID "visit.kind", "visit.production_state",
 * "visit.day", "visit.next_day", "visit.place", "visit.time", "visit.solved_how",
 * "visit.companion", "demand.text"; QH_CONFLICT "visit.key" (the key is another
 * enterprise's), "visit.key_more" (the record of that key is there and has another note,
 * or not all of these demands; detail: its id); the rules. */
QH_MUST qh_status visit_record(struct ctx *c, const struct visit_new *in,
                               struct visit_done *out);
/* The same for a planned visit. */
QH_MUST qh_status visit_record_planned(struct ctx *c, const char *id, int64_t version,
                                       const struct visit_record *in,
                                       struct visit_done *out);
/* One more demand out of a visit that is done; the same key again: the same demand.
 * QH_LIMIT "visit.demands". */
QH_MUST qh_status visit_raise(struct ctx *c, const char *id, int64_t version,
                              const struct visit_heard *in, struct visit_done *out);

struct visit_sign {
    int64_t version;
    const char *kind;          /* drawn | message */
    const char *role;          /* who signed, by role */
    const char *note;          /* with message: what was answered, where; or NULL */
    const char *attachment_id; /* with drawn: a picture attached to the visit */
    struct opt_int satisfaction;
};

/* The enterprise's signature, once.  QH_CONFLICT "visit.signed"; QH_INVALID
 * "visit.sign_kind", "visit.sign_picture", "visit.sign_note". */
QH_MUST qh_status visit_sign(struct ctx *c, const char *id, const struct visit_sign *in,
                             struct visit_key *out);
/* The same by the enterprise's own contact, which is a message. */
QH_MUST qh_status visit_confirm(struct ctx *c, const char *id, int64_t version,
                                const char *note, struct opt_int satisfaction,
                                struct visit_key *out);
