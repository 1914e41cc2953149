/* check_itself.c - an edition against itself: ids, references, evidence, layouts. */
#include "rule/check_parts.h"
#include "rule/test.h"

/* ---- evidence ---- */

static void need_evidence(struct check *c, const struct json *o, const char *path,
                          bool clause)
{
    static const char *const MEMBERS[] = {"source", "confidence", "confirmed"};
    static const char *const KEYS[] = {"check.source", "check.confidence",
                                       "check.confirmed"};

    for (size_t i = 0; i < LEN(MEMBERS); i++)
        if (!json_member(o, MEMBERS[i]))
            check_add(c, KEYS[i], path, "");
    if (clause && !*json_str(o, "clause", ""))
        check_add(c, "check.clause", path, "");
}

static bool has_limit(const struct json *test)
{
    const struct json *outputs = json_member(test, "outputs");
    const struct json *limit = json_member(test, "limit");

    if (limit && limit->kind != JSON_NULL)
        return true;
    for (const struct json *o = outputs ? outputs->first : NULL; o; o = o->next) {
        limit = json_member(o, "limit");
        if (limit && limit->kind != JSON_NULL)
            return true;
    }
    return false;
}

static void check_evidence(struct check *c)
{
    const struct json *limits = json_member(c->doc, "limits");
    const struct json *tables = json_member(c->doc, "tables");
    const struct json *info = json_member(c->doc, "tables_info");
    const struct json *tests = json_member(c->doc, "tests");
    size_t i = 0;

    for (const struct json *l = limits ? limits->first : NULL; l; l = l->next) {
        const char *path = str_format(c->arena, "limits.%s", l->key.p);

        check_limit(c, l, path);
        if (c->general)
            need_evidence(c, l, path, true);
    }
    for (const struct json *t = tables ? tables->first : NULL; t; t = t->next)
        if (!check_has_key(info, t->key))
            check_add(c, "check.table_info", str_format(c->arena, "tables.%s", t->key.p),
                      t->key.p);
    for (const struct json *t = tests ? tests->first : NULL; t; t = t->next, i++)
        if (has_limit(t))
            need_evidence(c, t, str_format(c->arena, "tests[%zu]", i), false);
}

/* ---- ids and references ---- */

static void check_unique(struct check *c, const struct json *list, const char *path,
                         const char *member)
{
    size_t i = 0;

    for (const struct json *m = list ? list->first : NULL; m; m = m->next, i++) {
        const char *id = json_str(m, member, "");

        for (const struct json *o = list->first; *id && o != m; o = o->next)
            if (str_equal(json_str(o, member, ""), id)) {
                check_add(c, "check.twice",
                          str_format(c->arena, "%s[%zu].%s", path, i, member), id);
                break;
            }
    }
}

static void check_ids(struct check *c)
{
    static const char *const LISTS[] = {"tests",  "conditions", "standards",
                                        "inputs", "budgets",    "classes"};
    const struct json *tests = json_member(c->doc, "tests");
    size_t i = 0;

    for (size_t k = 0; k < LEN(LISTS); k++)
        check_unique(c, json_member(c->doc, LISTS[k]), LISTS[k], "id");
    check_unique(c, json_member(c->doc, "instrument_vars"), "instrument_vars", "name");
    for (const struct json *t = tests ? tests->first : NULL; t; t = t->next, i++) {
        check_unique(c, json_member(t, "items"),
                     str_format(c->arena, "tests[%zu].items", i), "id");
        check_unique(c, json_member(t, "outputs"),
                     str_format(c->arena, "tests[%zu].outputs", i), "name");
    }
}

static void check_test_id(struct check *c, const char *id, const char *path)
{
    if (!check_has_name(json_member(c->doc, "tests"), "id", text_of(id)))
        check_add(c, "check.reference", path, id);
}

/* Tests whose readings or results another test takes. */
static void check_taken(struct check *c)
{
    const struct json *tests = json_member(c->doc, "tests");
    size_t i = 0;

    for (const struct json *t = tests ? tests->first : NULL; t; t = t->next, i++) {
        const struct json *from = json_member(t, "from");
        const struct json *in = json_member(t, "inputs");
        size_t k = 0;

        if (from)
            check_test_id(c, json_str(from, "test", ""),
                          str_format(c->arena, "tests[%zu].from.test", i));
        for (const struct json *a = in ? in->first : NULL; a; a = a->next, k++)
            if (json_member(a, "of"))
                check_test_id(
                    c, json_str(json_member(a, "of"), "test", ""),
                    str_format(c->arena, "tests[%zu].inputs[%zu].of.test", i, k));
    }
}

