/* check.h - does what the store holds agree with itself?
 *
 * Each check reads whole tables of an organisation row by row, in constant memory, and
 * reports every row that is wrong: chains of hashes, versions, states, numbers, papers,
 * readings, figures, bytes, amounts, references.  Nothing is changed.
 */
#pragma once

#include "domain/ctx.h"

/* One row that is wrong.  All texts live until the call returns. */
struct check_finding {
    const char *check;  /* name in CHECKS */
    const char *entity; /* table: "event", "figure_sum", ... */
    const char *id;     /* of the row; the parts of a longer key joined by '/' */
    const char *what;   /* "hash", "version", ... */
    const char *expected;
    const char *found;
    bool is_note; /* worth knowing, nothing wrong: a paper whose bytes are not made yet */
};

typedef qh_status (*check_report)(void *arg, const struct check_finding *f,
                                  struct qh_error *err);

struct check_run {
    struct ctx *c; /* of the organisation, in a transaction that reads */
    const char *name;
    check_report report;
    void *arg;
    int64_t rows; /* read so far */
};

typedef qh_status check_fn(struct check_run *r);

struct check {
    const char *name;
    check_fn *run;
};

/* All checks, in the order in which they run. */
extern const struct check CHECKS[];
extern const size_t CHECKS_N;

/* Runs one check with r->c, r->report and r->arg given.  Fails only where the store does.
 */
QH_MUST qh_status check_run(struct check_run *r, const struct check *check);
