/* check_shape.c - an edition against its tables of members (edition_shape.h).
 * Recursion is as deep as documents nest: JSON_DEPTH_MAX at most. */
#include "base/days.h"
#include "rule/check_parts.h"

#include <stdlib.h>
#include <string.h>

static const char *below(struct check *c, const char *path, const char *name)
{
    return str_format(c->arena, "%s%s%s", path, *path ? "." : "", name);
}

static const char *item(struct check *c, const char *path, size_t i)
{
    return str_format(c->arena, "%s[%zu]", path, i);
}

/* ---- values ---- */

static bool is_text(const struct json *v)
{
    return v->kind == JSON_STRING && text_trim(v->text).len > 0;
}

static bool is_decimal(const struct json *v)
{
    struct dec d;

    return v->kind == JSON_STRING && !dec_parse(v->text, &d);
}

static bool is_part(const struct json *v)
{
    struct dec d;

    return v->kind == JSON_STRING && !dec_parse(v->text, &d) && dec_sign(d) >= 0 &&
           dec_compare(d, dec_int(1)) <= 0;
}

static bool is_day(const struct json *v)
{
    int64_t number;

    return v->kind == JSON_STRING && !day_parse(v->text.p, &number);
}

static bool is_expr(const struct json *v)
{
    return v->kind == JSON_NUMBER || is_text(v);
}

static bool is_words(const struct json *v, const char *const *words)
{
    if (v->kind != JSON_STRING)
        return false;
    for (size_t i = 0; words && words[i]; i++)
        if (text_is(v->text, words[i]))
            return true;
    return !words;
}

static void check_texts(struct check *c, const struct json *v, const char *path,
                        const char *const *words)
{
    size_t i = 0;

    if (v->kind != JSON_ARRAY) {
        check_add(c, "check.texts", path, "");
        return;
    }
    for (const struct json *m = v->first; m; m = m->next, i++)
        if (!is_text(m))
            check_add(c, "check.text", item(c, path, i), "");
        else if (words && !is_words(m, words))
            check_add(c, "check.word", item(c, path, i), m->text.p);
}

static void check_exprs(struct check *c, const struct json *v, const char *path)
{
    size_t i = 0;

    if (v->kind != JSON_ARRAY) {
        check_add(c, "check.list", path, "");
        return;
    }
    for (const struct json *m = v->first; m; m = m->next, i++)
        if (!is_expr(m))
            check_add(c, "check.expr", item(c, path, i), "");
}

static void check_when(struct check *c, const struct json *v, const char *path)
{
    if (v->kind != JSON_OBJECT) {
        check_add(c, "check.object", path, "");
        return;
    }
    for (const struct json *m = v->first; m; m = m->next)
        check_texts(c, m, below(c, path, m->key.p), NULL);
}

static void check_table(struct check *c, const struct json *v, const char *path)
{
    for (const struct json *t = v->first; t; t = t->next) {
        const char *at = below(c, path, t->key.p);

        if (t->kind != JSON_OBJECT || !t->count)
            check_add(c, "check.table", at, "");
        for (const struct json *m = t->first; m; m = m->next)
            if (!is_decimal(m))
                check_add(c, "check.decimal", below(c, at, m->key.p), "");
    }
}

/* ---- the grammars of limits and points ---- */

static void check_limits(struct check *c, const struct json *list, const char *path)
{
    size_t i = 0;

    if (list->kind != JSON_ARRAY || !list->count) {
        check_add(c, "check.list", path, "");
        return;
    }
    for (const struct json *m = list->first; m; m = m->next, i++)
        check_limit(c, m, item(c, path, i));
}

static void check_steps(struct check *c, const struct json *list, const char *path)
{
    size_t i = 0;

    if (list->kind != JSON_ARRAY || !list->count) {
        check_add(c, "check.list", path, "");
        return;
    }
    for (const struct json *m = list->first; m; m = m->next, i++) {
        const char *at = item(c, path, i);

        check_object(c, m, &STEP_SHAPE, at, 0);
        if (m->kind == JSON_OBJECT && !json_member(m, "lt") &&
            !json_member(m, "le_key") && !json_is_true(json_member(m, "else")))
            check_add(c, "check.step", at, "");
    }
    check_steps_order(c, list, path);
}

