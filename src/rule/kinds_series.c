/* series (values over time) and field (a matrix of time and sensors). */
#include "rule/kinds.h"

QH_MUST static qh_status range_of(const struct dec *x, size_t n, struct dec *out)
{
    struct dec lo = x[0];
    struct dec hi = x[0];

    for (size_t i = 1; i < n; i++) {
        if (dec_compare(x[i], lo) < 0)
            lo = x[i];
        if (dec_compare(x[i], hi) > 0)
            hi = x[i];
    }
    return dec_sub(hi, lo, out);
}

/* x[i] - x[0], the greatest in size. */
QH_MUST static qh_status drift_max(const struct series *s, struct dec *out)
{
    struct dec best = dec_int(0);
    struct dec v;
    qh_status rc;

    for (size_t i = 0; i < s->n; i++) {
        rc = dec_sub(s->x[i], s->x[0], &v);
        if (rc)
            return rc;
        if (!i || dec_compare(dec_abs(v), dec_abs(best)) > 0)
            best = v;
    }
    *out = best;
    return QH_OK;
}

/* Range of the readings whose time lies in [t0, t0 + w]; times in any order. */
QH_MUST static qh_status window_range(const struct series *s, size_t from, struct dec end,
                                      struct dec *out)
{
    struct dec lo = s->x[from];
    struct dec hi = s->x[from];

    for (size_t i = s->in_order ? from : 0; i < s->pairs; i++) {
        if (dec_compare(s->t[i], end) > 0) {
            if (s->in_order)
                break;
            continue;
        }
        if (dec_compare(s->t[i], s->t[from]) < 0)
            continue;
        if (dec_compare(s->x[i], lo) < 0)
            lo = s->x[i];
        if (dec_compare(s->x[i], hi) > 0)
            hi = s->x[i];
    }
    return dec_sub(hi, lo, out);
}

/* Greatest peak to peak in a window that lies within the series; the first always. */
QH_MUST static qh_status noise_pp(const struct kind_run *k, const struct series *s,
                                  struct dec window, struct dec *out)
{
    struct dec best = dec_int(0);
    struct dec end;
    struct dec v;
    qh_status rc;

    if (s->t_n > s->n)
        return kind_fail(k, "a time without a value");
    for (size_t i = 0; i < s->pairs; i++) {
        rc = dec_add(s->t[i], window, &end);
        if (rc)
            return rc;
        if (i && dec_compare(s->t[s->t_n - 1], end) < 0)
            continue;
        rc = scope_spend(k->scope, s->pairs, k->err);
        if (!rc)
            rc = window_range(s, i, end, &v);
        if (rc)
            return rc;
        if (dec_compare(v, best) > 0)
            best = v;
    }
    *out = best;
    return QH_OK;
}

qh_status kind_series_value(const struct kind_run *k, const struct series *s,
                            const struct test_output *o, struct dec *out)
{
    static const struct {
        enum series_output id;
        enum stat stat;
    } PLAIN[] = {{SERIES_RANGE, STAT_RANGE},
                 {SERIES_HALF_RANGE, STAT_HALF_RANGE},
                 {SERIES_REL_RANGE, STAT_REL_RANGE},
                 {SERIES_RSD, STAT_RSD}};
    qh_status rc = QH_OK;

    for (size_t i = 0; i < LEN(PLAIN); i++)
        if ((int)PLAIN[i].id == o->id)
            return stat_compute(k->arena, PLAIN[i].stat, s->x, s->n, out, k->err);
    if (o->id == SERIES_SLOPE)
        return s->n == s->t_n ? line_slope(s->t, s->x, s->n, out, k->err)
                              : kind_fail(k, "as many times as values are due");
    if (o->id == SERIES_DRIFT_MAX)
        rc = drift_max(s, out);
    else if (o->id == SERIES_DRIFT_END)
        rc = dec_sub(s->x[s->n - 1], s->x[0], out);
    else
        rc = noise_pp(k, s, o->window, out);
    return rc == QH_RANGE
               ? qh_fail(k->err, rc, "expr.range", "", "a difference does not fit")
               : rc;
}

qh_status kind_series_read(const struct kind_run *k, struct series *out)
{
    struct series s = {.in_order = true};
    struct dec *times = NULL;
    struct dec *x = NULL;
    qh_status rc;

    rc = kind_numbers(k, k->data, "t", &times, &s.t_n);
    if (!rc)
        rc = kind_numbers(k, k->data, "x", &x, &s.n);
    if (rc)
        return rc;
    if (!s.n || !s.t_n)
        return kind_fail(k, "no readings");
    if (s.n > EVALUATE_SERIES_MAX || s.t_n > EVALUATE_SERIES_MAX)
        return qh_fail(k->err, QH_LIMIT, "evaluate.points", "", "%zu values, at most %d",
                       s.n, EVALUATE_SERIES_MAX);
    s.t = times;
    s.x = x;
    s.pairs = s.n < s.t_n ? s.n : s.t_n;
    for (size_t i = 1; i < s.pairs; i++)
        s.in_order = s.in_order && dec_compare(times[i - 1], times[i]) <= 0;
    *out = s;
    return QH_OK;
}

