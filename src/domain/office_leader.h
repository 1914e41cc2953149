/* office_leader.h - which leader of the bureau supervises which office (分管领导).
 *
 * A level of escalation may tell the leaders of the office in charge instead of, or
 * beside, people by name (supervise_level.h).  An office may have up to
 * OFFICE_LEADERS_MAX.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

enum { OFFICE_LEADERS_MAX = 5 };

struct office_leader {
    const char *id;
    const char *name;
};

struct office_leaders {
    const char *office_id;
    const char *name_zh;
    const char *name_en;
    struct json_list people; /* struct office_leader */
};

/* Every office but the leaders' own, by code: struct office_leaders. */
QH_MUST qh_status office_leaders(struct ctx *c, struct json_list *out);
/* Who is told of a matter of the office (NULL: of none): its leaders who are still there;
 * where it has none, everybody with the role leader.  struct office_leader. */
QH_MUST qh_status office_leaders_of(struct ctx *c, const char *office_id,
                                    struct json_list *out);
/* Puts these in place of those there were (none: n = 0), with an entry in the history
 * (entity "office_leader", the office its id, the names its note).  QH_NOT_FOUND
 * "office.not_found"; QH_INVALID "office_leader.person" (no leader of the bureau, twice),
 * "office_leader.many". */
QH_MUST qh_status office_put_leaders(struct ctx *c, const char *office_id,
                                     const struct json_strs *person_ids);
