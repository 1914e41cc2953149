/* points.c - point generators run; see points.h for the forms. */
#include "rule/node.h"
#include "rule/points_data.h"

#include <stdlib.h>
#include <string.h>

struct maker {
    struct arena *arena;
    struct scope *scope;
    struct point_list *to;
    struct qh_error *err;
};

QH_MUST static qh_status fail(const struct maker *m, qh_status rc, const char *what)
{
    return qh_fail(m->err, rc, "procedure.points", "", "%s", what);
}

QH_MUST static qh_status add(const struct maker *m, struct point p)
{
    struct point_list *l = m->to;

    if (l->n == POINTS_MAX)
        return fail(m, QH_LIMIT, "more than 400 points");
    if (l->n == l->cap) {
        struct point *more;

        l->cap = l->cap ? 2 * l->cap : 16;
        more = ARENA_ARRAY(m->arena, l->cap, struct point);
        if (l->n)
            memcpy(more, l->at, l->n * sizeof *more);
        l->at = more;
    }
    l->at[l->n++] = p;
    return QH_OK;
}

QH_MUST static qh_status add_value(const struct maker *m, const struct points *g,
                                   struct dec v, const char *text,
                                   const struct json *fixed)
{
    struct dec to;
    qh_status rc;

    if (g->round_to) {
        rc = expr_eval(g->round_to, m->scope, &to, m->err);
        if (rc)
            return rc;
        if (dec_sign(to) <= 0 || dec_round_interval(v, to, DEC_HALF_EVEN, &v))
            return fail(m, QH_INVALID, "points cannot be rounded");
        text = NULL;
    }
    if (!text)
        text = dec_text_short(m->arena, dec_significant(v, 12));
    return add(
        m, (struct point){
               .p = text, .has_value = true, .value = v, .fixed = fixed, .needed = true});
}

QH_MUST static qh_status make_list(const struct maker *m, const struct points *g)
{
    struct dec v;
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && i < g->items_n; i++) {
        const struct points_item *it = &g->items[i];

        if (!when_holds(it->when, m->scope))
            continue;
        rc = expr_eval(it->p, m->scope, &v, m->err);
        if (!rc)
            rc = add_value(m, g, v, it->literal, it->fixed);
    }
    return rc;
}

QH_MUST static qh_status make_near(const struct maker *m, const struct points *g)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && i < g->items_n; i++) {
        const struct points_item *it = &g->items[i];
        struct point p = {.near = true, .has_value = true, .needed = true};

        p.fixed = it->fixed;
        if (!when_holds(it->when, m->scope))
            continue;
        rc = expr_eval(it->p, m->scope, &p.value, m->err);
        if (!rc && it->tol)
            rc = expr_eval(it->tol, m->scope, &p.tol, m->err);
        if (!rc)
            rc = add(m, p);
    }
    return rc;
}

QH_MUST static qh_status range(const struct maker *m, const struct points *g,
                               struct dec *from, struct dec *to)
{
    qh_status rc = expr_eval(g->from, m->scope, from, m->err);

    if (!rc)
        rc = expr_eval(g->to, m->scope, to, m->err);
    if (!rc && dec_compare(*from, *to) > 0)
        rc = fail(m, QH_INVALID, "points from above to below");
    return rc;
}

QH_MUST static qh_status make_fractions(const struct maker *m, const struct points *g)
{
    struct dec of;
    struct dec from = dec_int(0);
    struct dec span;
    struct dec v;
    qh_status rc = expr_eval(g->of, m->scope, &of, m->err);

    if (!rc && g->from)
        rc = expr_eval(g->from, m->scope, &from, m->err);
    if (!rc && dec_sub(of, from, &span))
        rc = fail(m, QH_RANGE, "a span does not fit");
    for (size_t i = 0; !rc && i < g->items_n; i++) {
        rc = expr_eval(g->items[i].p, m->scope, &v, m->err);
        if (!rc && (dec_mul(v, span, &v) || dec_add(v, from, &v)))
            rc = fail(m, QH_RANGE, "a point does not fit");
        if (!rc)
            rc = add_value(m, g, v, NULL, NULL);
    }
    return rc;
}

