/* procedure_rows.c - the rows of each kind of test. */
#include "rule/procedure_make.h"
#include "rule/words.h"

/* ---- what a row wants ---- */

QH_MUST static qh_status resolve(struct make *m, const struct expr *e,
                                 struct procedure_want *w)
{
    qh_status rc;

    if (!e)
        return QH_OK;
    rc = expr_eval(e, &m->scope, &w->resolution, m->err);
    w->has_resolution = !rc && dec_sign(w->resolution) > 0;
    return rc;
}

QH_MUST static qh_status want_ask(struct make *m, const struct general_ask *a,
                                  const char *name, struct procedure_want *out)
{
    *out = (struct procedure_want){.name = name,
                                   .zh = a->zh,
                                   .en = a->en,
                                   .unit = a->unit,
                                   .fallback = a->fallback,
                                   .needed = !a->optional && !a->fallback};
    return resolve(m, a->resolution, out);
}

/* Quantities that go with each point; a member of the point is what is taken if nothing
 * is typed. */
QH_MUST static qh_status want_asks(struct make *m, const struct general_test *g,
                                   struct procedure_row *row)
{
    for (size_t i = 0; i < g->asks.n; i++) {
        const struct general_ask *a = &g->asks.at[i];
        struct procedure_want *w = &row->wants[row->wants_n];
        const struct json *given =
            row->point ? json_member(row->point->fixed, a->id) : NULL;
        qh_status rc;

        if (a->of_test || !make_applies(m, a->kinds, a->when))
            continue;
        rc = want_ask(m, a, a->id, w);
        if (rc)
            return rc;
        if (given) {
            w->fallback = given->text.p;
            w->needed = false;
        }
        row->wants_n++;
    }
    return QH_OK;
}

/* Readings named prefix1..n, of which `least` are needed. */
struct many {
    const struct rule_test *test;
    const struct expr *resolution;
    const char *prefix;
    int64_t n, least;
};

QH_MUST static qh_status want_readings(struct make *m, const struct many *q,
                                       struct procedure_row *row)
{
    for (int64_t i = 1; i <= q->n; i++) {
        struct procedure_want *w = &row->wants[row->wants_n++];
        qh_status rc;

        *w = (struct procedure_want){
            .name = str_format(m->arena, "%s%lld", q->prefix, (long long)i),
            .zh = "",
            .en = "",
            .unit = q->test->unit,
            .needed = i <= q->least};
        rc = resolve(m, q->resolution, w);
        if (rc)
            return rc;
    }
    return QH_OK;
}

QH_MUST static qh_status want_one(struct make *m, const struct rule_test *t,
                                  const struct expr *resolution, const char *name,
                                  struct procedure_row *row)
{
    struct procedure_want *w = &row->wants[row->wants_n++];

    *w = (struct procedure_want){
        .name = name, .zh = "", .en = "", .unit = t->unit, .needed = true};
    return resolve(m, resolution, w);
}

/* ---- limits shown before anything is read ---- */

static void show_limit(struct make *m, const struct rule_test *t,
                       struct procedure_row *row)
{
    struct limit_found f = {0};

    row->limit_clause = t->clause;
    if (!t->judge.limit || limit_judge(t->judge.limit, &m->scope, dec_int(0), &f, NULL) ||
        !f.plain)
        return;
    if (f.plain->clause && *f.plain->clause)
        row->limit_clause = f.plain->clause;
    row->limit_text = limit_text(m->arena, &f);
    row->has_limit = f.plain->kind == LIMIT_ABS || f.plain->kind == LIMIT_LE ||
                     f.plain->kind == LIMIT_GE;
    row->limit = f.low;
}

/* ---- rows by kind of test ---- */

struct rows_of {
    const struct rule_test *test;
    const struct general_test *ed;
    const char *prefix;
    int64_t number;
    int64_t readings, least;
};

static struct procedure_row row_of(struct make *m, struct rows_of *r,
                                   enum procedure_form form, const struct point *p)
{
    struct procedure_want *wants = ARENA_ARRAY(
        m->arena, r->ed->asks.n + (size_t)r->readings + 4, struct procedure_want);

    return (struct procedure_row){
        .key = str_format(m->arena, "%s.%lld", r->prefix, (long long)++r->number),
        .form = form,
        .zh = "",
        .en = "",
        .unit = r->test->unit,
        .required = r->test->required && (!p || p->needed),
        .needed = !p || p->needed,
        .wants = wants,
        .point = p,
        .p = p ? p->p : NULL,
        .limit_clause = r->test->clause};
}

static struct procedure_want *want_point(struct procedure_row *row, const char *name)
{
    struct procedure_want *w = &row->wants[row->wants_n++];

    *w = (struct procedure_want){
        .name = name, .zh = "", .en = "", .unit = row->unit, .needed = true};
    return w;
}

QH_MUST static qh_status point_row(struct make *m, struct rows_of *r,
                                   enum procedure_form form, const struct point *p)
{
    size_t mark = scope_here(&m->scope);
    struct procedure_row row = row_of(m, r, form, p);
    qh_status rc;

