/* jobs.h - the background work of a serving process.
 *
 * One thread, about once a second: finishes papers that have a number but no bytes (also
 * those that a crash left behind), folds dashboard deltas, raises the reminders and
 * escalations that are due (supervise_watch.h).  Rendering happens outside of
 * transactions.  Several processes on one database may do it at once: a paper is stored
 * by the first, a delta folded by one of them.
 */
#pragma once

#include "base/status.h"

struct env;
struct jobs;

/* env must outlive the jobs.  QH_IO "jobs.thread". */
QH_MUST qh_status jobs_start(const struct env *env, struct jobs **out,
                             struct qh_error *err);
/* Waits for the round under way.  Accepts NULL. */
void jobs_stop(struct jobs *j);
