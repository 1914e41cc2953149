/* import_table.h - the kinds of files that can be imported; for import*.c only. */
#pragma once

#include "domain/import.h"

enum { IMPORT_COLUMNS_MAX = 12, IMPORT_ROWS_MAX = 20000, IMPORT_DEMANDS_MAX = 2000 };

struct import_column {
    const char *key; /* title: "column.<key>" of data/locales/export */
    bool required;
};

struct import_kind {
    const char *name;
    const struct import_column *columns;
    size_t n;
    /* Lines of a file.  While they are tried or taken in an SQLite has no time for
     * anybody else's change: a demand, which is matched, told and searched for, costs
     * about 6 ms of one core, a line of the others about 0.1 ms. */
    size_t rows_max;
    /* v: a cell for each column, trimmed, "" where empty; days as "YYYY-MM-DD". */
    qh_status (*take)(struct ctx *c, const char *const *v);
};

extern const struct import_kind IMPORT_KINDS[];
extern const size_t IMPORT_KINDS_N;