static void check_by(struct check *c, const struct json *v, const char *path)
{
    const struct json *map = json_member(v, "map");
    const struct json *steps = json_member(v, "steps");

    if (!map == !steps)
        check_add(c, "check.by", path, "");
    if (steps)
        check_steps(c, steps, below(c, path, "steps"));
    if (!map)
        return;
    if (map->kind != JSON_OBJECT || !map->count)
        check_add(c, "check.object", below(c, path, "map"), "");
    for (const struct json *m = map->first; m; m = m->next)
        if (m->kind != JSON_NULL)
            check_limit(c, m, below(c, below(c, path, "map"), m->key.p));
    check_grades(c, v, path);
}

void check_limit(struct check *c, const struct json *v, const char *path)
{
    static const char *const FORMS[] = {"abs", "le",  "ge",    "between", "by",
                                        "any", "all", "never", "use"};
    size_t forms = 0;

    check_object(c, v, &LIMIT_SHAPE, path, 0);
    if (v->kind != JSON_OBJECT)
        return;
    for (size_t i = 0; i < LEN(FORMS); i++)
        forms += json_member(v, FORMS[i]) != NULL;
    if (forms != 1)
        check_add(c, "check.limit_form", path, "");
    if (json_member(v, "by"))
        check_by(c, v, path);
    if (json_member(v, "any"))
        check_limits(c, json_member(v, "any"), below(c, path, "any"));
    if (json_member(v, "all"))
        check_limits(c, json_member(v, "all"), below(c, path, "all"));
    check_limit_order(c, v, path);
}

/* Further members of a point are texts under names that the edition declares. */
static void check_point(struct check *c, const struct json *v, const char *path)
{
    if (v->kind != JSON_OBJECT) {
        if (!is_expr(v))
            check_add(c, "check.expr", path, "");
        return;
    }
    if (!json_member(v, "p"))
        check_add(c, "check.missing", path, "p");
    for (const struct json *m = v->first; m; m = m->next) {
        const struct shape_field *f = shape_find(&POINT_SHAPE, m->key);

        if (f)
            check_field(c, m, f, below(c, path, m->key.p));
        else if (!check_declared(c, m->key))
            check_add(c, "check.unknown_key", below(c, path, m->key.p), m->key.p);
        else if (!is_text(m))
            check_add(c, "check.text", below(c, path, m->key.p), "");
    }
}

static void check_point_list(struct check *c, const struct json *v, const char *path)
{
    size_t i = 0;

    if (v->kind != JSON_ARRAY || !v->count) {
        check_add(c, "check.list", path, "");
        return;
    }
    for (const struct json *m = v->first; m; m = m->next, i++)
        check_point(c, m, item(c, path, i));
}

static void check_points(struct check *c, const struct json *v, const char *path)
{
    static const char *const FORMS[] = {"list",     "fractions", "even", "every",
                                        "numbered", "items",     "near", "chosen",
                                        "edges_of", "parts",     "by"};
    const struct json *parts = json_member(v, "parts");
    const struct json *map = json_member(v, "map");
    size_t forms = 0;
    size_t i = 0;

    check_object(c, v, &POINTS_SHAPE, path, 0);
    if (v->kind != JSON_OBJECT)
        return;
    for (size_t k = 0; k < LEN(FORMS); k++)
        forms += json_member(v, FORMS[k]) != NULL;
    if (forms != 1)
        check_add(c, "check.points_form", path, "");
    if (json_member(v, "list"))
        check_point_list(c, json_member(v, "list"), below(c, path, "list"));
    if (json_member(v, "near"))
        check_point_list(c, json_member(v, "near"), below(c, path, "near"));
    for (const struct json *m = parts ? parts->first : NULL; m; m = m->next, i++)
        check_points(c, m, item(c, below(c, path, "parts"), i));
    for (const struct json *m = map ? map->first : NULL; m; m = m->next)
        check_points(c, m, below(c, below(c, path, "map"), m->key.p));
}

/* A count is an expression, a limit, or readings with `least` and `usual`. */
static void check_count(struct check *c, const struct json *v, const char *path)
{
    if (v->kind != JSON_OBJECT) {
        if (!is_expr(v))
            check_add(c, "check.expr", path, "");
        return;
    }
    if (!json_member(v, "usual")) {
        check_limit(c, v, path);
        return;
    }
    for (const struct json *m = v->first; m; m = m->next)
        if (text_is(m->key, "usual") || text_is(m->key, "least"))
            check_count(c, m, below(c, path, m->key.p));
        else
            check_add(c, "check.unknown_key", below(c, path, m->key.p), m->key.p);
}

/* ---- members by their tables ---- */

static void check_list(struct check *c, const struct json *v, const struct shape *shape,
                       const char *path)
{
    size_t i = 0;

    if (v->kind != JSON_ARRAY) {
        check_add(c, "check.list", path, "");
        return;
    }
    for (const struct json *m = v->first; m; m = m->next, i++)
        check_object(c, m, shape, item(c, path, i), check_kind_of(m));
}

