/* checklist, point_error, stat, paired: rows of readings. */
#include "rule/kinds.h"

qh_status kind_checklist(const struct kind_run *k, struct test_result *t)
{
    if (k->data->kind != JSON_OBJECT)
        return kind_fail(k, "an object of items is due");
    t->texts = ARENA_ARRAY(k->arena, k->data->count, struct text);
    for (const struct json *m = k->data->first; m; m = m->next)
        if (m->kind == JSON_STRING && text_is(m->text, "fail"))
            t->texts[t->texts_n++] = m->key;
    t->pass = t->texts_n ? PASS_NO : PASS_YES;
    return QH_OK;
}

qh_status kind_readings(const struct kind_run *k, const struct json *o, struct dec **out,
                        size_t *out_n)
{
    size_t mark;
    struct dec *x = NULL;
    size_t n = 0;
    qh_status rc;

    rc = kind_numbers(k, o, "x", &x, &n);
    if (rc)
        return rc;
    mark = scope_here(k->scope);
    for (size_t i = 0; k->test->transform && i < n; i++) {
        scope_shadow_dec(k->scope, SLOT_X, x[i]);
        rc = expr_eval(k->test->transform, k->scope, &x[i], k->err);
        if (rc)
            return rc;
        scope_back(k->scope, mark);
    }
    *out = x;
    *out_n = n;
    return QH_OK;
}

/* (a - b) / by * 100 */
QH_MUST static qh_status per_cent(const struct kind_run *k, struct dec diff,
                                  struct dec by, struct dec *out)
{
    qh_status rc;

    if (!dec_sign(by))
        return qh_fail(k->err, QH_INVALID, "evaluate.zero_reference", "",
                       "a relative error needs a reference that is not zero");
    rc = dec_quot(diff, by, out);
    if (!rc)
        rc = dec_mul(*out, dec_int(100), out);
    return rc ? qh_fail(k->err, rc, "expr.range", "", "an error does not fit") : rc;
}

qh_status kind_deviation(const struct kind_run *k, struct dec x, struct dec r,
                         struct dec *out)
{
    bool minus = k->test->form == FORM_R_X || k->test->form == FORM_REL_OF_X;
    struct dec diff;
    qh_status rc;

    rc = minus ? dec_sub(r, x, &diff) : dec_sub(x, r, &diff);
    if (rc)
        return qh_fail(k->err, rc, "expr.range", "", "an error does not fit");
    *out = diff;
    switch (k->test->form) {
    case FORM_REL:
        return per_cent(k, diff, r, out);
    case FORM_REL_OF_X:
        return per_cent(k, diff, x, out);
    case FORM_FID:
        return kind_of_span(k, out);
    case FORM_X_R:
    case FORM_R_X:
    case FORM_ABS:
    case FORM_DIFF:
        break;
    }
    return QH_OK;
}

qh_status kind_derived(const struct kind_run *k, struct dec xm, struct dec r)
{
    struct dec absdev;
    struct dec rel = dec_int(0);
    qh_status rc;

    rc = dec_sub(xm, r, &absdev);
    if (!rc && dec_sign(r))
        rc = per_cent(k, absdev, r, &rel);
    if (rc)
        return rc;
    scope_shadow_dec(k->scope, SLOT_R, r);
    scope_shadow_dec(k->scope, SLOT_XM, xm);
    scope_shadow_dec(k->scope, SLOT_ABSDEV, absdev);
    scope_shadow_dec(k->scope, SLOT_REL, rel);
    return QH_OK;
}

qh_status kind_reference(const struct kind_run *k, const struct json *pt, struct dec *out)
{
    if (k->test->ref)
        return expr_eval(k->test->ref, k->scope, out, k->err);
    return kind_number(k, pt, json_member(pt, "r") ? "r" : "p", out);
}

/* The error of a point: of the aggregate, or the greatest of all readings.  xm gets the
 * aggregate, or the reading greatest in size. */
QH_MUST static qh_status point_value(const struct kind_run *k, struct dec *x, size_t n,
                                     struct dec r, struct dec *xm, struct dec *value)
{
    struct dec v;
    qh_status rc;

    if (!k->test->each) {
        rc = stat_compute(k->arena, k->test->agg, x, n, xm, k->err);
        return rc ? rc : kind_deviation(k, *xm, r, value);
    }
    rc = stat_compute(k->arena, STAT_ABSMAX, x, n, xm, k->err);
    for (size_t i = 0; !rc && i < n; i++) {
        rc = kind_deviation(k, x[i], r, &v);
        if (!rc && (!i || dec_compare(dec_abs(v), dec_abs(*value)) > 0))
            *value = v;
    }
    return rc;
}

qh_status kind_point_names(const struct kind_run *k, const struct json *pt, struct dec xm)
{
    struct dec *x = NULL;
    struct dec r = dec_int(0);
    size_t n = 0;
    qh_status rc;

    scope_shadow_object(k->scope, pt, "x");
    rc = kind_readings(k, pt, &x, &n);
    if (!rc)
        rc = kind_reference(k, pt, &r);
    if (!rc)
        rc = kind_derived(k, xm, r);
    if (!rc)
        scope_shadow(k->scope, SLOT_X,
                     (struct value){.kind = VALUE_LIST, .list = x, .n = n});
    return rc;
}

QH_MUST static qh_status point(const struct kind_run *k, const struct json *pt,
                               struct row_result *row)
{
    struct dec *x = NULL;
    struct dec xm = dec_int(0);
    struct dec value = dec_int(0);
    struct dec r = dec_int(0);
    size_t n = 0;
    qh_status rc;

