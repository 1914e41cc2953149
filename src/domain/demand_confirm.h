/* demand_confirm.h - what the enterprise says of the answer: by the link without signing
 * in, in the portal, or to the desk on the telephone.
 *
 * satisfied or basically satisfied: DONE -> FUP -> CLOSED, struck off; not satisfied:
 * REDO the first time, a joint meeting (MTG) the second.  Said once for each answer.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct confirm_in {
    const char *satisfaction; /* satisfied | basically | not */
    int64_t rating;           /* 1..5 */
    const char *note;         /* or NULL */
    bool downtime_confirmed; /* the downtime that the bookings saved, in days, is right */
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
    const char *satisfaction; /* NULL: not said yet */
    bool open;                /* it can still be said */
};

struct confirm_certificate {
    const char *number;
    const char *kind;
    const char *check_url; /* of the public page */
};

/* All of the next three: QH_NOT_FOUND "confirm.not_found" (unknown, void or expired
 * token), QH_CONFLICT "confirm.used" (the answer was judged already), QH_INVALID
 * "confirm.satisfaction", "confirm.rating". */
QH_MUST qh_status confirm_find(struct ctx *c, const char *token,
                               struct confirm_page *out);
QH_MUST qh_status confirm_say(struct ctx *c, const char *token,
                              const struct confirm_in *in, const char **out_state);
/* Signed in: the enterprise's contact for its own, or the desk; keys of demand.h, and
 * QH_DENIED "demand.own_handling" for who handled it. */
QH_MUST qh_status confirm_follow_up(struct ctx *c, const char *id, int64_t version,
                                    const struct confirm_in *in, const char **out_state);

/* A new link for a demand in DONE; the one before is void. */
QH_MUST qh_status confirm_link(struct ctx *c, const char *id, int64_t version,
                               const char **out_token);
/* The address of a token's page. */
const char *confirm_url(struct ctx *c, const char *token);