QH_MUST static qh_status make_even(const struct maker *m, const struct points *g)
{
    struct dec from;
    struct dec to;
    struct dec v;
    int64_t n = 0;
    qh_status rc = range(m, g, &from, &to);

    if (!rc)
        rc = count_of(&g->even, m->scope, POINTS_MAX, &n, m->err);
    if (!rc && n < 2)
        rc = fail(m, QH_INVALID, "at least two points are spread evenly");
    for (int64_t i = 0; !rc && i < n; i++) {
        if (dec_sub(to, from, &v) || dec_mul(v, dec_int(i), &v) ||
            dec_quot(v, dec_int(n - 1), &v) || dec_add(v, from, &v))
            return fail(m, QH_RANGE, "a point does not fit");
        rc = add_value(m, g, v, NULL, NULL);
    }
    return rc;
}

QH_MUST static qh_status make_every(const struct maker *m, const struct points *g)
{
    struct dec from;
    struct dec to;
    struct dec step;
    qh_status rc = range(m, g, &from, &to);

    if (!rc)
        rc = expr_eval(g->step, m->scope, &step, m->err);
    if (!rc && dec_sign(step) <= 0)
        rc = fail(m, QH_INVALID, "a step between points is above 0");
    while (!rc && dec_compare(from, to) < 0) {
        rc = add_value(m, g, from, NULL, NULL);
        if (!rc && dec_add(from, step, &from))
            rc = fail(m, QH_RANGE, "a point does not fit");
    }
    return rc ? rc : add_value(m, g, to, NULL, NULL);
}

QH_MUST static qh_status make_items(const struct maker *m, const struct points *g)
{
    struct value *v = &m->scope->slots[g->by];
    qh_status rc = value_read(m->arena, v, m->err);

    if (rc)
        return rc;
    if (v->kind == VALUE_NUMBER)
        return add_value(m, g, v->num, NULL, NULL);
    for (size_t i = 0; !rc && v->kind == VALUE_LIST && i < v->n; i++)
        rc = add_value(m, g, v->list[i], NULL, NULL);
    return rc;
}

QH_MUST static qh_status make_chosen(const struct maker *m, const struct points *g)
{
    struct point p = {0};
    int64_t least = 0;
    int64_t most = 0;
    qh_status rc = count_of(&g->chosen_least, m->scope, POINTS_MAX, &least, m->err);

    if (!rc && count_is_said(&g->chosen_most))
        rc = count_of(&g->chosen_most, m->scope, POINTS_MAX, &most, m->err);
    p.has_from = g->from != NULL;
    p.has_to = g->to != NULL;
    if (!rc && p.has_from)
        rc = expr_eval(g->from, m->scope, &p.from, m->err);
    if (!rc && p.has_to)
        rc = expr_eval(g->to, m->scope, &p.to, m->err);
    if (most < least)
        most = least;
    for (int64_t i = 0; !rc && i < most; i++) {
        p.needed = i < least;
        rc = add(m, p);
    }
    return rc;
}

QH_MUST static qh_status make_edges(const struct maker *m, const struct points *g)
{
    const struct limit *steps = NULL;
    struct dec v;
    qh_status rc = QH_OK;

    limit_steps(g->edges, m->scope, &steps);
    for (size_t i = 0; !rc && steps && i < steps->cases_n; i++) {
        const struct limit_case *k = &steps->cases[i];

        if (k->step == STEP_ELSE || (!k->le && !k->lt))
            continue;
        rc = expr_eval(k->le ? k->le : k->lt, m->scope, &v, m->err);
        if (!rc)
            rc = add_value(m, g, v, NULL, NULL);
    }
    return rc;
}

QH_MUST static qh_status make_below(const struct maker *m, const struct points *g);

QH_MUST static qh_status make_map(const struct maker *m, const struct points *g)
{
    const struct value *v = &m->scope->slots[g->by];
    struct text key = value_words(m->scope->arena, v->node);
    size_t i = 0;

    for (const struct json *k = g->keys->first; k; k = k->next, i++)
        if (text_equal(k->key, key))
            return make_below(m, g->parts[i]);
    return qh_fail(m->err, QH_INVALID, "procedure.points", "",
                   "no points for %.40s '%.40s'", m->scope->names->list[g->by].p, key.p);
}

