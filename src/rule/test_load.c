/* From the JSON of a test to struct rule_test.  What a kind needs stands in KINDS. */
#include "rule/regulation_data.h"

#include <string.h>

const char *const TEST_KIND_NAMES[TEST_KINDS] = {
    "checklist",  "point_error", "stat",   "paired",   "series",  "field",
    "regression", "formula",     "budget", "rounding", "validity"};

struct loader {
    struct arena *arena;
    struct regulation *reg;
    const char *path;
    struct qh_error *err;
};

struct word {
    const char *name;
    int value;
};

static const struct word POINT_FORMS[] = {{"x-r", FORM_X_R}, {"r-x", FORM_R_X},
                                          {"rel", FORM_REL}, {"rel_of_x", FORM_REL_OF_X},
                                          {"fid", FORM_FID}, {NULL, 0}};
static const struct word PAIR_FORMS[] = {
    {"abs", FORM_ABS}, {"diff", FORM_DIFF}, {"fid", FORM_FID}, {NULL, 0}};
static const struct word SERIES[] = {{"drift_max", SERIES_DRIFT_MAX},
                                     {"drift_end", SERIES_DRIFT_END},
                                     {"range", SERIES_RANGE},
                                     {"half_range", SERIES_HALF_RANGE},
                                     {"rel_range", SERIES_REL_RANGE},
                                     {"rsd", SERIES_RSD},
                                     {"slope", SERIES_SLOPE},
                                     {"noise_pp", SERIES_NOISE_PP},
                                     {NULL, 0}};
static const struct word FIELD[] = {
    {"dev_up", FIELD_DEV_UP},
    {"dev_down", FIELD_DEV_DOWN},
    {"uniformity_mean_range", FIELD_UNIFORMITY_MEAN_RANGE},
    {"fluctuation_max_half_range", FIELD_FLUCTUATION_MAX_HALF_RANGE},
    {"fluctuation_center_half_range", FIELD_FLUCTUATION_CENTER_HALF_RANGE},
    {"uniformity_up", FIELD_UNIFORMITY_UP},
    {"uniformity_down", FIELD_UNIFORMITY_DOWN},
    {"stability_up", FIELD_STABILITY_UP},
    {"stability_down", FIELD_STABILITY_DOWN},
    {"mean_dev_up", FIELD_MEAN_DEV_UP},
    {"mean_dev_down", FIELD_MEAN_DEV_DOWN},
    {"max_difference", FIELD_MAX_DIFFERENCE},
    {"indication_dev", FIELD_INDICATION_DEV},
    {NULL, 0}};
static const struct word REGRESSION[] = {
    {"slope", FIT_SLOPE}, {"intercept", FIT_INTERCEPT},
    {"r", FIT_R},         {"linearity", FIT_LINEARITY},
    {"lod", FIT_LOD},     {NULL, 0}};

QH_MUST static qh_status fail(const struct loader *l, const char *what, const char *name)
{
    return qh_fail(l->err, QH_INVALID, "regulation.test",
                   str_format(l->arena, "%s.%s", l->path, name), "%s", what);
}

QH_MUST static qh_status load_expr(struct loader *l, const struct json *o,
                                   const char *name, const struct expr **out)
{
    const struct json *v = json_member(o, name);
    struct expr *e = NULL;
    qh_status rc;

    if (!v || v->kind == JSON_NULL)
        return QH_OK;
    if (v->kind == JSON_STRING && !v->text.len)
        return QH_OK;
    if (v->kind != JSON_STRING && v->kind != JSON_NUMBER)
        return fail(l, "an expression is due", name);
    rc = expr_compile(l->arena, &l->reg->names, v->text, &e, l->err);
    if (rc)
        return l->err ? qh_fail(l->err, rc, l->err->key,
                                str_format(l->arena, "%s.%s", l->path, name), "%s",
                                str_copy(l->arena, l->err->detail))
                      : rc;
    *out = e;
    return QH_OK;
}

QH_MUST static qh_status load_number(struct loader *l, const struct json *o,
                                     const char *name, struct dec *out)
{
    const struct json *v = json_member(o, name);

    if (v && value_number(v, out, NULL))
        return fail(l, "a number is due", name);
    return QH_OK;
}

QH_MUST static qh_status load_word(struct loader *l, const struct json *o,
                                   const char *name, const char *fallback,
                                   const struct word *words, int *out)
{
    const char *s = json_str(o, name, json_member(o, name) ? "" : fallback);

    for (size_t i = 0; words[i].name; i++)
        if (str_equal(words[i].name, s)) {
            *out = words[i].value;
            return QH_OK;
        }
    return fail(l, "not one of the known words", name);
}

