#include "rule/limit.h"

#include <string.h>

struct compiler {
    struct arena *arena;
    struct names *names;
    struct limit_names *named;
    struct qh_error *err;
};

static const struct limit NEVER = {.kind = LIMIT_NEVER, .clause = ""};

QH_MUST static qh_status compile(struct compiler *c, const struct json *node,
                                 const char *path, const char *clause, int depth,
                                 const struct limit **out);

/* An expression, or a number of JSON. */
QH_MUST static qh_status compile_expr(struct compiler *c, const struct json *node,
                                      const char *path, const struct expr **out)
{
    struct expr *e = NULL;
    qh_status rc;

    if (node->kind != JSON_STRING && node->kind != JSON_NUMBER)
        return qh_fail(c->err, QH_INVALID, "limit.form", path, "an expression is due");
    rc = expr_compile(c->arena, c->names, node->text, &e, c->err);
    if (rc)
        return c->err ? qh_fail(c->err, rc, c->err->key, path, "%s",
                                str_copy(c->arena, c->err->detail))
                      : rc;
    *out = e;
    return QH_OK;
}

QH_MUST static qh_status compile_map(struct compiler *c, const struct json *map,
                                     const char *path, int depth, struct limit *l)
{
    size_t n = 0;
    qh_status rc;

    if (map->kind != JSON_OBJECT || map->count > LIMIT_CASES_MAX)
        return qh_fail(c->err, QH_INVALID, "limit.form", path, "map: an object is due");
    l->kind = LIMIT_MAP;
    l->cases = ARENA_ARRAY(c->arena, map->count, struct limit_case);
    for (const struct json *m = map->first; m; m = m->next) {
        l->cases[n].key = m->key;
        rc = compile(c, m, str_format(c->arena, "%s.map.%s", path, m->key.p), l->clause,
                     depth, &l->cases[n++].limit);
        if (rc)
            return rc;
    }
    l->cases_n = n;
    return QH_OK;
}

QH_MUST static qh_status compile_step(struct compiler *c, const struct json *s,
                                      const char *path, int depth, const char *clause,
                                      struct limit_case *out)
{
    const struct json *lt = json_member(s, "lt");
    const struct json *le = json_member(s, "le_key");
    qh_status rc = QH_OK;

    if (!json_member(s, "limit"))
        return qh_fail(c->err, QH_INVALID, "limit.form", path, "a step needs a limit");
    out->step = STEP_NONE;
    if (value_is_true(json_member(s, "else")))
        out->step = STEP_ELSE;
    else if (lt && le)
        out->step = STEP_LT_OR_LE;
    else if (lt)
        out->step = STEP_LT;
    else if (le)
        out->step = STEP_LE;
    if (lt)
        rc = compile_expr(c, lt, str_format(c->arena, "%s.lt", path), &out->lt);
    if (!rc && le)
        rc = compile_expr(c, le, str_format(c->arena, "%s.le_key", path), &out->le);
    if (rc)
        return rc;
    return compile(c, json_member(s, "limit"), str_format(c->arena, "%s.limit", path),
                   clause, depth, &out->limit);
}

QH_MUST static qh_status compile_steps(struct compiler *c, const struct json *steps,
                                       const char *path, int depth, struct limit *l)
{
    size_t n = 0;
    qh_status rc;

    if (steps->kind != JSON_ARRAY || steps->count > LIMIT_CASES_MAX)
        return qh_fail(c->err, QH_INVALID, "limit.form", path, "steps: a list is due");
    l->kind = LIMIT_STEPS;
    l->cases = ARENA_ARRAY(c->arena, steps->count, struct limit_case);
    for (const struct json *s = steps->first; s; s = s->next, n++) {
        rc = compile_step(c, s, str_format(c->arena, "%s.steps[%zu]", path, n), depth,
                          l->clause, &l->cases[n]);
        if (rc)
            return rc;
    }
    l->cases_n = n;
    return QH_OK;
}

QH_MUST static qh_status compile_by(struct compiler *c, const struct json *node,
                                    const char *path, int depth, struct limit *l)
{
    const struct json *by = json_member(node, "by");
    const struct json *map = json_member(node, "map");
    const struct json *steps = json_member(node, "steps");
    qh_status rc;

    if (by->kind != JSON_STRING || !by->text.len)
        return qh_fail(c->err, QH_INVALID, "limit.form", path, "by: a name is due");
    rc = names_add(c->names, by->text, &l->by, c->err);
    if (rc)
        return rc;
    l->abs_key = value_is_true(json_member(node, "abs_key"));
    if (map)
        return compile_map(c, map, path, depth, l);
    if (steps)
        return compile_steps(c, steps, path, depth, l);
    return qh_fail(c->err, QH_INVALID, "limit.form", path, "by needs map or steps");
}

