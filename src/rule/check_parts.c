#include "rule/check_parts.h"

#include "rule/place.h"
#include "rule/test.h"

void check_add(struct check *c, const char *key, const char *path, const char *detail)
{
    struct regulation_findings *f = c->out;
    const char *what = detail ? detail : ""; /* a node that is no text has none */

    if (f->n == REGULATION_FINDINGS_MAX)
        return;
    f->at[f->n++] = (struct regulation_finding){
        .key = key,
        .path = *path ? path : what, /* a member of the file itself */
        .line = place_line(c->file, path),
        .detail = what,
    };
}

unsigned check_kind_of(const struct json *test)
{
    const char *kind = json_str(test, "kind", "");

    for (unsigned k = 0; k < TEST_KINDS; k++)
        if (str_equal(TEST_KIND_NAMES[k], kind))
            return 1u << k;
    return 0;
}

bool check_has_name(const struct json *list, const char *member, struct text name)
{
    for (const struct json *m = list ? list->first : NULL; m; m = m->next)
        if (text_is(name, json_str(m, member, "")))
            return true;
    return false;
}

bool check_has_key(const struct json *o, struct text name)
{
    for (const struct json *m = o && o->kind == JSON_OBJECT ? o->first : NULL; m;
         m = m->next)
        if (text_equal(m->key, name))
            return true;
    return false;
}

bool check_declared(const struct check *c, struct text name)
{
    static const char *const MAPS[] = {"context", "tables", "vars", "settings"};
    static const char *const KNOWN[] = {"r", "fs"};
    const struct json *tests = json_member(c->doc, "tests");

    for (size_t i = 0; i < LEN(MAPS); i++)
        if (check_has_key(json_member(c->doc, MAPS[i]), name))
            return true;
    for (size_t i = 0; i < LEN(KNOWN); i++)
        if (text_is(name, KNOWN[i]))
            return true;
    if (check_has_name(json_member(c->doc, "instrument_vars"), "name", name) ||
        check_has_name(json_member(c->doc, "inputs"), "id", name))
        return true;
    for (const struct json *t = tests ? tests->first : NULL; t; t = t->next)
        if (check_has_name(json_member(t, "asks"), "id", name))
            return true;
    return false;
}

bool check_is_grade(const struct json *grades, struct text name)
{
    for (const struct json *g = grades ? grades->first : NULL; g; g = g->next)
        if (text_equal(g->text, name))
            return true;
    return false;
}

void check_grades(struct check *c, const struct json *v, const char *path)
{
    const struct json *grades = json_member(json_member(c->doc, "regulation"), "grades");
    const struct json *map = json_member(v, "map");

    if (!str_equal(json_str(v, "by", ""), "grade"))
        return;
    for (const struct json *m = map->first; m; m = m->next)
        if (!check_is_grade(grades, m->key))
            check_add(c, "check.grade_unknown",
                      str_format(c->arena, "%s.map.%s", path, m->key.p), m->key.p);
}
