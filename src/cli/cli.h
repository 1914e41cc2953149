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

/* qh evaluate [--trace] FILE...: judges the cases of files of schema metro-vector/1;
 * prints a line of JSON for each, {"id": ..., "result": {...}} or {"id": ..., "error":
 * {"key", "field", "detail"}}.  Exit code 0: all were evaluated (whatever the verdict),
 * 2: a case has an error, else that of the file that could not be read.  With --trace
 * each line also has "trace" (evaluate_trace.h); --trace=text [--lang zh-CN|en] prints it
 * as a page. */
int cli_evaluate(int argc, char **argv);

/* qh regulation check FILE...: what is wrong with edition files, a line for each finding:
 * "FILE:LINE: PATH: Chinese | English (detail)".  Exit code 0: all are good; 2: something
 * is wrong.  qh regulation schema: their JSON schema. */
int cli_regulation(int argc, char **argv);

/* qh serve --db URL [--listen HOST:PORT] ...: the server, until SIGTERM or SIGINT; prints
 * one line "ready http://HOST:PORT/" when it answers.  docs/operations.md has the
 * options.
 */
int cli_serve(int argc, char **argv);

/* qh demo --db URL [--seed N] [--accounts FILE]: the demo world of data/world in a new
 * database; FILE gets the accounts, mode 0600, [{"role","login","password"}]. */
int cli_demo(int argc, char **argv);
/* qh migrate --db URL: runs the migrations that wait. */
int cli_migrate(int argc, char **argv);
/* qh backup --db URL --to FILE: a consistent copy while others read and write (SQLite).
 */
int cli_backup(int argc, char **argv);
/* qh admin --db URL --org CODE --login LOGIN [--role admin] [--password-file FILE]: makes
 * a person who can sign in, and the organisation if it is new.  The password is the first
 * line of the file, or of standard input. */
int cli_admin(int argc, char **argv);
/* qh openapi, qh types: the addresses as OpenAPI 3.1, or as TypeScript. */
int cli_openapi(int argc, char **argv);
int cli_types(int argc, char **argv);

/* qh check --db URL [--json]: recounts histories, numbers, papers, readings, figures,
 * bytes, amounts and references, and prints a line for every row that is wrong (one JSON
 * object a line with --json).  Exit code 0: nothing is wrong; 1: something is. */
int cli_check(int argc, char **argv);

/* qh watch --db URL [--now MS]: one round of what the clock does - reminders,
 * supervision, versions of items, packages offered, old messages thrown away - until
 * nothing is left; for cron where servers run with --no-watch.  MS: as if it were that
 * instant (UTC). */
int cli_watch(int argc, char **argv);

/* qh export --db URL --ledger NAME --to FILE [--org CODE] [--format xlsx|csv] [--bom]
 * [--lang zh-CN|en] [--columns A,B] and the filters of the ledger's page, "--state WIP",
 * "--enterprise ID": a ledger as a file (ledger_file.h), with an entry in the audit
 * trail. */
int cli_export(int argc, char **argv);

/* qh import TABLE FILE --db URL --login LOGIN [--org CODE] [--dry-run] [--partial]
 * [--again FILE] [--lang zh-CN|en]: takes in an XLSX or CSV of enterprises, instruments,
 * demands or pairings as that person (import.h); prints a line for each faulty line,
 * "LINE: first cell: field: wording (key)".  All or nothing, or with --partial the good
 * lines; with --dry-run nothing.  --again: the faulty lines as CSV, to be mended.  Exit
 * code 0: every line was good; 2: some were not; interrupted, nothing is taken in. */
int cli_import(int argc, char **argv);

/* qh rejudge --db URL --edition FILE|ID|HASH [--since DAY] [--report FILE] [--format
 * csv|json]
 * [--threads N] [--round N] [--resume]: judges the stored records of the edition's code
 * by that edition without changing them and reports those that would change.  With
 * --report the state of the run lies in FILE.state until it is finished; --resume goes on
 * there.  Exit code 130: interrupted. */
int cli_rejudge(int argc, char **argv);

/* qh match --csv FILE: which service items the texts of a CSV file are about ("-":
 * standard input).  Reads the columns id and text (others are passed over, in any order)
 * and writes CSV to stdout: id, codes (up to three items, best first), set (what would be
 * filed: one code, or several for a text with several demands), none (1: no item fits,
 * else 0), departments (those outside that the set names), lists parted by '|'.  No
 * database; docs/matching.md. */
int cli_match(int argc, char **argv);

/* Whole contents of a file, "-" for standard input.  QH_NOT_FOUND "file.open", QH_IO
 * "file.read", QH_LIMIT "file.size". */
QH_MUST qh_status cli_file_read(struct arena *a, const char *path, size_t cap,
                                struct text *out, struct qh_error *err);

/* Prints the failure to stderr and answers its exit code. */
int cli_failed(const char *command, const struct qh_error *err);
