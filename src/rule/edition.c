#include "rule/edition.h"

#include "rule/weighbridge_input.h"

struct loader {
    struct arena *arena;
    struct regulation *reg;
    struct edition *ed;
    struct qh_error *err;
};

/* clang-format off */
static const char *const SETTING_NAMES[SETTINGS] = {
    [SET_IN_SERVICE_FACTOR]   = "in_service_factor",
    [SET_DIRECT_READING]      = "direct_reading",
    [SET_SMALL_WEIGHT]        = "small_weight",
    [SET_ZERO_LOAD]           = "zero_load",
    [SET_SUBSTITUTION_FROM]   = "substitution_from",
    [SET_SUBSTITUTE_MISMATCH] = "substitute_mismatch",
    [SET_PLACEMENTS]          = "placements",
    [SET_ECCENTRICITY_LEAST]  = "eccentricity_least",
    [SET_ERROR_QUESTION]      = "error_question",
    [SET_POINTS_LEAST]        = "points_least",
    [SET_NET_POINTS]          = "net_points",
    [SET_SUBSTITUTION_FLOOR]       = "substitution_floor",
    [SET_IN_SERVICE_REPEATABILITY] = "in_service_repeatability",
    [SET_PAIR_LOAD]                = "eccentricity_pair_load",
    [SET_CONSTANT_NEAR]            = "constant_load_near",
};

/* What counts where an edition leaves a setting out or sets it to null. */
static const struct dec SETTING_DEFAULTS[SETTINGS] = {
    [SET_IN_SERVICE_REPEATABILITY] = {2, 0},
    [SET_PAIR_LOAD]                = {2, 0},
    [SET_CONSTANT_NEAR]            = {2, -1},
};

static const char *const SLOT_NAMES[EDITION_SLOTS] = {
    [NAME_CLASS] = "class", [NAME_MAX] = "Max",   [NAME_MIN] = "Min",
    [NAME_E] = "e",         [NAME_D] = "d",       [NAME_N] = "N",
    [NAME_T] = "T",         [NAME_LOAD] = "load", [NAME_DL] = "dl",
    [NAME_E0] = "e0",       [NAME_HALF] = "half", [NAME_SVC] = "svc",
    [NAME_STD] = "std",     [NAME_SUM_MPE] = "sum_mpe", [NAME_MPE] = "mpe",
    [NAME_I0] = "i0",       [NAME_D_MG] = "d_mg", [NAME_MAX_KG] = "Max_kg",
    [NAME_STAGE] = "stage", [NAME_SERVICE] = "service",
    [NAME_DEVICES] = "devices", [NAME_SVC_REP] = "svc_rep",
    [NAME_CREEP] = "creep", [NAME_E_TOP] = "e_top",
};

static const struct {
    const char *name;
    enum edition_plan plan;
    enum test_kind kind;
} PLANS[] = {
    {"items",          PLAN_ITEMS,          TEST_CHECKLIST},
    {"inputs",         PLAN_INPUTS,         TEST_FORMULA},
    {"zero",           PLAN_ZERO,           TEST_POINT_ERROR},
    {"tare",           PLAN_TARE,           TEST_POINT_ERROR},
    {"gate",           PLAN_GATE,           TEST_STAT},
    {"eccentricity",   PLAN_ECCENTRICITY,   TEST_POINT_ERROR},
    {"weighing",       PLAN_WEIGHING,       TEST_POINT_ERROR},
    {"repeatability",  PLAN_REPEATABILITY,  TEST_STAT},
    {"discrimination", PLAN_DISCRIMINATION, TEST_POINT_ERROR},
    {"net",            PLAN_NET,            TEST_POINT_ERROR},
    {"displays",       PLAN_DISPLAYS,       TEST_POINT_ERROR},
};
/* clang-format on */

QH_MUST static qh_status fail(const struct loader *l, const char *path, const char *what)
{
    return qh_fail(l->err, QH_INVALID, "regulation.edition", path, "%s", what);
}

