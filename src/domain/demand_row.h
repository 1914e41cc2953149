/* demand_row.h - the row of a demand while a step changes it; for demand*.c only.
 *
 * A step loads the row (only if the actor may see it), changes it, adds one history entry
 * for each change of state by demand_move(), and writes it once by demand_save().
 */
#pragma once

#include "domain/demand.h"
#include "store/sql_demand.h"

enum { DEMAND_STEPS_MAX = 4 };

struct demand_row {
    struct sql_demand_one v;      /* changed in place; v.version counts the entries */
    struct sql_demand_one loaded; /* as it was read */
    const char *steps[DEMAND_STEPS_MAX]; /* actions since then */
    size_t steps_n;
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
/* Writes the row and what changes in the figures by it (demand_fact.h), then tells those
 * whom its steps concern (notify.h). */
QH_MUST qh_status demand_save(struct ctx *c, const struct demand_row *d);
/* Moves by a clock of the named setting (NULL: e.limit_wd) and saves. */
QH_MUST qh_status demand_finish(struct ctx *c, struct demand_row *d,
                                struct demand_entry e, const char *limit_setting);
/* QH_INVALID "demand.reason" of the field if the text is missing or blank. */
QH_MUST qh_status demand_need_text(struct ctx *c, const char *field, const char *text);
/* Who acts handles it: the lead office, the handler, or the desk.  QH_DENIED
 * "demand.other_office". */
QH_MUST qh_status demand_own_office(struct ctx *c, const struct demand_row *d);
/* True while a pause lasts. */
bool demand_is_paused(const struct ctx *c, const struct demand_row *d);
/* Ends a pause that lasts, before a step that ends the clock; none: nothing happens. */
QH_MUST qh_status demand_end_pause(struct ctx *c, struct demand_row *d);
/* QH_INVALID "demand.text". */
QH_MUST qh_status demand_check_text(struct ctx *c, const char *text);
/* QH_INVALID "demand.department". */
QH_MUST qh_status demand_check_department(struct ctx *c, const char *code);
/* Puts what the matcher proposes for the text in place of what it proposed before. */
QH_MUST qh_status demand_match_again(struct ctx *c, const char *id, const char *text);
/* Proposals, figure and words of a new row, by which it is found; fills *out. */
QH_MUST qh_status demand_index(struct ctx *c, const struct sql_demand_add_in *row,
                               const struct sql_demand_enterprise *e, const char *picked,
                               struct demand_registered *out);
/* Registers a part of a demand that is split, as its enterprise stated it then. */
QH_MUST qh_status demand_register_part(struct ctx *c, const struct demand_row *parent,
                                       const char *text, struct demand_registered *out);
/* WDR for a reason, once the enterprise has said so; saves. */
QH_MUST qh_status demand_withdraw_now(struct ctx *c, struct demand_row *d,
                                      const char *reason);
/* -> REDO, or MTG from the second time on; counts as not satisfied. */
QH_MUST qh_status demand_do_over(struct ctx *c, struct demand_row *d, const char *action,
                                 const char *note);
/* Until when a demand that is struck off may be reopened; 0: it cannot be. */
QH_MUST qh_status demand_reopen_until(struct ctx *c, const struct demand_row *d,
                                      int64_t *out_ms);
/* An extension that was asked for and not decided is void once the clock is another. */
QH_MUST qh_status demand_lapse_extension(struct ctx *c, const struct demand_row *d);

/* The working days of a kind (its setting), cut to what the item promises. */
QH_MUST qh_status demand_handling_limit(struct ctx *c, const struct demand_row *d,
                                        int64_t *out_wd);
