/* lib.h - a store for the tests of this folder, on the engine that the test runs on.
 *
 * With PG_URL set (tests/lib/with-postgres.sh) the store is on PostgreSQL, otherwise a
 * SQLite file in a new folder that is removed at the end. */
#pragma once

#include "store/store.h"

#include "store/sql_test_catalogue.h"

#include <stdio.h>

/* The url of a database of that name which no other test uses. */
const char *test_url(const char *name);
bool test_on_postgres(void);
/* Opens it with the catalogue of the tests; o may be NULL. */
struct store *test_open(const char *name, const struct store_options *o);
/* The path of a file in the test's own folder. */
const char *test_path(const char *name);
/* Removes the folder. */
void test_cleanup(void);

/* Runs a shell command and answers its exit code. */
int test_shell(const char *command);

/* Fail the test, and say why, unless rc is QH_OK or the failure wanted. */
void good(qh_status rc, const struct qh_error *err);
void bad(qh_status rc, const struct qh_error *err, qh_status want, const char *key);