QH_MUST static qh_status compile_group(struct compiler *c, const struct json *list,
                                       const char *path, int depth, struct limit *l)
{
    const char *name = l->kind == LIMIT_ANY ? "any" : "all";
    size_t n = 0;
    qh_status rc;

    if (list->kind != JSON_ARRAY || list->count > LIMIT_CASES_MAX)
        return qh_fail(c->err, QH_INVALID, "limit.form", path, "%s: a list is due", name);
    l->cases = ARENA_ARRAY(c->arena, list->count, struct limit_case);
    for (const struct json *m = list->first; m; m = m->next, n++) {
        if (m->kind != JSON_OBJECT)
            return qh_fail(c->err, QH_INVALID, "limit.form", path,
                           "%s[%zu]: a limit is due", name, n);
        rc = compile(c, m, str_format(c->arena, "%s.%s[%zu]", path, name, n), l->clause,
                     depth, &l->cases[n].limit);
        if (rc)
            return rc;
    }
    l->cases_n = n;
    return QH_OK;
}

QH_MUST static qh_status compile_plain(struct compiler *c, const struct json *node,
                                       const char *path, struct limit *l)
{
    static const struct {
        const char *name;
        enum limit_kind kind;
    } FORMS[] = {{"abs", LIMIT_ABS}, {"le", LIMIT_LE}, {"ge", LIMIT_GE}};
    const struct json *v;
    qh_status rc;

    for (size_t i = 0; i < LEN(FORMS); i++) {
        v = json_member(node, FORMS[i].name);
        if (!v)
            continue;
        l->kind = FORMS[i].kind;
        return compile_expr(c, v, str_format(c->arena, "%s.%s", path, FORMS[i].name),
                            &l->low);
    }
    v = json_member(node, "between");
    if (!v || v->kind != JSON_ARRAY || v->count != 2)
        return qh_fail(c->err, QH_INVALID, "limit.form", path, "no known form of limit");
    l->kind = LIMIT_BETWEEN;
    rc = compile_expr(c, v->first, str_format(c->arena, "%s.between[0]", path), &l->low);
    if (rc)
        return rc;
    return compile_expr(c, v->first->next, str_format(c->arena, "%s.between[1]", path),
                        &l->high);
}

/* A limit of the edition by name; compiled once. */
QH_MUST static qh_status compile_use(struct compiler *c, const struct json *use,
                                     const char *path, int depth,
                                     const struct limit **out)
{
    const struct json *m = c->named->doc ? c->named->doc->first : NULL;
    size_t i = 0;
    qh_status rc;

    while (m && !(use->kind == JSON_STRING && text_equal(m->key, use->text))) {
        m = m->next;
        i++;
    }
    if (!m)
        return qh_fail(c->err, QH_INVALID, "limit.use", path, "no limit of that name");
    if (c->named->busy[i])
        return qh_fail(c->err, QH_INVALID, "limit.circle", path,
                       "limit '%.60s' uses itself", m->key.p);
    if (!c->named->compiled[i]) {
        c->named->busy[i] = true;
        rc = compile(c, m, str_format(c->arena, "limits.%s", m->key.p), "", depth,
                     &c->named->compiled[i]);
        c->named->busy[i] = false;
        if (rc)
            return rc;
    }
    *out = c->named->compiled[i];
    return QH_OK;
}

QH_MUST static qh_status compile(struct compiler *c, const struct json *node,
                                 const char *path, const char *clause, int depth,
                                 const struct limit **out)
{
    const struct json *of;
    struct limit *l;
    qh_status rc;

    *out = NULL;
    if (!node || node->kind == JSON_NULL)
        return QH_OK;
    if (depth > LIMIT_DEPTH_MAX)
        return qh_fail(c->err, QH_LIMIT, "limit.depth", path, "nested too deeply");
    if (node->kind != JSON_OBJECT)
        return qh_fail(c->err, QH_INVALID, "limit.form", path, "an object is due");
    if (!node->count)
        return QH_OK;
    if (json_member(node, "use"))
        return compile_use(c, json_member(node, "use"), path, depth + 1, out);
    l = ARENA_NEW(c->arena, struct limit);
    l->clause = json_str(node, "clause", clause);
    of = json_member(node, "of");
    if (of) {
        if (of->kind != JSON_STRING)
            return qh_fail(c->err, QH_INVALID, "limit.form", path, "of: a name is due");
        l->has_of = true;
        rc = names_add(c->names, of->text, &l->of, c->err);
        if (rc)
            return rc;
    }
    *out = l;
    if (json_member(node, "by"))
        return compile_by(c, node, path, depth + 1, l);
    l->kind = LIMIT_NEVER;
    if (json_member(node, "never"))
        return QH_OK;
    l->kind = json_member(node, "any") ? LIMIT_ANY : LIMIT_ALL;
    if (json_member(node, "any"))
        return compile_group(c, json_member(node, "any"), path, depth + 1, l);
    if (json_member(node, "all"))
        return compile_group(c, json_member(node, "all"), path, depth + 1, l);
    return compile_plain(c, node, path, l);
}

