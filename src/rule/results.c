/* Names of results are found by the parser like others; here they get their meaning.
 * What a test needs of others is read from its text, named limits included, once a test:
 * limits that use one another could be walked for ever otherwise. */
#include "rule/results.h"

#include "rule/place.h"

#include <string.h>

enum { PREFIX_LEN = sizeof NAME_RESULTS - 1 };

enum part { PART_OUTPUT, PART_RAW, PART_VALUE, PART_RESULT };

struct result_name {
    uint32_t slot;
    size_t test, output;
    enum part part;
};

/* Where a test names another. */
struct need {
    size_t test;
    const char *text; /* of the node that names it */
};
struct needs {
    struct need *at;
    size_t n;
};

struct results {
    struct result_name *names;
    size_t names_n;
    struct needs *needs; /* by test */
    size_t *order;
};

/* The id of the test that a name of a result names. */
static struct text test_of(struct text name)
{
    const char *dot = memchr(name.p + PREFIX_LEN, '.', name.len - PREFIX_LEN);

    return (struct text){name.p + PREFIX_LEN, (size_t)(dot - name.p) - PREFIX_LEN};
}

/* ---- what a name stands for ---- */

static bool has_points(const struct rule_test *t)
{
    return t->kind == TEST_POINT_ERROR || t->kind == TEST_PAIRED || t->kind == TEST_STAT;
}

static bool find_part(const struct rule_test *t, struct text part,
                      struct result_name *out)
{
    static const char *const PARTS[] = {
        [PART_RAW] = "raw", [PART_VALUE] = "value", [PART_RESULT] = "result"};

    for (size_t i = 0; i < t->outputs_n; i++)
        if (text_is(part, t->outputs[i].name)) {
            out->part = PART_OUTPUT;
            out->output = i;
            return true;
        }
    for (int p = PART_RAW; has_points(t) && p <= PART_RESULT; p++)
        if (text_is(part, PARTS[p])) {
            out->part = (enum part)p;
            return p != PART_RESULT || t->kind == TEST_POINT_ERROR;
        }
    return false;
}

QH_MUST static qh_status resolve(struct arena *a, const struct regulation *r,
                                 struct text name, struct result_name *out,
                                 struct qh_error *err)
{
    const char *place = place_of_name(a, r->doc, name);
    struct text id = test_of(name);
    const struct rule_test *t = regulation_test(r, text_copy(a, id));
    size_t before = PREFIX_LEN + id.len + 1;

    if (!t)
        return qh_fail(err, QH_INVALID, "regulation.result", place, "no test '%.*s'",
                       (int)id.len, id.p);
    out->test = (size_t)(t - r->tests);
    if (!find_part(t, (struct text){name.p + before, name.len - before}, out))
        return qh_fail(err, QH_INVALID, "regulation.result", place,
                       "test '%s' has no result '%s'", t->id, name.p + before);
    return QH_OK;
}

/* ---- what a test needs ---- */

struct gather {
    struct arena *arena;
    const struct regulation *reg;
    struct needs *out;
    bool *seen;                  /* named limits that the test uses */
    const struct json **waiting; /* of them, not read yet */
    size_t waiting_n;
};

static void add_need(struct gather *g, struct text name, const char *text)
{
    const struct rule_test *t =
        regulation_test(g->reg, text_copy(g->arena, test_of(name)));
    size_t test = t ? (size_t)(t - g->reg->tests) : 0;

    for (size_t i = 0; i < g->out->n; i++)
        if (g->out->at[i].test == test)
            return;
    if (t)
        g->out->at[g->out->n++] = (struct need){test, text};
}

static void read_text(struct gather *g, struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        bool begins = t.p[i] == NAME_RESULTS[0] && (!i || !name_has(t.p[i - 1]));
        struct text rest = {t.p + i, t.len - i};
        size_t n = begins ? name_result_length(rest) : 0;

        if (!n)
            continue;
        add_need(g, (struct text){rest.p, n}, t.p);
        i += n - 1;
    }
}

static void want_limit(struct gather *g, struct text name)
{
    const struct json *limits = g->reg->limits.doc;
    size_t i = 0;

    for (const struct json *m = limits ? limits->first : NULL; m; m = m->next, i++)
        if (text_equal(m->key, name) && !g->seen[i]) {
            g->seen[i] = true;
            g->waiting[g->waiting_n++] = m;
        }
}

/* Recursion is as deep as documents nest: JSON_DEPTH_MAX at most. */
static void read_node(struct gather *g, const struct json *v)
{
    if (v->kind == JSON_STRING && text_is(v->key, "use"))
        want_limit(g, v->text);
    else if (v->kind == JSON_STRING && !place_is_wording(v->key))
        read_text(g, v->text);
    if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY)
        return;
    for (const struct json *m = v->first; m; m = m->next)
        read_node(g, m);
}

static void gather_needs(struct gather *g, struct results *s)
{
    size_t limits = g->reg->limits.doc ? g->reg->limits.doc->count : 0;

    s->needs = ARENA_ARRAY(g->arena, g->reg->tests_n, struct needs);
    g->waiting = ARENA_ARRAY(g->arena, limits + 1, const struct json *);
    for (size_t i = 0; i < g->reg->tests_n; i++) {
        g->out = &s->needs[i];
        g->out->at = ARENA_ARRAY(g->arena, g->reg->tests_n, struct need);
        g->seen = ARENA_ARRAY(g->arena, limits + 1, bool);
        read_node(g, g->reg->tests[i].node);
        while (g->waiting_n)
            read_node(g, g->waiting[--g->waiting_n]);
    }
}

