#include "rule/regulation.h"

#include "rule/budget_template.h"
#include "rule/decision.h"
#include "rule/dry_run.h"
#include "rule/edition.h"
#include "rule/general.h"
#include "rule/place.h"
#include "rule/regulation_data.h"
#include "rule/results.h"

#include <string.h>

struct loader {
    struct arena *arena;
    struct regulation *reg;
    struct qh_error *err;
};

const char *regulation_code(const struct regulation *r)
{
    return r->code;
}

const char *regulation_edition(const struct regulation *r)
{
    return r->edition;
}

const char *regulation_title(const struct regulation *r, bool zh)
{
    return zh ? r->title_zh : r->title_en;
}

int regulation_validity_months(const struct regulation *r)
{
    return r->validity_months;
}

const struct json *regulation_document(const struct regulation *r)
{
    return r->doc;
}

const char *const *regulation_unconfirmed(const struct regulation *r)
{
    return r->unconfirmed;
}

/* Names of the members of an object, or of a list of objects with "name". */
QH_MUST static qh_status declare(struct loader *l, const char *section)
{
    const struct json *o = json_member(l->reg->doc, section);
    uint32_t slot;
    qh_status rc;

    if (!o || (o->kind != JSON_OBJECT && o->kind != JSON_ARRAY))
        return QH_OK;
    for (const struct json *m = o->first; m; m = m->next) {
        struct text name =
            o->kind == JSON_OBJECT ? m->key : text_of(json_str(m, "name", ""));

        rc = names_add(&l->reg->names, name, &slot, l->err);
        if (rc)
            return rc;
    }
    return QH_OK;
}

static bool has_procedure(const struct regulation *r, const char *name)
{
    return r->own &&
           str_equal(json_str(json_member(r->doc, "regulation"), "procedure", ""), name);
}

static bool is_general(const struct regulation *r)
{
    return has_procedure(r, "general");
}

/* "id" of each of a list. */
QH_MUST static qh_status declare_ids(struct loader *l, const struct json *list)
{
    uint32_t slot;
    qh_status rc;

    for (const struct json *m = list ? list->first : NULL; m; m = m->next) {
        rc = names_add(&l->reg->names, text_of(json_str(m, "id", "")), &slot, l->err);
        if (rc)
            return rc;
    }
    return QH_OK;
}

/* The names that the tests of an edition of ours may use. */
QH_MUST static qh_status declare_all(struct loader *l)
{
    static const char *const SECTIONS[] = {"tables", "vars", "instrument_vars", "context",
                                           "settings"};
    const struct json *tests = json_member(l->reg->doc, "tests");
    size_t sections = is_general(l->reg) ? LEN(SECTIONS) : LEN(SECTIONS) - 1;
    qh_status rc;

    for (size_t i = 0; i < sections; i++) {
        rc = declare(l, SECTIONS[i]);
        if (rc)
            return rc;
    }
    rc = declare_ids(l, json_member(l->reg->doc, "inputs"));
    if (!rc)
        rc = declare_ids(l, json_member(l->reg->doc, "conditions"));
    for (const struct json *t = tests ? tests->first : NULL; t && !rc; t = t->next) {
        rc = declare_ids(l, json_member(t, "inputs"));
        if (!rc)
            rc = declare_ids(l, json_member(t, "asks"));
    }
    return rc;
}

QH_MUST static qh_status load_head(struct loader *l)
{
    struct regulation *r = l->reg;
    const struct json *head = json_member(r->doc, "regulation");
    const struct json *verdict = json_member(r->doc, "verdict");
    const char *schema = json_str(r->doc, "schema", "");
    const char *kind = json_str(head, "kind", "");
    int64_t months = 0;

    r->own = str_equal(schema, "qh-regulation/1");
    if (!r->own && !str_equal(schema, "metro-vector/1"))
        return qh_fail(l->err, QH_INVALID, "regulation.schema", "schema",
                       "unknown schema '%.40s'", schema);
    if (!head || head->kind != JSON_OBJECT)
        return qh_fail(l->err, QH_INVALID, "regulation.head", "regulation",
                       "an object is due");
    r->calibration = str_equal(kind, "calibration");
    if (!r->calibration && !str_equal(kind, "verification"))
        return qh_fail(l->err, QH_INVALID, "regulation.head", "regulation.kind",
                       "verification or calibration");
    if (json_member(head, "validity_months") &&
        (json_int(json_member(head, "validity_months"), &months) || months < 0 ||
         months > 1200))
        return qh_fail(l->err, QH_INVALID, "regulation.head",
                       "regulation.validity_months", "0 to 1200");
    r->validity_months = (int)months;
    r->code = json_str(head, "code", "");
    r->edition = json_str(head, "edition", "");
    r->title_zh = json_str(head, "title_zh", "");
    r->title_en = json_str(head, "title_en", "");
    r->grades = json_member(head, "grades");
    if (r->grades && r->grades->count > REGULATION_GRADES_MAX)
        return qh_fail(l->err, QH_LIMIT, "regulation.grades", "regulation.grades",
                       "at most %d grades", REGULATION_GRADES_MAX);
    r->requirement = value_is_true(json_member(verdict, "requirement"));
    r->best = str_equal(json_str(verdict, "mode", ""), "best");
    if (r->best && (!r->grades || r->grades->kind != JSON_ARRAY))
        return qh_fail(l->err, QH_INVALID, "regulation.grades", "regulation.grades",
                       "the best grade of no list of grades");
    r->limits.doc = json_member(r->doc, "limits");
    if (r->limits.doc && r->limits.doc->kind == JSON_OBJECT) {
        r->limits.compiled =
            ARENA_ARRAY(l->arena, r->limits.doc->count, const struct limit *);
        r->limits.busy = ARENA_ARRAY(l->arena, r->limits.doc->count, bool);
    } else {
        r->limits.doc = NULL;
    }
    return QH_OK;
}

