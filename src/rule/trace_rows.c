/* Traces of checklist, point_error, stat and paired. */
#include "rule/tracing.h"

qh_status trace_checklist(struct tracing *tr)
{
    static const struct {
        const char *word, *key;
    } KEYS[] = {{"pass", "trace.item_pass"},
                {"fail", "trace.item_fail"},
                {"na", "trace.item_na"},
                {"", "trace.item_none"}};
    size_t n = 0;

    for (const struct json *m = tr->k.data->first; m; m = m->next) {
        const char *word = m->kind == JSON_STRING ? m->text.p : "";
        const char *name = text_copy(tr->t.arena, m->key);
        struct trace_step s = {
            .what = "item", .name = name, .value = word, .args = {name, name}};
        size_t i = 0;

        while (i + 1 < LEN(KEYS) && !str_equal(KEYS[i].word, word))
            i++;
        s.key = KEYS[i].key;
        tracing_row(tr, "item", n++);
        trace_put(&tr->t, &s);
    }
    return tracing_room(tr);
}

/* ---- point_error ---- */

/* A limit is as deep as LIMIT_DEPTH_MAX. */
static bool limit_reads(const struct limit *l, uint32_t slot);

static bool expr_reads(const struct expr *e, uint32_t slot)
{
    uint32_t slots[TRACE_NAMES_MAX];
    size_t n = e ? expr_slots(e, slots, TRACE_NAMES_MAX) : 0;

    for (size_t i = 0; i < n; i++)
        if (slots[i] == slot)
            return true;
    return false;
}

static bool limit_reads(const struct limit *l, uint32_t slot)
{
    bool keyed = l && (l->kind == LIMIT_MAP || l->kind == LIMIT_STEPS);

    if (!l)
        return false;
    if ((keyed && l->by == slot) || (l->has_of && l->of == slot) ||
        expr_reads(l->low, slot) || expr_reads(l->high, slot))
        return true;
    for (size_t i = 0; i < l->cases_n; i++)
        if (limit_reads(l->cases[i].limit, slot) || expr_reads(l->cases[i].lt, slot) ||
            expr_reads(l->cases[i].le, slot))
            return true;
    return false;
}

static const char *formula_of(enum test_form form)
{
    switch (form) {
    case FORM_X_R:
        return "%s - r";
    case FORM_R_X:
        return "r - %s";
    case FORM_REL:
        return "(%s - r)/r*100";
    case FORM_REL_OF_X:
        return "(r - %s)/%s*100";
    case FORM_FID:
        return "(%s - r)/fs*100";
    case FORM_ABS:
    case FORM_DIFF:
        break;
    }
    return "%s";
}

/* The formula with the name in the places of %s. */
static char *with_name(struct arena *a, const char *formula, const char *name)
{
    struct buf b;

    buf_init(&b, a);
    for (; *formula; formula++) {
        if (*formula != '%') {
            buf_add_char(&b, *formula);
            continue;
        }
        buf_add_str(&b, name);
        formula++;
    }
    return buf_str(&b);
}

static void put_error(struct tracing *tr, const char *name, const char *of, struct dec x,
                      struct dec r, struct dec error)
{
    bool of_span = tr->k.test->form == FORM_FID;
    struct trace_number numbers[] = {{of, x}, {"r", r}, {"fs", dec_int(0)}};
    struct trace_work f = {
        .what = "error",
        .name = name,
        .formula = with_name(tr->t.arena, formula_of(tr->k.test->form), of),
        .numbers = numbers,
        .numbers_n = of_span ? 3 : 2,
    };

    if (of_span)
        numbers[2].value = tracing_span(tr);
    trace_work(&tr->t, &f, error);
}

QH_MUST static qh_status put_each(struct tracing *tr, const struct trace_list *x,
                                  struct dec r, struct dec error)
{
    struct dec *errors = ARENA_ARRAY(tr->t.arena, x->n, struct dec);
    struct trace_list list = {"errors", errors, x->n};
    qh_status rc;

    for (size_t i = 0; i < x->n; i++) {
        rc = kind_deviation(&tr->k, x->list[i], r, &errors[i]);
        if (rc)
            return rc;
        put_error(tr, str_format(tr->t.arena, "error%zu", i + 1), x->name, x->list[i], r,
                  errors[i]);
    }
    tracing_stat(tr, "aggregate", "error", STAT_ABSMAX, &list, error);
    return QH_OK;
}

