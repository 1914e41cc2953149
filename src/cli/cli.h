/* cli.h - the commands of qh and what they share.
 *
 * A command gets its own name as argv[0] and answers the exit code of the process; see
 * qh_status_exit().  Messages for people go to stderr, results to stdout.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

enum { CLI_FILE_MAX = 8 * 1024 * 1024 };

/* qh evaluate FILE...: judges the cases of files of schema metro-vector/1; prints a line
 * of JSON for each, {"id": ..., "result": {...}} or {"id": ..., "error": {"key", "field",
 * "detail"}}.  Exit code 0: all were evaluated (whatever the verdict), 2: a case has an
 * error, else that of the file that could not be read. */
int cli_evaluate(int argc, char **argv);

/* Whole contents of a file, "-" for standard input.  QH_NOT_FOUND "file.open", QH_IO
 * "file.read", QH_LIMIT "file.size". */
QH_MUST qh_status cli_file_read(struct arena *a, const char *path, size_t cap,
                                struct text *out, struct qh_error *err);

/* Prints the failure to stderr and answers its exit code. */
int cli_failed(const char *command, const struct qh_error *err);