/* One table or var.  Foreign files may hold what nobody reads: that fails where it is
 * used. */
QH_MUST static qh_status load_value(struct loader *l, const struct json *m,
                                    const char *section)
{
    struct regulation *r = l->reg;
    int32_t slot = names_find(&r->names, m->key);
    qh_status rc;

    if (slot < 0)
        return QH_OK;
    r->base[slot] = value_of(m);
    rc = value_read(l->arena, &r->base[slot], l->err);
    if (!rc || !r->own || !l->err)
        return r->own ? rc : QH_OK;
    return qh_fail(l->err, rc, l->err->key,
                   str_format(l->arena, "%s.%s", section, m->key.p), "%s",
                   str_copy(l->arena, l->err->detail));
}

/* Tables and vars, read once. */
QH_MUST static qh_status load_base(struct loader *l)
{
    static const char *const SECTIONS[] = {"tables", "vars"};
    qh_status rc;

    l->reg->base = ARENA_ARRAY(l->arena, l->reg->names.n, struct value);
    for (size_t i = 0; i < LEN(SECTIONS); i++) {
        const struct json *o = json_member(l->reg->doc, SECTIONS[i]);

        if (o && o->kind != JSON_OBJECT)
            return qh_fail(l->err, QH_INVALID, "regulation.names", SECTIONS[i],
                           "an object is due");
        for (const struct json *m = o ? o->first : NULL; m; m = m->next) {
            rc = load_value(l, m, SECTIONS[i]);
            if (rc)
                return rc;
        }
    }
    return QH_OK;
}

/* In an edition of ours every name is declared before it is used. */
QH_MUST static qh_status check_names(struct loader *l, uint32_t declared,
                                     const char *path)
{
    const char *at;

    while (declared < l->reg->names.n && name_is_result(l->reg->names.list[declared]))
        declared++; /* results_load() knows them */
    if (!l->reg->own || l->reg->names.n == declared)
        return QH_OK;
    at = place_of_name(l->arena, l->reg->doc, l->reg->names.list[declared]);
    return qh_fail(l->err, QH_INVALID, "regulation.name", *at ? at : path,
                   "'%.60s' is declared nowhere (tables, vars, instrument_vars, context, "
                   "inputs)",
                   l->reg->names.list[declared].p);
}

/* Outputs of a formula are names for those after them: declared by themselves, but a
 * reference to a later one or to itself is a circle. */
QH_MUST static qh_status declare_outputs(struct loader *l, const struct json *node)
{
    const struct json *list = json_member(node, "outputs");
    uint32_t slot;
    qh_status rc;

    if (!str_equal(json_str(node, "kind", ""), "formula") || !list)
        return QH_OK;
    for (const struct json *o = list->first; o; o = o->next) {
        rc = names_add(&l->reg->names, text_of(json_str(o, "name", "")), &slot, l->err);
        if (rc)
            return rc;
    }
    return QH_OK;
}

QH_MUST static qh_status check_formula_order(struct loader *l, const struct rule_test *t,
                                             const char *path)
{
    uint32_t slots[256];

    for (size_t i = 0; l->reg->own && t->kind == TEST_FORMULA && i < t->outputs_n; i++) {
        size_t n = expr_slots(t->outputs[i].expr, slots, LEN(slots));

        for (size_t s = 0; s < n; s++)
            for (size_t later = i; later < t->outputs_n; later++)
                if (slots[s] == t->outputs[later].slot)
                    return qh_fail(l->err, QH_INVALID, "regulation.circle",
                                   str_format(l->arena, "%s.outputs[%zu].expr", path, i),
                                   "'%s' is worked out only later",
                                   t->outputs[later].name);
    }
    return QH_OK;
}