qh_status limit_compile(struct limit_names *in, const struct json *node, const char *path,
                        const struct limit **out, struct qh_error *err)
{
    struct compiler c = {.arena = in->arena, .names = in->names, .named = in, .err = err};

    return compile(&c, node, path, "", 0, out);
}

/* ---- judging ---- */

/* The text by which a map is searched: as written in the JSON. */
static struct text key_text(const struct scope *s, const struct value *v)
{
    if (!v->node && v->kind == VALUE_NUMBER)
        return value_name(s->arena, v->num);
    return value_words(s->arena, v->node);
}

QH_MUST static qh_status key_number(const struct limit *l, struct scope *s,
                                    struct dec *out, struct qh_error *err)
{
    struct value *v = &s->slots[l->by];
    qh_status rc;

    rc = value_read(s->arena, v, err);
    if (rc)
        return rc;
    if (v->kind != VALUE_NUMBER)
        return qh_fail(err, QH_INVALID, "limit.key", "", "'%s' is not a number",
                       s->names->list[l->by].p);
    *out = l->abs_key ? dec_abs(v->num) : v->num;
    return QH_OK;
}

QH_MUST static qh_status step_holds(const struct limit_case *c, struct scope *s,
                                    struct dec key, bool *out, struct qh_error *err)
{
    struct dec edge;
    qh_status rc;

    *out = c->step == STEP_ELSE;
    if (c->lt) {
        rc = expr_eval(c->lt, s, &edge, err);
        if (rc)
            return rc;
        if (dec_compare(key, edge) < 0)
            *out = true;
    }
    if (c->le && !*out) {
        rc = expr_eval(c->le, s, &edge, err);
        if (rc)
            return rc;
        if (dec_compare(key, edge) <= 0)
            *out = true;
    }
    return QH_OK;
}

QH_MUST static qh_status find_step(const struct limit *l, struct scope *s,
                                   const struct limit **out, struct qh_error *err)
{
    struct dec key;
    bool holds;
    qh_status rc;

    rc = key_number(l, s, &key, err);
    if (rc)
        return rc;
    for (size_t i = 0; i < l->cases_n; i++) {
        rc = step_holds(&l->cases[i], s, key, &holds, err);
        if (rc)
            return rc;
        if (holds) {
            *out = l->cases[i].limit;
            return QH_OK;
        }
    }
    *out = &NEVER;
    return QH_OK;
}

static const struct limit *find_key(const struct limit *l, const struct scope *s)
{
    struct text key = key_text(s, &s->slots[l->by]);

    for (size_t i = 0; i < l->cases_n; i++)
        if (text_equal(l->cases[i].key, key))
            return l->cases[i].limit;
    return &NEVER;
}

qh_status limit_follow(const struct limit *l, struct scope *s, const struct limit **out,
                       struct qh_error *err)
{
    qh_status rc = scope_spend(s, l->cases_n, err);

    if (rc)
        return rc;
    if (l->kind == LIMIT_STEPS)
        return find_step(l, s, out, err);
    *out = find_key(l, s);
    return QH_OK;
}

qh_status limit_resolve(const struct limit *l, struct scope *s, const struct limit **out,
                        struct qh_error *err)
{
    qh_status rc;

    while (l && (l->kind == LIMIT_MAP || l->kind == LIMIT_STEPS)) {
        rc = limit_follow(l, s, &l, err);
        if (rc)
            return rc;
    }
    *out = l;
    return QH_OK;
}

