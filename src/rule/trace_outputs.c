/* Traces of series, field, regression and formula: kinds with named outputs. */
#include "rule/tracing.h"

static void output_row(struct tracing *tr, size_t i)
{
    tr->t.row = str_format(tr->t.arena, "output.%s", tr->k.test->outputs[i].name);
}

/* One output by a formula that stands in C, from there to its verdict.  A norm is not
 * kept in the result: the value before it is worked out again by the caller. */
struct reduced {
    const char *formula;
    const struct trace_number *numbers;
    size_t numbers_n;
    const struct trace_list *lists;
    size_t lists_n;
    struct dec value; /* before the norm */
};

static void put_reduced(struct tracing *tr, size_t i, const struct reduced *r)
{
    const struct test_output *o = &tr->k.test->outputs[i];
    const struct judged *judged = &tr->r->rows[i].judged;
    bool of_span = tr->k.test->kind == TEST_SERIES && o->of_span;
    const char *name = "value";
    struct trace_work f = {
        .what = "reduction",
        .name = name,
        .formula = r->formula,
        .numbers = r->numbers,
        .numbers_n = r->numbers_n,
        .lists = r->lists,
        .lists_n = r->lists_n,
    };

    trace_work(&tr->t, &f, r->value);
    tracing_share(tr, of_span, &name, r->value, judged->raw);
    tracing_judged(tr, name, &o->judge, judged);
}

/* ---- series ---- */

static const char *series_formula(int id)
{
    static const char *const FORMULAS[] = {
        [SERIES_DRIFT_MAX] = "drift_max(x)", [SERIES_DRIFT_END] = "drift_end(x)",
        [SERIES_RANGE] = "range(x)",         [SERIES_HALF_RANGE] = "half_range(x)",
        [SERIES_REL_RANGE] = "rel_range(x)", [SERIES_RSD] = "rsd(x)",
        [SERIES_SLOPE] = "slope(t, x)",      [SERIES_NOISE_PP] = "noise_pp(t, x, window)",
    };

    return FORMULAS[id];
}

qh_status trace_series(struct tracing *tr)
{
    struct series s = {0};
    struct trace_list lists[2];
    qh_status rc;

    rc = kind_series_read(&tr->k, &s);
    if (rc)
        return rc;
    lists[0] = (struct trace_list){"x", s.x, s.n};
    lists[1] = (struct trace_list){"t", s.t, s.t_n};
    tracing_readings(tr, "t", json_member(tr->k.data, "t"), s.t, s.t_n);
    tracing_readings(tr, "x", json_member(tr->k.data, "x"), s.x, s.n);
    for (size_t i = 0; i < tr->r->rows_n; i++) {
        const struct test_output *o = &tr->k.test->outputs[i];
        struct trace_number window = {"window", o->window};
        bool timed = o->id == SERIES_SLOPE || o->id == SERIES_NOISE_PP;
        struct reduced r = {
            .formula = series_formula(o->id),
            .numbers = &window,
            .numbers_n = o->id == SERIES_NOISE_PP,
            .lists = lists,
            .lists_n = timed ? 2 : 1,
        };

        rc = kind_series_value(&tr->k, &s, o, &r.value);
        if (rc)
            return rc;
        output_row(tr, i);
        put_reduced(tr, i, &r);
    }
    tr->t.row = "";
    return tracing_room(tr);
}

/* ---- field ---- */

