/* tool.h - a command that works on a database by the functions that the server uses.
 *
 * Its context acts as the program itself with every right, or as a person.
 */
#pragma once

#include "base/rand.h"
#include "domain/ctx.h"
#include "store/store.h"

enum { TOOL_MEMORY = 256 * 1024 * 1024 };

struct tool {
    struct ctx c; /* of the whole run */
    struct arena arena;
    struct rand rand;
    struct store *store;
};

/* Opens the database of this version and finds the organisation: `org`, or the only one
 * if NULL.  *t zeroed; tool_done() in any case.  QH_INVALID "cli.org"; what app_load(),
 * store_open() and store_check_version() say. */
QH_MUST qh_status tool_open(struct tool *t, const char *db, const char *org,
                            struct qh_error *err);
/* From now on as that person, with the rights of the roles.  QH_NOT_FOUND "cli.login". */
QH_MUST qh_status tool_act_as(struct tool *t, const char *login, struct qh_error *err);
void tool_done(struct tool *t);
