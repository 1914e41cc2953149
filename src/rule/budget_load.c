/* From the JSON of a budget to struct budget_template. */
#include "rule/budget_template.h"

#include <string.h>

struct loader {
    struct arena *arena;
    struct regulation *reg;
    const char *path;
    struct qh_error *err;
};

QH_MUST static qh_status fail(const struct loader *l, const char *name, const char *what)
{
    return qh_fail(l->err, QH_INVALID, "budget.form",
                   str_format(l->arena, "%s%s%s", l->path, *name ? "." : "", name), "%s",
                   what);
}

static bool is_absent(const struct json *v)
{
    return !v || v->kind == JSON_NULL || (v->kind == JSON_STRING && !v->text.len);
}

QH_MUST static qh_status load_expr(struct loader *l, const struct json *o,
                                   const char *name, const struct expr **out)
{
    const struct json *v = json_member(o, name);
    struct expr *e = NULL;
    qh_status rc;

    if (is_absent(v))
        return QH_OK;
    if (v->kind != JSON_STRING && v->kind != JSON_NUMBER)
        return fail(l, name, "an expression is due");
    rc = expr_compile(l->arena, &l->reg->names, v->text, &e, l->err);
    if (rc)
        return l->err ? qh_fail(l->err, rc, l->err->key,
                                str_format(l->arena, "%s.%s", l->path, name), "%s",
                                str_copy(l->arena, l->err->detail))
                      : rc;
    *out = e;
    return QH_OK;
}

/* ---- sources ---- */

struct form {
    const char *member;
    enum source_form form;
    const char *by; /* member that must stand beside it, NULL: none */
};

static const struct form FORMS[] = {
    {"readings", SOURCE_READINGS, NULL}, {"sd", SOURCE_SD, "n"},
    {"half_width", SOURCE_WIDTH, NULL},  {"expanded", SOURCE_CERTIFICATE, "k"},
    {"u", SOURCE_PLAIN, NULL},
};

QH_MUST static qh_status find_form(const struct loader *l, const struct json *o,
                                   const struct form **out)
{
    *out = NULL;
    for (size_t i = 0; i < LEN(FORMS); i++) {
        if (!json_member(o, FORMS[i].member))
            continue;
        if (*out)
            return fail(l, FORMS[i].member, "a source is known in one way only");
        *out = &FORMS[i];
    }
    if (!*out)
        return fail(l, "", "readings, sd, half_width, expanded or u is due");
    return QH_OK;
}

QH_MUST static qh_status load_distribution(const struct loader *l, const struct json *o,
                                           struct budget_source *s)
{
    static const struct {
        const char *name;
        enum distribution shape;
    } WORDS[] = {{"rect", DIST_RECTANGULAR}, {"rectangular", DIST_RECTANGULAR},
                 {"tri", DIST_TRIANGULAR},   {"triangular", DIST_TRIANGULAR},
                 {"arcsin", DIST_ARCSINE},   {"arcsine", DIST_ARCSINE},
                 {"normal3", DIST_NORMAL_3}, {"normal", DIST_NORMAL_3}};
    const char *name = json_str(o, "distribution", "");

    if (s->form != SOURCE_WIDTH) {
        s->shape = DIST_NORMAL;
        return QH_OK;
    }
    for (size_t i = 0; i < LEN(WORDS); i++)
        if (str_equal(WORDS[i].name, name)) {
            s->shape = WORDS[i].shape;
            return QH_OK;
        }
    return fail(l, "distribution", "rect, tri, arcsin or normal3");
}

/* "x", or {"test": "repeatability"}. */
QH_MUST static qh_status load_readings(const struct loader *l, const struct json *v,
                                       struct budget_source *s)
{
    const struct rule_test *t;

    if (v->kind == JSON_STRING && v->text.len)
        return names_add(&l->reg->names, v->text, &s->list, l->err);
    s->test = json_str(v, "test", NULL);
    t = s->test ? regulation_test(l->reg, s->test) : NULL;
    if (!t || (t->kind != TEST_POINT_ERROR && t->kind != TEST_STAT))
        return fail(l, "readings", "a list by name, or a test with readings by id");
    return QH_OK;
}

QH_MUST static qh_status load_dof(struct loader *l, const struct json *o,
                                  struct budget_source *s)
{
    bool is_a = s->form == SOURCE_READINGS || s->form == SOURCE_SD;
    qh_status rc = QH_OK;

    if (is_a && (json_member(o, "dof") || json_member(o, "rel_u")))
        return fail(l, "dof", "type A: the degrees of freedom are those of the readings");
    if (!str_equal(json_str(o, "dof", ""), "inf"))
        rc = load_expr(l, o, "dof", &s->dof);
    if (!rc)
        rc = load_expr(l, o, "rel_u", &s->rel_u);
    if (!rc && s->dof && s->rel_u)
        rc = fail(l, "rel_u", "dof or rel_u, not both");
    return rc;
}