static const char *field_formula(int id)
{
    static const char *const FORMULAS[] = {
        [FIELD_DEV_UP] = "max(m) - set",
        [FIELD_DEV_DOWN] = "min(m) - set",
        [FIELD_UNIFORMITY_MEAN_RANGE] = "mean(row_ranges(m))",
        [FIELD_FLUCTUATION_MAX_HALF_RANGE] = "max(column_ranges(m))/2",
        [FIELD_FLUCTUATION_CENTER_HALF_RANGE] = "range(column(m, center))/2",
        [FIELD_UNIFORMITY_UP] = "max(column_means(m)) - mean(column(m, center))",
        [FIELD_UNIFORMITY_DOWN] = "min(column_means(m)) - mean(column(m, center))",
        [FIELD_STABILITY_UP] = "max(column(m, center)) - mean(column(m, center))",
        [FIELD_STABILITY_DOWN] = "min(column(m, center)) - mean(column(m, center))",
        [FIELD_MEAN_DEV_UP] = "max(column_means(m)) - set",
        [FIELD_MEAN_DEV_DOWN] = "min(column_means(m)) - set",
        [FIELD_MAX_DIFFERENCE] = "max(row_ranges(m))",
        [FIELD_INDICATION_DEV] = "mean(indicated) - mean(column(m, center))",
    };

    return FORMULAS[id];
}

static bool field_reads(int id, const char *name)
{
    const char *f = field_formula(id);
    size_t n = text_of(name).len;

    for (; *f; f++)
        if (text_starts(text_of(f), text_of(name)) && !(f[n] >= 'a' && f[n] <= 'z'))
            return true;
    return false;
}

/* ["1","2"] */
static void add_list(struct buf *b, const struct dec *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_add_format(b, "%s\"%s\"", i ? "," : "[", dec_text_short(b->arena, list[i]));
    buf_add_str(b, n ? "]" : "[]");
}

/* [["1","2"],["3","4"]], and as typed "1, 2; 3, 4". */
QH_MUST static qh_status put_matrix(struct tracing *tr)
{
    const struct json *m = json_member(tr->k.data, "m");
    struct trace_step s = {
        .what = "reading", .name = "m", .key = "trace.reading", .says = SAYS_READING};
    struct buf values;
    struct buf words;

    buf_init(&values, tr->t.arena);
    buf_init(&words, tr->t.arena);
    for (const struct json *row = m->first; row; row = row->next) {
        struct dec *list = NULL;
        size_t n = 0;
        qh_status rc = value_numbers(tr->t.arena, row, &list, &n, tr->k.err);

        if (rc)
            return rc;
        buf_add_char(&values, row == m->first ? '[' : ',');
        add_list(&values, list, n);
        for (const struct json *v = row->first; v; v = v->next)
            buf_add_format(&words, "%s%.*s",
                           v != row->first ? ", " : (row == m->first ? "" : "; "),
                           (int)v->text.len, v->text.p);
    }
    buf_add_char(&values, ']');
    s.json = buf_str(&values);
    s.typed = buf_str(&words);
    trace_put(&tr->t, &s);
    return QH_OK;
}

/* The readings once, the list of indications only where it is used. */
QH_MUST static qh_status put_field(struct tracing *tr, struct dec **shown, size_t *n)
{
    const struct json *data = tr->k.data;
    bool used = false;
    qh_status rc;

    rc = put_matrix(tr);
    if (rc)
        return rc;
    tracing_reading(tr, "set", json_member(data, "set"));
    tracing_reading(tr, "center", json_member(data, "center"));
    for (size_t i = 0; i < tr->k.test->outputs_n; i++)
        used = used || tr->k.test->outputs[i].id == FIELD_INDICATION_DEV;
    if (!used)
        return QH_OK;
    rc = kind_numbers(&tr->k, data, "indicated", shown, n);
    if (!rc)
        tracing_readings(tr, "indicated", json_member(data, "indicated"), *shown, *n);
    return rc;
}

