/* credential.h - what a person of the institute may do under a regulation: certificates
 * of verification officers by project, and the duties of checkers and approvers.
 *
 * A row holds from a day to a day.  It is renewed by another row and never rewritten; one
 * that is suspended or ended no longer counts from that day on, and a suspended person
 * gets a new row when the suspension is over.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

enum {
    CREDENTIAL_LIST_MAX = 1000,
    CREDENTIAL_NUMBER_MAX = 60,
    CREDENTIAL_REASON_MAX = 200
};

struct credential {
    const char *id;
    const char *person_id;
    const char *person_name;
    const char *regulation_code; /* without the year: "JJG 539" */
    const char *duty;            /* verify | check | approve */
    const char *number;
    const char *valid_from_day;
    const char *valid_until_day;
    const char *stopped_day; /* the first day on which it does not count; NULL: it does */
    const char *state;       /* today: in_use | not_yet | expired | suspended | ended */
    bool is_valid;           /* today */
    int64_t version;         /* 0: as set up */
};

/* By person, regulation and duty: struct credential; person_id NULL: of all. */
QH_MUST qh_status credential_list(struct ctx *c, const char *person_id,
                                  struct json_list *out);
/* QH_INVALID "credential.person" (nobody of the bureau who is still there),
 * "credential.regulation" (one code, without a year), "credential.days". */
QH_MUST qh_status credential_add(struct ctx *c, const struct credential *in,
                                 const char **out_id);
/* out_person: whose it is.  Another row of the same person, regulation and duty: number
 * and days of in. QH_NOT_FOUND "credential.not_found"; QH_INVALID "credential.days";
 * QH_CONFLICT "credential.state" (one that has ended is not renewed). */
QH_MUST qh_status credential_renew(struct ctx *c, const char *id,
                                   const struct credential *in, const char **out_person);
/* why: suspended | ended; from today on.  QH_NOT_FOUND "credential.not_found";
 * QH_CONFLICT "credential.changed", "credential.state" (it is stopped already; only a
 * suspended one may still be ended). */
QH_MUST qh_status credential_stop(struct ctx *c, const char *id, int64_t version,
                                  const char *why, const char *reason,
                                  const char **out_person);
/* Whether the person holds the duty for the regulation's code on the day.  QH_DENIED,
 * with the reason: "credential.suspended", "credential.ended", "credential.expired",
 * "credential.not_yet", "credential.missing". */
QH_MUST qh_status credential_require(struct ctx *c, const char *person, const char *code,
                                     const char *duty, const char *day);
