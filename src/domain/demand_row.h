/* demand_row.h - the row of a demand while a step changes it; for demand*.c only.
 *
 * A step loads the row (only if the actor may see it), changes it, adds one history entry
 * for each change of state by demand_move(), and writes it once by demand_save().
 */
#pragma once

#include "domain/demand.h"
#include "store/sql_demand.h"

struct demand_row {
    struct sql_demand_one v;      /* changed in place; v.version counts the entries */
    struct sql_demand_one loaded; /* as it was read */
};

/* QH_NOT_FOUND "demand.not_found". */
QH_MUST qh_status demand_load(struct ctx *c, const char *id, struct demand_row *out);
/* The same without asking whether the actor may see it: for the link of the enterprise.
 */
QH_MUST qh_status demand_load_any(struct ctx *c, const char *id, struct demand_row *out);
/* Loads, compares the version, checks state, right and guard. */
QH_MUST qh_status demand_begin(struct ctx *c, const char *id, int64_t version,
                               const char *action, struct demand_row *out);

/* What a history entry of a demand says beside its state. */
struct demand_entry {
    const char *action;
    const char *to;    /* NULL: the state stays */
    const char *note;  /* or NULL */
    const char *clock; /* starts, ending the one before; NULL: none runs any more; "": the
                          running one goes on */
    int64_t limit_wd;
    int64_t due_ms;   /* 0: limit_wd working days from now */
    const char *data; /* members of a JSON object to add, without braces; NULL: none */
};

/* Moves the state, starts or ends the clock and appends the history entry. */
QH_MUST qh_status demand_move(struct ctx *c, struct demand_row *d,
                              const struct demand_entry *e);
/* Writes the row, and what changes in the figures by it (demand_fact.h). */
QH_MUST qh_status demand_save(struct ctx *c, const struct demand_row *d);

/* The working days of a kind (its setting), cut to what the item promises. */
QH_MUST qh_status demand_handling_limit(struct ctx *c, const struct demand_row *d,
                                        int64_t *out_wd);
