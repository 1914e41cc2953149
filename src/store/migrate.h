/* migrate.h - the version of a database.  Used only inside this folder.
 *
 * Table schema_version has a row for each migration that ran, with the checksum of its
 * source.  A migration runs in one transaction together with its row. */
#pragma once

#include "store/driver.h"

/* Keys: "store.newer", "store.migration", "store.migrate_first"; with `may_wait`
 * migrations that have not run yet (or no version table at all) are no failure. */
QH_MUST qh_status migrate_check(const struct driver *d,
                                const struct driver_config *config, bool may_wait,
                                struct qh_error *err);
QH_MUST qh_status migrate_run(const struct driver *d, const struct driver_config *config,
                              struct qh_error *err);