QH_MUST static qh_status load_expr(struct loader *l, const struct json *v,
                                   const char *path, const struct expr **out)
{
    struct expr *e = NULL;
    qh_status rc;

    if (!v || (v->kind != JSON_STRING && v->kind != JSON_NUMBER))
        return fail(l, path, "an expression is due");
    rc = expr_compile(l->arena, &l->reg->names, v->text, &e, l->err);
    if (rc)
        return l->err ? qh_fail(l->err, rc, l->err->key, path, "%s",
                                str_copy(l->arena, l->err->detail))
                      : rc;
    *out = e;
    return QH_OK;
}

QH_MUST static qh_status load_dec(struct loader *l, const struct json *o,
                                  const char *path, const char *name, struct dec *out)
{
    const struct json *v = json_member(o, name);

    if (!v || value_number(v, out, NULL))
        return fail(l, str_format(l->arena, "%s.%s", path, name), "a number is due");
    return QH_OK;
}

QH_MUST static qh_status load_class(struct loader *l, const struct json *o,
                                    const char *path, struct edition_class *c)
{
    const struct json *e_max = json_member(o, "e_max_g");
    const struct json *n_max = json_member(o, "n_max");
    qh_status rc;

    c->class_name = json_str(o, "class", "");
    rc = load_dec(l, o, path, "e_min_g", &c->e_min_g);
    if (!rc)
        rc = load_dec(l, o, path, "n_min", &c->n_min);
    if (!rc)
        rc = load_dec(l, o, path, "min_e", &c->min_e);
    if (!rc)
        rc = load_dec(l, o, path, "part_n_min", &c->part_n_min);
    c->has_e_max = e_max && e_max->kind != JSON_NULL;
    c->has_n_max = n_max && n_max->kind != JSON_NULL;
    c->auxiliary = json_is_true(json_member(o, "auxiliary"));
    if (!rc && c->has_e_max)
        rc = load_dec(l, o, path, "e_max_g", &c->e_max_g);
    if (!rc && c->has_n_max)
        rc = load_dec(l, o, path, "n_max", &c->n_max);
    return rc;
}

QH_MUST static qh_status load_classes(struct loader *l)
{
    const struct json *list = json_member(l->reg->doc, "classes");
    qh_status rc;

    if (!list || list->kind != JSON_ARRAY || !list->count)
        return fail(l, "classes", "a list is due");
    l->ed->classes = ARENA_ARRAY(l->arena, list->count, struct edition_class);
    for (const struct json *o = list->first; o; o = o->next) {
        rc = load_class(l, o, str_format(l->arena, "classes[%zu]", l->ed->classes_n),
                        &l->ed->classes[l->ed->classes_n]);
        if (rc)
            return rc;
        l->ed->classes_n++;
    }
    return QH_OK;
}

QH_MUST static qh_status load_limit(struct loader *l, const struct json *o,
                                    const char *path, const struct limit **out)
{
    return limit_compile(&l->reg->limits, o, path, out, l->err);
}

QH_MUST static qh_status load_standards(struct loader *l)
{
    const struct json *list = json_member(l->reg->doc, "standards");
    size_t i = 0;
    qh_status rc = QH_OK;

    for (const struct json *o = list ? list->first : NULL; o && !rc; o = o->next, i++) {
        const char *id = json_str(o, "id", "");
        const char *path = str_format(l->arena, "standards[%zu].limit", i);

        if (str_equal(id, "mass"))
            rc = load_limit(l, json_member(o, "limit"), path, &l->ed->mass_limit);
        if (!str_equal(id, "weights"))
            continue;
        rc = load_limit(l, json_member(o, "limit"), path, &l->ed->weights_limit);
        if (!rc)
            rc = load_expr(l, json_member(o, "expr"),
                           str_format(l->arena, "standards[%zu].expr", i),
                           &l->ed->weights_expr);
    }
    if (rc)
        return rc;
    if (!l->ed->mass_limit || l->ed->mass_limit->kind != LIMIT_STEPS ||
        !l->ed->weights_expr || !l->ed->weights_limit)
        return fail(l, "standards", "the rules `weights` and `mass` (steps) are due");
    return QH_OK;
}

