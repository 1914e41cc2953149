#include "rule/tracing.h"

#include "rule/value_text.h"

void tracing_row(struct tracing *tr, const char *kind, size_t i)
{
    tr->t.row = str_format(tr->t.arena, "%s.%zu", kind, i + 1);
}

qh_status tracing_room(const struct tracing *tr)
{
    if (tr->t.n > TRACE_STEPS_MAX)
        return qh_fail(tr->k.err, QH_LIMIT, "trace.steps", "", "more than %d steps",
                       TRACE_STEPS_MAX);
    return QH_OK;
}

static const char *typed(const struct tracing *tr, const struct json *node)
{
    if (node->kind == JSON_STRING || node->kind == JSON_NUMBER)
        return text_copy(tr->t.arena, node->text);
    return text_copy(tr->t.arena, value_words(tr->t.arena, node));
}

void tracing_reading(struct tracing *tr, const char *name, const struct json *node)
{
    const char *words = typed(tr, node);
    struct trace_step s = {
        .what = "reading",
        .name = name,
        .value = words,
        .key = "trace.reading",
        .says = SAYS_READING,
        .typed = words,
    };
    struct dec v;

    if (!value_number(node, &v, NULL)) {
        int32_t slot = names_find(tr->k.scope->names, text_of(name));

        s.number = &v;
        if (slot >= 0)
            trace_know(&tr->t, (uint32_t)slot, v);
    }
    trace_put(&tr->t, &s);
}

void tracing_readings(struct tracing *tr, const char *name, const struct json *list,
                      const struct dec *values, size_t n)
{
    struct trace_list read = {name, values, n};
    struct trace_step s = {
        .what = "reading",
        .name = name,
        .list = &read,
        .key = "trace.reading",
        .says = SAYS_READING,
    };
    struct buf b;

    buf_init(&b, tr->t.arena);
    for (const struct json *v = list->first; v; v = v->next)
        buf_add_format(&b, "%s%s", v == list->first ? "" : ", ", typed(tr, v));
    s.typed = buf_str(&b);
    trace_put(&tr->t, &s);
}

/* What a rounded value is called: an output may have the usual name itself. */
static const char *rounded_name(const char *of)
{
    return str_equal(of, "rounded") ? "rounded_" : "rounded";
}

void tracing_rounded(struct tracing *tr, const char *name, const char *of,
                     const struct judge *j, struct dec raw, const char *shown)
{
    struct trace_number numbers[] = {{of, raw}, {"to", j->to}};
    struct trace_step s = {
        .what = "round",
        .name = name,
        .formula =
            str_format(tr->t.arena, "%s(%s, to)", j->up ? "round_up" : "round", of),
        .numbers = numbers,
        .numbers_n = 2,
        .value = shown,
        .key = "trace.formula",
        .says = SAYS_FORMULA,
    };

    trace_put(&tr->t, &s);
}

void tracing_judged(struct tracing *tr, const char *name, const struct judge *j,
                    const struct judged *judged)
{
    const char *rounded = rounded_name(name);
    bool by_rounded = j->compare_rounded && judged->rounded;
    const char *compared = by_rounded ? rounded : name;
    struct dec value = by_rounded ? judged->value : judged->raw;
    struct trace_step edge = {.what = "edge",
                              .name = rounded,
                              .value = judged->pass == PASS_YES ? "false" : "true",
                              .key = "trace.edge"};

    if (judged->rounded)
        tracing_rounded(
            tr, rounded, "value", j, judged->raw,
            value_text(tr->t.arena, judged->value, dec_sign(judged->raw) < 0, true));
    trace_limit(&tr->t, compared, value, j->limit, tr->k.scope);
    if (judged->decision)
        trace_decision(&tr->t, compared, value, &judged->found, judged->decision);
    if (!judged->changes || judged->decision)
        return;
    trace_limit(&tr->t, rounded, judged->value, j->limit, tr->k.scope);
    trace_put(&tr->t, &edge);
}

qh_status tracing_list(struct tracing *tr, const struct json *o, struct trace_list *out)
{
    const struct expr *e = tr->k.test->transform;
    size_t mark = scope_here(tr->k.scope);
    struct dec *x = NULL;
    struct dec *y;
    size_t n = 0;
    qh_status rc;

    rc = kind_numbers(&tr->k, o, "x", &x, &n);
    if (rc)
        return rc;
    tracing_readings(tr, "x", json_member(o, "x"), x, n);
    y = e ? ARENA_ARRAY(tr->t.arena, n, struct dec) : x;
    for (size_t i = 0; e && i < n; i++) {
        scope_shadow_dec(tr->k.scope, SLOT_X, x[i]);
        trace_know(&tr->t, SLOT_X, x[i]);
        rc = expr_eval(e, tr->k.scope, &y[i], tr->k.err);
        if (rc)
            return rc;
        trace_expr_as(&tr->t,
                      &(struct trace_label){"transform",
                                            str_format(tr->t.arena, "y%zu", i + 1), ""},
                      e, tr->k.scope, y[i]);
        scope_back(tr->k.scope, mark);
    }
    *out = (struct trace_list){e ? "y" : "x", y, n};
    return QH_OK;
}

void tracing_stat(struct tracing *tr, const char *what, const char *name, enum stat s,
                  const struct trace_list *list, struct dec value)
{
    struct trace_work f = {
        .what = what,
        .name = name,
        .formula = str_format(tr->t.arena, "%s(%s)", stat_name(s), list->name),
        .lists = list,
        .lists_n = 1,
    };

    trace_work(&tr->t, &f, value);
}

struct dec tracing_span(struct tracing *tr)
{
    struct value *fs = &tr->k.scope->slots[SLOT_FS];

    if (value_read(tr->t.arena, fs, NULL) || fs->kind != VALUE_NUMBER)
        return dec_int(0); /* then the evaluation has failed */
    trace_give_slot(&tr->t, SLOT_FS, tr->k.scope);
    return fs->num;
}

void tracing_share(struct tracing *tr, bool of_span, const char **name, struct dec value,
                   struct dec shown)
{
    struct trace_number numbers[] = {{"value", value}, {"fs", dec_int(0)}};
    struct trace_work f = {.what = "reduction",
                           .name = "share",
                           .formula = "value/fs*100",
                           .numbers = numbers,
                           .numbers_n = 2};

    if (!of_span)
        return;
    numbers[1].value = tracing_span(tr);
    trace_work(&tr->t, &f, shown);
    *name = "share";
}

void tracing_worst(struct tracing *tr)
{
    const struct test_result *r = tr->r;
    struct dec *values = ARENA_ARRAY(tr->t.arena, r->rows_n, struct dec);
    struct trace_list list = {"values", values, r->rows_n};
    const struct judged *worst = &r->rows[r->worst].judged;

    tr->t.row = "";
    if (!r->has_worst)
        return;
    for (size_t i = 0; i < r->rows_n; i++)
        values[i] = r->rows[i].judged.value;
    tracing_stat(tr, "worst", "worst", STAT_ABSMAX, &list, worst->value);
}
