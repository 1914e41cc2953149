/* rejudge.h - parts of `qh rejudge`: the report and the state of a run. */
#pragma once

#include "base/json.h"
#include "domain/rejudge.h"

#include <stdio.h>

enum rejudge_format { REJUDGE_CSV, REJUDGE_JSON };

enum { REJUDGE_PAIRS_MAX = 32 };

/* How often one verdict became another. */
struct rejudge_pair {
    char from[16], to[16];
    int64_t n;
};

/* Counted over all records so far. */
struct rejudge_totals {
    int64_t records, changed, refused;
    struct rejudge_pair pairs[REJUDGE_PAIRS_MAX]; /* whose verdict changed */
    size_t pairs_n;
};

/* Where a run stands: everything up to this record is in the report. */
struct rejudge_state {
    char edition[65]; /* hash of the new edition's bytes */
    char since[11];
    char org[64];
    char after_edition[32], after_id[32]; /* "": from the start of the organisation */
    int64_t bytes;                        /* length of the report */
    struct rejudge_totals totals;
};

void rejudge_head(enum rejudge_format f, struct buf *b);
/* A line for a record that would change. */
void rejudge_line(enum rejudge_format f, const char *org, const struct rejudge_outcome *o,
                  struct buf *b);
/* JSON: the last line of the report. */
void rejudge_summary_json(const struct rejudge_totals *t, struct buf *b);
void rejudge_count(struct rejudge_totals *t, const struct rejudge_outcome *o);
void rejudge_add(struct rejudge_totals *to, const struct rejudge_totals *from);

/* The state lies beside the report: PATH.state, replaced as a whole.  QH_IO
 * "rejudge.state"; reading: QH_NOT_FOUND "rejudge.no_state", QH_INVALID
 * "rejudge.state_form". */
QH_MUST qh_status rejudge_state_save(const char *report, const struct rejudge_state *s,
                                     struct qh_error *err);
QH_MUST qh_status rejudge_state_read(struct arena *a, const char *report,
                                     struct rejudge_state *out, struct qh_error *err);
void rejudge_state_remove(const char *report);
