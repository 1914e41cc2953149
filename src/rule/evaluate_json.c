#include "rule/evaluate.h"

#include "rule/budget.h"
#include "rule/regulation_data.h"
#include "rule/value_text.h"
#include "rule/words.h"

#include <string.h>

static void put_pass(struct json_writer *w, enum pass p)
{
    json_key(w, "pass");
    if (p == PASS_NONE)
        json_put_null(w);
    else
        json_put_bool(w, p == PASS_YES);
}

static char *judged_text(struct arena *a, const struct judged *j)
{
    return value_text(a, j->value, dec_sign(j->raw) < 0, j->rounded);
}

void decision_to_json(const struct decision_found *d, struct arena *a,
                      struct json_writer *w)
{
    json_add_str(w, "expanded_uncertainty", value_text(a, d->expanded, false, false));
    json_add_str(w, "guard", value_text(a, d->guard, false, false));
    json_add_str(w, "zone", DECISION_ZONES[d->zone]);
    json_add_str(w, "risk", value_text(a, d->risk, false, false));
}

/* The members of a judged value, into an object that is open. */
static void put_judged(struct json_writer *w, struct arena *a, const struct judged *j)
{
    json_add_str(w, "value", judged_text(a, j));
    if (j->changes)
        json_add_bool(w, "rounding_changes_verdict", true);
    if (j->found.plain)
        json_add_str(w, "limit", limit_text(a, &j->found));
    put_pass(w, j->pass);
    if (j->decision)
        decision_to_json(j->decision, a, w);
}

static void put_texts(struct json_writer *w, const char *key, const struct text *t,
                      size_t n)
{
    json_key(w, key);
    json_array_open(w);
    for (size_t i = 0; i < n; i++)
        json_put_text(w, t[i]);
    json_array_close(w);
}

/* points, groups and pairs: a list of rows named by `name`. */
static void put_rows(struct json_writer *w, struct arena *a, const struct test_result *t,
                     const char *key, const char *name)
{
    json_key(w, key);
    json_array_open(w);
    for (size_t i = 0; i < t->rows_n; i++) {
        const struct row_result *row = &t->rows[i];

        json_object_open(w);
        json_key(w, name);
        json_put_text(w, row->name);
        if (row->label) {
            json_key(w, "label");
            json_put_node(w, row->label);
        }
        if (row->pos) {
            json_key(w, "pos");
            json_put_node(w, row->pos);
        }
        if (row->has_result)
            json_add_str(w, "result", value_text(a, row->result, false, false));
        put_judged(w, a, &row->judged);
        json_object_close(w);
    }
    json_array_close(w);
    if (t->has_worst)
        json_add_str(w, "worst", judged_text(a, &t->rows[t->worst].judged));
    put_pass(w, t->pass);
}

/* A name that comes again replaces the earlier value: only the last is written. */
static bool is_last_of_name(const struct test_result *t, size_t i)
{
    for (size_t j = i + 1; j < t->rows_n; j++)
        if (text_equal(t->rows[i].name, t->rows[j].name))
            return false;
    return true;
}

static void put_outputs(struct json_writer *w, struct arena *a,
                        const struct test_result *t)
{
    json_key(w, "outputs");
    json_object_open(w);
    for (size_t i = 0; i < t->rows_n; i++) {
        if (!is_last_of_name(t, i))
            continue;
        json_key(w, t->rows[i].name.p);
        json_object_open(w);
        put_judged(w, a, &t->rows[i].judged);
        json_object_close(w);
    }
    json_object_close(w);
    put_pass(w, t->pass);
}

