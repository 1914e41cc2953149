/* supervise_arm.h - when supervision of a demand is due: its reminder and its levels.
 *
 * A demand with a running clock is armed for its limit: warn_ms, when its light turns
 * yellow (light.h), and watch_ms, when next something is to be raised - the
 * reminder with the opening of the office on the day of warn_ms, then each level with the
 * opening on its working day past the limit (level with 0 working days: with the limit
 * itself).  watch_level counts what has been raised.  A limit that moves (extension,
 * pause, the next step) arms anew.  All of it is in the demand's row, so that a job that
 * dies loses nothing and raises nothing twice.
 */
#pragma once

#include "base/opt.h"
#include "domain/ctx.h"

/* Arms the watch for the limit of the clock, or ends it where none runs (due_ms absent).
 * Called by whoever writes the row of a demand. */
QH_MUST qh_status supervise_arm(struct ctx *c, const char *demand_id, const char *clock,
                                struct opt_int due_ms, int64_t limit_wd);
/* After `level` acts: writes the level and when the next act is due. */
QH_MUST qh_status supervise_rearm(struct ctx *c, const char *demand_id,
                                  struct opt_int due_ms, int64_t level);

struct supervise_limit {
    int64_t due_ms;
    int64_t warn_ms; /* when the light turns yellow */
    int64_t level;   /* how many acts were raised */
};

/* When the next act of a limit is due; absent: there is none. */
QH_MUST qh_status supervise_next(struct ctx *c, const struct supervise_limit *limit,
                                 struct opt_int *out);
