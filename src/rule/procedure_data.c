/* procedure_data.c - from rows that were read to the data of a test, as a case of schema
 * metro-vector/1 has them. */
#include "rule/procedure_run.h"

#include <string.h>

const char *entry_text(const struct judging *j, size_t row, size_t want)
{
    const struct weighbridge_reading *r = &j->in->rows[row].read[want];

    if (r->given)
        return text_plain_number(j->arena, text_of(r->typed));
    return j->plan->rows[row].wants[want].fallback;
}

/* A want is a reading by itself and no quantity of the point: x1.., s1.., a, b, t, ind.
 */
static bool is_reading(const struct procedure_row *row, size_t want, char prefix)
{
    const char *n = row->wants[want].name;

    return n[0] == prefix && n[1] >= '1' && n[1] <= '9' &&
           strspn(n + 1, "0123456789") == strlen(n + 1);
}

static long want_of(const struct procedure_row *row, const char *name)
{
    for (size_t i = 0; i < row->wants_n; i++)
        if (str_equal(row->wants[i].name, name))
            return (long)i;
    return -1;
}

static const char *read_of(const struct judging *j, size_t row, const char *name)
{
    long w = want_of(&j->plan->rows[row], name);

    return w < 0 ? NULL : entry_text(j, row, (size_t)w);
}

/* p, a quantity, or a member that goes with the point; NULL: none. */
static const char *member_of(const struct judging *j, size_t row, const char *name)
{
    const struct procedure_row *r = &j->plan->rows[row];
    const char *typed = read_of(j, row, name);
    const struct json *v;

    if (typed)
        return typed;
    if (str_equal(name, "p"))
        return r->p ? r->p : "";
    if (!r->point)
        return NULL;
    if (r->point->as && str_equal(r->point->as, name))
        return r->point->as_value;
    v = json_member(r->point->fixed, name);
    return v ? v->text.p : NULL;
}

static bool is_plan_word(struct text key)
{
    static const char *const WORDS[] = {"p", "when", "tol", "zh", "en"};

    for (size_t i = 0; i < LEN(WORDS); i++)
        if (text_is(key, WORDS[i]))
            return true;
    return false;
}

/* The members of a point but its readings. */
static void put_members(const struct judging *j, size_t row, struct node_list *to)
{
    const struct procedure_row *r = &j->plan->rows[row];
    const struct point *p = r->point;

    for (const struct json *m = p && p->fixed ? p->fixed->first : NULL; m; m = m->next)
        if (!is_plan_word(m->key) && want_of(r, m->key.p) < 0)
            node_put(to, m->key.p, node_copy(j->arena, m));
    if (p && p->pos)
        node_put_text(to, "pos", json_str(p->pos, "id", ""));
    if (p && p->as)
        node_put_text(to, p->as, p->as_value);
    for (size_t i = 0; i < r->wants_n; i++) {
        const char *name = r->wants[i].name;
        const char *text = entry_text(j, row, i);

        if (!text || is_reading(r, i, 'x') || str_equal(name, "p") ||
            str_equal(name, "c") ||
            (r->form == FORM_ROW_PAIR && (str_equal(name, "a") || str_equal(name, "b"))))
            continue;
        node_put_text(to, name, text);
    }
}

static struct json *readings(const struct judging *j, size_t row, char prefix)
{
    struct node_list x = node_array(j->arena);

    for (size_t i = 0; i < j->plan->rows[row].wants_n; i++) {
        const char *text =
            is_reading(&j->plan->rows[row], i, prefix) ? entry_text(j, row, i) : NULL;

        if (text)
            node_add(&x, node_text(j->arena, text));
    }
    return x.node;
}

/* One more point, group or pair that comes of these rows. */
static void add_rows(struct test_data *out, size_t *rows, size_t n)
{
    out->rows[out->n] = rows;
    out->rows_n[out->n] = n;
    out->n++;
}

static size_t *one_row(const struct judging *j, size_t row)
{
    size_t *list = ARENA_ARRAY(j->arena, 1, size_t);

    list[0] = row;
    return list;
}

static void point_data(const struct judging *j, const struct procedure_step *s,
                       struct test_data *out)
{
    const char *name = s->test->kind == TEST_STAT ? "g" : "p";
    struct node_list list = node_array(j->arena);

    for (size_t r = s->first; r < s->first + s->n; r++) {
        struct node_list o = node_object(j->arena);

        if (!procedure_is_read(j->plan, j->in, r))
            continue;
        node_put_text(&o, name, member_of(j, r, "p"));
        if (s->test->kind == TEST_STAT)
            node_put_text(&o, "p", member_of(j, r, "p"));
        put_members(j, r, &o);
        if (s->test->kind == TEST_PAIRED) {
            node_put_text(&o, "a", read_of(j, r, "a"));
            node_put_text(&o, "b", read_of(j, r, "b"));
        } else {
            node_put(&o, "x", readings(j, r, 'x'));
        }
        node_add(&list, o.node);
        add_rows(out, one_row(j, r), 1);
    }
    out->node = list.node;
}

/* ---- readings of another test ---- */