static void check_map(struct check *c, const struct json *v, const struct shape *shape,
                      const char *path)
{
    if (v->kind != JSON_OBJECT) {
        check_add(c, "check.object", path, "");
        return;
    }
    for (const struct json *m = v->first; m; m = m->next)
        check_object(c, m, shape, below(c, path, m->key.p), 0);
}

/* Plain values: what must hold, and what is said if it does not. */
static void check_plain(struct check *c, const struct json *v,
                        const struct shape_field *f, const char *path)
{
    const struct {
        bool fits;
        const char *key;
    } RULES[SHAPE_TYPES] = {
        [SHAPE_TEXT] = {is_text(v), "check.text"},
        [SHAPE_WORDS] = {v->kind == JSON_STRING, "check.text"},
        [SHAPE_ONE_OF] = {is_words(v, f->words), "check.word"},
        [SHAPE_BOOL] = {v->kind == JSON_TRUE || v->kind == JSON_FALSE, "check.bool"},
        [SHAPE_INT] = {v->kind == JSON_NUMBER, "check.int"},
        [SHAPE_DAY] = {is_day(v), "check.day"},
        [SHAPE_DECIMAL] = {is_decimal(v), "check.decimal"},
        [SHAPE_PART] = {is_part(v), "check.confidence_value"},
        [SHAPE_EXPR] = {is_expr(v), "check.expr"},
    };

    if (RULES[f->type].key && !RULES[f->type].fits)
        check_add(c, RULES[f->type].key, path,
                  v->kind == JSON_STRING || v->kind == JSON_NUMBER ? v->text.p : "");
}

void check_field(struct check *c, const struct json *v, const struct shape_field *f,
                 const char *path)
{
    if (v->kind == JSON_NULL) {
        if (!(f->flags & SHAPE_NULLABLE))
            check_add(c, "check.null", path, "");
        return;
    }
    switch (f->type) {
    case SHAPE_EXPRS:
        check_exprs(c, v, path);
        break;
    case SHAPE_TEXTS:
        check_texts(c, v, path, f->words);
        break;
    case SHAPE_OBJECT:
        check_object(c, v, f->shape, path, 0);
        break;
    case SHAPE_LIST:
        check_list(c, v, f->shape, path);
        break;
    case SHAPE_MAP:
        check_map(c, v, f->shape, path);
        break;
    case SHAPE_TABLE:
        check_table(c, v, path);
        break;
    case SHAPE_LIMIT:
        check_limit(c, v, path);
        break;
    case SHAPE_COUNT:
        check_count(c, v, path);
        break;
    case SHAPE_POINTS:
        check_points(c, v, path);
        break;
    case SHAPE_WHEN:
        check_when(c, v, path);
        break;
    case SHAPE_TEXT:
    case SHAPE_WORDS:
    case SHAPE_ONE_OF:
    case SHAPE_BOOL:
    case SHAPE_INT:
    case SHAPE_DAY:
    case SHAPE_DECIMAL:
    case SHAPE_PART:
    case SHAPE_EXPR:
    case SHAPE_ANY:
    case SHAPE_TYPES:
        check_plain(c, v, f, path);
        break;
    }
}

static bool is_for(const struct check *c, const struct shape_field *f)
{
    if ((f->flags & SHAPE_BRIDGE) && c->general)
        return false;
    return !(f->flags & SHAPE_GENERAL) || c->general;
}

void check_object(struct check *c, const struct json *v, const struct shape *shape,
                  const char *path, unsigned kinds)
{
    if (v->kind != JSON_OBJECT) {
        check_add(c, "check.object", path, "");
        return;
    }
    for (const struct json *m = v->first; m; m = m->next) {
        const struct shape_field *f = shape_find(shape, m->key);
        const char *at = below(c, path, m->key.p);

        if (!f || !is_for(c, f))
            check_add(c, "check.unknown_key", at, m->key.p);
        else if (f->kinds && kinds && !(f->kinds & kinds))
            check_add(c, "check.key_of_kind", at, m->key.p);
        else
            check_field(c, m, f, at);
    }
    for (size_t i = 0; i < shape->n; i++) {
        const struct shape_field *f = &shape->fields[i];

        if ((f->flags & SHAPE_REQUIRED) && is_for(c, f) &&
            (!f->kinds || (f->kinds & kinds)) && !json_member(v, f->name))
            check_add(c, "check.missing", path, f->name);
    }
}
