/* sheet.h - a ledger as a table file: XLSX or CSV, written row by row in constant memory.
 *
 * XLSX: title row, a row that says what was asked and when, a head row that stays on the
 * screen and repeats on paper; A4 landscape, one page wide, page numbers.  Numbers, money
 * (fen) and days are cells of their kind, texts are always texts: a text that begins with
 * "=" is no formula.
 *
 * CSV [RFC 4180]: the head row and the rows, UTF-8, lines end with CRLF; with or without
 * the byte order mark that spreadsheet programs want.  A text that begins with = + - @,
 * a tab or a line end gets an apostrophe in front, because programs that open the file
 * would calculate it; import takes it away again.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHEET_COLUMNS_MAX = 40, SHEET_ROWS_MAX = 1000000, SHEET_TEXT_MAX = 32767 };

enum sheet_format { SHEET_XLSX, SHEET_CSV, SHEET_CSV_BOM };
enum sheet_kind {
    SHEET_TEXT,
    SHEET_INT,
    SHEET_YUAN,   /* number is fen */
    SHEET_DAY,    /* text "YYYY-MM-DD" */
    SHEET_INSTANT /* number is ms UTC, shown in the time of the office (UTC+8) */
};

struct sheet_column {
    const char *title;
    enum sheet_kind kind;
    int width; /* characters */
};

struct sheet_head {
    const char *title;
    const char *note; /* below the title; "" for none */
    const char *page; /* footer: "第 &P 页 共 &N 页" */
    const struct sheet_column *columns;
    size_t n;
};

/* A cell by the kind of its column; empty: text NULL and has false. */
struct sheet_cell {
    const char *text;
    int64_t number;
    bool has; /* number is given */
};

struct sheet;

/* Writes to the file at path, which must exist and is replaced.  QH_IO "sheet.write". */
QH_MUST qh_status sheet_open(struct arena *a, const char *path, enum sheet_format format,
                             const struct sheet_head *head, struct sheet **out,
                             struct qh_error *err);
/* head.n cells.  QH_LIMIT "sheet.rows": over SHEET_ROWS_MAX.  A text over SHEET_TEXT_MAX
 * characters is cut there in XLSX. */
QH_MUST qh_status sheet_row(struct sheet *s, const struct sheet_cell *cells,
                            struct qh_error *err);
/* Completes the file.  QH_IO "sheet.write". */
QH_MUST qh_status sheet_close(struct sheet *s, int64_t *out_rows, struct qh_error *err);
/* Gives up a sheet that failed; the file is of no use. */
void sheet_drop(struct sheet *s);

/* "application/vnd...." or "text/csv", and "xlsx" or "csv". */
const char *sheet_media_type(enum sheet_format format);
const char *sheet_suffix(enum sheet_format format);
