#include "domain/figure_cells.h"

#include "domain/figure_axis.h"
#include "store/sql_figure.h"

#include <string.h>

enum { SLOTS = 1 << 18, CELLS = 100000 };

void figure_cells_init(struct figure_cells *k, struct arena *a)
{
    k->p = ARENA_ARRAY(a, CELLS, struct figure_cell);
    k->slots = ARENA_ARRAY(a, SLOTS, uint32_t);
    k->n = 0;
}

void figure_cells_clear(struct figure_cells *k)
{
    if (k->n == 0)
        return;
    memset(k->slots, 0, SLOTS * sizeof *k->slots);
    k->n = 0;
}

static size_t hash_of(const struct figure_cell *key)
{
    const char *const parts[] = {key->axis, key->month, key->metric, key->value};
    uint64_t h = 1469598103934665603U;

    for (size_t i = 0; i < LEN(parts); i++)
        for (const char *p = parts[i]; *p; p++)
            h = (h ^ (unsigned char)*p) * 1099511628211U;
    return (size_t)(h ^ h >> 32) % SLOTS;
}

static bool is_same(const struct figure_cell *a, const struct figure_cell *b)
{
    return strcmp(a->value, b->value) == 0 && strcmp(a->month, b->month) == 0 &&
           strcmp(a->axis, b->axis) == 0 && strcmp(a->metric, b->metric) == 0;
}

qh_status figure_cells_of(struct figure_cells *k, const struct figure_cell *key,
                          struct figure_cell **out, struct qh_error *err)
{
    size_t i = hash_of(key);

    while (k->slots[i] && !is_same(&k->p[k->slots[i] - 1], key))
        i = (i + 1) % SLOTS;
    if (!k->slots[i]) {
        if (k->n == CELLS)
            return qh_fail(err, QH_LIMIT, "check.figures", "", "%s", key->metric);
        k->p[k->n] = *key;
        k->p[k->n].counted = 0;
        k->p[k->n].stored = 0;
        k->slots[i] = (uint32_t)++k->n;
    }
    *out = &k->p[k->slots[i] - 1];
    return QH_OK;
}

/* Copies a text into a field of a key; false: too long. */
static bool put(char *to, size_t size, const char *text)
{
    const size_t n = strlen(text);

    if (n >= size)
        return false;
    memcpy(to, text, n + 1);
    return true;
}

static bool make_key(struct figure_cell *key, const char *month, const char *metric)
{
    *key = (struct figure_cell){.counted = 0};
    return put(key->month, sizeof key->month, month) &&
           put(key->metric, sizeof key->metric, metric);
}

static bool set_value(struct figure_cell *key, const char *axis, const char *value)
{
    return put(key->axis, sizeof key->axis, axis) &&
           put(key->value, sizeof key->value, value);
}

struct amount {
    int64_t counted;
    int64_t stored;
};

static qh_status add_cell(struct figure_cells *k, struct figure_cell *key,
                          const char *axis, const char *value,
                          const struct amount *amount, struct qh_error *err)
{
    struct figure_cell *cell = NULL;
    qh_status rc;

    if (!set_value(key, axis, value))
        return qh_fail(err, QH_LIMIT, "check.figures", "", "%.60s", value);
    rc = figure_cells_of(k, key, &cell, err);
    if (rc)
        return rc;
    cell->counted += amount->counted;
    cell->stored += amount->stored;
    return QH_OK;
}

/* Into the cells of all axes. */
static qh_status spread(struct figure_cells *k, struct figure_cell *key,
                        const struct figure_at *at, const struct amount *amount,
                        struct qh_error *err)
{
    qh_status rc = add_cell(k, key, "all", "", amount, err);

    for (const char *const *axis = figure_axes(); *axis && !rc; axis++) {
        const char *value = figure_value(at, *axis);

        if (*value)
            rc = add_cell(k, key, *axis, value, amount, err);
    }
    return rc;
}

static qh_status count_row(void *arg, const struct figure_row *row, const char *month,
                           struct qh_error *err)
{
    struct figure_cell key;

    if (!make_key(&key, month, row->metric))
        return qh_fail(err, QH_LIMIT, "check.figures", "", "%s", row->metric);
    return spread(arg, &key, &row->at, &(struct amount){row->amount, 0}, err);
}

qh_status figure_cells_count(struct ctx *c, const char *metric, struct figure_cells *k)
{
    return figure_recount(c, metric, count_row, k);
}

static qh_status take_sum(void *arg, const struct sql_figure_all *row,
                          struct qh_error *err)
{
    struct figure_cell key;

    if (!make_key(&key, row->month, row->metric))
        return qh_fail(err, QH_LIMIT, "check.figures", "", "%.60s", row->metric);
    return add_cell(arg, &key, row->axis, row->value, &(struct amount){0, row->amount},
                    err);
}

static qh_status take_delta(void *arg, const struct sql_figure_waiting *row,
                            struct qh_error *err)
{
    const struct figure_at at = {row->division, row->office, row->kind,
                                 row->item,     row->route,  row->day};
    struct figure_cell key;

    if (!make_key(&key, row->month, row->metric))
        return qh_fail(err, QH_LIMIT, "check.figures", "", "%.60s", row->metric);
    return spread(arg, &key, &at, &(struct amount){0, row->amount}, err);
}

qh_status figure_cells_load(struct ctx *c, const char *metric, struct figure_cells *k)
{
    const char *from = NULL;
    const char *until = NULL;
    qh_status rc;

    figure_names_of(c->arena, metric, &from, &until);
    rc = sql_figure_all(c->tx, c->org, from, until, take_sum, k, &c->err);
    if (rc)
        return rc;
    return sql_figure_waiting(c->tx, c->org, from, until, take_delta, k, &c->err);
}