/* Ids are parts of names in the steps of the trace ("nu_ID"), which JSON limits. */
enum { SOURCE_ID_MAX = 64 };
_Static_assert((int)SOURCE_ID_MAX + 3 <= (int)JSON_KEY_MAX, "names of steps are keys");

static bool is_name(const char *s)
{
    size_t n = 0;

    for (; s[n]; n++)
        if (!(s[n] >= 'a' && s[n] <= 'z') && !(s[n] >= 'A' && s[n] <= 'Z') &&
            !(s[n] >= '0' && s[n] <= '9') && s[n] != '_')
            return false;
    return n > 0 && n <= SOURCE_ID_MAX;
}

QH_MUST static qh_status load_words(const struct loader *l, const struct json *o,
                                    struct budget_source *s)
{
    const char *type = json_str(o, "type", "");

    s->id = json_str(o, "id", "");
    s->symbol = json_str(o, "symbol", "");
    s->zh = json_str(o, "zh", s->id);
    s->en = json_str(o, "en", s->id);
    s->clause = json_str(o, "clause", "");
    s->standard = json_str(o, "standard", NULL);
    s->type_a = str_equal(type, "A");
    if (!is_name(s->id))
        return fail(l, "id", "a name of 1 to 64 letters, digits and _ is due");
    if (!s->type_a && !str_equal(type, "B"))
        return fail(l, "type", "A or B");
    return QH_OK;
}

QH_MUST static qh_status load_source(struct loader *l, const struct json *o,
                                     struct budget_source *s)
{
    const struct form *form = NULL;
    qh_status rc;

    if (o->kind != JSON_OBJECT)
        return fail(l, "", "an object is due");
    rc = load_words(l, o, s);
    if (!rc)
        rc = find_form(l, o, &form);
    if (rc)
        return rc;
    s->form = form->form;
    if (form->form == SOURCE_READINGS)
        rc = load_readings(l, json_member(o, "readings"), s);
    else
        rc = load_expr(l, o, form->member, &s->value);
    if (!rc && form->by) {
        rc = load_expr(l, o, form->by, &s->by);
        if (!rc && !s->by && s->value)
            rc = fail(l, form->by, "an expression is due");
    }
    if (!rc)
        rc = load_distribution(l, o, s);
    if (!rc && !str_equal(json_str(o, "n_used", ""), "count"))
        rc = load_expr(l, o, "n_used", &s->n_used);
    if (!rc)
        rc = load_expr(l, o, "sensitivity", &s->sensitivity);
    if (!rc)
        rc = load_expr(l, o, "when", &s->when);
    return rc ? rc : load_dof(l, o, s);
}

/* ---- the template ---- */

QH_MUST static qh_status load_number(const struct loader *l, const struct json *o,
                                     const char *name, struct dec *out)
{
    if (value_number(json_member(o, name), out, NULL))
        return fail(l, str_format(l->arena, "coverage.%s", name), "a number is due");
    return QH_OK;
}

QH_MUST static qh_status load_coverage(const struct loader *l, const struct json *o,
                                       struct coverage *c)
{
    const struct json *v = json_member(o, "coverage");
    const char *nu = json_str(v, "nu", "truncated");

    c->fixed = true;
    c->k = dec_int(2);
    if (is_absent(v))
        return QH_OK;
    c->continuous = str_equal(nu, "continuous");
    c->dominant = json_is_true(json_member(v, "dominant"));
    if (!c->continuous && !str_equal(nu, "truncated"))
        return fail(l, "coverage.nu", "truncated or continuous");
    if (json_member(v, "k")) {
        qh_status rc = load_number(l, v, "k", &c->k);

        return rc || dec_sign(c->k) > 0 ? rc : fail(l, "coverage.k", "above zero");
    }
    c->fixed = false;
    if (load_number(l, v, "p", &c->p) || dec_compare(c->p, dec_scaled(5, -1)) < 0 ||
        dec_compare(c->p, dec_scaled(9999, -4)) > 0)
        return fail(l, "coverage.p", "k, or p from 0.5 to 0.9999");
    return QH_OK;
}

QH_MUST static qh_status load_rounding(struct loader *l, const struct json *o,
                                       struct budget_template *t)
{
    const struct json *round = json_member(o, "round");
    struct dec v = dec_int(2);
    int64_t digits = 2;

    if (is_absent(round))
        round = NULL;
    if (round && json_member(round, "digits") &&
        (value_number(json_member(round, "digits"), &v, NULL) || dec_to_int(v, &digits)))
        digits = 0;
    if (digits < 1 || digits > 2)
        return fail(l, "round.digits", "1 or 2");
    if (!str_equal(json_str(round, "mode", "up"), "up"))
        return fail(l, "round.mode", "U is rounded up");
    t->digits = (int)digits;
    return load_expr(l, round, "to", &t->to);
}

QH_MUST static qh_status load_given(struct loader *l, const struct json *o,
                                    struct budget_template *t)
{
    const struct json *list = json_member(o, "given");
    const char *path = l->path;
    qh_status rc = QH_OK;

