/* demand.h - what an enterprise asks for: from registration to being struck off.
 *
 * States and who acts: data/world/states.csv.
 *
 *   REG registered, TRI triaged, ASG assigned, ACC accepted, WIP in progress, EXT
 * extended, MTG joint meeting, FWD transferred or reported up, DONE follow-up due, FUP
 * followed up, REDO reopened, CLOSED struck off, DECL declined, WDR withdrawn, MRG merged
 *
 * Beyond that file a triaged demand that no item fits may be transferred at once (TRI to
 * FWD); the desk's office then stays responsible here.
 *
 * On the way: demand_course.h (contact, plan, interim reply, pauses, extension),
 * demand_forward.h (other sides), demand_meeting.h, demand_join.h (split, merged),
 * demand_confirm.h (the enterprise's word).
 *
 * Whose demands a person sees: enterprise contacts their own enterprise's; the desk,
 * leaders and administrators all; others those of their office, those they handle,
 * registered or are paired for; the institute's people those with a booking.  A demand
 * one may not see is QH_NOT_FOUND "demand.not_found".
 *
 * Every step takes the version that was read: QH_CONFLICT "demand.changed".  A step that
 * the state does not allow: QH_CONFLICT "demand.state"; without the right: QH_DENIED
 * "auth.denied"; by another office: QH_DENIED "demand.other_office".  A step that needs a
 * text: QH_INVALID "demand.reason".
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/match.h"
#include "domain/workflow.h"

enum { DEMAND_TEXT_MIN = 5, DEMAND_TEXT_MAX = 2000, DEMAND_NOTE_MAX = 1000 };

extern const struct workflow DEMAND_WORKFLOW;

struct demand_new {
    const char *text;          /* 5 to 2000 characters */
    const char *enterprise_id; /* NULL: that of the enterprise contact */
    const char *source;    /* visit | window | phone | symposium | online; NULL: online
                              for contacts, window for officers */
    const char *visit_id;  /* or NULL */
    const char *item_code; /* NULL; else the item that was picked: the first proposal */
};

struct demand_registered {
    const char *id;
    const char *number; /* "SQ2026-0001" */
    const char *state;
    int64_t due_ms;
    struct json_list proposals; /* struct match_proposal */
    bool none_fit;
};

/* QH_INVALID "demand.text" (length), "demand.source"; QH_NOT_FOUND
 * "enterprise.not_found", "visit.not_found" (or another enterprise's). */
QH_MUST qh_status demand_register(struct ctx *c, const struct demand_new *in,
                                  struct demand_registered *out);

struct demand_triage {
    int64_t version;
    const char *item_code;       /* exactly one of the two */
    const char *department_code; /* none of the items fits */
    const char *kind;            /* advice | ordinary | complex | hard */
    const char *route;           /* own | county | transfer | report | joint */
    const char *note;            /* or NULL */
};

/* REG -> TRI.  QH_INVALID "demand.item", "demand.department", "demand.kind",
 * "demand.route", "demand.item_or_department". */
QH_MUST qh_status demand_triage(struct ctx *c, const char *id,
                                const struct demand_triage *in);
/* TRI -> ASG.  QH_INVALID "demand.office" (none of that id, or one that handles nothing).
 */
QH_MUST qh_status demand_assign(struct ctx *c, const char *id, int64_t version,
                                const char *office_id, const char *note);
/* ASG -> ACC -> WIP: the handling clock starts, the shorter of the limit by kind and what
 * the item promises.  handler_id NULL: oneself.  QH_INVALID "demand.handler" (not of the
 * office). */
QH_MUST qh_status demand_accept(struct ctx *c, const char *id, int64_t version,
                                const char *handler_id);
/* ASG -> TRI, once, with a reason, within the limit of acceptance; the desk decides on
 * the same day, and what it assigns then is fixed.  QH_CONFLICT "demand.objected",
 * "demand.object_late". */
QH_MUST qh_status demand_object(struct ctx *c, const char *id, int64_t version,
                                const char *reason);
/* REDO: the desk gives it to another handler, or to one higher up; without that there is
 * no answer from there (QH_CONFLICT "demand.not_handed").  QH_INVALID "demand.handler",
 * "demand.same_handler". */
QH_MUST qh_status demand_hand(struct ctx *c, const char *id, int64_t version,
                              const char *office_id, const char *handler_id,
                              const char *note);
/* TRI -> DECL, with a reason and where the enterprise can go; DECL -> CLOSED once it has
 * its written answer. */
QH_MUST qh_status demand_decline(struct ctx *c, const char *id, int64_t version,
                                 const char *reason, const char *where_to);
QH_MUST qh_status demand_close(struct ctx *c, const char *id, int64_t version,
                               const char *note);
/* Any open state before DONE -> WDR, by the enterprise's contact. */
QH_MUST qh_status demand_withdraw(struct ctx *c, const char *id, int64_t version,
                                  const char *reason);
/* The desk notes that the enterprise wants to; nothing else happens until the enterprise
 * confirms it, in the portal or by the link of *out_token (confirm_withdraw()). */
QH_MUST qh_status demand_withdraw_ask(struct ctx *c, const char *id, int64_t version,
                                      const char *reason, const char **out_token);

struct demand_answer {
    int64_t version;
    const char *answer;
    const char *outcome; /* solved | partly | explained | not_in_our_power; a demand that
                            was withdrawn or merged has "withdrawn", "duplicate" */
    struct json_strs
        certificate_ids; /* of the demand's bookings, attached to the answer */
};

/* WIP, EXT, MTG, FWD, REDO -> DONE.  Whether it is late is fixed here.  *out_token opens
 * the page on which the enterprise confirms (demand_confirm.h); it is told once.
 * QH_CONFLICT "demand.no_reply" (FWD: demand_forward.h), "demand.no_decision" (MTG:
 * demand_meeting.h), "demand.not_handed" (REDO), "demand.booking_open" (a booking is
 * neither done, returned nor cancelled); QH_INVALID "demand.answer", "demand.outcome",
 * "demand.certificate". */
QH_MUST qh_status demand_answer(struct ctx *c, const char *id,
                                const struct demand_answer *in, const char **out_token);
