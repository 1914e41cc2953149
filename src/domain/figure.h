/* figure.h - dashboard figures: deltas in the transaction of the event, folded by a job.
 *
 * A figure is rollup.amount plus the deltas that are not folded yet, so that it costs the
 * same at a thousand and at a hundred million rows and no hot row is locked.  What each
 * metric counts, and the query that recounts it from the entities, stands in the table
 * FIGURES of figure.c; `qh check` recounts every (metric, month, division).
 */
#pragma once

#include "domain/ctx.h"

/* Adds amount (may be negative) to a metric for the local month of at_ms and the division
 * of the enterprise.  QH_BUG "figure.metric": not in the table. */
QH_MUST qh_status figure_add(struct ctx *c, const char *metric, int64_t at_ms,
                             const char *division, int64_t amount, const char *entity,
                             const char *entity_id);
/* Folds at most `most` deltas into rollup; *out_left tells whether more may wait. */
QH_MUST qh_status figure_fold(struct ctx *c, int64_t most, bool *out_left);
