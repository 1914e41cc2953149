/* regression (least squares of levels) and formula (named results in order). */
#include "rule/kinds.h"

#include <assert.h>

struct fit {
    struct dec *c, *y; /* levels and the means of their readings */
    size_t n;
    struct line line;
    struct dec blank_sd;
    bool has_blank;
};

QH_MUST static qh_status read_level(const struct kind_run *k, const struct json *level,
                                    struct fit *f)
{
    struct dec *x = NULL;
    size_t n = 0;
    qh_status rc;

    if (level->kind != JSON_OBJECT)
        return kind_fail(k, "a level is an object with c and x");
    rc = kind_number(k, level, "c", &f->c[f->n]);
    if (!rc)
        rc = kind_numbers(k, level, "x", &x, &n);
    if (rc)
        return rc;
    return stat_compute(k->arena, STAT_MEAN, x, n, &f->y[f->n], k->err);
}

QH_MUST static qh_status read_levels(const struct kind_run *k, struct fit *f)
{
    const struct json *levels = json_member(k->data, "levels");
    qh_status rc;

    if (!levels || levels->kind != JSON_ARRAY || levels->count > EVALUATE_POINTS_MAX)
        return kind_fail(k, "levels: a list is due");
    f->c = ARENA_ARRAY(k->arena, levels->count, struct dec);
    f->y = ARENA_ARRAY(k->arena, levels->count, struct dec);
    for (const struct json *l = levels->first; l; l = l->next) {
        rc = read_level(k, l, f);
        if (rc)
            return kind_at(k, rc, ".levels", f->n);
        f->n++;
    }
    return line_fit(f->c, f->y, f->n, &f->line, k->err);
}

/* ((y - a) / b - c) / c * 100 at one level; below zero from the last. */
QH_MUST static qh_status linearity(const struct kind_run *k, const struct fit *f,
                                   int64_t level, struct dec *out)
{
    struct dec v;
    qh_status rc;

    assert(f->c && f->y); /* read_levels() */
    if (level < 0)
        level += (int64_t)f->n;
    if (level < 0 || level >= (int64_t)f->n)
        return kind_fail(k, "no such level");
    if (!dec_sign(f->line.b) || !dec_sign(f->c[level]))
        return qh_fail(k->err, QH_INVALID, "evaluate.zero_reference", "",
                       "linearity needs a slope and a level that are not zero");
    rc = dec_sub(f->y[level], f->line.a, &v);
    if (!rc)
        rc = dec_quot(v, f->line.b, &v);
    if (!rc)
        rc = dec_sub(v, f->c[level], &v);
    if (!rc)
        rc = dec_quot(v, f->c[level], &v);
    if (!rc)
        rc = dec_mul(v, dec_int(100), out);
    return rc;
}

/* k s(blank) / b * scale */
QH_MUST static qh_status detection_limit(const struct kind_run *k, const struct fit *f,
                                         const struct test_output *o, struct dec *out)
{
    struct dec *blank = NULL;
    struct dec scale = dec_int(1);
    struct dec s;
    size_t n = 0;
    qh_status rc;

    rc = kind_numbers(k, k->data, "blank", &blank, &n);
    if (!rc)
        rc = stat_compute(k->arena, STAT_SD, blank, n, &s, k->err);
    if (!rc && o->scale)
        rc = expr_eval(o->scale, k->scope, &scale, k->err);
    if (rc)
        return rc;
    if (!dec_sign(f->line.b))
        return qh_fail(k->err, QH_INVALID, "expr.zero_divisor", "", "the slope is zero");
    rc = dec_mul(o->k, s, &s);
    if (!rc)
        rc = dec_quot(s, f->line.b, &s);
    if (!rc)
        rc = dec_mul(s, scale, out);
    return rc;
}

QH_MUST static qh_status fit_value(const struct kind_run *k, const struct fit *f,
                                   const struct test_output *o, struct dec *out)
{
    qh_status rc = QH_OK;

    switch ((enum fit_output)o->id) {
    case FIT_SLOPE:
        *out = f->line.b;
        break;
    case FIT_INTERCEPT:
        *out = f->line.a;
        break;
    case FIT_R:
        *out = f->line.r;
        break;
    case FIT_LINEARITY:
        rc = linearity(k, f, o->level, out);
        break;
    case FIT_LOD:
        rc = detection_limit(k, f, o, out);
        break;
    }
    if (rc == QH_RANGE)
        return qh_fail(k->err, rc, "expr.range", "", "'%s' does not fit", o->name);
    return rc;
}

qh_status kind_regression(const struct kind_run *k, struct test_result *t)
{
    size_t mark = scope_here(k->scope);
    struct fit f = {0};
    struct dec v = dec_int(0);
    qh_status rc;

    rc = read_levels(k, &f);
    if (rc)
        return rc;
    scope_shadow_dec(k->scope, SLOT_A, f.line.a);
    scope_shadow_dec(k->scope, SLOT_B, f.line.b);
    t->rows = ARENA_ARRAY(k->arena, k->test->outputs_n, struct row_result);
    for (size_t i = 0; i < k->test->outputs_n; i++) {
        const struct test_output *o = &k->test->outputs[i];

        rc = fit_value(k, &f, o, &v);
        if (!rc)
            rc = kind_judge(k, &o->judge, v, &t->rows[i].judged);
        if (rc)
            return kind_at(k, rc, ".outputs", i);
        t->rows[i].name = text_of(o->name);
        t->rows_n++;
    }
    scope_back(k->scope, mark);
    kind_pass(t);
    return QH_OK;
}

qh_status kind_formula(const struct kind_run *k, struct test_result *t)
{
    size_t mark = scope_here(k->scope);
    struct dec v = dec_int(0);
    qh_status rc;

    if (k->data->kind != JSON_OBJECT)
        return kind_fail(k, "an object is due");
    scope_shadow_object(k->scope, k->data, NULL);
    t->rows = ARENA_ARRAY(k->arena, k->test->outputs_n, struct row_result);
    for (size_t i = 0; i < k->test->outputs_n; i++) {
        const struct test_output *o = &k->test->outputs[i];

        rc = expr_eval(o->expr, k->scope, &v, k->err);
        if (rc)
            return kind_at(k, rc, ".outputs", i);
        scope_shadow_dec(k->scope, o->slot, v);
        rc = kind_judge(k, &o->judge, v, &t->rows[i].judged);
        if (rc)
            return kind_at(k, rc, ".outputs", i);
        t->rows[i].name = text_of(o->name);
        t->rows_n++;
    }
    scope_back(k->scope, mark);
    kind_pass(t);
    return QH_OK;
}