static const struct procedure_step *step_of(const struct judging *j, const char *id)
{
    for (size_t i = 0; i < j->plan->steps_n; i++)
        if (str_equal(j->plan->steps[i].id, id))
            return &j->plan->steps[i];
    return NULL;
}

/* The readings taken of a row, in order. */
static void take(const struct judging *j, const struct general_from *f, size_t row,
                 struct node_list *x)
{
    const char *text;

    if (!f->take_n) {
        const struct json *all = readings(j, row, 'x');

        for (const struct json *v = all->first; v; v = v->next)
            node_add(x, node_copy(j->arena, v));
        return;
    }
    for (size_t i = 0; i < f->take_n; i++) {
        text = read_of(j, row, f->take[i]);
        if (text)
            node_add(x, node_text(j->arena, text));
    }
}

/* The group of rows with the same member as row `first`; false if one of it is not read
 * or it began before. */
static bool group_of(const struct judging *j, const struct procedure_step *src,
                     const char *by, size_t first, size_t *rows, size_t *n)
{
    const char *key = member_of(j, first, by);
    bool complete = true;

    for (size_t r = src->first; key && r < src->first + src->n; r++) {
        const char *other = member_of(j, r, by);

        if (!other || !str_equal(other, key))
            continue;
        if (r < first)
            return false;
        complete &= procedure_is_read(j->plan, j->in, r);
        rows[(*n)++] = r;
    }
    return complete && *n;
}

static void put_taken(const struct procedure_step *s, struct node_list *o,
                      const struct node_list *x)
{
    if (s->test->kind != TEST_PAIRED) {
        node_put(o, "x", x->node);
        return;
    }
    if (x->node->count < 2)
        return;
    node_put_text(o, "a", x->node->first->text.p);
    node_put_text(o, "b", x->node->first->next->text.p);
}

static void from_data(const struct judging *j, const struct procedure_step *s,
                      const struct general_from *f, struct test_data *out)
{
    const char *name = s->test->kind == TEST_STAT ? "g" : "p";
    const struct procedure_step *src = step_of(j, f->test);
    struct node_list list = node_array(j->arena);

    for (size_t r = src ? src->first : 0; src && r < src->first + src->n; r++) {
        size_t *rows = ARENA_ARRAY(j->arena, src->n, size_t);
        struct node_list o = node_object(j->arena);
        struct node_list x = node_array(j->arena);
        size_t n = 0;

        if (!group_of(j, src, f->by, r, rows, &n))
            continue;
        for (size_t i = 0; i < n; i++)
            take(j, f, rows[i], &x);
        node_put_text(&o, name, member_of(j, r, f->by));
        if (s->test->kind == TEST_STAT && str_equal(f->by, "p"))
            node_put_text(&o, "p", member_of(j, r, "p"));
        put_members(j, r, &o);
        put_taken(s, &o, &x);
        node_add(&list, o.node);
        add_rows(out, rows, n);
    }
    out->node = list.node;
}

/* ---- tests that are one whole ---- */

static void all_rows(const struct judging *j, const struct procedure_step *s,
                     struct test_data *out)
{
    size_t *rows = ARENA_ARRAY(j->arena, s->n, size_t);

    for (size_t i = 0; i < s->n; i++)
        rows[i] = s->first + i;
    add_rows(out, rows, s->n);
}

static void item_data(const struct judging *j, const struct procedure_step *s,
                      struct test_data *out)
{
    static const char *const WORDS[] = {"", "pass", "fail", "na"};
    struct node_list o = node_object(j->arena);

    for (size_t r = s->first; r < s->first + s->n; r++)
        if (j->in->rows[r].item != ITEM_NONE)
            node_put_text(&o, j->plan->rows[r].item, WORDS[j->in->rows[r].item]);
    out->node = o.node;
}

static void series_data(const struct judging *j, const struct procedure_step *s,
                        struct test_data *out)
{
    struct node_list o = node_object(j->arena);
    struct node_list t = node_array(j->arena);
    struct node_list x = node_array(j->arena);

    for (size_t r = s->first; r < s->first + s->n; r++) {
        const char *at = read_of(j, r, "t");

        if (!procedure_is_read(j->plan, j->in, r))
            continue;
        node_add(&t, node_text(j->arena, at ? at : j->plan->rows[r].p));
        node_add(&x, node_text(j->arena, read_of(j, r, "x")));
    }
    node_put(&o, "t", t.node);
    node_put(&o, "x", x.node);
    out->node = x.node->count ? o.node : NULL;
    all_rows(j, s, out);
}

static void field_data(const struct judging *j, const struct procedure_step *s,
                       struct test_data *out)
{
    struct node_list o = node_object(j->arena);
    struct node_list m = node_array(j->arena);
    struct node_list ind = node_array(j->arena);
    struct json *center =
        node_text(j->arena, str_format(j->arena, "%lld", (long long)s->center));