/* Which edge of a step that holds it was. */
static void find_edge(const struct limit_case *c, struct scope *s, struct limit_turn *t)
{
    t->below = c->lt && !expr_eval(c->lt, s, &t->edge, NULL) &&
               dec_compare(t->number, t->edge) < 0;
    if (t->below)
        t->edge_of = c->lt;
    else if (c->le && !expr_eval(c->le, s, &t->edge, NULL))
        t->edge_of = c->le;
}

/* The step that holds, or false if none does or an edge cannot be worked out. */
static bool turn_at_steps(const struct limit *l, struct scope *s, struct limit_turn *t)
{
    if (key_number(l, s, &t->number, NULL))
        return false;
    for (size_t i = 0; i < l->cases_n; i++) {
        const struct limit_case *c = &l->cases[i];
        bool holds;

        if (step_holds(c, s, t->number, &holds, NULL))
            return false;
        if (!holds)
            continue;
        t->taken = c;
        find_edge(c, s, t);
        return true;
    }
    return true;
}

size_t limit_path(const struct limit *l, struct scope *s,
                  struct limit_turn out[LIMIT_PATH_MAX])
{
    size_t n = 0;

    while (l && (l->kind == LIMIT_MAP || l->kind == LIMIT_STEPS) && n < LIMIT_PATH_MAX) {
        struct limit_turn *t = &out[n];

        *t = (struct limit_turn){.at = l};
        if (l->kind == LIMIT_STEPS) {
            if (!turn_at_steps(l, s, t))
                return n;
        } else {
            t->key = key_text(s, &s->slots[l->by]);
            for (size_t i = 0; i < l->cases_n && !t->taken; i++)
                if (text_equal(l->cases[i].key, t->key))
                    t->taken = &l->cases[i];
        }
        n++;
        l = t->taken ? t->taken->limit : NULL;
    }
    return n;
}

void limit_steps(const struct limit *l, const struct scope *s, const struct limit **out)
{
    while (l && l->kind == LIMIT_MAP)
        l = find_key(l, s);
    *out = l && l->kind == LIMIT_STEPS ? l : NULL;
}

QH_MUST static qh_status judge_group(const struct limit *l, struct scope *s, struct dec v,
                                     struct limit_found *out, struct qh_error *err)
{
    size_t yes = 0;
    bool good;
    qh_status rc;

    out->parts = ARENA_ARRAY(s->arena, l->cases_n, struct limit_found);
    for (size_t i = 0; i < l->cases_n; i++) {
        const struct limit *m = l->cases[i].limit;
        struct dec judged = v;

        if (m && m->has_of && s->slots[m->of].kind != VALUE_NONE) {
            struct value *of = &s->slots[m->of];

            rc = value_read(s->arena, of, err);
            if (rc)
                return rc;
            if (of->kind != VALUE_NUMBER)
                return qh_fail(err, QH_INVALID, "limit.key", "", "'%s' is not a number",
                               s->names->list[m->of].p);
            judged = of->num;
        }
        rc = limit_judge(m, s, judged, &out->parts[i], err);
        if (rc)
            return rc;
        yes += out->parts[i].pass == PASS_YES;
    }
    good = l->kind == LIMIT_ANY ? yes > 0 : yes == l->cases_n;
    out->pass = good ? PASS_YES : PASS_NO;
    return QH_OK;
}

bool limit_keeps(const struct limit_found *f, struct dec v)
{
    if (f->plain->kind == LIMIT_ABS)
        return dec_compare(dec_abs(v), f->low) <= 0;
    if (f->plain->kind == LIMIT_LE)
        return dec_compare(v, f->low) <= 0;
    if (dec_compare(v, f->low) < 0)
        return false;
    return f->plain->kind == LIMIT_GE || dec_compare(v, f->high) <= 0;
}

qh_status limit_judge(const struct limit *l, struct scope *s, struct dec v,
                      struct limit_found *out, struct qh_error *err)
{
    qh_status rc;

    rc = limit_resolve(l, s, &l, err);
    if (rc)
        return rc;
    out->plain = l;
    out->parts = NULL;
    out->pass = PASS_NONE;
    if (!l)
        return QH_OK;
    out->pass = PASS_NO;
    if (l->kind == LIMIT_NEVER)
        return QH_OK;
    if (l->kind == LIMIT_ANY || l->kind == LIMIT_ALL)
        return judge_group(l, s, v, out, err);
    rc = expr_eval(l->low, s, &out->low, err);
    if (!rc && l->high)
        rc = expr_eval(l->high, s, &out->high, err);
    if (rc)
        return rc;
    out->pass = limit_keeps(out, v) ? PASS_YES : PASS_NO;
    return QH_OK;
}