    if (is_absent(list))
        return QH_OK;
    if (list->kind != JSON_ARRAY || list->count > BUDGET_GIVEN_MAX)
        return fail(l, "given", "a list is due");
    t->given = ARENA_ARRAY(l->arena, list->count, struct budget_given);
    for (const struct json *g = list->first; !rc && g; g = g->next) {
        struct budget_given *out = &t->given[t->given_n];

        l->path = str_format(l->arena, "%s.given[%zu]", path, t->given_n++);
        out->name = json_str(g, "name", "");
        rc = load_expr(l, g, "expr", &out->expr);
        if (!rc && (!*out->name || !out->expr))
            rc = fail(l, "", "name and expr are due");
        if (!rc)
            rc = names_add(&l->reg->names, text_of(out->name), &out->slot, l->err);
    }
    l->path = path;
    return rc;
}

/* Has a source before the newest the same id?  The numbers of both would have one name in
 * the steps of the trace. */
static bool is_again(const struct budget_template *t)
{
    for (size_t i = 0; i < t->sources_n; i++)
        if (str_equal(t->sources[i].id, t->sources[t->sources_n].id))
            return true;
    return false;
}

QH_MUST static qh_status load_sources(struct loader *l, const struct json *o,
                                      struct budget_template *t)
{
    const struct json *list = json_member(o, "sources");
    const char *path = l->path;
    qh_status rc = QH_OK;

    if (!list || list->kind != JSON_ARRAY || !list->count ||
        list->count > BUDGET_SOURCES_MAX)
        return fail(l, "sources", "a list of sources is due");
    t->sources = ARENA_ARRAY(l->arena, list->count, struct budget_source);
    for (const struct json *s = list->first; !rc && s; s = s->next) {
        l->path = str_format(l->arena, "%s.sources[%zu]", path, t->sources_n);
        rc = load_source(l, s, &t->sources[t->sources_n]);
        if (!rc && is_again(t))
            rc = fail(l, "id", "a source of that id is there already");
        t->sources_n++;
    }
    l->path = path;
    return rc;
}

QH_MUST static qh_status load_head(struct loader *l, const struct json *o,
                                   struct budget_template *t)
{
    const char *per = json_str(o, "per", "point");
    const struct rule_test *test;

    if (o->kind != JSON_OBJECT)
        return fail(l, "", "an object is due");
    t->test = json_str(o, "test", "");
    t->id = json_str(o, "id", t->test);
    t->output = json_str(o, "output", "");
    t->zh = json_str(o, "zh", t->id);
    t->en = json_str(o, "en", t->id);
    t->clause = json_str(o, "clause", "");
    test = regulation_test(l->reg, t->test);
    if (!test)
        return fail(l, "test", "no test of that id");
    t->unit = json_str(o, "unit", test->unit ? test->unit : "");
    t->per_test = str_equal(per, "test");
    if (!t->per_test && !str_equal(per, "point"))
        return fail(l, "per", "point or test");
    if (!*t->output && !test->outputs_n)
        return QH_OK;
    for (size_t i = 0; i < test->outputs_n; i++)
        if (str_equal(test->outputs[i].name, t->output))
            return QH_OK;
    return fail(l, "output", "the test has no such output");
}

qh_status budget_load(struct arena *a, struct regulation *r, const struct json *node,
                      const char *path, struct budget_template *out, struct qh_error *err)
{
    struct loader l = {.arena = a, .reg = r, .path = path, .err = err};
    const struct json *cmc = json_member(node, "cmc");
    qh_status rc;

    rc = load_head(&l, node, out);
    if (!rc)
        rc = load_given(&l, node, out);
    if (!rc)
        rc = load_coverage(&l, node, &out->coverage);
    if (!rc)
        rc = load_rounding(&l, node, out);
    if (!rc && !is_absent(cmc))
        rc = cmc->kind == JSON_OBJECT ? load_expr(&l, cmc, "expr", &out->cmc)
                                      : load_expr(&l, node, "cmc", &out->cmc);
    if (!rc)
        rc = load_sources(&l, node, out);
    if (!rc)
        rc = names_add(&r->names, TEXT("v"), &out->value, err);
    if (!rc)
        rc = names_add(&r->names, TEXT("std_u"), &out->std_u, err);
    if (!rc)
        rc = names_add(&r->names, TEXT("std_k"), &out->std_k, err);
    return rc ? rc : names_add(&r->names, TEXT("std_mpe"), &out->std_mpe, err);
}

qh_status budget_declare(struct names *names, const struct json *section,
                         struct qh_error *err)
{
    static const char *const OWN[] = {"v", "std_u", "std_k", "std_mpe"};
    uint32_t slot;
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && i < LEN(OWN); i++)
        rc = names_add(names, text_of(OWN[i]), &slot, err);
    for (const struct json *t = section ? section->first : NULL; t; t = t->next) {
        const struct json *given = json_member(t, "given");

        for (const struct json *g = given ? given->first : NULL; !rc && g; g = g->next)
            rc = names_add(names, text_of(json_str(g, "name", "")), &slot, err);
    }
    return rc;
}
