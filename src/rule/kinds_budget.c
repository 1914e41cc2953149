/* The service "budget" (JJF 1059.1): the parts are data of the case.
 *
 * Without "coverage" it is what tests/vectors/ref_eval.py computes, digit for digit: U =
 * k u_c, rounded up to round_to.  With "coverage" {"p", "nu", "dominant"} k is found from
 * the degrees of freedom (type A: n - 1; type B: "nu" or "rel_u", else infinite), and
 * nu_eff and k are answered too; then "digits" may stand for "round_to". */
#include "rule/kinds.h"
#include "rule/uncertainty.h"

QH_MUST static qh_status type_a(const struct kind_run *k, const struct json *c,
                                struct uncertainty_part *out)
{
    struct dec *x = NULL;
    struct dec used;
    struct dec sd = {0};
    size_t n = 0;
    qh_status rc;

    rc = kind_numbers(k, c, "x", &x, &n);
    if (!rc)
        rc = stat_compute(k->arena, STAT_SD, x, n, &sd, k->err);
    if (rc)
        return rc;
    used = dec_int((int64_t)n);
    out->nu = (struct student_nu){true, dec_int((int64_t)n - 1)};
    if (json_member(c, "n_used")) {
        rc = kind_number(k, c, "n_used", &used);
        if (rc)
            return rc;
    }
    if (dec_sign(used) <= 0)
        return kind_fail(k, "n_used is above zero");
    return uncertainty_of_mean(sd, used, &out->u);
}

/* Half width a over the root that belongs to the distribution. */
QH_MUST static qh_status type_b(const struct kind_run *k, const struct json *c,
                                struct uncertainty_part *out)
{
    static const struct {
        const char *name;
        enum distribution shape;
    } DISTRIBUTION_NAMES[] = {{"rect", DIST_RECTANGULAR},
                              {"tri", DIST_TRIANGULAR},
                              {"arcsin", DIST_ARCSINE},
                              {"normal3", DIST_NORMAL_3}};
    const char *name = json_str(c, "dist", "");
    struct dec a = {0};
    size_t i = 0;
    qh_status rc;

    while (i < LEN(DISTRIBUTION_NAMES) && !str_equal(DISTRIBUTION_NAMES[i].name, name))
        i++;
    if (i == LEN(DISTRIBUTION_NAMES))
        return kind_fail(k, "dist: rect, tri, arcsin or normal3");
    out->shape = DISTRIBUTION_NAMES[i].shape;
    rc = kind_number(k, c, "a", &a);
    return rc ? rc : uncertainty_of_width(a, out->shape, &out->u);
}

QH_MUST static qh_status certified(const struct kind_run *k, const struct json *c,
                                   struct uncertainty_part *out)
{
    struct dec expanded = {0};
    struct dec by = {0};
    qh_status rc;

    rc = kind_number(k, c, "U", &expanded);
    if (!rc)
        rc = kind_number(k, c, "k", &by);
    if (rc)
        return rc;
    if (!dec_sign(by))
        return qh_fail(k->err, QH_INVALID, "expr.zero_divisor", "", "k is zero");
    return dec_quot(expanded, by, &out->u);
}

/* "nu", or "rel_u" of a type B estimate. */
QH_MUST static qh_status freedom(const struct kind_run *k, const struct json *c,
                                 struct uncertainty_part *out)
{
    struct dec v = {0};
    qh_status rc = QH_OK;

    if (json_member(c, "nu"))
        rc = kind_number(k, c, "nu", &v);
    else if (json_member(c, "rel_u"))
        rc = kind_number(k, c, "rel_u", &v);
    else
        return QH_OK;
    if (rc)
        return rc;
    if (!json_member(c, "nu") && uncertainty_nu_of_part(v, &v))
        return kind_fail(k, "rel_u is above 0 and at most 0.7");
    if (dec_compare(v, dec_int(1)) < 0)
        return kind_fail(k, "nu is at least 1");
    out->nu = (struct student_nu){true, v};
    return QH_OK;
}

QH_MUST static qh_status component(const struct kind_run *k, const struct json *c,
                                   struct row_result *row, struct uncertainty_part *out)
{
    qh_status rc;

    if (c->kind != JSON_OBJECT || !json_member(c, "name"))
        return kind_fail(k, "a component is an object with a name");
    if (!json_member(c, "type"))
        return kind_fail(k, "a component says its type, A or B");
    out->c = dec_int(1);
    if (str_equal(json_str(c, "type", ""), "A"))
        rc = type_a(k, c, out);
    else
        rc = json_member(c, "U") ? certified(k, c, out) : type_b(k, c, out);
    if (!rc && json_member(c, "c"))
        rc = kind_number(k, c, "c", &out->c);
    if (!rc)
        rc = uncertainty_weigh(out);
    if (!rc && json_member(k->data, "coverage"))
        rc = freedom(k, c, out);
    if (rc)
        return rc;
    row->name = value_words(k->arena, json_member(c, "name"));
    if (row->name.len > JSON_KEY_MAX) /* it becomes a key of the answer */
        return kind_fail(k, "a name is too long");
    row->result = out->contribution;
    return QH_OK;
}

