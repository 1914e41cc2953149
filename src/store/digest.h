/* digest.h - a digest of every row of the tables that people's work stands in.
 *
 * A migration names the tables (`-- digest: demand, record`).  Whenever a statement of
 * the catalogue adds or changes a row of them, the SHA-256 of the row's columns goes into
 * table row_digest in the same transaction; a row that is taken away takes its digest
 * along.  What is changed past the store, by the engine's own program for instance, no
 * longer fits its digest, and digest_check() names the row.
 *
 * The digest is taken over name, type, length and bytes of each column in the order of
 * their names in the table; columns that are null, 0 or empty are left out, so that a
 * migration may add a column with such a value.  A migration that gives rows other values
 * names their table again, and all its rows get new digests.
 */
#pragma once

#include "store/tx.h"

/* A row that is not as the store left it. */
struct digest_fault {
    const char *table;
    const char *id;       /* the key without org, with slashes between */
    const char *expected; /* NULL: a row that the store has not added */
    const char *found;    /* NULL: the row is gone */
};
typedef qh_status (*digest_fault_fn)(void *arg, const struct digest_fault *f,
                                     struct qh_error *err);

/* Compares all rows of the organisation with their digests and calls fault for those that
 * differ, are too many or are missing.  *out_rows: how many were compared. */
QH_MUST qh_status digest_check(struct tx *tx, const char *org, digest_fault_fn fault,
                               void *arg, int64_t *out_rows, struct qh_error *err);

/* ---- for the files of this folder ---- */

struct cursor;

/* Takes the rows that a statement under way answers, ends it and writes their digests.
 */
QH_MUST qh_status digest_change(struct tx *tx, struct cursor *k, int64_t *out_count,
                                struct qh_error *err);
/* Makes the digests of the tables that migrations after number `before` name, and of
 * those that have none at all. */
QH_MUST qh_status digest_fill(struct tx *tx, int before, struct qh_error *err);
