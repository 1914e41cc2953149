/* procedure_plan.c - from an edition and an instrument to steps and rows. */
#include "rule/procedure_plan.h"

#include "rule/procedure_make.h"
#include "rule/words.h"

#include <string.h>

const char *const PROCEDURE_FORM_NAMES[PROCEDURE_FORMS] = {
    "item", "value", "readings", "pair", "time", "scan", "level", "list"};

bool procedure_is_general(const struct regulation *r)
{
    return r->general != NULL;
}

/* applies_if: judged on the value of its `of`; without a value it does not apply. */
QH_MUST static qh_status applies_if(struct make *m, const struct general_test *g,
                                    bool *out)
{
    struct limit_found f = {0};
    struct value *v;
    qh_status rc;

    *out = true;
    if (!g->applies_if)
        return QH_OK;
    *out = false;
    v = &m->scope.slots[g->applies_if->of];
    rc = value_read(m->arena, v, m->err);
    if (rc || v->kind != VALUE_NUMBER)
        return rc;
    rc = limit_judge(g->applies_if, &m->scope, v->num, &f, m->err);
    *out = f.pass == PASS_YES;
    return rc;
}

static bool is_for_grade(const struct make *m, const struct rule_test *t)
{
    if (!t->applies_to)
        return true;
    for (const struct json *g = t->applies_to->first; g; g = g->next)
        if (m->plan->grade && text_is(g->text, m->plan->grade))
            return true;
    return false;
}

static bool has_step(const struct make *m, const char *id)
{
    for (size_t i = 0; i < m->plan->steps_n; i++)
        if (str_equal(m->plan->steps[i].id, id))
            return true;
    return false;
}

QH_MUST static qh_status test_step(struct make *m, size_t i)
{
    const struct general_test *g = &m->ed->tests[i];
    const struct rule_test *t = &m->reg->tests[i];
    bool applies = false;
    qh_status rc = applies_if(m, g, &applies);

    if (rc || !applies || !make_applies(m, g->kinds, g->when) || !is_for_grade(m, t))
        return rc;
    if (g->from.test && !has_step(m, g->from.test))
        return QH_OK;
    return make_test_steps(m, i);
}

/* "[15,25]", "≤85", "≥2", or NULL where nothing is known. */
static const char *condition_limit(struct make *m, const struct general_condition *c)
{
    struct dec low;
    struct dec high;
    bool has_low = c->min && !expr_eval(c->min, &m->scope, &low, NULL);
    bool has_high = c->max && !expr_eval(c->max, &m->scope, &high, NULL);
    const char *a = has_low ? dec_text_short(m->arena, low) : "";
    const char *b = has_high ? dec_text_short(m->arena, high) : "";

    if (has_low && has_high)
        return str_format(m->arena, "[%s,%s]", a, b);
    if (has_low || has_high)
        return str_format(m->arena, "%s%s", has_low ? "\u2265" : "\u2264",
                          has_low ? a : b);
    return NULL;
}

/* A condition with a greatest change is read at start and end. */
QH_MUST static qh_status condition_row(struct make *m, const struct general_condition *c)
{
    struct procedure_row *row;
    size_t before = m->plan->rows_n;
    qh_status rc = make_ask_row(m, &c->ask, "cond", true, c);

    if (rc || m->plan->rows_n == before)
        return rc;
    row = &m->plan->rows[before];
    row->limit_text = condition_limit(m, c);
    row->limit_clause = c->clause;
    if (!c->change)
        return QH_OK;
    row->wants[1] = row->wants[0];
    row->wants[0].name = "start";
    row->wants[1].name = "end";
    row->wants_n = 2;
    if (!c->per_hour)
        return QH_OK;
    row->wants[2] = (struct procedure_want){.name = "hours",
                                            .zh = word_title("hours")->zh,
                                            .en = word_title("hours")->en,
                                            .unit = "h",
                                            .needed = true};
    row->wants_n = 3;
    return QH_OK;
}

/* A step of the whole record, not of a test. */
static void add_own_step(struct make *m, const char *id)
{
    const struct word_title *t = word_title(id);

    (void)make_step(m, (struct procedure_step){.id = id,
                                               .zh = t->zh,
                                               .en = t->en,
                                               .clause = "",
                                               .required = true,
                                               .instance = 1});
}

QH_MUST static qh_status first_steps(struct make *m)
{
    qh_status rc = QH_OK;

    if (m->ed->conditions_n)
        add_own_step(m, "conditions");
    for (size_t i = 0; !rc && i < m->ed->conditions_n; i++)
        rc = condition_row(m, &m->ed->conditions[i]);
    if (!rc && m->ed->inputs.n)
        add_own_step(m, "inputs");
    for (size_t i = 0; !rc && i < m->ed->inputs.n; i++)
        rc = make_ask_row(m, &m->ed->inputs.at[i], "in", true, NULL);
    return rc;
}

/* Two rows of one key could not be told apart. */
QH_MUST static qh_status check_keys(const struct make *m)
{
    for (size_t i = 0; i < m->plan->rows_n; i++)
        if (procedure_row_find(m->plan, m->plan->rows[i].key) != (long)i)
            return qh_fail(m->err, QH_INVALID, "procedure.rows", m->plan->rows[i].key,
                           "two rows have this key");
    return QH_OK;
}

long procedure_row_find(const struct procedure_plan *plan, const char *key)
{
    for (size_t i = 0; i < plan->rows_n; i++)
        if (str_equal(plan->rows[i].key, key))
            return (long)i;
    return -1;
}

/* The regulation's months, or those of the first case of validity.by that holds. */
static int validity_of(struct make *m)
{
    const struct json *head = json_member(m->reg->doc, "regulation");
    const struct json *by = json_member(json_member(head, "validity"), "by");
    int64_t months = m->reg->validity_months;

    for (const struct json *v = by ? by->first : NULL; v; v = v->next)
        if (when_holds(json_member(v, "when"), &m->scope) &&
            !json_int(json_member(v, "months"), &months))
            break;
    return months >= 0 && months <= 1200 ? (int)months : 0;
}

qh_status procedure_plan_make(struct arena *a, const struct regulation *r,
                              const struct json *input, struct procedure_plan **out,
                              struct qh_error *err)
{
    struct make m = {.arena = a, .reg = r, .ed = r->general, .err = err};
    qh_status rc;

    if (!r->general)
        return qh_fail(err, QH_INVALID, "procedure.edition", "",
                       "the edition has another procedure");
    m.plan = ARENA_NEW(a, struct procedure_plan);
    m.plan->reg = r;
    m.plan->instances = 1;
    rc = make_input(&m, input);
    if (!rc)
        rc = make_standards(&m, input);
    if (!rc)
        rc = first_steps(&m);
    for (size_t i = 0; !rc && i < r->tests_n; i++)
        rc = test_step(&m, i);
    if (!rc)
        rc = check_keys(&m);
    if (rc)
        return rc;
    m.plan->validity_months = validity_of(&m);
    *out = m.plan;
    return QH_OK;
}