qh_status trace_field(struct tracing *tr)
{
    const struct json *data = tr->k.data;
    struct dec *shown = NULL;
    struct trace_list indicated = {"indicated", NULL, 0};
    qh_status rc;

    rc = put_field(tr, &shown, &indicated.n);
    if (rc)
        return rc;
    indicated.list = shown;
    for (size_t i = 0; i < tr->r->rows_n; i++) {
        int id = tr->k.test->outputs[i].id;
        struct trace_number numbers[2];
        struct reduced r = {
            .formula = field_formula(id),
            .numbers = numbers,
            .lists = &indicated,
            .lists_n = id == FIELD_INDICATION_DEV,
            .value = tr->r->rows[i].judged.raw,
        };

        for (size_t k = 0; k < 2; k++) {
            static const char *const NAMES[] = {"set", "center"};

            if (!field_reads(id, NAMES[k]))
                continue;
            numbers[r.numbers_n].name = NAMES[k];
            rc = kind_number(&tr->k, data, NAMES[k], &numbers[r.numbers_n++].value);
            if (rc)
                return rc;
        }
        output_row(tr, i);
        put_reduced(tr, i, &r);
    }
    tr->t.row = "";
    return tracing_room(tr);
}

/* ---- regression ---- */

QH_MUST static qh_status put_levels(struct tracing *tr, struct dec *c, struct dec *y,
                                    size_t n)
{
    const struct json *l = json_member(tr->k.data, "levels")->first;
    qh_status rc;

    for (size_t i = 0; i < n; i++, l = l->next) {
        struct trace_list x = {"x", NULL, 0};
        struct dec *list = NULL;

        tracing_row(tr, "level", i);
        rc = kind_number(&tr->k, l, "c", &c[i]);
        if (!rc)
            rc = kind_numbers(&tr->k, l, "x", &list, &x.n);
        if (!rc)
            rc = stat_compute(tr->t.arena, STAT_MEAN, list, x.n, &y[i], tr->k.err);
        if (rc)
            return rc;
        x.list = list;
        tracing_reading(tr, "c", json_member(l, "c"));
        tracing_readings(tr, "x", json_member(l, "x"), list, x.n);
        tracing_stat(tr, "aggregate", "y", STAT_MEAN, &x, y[i]);
    }
    tr->t.row = "";
    return tracing_room(tr);
}

/* b = slope(c, y), a = mean(y) - b*mean(c) */
static void put_line(struct tracing *tr, const struct trace_list lists[2],
                     const struct line *line)
{
    struct trace_number b = {"b", line->b};
    struct trace_work f = {.what = "aggregate",
                           .name = "b",
                           .formula = "slope(c, y)",
                           .lists = lists,
                           .lists_n = 2};

    trace_work(&tr->t, &f, line->b);
    f.name = "a";
    f.formula = "mean(y) - b*mean(c)";
    f.numbers = &b;
    f.numbers_n = 1;
    trace_work(&tr->t, &f, line->a);
    trace_know(&tr->t, SLOT_A, line->a);
    trace_know(&tr->t, SLOT_B, line->b);
}

/* lod: k*sd(blank)/b*scale */
QH_MUST static qh_status put_lod(struct tracing *tr, size_t i, const struct line *line)
{
    const struct test_output *o = &tr->k.test->outputs[i];
    struct trace_number numbers[] = {{"k", o->k}, {"b", line->b}, {"scale", dec_int(1)}};
    struct trace_list blank = {"blank", NULL, 0};
    struct reduced r = {
        .formula = o->scale ? "k*sd(blank)/b*scale" : "k*sd(blank)/b",
        .numbers = numbers,
        .numbers_n = o->scale ? 3 : 2,
        .lists = &blank,
        .lists_n = 1,
        .value = tr->r->rows[i].judged.raw,
    };
    struct dec *list = NULL;
    qh_status rc;

    rc = kind_numbers(&tr->k, tr->k.data, "blank", &list, &blank.n);
    if (!rc && o->scale)
        rc = expr_eval(o->scale, tr->k.scope, &numbers[2].value, tr->k.err);
    if (rc)
        return rc;
    blank.list = list;
    tracing_readings(tr, "blank", json_member(tr->k.data, "blank"), list, blank.n);
    if (o->scale)
        trace_expr_as(&tr->t, &(struct trace_label){"transform", "scale", ""}, o->scale,
                      tr->k.scope, numbers[2].value);
    put_reduced(tr, i, &r);
    return QH_OK;
}

