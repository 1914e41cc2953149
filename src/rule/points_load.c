/* points_load.c - point generators compiled; see points.h for the forms. */
#include "rule/points_data.h"

QH_MUST static qh_status load_item(const struct compile *c, const struct json *v,
                                   const char *path, struct points_item *out)
{
    const struct json *p = v->kind == JSON_OBJECT ? json_member(v, "p") : v;
    struct dec n;
    qh_status rc;

    rc = compile_expr_node(c, p, path, &out->p);
    if (rc)
        return rc;
    if (!dec_parse(p->text, &n))
        out->literal = p->text.p;
    if (v->kind != JSON_OBJECT)
        return QH_OK;
    out->fixed = v;
    out->when = json_member(v, "when");
    return compile_expr(c, v, path, "tol", &out->tol);
}

QH_MUST static qh_status load_items(const struct compile *c, const struct json *o,
                                    const char *path, const char *name,
                                    struct points_item **out, size_t *out_n)
{
    const struct json *list = json_member(o, name);
    qh_status rc;

    if (!list)
        return QH_OK;
    if (list->kind != JSON_ARRAY || !list->count || list->count > POINTS_MAX)
        return compile_fail(c, str_format(c->arena, "%s.%s", path, name),
                            "a list of points is due");
    *out = ARENA_ARRAY(c->arena, list->count, struct points_item);
    for (const struct json *v = list->first; v; v = v->next) {
        rc = load_item(c, v, str_format(c->arena, "%s.%s[%zu]", path, name, *out_n),
                       &(*out)[*out_n]);
        if (rc)
            return rc;
        ++*out_n;
    }
    return QH_OK;
}

QH_MUST static qh_status load_below(const struct compile *c, const struct json *v,
                                    const char *path, int depth,
                                    const struct points **out);

QH_MUST static qh_status load_parts(const struct compile *c, const struct json *list,
                                    const char *path, int depth, struct points *g)
{
    qh_status rc;

    g->parts = ARENA_ARRAY(c->arena, list->count, const struct points *);
    for (const struct json *v = list->first; v; v = v->next) {
        const char *at = list->kind == JSON_OBJECT
                             ? str_format(c->arena, "%s.map.%s", path, v->key.p)
                             : str_format(c->arena, "%s.parts[%zu]", path, g->parts_n);

        rc = load_below(c, v, at, depth, &g->parts[g->parts_n++]);
        if (rc)
            return rc;
    }
    return QH_OK;
}

QH_MUST static qh_status load_map(const struct compile *c, const struct json *o,
                                  const char *path, int depth, struct points *g)
{
    qh_status rc = compile_name(c, o, path, "by", &g->by);

    g->keys = json_member(o, "map");
    if (rc)
        return rc;
    if (!g->keys || g->keys->kind != JSON_OBJECT || !g->keys->count)
        return compile_fail(c, str_format(c->arena, "%s.map", path), "an object is due");
    return load_parts(c, g->keys, path, depth, g);
}

QH_MUST static qh_status load_span(const struct compile *c, const struct json *o,
                                   const char *path, const char *step, struct points *g)
{
    qh_status rc;

    rc = str_equal(step, "even") ? compile_count(c, o, path, step, &g->even)
                                 : compile_expr(c, o, path, step, &g->step);
    if (!rc)
        rc = compile_expr(c, o, path, "from", &g->from);
    if (!rc)
        rc = compile_expr(c, o, path, "to", &g->to);
    if (!rc && (!g->from || !g->to))
        rc = compile_fail(c, path, "`from` and `to` are due");
    return rc;
}

QH_MUST static qh_status load_fractions(const struct compile *c, const struct json *o,
                                        const char *path, struct points *g)
{
    qh_status rc = load_items(c, o, path, "fractions", &g->items, &g->items_n);

    if (!rc)
        rc = compile_expr(c, o, path, "of", &g->of);
    if (!rc)
        rc = compile_expr(c, o, path, "from", &g->from);
    if (!rc && !g->of)
        rc = compile_fail(c, path, "`of` is due: fractions of what?");
    return rc;
}

QH_MUST static qh_status load_chosen(const struct compile *c, const struct json *o,
                                     const char *path, struct points *g)
{
    const struct json *v = json_member(o, "chosen");
    const char *at = str_format(c->arena, "%s.chosen", path);
    qh_status rc;

    if (v->kind != JSON_OBJECT || !json_member(v, "least"))
        return compile_fail(c, at, "`least`, how many are needed, is due");
    rc = compile_count(c, v, at, "least", &g->chosen_least);
    if (!rc)
        rc = compile_count(c, v, at, "most", &g->chosen_most);
    if (!rc)
        rc = compile_expr(c, v, at, "from", &g->from);
    if (!rc)
        rc = compile_expr(c, v, at, "to", &g->to);
    return rc;
}