QH_MUST static qh_status load_stat(struct loader *l, const struct json *o,
                                   const char *name, enum stat *out)
{
    *out = stat_find(text_of(json_str(o, name, "")));
    return *out == STATS ? fail(l, "no such statistic", name) : QH_OK;
}

QH_MUST static qh_status load_judge(struct loader *l, const struct json *o,
                                    struct judge *out)
{
    const struct json *round = json_member(o, "round");
    const char *path = str_format(l->arena, "%s.limit", l->path);
    qh_status rc;

    rc = limit_compile(&l->reg->limits, json_member(o, "limit"), path, &out->limit,
                       l->err);
    if (rc)
        return rc;
    out->compare_rounded = str_equal(json_str(o, "compare", "raw"), "rounded");
    if (!round || round->kind == JSON_NULL ||
        (round->kind == JSON_OBJECT && !round->count))
        return QH_OK;
    if (!json_member(round, "to"))
        return fail(l, "round needs `to`", "round");
    rc = load_number(l, round, "to", &out->to);
    if (rc)
        return rc;
    if (dec_sign(out->to) <= 0)
        return fail(l, "a rounding interval is above zero", "round.to");
    out->rounds = true;
    out->up = str_equal(json_str(round, "mode", ""), "up");
    return QH_OK;
}

/* As load_expr(), but 0 and "" count as not said. */
QH_MUST static qh_status load_option(struct loader *l, const struct json *o,
                                     const char *name, const struct expr **out)
{
    return value_is_true(json_member(o, name)) ? load_expr(l, o, name, out) : QH_OK;
}

/* norm: fs */
static bool is_of_span(const struct json *o)
{
    return str_equal(json_str(o, "norm", ""), "fs");
}

QH_MUST static qh_status load_point_error(struct loader *l, const struct json *o,
                                          struct rule_test *t)
{
    const char *agg = json_str(o, "agg", json_member(o, "agg") ? "" : "mean");
    int form = FORM_X_R;
    qh_status rc;

    rc = load_option(l, o, "transform", &t->transform);
    if (!rc)
        rc = load_option(l, o, "ref", &t->ref);
    if (!rc)
        rc = load_word(l, o, "form", "x-r", POINT_FORMS, &form);
    if (rc)
        return rc;
    t->form = (enum test_form)form;
    t->each = str_equal(agg, "each");
    t->agg = t->each ? STAT_MEAN : stat_find(text_of(agg));
    if (t->agg == STATS)
        return fail(l, "no such statistic", "agg");
    return load_judge(l, o, &t->judge);
}

QH_MUST static qh_status load_stat_test(struct loader *l, const struct json *o,
                                        struct rule_test *t)
{
    const char *outer = json_str(o, "outer", json_member(o, "outer") ? "" : "each");
    qh_status rc;

    rc = load_option(l, o, "transform", &t->transform);
    if (!rc)
        rc = load_stat(l, o, "inner", &t->inner);
    if (!rc && !str_equal(outer, "each"))
        rc = load_stat(l, o, "outer", &t->outer);
    if (rc)
        return rc;
    t->of_span = is_of_span(o);
    return load_judge(l, o, &t->judge);
}

QH_MUST static qh_status load_paired(struct loader *l, const struct json *o,
                                     struct rule_test *t)
{
    int form = FORM_ABS;
    qh_status rc;

    rc = load_word(l, o, "form", "abs", PAIR_FORMS, &form);
    if (rc)
        return rc;
    t->form = (enum test_form)form;
    return load_judge(l, o, &t->judge);
}

QH_MUST static qh_status load_window(struct loader *l, const struct json *o,
                                     struct dec *out)
{
    qh_status rc;

    if (!json_member(o, "window"))
        return fail(l, "noise_pp needs a window", "window");
    rc = load_number(l, o, "window", out);
    if (!rc && dec_sign(*out) < 0)
        return fail(l, "a window is not below zero", "window");
    return rc;
}

/* What single outputs need beside the judge. */
QH_MUST static qh_status load_output_extra(struct loader *l, const struct json *o,
                                           enum test_kind kind, struct test_output *out)
{
    qh_status rc = QH_OK;

