/* watch.h - all that the clock does, as pieces of work for one organisation.
 *
 * A serving process does them on its threads (cli/jobs.c, cli/deliver.c), `qh watch` once
 * one after the other.
 */
#pragma once

#include "domain/transact.h"

/* Each does a part and tells in its argument (bool *) whether more may be left: items,
 * appointments and packages; supervision; reminders; old messages. */
extern const ctx_work WATCH_WORKS[];
extern const size_t WATCH_WORKS_N;
