/* supervise_level.h - who is told at which level that a limit has passed.
 *
 * Levels are numbered 1, 2, ... without gaps; each names people, or says that the leaders
 * of the office in charge are told (office_leader.h), or both; and the working days past
 * the limit after which they are told, never fewer than the level before.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

enum { SUPERVISE_LEVELS_MAX = 5, SUPERVISE_PEOPLE_MAX = 10, SUPERVISE_AFTER_WD_MAX = 60 };

struct supervise_level {
    int64_t level;
    int64_t after_wd;        /* 0: with the limit itself */
    struct json_list people; /* struct supervise_person: those by name */
    bool leader;             /* and the leaders of the office in charge */
};

struct supervise_person {
    const char *id;
    const char *name;
    const char *office_name;
};

/* struct supervise_level, ascending. */
QH_MUST qh_status supervise_levels(struct ctx *c, struct json_list *out);

struct supervise_level_in {
    int64_t after_wd;
    struct json_strs person_ids;
    bool leader;
};

/* Puts n levels in place of those there were; clocks that run are watched by them from
 * now on.  QH_INVALID "supervise.after_wd" (descending or over the limit),
 * "supervise.people" (nobody, too many, twice), "supervise.person" (nobody of the
 * bureau).
 */
QH_MUST qh_status supervise_put_levels(struct ctx *c, const struct supervise_level_in *in,
                                       size_t n);