qh_status kind_series(const struct kind_run *k, struct test_result *t)
{
    struct series s = {0};
    struct dec v = dec_int(0);
    qh_status rc;

    rc = kind_series_read(k, &s);
    if (rc)
        return rc;
    t->rows = ARENA_ARRAY(k->arena, k->test->outputs_n, struct row_result);
    for (size_t i = 0; i < k->test->outputs_n; i++) {
        const struct test_output *o = &k->test->outputs[i];

        rc = scope_spend(k->scope, s.n, k->err);
        if (!rc)
            rc = kind_series_value(k, &s, o, &v);
        if (!rc && o->of_span)
            rc = kind_of_span(k, &v);
        if (!rc)
            rc = kind_judge(k, &o->judge, v, &t->rows[i].judged);
        if (rc)
            return kind_at(k, rc, ".outputs", i);
        t->rows[i].name = text_of(o->name);
        t->rows_n++;
    }
    kind_pass(t);
    return QH_OK;
}

/* ---- field ---- */

struct field {
    struct dec *m; /* rows one after the other */
    size_t rows, cols, center;
    struct dec set;
    struct dec *column;      /* room for one column */
    const struct dec *means; /* of the columns; NULL until needed */
};

static const struct dec *column_of(const struct field *f, size_t c)
{
    for (size_t i = 0; i < f->rows; i++)
        f->column[i] = f->m[i * f->cols + c];
    return f->column;
}

QH_MUST static qh_status column_means(const struct kind_run *k, struct field *f)
{
    struct dec *means = ARENA_ARRAY(k->arena, f->cols, struct dec);
    qh_status rc;

    if (f->means)
        return QH_OK;
    for (size_t c = 0; c < f->cols; c++) {
        rc = stat_compute(k->arena, STAT_MEAN, column_of(f, c), f->rows, &means[c],
                          k->err);
        if (rc)
            return rc;
    }
    f->means = means;
    return QH_OK;
}

/* The range of every row: its mean, or the greatest. */
QH_MUST static qh_status row_ranges(const struct kind_run *k, const struct field *f,
                                    enum stat over, struct dec *out)
{
    struct dec *v = ARENA_ARRAY(k->arena, f->rows, struct dec);
    qh_status rc;

    for (size_t i = 0; i < f->rows; i++) {
        rc = range_of(&f->m[i * f->cols], f->cols, &v[i]);
        if (rc)
            return rc;
    }
    return stat_compute(k->arena, over, v, f->rows, out, k->err);
}

/* Half the range of a column; of all, the greatest. */
QH_MUST static qh_status half_ranges(const struct kind_run *k, const struct field *f,
                                     bool all, struct dec *out)
{
    struct dec best = dec_int(0);
    struct dec v;
    qh_status rc;

    for (size_t c = all ? 0 : f->center; c < (all ? f->cols : f->center + 1); c++) {
        rc =
            stat_compute(k->arena, STAT_HALF_RANGE, column_of(f, c), f->rows, &v, k->err);
        if (rc)
            return rc;
        if (dec_compare(v, best) > 0)
            best = v;
    }
    *out = best;
    return QH_OK;
}

/* stat of list minus `from`. */
QH_MUST static qh_status stat_from(const struct kind_run *k, enum stat s,
                                   const struct dec *list, size_t n, struct dec from,
                                   struct dec *out)
{
    struct dec v;
    qh_status rc;

    rc = stat_compute(k->arena, s, list, n, &v, k->err);
    if (rc)
        return rc;
    return dec_sub(v, from, out);
}

/* mean(indicated) - mean(centre) */
QH_MUST static qh_status indication_dev(const struct kind_run *k, const struct field *f,
                                        struct dec *out)
{
    struct dec *shown = NULL;
    size_t n = 0;
    qh_status rc;

    rc = kind_numbers(k, k->data, "indicated", &shown, &n);
    if (rc)
        return rc;
    return stat_from(k, STAT_MEAN, shown, n, f->means[f->center], out);
}

QH_MUST static qh_status field_value(const struct kind_run *k, struct field *f,
                                     enum field_output id, struct dec *out)
{
    size_t all = f->rows * f->cols;
    qh_status rc;