static void put_fit_output(struct tracing *tr, size_t i, const struct trace_list lists[2],
                           const struct line *line)
{
    const struct test_output *o = &tr->k.test->outputs[i];
    int64_t level = o->level < 0 ? o->level + (int64_t)lists[0].n : o->level;
    struct trace_number numbers[4] = {{"b", line->b}, {"a", line->a}};
    struct reduced r = {.numbers = numbers,
                        .numbers_n = 1,
                        .lists = lists,
                        .value = tr->r->rows[i].judged.raw};

    if (o->id == FIT_SLOPE) {
        r.formula = "b";
    } else if (o->id == FIT_INTERCEPT) {
        r.formula = "a";
        r.numbers++;
    } else if (o->id == FIT_R) {
        r.formula = "correlation(c, y)";
        r.numbers_n = 0;
        r.lists_n = 2;
    } else {
        r.formula = str_format(tr->t.arena, "((y%zu - a)/b - c%zu)/c%zu*100",
                               (size_t)level + 1, (size_t)level + 1, (size_t)level + 1);
        numbers[2] = (struct trace_number){
            str_format(tr->t.arena, "y%zu", (size_t)level + 1), lists[1].list[level]};
        numbers[3] = (struct trace_number){
            str_format(tr->t.arena, "c%zu", (size_t)level + 1), lists[0].list[level]};
        r.numbers_n = 4;
    }
    put_reduced(tr, i, &r);
}

qh_status trace_regression(struct tracing *tr)
{
    size_t mark = scope_here(tr->k.scope);
    size_t n = json_member(tr->k.data, "levels")->count;
    struct dec *c = ARENA_ARRAY(tr->t.arena, n, struct dec);
    struct dec *y = ARENA_ARRAY(tr->t.arena, n, struct dec);
    struct trace_list lists[] = {{"c", c, n}, {"y", y, n}};
    struct line line;
    qh_status rc;

    rc = put_levels(tr, c, y, n);
    if (!rc)
        rc = line_fit(c, y, n, &line, tr->k.err);
    if (rc)
        return rc;
    scope_shadow_dec(tr->k.scope, SLOT_A, line.a);
    scope_shadow_dec(tr->k.scope, SLOT_B, line.b);
    put_line(tr, lists, &line);
    for (size_t i = 0; i < tr->r->rows_n; i++) {
        output_row(tr, i);
        if (tr->k.test->outputs[i].id != FIT_LOD)
            put_fit_output(tr, i, lists, &line);
        else
            rc = put_lod(tr, i, &line);
        if (rc)
            return rc;
    }
    tr->t.row = "";
    scope_back(tr->k.scope, mark);
    return tracing_room(tr);
}

/* ---- formula ---- */

qh_status trace_formula_test(struct tracing *tr)
{
    size_t mark = scope_here(tr->k.scope);
    qh_status rc = QH_OK;

    scope_shadow_object(tr->k.scope, tr->k.data, NULL);
    for (size_t i = 0; i < tr->r->rows_n; i++) {
        const struct test_output *o = &tr->k.test->outputs[i];
        const struct judged *judged = &tr->r->rows[i].judged;
        struct dec v;

        output_row(tr, i);
        rc = expr_eval(o->expr, tr->k.scope, &v, tr->k.err); /* reads the names */
        if (rc)
            return rc;
        trace_expr_as(&tr->t,
                      &(struct trace_label){"output", o->name, tr->k.test->clause},
                      o->expr, tr->k.scope, judged->raw);
        scope_shadow_dec(tr->k.scope, o->slot, judged->raw);
        trace_know(&tr->t, o->slot, judged->raw);
        tracing_judged(tr, o->name, &o->judge, judged);
        rc = tracing_room(tr);
        if (rc)
            return rc;
    }
    tr->t.row = "";
    scope_back(tr->k.scope, mark);
    return QH_OK;
}
