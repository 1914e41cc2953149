/* import.h - tables of somebody else become rows: enterprises, instruments, demands,
 * pairings.
 *
 * A file (XLSX or CSV, sheet_read.h) has a row of titles, Chinese or English as in its
 * template, then lines.  Every line goes through the domain function that its page uses
 * and is reported by itself.  A dry run does all of it and takes it back.  A file that
 * was taken in once is known by its hash.
 */
#pragma once

#include "base/json.h"
#include "document/sheet.h"
#include "domain/ctx.h"

enum { IMPORT_REPORT_MAX = 1000 };

/* Told before each line that is tried or taken in, `done` of 2 * rows: every line is
 * tried first.  False ends the import, nothing of it stays. */
typedef bool (*import_go_on)(void *arg, int64_t done, int64_t of);

struct import_order {
    const char *kind; /* enterprises | instruments | demands | pairings */
    struct text file;
    bool dry;
    bool partial;       /* take in the good lines; else all or nothing */
    import_go_on go_on; /* or NULL */
    void *arg;          /* of go_on */
};

/* What is wrong with a line. */
struct import_fault {
    int64_t line;
    const char *key;   /* error key */
    const char *field; /* column or "" */
    const char *label; /* the line's first cell */
};

struct import_report {
    int64_t rows;
    int64_t good;
    int64_t bad;
    int64_t taken;           /* rows taken in; 0 in a dry run */
    struct json_list faults; /* struct import_fault, at most IMPORT_REPORT_MAX */
    struct text again;       /* CSV of the faulty lines, to be mended and sent again */
};

struct import; /* a file that is read */

/* Reads the file and its titles; outside of transactions.  QH_NOT_FOUND "import.kind";
 * QH_INVALID "import.title" (a column that must be there is not; field: its key),
 * "import.file"; QH_LIMIT as sheet_read(), "import.rows_of_kind" (over
 * 2,000 demands: others wait while they are taken in). */
QH_MUST qh_status import_open(struct ctx *c, const struct import_order *o,
                              struct import **out);
/* Tries every line in the write transaction of c and always ends with QH_CONFLICT
 * "import.tried", so that it is taken back; the report tells what came of each.
 * QH_CONFLICT "import.repeated": this file was taken in before;
 * "import.cancelled": go_on() said so. */
QH_MUST qh_status import_try(struct ctx *c, struct import *i, struct import_report *out);
/* Takes in the lines that were good in the try before.  QH_CONFLICT "import.faults"
 * (some were not, and the order is all or nothing), "import.repeated",
 * "import.cancelled". */
QH_MUST qh_status import_take(struct ctx *c, struct import *i, struct import_report *out);

/* A file with the titles only.  QH_NOT_FOUND "import.kind"; QH_IO "sheet.write". */
QH_MUST qh_status import_template(struct ctx *c, const char *kind, const char *lang,
                                  enum sheet_format format, const char *path,
                                  const char **out_name);
