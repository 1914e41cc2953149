/* workflow.h - every workflow is a table of steps with guards; this runs one step.
 *
 * A step is possible when the entity is in one of its `from` states, the person holds the
 * right, and the guard (which may look into the store) agrees.  The entity's module
 * writes its own row (with the version check) and calls history_add(); workflow_check()
 * decides.
 */
#pragma once

#include "domain/ctx.h"

#include <stddef.h>

/* Answers QH_OK, or records why not under a stable key.  subject: the entity's own row.
 */
typedef qh_status (*workflow_guard)(struct ctx *c, const void *subject);

struct workflow_step {
    const char *action; /* "assign" */
    const char *from;   /* states separated by blanks: "TRI REDO" */
    const char *to;     /* state after it; several, separated by blanks, where the module
                           decides */
    uint64_t right;     /* bit of domain/right.h */
    workflow_guard guard; /* NULL: none */
};

struct workflow {
    const char *entity; /* "demand": also the prefix of keys */
    const struct workflow_step *steps;
    size_t n;
};

/* Finds the step and checks state, right and guard.
 * QH_CONFLICT "<entity>.state": the state does not allow it; QH_DENIED "auth.denied";
 * QH_BUG "workflow.action": no such action; or what the guard says. */
QH_MUST qh_status workflow_check(struct ctx *c, const struct workflow *w,
                                 const char *action, const char *state,
                                 const void *subject, const struct workflow_step **out);

/* One row per distinct action of the table, in its order, for the page's buttons. */
struct workflow_action {
    const char *action;
    bool allowed;
    const char *why; /* error key when not allowed, "" otherwise */
};
struct workflow_actions {
    struct workflow_action *p;
    size_t n;
};
/* Which steps are possible now for this person; the context's error is left clean. */
void workflow_actions(struct ctx *c, const struct workflow *w, const char *state,
                      const void *subject, struct workflow_actions *out);

/* For checks: does the table name the state; does some step lead from one to the other.
 */
bool workflow_has_state(const struct workflow *w, const char *state);
bool workflow_can_move(const struct workflow *w, const char *from, const char *to);