QH_MUST static qh_status load_tests(struct loader *l)
{
    struct regulation *r = l->reg;
    const struct json *list = json_member(r->doc, "tests");
    qh_status rc;

    if (!list || list->kind != JSON_ARRAY || list->count > REGULATION_TESTS_MAX)
        return qh_fail(l->err, QH_INVALID, "regulation.tests", "tests",
                       "a list of at most %d tests is due", REGULATION_TESTS_MAX);
    r->tests = ARENA_ARRAY(l->arena, list->count, struct rule_test);
    for (const struct json *o = list->first; o; o = o->next) {
        const char *path = str_format(l->arena, "tests[%zu]", r->tests_n);
        uint32_t declared;

        rc = declare_outputs(l, o);
        if (rc)
            return rc;
        declared = r->names.n;
        rc = test_load(l->arena, r, o, path, &r->tests[r->tests_n], l->err);
        if (!rc)
            rc = check_names(l, declared, path);
        if (!rc)
            rc = check_formula_order(l, &r->tests[r->tests_n], path);
        if (rc)
            return rc;
        if (regulation_test(r, r->tests[r->tests_n].id))
            return qh_fail(l->err, QH_INVALID, "regulation.test",
                           str_format(l->arena, "%s.id", path), "the id is there twice");
        r->tests_n++;
    }
    return QH_OK;
}

/* Depth-first along "requires"; state: 0 new, 1 on the way, 2 done. */
QH_MUST static qh_status walk_requires(struct loader *l, size_t i, char *state, int depth)
{
    const struct json *list = json_member(l->reg->tests[i].node, "requires");
    const char *path = str_format(l->arena, "tests[%zu].requires", i);
    qh_status rc;

    if (state[i] == 1 || depth > REGULATION_TESTS_MAX)
        return qh_fail(l->err, QH_INVALID, "regulation.circle", path,
                       "test '%.60s' requires itself", l->reg->tests[i].id);
    if (state[i] == 2)
        return QH_OK;
    state[i] = 1;
    for (const struct json *m = list ? list->first : NULL; m; m = m->next) {
        const struct rule_test *t =
            m->kind == JSON_STRING ? regulation_test(l->reg, m->text.p) : NULL;

        if (!t)
            return qh_fail(l->err, QH_INVALID, "regulation.test", path,
                           "no test of that id");
        rc = walk_requires(l, (size_t)(t - l->reg->tests), state, depth + 1);
        if (rc)
            return rc;
    }
    state[i] = 2;
    return QH_OK;
}

QH_MUST static qh_status check_requires(struct loader *l)
{
    char *state = ARENA_ARRAY(l->arena, l->reg->tests_n, char);
    qh_status rc;

    for (size_t i = 0; i < l->reg->tests_n; i++) {
        rc = walk_requires(l, i, state, 0);
        if (rc)
            return rc;
    }
    return QH_OK;
}

/* A setting is a name with its value; one that is not known has none. */
static void load_settings(struct loader *l)
{
    const struct json *o = json_member(l->reg->doc, "settings");

    for (const struct json *m = o ? o->first : NULL; m; m = m->next) {
        const struct json *v = json_member(m, "value");
        int32_t slot = names_find(&l->reg->names, m->key);

        if (slot >= 0 && v && (v->kind == JSON_STRING || v->kind == JSON_NUMBER))
            l->reg->base[slot] = value_of(v);
    }
}

/* Only tests and budgets may name results of tests: plans know none, and a decision must
 * not depend on the order of the tests. */
QH_MUST static qh_status refuse_results(struct loader *l, uint32_t from)
{
    const struct regulation *r = l->reg;

    for (uint32_t i = from; i < r->names.n; i++)
        if (name_is_result(r->names.list[i]))
            return qh_fail(l->err, QH_INVALID, "regulation.result",
                           place_of_name(l->arena, r->doc, r->names.list[i]),
                           "only tests and budgets may name results of tests");
    return QH_OK;
}

QH_MUST static qh_status load_general(struct loader *l)
{
    uint32_t declared = l->reg->names.n;
    qh_status rc;

    if (!is_general(l->reg))
        return QH_OK;
    rc = general_load(l->arena, l->reg, &l->reg->general, l->err);
    if (!rc)
        rc = check_names(l, declared, "conditions, standards, points or counts");
    return rc ? rc : refuse_results(l, declared);
}

QH_MUST static qh_status load_edition(struct loader *l)
{
    uint32_t declared = l->reg->names.n;
    qh_status rc;

    if (!has_procedure(l->reg, "weighbridge"))
        return QH_OK;
    rc = edition_load(l->arena, l->reg, &l->reg->weighing, l->err);
    if (!rc)
        rc = check_names(l, declared, "standards, points, counts or applies_if");
    return rc ? rc : refuse_results(l, declared);
}

