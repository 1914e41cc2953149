/* demand_confirm.h - what the enterprise says of the answer: by the link without signing
 * in, in the portal, or to the desk on the telephone.
 *
 * Four questions: was it solved, was it answered, did the office get in touch by itself,
 * is the enterprise satisfied [states.csv FUP].  Solved, closed and satisfied are three
 * facts: the office's outcome, the state, and the enterprise's word.
 *
 * satisfied or basically satisfied: DONE -> FUP -> CLOSED, struck off; not satisfied:
 * REDO the first time, a joint meeting (MTG) from then on.  After a joint meeting the
 * desk may close what cannot be met (outcome explained or not_in_our_power) with the
 * enterprise informed in writing although it is not satisfied [states.csv CLOSED].  Said
 * once for each answer.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct confirm_in {
    const char *satisfaction; /* satisfied | basically | not */
    int64_t rating;           /* 1..5 */
    const char *note;         /* or NULL */
    bool downtime_confirmed; /* the downtime that the bookings saved, in days, is right */
    const char *solved;      /* yes | partly | no; NULL: not asked */
    struct opt_int answered; /* 0 or 1: was it answered */
    struct opt_int contacted; /* 0 or 1: did the office get in touch by itself */
    bool informed; /* by telephone, after a joint meeting: told in writing that it cannot
                      be met, so it is closed although not satisfied */
};

/* What the page of the link shows. */
struct confirm_page {
    const char *number;
    const char *text;
    const char *answer;
    const char *outcome;
    const char *enterprise_name;
    struct json_list certificates; /* struct confirm_certificate */
    int64_t downtime_days;         /* of the bookings done, not confirmed yet */
    const char *state;
    const char *satisfaction;       /* NULL: not said yet */
    bool open;                      /* it can still be said */
    struct opt_int reopen_until_ms; /* it can be reopened until then */
    bool withdraw_asked;            /* the desk noted that it be withdrawn: yes or no? */
    const char *where_to;           /* of a declined one */
};

struct confirm_certificate {
    const char *number;
    const char *kind;
    const char *check_url; /* of the public page */
};

/* All that take a token: QH_NOT_FOUND "confirm.not_found" (unknown, void or expired
 * token), QH_CONFLICT "confirm.used" (the answer was judged already), QH_INVALID
 * "confirm.satisfaction", "confirm.rating". */
QH_MUST qh_status confirm_find(struct ctx *c, const char *token,
                               struct confirm_page *out);
QH_MUST qh_status confirm_say(struct ctx *c, const char *token,
                              const struct confirm_in *in, const char **out_state);
/* Signed in: the enterprise's contact for its own, or the desk, which asks all four
 * questions (QH_INVALID "confirm.questions"); keys of demand.h, and QH_DENIED
 * "demand.own_handling" for who handled or answered it, "demand.own_pairing" for the
 * paired officer.  informed: QH_CONFLICT "confirm.not_closable". */
QH_MUST qh_status confirm_follow_up(struct ctx *c, const char *id, int64_t version,
                                    const struct confirm_in *in, const char **out_state);

/* Struck off, but it is not: CLOSED -> REDO, or MTG if it was reopened or not satisfied
 * before.  For "demand.reopen_days" days, "demand.reopen_max" times, with a reason of at
 * least five characters.  QH_CONFLICT "demand.reopen_late", "demand.state"; QH_LIMIT
 * "demand.reopen_often"; QH_INVALID "demand.text". */
QH_MUST qh_status confirm_reopen(struct ctx *c, const char *token, const char *reason,
                                 const char **out_state);
/* The same by the enterprise's contact. */
QH_MUST qh_status demand_reopen(struct ctx *c, const char *id, int64_t version,
                                const char *reason);
/* What the desk noted is right (WDR) or not (it goes on).  QH_CONFLICT "confirm.used":
 * nothing waits. */
QH_MUST qh_status confirm_withdraw(struct ctx *c, const char *token, bool agree,
                                   const char **out_state);

/* A new link for a demand in DONE or CLOSED; the one before is void. */
QH_MUST qh_status confirm_link(struct ctx *c, const char *id, int64_t version,
                               const char **out_token);
/* The address of a token's page. */
const char *confirm_url(struct ctx *c, const char *token);