QH_MUST static qh_status load_edges(const struct compile *c, const struct json *o,
                                    const char *path, struct points *g)
{
    const struct json *use = json_member(c->reg->limits.doc, json_str(o, "edges_of", ""));

    if (!use)
        return compile_fail(c, str_format(c->arena, "%s.edges_of", path),
                            "no limit of that name");
    return limit_compile(&c->reg->limits, use, path, &g->edges, c->err);
}

static const struct {
    const char *name;
    enum points_form form;
} NAMES[] = {
    {"list", FORM_LIST},      {"fractions", FORM_FRACTIONS},
    {"even", FORM_EVEN},      {"every", FORM_EVERY},
    {"numbered", FORM_EVERY}, {"items", FORM_ITEMS},
    {"near", FORM_NEAR},      {"chosen", FORM_CHOSEN},
    {"edges_of", FORM_EDGES}, {"parts", FORM_PARTS},
    {"by", FORM_MAP},
};

QH_MUST static qh_status load_form(const struct compile *c, const struct json *o,
                                   const char *path, int depth, struct points *g)
{
    size_t i = 0;

    while (i < LEN(NAMES) && !json_member(o, NAMES[i].name))
        i++;
    if (i == LEN(NAMES))
        return compile_fail(c, path,
                            "no generator of points: list, fractions, even, "
                            "every, numbered, items, near, chosen, edges_of, "
                            "parts or by");
    g->form = NAMES[i].form;
    switch (g->form) {
    case FORM_LIST:
    case FORM_NEAR:
        return load_items(c, o, path, NAMES[i].name, &g->items, &g->items_n);
    case FORM_FRACTIONS:
        return load_fractions(c, o, path, g);
    case FORM_EVEN:
    case FORM_EVERY:
        return load_span(c, o, path, NAMES[i].name, g);
    case FORM_ITEMS:
        return compile_name(c, o, path, "items", &g->by);
    case FORM_CHOSEN:
        return load_chosen(c, o, path, g);
    case FORM_EDGES:
        return load_edges(c, o, path, g);
    case FORM_PARTS:
        if (json_member(o, "parts")->kind != JSON_ARRAY)
            return compile_fail(c, path, "parts: a list is due");
        return load_parts(c, json_member(o, "parts"), path, depth, g);
    case FORM_MAP:
        return load_map(c, o, path, depth, g);
    case FORMS:
        break;
    }
    return QH_OK;
}

QH_MUST static qh_status load_around(const struct compile *c, const struct json *o,
                                     const char *path, struct points *g)
{
    qh_status rc = compile_expr(c, o, path, "round_to", &g->round_to);

    if (!rc)
        rc = compile_expr(c, o, path, "until", &g->until);
    if (!rc)
        rc = compile_count(c, o, path, "least", &g->least);
    if (!rc)
        rc = load_items(c, o, path, "spare", &g->spare, &g->spare_n);
    g->sorted = json_is_true(json_member(o, "sorted"));
    g->both_ways = json_is_true(json_member(o, "both_ways"));
    g->positions = json_member(o, "positions");
    g->with = json_member(o, "with");
    g->also = json_str(o, "also", NULL);
    if (!rc && g->positions && (g->positions->kind != JSON_ARRAY || !g->positions->count))
        rc = compile_fail(c, str_format(c->arena, "%s.positions", path),
                          "a list of {id, zh, en} is due");
    if (rc || !json_member(o, "each_of"))
        return rc;
    g->has_each = true;
    g->as_name = json_str(o, "as", "");
    rc = compile_name(c, o, path, "each_of", &g->each_of);
    return rc ? rc : compile_name(c, o, path, "as", &g->as);
}

QH_MUST static qh_status load_below(const struct compile *c, const struct json *v,
                                    const char *path, int depth,
                                    const struct points **out)
{
    struct points *g;
    qh_status rc;

    if (depth > POINTS_DEPTH_MAX)
        return compile_fail(c, path, "nested too deeply");
    if (v->kind != JSON_OBJECT)
        return compile_fail(c, path, "an object with a generator of points is due");
    g = ARENA_NEW(c->arena, struct points);
    rc = load_form(c, v, path, depth + 1, g);
    if (!rc)
        rc = load_around(c, v, path, g);
    if (rc)
        return rc;
    *out = g;
    return QH_OK;
}

qh_status points_load(const struct compile *c, const struct json *node, const char *path,
                      const struct points **out)
{
    if (!node || node->kind == JSON_NULL)
        return QH_OK;
    return load_below(c, node, path, 0, out);
}
