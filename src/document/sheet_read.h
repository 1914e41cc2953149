/* sheet_read.h - the rows of a table file of somebody else's: XLSX or CSV.
 *
 * Of an XLSX the first sheet is read, streaming: shared and inline texts, numbers as they
 * stand; formulas count by the value that the program stored.  A file is refused when it
 * unpacks to more than SHEET_UNPACKED_MAX (zip bombs), has a document type (entities), or
 * a cell, row or column past the limits below.  CSV is UTF-8 (with or without mark) as
 * csv.h reads it; an apostrophe in front of = + - @ is taken away, as sheet.h puts it
 * there.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

enum {
    SHEET_READ_ROWS = 20000,
    SHEET_READ_COLUMNS = 64,
    SHEET_READ_CELL = 16 * 1024,
    SHEET_UNPACKED_MAX = 100 * 1024 * 1024,
    SHEET_TEXTS_MAX = 200000
};

/* A row; line counts from 1; cells that are missing are "". */
struct sheet_line {
    int line;
    const char *const *cells; /* live as long as the arena */
    size_t n;
};

typedef qh_status (*sheet_line_fn)(void *arg, const struct sheet_line *line,
                                   struct qh_error *err);

/* QH_INVALID "import.file" (neither XLSX nor CSV, or broken), and the keys of
 * csv_parse(); QH_LIMIT "import.size", "import.rows", "import.columns", "import.cell". */
QH_MUST qh_status sheet_read(struct arena *a, struct text file, sheet_line_fn row,
                             void *arg, struct qh_error *err);

/* sheet_zip.c: calls `bytes` with the pieces of an entry of the archive; a missing entry
 * is no error.  *unpacked rises to at most SHEET_UNPACKED_MAX. */
typedef qh_status (*sheet_bytes_fn)(void *arg, const char *p, size_t n,
                                    struct qh_error *err);
QH_MUST qh_status sheet_unzip(struct text file, const char *entry, size_t *unpacked,
                              sheet_bytes_fn bytes, void *arg, struct qh_error *err);
