/* figure_build.h - the sums of the dashboard, built anew from the rows. */
#pragma once

#include "domain/ctx.h"

/* Whether the sums are of this version of the program; if not, figure_rebuild() is due.
 */
QH_MUST qh_status figure_is_built(struct ctx *c, bool *out);
/* Drops sums and deltas and counts everything anew from the entities. */
QH_MUST qh_status figure_rebuild(struct ctx *c);
