/* Commands on a database as a whole: migrate, backup. */
#include "cli/cli.h"
#include "cli/options.h"
#include "store/store.h"

#include <stdio.h>

int cli_migrate(int argc, char **argv)
{
    const char *db = NULL;
    const struct option table[] = {{"--db", OPTION_TEXT, &db, true}};
    struct store *store = NULL;
    struct qh_error err = {0};
    qh_status rc = options_read(argc, argv, table, LEN(table), &err);

    if (!rc)
        rc = store_open(db, NULL, &store, &err);
    if (!rc)
        rc = store_migrate(store, &err);
    store_close(store);
    return rc ? cli_failed("migrate", &err) : 0;
}

int cli_backup(int argc, char **argv)
{
    const char *db = NULL;
    const char *to = NULL;
    const struct option table[] = {
        {"--db", OPTION_TEXT, &db, true},
        {"--to", OPTION_TEXT, &to, true},
    };
    struct store *store = NULL;
    struct qh_error err = {0};
    qh_status rc = options_read(argc, argv, table, LEN(table), &err);

    if (!rc)
        rc = store_open(db, NULL, &store, &err);
    if (!rc)
        rc = store_backup(store, to, &err);
    store_close(store);
    return rc ? cli_failed("backup", &err) : 0;
}