static void put_budget(struct json_writer *w, struct arena *a,
                       const struct test_result *t)
{
    json_key(w, "u");
    json_object_open(w);
    for (size_t i = 0; i < t->rows_n; i++)
        if (is_last_of_name(t, i))
            json_add_str(w, t->rows[i].name.p,
                         value_text(a, t->rows[i].result, false, false));
    json_object_close(w);
    json_add_str(w, "uc", value_text(a, t->budget.uc, false, false));
    json_add_str(w, "U_raw", value_text(a, t->budget.expanded, false, false));
    json_add_str(w, "U", value_text(a, t->budget.rounded, false, true));
    if (t->budget.has_coverage) {
        json_key(w, "nu_eff");
        if (t->budget.nu_eff.finite)
            json_put_str(w, value_text(a, t->budget.nu_eff.nu, false, false));
        else
            json_put_null(w);
        json_add_str(w, "k", value_text(a, t->budget.k, false, false));
    }
    put_pass(w, PASS_NONE);
}

static void put_test(struct json_writer *w, struct arena *a, const struct test_result *t)
{
    json_key(w, t->test->id);
    json_object_open(w);
    switch (t->test->kind) {
    case TEST_CHECKLIST:
        put_texts(w, "failed", t->texts, t->texts_n);
        put_pass(w, t->pass);
        break;
    case TEST_POINT_ERROR:
        put_rows(w, a, t, "points", "p");
        break;
    case TEST_STAT:
        if (t->test->outer == STATS)
            put_rows(w, a, t, "groups", "g");
        else
            put_judged(w, a, &t->rows[0].judged);
        break;
    case TEST_PAIRED:
        put_rows(w, a, t, "pairs", "p");
        break;
    case TEST_SERIES:
    case TEST_FIELD:
    case TEST_REGRESSION:
    case TEST_FORMULA:
        put_outputs(w, a, t);
        break;
    case TEST_BUDGET:
        put_budget(w, a, t);
        break;
    case TEST_ROUNDING:
    case TEST_VALIDITY:
        put_texts(w, t->test->kind == TEST_ROUNDING ? "rounded" : "valid_until", t->texts,
                  t->texts_n);
        put_pass(w, PASS_NONE);
        break;
    case TEST_KINDS:
        break;
    }
    json_object_close(w);
}

void evaluation_to_json(const struct evaluation *e, struct arena *a,
                        struct json_writer *w)
{
    json_object_open(w);
    json_key(w, "tests");
    json_object_open(w);
    for (size_t i = 0; i < e->tests_n; i++)
        put_test(w, a, &e->tests[i]);
    json_object_close(w);
    json_add_str(w, "conclusion", word_conclusion(e->conclusion));
    if (e->missing_n) {
        json_key(w, "missing");
        json_array_open(w);
        for (size_t i = 0; i < e->missing_n; i++)
            json_put_str(w, e->missing[i]);
        json_array_close(w);
    }
    if (e->paper != PAPER_NONE)
        json_add_str(w, "document", word_paper(e->paper));
    json_key(w, "failed_tests");
    json_array_open(w);
    for (size_t i = 0; i < e->tests_n; i++)
        if (e->tests[i].pass == PASS_NO)
            json_put_str(w, e->tests[i].test->id);
    json_array_close(w);
    if (e->budgets) {
        json_key(w, "budgets");
        json_array_open(w);
        for (size_t i = 0; i < e->budgets->n; i++)
            budget_to_json(e->budgets->list[i], a, w);
        json_array_close(w);
    }
    if (e->budgets_error) {
        json_key(w, "budgets_error");
        json_object_open(w);
        json_add_str(w, "key", e->budgets_error->key);
        json_add_str(w, "field", e->budgets_error->field);
        json_add_str(w, "detail", e->budgets_error->detail);
        json_object_close(w);
    }
    if (e->decision) {
        json_key(w, "decision");
        json_object_open(w);
        json_add_str(w, "rule", DECISION_RULES[e->decision->rule]);
        json_add_str(w, "k", dec_text_short(a, e->decision->k));
        json_add_str(w, "factor", dec_text_short(a, e->decision->factor));
        json_object_close(w);
    }
    if (e->has_best) {
        json_key(w, "best_grade");
        if (e->best_grade)
            json_put_node(w, e->best_grade);
        else
            json_put_null(w);
    }
    json_object_close(w);
}