    point_shadow(p, &m->scope);
    if (!p->p)
        (void)want_point(&row, form == FORM_ROW_LEVEL ? "c" : "p");
    rc = want_asks(m, r->ed, &row);
    if (!rc && form == FORM_ROW_PAIR)
        rc = want_one(m, r->test, r->ed->resolution, "a", &row);
    if (!rc && form == FORM_ROW_PAIR)
        rc = want_one(m, r->test, r->ed->resolution, "b", &row);
    if (!rc && form != FORM_ROW_PAIR)
        rc = want_readings(
            m, &(struct many){r->test, r->ed->resolution, "x", r->readings, r->least},
            &row);
    if (!rc && form != FORM_ROW_LEVEL && (p->p || p->near) && r->test->outer == STATS)
        show_limit(m, r->test, &row);
    scope_back(&m->scope, mark);
    return rc ? rc : make_row(m, row);
}

QH_MUST static qh_status point_rows(struct make *m, struct rows_of *r,
                                    enum procedure_form form)
{
    struct point_list points = {0};
    qh_status rc = points_make(m->arena, r->ed->points, &m->scope, &points, m->err);

    for (size_t i = 0; !rc && i < points.n; i++)
        rc = point_row(m, r, form, &points.at[i]);
    return rc;
}

QH_MUST static qh_status count_readings(struct make *m, struct rows_of *r)
{
    qh_status rc =
        count_of(&r->ed->readings, &m->scope, GENERAL_READINGS_MAX, &r->readings, m->err);

    if (!rc)
        rc = count_of(&r->ed->readings_least, &m->scope, GENERAL_READINGS_MAX, &r->least,
                      m->err);
    return rc;
}

QH_MUST static qh_status item_rows(struct make *m, struct rows_of *r)
{
    qh_status rc = QH_OK;

    for (const struct json *i = r->ed->items->first; i && !rc; i = i->next) {
        const char *id = json_str(i, "id", "");

        if (!when_holds(json_member(i, "when"), &m->scope))
            continue;
        rc = make_row(
            m, (struct procedure_row){.key = str_format(m->arena, "%s.%s", r->prefix, id),
                                      .form = FORM_ROW_ITEM,
                                      .item = id,
                                      .zh = json_str(i, "zh", ""),
                                      .en = json_str(i, "en", ""),
                                      .unit = "",
                                      .required = r->test->required,
                                      .needed = true,
                                      .may_na = json_is_true(json_member(i, "may_na")),
                                      .limit_clause = r->test->clause});
    }
    return rc;
}

/* One quantity with a row of its own. */
qh_status make_ask_row(struct make *m, const struct general_ask *a, const char *prefix,
                       bool required, const void *of)
{
    struct procedure_row row = {.key = str_format(m->arena, "%s.%s", prefix, a->id),
                                .form = count_is_said(&a->count) ? FORM_ROW_LIST
                                                                 : FORM_ROW_VALUE,
                                .item = a->id,
                                .zh = a->zh,
                                .en = a->en,
                                .unit = a->unit,
                                .required = required && !a->optional && !a->fallback,
                                .needed = !a->optional && !a->fallback,
                                .of = of,
                                .limit_clause = ""};
    int64_t n = 0;
    qh_status rc = QH_OK;

    if (a->of_test || !make_applies(m, a->kinds, a->when))
        return QH_OK;
    if (row.form == FORM_ROW_LIST)
        rc = count_of(&a->count, &m->scope, GENERAL_READINGS_MAX, &n, m->err);
    row.wants = ARENA_ARRAY(m->arena, (size_t)n + 3, struct procedure_want);
    for (int64_t i = 1; !rc && i <= n; i++)
        rc = want_ask(m, a, str_format(m->arena, "x%lld", (long long)i),
                      &row.wants[row.wants_n++]);
    if (!rc && !n)
        rc = want_ask(m, a, "value", &row.wants[row.wants_n++]);
    return rc ? rc : make_row(m, row);
}

QH_MUST static qh_status formula_rows(struct make *m, struct rows_of *r)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && i < r->ed->asks.n; i++)
        rc = make_ask_row(m, &r->ed->asks.at[i], r->prefix, r->test->required, NULL);
    return rc;
}

QH_MUST static qh_status series_rows(struct make *m, struct rows_of *r)
{
    struct point_list times = {0};
    int64_t n = 0;
    qh_status rc = QH_OK;

    if (r->ed->times)
        rc = points_make(m->arena, r->ed->times, &m->scope, &times, m->err);
    else
        rc = count_of(&r->ed->rounds, &m->scope, POINTS_MAX, &n, m->err);
    for (int64_t i = 0; !rc && i < n + (int64_t)times.n; i++) {
        const struct point *p = r->ed->times ? &times.at[i] : NULL;
        struct procedure_row row = row_of(m, r, FORM_ROW_TIME, p);

        if (!p || !p->p)
            want_point(&row, "t")->unit = "";
        rc = want_one(m, r->test, r->ed->resolution, "x", &row);
        if (!rc)
            rc = make_row(m, row);
    }
    return rc;
}

