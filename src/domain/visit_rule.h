/* visit_rule.h - the rules of visits as pure functions over days.
 *
 * No clock, no store.  The official calendar comes in (base/days.h).
 */
#pragma once

#include "base/days.h"

/* Kinds that disturb nobody and so neither keep the quiet period nor make one: follow-up
 * calls and expert services [data/world README 3.4]. */
bool visit_kind_is(const char *kind);
bool visit_kind_is_free(const char *kind);
bool visit_production_is(const char *state);

/* Days on which another visit is in the way of one on `day`: those from which, or to
 * which, at most quiet_wd working days pass (the later day counts, the earlier does not).
 * So after a visit on a Monday with quiet_wd 5 the next one may be on Tuesday week.
 * quiet_wd >= 1.  QH_RANGE "calendar.year". */
QH_MUST qh_status visit_quiet_window(const struct calendar *cal, int64_t day,
                                     int quiet_wd, int64_t *out_from, int64_t *out_until,
                                     struct qh_error *err);
/* The first day after a visit on `day` that is not within its quiet period. */
QH_MUST qh_status visit_quiet_end(const struct calendar *cal, int64_t day, int quiet_wd,
                                  int64_t *out, struct qh_error *err);
