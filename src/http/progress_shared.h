/* progress_shared.h - the board of progress.h as rows, for other processes.
 *
 * On PostgreSQL the browser may ask another process than the one that does the work.  So
 * each process writes its board into the table `progress` once a second (cli/share.h), in
 * transactions of their own, and finds there what was cancelled elsewhere.  On SQLite the
 * table stays empty: its one writer is busy with the work itself, and one process serves.
 */
#pragma once

#include "domain/ctx.h"
#include "http/progress.h"

/* A row that was not written for so long is of a process that has ended. */
enum { PROGRESS_FRESH_MS = 15 * 1000 };

/* In a write transaction: how far it is, and whether somebody wants it to stop. */
QH_MUST qh_status progress_shared_put(struct ctx *c, const struct progress_line *line,
                                      bool *out_cancelled);
QH_MUST qh_status progress_shared_drop(struct ctx *c, const char *name);

/* QH_NOT_FOUND "store.no_row": no such work anywhere. */
QH_MUST qh_status progress_shared_read(struct ctx *c, const char *name,
                                       struct progress *out);
QH_MUST qh_status progress_shared_cancel(struct ctx *c, const char *name);
