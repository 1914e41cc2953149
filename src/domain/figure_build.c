#include "domain/figure_build.h"

#include "domain/figure_cells.h"
#include "domain/figure_table.h"
#include "store/sql_figure.h"

enum { LAYOUT = 3 }; /* rises when sums of before no longer fit */

qh_status figure_is_built(struct ctx *c, bool *out)
{
    struct sql_figure_layout l = {0};
    const qh_status rc = sql_figure_layout(c->tx, c->arena, c->org, &l, &c->err);

    if (rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        *out = true;
        return QH_OK;
    }
    *out = l.layout == LAYOUT;
    return rc;
}

static qh_status put_cell(struct ctx *c, const struct figure_cell *cell)
{
    if (cell->counted == 0)
        return QH_OK;
    return sql_figure_put(c->tx, c->org, cell->axis, cell->month, cell->metric,
                          cell->value, cell->counted, &c->err);
}

qh_status figure_rebuild(struct ctx *c)
{
    struct figure_cells cells = {0};
    qh_status rc = sql_figure_clear_sums(c->tx, c->org, &c->err);

    if (!rc)
        rc = sql_figure_clear_deltas(c->tx, c->org, &c->err);
    figure_cells_init(&cells, c->arena);
    for (size_t i = 0; i < FIGURES_N && !rc; i++) {
        figure_cells_clear(&cells);
        rc = figure_cells_count(c, FIGURES[i].metric, &cells);
        for (size_t k = 0; k < cells.n && !rc; k++)
            rc = put_cell(c, &cells.p[k]);
    }
    if (rc)
        return rc;
    return sql_figure_set_layout(c->tx, c->org, LAYOUT, &c->err);
}