QH_MUST static qh_status load_extra(struct loader *l)
{
    const struct json *list = json_member(l->reg->doc, "weights_extra");
    qh_status rc = QH_OK;

    l->ed->extra = ARENA_ARRAY(l->arena, list ? list->count : 0, struct edition_weight);
    for (const struct json *o = list ? list->first : NULL; o && !rc; o = o->next) {
        struct edition_weight *w = &l->ed->extra[l->ed->extra_n];
        const char *path = str_format(l->arena, "weights_extra[%zu]", l->ed->extra_n++);

        w->class_name = json_str(o, "class", "");
        rc = load_dec(l, o, path, "nominal", &w->nominal);
        if (!rc)
            rc = load_dec(l, o, path, "mpe", &w->mpe);
    }
    return rc;
}

static const struct json *setting_value(const struct loader *l, const char *name)
{
    const struct json *settings = json_member(l->reg->doc, "settings");
    const struct json *v = json_member(json_member(settings, name), "value");

    return v && v->kind != JSON_NULL ? v : NULL;
}

/* Index of a word in a list that ends with NULL; -1: another word. */
static int word_at(const char *const *words, struct text t)
{
    for (int i = 0; words[i]; i++)
        if (text_is(t, words[i]))
            return i;
    return -1;
}

/* A setting of a few words; *out keeps its value where the edition has none. */
QH_MUST static qh_status load_word(struct loader *l, const char *name,
                                   const char *const *words, int *out)
{
    const struct json *v = setting_value(l, name);
    int at = v && v->kind == JSON_STRING ? word_at(words, v->text) : -1;

    if (!v)
        return QH_OK;
    if (at < 0)
        return fail(l, str_format(l->arena, "settings.%s.value", name), "no such choice");
    *out = at;
    return QH_OK;
}

/* How eccentricity may be tested, and how it is where the record does not say. */
QH_MUST static qh_status load_methods(struct loader *l)
{
    const struct json *choices = json_member(
        json_member(json_member(l->reg->doc, "settings"), "eccentricity_method"),
        "choices");
    struct edition *ed = l->ed;
    qh_status rc = load_word(l, "eccentricity_method", WEIGHBRIDGE_ECCENTRICITY,
                             &ed->eccentricity_method);

    ed->eccentricity_methods = 1u << ed->eccentricity_method;
    for (const struct json *v = choices ? choices->first : NULL; v && !rc; v = v->next) {
        int at = word_at(WEIGHBRIDGE_ECCENTRICITY, v->text);

        if (at < 0)
            return fail(l, "settings.eccentricity_method.choices", "no such method");
        ed->eccentricity_methods |= 1u << at;
    }
    return rc;
}

QH_MUST static qh_status load_words(struct loader *l)
{
    static const char *const CLASS_CHECK[] = {"note", "block", NULL};
    static const char *const MAX_MISSED[] = {"refuse", "limited", NULL};
    int class_check = 1;
    int max_missed = 0;
    qh_status rc = load_methods(l);

    if (!rc)
        rc = load_word(l, "class_check", CLASS_CHECK, &class_check);
    if (!rc)
        rc = load_word(l, "max_not_reached", MAX_MISSED, &max_missed);
    if (!rc && setting_value(l, "max_least"))
        rc = load_expr(l, setting_value(l, "max_least"), "settings.max_least.value",
                       &l->ed->max_least);
    l->ed->class_blocks = class_check == 1;
    l->ed->max_may_be_missed = max_missed == 1;
    return rc;
}