QH_MUST static qh_status load_decision(struct loader *l)
{
    uint32_t declared = l->reg->names.n;
    qh_status rc;

    rc = decision_load(l->arena, &l->reg->names, json_member(l->reg->doc, "decision"),
                       &l->reg->decision, l->err);
    if (!rc)
        rc = check_names(l, declared, "decision");
    return rc ? rc : refuse_results(l, declared);
}

QH_MUST static qh_status load_budgets(struct loader *l)
{
    struct regulation *r = l->reg;
    const struct json *list = json_member(r->doc, "budgets");
    uint32_t declared;
    qh_status rc;

    if (!list)
        return QH_OK;
    if (list->kind != JSON_ARRAY || list->count > BUDGETS_MAX)
        return qh_fail(l->err, QH_INVALID, "budget.form", "budgets",
                       "a list of at most %d budgets is due", BUDGETS_MAX);
    rc = budget_declare(&r->names, list, l->err);
    if (rc)
        return rc;
    r->budgets = ARENA_ARRAY(l->arena, list->count, struct budget_template);
    declared = r->names.n;
    for (const struct json *o = list->first; o; o = o->next) {
        const char *path = str_format(l->arena, "budgets[%zu]", r->budgets_n);

        rc = budget_load(l->arena, r, o, path, &r->budgets[r->budgets_n], l->err);
        if (!rc)
            rc = check_names(l, declared, path);
        if (rc)
            return rc;
        r->budgets_n++;
    }
    return QH_OK;
}

static bool is_unconfirmed(const struct json *o)
{
    const struct json *v = json_member(o, "confirmed");

    return v && v->kind == JSON_NULL;
}

/* "confirmed": null in tests and in the other sections with numbers. */
static void gather_unconfirmed(struct loader *l)
{
    static const char *const SECTIONS[] = {
        "tests",    "limits", "tables_info",   "standards",  "classes",
        "settings", "points", "weights_extra", "conditions", "budgets"};
    const struct json *doc = l->reg->doc;
    size_t n = 0;
    size_t cap = 1;

    for (size_t i = 0; i < LEN(SECTIONS); i++)
        if (json_member(doc, SECTIONS[i]))
            cap += json_member(doc, SECTIONS[i])->count;
    l->reg->unconfirmed = ARENA_ARRAY(l->arena, cap, const char *);
    for (size_t i = 0; i < LEN(SECTIONS); i++) {
        const struct json *s = json_member(doc, SECTIONS[i]);

        for (const struct json *m = s ? s->first : NULL; m; m = m->next) {
            const char *name = m->key.len ? m->key.p : json_str(m, "id", "");

            if (is_unconfirmed(m))
                l->reg->unconfirmed[n++] =
                    str_format(l->arena, "%s.%s", SECTIONS[i], name);
        }
    }
}

/* What the procedure sets by itself may be used without a declaration. */
QH_MUST static qh_status load_slots(struct loader *l)
{
    if (has_procedure(l->reg, "weighbridge"))
        return edition_slots(&l->reg->names, l->err);
    return is_general(l->reg) ? general_slots(&l->reg->names, l->err) : QH_OK;
}

QH_MUST static qh_status load_results(struct loader *l)
{
    qh_status rc = results_load(l->arena, l->reg, l->err);

    if (rc || !is_general(l->reg))
        return rc;
    return general_check_results(l->arena, l->reg, l->err);
}

qh_status regulation_load(struct arena *a, const struct json *doc,
                          struct regulation **out, struct qh_error *err)
{
    static qh_status (*const PARTS[])(struct loader *) = {
        load_head,      load_slots,    declare_all,  load_tests,
        check_requires, load_edition,  load_general, load_budgets,
        load_results,   load_decision, load_base,
    };
    struct regulation *r = ARENA_NEW(a, struct regulation);
    struct loader l = {.arena = a, .reg = r, .err = err};
    qh_status rc = QH_OK;

    r->doc = doc;
    names_init(&r->names, a);
    r->limits.arena = a;
    r->limits.names = &r->names;
    for (size_t i = 0; !rc && i < LEN(PARTS); i++)
        rc = PARTS[i](&l);
    if (rc)
        return rc;
    if (is_general(r))
        load_settings(&l);
    if (r->own)
        rc = dry_run(a, r, err);
    if (rc)
        return rc;
    gather_unconfirmed(&l);
    *out = r;
    return QH_OK;
}

qh_status regulation_load_text(struct arena *a, struct text file, struct regulation **out,
                               struct qh_error *err)
{
    struct json *doc = NULL;
    qh_status rc;

    rc = json_parse(a, file, &doc, err);
    if (rc)
        return rc;
    return regulation_load(a, doc, out, err);
}
