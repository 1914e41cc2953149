/* limit.h - the grammar of limits.
 *
 *   {"abs": E}  {"le": E}  {"ge": E}  {"between": [E, E]}     E: expression or number
 *   {"by": NAME, "map": {"text": LIMIT, ...}}                 a missing key: no grade
 *   {"by": NAME, "steps": [{"lt": E, "limit": LIMIT}, {"le_key": E, "limit": LIMIT},
 *                          {"else": true, "limit": LIMIT}], "abs_key": true?}
 *   {"any": [LIMIT, ...]}  {"all": [LIMIT, ...]}   members may judge another value: "of"
 *   {"never": true}   fails whatever the value
 *   {"use": NAME}     a limit of the edition's "limits"
 *   null              report only: no verdict
 *
 * Comparisons are exact and inclusive, except "lt".  What binds a limit ("clause") is
 * inherited from outside inwards.  [tests/vectors/ref_eval.py resolve(), ok()]
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"
#include "base/json.h"
#include "base/status.h"
#include "rule/expr.h"

#include <stdbool.h>

enum { LIMIT_DEPTH_MAX = 12, LIMIT_CASES_MAX = 2000 };

enum limit_kind {
    LIMIT_ABS,
    LIMIT_LE,
    LIMIT_GE,
    LIMIT_BETWEEN,
    LIMIT_MAP,
    LIMIT_STEPS,
    LIMIT_ANY,
    LIMIT_ALL,
    LIMIT_NEVER
};

enum limit_step { STEP_LT, STEP_LE, STEP_LT_OR_LE, STEP_ELSE, STEP_NONE };

struct limit;

struct limit_case {
    struct text key;      /* map */
    enum limit_step step; /* steps */
    const struct expr *lt, *le;
    const struct limit *limit; /* NULL: report only */
};

struct limit {
    enum limit_kind kind;
    const struct expr *low, *high; /* low: the only one, but for between */
    uint32_t by;                   /* slot of the key */
    bool abs_key;
    bool has_of;
    uint32_t of; /* slot of the value judged instead, as a member of any or all */
    struct limit_case *cases; /* map, steps, any, all */
    size_t cases_n;
    const char *clause; /* "" if none is named */
};

enum pass { PASS_NONE, PASS_NO, PASS_YES }; /* null, false, true */

/* What was found for one value. */
struct limit_found {
    enum pass pass;
    const struct limit *plain; /* the form that was left, NULL: none */
    struct dec low, high;      /* its numbers */
    struct limit_found *parts; /* any, all: one for each member */
};

/* Where limits are compiled: the names of the regulation and, for "use", its limits. */
struct limit_names {
    struct arena *arena;
    struct names *names;
    const struct json *doc;        /* object of named limits, or NULL */
    const struct limit **compiled; /* as many as its members; NULL until used */
    bool *busy;                    /* against circles */
};

/* Compiles; node NULL or JSON null gives *out NULL.  QH_INVALID "limit.form",
 * "limit.use", "limit.circle", "expr.*"; QH_LIMIT "limit.depth"; err->field is the path
 * below `path`. */
QH_MUST qh_status limit_compile(struct limit_names *in, const struct json *node,
                                const char *path, const struct limit **out,
                                struct qh_error *err);

/* Judges v.  QH_INVALID "limit.key" (the key of steps is no number), "expr.*".  Memory is
 * taken only for any and all. */
QH_MUST qh_status limit_judge(const struct limit *l, struct scope *s, struct dec v,
                              struct limit_found *out, struct qh_error *err);

/* Does v keep the plain limit that was found? */
bool limit_keeps(const struct limit_found *f, struct dec v);

/* Follows maps and steps to the form that applies now; NULL: report only. */
QH_MUST qh_status limit_resolve(const struct limit *l, struct scope *s,
                                const struct limit **out, struct qh_error *err);

/* One turn of a map or of steps; NULL: report only. */
QH_MUST qh_status limit_follow(const struct limit *l, struct scope *s,
                               const struct limit **out, struct qh_error *err);
/* Follows maps only, to the form that has steps; *out NULL if it has none.  The edges of
 * the steps are the loads (say) at which the limit changes. */
void limit_steps(const struct limit *l, const struct scope *s, const struct limit **out);

/* The way through maps and steps to the form that applies, for the trace. */
enum { LIMIT_PATH_MAX = LIMIT_DEPTH_MAX };
struct limit_turn {
    const struct limit *at;         /* the map or the steps */
    const struct limit_case *taken; /* NULL: none applied, "no grade" */
    struct text key;                /* map: the key looked up */
    struct dec number, edge;        /* steps: key and edge of the step taken */
    const struct expr *edge_of;     /* what the edge was worked out from; NULL for else */
    bool below;                     /* lt: the key is below the edge; else at most */
};
/* Answers the number of turns; fewer if an expression fails. */
size_t limit_path(const struct limit *l, struct scope *s,
                  struct limit_turn out[LIMIT_PATH_MAX]);

/* As the oracle prints it: "±25", "≤0.3", "[20,30]", "any(±5; ±10)", "no grade"; NULL if
 * there is none. */
char *limit_text(struct arena *a, const struct limit_found *f);
/* Plain number without trailing zeros; below 1E-6 in the form "1.5E-11". */
char *limit_number(struct arena *a, struct dec v);