static void check_grade_lists(struct check *c)
{
    const struct json *grades = json_member(json_member(c->doc, "regulation"), "grades");
    const struct json *tests = json_member(c->doc, "tests");
    size_t i = 0;

    for (const struct json *t = tests ? tests->first : NULL; t; t = t->next, i++) {
        const struct json *to = json_member(t, "applies_to");

        for (const struct json *g = to ? to->first : NULL; g; g = g->next)
            if (!check_is_grade(grades, g->text))
                check_add(c, "check.grade_unknown",
                          str_format(c->arena, "tests[%zu].applies_to", i), g->text.p);
    }
}

/* A budget says for all of its sources what it rests on, or each says so. */
static void check_sources(struct check *c, const struct json *list, const char *path)
{
    size_t i = 0;

    for (const struct json *s = list ? list->first : NULL; s; s = s->next, i++)
        need_evidence(c, s, str_format(c->arena, "%s[%zu]", path, i), false);
}

static void check_budgets(struct check *c)
{
    const struct json *list = json_member(c->doc, "budgets");
    const struct json *standards = json_member(c->doc, "standards");
    size_t i = 0;

    for (const struct json *b = list ? list->first : NULL; b; b = b->next, i++) {
        const struct json *sources = json_member(b, "sources");
        size_t k = 0;

        check_test_id(c, json_str(b, "test", ""),
                      str_format(c->arena, "budgets[%zu].test", i));
        if (!json_member(b, "source"))
            check_sources(c, sources, str_format(c->arena, "budgets[%zu].sources", i));
        for (const struct json *s = sources ? sources->first : NULL; s;
             s = s->next, k++) {
            const char *id = json_str(s, "standard", "");

            if (*id && !check_has_name(standards, "id", text_of(id)))
                check_add(
                    c, "check.reference",
                    str_format(c->arena, "budgets[%zu].sources[%zu].standard", i, k), id);
        }
    }
}

/* ---- layouts ---- */

static bool is_column(struct text name)
{
    static const char *const COLUMNS[] = {
        "name",      "label",  "position", "direction", "readings",
        "reference", "result", "value",    "limit",     "margin",
        "verdict",   "u",      "k",        "clause",    "unit"};

    for (size_t i = 0; i < LEN(COLUMNS); i++)
        if (text_is(name, COLUMNS[i]))
            return true;
    return false;
}

static void check_columns(struct check *c, const struct json *list, const char *path)
{
    size_t i = 0;

    if (!list || list->kind != JSON_ARRAY) {
        check_add(c, "check.texts", path, "");
        return;
    }
    for (const struct json *v = list->first; v && c->general; v = v->next, i++)
        if (!is_column(v->text))
            check_add(c, "check.column", str_format(c->arena, "%s[%zu]", path, i),
                      v->text.p);
}

static bool is_list(const struct json *v)
{
    return v && v->kind == JSON_ARRAY;
}

static void check_layout(struct check *c, const char *section, const char *list)
{
    const struct json *o = json_member(json_member(c->doc, section), list);
    size_t i = 0;

    bool shaped = str_equal(section, "record"); /* its shape was checked before */

    if (o && o->kind != JSON_ARRAY) {
        if (!shaped)
            check_add(c, "check.list", str_format(c->arena, "%s.%s", section, list), "");
        return;
    }
    for (const struct json *m = o ? o->first : NULL; m; m = m->next, i++) {
        const char *path = str_format(c->arena, "%s.%s[%zu]", section, list, i);

        if (m->kind == JSON_STRING) {
            check_test_id(c, m->text.p, path);
            continue;
        }
        check_test_id(c, json_str(m, "test", ""), str_format(c->arena, "%s.test", path));
        if (!shaped || is_list(json_member(m, "columns")))
            check_columns(c, json_member(m, "columns"),
                          str_format(c->arena, "%s.columns", path));
    }
}

void check_itself(struct check *c)
{
    check_evidence(c);
    check_ids(c);
    check_taken(c);
    check_grade_lists(c);
    check_budgets(c);
    check_layout(c, "record", "tests");
    check_layout(c, "certificate", "results");
}
