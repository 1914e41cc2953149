/* The services beside the tests: budget (JJF 1059.1), rounding (GB/T 8170), validity. */
#include "base/days.h"
#include "rule/kinds.h"

QH_MUST static qh_status type_a(const struct kind_run *k, const struct json *c,
                                struct dec *out)
{
    struct dec *x = NULL;
    struct dec used;
    size_t n = 0;
    qh_status rc;

    rc = kind_numbers(k, c, "x", &x, &n);
    if (!rc)
        rc = stat_compute(k->arena, STAT_SD, x, n, out, k->err);
    if (rc)
        return rc;
    used = dec_int((int64_t)n);
    if (json_member(c, "n_used")) {
        rc = kind_number(k, c, "n_used", &used);
        if (rc)
            return rc;
    }
    if (dec_sign(used) <= 0)
        return kind_fail(k, "n_used is above zero");
    rc = dec_sqrt(used, &used);
    return rc ? rc : dec_quot(*out, used, out);
}

/* Half width a over the root that belongs to the distribution. */
QH_MUST static qh_status type_b(const struct kind_run *k, const struct json *c,
                                struct dec *out)
{
    static const struct {
        const char *name;
        int square; /* of the divisor */
    } DISTRIBUTIONS[] = {{"rect", 3}, {"tri", 6}, {"arcsin", 2}, {"normal3", 9}};
    const char *name = json_str(c, "dist", "");
    struct dec divisor;
    size_t i = 0;
    qh_status rc;

    while (i < LEN(DISTRIBUTIONS) && !str_equal(DISTRIBUTIONS[i].name, name))
        i++;
    if (i == LEN(DISTRIBUTIONS))
        return kind_fail(k, "dist: rect, tri, arcsin or normal3");
    rc = kind_number(k, c, "a", out);
    if (!rc)
        rc = dec_sqrt(dec_int(DISTRIBUTIONS[i].square), &divisor);
    return rc ? rc : dec_quot(*out, divisor, out);
}

QH_MUST static qh_status certified(const struct kind_run *k, const struct json *c,
                                   struct dec *out)
{
    struct dec by;
    qh_status rc;

    rc = kind_number(k, c, "U", out);
    if (!rc)
        rc = kind_number(k, c, "k", &by);
    if (rc)
        return rc;
    if (!dec_sign(by))
        return qh_fail(k->err, QH_INVALID, "expr.zero_divisor", "", "k is zero");
    return dec_quot(*out, by, out);
}

QH_MUST static qh_status component(const struct kind_run *k, const struct json *c,
                                   struct row_result *row)
{
    struct dec factor = dec_int(1);
    struct dec u = dec_int(0);
    qh_status rc;

    if (c->kind != JSON_OBJECT || !json_member(c, "name"))
        return kind_fail(k, "a component is an object with a name");
    if (str_equal(json_str(c, "type", ""), "A"))
        rc = type_a(k, c, &u);
    else
        rc = json_member(c, "U") ? certified(k, c, &u) : type_b(k, c, &u);
    if (!rc && json_member(c, "c"))
        rc = kind_number(k, c, "c", &factor);
    if (!rc)
        rc = dec_mul(u, dec_abs(factor), &u);
    if (rc)
        return rc;
    row->name = value_words(json_member(c, "name"));
    row->result = u;
    return QH_OK;
}

/* Root of the sum of squares, times k, rounded as the data say. */
QH_MUST static qh_status combine(const struct kind_run *k, struct test_result *t)
{
    bool up = str_equal(json_str(k->data, "mode", "up"), "up");
    struct dec sum = dec_int(0);
    struct dec to;
    struct dec v;
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && i < t->rows_n; i++) {
        rc = dec_mul(t->rows[i].result, t->rows[i].result, &v);
        if (!rc)
            rc = dec_add(sum, v, &sum);
    }
    if (!rc)
        rc = dec_sqrt(sum, &t->budget.uc);
    if (!rc)
        rc = kind_number(k, k->data, "k", &v);
    if (!rc)
        rc = dec_mul(t->budget.uc, v, &t->budget.expanded);
    if (!rc)
        rc = kind_number(k, k->data, "round_to", &to);
    if (rc)
        return rc;
    if (dec_sign(to) <= 0)
        return kind_fail(k, "round_to is above zero");
    return dec_round_interval(t->budget.expanded, to, up ? DEC_UP : DEC_HALF_EVEN,
                              &t->budget.rounded);
}

