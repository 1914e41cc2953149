/* figure_cells.h - the sums of one metric in memory: what is counted from the rows, and
 * what is stored.  For rebuilding and for checks. */
#pragma once

#include "domain/figure.h"

enum { CELL_AXIS = 9, CELL_MONTH = 8, CELL_METRIC = 32, CELL_VALUE = 33 };

struct figure_cell {
    char axis[CELL_AXIS];
    char month[CELL_MONTH];
    char metric[CELL_METRIC];
    char value[CELL_VALUE];
    int64_t counted; /* from the rows */
    int64_t stored;
};

struct figure_cells {
    struct figure_cell *p; /* in the order in which they came */
    size_t n;
    uint32_t *slots; /* open addressing: index + 1 into p, 0 is free */
};

/* Some 10 MB out of the arena. */
void figure_cells_init(struct figure_cells *k, struct arena *a);
void figure_cells_clear(struct figure_cells *k);
/* The cell, made if it is new.  QH_LIMIT "check.figures": more than there is room for. */
QH_MUST qh_status figure_cells_of(struct figure_cells *k, const struct figure_cell *key,
                                  struct figure_cell **out, struct qh_error *err);
/* Counts a metric from the rows into the cells of every axis. */
QH_MUST qh_status figure_cells_count(struct ctx *c, const char *metric,
                                     struct figure_cells *k);
/* Adds to `stored` what sums and waiting deltas hold of the metric. */
QH_MUST qh_status figure_cells_load(struct ctx *c, const char *metric,
                                    struct figure_cells *k);