/* absdev and rel, where a limit asks for them. */
static void put_derived(struct tracing *tr, struct dec xm, struct dec r)
{
    const struct scope *s = tr->k.scope;
    struct trace_number numbers[] = {{"xm", xm}, {"r", r}};
    struct trace_work f = {.what = "derived", .numbers = numbers};
    const struct limit *l = tr->k.test->judge.limit;

    trace_know(&tr->t, SLOT_XM, xm);
    if (limit_reads(l, SLOT_ABSDEV)) {
        f.name = "absdev";
        f.formula = "xm - r";
        f.numbers_n = 2;
        trace_work(&tr->t, &f, s->slots[SLOT_ABSDEV].num);
    }
    if (limit_reads(l, SLOT_REL)) {
        f.name = "rel";
        f.formula = dec_sign(r) ? "(xm - r)/r*100" : "0";
        f.numbers_n = dec_sign(r) ? 2 : 0;
        tr->t.unit = "%";
        trace_work(&tr->t, &f, s->slots[SLOT_REL].num);
        tr->t.unit = tr->k.test->unit;
    }
    trace_know(&tr->t, SLOT_ABSDEV, s->slots[SLOT_ABSDEV].num);
    trace_know(&tr->t, SLOT_REL, s->slots[SLOT_REL].num);
}

QH_MUST static qh_status put_reference(struct tracing *tr, const struct json *pt,
                                       struct dec *out)
{
    const struct expr *e = tr->k.test->ref;
    const char *from = json_member(pt, "r") ? "r" : "p";
    qh_status rc;

    tracing_reading(tr, "p", json_member(pt, "p"));
    rc = kind_reference(&tr->k, pt, out);
    if (rc)
        return rc;
    if (e) {
        trace_expr_as(&tr->t, &(struct trace_label){"reference", "r", ""}, e, tr->k.scope,
                      *out);
    } else if (*from == 'r') {
        tracing_reading(tr, "r", json_member(pt, "r"));
    } else {
        struct trace_number p = {"p", *out};
        struct trace_work f = {.what = "reference",
                               .name = "r",
                               .formula = "p",
                               .numbers = &p,
                               .numbers_n = 1};

        trace_work(&tr->t, &f, *out);
    }
    trace_know(&tr->t, SLOT_R, *out);
    return QH_OK;
}

QH_MUST static qh_status put_point(struct tracing *tr, const struct json *pt,
                                   const struct row_result *row)
{
    const struct rule_test *test = tr->k.test;
    struct trace_list x;
    struct dec r = dec_int(0);
    struct dec xm = row->result;
    qh_status rc;

    scope_shadow_object(tr->k.scope, pt, "x");
    rc = put_reference(tr, pt, &r);
    if (!rc)
        rc = tracing_list(tr, pt, &x);
    if (!rc)
        rc = tracing_room(tr);
    if (rc)
        return rc;
    tracing_stat(tr, "aggregate", "xm", test->each ? STAT_ABSMAX : test->agg, &x, xm);
    if (test->each) {
        rc = put_each(tr, &x, r, row->judged.raw);
        if (rc)
            return rc;
    } else {
        put_error(tr, "error", "xm", xm, r, row->judged.raw);
    }
    rc = kind_derived(&tr->k, xm, r);
    if (rc)
        return rc;
    put_derived(tr, xm, r);
    tracing_judged(tr, "error", &test->judge, &row->judged);
    return QH_OK;
}

qh_status trace_point_error(struct tracing *tr)
{
    size_t mark = scope_here(tr->k.scope);
    size_t i = 0;
    qh_status rc;

    for (const struct json *pt = tr->k.data->first; pt; pt = pt->next, i++) {
        tracing_row(tr, "point", i);
        rc = put_point(tr, pt, &tr->r->rows[i]);
        if (rc)
            return rc;
        scope_back(tr->k.scope, mark);
    }
    tracing_worst(tr);
    return QH_OK;
}

/* ---- stat ---- */

