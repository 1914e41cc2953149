/* demand_fact.h - keeps the figures of a demand in step with its row.
 *
 * What a demand adds to the figures follows from its row and its history alone
 * (figure_demand.h); a step does not say what it counts.  Whoever writes a row calls
 * demand_fact_changed() with the row before and after; the difference is appended.
 */
#pragma once

#include "store/sql_demand.h"

#include "domain/ctx.h"

/* before NULL: a new demand.  The history already has the entries up to after->version;
 * what it said before is what its first before->version entries said. */
QH_MUST qh_status demand_fact_changed(struct ctx *c, const struct sql_demand_one *before,
                                      const struct sql_demand_one *after);