    if (pt->kind != JSON_OBJECT)
        return kind_fail(k, "a point is an object");
    if (!json_member(pt, "p"))
        return kind_fail(k, "a point needs p");
    scope_shadow_object(k->scope, pt, "x");
    rc = kind_readings(k, pt, &x, &n);
    if (!rc)
        rc = kind_reference(k, pt, &r);
    if (!rc)
        rc = point_value(k, x, n, r, &xm, &value);
    if (!rc)
        rc = kind_derived(k, xm, r);
    if (rc)
        return rc;
    row->name = value_words(k->arena, json_member(pt, "p"));
    row->label = json_member(pt, "label");
    row->pos = json_member(pt, "pos");
    row->has_result = !k->test->each;
    row->result = xm;
    row->has_reference = true;
    row->reference = r;
    return kind_judge(k, &k->test->judge, value, &row->judged);
}

qh_status kind_point_error(const struct kind_run *k, struct test_result *t)
{
    size_t mark = scope_here(k->scope);
    qh_status rc;

    rc = kind_rows(k, t);
    if (rc)
        return rc;
    for (const struct json *pt = k->data->first; pt; pt = pt->next) {
        rc = point(k, pt, &t->rows[t->rows_n]);
        if (rc)
            return kind_at(k, rc, "", t->rows_n);
        t->rows_n++;
        scope_back(k->scope, mark);
    }
    kind_worst(t);
    kind_pass(t);
    return QH_OK;
}

QH_MUST static qh_status group(const struct kind_run *k, const struct json *g,
                               struct dec *out)
{
    struct dec *x = NULL;
    size_t n = 0;
    qh_status rc;

    if (g->kind != JSON_OBJECT)
        return kind_fail(k, "a group is an object");
    scope_shadow_object(k->scope, g, "x");
    rc = kind_readings(k, g, &x, &n);
    if (!rc)
        rc = stat_compute(k->arena, k->test->inner, x, n, out, k->err);
    if (!rc && k->test->of_span)
        rc = kind_of_span(k, out);
    return rc;
}

/* One statistic over the groups, judged once. */
QH_MUST static qh_status over_groups(const struct kind_run *k, const struct dec *v,
                                     struct test_result *t)
{
    size_t n = t->rows_n;
    struct dec one = dec_int(0);
    qh_status rc;

    rc = stat_compute(k->arena, k->test->outer, v, n, &one, k->err);
    if (rc)
        return rc;
    t->rows_n = 1;
    t->rows[0] = (struct row_result){0};
    rc = kind_judge(k, &k->test->judge, one, &t->rows[0].judged);
    t->pass = t->rows[0].judged.pass;
    return rc;
}

qh_status kind_stat(const struct kind_run *k, struct test_result *t)
{
    bool each = k->test->outer == STATS;
    size_t mark = scope_here(k->scope);
    struct dec *v;
    qh_status rc;

    if (each && k->data->kind == JSON_ARRAY && !k->data->count)
        return QH_OK; /* no groups, no verdict */
    rc = kind_rows(k, t);
    if (rc)
        return rc;
    v = ARENA_ARRAY(k->arena, k->data->count, struct dec);
    for (const struct json *g = k->data->first; g; g = g->next) {
        struct row_result *row = &t->rows[t->rows_n];

        rc = group(k, g, &v[t->rows_n]);
        row->name =
            json_member(g, "g") ? value_words(k->arena, json_member(g, "g")) : TEXT("");
        if (!rc && each)
            rc = kind_judge(k, &k->test->judge, v[t->rows_n], &row->judged);
        if (rc)
            return kind_at(k, rc, "", t->rows_n);
        t->rows_n++;
        scope_back(k->scope, mark);
    }
    if (!each)
        return over_groups(k, v, t);
    kind_pass(t);
    return QH_OK;
}

/* v in per cent of the span, of 1 if none is given. */
QH_MUST static qh_status pair_share(const struct kind_run *k, struct dec v,
                                    struct dec *out)
{
    *out = v;
    if (k->scope->slots[SLOT_FS].kind == VALUE_NONE)
        return per_cent(k, v, dec_int(1), out);
    return kind_of_span(k, out);
}

QH_MUST static qh_status pair(const struct kind_run *k, const struct json *pt,
                              struct row_result *row)
{
    struct dec a;
    struct dec b;
    struct dec share;
    struct dec v = dec_int(0);
    qh_status rc;

    if (pt->kind != JSON_OBJECT || !json_member(pt, "p"))
        return kind_fail(k, "a pair is an object with p, a and b");
    rc = kind_number(k, pt, "a", &a);
    if (!rc)
        rc = kind_number(k, pt, "b", &b);
    if (rc)
        return rc;
    rc = k->test->form == FORM_ABS ? dec_sub(a, b, &v) : dec_sub(b, a, &v);
    if (rc)
        return qh_fail(k->err, rc, "expr.range", "", "a difference does not fit");
    scope_shadow_object(k->scope, pt, NULL);
    rc = pair_share(k, v, &share); /* a span of zero is wrong in every form */
    if (rc)
        return rc;
    if (k->test->form == FORM_ABS)
        v = dec_abs(v);
    if (k->test->form == FORM_FID)
        v = share;
    row->name = value_words(k->arena, json_member(pt, "p"));
    return kind_judge(k, &k->test->judge, v, &row->judged);
}

qh_status kind_paired(const struct kind_run *k, struct test_result *t)
{
    size_t mark = scope_here(k->scope);
    qh_status rc;

    rc = kind_rows(k, t);
    if (rc)
        return rc;
    for (const struct json *pt = k->data->first; pt; pt = pt->next) {
        rc = pair(k, pt, &t->rows[t->rows_n]);
        if (rc)
            return kind_at(k, rc, "", t->rows_n);
        t->rows_n++;
        scope_back(k->scope, mark);
    }
    kind_worst(t);
    kind_pass(t);
    return QH_OK;
}