QH_MUST static qh_status make_form(const struct maker *m, const struct points *g)
{
    qh_status rc = QH_OK;

    switch (g->form) {
    case FORM_LIST:
        return make_list(m, g);
    case FORM_NEAR:
        return make_near(m, g);
    case FORM_FRACTIONS:
        return make_fractions(m, g);
    case FORM_EVEN:
        return make_even(m, g);
    case FORM_EVERY:
        return make_every(m, g);
    case FORM_ITEMS:
        return make_items(m, g);
    case FORM_CHOSEN:
        return make_chosen(m, g);
    case FORM_EDGES:
        return make_edges(m, g);
    case FORM_PARTS:
        for (size_t i = 0; !rc && i < g->parts_n; i++)
            rc = make_below(m, g->parts[i]);
        return rc;
    case FORM_MAP:
        return make_map(m, g);
    case FORMS:
        break;
    }
    return QH_OK;
}

static int by_value(const void *a, const void *b)
{
    const struct point *x = a;
    const struct point *y = b;

    return dec_compare(x->value, y->value);
}

/* Ascending, equal ones once; points without a value stay behind in their order. */
static void sort_up(struct point_list *l, size_t first)
{
    size_t n = first;

    qsort(l->at + first, l->n - first, sizeof *l->at, by_value);
    for (size_t i = first; i < l->n; i++)
        if (i == first || dec_compare(l->at[i].value, l->at[n - 1].value))
            l->at[n++] = l->at[i];
    l->n = n;
}

static bool has_value(const struct point_list *l, size_t first, struct dec v)
{
    for (size_t i = first; i < l->n; i++)
        if (!dec_compare(l->at[i].value, v))
            return true;
    return false;
}

QH_MUST static qh_status fill_up(const struct maker *m, const struct points *g,
                                 size_t first)
{
    struct dec v;
    int64_t least = 0;
    size_t before;
    qh_status rc = QH_OK;

    if (count_is_said(&g->least))
        rc = count_of(&g->least, m->scope, POINTS_MAX, &least, m->err);
    for (size_t i = 0; !rc && i < g->spare_n && m->to->n - first < (size_t)least; i++) {
        rc = expr_eval(g->spare[i].p, m->scope, &v, m->err);
        before = m->to->n;
        if (!rc)
            rc = add_value(m, g, v, NULL, NULL);
        if (!rc && has_value(&(struct point_list){m->to->at, before, before}, first,
                             m->to->at[before].value))
            m->to->n = before;
    }
    if (!rc && m->to->n - first < (size_t)least)
        rc = fail(m, QH_INVALID, "fewer points than the regulation wants");
    return rc;
}

/* Each point at each position. */
QH_MUST static qh_status at_positions(const struct maker *m, const struct json *positions,
                                      size_t first)
{
    size_t n = m->to->n;
    qh_status rc = QH_OK;

    for (const struct json *p = positions->first->next; p; p = p->next)
        for (size_t i = first; !rc && i < n; i++) {
            struct point copy = m->to->at[i];

            copy.pos = p;
            rc = add(m, copy);
        }
    for (size_t i = first; i < n; i++)
        m->to->at[i].pos = positions->first;
    return rc;
}

QH_MUST static qh_status and_down(const struct maker *m, size_t first)
{
    qh_status rc = QH_OK;

    for (size_t i = m->to->n; !rc && i > first; i--) {
        struct point copy = m->to->at[i - 1];

        m->to->at[i - 1].both_ways = true;
        copy.both_ways = true;
        copy.down = true;
        rc = add(m, copy);
    }
    return rc;
}