qh_status kind_budget(const struct kind_run *k, struct test_result *t)
{
    const struct json *list = json_member(k->data, "components");
    qh_status rc;

    if (!list || list->kind != JSON_ARRAY || list->count > EVALUATE_POINTS_MAX)
        return kind_fail(k, "components: a list is due");
    t->rows = ARENA_ARRAY(k->arena, list->count, struct row_result);
    for (const struct json *c = list->first; c; c = c->next) {
        rc = component(k, c, &t->rows[t->rows_n]);
        if (rc == QH_RANGE)
            rc = qh_fail(k->err, rc, "expr.range", "", "a component does not fit");
        if (rc)
            return kind_at(k, rc, ".components", t->rows_n);
        t->rows_n++;
    }
    rc = combine(k, t);
    if (rc == QH_RANGE)
        return qh_fail(k->err, rc, "expr.range", "", "the sum does not fit");
    return rc;
}

QH_MUST static qh_status rounded(const struct kind_run *k, const struct json *r,
                                 struct text *out)
{
    bool up = str_equal(json_str(r, "mode", ""), "up");
    struct dec v;
    struct dec to;
    struct dec shown = dec_int(0);
    struct text sign;
    qh_status rc;

    rc = kind_number(k, r, "v", &v);
    if (!rc)
        rc = kind_number(k, r, "to", &to);
    if (rc)
        return rc;
    if (dec_sign(to) <= 0)
        return kind_fail(k, "to: an interval above zero is due");
    rc = dec_round_interval(v, to, up ? DEC_UP : DEC_HALF_EVEN, &shown);
    if (rc)
        return qh_fail(k->err, rc, "evaluate.round", "", "rounding does not fit");
    /* A negative value that becomes zero keeps its sign, even "-0.00". */
    sign = json_member(r, "v")->text;
    *out =
        text_of(value_text(k->arena, shown, !up && sign.len && sign.p[0] == '-', true));
    return QH_OK;
}

qh_status kind_rounding(const struct kind_run *k, struct test_result *t)
{
    qh_status rc;

    if (k->data->kind != JSON_ARRAY || k->data->count > EVALUATE_POINTS_MAX)
        return kind_fail(k, "a list is due");
    t->texts = ARENA_ARRAY(k->arena, k->data->count, struct text);
    for (const struct json *r = k->data->first; r; r = r->next) {
        rc = rounded(k, r, &t->texts[t->texts_n]);
        if (rc)
            return kind_at(k, rc, "", t->texts_n);
        t->texts_n++;
    }
    return QH_OK;
}

enum { MONTHS_MAX = 1200 };

qh_status kind_validity(const struct kind_run *k, struct test_result *t)
{
    if (k->data->kind != JSON_ARRAY || k->data->count > EVALUATE_POINTS_MAX)
        return kind_fail(k, "a list is due");
    t->texts = ARENA_ARRAY(k->arena, k->data->count, struct text);
    for (const struct json *r = k->data->first; r; r = r->next) {
        const struct json *date = json_member(r, "date");
        char until[DAY_LEN + 1];
        int64_t months = 0;

        if (!date || date->kind != JSON_STRING ||
            json_int(json_member(r, "months"), &months) || months < 0 ||
            months > MONTHS_MAX || day_valid_until(date->text.p, (int)months, until))
            return kind_at(k, kind_fail(k, "an existing date and months are due"), "",
                           t->texts_n);
        t->texts[t->texts_n++] = text_of(str_copy(k->arena, until));
    }
    return QH_OK;
}
