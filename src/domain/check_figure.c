/* Figures are recounted from the rows that they count, one metric after the other, on
 * every axis; where a sum is wrong, the deltas that wait are compared with the rows they
 * stand for. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "domain/figure_axis.h"
#include "domain/figure_build.h"
#include "domain/figure_cells.h"
#include "store/sql_check.h"

#include <stdlib.h>
#include <string.h>

/* ---- the deltas of a figure that is wrong ---- */

/* What an entity adds to a figure: by its deltas, and by its rows. */
struct share {
    const char *entity_id;
    int64_t deltas;
    int64_t rows;
};

struct shares {
    const struct figure_cell *cell;
    struct share *p; /* by entity_id, each once */
    size_t n;
};

static int compare_shares(const void *a, const void *b)
{
    return strcmp(((const struct share *)a)->entity_id,
                  ((const struct share *)b)->entity_id);
}

static struct share *share_of(const struct shares *s, const char *entity_id)
{
    const struct share wanted = {.entity_id = entity_id};

    return bsearch(&wanted, s->p, s->n, sizeof *s->p, compare_shares);
}

static void sum_deltas(struct shares *s, const struct sql_check_deltas_list *l)
{
    size_t kept = 0;

    for (size_t i = 0; i < l->n; i++)
        s->p[i] =
            (struct share){.entity_id = l->p[i].entity_id, .deltas = l->p[i].amount};
    qsort(s->p, l->n, sizeof *s->p, compare_shares);
    for (size_t i = 0; i < l->n; i++) {
        if (kept > 0 && compare_shares(&s->p[kept - 1], &s->p[i]) == 0)
            s->p[kept - 1].deltas += s->p[i].deltas;
        else
            s->p[kept++] = s->p[i];
    }
    s->n = kept;
}

static qh_status add_row(void *arg, const struct figure_row *row, const char *month,
                         struct qh_error *err)
{
    const struct shares *s = arg;
    struct share *share;

    (void)err;
    if (strcmp(month, s->cell->month) != 0 || strcmp(row->metric, s->cell->metric) != 0 ||
        strcmp(figure_value(&row->at, s->cell->axis), s->cell->value) != 0)
        return QH_OK;
    share = share_of(s, row->id);
    if (share)
        share->rows += row->amount;
    return QH_OK;
}

static qh_status check_deltas(struct check_run *r, const struct figure_cell *cell,
                              const char *metric)
{
    struct sql_check_deltas_list l = {0};
    struct shares s = {.cell = cell};
    struct ctx *c = r->c;
    qh_status rc = sql_check_deltas(c->tx, c->arena, c->org, cell->metric, cell->month,
                                    cell->axis, cell->value, &l, &c->err);

    if (rc || l.n == 0)
        return rc;
    s.p = ARENA_ARRAY(c->arena, l.n, struct share);
    sum_deltas(&s, &l);
    rc = figure_recount(c, metric, add_row, &s);
    for (size_t i = 0; i < l.n && !rc; i++) {
        const struct share *share = share_of(&s, l.p[i].entity_id);

        if (share->deltas != share->rows)
            rc = check_equal(r, &(struct check_row){"figure_delta", l.p[i].id, "amount"},
                             share->rows - share->deltas + l.p[i].amount, l.p[i].amount);
    }
    return rc;
}

/* "all/2026-01/demand.registered/" */
static qh_status report_cell(struct check_run *r, const struct figure_cell *k,
                             const char *metric)
{
    const struct arena_mark mark = arena_here(r->c->arena);
    const char *id =
        str_format(r->c->arena, "%s/%s/%s/%s", k->axis, k->month, k->metric, k->value);
    qh_status rc = check_equal(r, &(struct check_row){"figure_sum", id, "amount"},
                               k->counted, k->stored);

    if (!rc)
        rc = check_deltas(r, k, metric);
    arena_return(r->c->arena, mark);
    return rc;
}

static qh_status check_metric(struct check_run *r, const char *metric,
                              struct figure_cells *k)
{
    qh_status rc;

    figure_cells_clear(k);
    rc = figure_cells_count(r->c, metric, k);
    if (!rc)
        rc = figure_cells_load(r->c, metric, k);
    r->rows += (int64_t)k->n;
    for (size_t i = 0; i < k->n && !rc; i++)
        if (k->p[i].counted != k->p[i].stored)
            rc = report_cell(r, &k->p[i], metric);
    return rc;
}

qh_status check_figures(struct check_run *r)
{
    struct figure_cells k = {0};
    bool built = false;
    qh_status rc = figure_is_built(r->c, &built);

    if (rc)
        return rc;
    if (!built) /* the server counts anew when it starts */
        return check_note(r, &(struct check_row){"figure_layout", r->c->org, "layout"},
                          "built", "none");
    figure_cells_init(&k, r->c->arena);
    for (size_t i = 0; figure_metric(i) && !rc; i++)
        rc = check_metric(r, figure_metric(i), &k);
    return rc;
}