/* ---- order ---- */

struct sort {
    struct arena *arena;
    const struct regulation *reg;
    struct results *to;
    char *state; /* 0 new, 1 on the way, 2 done */
    size_t n;
    struct qh_error *err;
};

/* Test i needs `need`, which is on the way to i: both places. */
QH_MUST static qh_status circle(const struct sort *s, size_t i, const struct need *need)
{
    const struct needs *back = &s->to->needs[need->test];
    size_t k = 0;

    while (k + 1 < back->n && s->state[back->at[k].test] != 1)
        k++;
    return qh_fail(s->err, QH_INVALID, "regulation.circle",
                   place_of_text(s->arena, s->reg->doc, need->text),
                   "test '%.40s' needs test '%.40s', which needs it in turn at %.80s",
                   s->reg->tests[i].id, s->reg->tests[need->test].id,
                   place_of_text(s->arena, s->reg->doc, back->at[k].text));
}

/* A test after all that it needs; recursion is as deep as there are tests at most. */
QH_MUST static qh_status place_test(struct sort *s, size_t i)
{
    const struct needs *needs = &s->to->needs[i];
    qh_status rc = QH_OK;

    s->state[i] = 1;
    for (size_t k = 0; !rc && k < needs->n; k++) {
        size_t other = needs->at[k].test;

        if (s->state[other] == 1)
            rc = circle(s, i, &needs->at[k]);
        else if (!s->state[other])
            rc = place_test(s, other);
    }
    if (rc)
        return rc;
    s->state[i] = 2;
    s->to->order[s->n++] = i;
    return QH_OK;
}

qh_status results_load(struct arena *a, struct regulation *r, struct qh_error *err)
{
    struct results *s = ARENA_NEW(a, struct results);
    struct gather g = {.arena = a, .reg = r};
    struct sort sort = {.arena = a, .reg = r, .to = s, .err = err};
    qh_status rc = QH_OK;

    s->names = ARENA_ARRAY(a, r->names.n, struct result_name);
    for (uint32_t i = 0; !rc && i < r->names.n; i++) {
        if (!name_is_result(r->names.list[i]))
            continue;
        s->names[s->names_n].slot = i;
        rc = resolve(a, r, r->names.list[i], &s->names[s->names_n++], err);
    }
    if (rc || !s->names_n)
        return rc;
    gather_needs(&g, s);
    s->order = ARENA_ARRAY(a, r->tests_n, size_t);
    sort.state = ARENA_ARRAY(a, r->tests_n, char);
    for (size_t i = 0; !rc && i < r->tests_n; i++)
        rc = sort.state[i] ? QH_OK : place_test(&sort, i);
    if (!rc)
        r->results = s;
    return rc;
}

size_t results_at(const struct regulation *r, size_t k)
{
    return r->results ? r->results->order[k] : k;
}

bool results_are_named(const struct regulation *r, size_t i)
{
    return r->results && r->results->needs[i].n > 0;
}

bool results_need(const struct regulation *r, size_t i, size_t k, size_t *out)
{
    if (!r->results || k >= r->results->needs[i].n)
        return false;
    *out = r->results->needs[i].at[k].test;
    return true;
}

bool results_are_there(const struct regulation *r, size_t i, const bool *done)
{
    size_t other = 0;

    for (size_t k = 0; results_need(r, i, k, &other); k++)
        if (!done[other])
            return false;
    return true;
}

/* ---- values ---- */

static bool is_single(const struct rule_test *t, enum part part)
{
    return part == PART_OUTPUT || (t->kind == TEST_STAT && t->outer != STATS);
}

bool result_is_list(const struct regulation *r, uint32_t slot)
{
    for (size_t i = 0; r->results && i < r->results->names_n; i++)
        if (r->results->names[i].slot == slot)
            return !is_single(&r->tests[r->results->names[i].test],
                              r->results->names[i].part);
    return false;
}

void results_clear(const struct regulation *r, struct scope *s)
{
    for (size_t i = 0; r->results && i < r->results->names_n; i++)
        s->slots[r->results->names[i].slot] = (struct value){.kind = VALUE_NONE};
}

static struct dec number_of(const struct row_result *row, enum part part)
{
    if (part == PART_VALUE)
        return row->judged.value;
    return part == PART_RESULT ? row->result : row->judged.raw;
}

static struct value value_of_name(const struct result_name *name,
                                  const struct test_result *t, struct arena *a)
{
    struct dec *list;

    if (is_single(t->test, name->part))
        return name->output < t->rows_n
                   ? (struct value){.kind = VALUE_NUMBER,
                                    .num = number_of(&t->rows[name->output], name->part)}
                   : (struct value){.kind = VALUE_NONE};
    list = ARENA_ARRAY(a, t->rows_n, struct dec);
    for (size_t i = 0; i < t->rows_n; i++)
        list[i] = number_of(&t->rows[i], name->part);
    return (struct value){.kind = VALUE_LIST, .list = list, .n = t->rows_n};
}

void results_set(const struct regulation *r, const struct test_result *t, struct scope *s)
{
    for (size_t i = 0; r->results && i < r->results->names_n; i++) {
        const struct result_name *name = &r->results->names[i];

        if (&r->tests[name->test] == t->test)
            s->slots[name->slot] = value_of_name(name, t, s->arena);
    }
}
