/* tx.h - one open transaction, the types of its values, and what a statement may answer.
 *
 * The functions that read and write are generated from src/store/queries (sql_<file>.h);
 * src/store/queries/README.md shows how to call them.  All of them may answer:
 *
 * QH_NOT_FOUND "store.no_row"          :one found nothing
 * QH_CONFLICT  "store.changed"         :change-one changed no row, or more than one
 * QH_CONFLICT  "store.duplicate"       primary key or unique index
 * QH_CONFLICT  "store.reference"       foreign key
 * QH_INVALID   "store.check"           a CHECK of the table
 * QH_INVALID   "store.combination"     filters together that 'combine:' does not list
 * QH_LIMIT     "store.rows"            :many past ROWS_MAX
 * QH_LIMIT     "store.memory"          the arena is past its cap
 * QH_BUSY      "store.busy"            another process holds the database; conflict of
 *                                      transactions (store_write repeats the work by
 * itself) QH_BUSY      "store.lost"            the connection is gone QH_IO "store.full",
 * "store.io" QH_BUG       "store.null", "store.type", "store.sql", "store.read_only",
 *              "store.after_failure"
 *
 * For duplicate, reference and check the detail begins with the name of the constraint
 * where the engine tells it (unique index, or <table>_pkey): see tx_failed_on().
 *
 * After an engine's failure (all but no_row, changed, combination, rows, memory) the
 * transaction can only be rolled back, on both engines alike: further statements answer
 * QH_BUG "store.after_failure".  Where a failure is expected, write ON CONFLICT DO
 * NOTHING with :change, or run that part by tx_try().
 */
#pragma once

#include "base/arena.h"
#include "base/opt.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { ROWS_MAX = 10000 };

struct tx;

/* A number that may be missing (SQL NULL). */

#define OPT_INT(n) ((struct opt_int){.has = true, .v = (n)})
#define NO_INT ((struct opt_int){.has = false})

/* The work of a transaction, called with the open transaction.  It may be called several
 * times (conflicts of transactions are repeated), so it sets what it computes anew and
 * has no effect outside of the transaction.  QH_OK commits, anything else rolls back. */
typedef qh_status (*tx_work)(struct tx *tx, void *arg, struct qh_error *err);

/* Runs work so that its failure undoes only its own changes and the transaction goes on.
 * Answers what work answered; conflicts that ask for a repetition of the whole
 * transaction go on to spoil it. */
QH_MUST qh_status tx_try(struct tx *tx, tx_work work, void *arg, struct qh_error *err);

/* True if err is a violation of the constraint or unique index of that name. */
bool tx_failed_on(const struct qh_error *err, const char *constraint);

/* True inside store_write(). */
bool tx_can_write(const struct tx *tx);
/* True if the engine is PostgreSQL; for the few places where the engines differ. */
bool tx_is_postgres(const struct tx *tx);