QH_MUST static qh_status load_settings(struct loader *l)
{
    const struct json *settings = json_member(l->reg->doc, "settings");
    qh_status rc;

    for (size_t i = 0; i < SETTINGS; i++) {
        l->ed->settings[i] = SETTING_DEFAULTS[i];
        if (i >= SET_SUBSTITUTION_FLOOR && !setting_value(l, SETTING_NAMES[i]))
            continue;
        rc = load_dec(l, json_member(settings, SETTING_NAMES[i]),
                      str_format(l->arena, "settings.%s", SETTING_NAMES[i]), "value",
                      &l->ed->settings[i]);
        if (rc)
            return rc;
    }
    return load_words(l);
}

QH_MUST static qh_status load_loads(struct loader *l, const struct json *list,
                                    const char *path, const struct expr ***out,
                                    size_t *out_n)
{
    qh_status rc;

    if (!list)
        return QH_OK;
    if (list->kind != JSON_ARRAY || list->count > 20)
        return fail(l, path, "a list of at most 20 expressions is due");
    *out = ARENA_ARRAY(l->arena, list->count, const struct expr *);
    for (const struct json *v = list->first; v; v = v->next) {
        rc = load_expr(l, v, path, &(*out)[*out_n]);
        if (rc)
            return rc;
        ++*out_n;
    }
    return QH_OK;
}

QH_MUST static qh_status load_points(struct loader *l, const char *name,
                                     struct edition_points *p)
{
    const struct json *o = json_member(json_member(l->reg->doc, "points"), name);
    const char *path = str_format(l->arena, "points.%s", name);
    const char *edges = json_str(o, "edges_of", "");
    qh_status rc;

    if (!o)
        return fail(l, path, "an object is due");
    rc = load_loads(l, json_member(o, "loads"), path, &p->loads, &p->loads_n);
    if (!rc)
        rc = load_loads(l, json_member(o, "spare"), path, &p->spare, &p->spare_n);
    if (!rc && json_member(o, "min"))
        rc = load_expr(l, json_member(o, "min"), path, &p->min);
    if (!rc && json_member(o, "near"))
        rc = load_dec(l, o, path, "near", &p->near);
    if (!rc && *edges)
        rc = load_limit(l, json_member(l->reg->limits.doc, edges), path, &p->edges_of);
    return rc;
}

QH_MUST static qh_status load_all_points(struct loader *l)
{
    const struct json *ecc =
        json_member(json_member(l->reg->doc, "points"), "eccentricity");
    qh_status rc;

    rc = load_points(l, "weighing", &l->ed->weighing);
    if (!rc)
        rc = load_points(l, "repeatability", &l->ed->repeatability);
    if (!rc)
        rc = load_points(l, "discrimination", &l->ed->discrimination);
    if (!rc)
        rc = load_limit(l, json_member(ecc, "parts"), "points.eccentricity.parts",
                        &l->ed->eccentricity_parts);
    if (!rc)
        rc = load_dec(l, ecc, "points.eccentricity", "off_centre_parts",
                      &l->ed->off_centre_parts);
    l->ed->rolling_part = dec_scaled(8, -1);
    if (!rc && json_member(ecc, "rolling_part"))
        rc =
            load_dec(l, ecc, "points.eccentricity", "rolling_part", &l->ed->rolling_part);
    if (!rc)
        rc = load_limit(l,
                        json_member(json_member(l->reg->doc, "counts"), "repeatability"),
                        "counts.repeatability", &l->ed->repeatability_count);
    if (!rc && (!l->ed->eccentricity_parts || !l->ed->repeatability.loads_n))
        return fail(l, "points", "loads of repeatability and parts are due");
    return rc;
}

/* "kinds": a list of kinds of verification; all if absent. */
QH_MUST static qh_status load_kinds(struct loader *l, const struct json *list,
                                    const char *path, unsigned *out)
{
    *out = list ? 0 : ~0u;
    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        unsigned k = 0;

        while (WEIGHBRIDGE_KINDS[k] && !text_is(v->text, WEIGHBRIDGE_KINDS[k]))
            k++;
        if (!WEIGHBRIDGE_KINDS[k])
            return fail(l, path, "no such kind of verification");
        *out |= 1u << k;
    }
    return QH_OK;
}

