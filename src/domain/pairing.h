/* pairing.h - point to point: which officer is paired with which enterprise, since when.
 *
 * An enterprise has one officer at a time; pairings that ended stay as they were.  A
 * pairing is begun here, ended here, and changed by a hand-over (handover.h), which moves
 * what is open to the successor.
 *
 * Rules (settings, see setting.h):
 *   rotation  a pairing should last SETTING_PAIRING_ROTATION_MONTHS at most; the list
 *             says when its time is over, or nearly so.  Nothing ends by itself.
 *   interest  who has declared a conflict of interest with an enterprise is not paired
 *             with it (QH_CONFLICT "pairing.interest"), unless
 *             SETTING_PAIRING_INTEREST_FORBIDS is 0; then it is a warning.  Ground "case"
 *             is for people who handle a case of the enterprise: a visit is no
 *             inspection [operations.md 3].
 *   load      2 to 8 enterprises a person [operations.md 2]: warnings only.
 */
#pragma once

#include "base/json.h"
#include "base/opt.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

enum { PAIRING_REASON_MAX = 400 };

extern const struct workflow PAIRING_WORKFLOW;
extern const struct workflow INTEREST_WORKFLOW;

struct pairing_row {
    const char *id;
    const char *officer_id;
    const char *officer_name;
    const char *office_name;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *division_name;
    const char *from_day;
    const char *until_day;   /* NULL: still; the day from which it is over */
    const char *handover_id; /* that it began with; or NULL */
    const char *rotate_day;  /* by which another officer should take over; NULL: no end */
    const char *rotation;    /* none | soon | due; none once it is over */
    int64_t version;
};

struct pairing_filter {
    const char *officer_id;    /* or NULL */
    const char *enterprise_id; /* or NULL */
    const char *division;      /* code or NULL */
    bool open;                 /* only those that last */
    const char *after;         /* "next" of the page before; or NULL */
    int64_t limit;
};

struct pairing_page {
    struct json_list items; /* struct pairing_row, latest first */
    const char *next;
};

/* QH_INVALID "list.cursor". */
QH_MUST qh_status pairing_list(struct ctx *c, const struct pairing_filter *f,
                               struct pairing_page *out);

/* How many enterprises officers are paired with, by office: to share work evenly.  In the
 * order of offices, never by number: no ranking of persons [peers.md 6.3]. */
struct pairing_load {
    const char *officer_id;
    const char *officer_name;
    const char *office_name;
    int64_t n;
    const char *oldest_day;
    const char *warning; /* "" | low | high */
};
QH_MUST qh_status pairing_loads(struct ctx *c, struct json_list *out);

/* What a change answers: its id and what to mind (keys "load_low", "load_high",
 * "interest"). */
struct pairing_done {
    const char *id;
    int64_t version;
    struct json_strs warnings;
};

struct pairing_new {
    const char *enterprise_id;
    const char *officer_id;
    const char *from_day;    /* not after today, not before the end of the one before */
    const char *reason;      /* or NULL */
    const char *handover_id; /* or NULL */
};

/* QH_NOT_FOUND "enterprise.not_found"; QH_INVALID "pairing.officer", "pairing.day";
 * QH_CONFLICT "pairing.exists" (the enterprise has an officer), "pairing.interest". */
QH_MUST qh_status pairing_begin(struct ctx *c, const struct pairing_new *in,
                                struct pairing_done *out);
/* until_day: from its beginning to today.  QH_NOT_FOUND "pairing.not_found"; QH_INVALID
 * "pairing.day", "pairing.reason"; QH_CONFLICT "pairing.changed", "pairing.state". */
QH_MUST qh_status pairing_end(struct ctx *c, const char *id, int64_t version,
                              const char *until_day, const char *reason,
                              struct pairing_done *out);

/* ---- conflicts of interest ---- */

struct interest_row {
    const char *id;
    const char *officer_id;
    const char *officer_name;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *ground; /* family | property | former_post | case | other */
    const char *note;
    int64_t declared_ms;
    struct opt_int ended_ms;
    const char *state; /* declared | ended */
    bool paired;       /* the two are paired now: somebody else should take over */
    int64_t version;
};

struct interest_page {
    struct json_list items; /* struct interest_row, newest first */
    const char *next;
};

struct interest_new {
    const char *officer_id; /* NULL: the actor; others' by the desk */
    const char *enterprise_id;
    const char *ground;
    const char *note; /* or NULL */
};

/* People see their own, who may change pairings all.  QH_INVALID "list.cursor". */
QH_MUST qh_status interest_list(struct ctx *c, const char *state, const char *after,
                                int64_t limit, struct interest_page *out);
/* QH_INVALID "interest.ground", "interest.officer"; QH_NOT_FOUND "enterprise.not_found";
 * QH_CONFLICT "interest.declared" (it stands already); QH_DENIED "interest.other". */
QH_MUST qh_status interest_declare(struct ctx *c, const struct interest_new *in,
                                   struct pairing_done *out);
/* By who may change pairings.  QH_NOT_FOUND "interest.not_found"; QH_CONFLICT
 * "interest.changed", "interest.state"; QH_INVALID "interest.reason". */
QH_MUST qh_status interest_end(struct ctx *c, const char *id, int64_t version,
                               const char *reason, struct pairing_done *out);
