/* csv.h - strict reader of our own data files.
 *
 * UTF-8 without byte order mark, commas, one header row, every row as many cells as the
 * header; cells in quotes may hold commas, line ends and doubled quotes; lines end with
 * LF or CRLF.  Nothing is trimmed and nothing is guessed.  Files of other people go
 * through libcsv instead.  Source: RFC 4180.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

enum { CSV_BYTES_MAX = 16 * 1024 * 1024, CSV_COLS_MAX = 256, CSV_ROWS_MAX = 1000000 };

struct csv {
    size_t cols;
    size_t rows;              /* without the header */
    const char *const *names; /* cols names */
    const char *const *cells; /* rows * cols, row after row; never NULL */
};

/* QH_INVALID "csv.utf8" | "csv.empty" (no header) | "csv.header" (a name is empty or
 * comes twice) | "csv.quote" | "csv.cells" (more or fewer than in the header) |
 * "csv.line_end" (a bare CR); QH_LIMIT "csv.size" | "csv.cols" | "csv.rows".  detail has
 * the line. */
QH_MUST qh_status csv_parse(struct arena *a, struct text t, struct csv *out,
                            struct qh_error *err);

#define CSV_NONE SIZE_MAX

/* Index of the column of that name, CSV_NONE if there is none. */
size_t csv_col(const struct csv *c, const char *name);
/* The indices of n columns at once.  QH_NOT_FOUND "csv.column", detail has the name. */
QH_MUST qh_status csv_cols(const struct csv *c, const char *const *names, size_t n,
                           size_t *out, struct qh_error *err);
/* The cell; row < rows and col < cols. */
const char *csv_cell(const struct csv *c, size_t row, size_t col);