    rc = column_means(k, f);
    if (rc)
        return rc;
    switch (id) {
    case FIELD_DEV_UP:
        return stat_from(k, STAT_MAX, f->m, all, f->set, out);
    case FIELD_DEV_DOWN:
        return stat_from(k, STAT_MIN, f->m, all, f->set, out);
    case FIELD_UNIFORMITY_MEAN_RANGE:
        return row_ranges(k, f, STAT_MEAN, out);
    case FIELD_MAX_DIFFERENCE:
        return row_ranges(k, f, STAT_MAX, out);
    case FIELD_FLUCTUATION_MAX_HALF_RANGE:
        return half_ranges(k, f, true, out);
    case FIELD_FLUCTUATION_CENTER_HALF_RANGE:
        return half_ranges(k, f, false, out);
    case FIELD_UNIFORMITY_UP:
        return stat_from(k, STAT_MAX, f->means, f->cols, f->means[f->center], out);
    case FIELD_UNIFORMITY_DOWN:
        return stat_from(k, STAT_MIN, f->means, f->cols, f->means[f->center], out);
    case FIELD_STABILITY_UP:
        return stat_from(k, STAT_MAX, column_of(f, f->center), f->rows,
                         f->means[f->center], out);
    case FIELD_STABILITY_DOWN:
        return stat_from(k, STAT_MIN, column_of(f, f->center), f->rows,
                         f->means[f->center], out);
    case FIELD_MEAN_DEV_UP:
        return stat_from(k, STAT_MAX, f->means, f->cols, f->set, out);
    case FIELD_MEAN_DEV_DOWN:
        return stat_from(k, STAT_MIN, f->means, f->cols, f->set, out);
    case FIELD_INDICATION_DEV:
        return indication_dev(k, f, out);
    }
    return kind_fail(k, "no such output");
}

QH_MUST static qh_status read_matrix(const struct kind_run *k, struct field *f)
{
    const struct json *m = json_member(k->data, "m");
    qh_status rc;

    if (!m || m->kind != JSON_ARRAY || !m->count || m->first->kind != JSON_ARRAY ||
        !m->first->count)
        return kind_fail(k, "m: a matrix is due");
    f->cols = m->first->count;
    if (m->count > VALUE_LIST_MAX || f->cols > VALUE_LIST_MAX / m->count)
        return qh_fail(k->err, QH_LIMIT, "evaluate.points", "", "at most %d values",
                       VALUE_LIST_MAX);
    f->m = ARENA_ARRAY(k->arena, m->count * f->cols, struct dec);
    f->column = ARENA_ARRAY(k->arena, m->count, struct dec);
    for (const struct json *row = m->first; row; row = row->next) {
        size_t c = 0;

        if (row->kind != JSON_ARRAY || row->count != f->cols)
            return kind_at(k, kind_fail(k, "rows of one length are due"), ".m", f->rows);
        for (const struct json *v = row->first; v; v = v->next) {
            rc = value_number(v, &f->m[f->rows * f->cols + c++], k->err);
            if (rc)
                return kind_at(k, rc, ".m", f->rows);
        }
        f->rows++;
    }
    return QH_OK;
}

QH_MUST static qh_status read_field(const struct kind_run *k, struct field *f)
{
    int64_t center = 0;
    qh_status rc;

    if (k->data->kind != JSON_OBJECT)
        return kind_fail(k, "an object is due");
    rc = read_matrix(k, f);
    if (!rc)
        rc = kind_number(k, k->data, "set", &f->set);
    if (rc)
        return rc;
    if (json_int(json_member(k->data, "center"), &center))
        return kind_fail(k, "center: the index of a sensor is due");
    if (center < 0) /* -1: the last */
        center += (int64_t)f->cols;
    if (center < 0 || (size_t)center >= f->cols)
        return kind_fail(k, "center: the index of a sensor is due");
    f->center = (size_t)center;
    return QH_OK;
}

qh_status kind_field(const struct kind_run *k, struct test_result *t)
{
    struct field f = {0};
    struct dec v = dec_int(0);
    qh_status rc;

    rc = read_field(k, &f);
    if (rc)
        return rc;
    t->rows = ARENA_ARRAY(k->arena, k->test->outputs_n, struct row_result);
    for (size_t i = 0; i < k->test->outputs_n; i++) {
        const struct test_output *o = &k->test->outputs[i];

        rc = scope_spend(k->scope, f.rows * f.cols, k->err);
        if (!rc)
            rc = field_value(k, &f, (enum field_output)o->id, &v);
        if (!rc)
            rc = kind_judge(k, &o->judge, v, &t->rows[i].judged);
        if (rc)
            return kind_at(k, rc, ".outputs", i);
        t->rows[i].name = text_of(o->name);
        t->rows_n++;
    }
    kind_pass(t);
    return QH_OK;
}
