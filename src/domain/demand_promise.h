/* demand_promise.h - the four clocks of a demand that the enterprise is promised, beside
 * the clocks of its states; for demand*.c only.
 *
 *   contact   from registration: somebody speaks with the enterprise.  Kept at once where
 *             the demand was stated to a person (every source but online).
 *   proposal  from acceptance: how and by when it will be solved.
 *   interim   from acceptance, again from each interim reply: how far it is.
 *   done      from acceptance; a new one when it is handed to another side, to a joint
 *             meeting or to be done over; an extension and pauses move it.
 *
 * Limits are settings; proposal and interim never reach past the limit of done.  While
 * somebody handles the demand (WIP, EXT, MTG, FWD, REDO) the running clock done ends when
 * the row's due_ms does.  A clock that ends past its limit, kept or replaced, makes a
 * demand late if it is done.
 *
 * A demand that was under way before there were these clocks has none of them, and
 * nothing is made up for it.
 *
 * Sources: operations.md 4.2 (contact within hours, interim reply, done; our defaults).
 */
#pragma once

#include "domain/demand_row.h"

/* Clocks that start with handling: proposal, interim and done of limit_wd working days
 * from now.  Those of them that run are replaced. */
QH_MUST qh_status promise_handling(struct ctx *c, struct demand_row *d, int64_t limit_wd);
/* A new clock done of limit_wd working days from now; replaces the one that runs. */
QH_MUST qh_status promise_done(struct ctx *c, struct demand_row *d, int64_t limit_wd);
/* Starts the clock contact at from_ms; kept: it is met at once. */
QH_MUST qh_status promise_contact(struct ctx *c, struct demand_row *d, int64_t from_ms,
                                  bool kept);
/* Marks the running clock of that name as kept now; none runs: nothing happens. */
QH_MUST qh_status promise_keep(struct ctx *c, struct demand_row *d, const char *name);
/* Keeps the clock interim and starts the next one, unless done ends before it would. */
QH_MUST qh_status promise_interim(struct ctx *c, struct demand_row *d);
/* Every running clock is kept now: the answer is given. */
QH_MUST qh_status promise_keep_all(struct ctx *c, struct demand_row *d);
/* Nothing is owed any more: running clocks end without being kept. */
QH_MUST qh_status promise_end_all(struct ctx *c, struct demand_row *d);
/* Moves all running clocks but contact by days (may be negative) for a pause. */
QH_MUST qh_status promise_move(struct ctx *c, struct demand_row *d, int64_t days);
/* Adds days to the limit of done for an extension. */
QH_MUST qh_status promise_extend(struct ctx *c, struct demand_row *d, int64_t days);