/* Points beyond the end of the range are none. */
QH_MUST static qh_status cut_off(const struct maker *m, const struct points *g,
                                 size_t first)
{
    struct point_list *l = m->to;
    struct dec until;
    size_t n = first;
    qh_status rc;

    if (!g->until)
        return QH_OK;
    rc = expr_eval(g->until, m->scope, &until, m->err);
    for (size_t i = first; !rc && i < l->n; i++)
        if (!l->at[i].has_value || dec_compare(l->at[i].value, until) <= 0)
            l->at[n++] = l->at[i];
    if (!rc)
        l->n = n;
    return rc;
}

/* What goes with each point: members, and its value under another name. */
static void put_with(const struct maker *m, const struct points *g, size_t first)
{
    for (size_t i = first; i < m->to->n; i++) {
        struct point *p = &m->to->at[i];

        if (g->with && !p->fixed)
            p->fixed = g->with;
        if (g->also && p->p && !p->as) {
            p->as = g->also;
            p->as_value = p->p;
        }
    }
}

QH_MUST static qh_status make_once(const struct maker *m, const struct points *g)
{
    size_t first = m->to->n;
    qh_status rc = make_form(m, g);

    if (!rc)
        rc = cut_off(m, g, first);
    if (!rc && g->sorted)
        sort_up(m->to, first);
    if (!rc)
        rc = fill_up(m, g, first);
    if (!rc && g->sorted)
        sort_up(m->to, first);
    if (!rc)
        put_with(m, g, first);
    if (!rc && g->both_ways)
        rc = and_down(m, first);
    if (!rc && g->positions)
        rc = at_positions(m, g->positions, first);
    return rc;
}

QH_MUST static qh_status make_each(const struct maker *m, const struct points *g)
{
    struct value *v = &m->scope->slots[g->each_of];
    qh_status rc = value_read(m->arena, v, m->err);

    if (rc)
        return rc;
    if (v->kind != VALUE_LIST || !v->n)
        return fail(m, QH_INVALID, "the list for each_of is missing");
    for (size_t i = 0; !rc && i < v->n; i++) {
        size_t mark = scope_here(m->scope);
        size_t first = m->to->n;

        scope_shadow_dec(m->scope, g->as, v->list[i]);
        rc = make_once(m, g);
        scope_back(m->scope, mark);
        for (size_t k = first; k < m->to->n; k++) {
            m->to->at[k].as = g->as_name;
            m->to->at[k].as_value = dec_text_short(m->arena, v->list[i]);
        }
    }
    return rc;
}

QH_MUST static qh_status make_below(const struct maker *m, const struct points *g)
{
    return g->has_each ? make_each(m, g) : make_once(m, g);
}

qh_status points_make(struct arena *a, const struct points *g, struct scope *s,
                      struct point_list *out, struct qh_error *err)
{
    struct maker m = {.arena = a, .scope = s, .to = out, .err = err};

    qh_status rc = make_below(&m, g);

    if (!rc && !out->n)
        rc = fail(&m, QH_INVALID, "no points");
    return rc;
}

void point_shadow(const struct point *p, struct scope *s)
{
    int32_t slot;

    scope_shadow_object(s, p->fixed, "p");
    if (p->has_value)
        scope_shadow_dec(s, SLOT_P, p->value);
    slot = p->as ? names_find(s->names, text_of(p->as)) : -1;
    if (slot >= 0)
        scope_shadow(s, (uint32_t)slot, value_of(node_text(s->arena, p->as_value)));
}

/* A text fits if it is the same, or the same number. */
static bool same(struct text a, struct text b)
{
    struct dec x;
    struct dec y;

    if (text_equal(a, b))
        return true;
    return !dec_parse(text_trim(a), &x) && !dec_parse(text_trim(b), &y) &&
           !dec_compare(x, y);
}

bool when_holds(const struct json *when, struct scope *s)
{
    for (const struct json *m = when ? when->first : NULL; m; m = m->next) {
        int32_t slot = names_find(s->names, m->key);
        bool found = false;
        struct text have;

        if (slot < 0 || s->slots[slot].kind == VALUE_NONE || !s->slots[slot].node)
            return false;
        have = value_words(s->arena, s->slots[slot].node);
        for (const struct json *v = m->first; v && !found; v = v->next)
            found = same(v->text, have);
        if (!found)
            return false;
    }
    return true;
}
