/* rejudge.h - a stored record judged by another edition; nothing is changed.
 *
 * The plan is made anew from the record's frozen input and the other edition; the
 * readings of its last set go in by row key.  A row that only the new edition has counts
 * as not read, so the verdict may become "incomplete"; readings of rows that it does not
 * have are left out.
 */
#pragma once

#include "domain/ctx.h"
#include "domain/method.h"

/* The other edition.  Not shared between threads. */
struct rejudge_edition {
    const struct method *method;
    const struct regulation *reg;
    const struct weights_table *weights;
    const char *code; /* of the regulation, whatever the year: "JJG 539" */
};

/* A test whose verdict differs; "" where one of the editions does not have it. */
struct rejudge_test {
    const char *test, *from, *to;
};

struct rejudge_outcome {
    const char *id, *number, *state, *tested_day;
    const char *edition_hash; /* that it was judged by */
    const char *from, *to;    /* verdicts; to: "" if it cannot be judged */
    struct rejudge_test *tests;
    size_t tests_n;
    struct qh_error
        refused; /* why the other edition cannot judge it; status QH_OK: it can */
};

/* Compiles the bytes of an edition.  The keys of method_of_text(). */
QH_MUST qh_status rejudge_edition_load(struct ctx *c, struct text bytes,
                                       struct rejudge_edition *out);
/* What would change.  An edition that refuses the record is an outcome, not a failure.
 * QH_NOT_FOUND "record.not_found". */
QH_MUST qh_status rejudge_record(struct ctx *c, const struct rejudge_edition *e,
                                 const char *id, struct rejudge_outcome *out);
/* Verdict or a test differs, or it cannot be judged. */
bool rejudge_changes(const struct rejudge_outcome *o);