    for (size_t r = s->first; r < s->first + s->n; r++) {
        const char *shown = read_of(j, r, "ind");

        if (!procedure_is_read(j->plan, j->in, r))
            continue;
        node_add(&m, readings(j, r, 's'));
        if (shown)
            node_add(&ind, node_text(j->arena, shown));
    }
    center->kind = JSON_NUMBER;
    if (s->n)
        node_put_text(&o, "set", j->plan->rows[s->first].p);
    node_put(&o, "center", center);
    node_put(&o, "m", m.node);
    if (ind.node->count)
        node_put(&o, "indicated", ind.node);
    out->node = m.node->count ? o.node : NULL;
    all_rows(j, s, out);
}

static bool is_complete(const struct judging *j, const struct procedure_step *s)
{
    for (size_t r = s->first; r < s->first + s->n; r++)
        if (j->plan->rows[r].needed && !procedure_is_read(j->plan, j->in, r))
            return false;
    return true;
}

/* A line through some of the levels only would be another line: nothing before all. */
static void level_data(const struct judging *j, const struct procedure_step *s,
                       struct test_data *out)
{
    struct node_list o = node_object(j->arena);
    struct node_list levels = node_array(j->arena);

    if (!is_complete(j, s))
        return;
    for (size_t r = s->first; r < s->first + s->n; r++) {
        struct node_list l = node_object(j->arena);
        const char *c = read_of(j, r, "c");

        if (!procedure_is_read(j->plan, j->in, r))
            continue;
        if (j->plan->rows[r].form == FORM_ROW_LIST) {
            node_put(&o, "blank", readings(j, r, 'x'));
            continue;
        }
        node_put_text(&l, "c", c ? c : j->plan->rows[r].p);
        put_members(j, r, &l);
        node_put(&l, "x", readings(j, r, 'x'));
        node_add(&levels, l.node);
    }
    node_put(&o, "levels", levels.node);
    out->node = o.node;
    all_rows(j, s, out);
}

static struct json *result_text(const struct judging *j, const struct procedure_value *v,
                                const char *what)
{
    struct dec n = v->found.judged.raw;

    if (str_equal(what, "value"))
        n = v->found.judged.value;
    if (str_equal(what, "result") && v->found.has_result)
        n = v->found.result;
    return node_text(j->arena, dec_text(j->arena, n));
}

/* Results of a test before this one: a list, or one output as a number. */
static struct json *results_of(const struct judging *j, const struct general_ask *a)
{
    struct node_list list = node_array(j->arena);

    for (size_t s = 0; s < j->plan->steps_n; s++) {
        const struct procedure_test *t = &j->out->tests[s];

        if (!str_equal(j->plan->steps[s].id, a->of_test))
            continue;
        for (size_t i = 0; i < t->values_n; i++) {
            struct json *v = result_text(j, &t->values[i], a->of_value);

            if (a->of_output && text_is(t->values[i].found.name, a->of_output))
                return v;
            if (!a->of_output)
                node_add(&list, v);
        }
    }
    return list.node->count ? list.node : NULL;
}

/* Nothing before all of it is there: a formula needs every number. */
static void formula_data(const struct judging *j, const struct procedure_step *s,
                         struct test_data *out)
{
    const struct general_test *g = &j->ed->tests[s->test_i];
    struct node_list o = node_object(j->arena);

    if (!is_complete(j, s))
        return;
    for (size_t r = s->first; r < s->first + s->n; r++) {
        const struct procedure_row *row = &j->plan->rows[r];
        const char *text = row->form == FORM_ROW_VALUE ? entry_text(j, r, 0) : NULL;

        if (row->form == FORM_ROW_LIST)
            node_put(&o, row->item, readings(j, r, 'x'));
        else if (text)
            node_put_text(&o, row->item, text);
    }
    for (size_t i = 0; i < g->asks.n; i++) {
        struct json *v = g->asks.at[i].of_test ? results_of(j, &g->asks.at[i]) : NULL;

        if (g->asks.at[i].of_test && !v)
            return;
        if (v)
            node_put(&o, g->asks.at[i].id, v);
    }
    out->node = o.node;
    all_rows(j, s, out);
}

void procedure_data(const struct judging *j, size_t step, struct test_data *out)
{
    const struct procedure_step *s = &j->plan->steps[step];
    const struct general_from *from = &j->ed->tests[s->test_i].from;
    const struct procedure_step *src = from->test ? step_of(j, from->test) : NULL;
    size_t most = (src ? src->n : s->n) + 1;

    *out = (struct test_data){.rows = ARENA_ARRAY(j->arena, most, size_t *),
                              .rows_n = ARENA_ARRAY(j->arena, most, size_t)};
    if (from->test) {
        from_data(j, s, from, out);
        return;
    }
    switch (s->test->kind) {
    case TEST_CHECKLIST:
        item_data(j, s, out);
        break;
    case TEST_POINT_ERROR:
    case TEST_STAT:
    case TEST_PAIRED:
        point_data(j, s, out);
        break;
    case TEST_SERIES:
        series_data(j, s, out);
        break;
    case TEST_FIELD:
        field_data(j, s, out);
        break;
    case TEST_REGRESSION:
        level_data(j, s, out);
        break;
    case TEST_FORMULA:
        formula_data(j, s, out);
        break;
    case TEST_BUDGET:
    case TEST_ROUNDING:
    case TEST_VALIDITY:
    case TEST_KINDS:
        break;
    }
}
