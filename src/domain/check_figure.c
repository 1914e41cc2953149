/* Figures: for every metric, month and division the folded sum and its deltas must be
 * what the rows add up to.  Where they differ, the deltas not yet folded are held against
 * the rows they stand for. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "domain/figure.h"
#include "store/sql_check.h"
#include "store/sql_figure.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS = 1 << 15, MONTH_TEXT = 8, DIM_TEXT = 40, METRIC_TEXT = 40 };

/* One figure: metric, month, division. */
struct cell {
    char metric[METRIC_TEXT]; /* "": free */
    char month[MONTH_TEXT];
    char dim[DIM_TEXT];
    int64_t counted; /* from the rows */
    int64_t stored;
};

struct count {
    struct check_run *r;
    struct cell *cells; /* open addressing, CELLS of them */
    size_t n;
    const char *metric;
};

static size_t hash_of(const char *metric, const char *month, const char *dim)
{
    const char *const parts[] = {metric, month, dim};
    uint64_t h = 1469598103934665603U;

    for (size_t i = 0; i < LEN(parts); i++)
        for (const char *p = parts[i]; *p; p++)
            h = (h ^ (unsigned char)*p) * 1099511628211U;
    return (size_t)(h ^ h >> 32) % CELLS;
}

/* The cell, made if it is new.  QH_LIMIT "check.figures": more than there is room for. */
static qh_status cell_of(struct count *k, const char *metric, const char *month,
                         const char *dim, struct cell **out)
{
    for (size_t i = hash_of(metric, month, dim);; i = (i + 1) % CELLS) {
        struct cell *c = &k->cells[i];

        if (!c->metric[0]) {
            if (k->n == CELLS / 2 || strlen(metric) >= METRIC_TEXT ||
                strlen(month) >= MONTH_TEXT || strlen(dim) >= DIM_TEXT)
                return qh_fail(&k->r->c->err, QH_LIMIT, "check.figures", "", "%s %s %s",
                               metric, month, dim);
            memcpy(c->metric, metric, strlen(metric) + 1);
            memcpy(c->month, month, strlen(month) + 1);
            memcpy(c->dim, dim, strlen(dim) + 1);
            k->n++;
        } else if (strcmp(c->metric, metric) != 0 || strcmp(c->month, month) != 0 ||
                   strcmp(c->dim, dim) != 0) {
            continue;
        }
        *out = c;
        return QH_OK;
    }
}

static qh_status count_row(void *arg, const struct figure_row *row, const char *month,
                           struct qh_error *err)
{
    struct count *k = arg;
    struct cell *c = NULL;
    const qh_status rc = cell_of(k, k->metric, month, row->division, &c);

    (void)err;
    if (rc)
        return rc;
    c->counted += row->amount;
    k->r->rows++;
    return QH_OK;
}

static qh_status take_stored(void *arg, const struct sql_figure_all *row,
                             struct qh_error *err)
{
    struct count *k = arg;
    struct cell *c = NULL;
    const qh_status rc = cell_of(k, row->metric, row->month, row->dim, &c);

    (void)err;
    if (rc)
        return rc;
    c->stored = row->amount;
    return QH_OK;
}

/* ---- the deltas of a figure that is wrong ---- */

/* What an entity adds to a figure: by its deltas, and by its rows. */
struct share {
    const char *entity_id;
    int64_t deltas;
    int64_t rows;
};

struct shares {
    const struct cell *cell;
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
    if (strcmp(month, s->cell->month) != 0 || strcmp(row->division, s->cell->dim) != 0)
        return QH_OK;
    share = share_of(s, row->id);
    if (share)
        share->rows += row->amount;
    return QH_OK;
}

static qh_status check_deltas(struct count *k, const struct cell *cell)
{
    struct sql_check_deltas_list l = {0};
    struct shares s = {.cell = cell};
    struct ctx *c = k->r->c;
    qh_status rc = sql_check_deltas(c->tx, c->arena, c->org, cell->metric, cell->month,
                                    cell->dim, &l, &c->err);

    if (rc || l.n == 0)
        return rc;
    s.p = ARENA_ARRAY(c->arena, l.n, struct share);
    sum_deltas(&s, &l);
    rc = figure_recount(c, cell->metric, add_row, &s);
    for (size_t i = 0; i < l.n && !rc; i++) {
        const struct share *share = share_of(&s, l.p[i].entity_id);

        if (share->deltas != share->rows)
            rc = check_equal(k->r,
                             &(struct check_row){"rollup_delta", l.p[i].id, "amount"},
                             share->rows - share->deltas + l.p[i].amount, l.p[i].amount);
    }
    return rc;
}

static qh_status report_cell(struct count *k, const struct cell *c)
{
    const struct arena_mark mark = arena_here(k->r->c->arena);
    const char *id = str_format(k->r->c->arena, "%s/%s/%s", c->metric, c->month, c->dim);
    qh_status rc = check_equal(k->r, &(struct check_row){"rollup", id, "amount"},
                               c->counted, c->stored);

    if (!rc)
        rc = check_deltas(k, c);
    arena_return(k->r->c->arena, mark);
    return rc;
}

qh_status check_figures(struct check_run *r)
{
    struct count k = {.r = r, .cells = ARENA_ARRAY(r->c->arena, CELLS, struct cell)};
    qh_status rc = QH_OK;

    for (const char *const *m = figure_metrics(); *m && !rc; m++) {
        k.metric = *m;
        rc = figure_recount(r->c, *m, count_row, &k);
    }
    if (!rc)
        rc = sql_figure_all(r->c->tx, r->c->org, take_stored, &k, &r->c->err);
    for (size_t i = 0; i < CELLS && !rc; i++)
        if (k.cells[i].counted != k.cells[i].stored)
            rc = report_cell(&k, &k.cells[i]);
    return rc;
}
