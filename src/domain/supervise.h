/* supervise.h - what the desk and the leaders do so that no demand is forgotten: the
 * reminder when a light turns yellow, urging (催办), escalation to named people, the
 * supervision order (督办单) with its reply [operations.md 4.3].
 *
 * Every act appends one entry to the history of the demand ([action] below) and one row
 * beside it (table supervise_act) that says of which limit it was.  An act changes no
 * state and no clock and takes no version: it is added to whatever has happened.  Who is
 * told of it stands in supervise_tell.h.
 *
 * QH_NOT_FOUND "demand.not_found"; QH_DENIED "auth.denied".
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

enum { SUPERVISE_NOTE_MAX = 1000, SUPERVISE_REPLY_WD_MAX = 30, SUPERVISE_ACTS_MAX = 200 };

/* Steps of an order: open -> replied -> closed, or back to open. */
extern const struct workflow SUPERVISE_WORKFLOW;

/* ---- acts ---- */

/* [remind] The light of the running clock is yellow (or red, if nobody looked before).
 * Raised once for a limit: the second call does nothing.  QH_CONFLICT
 * "supervise.no_clock": no clock runs. */
QH_MUST qh_status supervise_remind(struct ctx *c, const char *demand_id);
/* [escalate] The people of a level (supervise_level.h) are told that the limit has
 * passed; once for a limit and level.  QH_CONFLICT "supervise.no_clock"; QH_INVALID
 * "supervise.level": there is no such level. */
QH_MUST qh_status supervise_escalate(struct ctx *c, const char *demand_id, int64_t level);
/* [urge] By the desk or a leader, with a word of theirs.  QH_INVALID "supervise.note";
 * QH_CONFLICT "supervise.ended": the demand is closed, withdrawn or merged. */
QH_MUST qh_status supervise_urge(struct ctx *c, const char *demand_id, const char *note);

/* ---- orders ---- */

struct supervise_new {
    const char *demand_id;
    const char *reason;
    const char *required;  /* what the reply must say */
    const char *office_id; /* to whom; NULL: the lead office of the demand */
    const char *person_id; /* a person of that office; NULL: the office */
    int64_t reply_wd; /* working days until the reply; 0: setting supervise.reply_wd */
};

struct supervise_made {
    const char *id;
    const char *number; /* "DB2026-0001" */
    int64_t due_ms;
};

/* [supervise] QH_INVALID "supervise.reason", "supervise.required" (blank or over
 * SUPERVISE_NOTE_MAX), "supervise.office" (none of that id, or the demand has none yet),
 * "supervise.person" (not of the office), "supervise.reply_wd"; QH_CONFLICT
 * "supervise.ended". */
QH_MUST qh_status supervise_order(struct ctx *c, const struct supervise_new *in,
                                  struct supervise_made *out);
/* [supervise_reply] open -> replied; by the person it is addressed to, or anybody of the
 * office where it names nobody.  These three: QH_NOT_FOUND "supervise_order.not_found";
 * QH_CONFLICT "supervise_order.changed", "supervise_order.state"; QH_INVALID
 * "supervise.note"; QH_DENIED "supervise_order.not_addressed". */
QH_MUST qh_status supervise_reply(struct ctx *c, const char *order_id, int64_t version,
                                  const char *text);
/* [supervise_return] replied -> open: the reply does not do. */
QH_MUST qh_status supervise_return(struct ctx *c, const char *order_id, int64_t version,
                                   const char *note);
/* [supervise_close] open or replied -> closed. */
QH_MUST qh_status supervise_close(struct ctx *c, const char *order_id, int64_t version,
                                  const char *note);
