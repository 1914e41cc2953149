#include "rule/kinds.h"

#include <stdio.h>
#include <string.h>

qh_status kind_fail(const struct kind_run *k, const char *what)
{
    return qh_fail(k->err, QH_INVALID, "evaluate.data", "", "%s", what);
}

qh_status kind_at(const struct kind_run *k, qh_status rc, const char *where, size_t i)
{
    char inner[QH_FIELD_MAX];

    if (!k->err)
        return rc;
    memcpy(inner, k->err->field, sizeof inner);
    (void)snprintf(k->err->field, sizeof k->err->field, "%s[%zu]%.40s", where, i, inner);
    return rc;
}

/* The value with which rows are compared and which is printed when nothing rounds. */
static struct dec twelve_digits(struct dec v)
{
    struct dec s = dec_significant(v, 12);

    if (dec_sign(s) && dec_compare(dec_abs(s), dec_scaled(1, -6)) < 0)
        return dec_significant(s, 7);
    return s;
}

qh_status kind_judge(const struct kind_run *k, const struct judge *j, struct dec v,
                     struct judged *out)
{
    struct limit_found other;
    struct decision_found *decided = NULL;
    struct dec shown = v;
    qh_status rc;

    if (j->rounds) {
        rc = dec_round_interval(v, j->to, j->up ? DEC_UP : DEC_HALF_EVEN, &shown);
        if (rc)
            return qh_fail(k->err, rc, "evaluate.round", "", "rounding does not fit");
    }
    rc = limit_judge(j->limit, k->scope, j->compare_rounded ? shown : v, &out->found,
                     k->err);
    if (!rc && k->decision)
        rc = decision_apply(k->decision, k->scope, j->compare_rounded ? shown : v,
                            &out->found, &decided, k->err);
    if (rc)
        return rc;
    out->decision = decided;
    out->raw = v;
    out->value = j->rounds ? shown : twelve_digits(v);
    out->rounded = j->rounds;
    out->pass = out->found.pass;
    if (!j->rounds || !j->limit)
        return QH_OK;
    rc = limit_judge(j->limit, k->scope, shown, &other, k->err);
    if (!rc && k->decision)
        rc = decision_apply(k->decision, k->scope, shown, &other, &decided, k->err);
    if (rc)
        return rc;
    out->changes = other.pass != PASS_NONE && other.pass != out->pass;
    return QH_OK;
}

void kind_pass(struct test_result *t)
{
    t->pass = PASS_NONE;
    for (size_t i = 0; i < t->rows_n; i++) {
        if (t->rows[i].judged.pass == PASS_NO) {
            t->pass = PASS_NO;
            return;
        }
        if (t->rows[i].judged.pass == PASS_YES)
            t->pass = PASS_YES;
    }
}

void kind_worst(struct test_result *t)
{
    t->has_worst = t->rows_n > 0;
    t->worst = 0;
    for (size_t i = 1; i < t->rows_n; i++)
        if (dec_compare(dec_abs(t->rows[i].judged.value),
                        dec_abs(t->rows[t->worst].judged.value)) > 0)
            t->worst = i;
}

qh_status kind_number(const struct kind_run *k, const struct json *o, const char *name,
                      struct dec *out)
{
    qh_status rc;

    rc = value_number(json_member(o, name), out, k->err);
    if (rc && k->err)
        (void)snprintf(k->err->field, sizeof k->err->field, ".%s", name);
    return rc;
}

qh_status kind_numbers(const struct kind_run *k, const struct json *o, const char *name,
                       struct dec **out, size_t *n)
{
    qh_status rc;

    rc = value_numbers(k->arena, json_member(o, name), out, n, k->err);
    if (rc && k->err)
        (void)snprintf(k->err->field, sizeof k->err->field, ".%s", name);
    return rc;
}

qh_status kind_of_span(const struct kind_run *k, struct dec *v)
{
    struct value *fs = &k->scope->slots[SLOT_FS];
    qh_status rc;

    rc = value_read(k->arena, fs, k->err);
    if (rc)
        return rc;
    if (fs->kind != VALUE_NUMBER)
        return qh_fail(k->err, QH_INVALID, "expr.name", "",
                       "'fs' (the span) has no value");
    if (!dec_sign(fs->num))
        return qh_fail(k->err, QH_INVALID, "expr.zero_divisor", "",
                       "the span fs is zero");
    rc = dec_quot(*v, fs->num, v);
    if (!rc)
        rc = dec_mul(*v, dec_int(100), v);
    return rc ? qh_fail(k->err, rc, "expr.range", "", "part of the span does not fit")
              : rc;
}

qh_status kind_rows(const struct kind_run *k, struct test_result *t)
{
    if (k->data->kind != JSON_ARRAY)
        return kind_fail(k, "a list is due");
    if (!k->data->count)
        return kind_fail(k, "no readings");
    if (k->data->count > EVALUATE_POINTS_MAX)
        return qh_fail(k->err, QH_LIMIT, "evaluate.points", "", "%zu points, at most %d",
                       k->data->count, EVALUATE_POINTS_MAX);
    t->rows = ARENA_ARRAY(k->arena, k->data->count, struct row_result);
    return QH_OK;
}
