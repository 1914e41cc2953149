/* demand_meeting.h - joint meetings: a leader convenes offices and departments; minutes
 * and a decision come out [states.csv MTG].
 *
 * A demand gets there by request of a leader or the desk, or by itself when the
 * enterprise is not satisfied a second time.  No answer from there without a decision.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

enum { MEETING_PARTIES_MAX = 30, MEETING_TEXT_MAX = 4000 };

/* WIP EXT -> MTG. */
QH_MUST qh_status demand_meet(struct ctx *c, const char *id, int64_t version,
                              const char *reason);

struct meeting_party {
    const char *office_id;       /* of the bureau, or NULL */
    const char *department_code; /* outside, or NULL; not both */
    const char *name;            /* who came, or who it is if neither is given */
};

struct meeting_record {
    int64_t version;
    const char *convener_id;             /* a leader */
    const char *day;                     /* when it was held, not after today */
    const struct meeting_party *parties; /* 1 to MEETING_PARTIES_MAX */
    size_t parties_n;
    const char *minutes;
    const char *decision;
};

/* MTG stays; by a leader or the desk, once for each meeting.  QH_CONFLICT
 * "demand.meeting_held"; QH_INVALID "demand.convener", "demand.meeting_day",
 * "demand.parties", "demand.office", "demand.department". */
QH_MUST qh_status demand_meeting_record(struct ctx *c, const char *id,
                                        const struct meeting_record *in);

/* ---- for demand*.c ---- */

struct demand_row;
/* A meeting is asked for: its row. */
QH_MUST qh_status meeting_ask(struct ctx *c, const struct demand_row *d,
                              const char *reason);
/* QH_CONFLICT "demand.no_decision": the last meeting has none. */
QH_MUST qh_status meeting_need_decision(struct ctx *c, const struct demand_row *d);