/* k as given, or by "coverage". */
QH_MUST static qh_status read_coverage(const struct kind_run *k, struct coverage *c)
{
    const struct json *v = json_member(k->data, "coverage");
    const char *nu = json_str(v, "nu", "truncated");
    qh_status rc;

    if (!v) {
        c->fixed = true;
        return kind_number(k, k->data, "k", &c->k);
    }
    rc = kind_number(k, v, "p", &c->p);
    if (rc)
        return rc;
    c->continuous = str_equal(nu, "continuous");
    c->dominant = json_is_true(json_member(v, "dominant"));
    if (!c->continuous && !str_equal(nu, "truncated"))
        return kind_fail(k, "coverage.nu: truncated or continuous");
    if (dec_compare(c->p, dec_scaled(5, -1)) < 0 ||
        dec_compare(c->p, dec_scaled(9999, -4)) > 0)
        return kind_fail(k, "coverage.p: from 0.5 to 0.9999");
    return QH_OK;
}

/* To round_to, up unless the data say otherwise; or up to so many digits. */
QH_MUST static qh_status round_expanded(const struct kind_run *k, struct budget_result *b)
{
    bool up = str_equal(json_str(k->data, "mode", "up"), "up");
    struct dec v = dec_int(2);
    int64_t digits = 0;
    qh_status rc = QH_OK;

    if (b->has_coverage && !json_member(k->data, "round_to")) {
        if (json_member(k->data, "digits"))
            rc = kind_number(k, k->data, "digits", &v);
        if (rc)
            return rc;
        if (dec_to_int(v, &digits) || digits < 1 || digits > 2)
            return kind_fail(k, "digits: 1 or 2");
        b->rounded = dec_int(0);
        return dec_sign(b->expanded)
                   ? uncertainty_round_up(b->expanded, (int)digits, &b->rounded)
                   : QH_OK;
    }
    rc = kind_number(k, k->data, "round_to", &v);
    if (rc)
        return rc;
    if (dec_sign(v) <= 0)
        return kind_fail(k, "round_to is above zero");
    return dec_round_interval(b->expanded, v, up ? DEC_UP : DEC_HALF_EVEN, &b->rounded);
}

QH_MUST static qh_status combine(const struct kind_run *k,
                                 const struct uncertainty_part *parts, size_t n,
                                 struct budget_result *b)
{
    struct coverage c = {0};
    struct factor f = {0};
    qh_status rc;

    rc = read_coverage(k, &c);
    if (!rc)
        rc = uncertainty_combine(parts, n, &b->uc);
    if (rc)
        return rc;
    b->k = c.k;
    b->has_coverage = !c.fixed;
    if (b->has_coverage) {
        rc = scope_spend(k->scope, STUDENT_WORK, k->err);
        if (!rc)
            rc = uncertainty_nu(parts, n, b->uc, &b->nu_eff);
        if (!rc)
            rc = uncertainty_factor(parts, n, &c, b->nu_eff, &f);
        b->k = f.k;
    }
    if (!rc)
        rc = dec_mul(b->uc, b->k, &b->expanded);
    return rc ? rc : round_expanded(k, b);
}

qh_status kind_budget(const struct kind_run *k, struct test_result *t)
{
    const struct json *list = json_member(k->data, "components");
    struct uncertainty_part *parts;
    qh_status rc;

    if (!list || list->kind != JSON_ARRAY || list->count > EVALUATE_POINTS_MAX)
        return kind_fail(k, "components: a list is due");
    if (!list->count)
        return kind_fail(k, "no components");
    t->rows = ARENA_ARRAY(k->arena, list->count, struct row_result);
    parts = ARENA_ARRAY(k->arena, list->count, struct uncertainty_part);
    for (const struct json *c = list->first; c; c = c->next) {
        rc = component(k, c, &t->rows[t->rows_n], &parts[t->rows_n]);
        if (rc == QH_RANGE)
            rc = qh_fail(k->err, rc, "expr.range", "", "a component does not fit");
        if (rc)
            return kind_at(k, rc, ".components", t->rows_n);
        t->rows_n++;
    }
    rc = combine(k, parts, t->rows_n, &t->budget);
    if (rc == QH_RANGE)
        return qh_fail(k->err, rc, "expr.range", "", "the sum does not fit");
    return rc;
}