QH_MUST static qh_status load_test(struct loader *l, size_t i)
{
    const struct rule_test *t = &l->reg->tests[i];
    const char *path = str_format(l->arena, "tests[%zu]", i);
    const char *plan = json_str(t->node, "plan", "");
    struct edition_test *out = &l->ed->tests[i];
    size_t p = 0;
    qh_status rc;

    out->row = json_str(t->node, "row", "");
    rc = load_kinds(l, json_member(t->node, "kinds"), path, &out->kinds);
    if (!rc)
        rc = load_limit(l, json_member(t->node, "applies_if"),
                        str_format(l->arena, "%s.applies_if", path), &out->applies_if);
    if (rc)
        return rc;
    if (out->applies_if && !out->applies_if->has_of)
        return fail(l, path, "applies_if needs `of`");
    if (!*plan)
        return QH_OK;
    while (p < LEN(PLANS) && !str_equal(PLANS[p].name, plan))
        p++;
    if (p == LEN(PLANS) || PLANS[p].kind != t->kind)
        return fail(l, path, "plan: unknown, or of another kind of test");
    if (!*out->row)
        return fail(l, path, "a plan needs `row`, the prefix of the row keys");
    if (t->kind == TEST_POINT_ERROR && (t->form != FORM_X_R || t->each || !t->ref))
        return fail(l, path, "form x-r, a `ref` and no `each` are due here");
    if (t->kind == TEST_STAT && t->outer == STATS)
        return fail(l, path, "an outer statistic is due here");
    if (t->kind == TEST_POINT_ERROR && !t->judge.limit)
        return fail(l, path, "a limit is due here");
    out->plan = PLANS[p].plan;
    return QH_OK;
}

qh_status edition_slots(struct names *names, struct qh_error *err)
{
    static const enum edition_slot FIXED[] = {
        NAME_CLASS,   NAME_MAX,     NAME_MIN,   NAME_E,    NAME_D,      NAME_N,
        NAME_T,       NAME_HALF,    NAME_SVC,   NAME_D_MG, NAME_MAX_KG, NAME_SERVICE,
        NAME_DEVICES, NAME_SVC_REP, NAME_CREEP, NAME_E_TOP};
    uint32_t slots[EDITION_SLOTS];
    qh_status rc;

    for (size_t i = 0; i < EDITION_SLOTS; i++) {
        rc = names_add(names, text_of(SLOT_NAMES[i]), &slots[i], err);
        if (rc)
            return rc;
    }
    for (size_t i = 0; i < LEN(FIXED); i++)
        names_fix(names, slots[FIXED[i]]);
    return QH_OK;
}

qh_status edition_load(struct arena *a, struct regulation *r, struct edition **out,
                       struct qh_error *err)
{
    struct edition *ed = ARENA_NEW(a, struct edition);
    struct loader l = {.arena = a, .reg = r, .ed = ed, .err = err};
    qh_status rc;

    for (size_t i = 0; i < EDITION_SLOTS; i++)
        ed->slots[i] = (uint32_t)names_find(&r->names, text_of(SLOT_NAMES[i]));
    rc = load_limit(&l, json_member(r->limits.doc, "mpe"), "limits.mpe", &ed->mpe);
    if (!rc && !ed->mpe)
        rc = fail(&l, "limits.mpe", "the maximum permissible errors are due");
    if (!rc)
        rc = load_classes(&l);
    if (!rc)
        rc = load_standards(&l);
    if (!rc)
        rc = load_extra(&l);
    if (!rc)
        rc = load_settings(&l);
    if (!rc)
        rc = load_all_points(&l);
    ed->tests = ARENA_ARRAY(a, r->tests_n, struct edition_test);
    for (size_t i = 0; !rc && i < r->tests_n; i++)
        rc = load_test(&l, i);
    if (rc)
        return rc;
    *out = ed;
    return QH_OK;
}