    out->of_span = is_of_span(o);
    if (kind == TEST_SERIES && out->id == SERIES_NOISE_PP) {
        rc = load_window(l, o, &out->window);
    } else if (kind == TEST_REGRESSION && out->id == FIT_LINEARITY) {
        if (json_int(json_member(o, "level"), &out->level))
            return fail(l, "linearity needs the index of a level", "level");
    } else if (kind == TEST_REGRESSION && out->id == FIT_LOD) {
        out->k = dec_int(3);
        rc = load_number(l, o, "k", &out->k);
        if (!rc)
            rc = load_expr(l, o, "scale", &out->scale);
    } else if (kind == TEST_FORMULA) {
        rc = load_expr(l, o, "expr", &out->expr);
        if (!rc && !out->expr)
            return fail(l, "an output needs an expression", "expr");
        if (!rc)
            rc = names_add(&l->reg->names, text_of(out->name), &out->slot, l->err);
    }
    return rc;
}

/* words NULL: any name, with an expression (formula). */
QH_MUST static qh_status load_outputs(struct loader *l, const struct json *node,
                                      const struct word *words, struct rule_test *t)
{
    const struct json *list = json_member(node, "outputs");
    struct loader in = *l;
    qh_status rc;

    if (!list || list->kind != JSON_ARRAY || list->count > REGULATION_TESTS_MAX)
        return fail(l, "a list of outputs is due", "outputs");
    t->outputs = ARENA_ARRAY(l->arena, list->count, struct test_output);
    for (const struct json *o = list->first; o; o = o->next) {
        struct test_output *out = &t->outputs[t->outputs_n];

        in.path = str_format(l->arena, "%s.outputs[%zu]", l->path, t->outputs_n);
        out->name = json_str(o, "name", "");
        if (!*out->name || name_is_result(text_of(out->name)))
            return fail(&in, "an output needs a name", "name");
        rc = words ? load_word(&in, o, "name", "", words, &out->id) : QH_OK;
        if (!rc)
            rc = load_output_extra(&in, o, t->kind, out);
        if (!rc)
            rc = load_judge(&in, o, &out->judge);
        if (rc)
            return rc;
        t->outputs_n++;
    }
    return QH_OK;
}

QH_MUST static qh_status load_kind(struct loader *l, const struct json *o,
                                   struct rule_test *t)
{
    switch (t->kind) {
    case TEST_POINT_ERROR:
        return load_point_error(l, o, t);
    case TEST_STAT:
        return load_stat_test(l, o, t);
    case TEST_PAIRED:
        return load_paired(l, o, t);
    case TEST_SERIES:
        return load_outputs(l, o, SERIES, t);
    case TEST_FIELD:
        return load_outputs(l, o, FIELD, t);
    case TEST_REGRESSION:
        return load_outputs(l, o, REGRESSION, t);
    case TEST_FORMULA:
        return load_outputs(l, o, NULL, t);
    case TEST_CHECKLIST:
    case TEST_BUDGET:
    case TEST_ROUNDING:
    case TEST_VALIDITY:
    case TEST_KINDS:
        break;
    }
    return QH_OK;
}

qh_status test_load(struct arena *a, struct regulation *r, const struct json *node,
                    const char *path, struct rule_test *out, struct qh_error *err)
{
    struct loader l = {.arena = a, .reg = r, .path = path, .err = err};
    const char *kind = json_str(node, "kind", "");
    const struct json *grades = json_member(node, "applies_to");
    size_t k = 0;

    if (node->kind != JSON_OBJECT)
        return qh_fail(err, QH_INVALID, "regulation.test", path, "an object is due");
    while (k < TEST_KINDS && !str_equal(TEST_KIND_NAMES[k], kind))
        k++;
    if (k == TEST_KINDS)
        return fail(&l, str_format(a, "no such kind of test: '%.40s'", kind), "kind");
    *out = (struct rule_test){
        .id = json_str(node, "id", ""),
        .zh = json_str(node, "zh", ""),
        .en = json_str(node, "en", ""),
        .clause = json_str(node, "clause", ""),
        .unit = json_str(node, "unit", ""),
        .kind = (enum test_kind)k,
        .required = value_is_true(json_member(node, "required")),
        .fail_is_incomplete = str_equal(json_str(node, "on_fail", ""), "incomplete"),
        .outer = STATS,
        .node = node,
    };
    if (!*out->id)
        return fail(&l, "a test needs an id", "id");
    if (grades && grades->kind == JSON_ARRAY && grades->count)
        out->applies_to = grades;
    return load_kind(&l, node, out);
}
