/* visit_row.h - the row of a visit while a step changes it; for visit*.c and handover.c.
 */
#pragma once

#include "base/days.h"
#include "domain/visit.h"
#include "store/sql_visit.h"

/* The row, if the actor may see it.  QH_NOT_FOUND "visit.not_found". */
QH_MUST qh_status visit_load(struct ctx *c, const char *id, struct sql_visit_one *out);
/* Loads, compares the version, checks state, right and guard. */
QH_MUST qh_status visit_begin(struct ctx *c, const char *id, int64_t version,
                              const char *action, struct sql_visit_one *out);
/* Appends the history entry that follows the row's version; data: members of a JSON
 * object or NULL. */
QH_MUST qh_status visit_note(struct ctx *c, const struct sql_visit_one *v,
                             const char *action, const char *to, const char *note);
/* A store's "changed" becomes "visit.changed". */
QH_MUST qh_status visit_saved(struct ctx *c, const char *id, qh_status rc);

/* What the rules are asked about. */
struct visit_try {
    const char *self; /* id of the visit itself; "" for a new one */
    const char *enterprise_id;
    const char *kind;
    int64_t day;
    struct visit_ask ask;
    bool made; /* recorded, not planned: a note is enough in the quiet period */
};

/* QH_CONFLICT "visit.quiet"; QH_INVALID "visit.request_note". */
QH_MUST qh_status visit_check_quiet(struct ctx *c, const struct visit_try *t);
/* The visit in the way; out->id NULL: none. */
QH_MUST qh_status visit_find_near(struct ctx *c, const struct visit_try *t,
                                  int64_t quiet_wd, struct sql_visit_near *out);
/* A person who may make the visit: of the bureau, no conflict of interest, room on the
 * day.  QH_INVALID with the key given, QH_CONFLICT "visit.interest", "visit.day_full". */
QH_MUST qh_status visit_check_person(struct ctx *c, const struct visit_try *t,
                                     const char *person, const char *key);
/* Those who go along: each once, none of them the officer. */
QH_MUST qh_status visit_check_companions(struct ctx *c, const struct visit_try *t,
                                         const char *officer,
                                         const struct json_strs *companions);
QH_MUST qh_status visit_check_time(struct ctx *c, struct opt_int start_min,
                                   struct opt_int minutes);
/* Adds a new row; id is made.  in: all but org, id. */
QH_MUST qh_status visit_insert(struct ctx *c, struct sql_visit_add_in *in,
                               const struct json_strs *companions);
/* A demand that is raised out of a done visit, or found again by its key. */
struct visit_raised {
    const char *key;
    const char *demand_id;
};
/* True if the person sees the visits of others. */
QH_MUST qh_status visit_sees_all(struct ctx *c, bool *out);