QH_MUST static qh_status level_rows(struct make *m, struct rows_of *r)
{
    struct procedure_row row;
    int64_t n = 0;
    qh_status rc = count_readings(m, r);

    if (!rc)
        rc = point_rows(m, r, FORM_ROW_LEVEL);
    if (!rc && count_is_said(&r->ed->blanks))
        rc = count_of(&r->ed->blanks, &m->scope, GENERAL_READINGS_MAX, &n, m->err);
    if (rc || !n)
        return rc;
    r->readings = n;
    row = row_of(m, r, FORM_ROW_LIST, NULL);
    row.key = str_format(m->arena, "%s.blank", r->prefix);
    row.item = "blank";
    row.zh = word_title("blank")->zh;
    row.en = word_title("blank")->en;
    rc = want_readings(m, &(struct many){r->test, r->ed->resolution, "x", n, n}, &row);
    return rc ? rc : make_row(m, row);
}

/* A field at one set value: one row for each round of readings. */
QH_MUST static qh_status scan_rows(struct make *m, struct rows_of *r,
                                   const struct point *set)
{
    int64_t rounds = 0;
    int64_t sensors = 0;
    int64_t center = 0;
    qh_status rc = count_of(&r->ed->rounds, &m->scope, POINTS_MAX, &rounds, m->err);

    if (!rc)
        rc = count_of(&r->ed->sensors, &m->scope, GENERAL_SENSORS_MAX, &sensors, m->err);
    if (!rc)
        rc = count_of(&r->ed->center, &m->scope, sensors, &center, m->err);
    if (rc)
        return rc;
    if (!set->p || center < 1)
        return qh_fail(m->err, QH_INVALID, "procedure.points", "",
                       "a set value and the number of the centre sensor are due");
    m->plan->steps[m->plan->steps_n - 1].center = center - 1;
    r->readings = sensors;
    for (int64_t i = 0; !rc && i < rounds; i++) {
        struct procedure_row row = row_of(m, r, FORM_ROW_SCAN, set);

        rc = want_readings(
            m, &(struct many){r->test, r->ed->resolution, "s", sensors, sensors}, &row);
        if (!rc && r->ed->indicated)
            rc = want_one(m, r->test, NULL, "ind", &row);
        if (!rc)
            rc = make_row(m, row);
    }
    return rc;
}

static struct procedure_step step_of(const struct make *m, size_t i)
{
    const struct rule_test *t = &m->reg->tests[i];

    return (struct procedure_step){.test = t,
                                   .id = t->id,
                                   .zh = t->zh,
                                   .en = t->en,
                                   .clause = t->clause,
                                   .required = t->required,
                                   .instance = 1,
                                   .test_i = i};
}

/* One step for each set value; all of them have the same test. */
QH_MUST static qh_status field_steps(struct make *m, struct rows_of *r, size_t i)
{
    struct point_list sets = {0};
    qh_status rc = points_make(m->arena, r->ed->points, &m->scope, &sets, m->err);

    for (size_t k = 0; !rc && k < sets.n; k++) {
        struct procedure_step step = step_of(m, i);
        struct rows_of one = *r;

        step.instance = (int)k + 1;
        if (step.instance > m->plan->instances)
            m->plan->instances = step.instance;
        (void)make_step(m, step);
        if (k)
            one.prefix = str_format(m->arena, "%s@%d", r->prefix, step.instance);
        rc = scan_rows(m, &one, &sets.at[k]);
    }
    return rc;
}

QH_MUST static qh_status test_rows(struct make *m, struct rows_of *r)
{
    qh_status rc = QH_OK;

    if (r->ed->from.test)
        return QH_OK;
    switch (r->test->kind) {
    case TEST_CHECKLIST:
        return item_rows(m, r);
    case TEST_POINT_ERROR:
    case TEST_STAT:
        rc = count_readings(m, r);
        return rc ? rc : point_rows(m, r, FORM_ROW_READINGS);
    case TEST_PAIRED:
        return point_rows(m, r, FORM_ROW_PAIR);
    case TEST_SERIES:
        return series_rows(m, r);
    case TEST_REGRESSION:
        return level_rows(m, r);
    case TEST_FORMULA:
        return formula_rows(m, r);
    case TEST_FIELD:
    case TEST_BUDGET:
    case TEST_ROUNDING:
    case TEST_VALIDITY:
    case TEST_KINDS:
        break;
    }
    return QH_OK;
}
qh_status make_test_steps(struct make *m, size_t i)
{
    const struct general_test *g = &m->ed->tests[i];
    struct rows_of r = {.test = &m->reg->tests[i], .ed = g, .prefix = g->row};

    if (r.test->kind == TEST_FIELD)
        return field_steps(m, &r, i);
    (void)make_step(m, step_of(m, i));
    return test_rows(m, &r);
}
