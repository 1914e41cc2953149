/* sheet_inner.h - what the two writers of sheet.h share; for sheet*.c only. */
#pragma once

#include "document/sheet.h"

#include <stdio.h>

struct sheet {
    enum sheet_format format;
    const struct sheet_column *columns;
    size_t n;
    int64_t rows;
    FILE *csv;         /* CSV; else NULL */
    struct book *book; /* XLSX; else NULL */
};

/* sheet_xlsx.c */
QH_MUST qh_status book_open(struct arena *a, const char *path,
                            const struct sheet_head *head, struct book **out,
                            struct qh_error *err);
QH_MUST qh_status book_row(struct book *b, const struct sheet *s,
                           const struct sheet_cell *cells, struct qh_error *err);
QH_MUST qh_status book_close(struct book *b, struct qh_error *err);