/* What a group comes to, and the name of that. */
QH_MUST static qh_status put_group(struct tracing *tr, const struct json *g,
                                   const char **name, struct dec *out)
{
    struct trace_list x;
    struct dec v;
    qh_status rc;

    scope_shadow_object(tr->k.scope, g, "x");
    rc = tracing_list(tr, g, &x);
    if (!rc)
        rc = tracing_room(tr);
    if (!rc)
        rc = stat_compute(tr->t.arena, tr->k.test->inner, x.list, x.n, &v, tr->k.err);
    if (rc)
        return rc;
    *out = v;
    tracing_stat(tr, "aggregate", "value", tr->k.test->inner, &x, v);
    if (tr->k.test->of_span)
        rc = kind_of_span(&tr->k, out);
    if (!rc)
        tracing_share(tr, tr->k.test->of_span, name, v, *out);
    return rc;
}

qh_status trace_stat(struct tracing *tr)
{
    bool each = tr->k.test->outer == STATS;
    size_t mark = scope_here(tr->k.scope);
    struct dec *values = ARENA_ARRAY(tr->t.arena, tr->k.data->count, struct dec);
    struct trace_list list = {"values", values, tr->k.data->count};
    size_t i = 0;
    qh_status rc;

    for (const struct json *g = tr->k.data->first; g; g = g->next, i++) {
        const char *name = "value";

        tracing_row(tr, "group", i);
        rc = put_group(tr, g, &name, &values[i]);
        if (rc)
            return rc;
        if (each)
            tracing_judged(tr, name, &tr->k.test->judge, &tr->r->rows[i].judged);
        scope_back(tr->k.scope, mark);
    }
    tr->t.row = "";
    if (each)
        return QH_OK;
    tracing_stat(tr, "aggregate", "value", tr->k.test->outer, &list,
                 tr->r->rows[0].judged.raw);
    tracing_judged(tr, "value", &tr->k.test->judge, &tr->r->rows[0].judged);
    return QH_OK;
}

/* ---- paired ---- */

QH_MUST static qh_status put_pair(struct tracing *tr, const struct json *pt,
                                  const struct row_result *row)
{
    struct value *fs = &tr->k.scope->slots[SLOT_FS];
    struct trace_number numbers[] = {
        {"a", dec_int(0)}, {"b", dec_int(0)}, {"fs", dec_int(1)}};
    bool of_span = tr->k.test->form == FORM_FID;
    struct trace_work f = {
        .what = "error",
        .name = "error",
        .numbers = numbers,
        .numbers_n = of_span ? 3 : 2,
    };
    qh_status rc;

    rc = kind_number(&tr->k, pt, "a", &numbers[0].value);
    if (!rc)
        rc = kind_number(&tr->k, pt, "b", &numbers[1].value);
    if (rc)
        return rc;
    scope_shadow_object(tr->k.scope, pt, NULL);
    tracing_reading(tr, "p", json_member(pt, "p"));
    tracing_reading(tr, "a", json_member(pt, "a"));
    tracing_reading(tr, "b", json_member(pt, "b"));
    f.formula = tr->k.test->form == FORM_ABS ? "abs(a - b)" : "b - a";
    if (of_span) {
        rc = value_read(tr->t.arena, fs, tr->k.err);
        if (rc)
            return rc;
        trace_give_slot(&tr->t, SLOT_FS, tr->k.scope);
        f.formula = fs->kind == VALUE_NUMBER ? "(b - a)/fs*100" : "(b - a)*100";
        f.numbers_n = fs->kind == VALUE_NUMBER ? 3 : 2;
        numbers[2].value = fs->num;
    }
    trace_work(&tr->t, &f, row->judged.raw);
    tracing_judged(tr, "error", &tr->k.test->judge, &row->judged);
    return tracing_room(tr);
}

qh_status trace_paired(struct tracing *tr)
{
    size_t mark = scope_here(tr->k.scope);
    size_t i = 0;
    qh_status rc;

    for (const struct json *pt = tr->k.data->first; pt; pt = pt->next, i++) {
        tracing_row(tr, "pair", i);
        rc = put_pair(tr, pt, &tr->r->rows[i]);
        if (rc)
            return rc;
        scope_back(tr->k.scope, mark);
    }
    tracing_worst(tr);
    return QH_OK;
}
