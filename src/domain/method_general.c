/* method_general.c - the general procedure (rule/procedure.h) as a method: pH meters,
 * balances, spectrophotometers, chambers, whatever an edition describes. */
#include "domain/certificate_general.h"
#include "domain/general_trace.h"
#include "domain/method.h"
#include "rule/procedure_json.h"

static const char *const MEASURES[] = {"nominal", "from", "to", "u", "k", "mpe"};

/* ---- input ---- */

static const char *kind_of(const struct method_subject *s)
{
    static const char *const STAGES[][2] = {{"initial", "initial"},
                                            {"repair", "after_repair"},
                                            {"periodic", "periodic"},
                                            {"within_period", "within_period"}};

    if (str_equal(s->service, "in_service"))
        return "in_service_inspection";
    if (str_equal(s->service, "calibration"))
        return "calibration";
    for (size_t i = 0; i < LEN(STAGES); i++)
        if (str_equal(STAGES[i][0], s->stage))
            return STAGES[i][1];
    return "periodic";
}

/* The class of the register entry if the edition knows it; the procedure refuses a
 * missing one where it is needed. */
static const char *grade_of(const struct json *doc, const struct method_subject *s)
{
    const struct json *grades = json_member(json_member(doc, "regulation"), "grades");

    for (const struct json *g = grades ? grades->first : NULL; g; g = g->next)
        if (text_is(g->text, s->accuracy_class))
            return s->accuracy_class;
    return json_str(s->params, "grade", NULL);
}

/* Parameters that the edition declares; what else the register notes is not its matter.
 */
static void write_vars(const struct json *doc, const struct json *params,
                       struct json_writer *w)
{
    const struct json *vars = json_member(doc, "instrument_vars");

    json_key(w, "vars");
    json_object_open(w);
    for (const struct json *v = vars ? vars->first : NULL; v; v = v->next) {
        const char *name = json_str(v, "name", "");
        const struct json *value = json_member(params, name);

        if (!value)
            continue;
        json_key(w, name);
        json_put_node(w, value);
    }
    json_object_close(w);
}

static bool is_wanted(const struct json *doc, const char *kind)
{
    const struct json *list = json_member(doc, "standards");

    for (const struct json *s = list ? list->first : NULL; s; s = s->next)
        if (str_equal(json_str(s, "kind", ""), kind))
            return true;
    return false;
}

static void write_standards(const struct json *doc, const struct method_subject *s,
                            struct json_writer *w)
{
    json_key(w, "standards");
    json_array_open(w);
    for (size_t i = 0; i < s->standards_n; i++) {
        const struct method_standard *x = &s->standards[i];

        if (!is_wanted(doc, x->kind))
            continue;
        json_object_open(w);
        json_add_str(w, "id", x->id);
        json_add_str(w, "kind", x->kind);
        json_add_str(w, "name", x->name_zh ? x->name_zh : x->serial);
        json_add_str(w, "class", x->accuracy_class);
        for (size_t k = 0; k < LEN(MEASURES); k++)
            if (json_member(x->params, MEASURES[k])) {
                json_key(w, MEASURES[k]);
                json_put_node(w, json_member(x->params, MEASURES[k]));
            }
        json_object_close(w);
    }
    json_array_close(w);
}

/* By what rule a value passes that has an uncertainty budget (rule/decision.h). */
static const char *const GENERAL_SITE[] = {"decision", NULL};

static qh_status general_input(struct ctx *c, const struct regulation *reg,
                               const struct method_subject *s, const char **out)
{
    const struct json *doc = regulation_document(reg);
    const char *grade = grade_of(doc, s);
    struct json_writer w;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "kind", kind_of(s));
    if (grade)
        json_add_str(&w, "grade", grade);
    if (json_member(s->params, "decision"))
        json_add_str(&w, "decision", json_str(s->params, "decision", ""));
    write_vars(doc, s->params, &w);
    write_standards(doc, s, &w);
    if (s->claims) {
        json_key(&w, "claims");
        json_put_node(&w, s->claims);
    }
    json_object_close(&w);
    *out = buf_str(&b);
    return QH_OK;
}

/* ---- plan ---- */

/* The first standard that is needed and not there or not good enough. */
static const char *refusal_of(struct ctx *c, const struct procedure_plan *p)
{
    for (size_t i = 0; p->refused && i < p->notes_n; i++)
        if (text_starts(text_of(p->notes[i].key), TEXT("standard.")))
            return str_format(c->arena, "%s: %s", p->notes[i].args[0],
                              p->notes[i].key + sizeof "standard." - 1);
    return p->refused ? p->reason : NULL;
}

/* Its plan is made as for the service that the edition is for; which standards there are
 * is another day's matter.  An instrument of which nothing is known yet (imported, found
 * on a visit) is taken as it is. */
static qh_status general_check(struct ctx *c, const struct regulation *reg,
                               const struct method_subject *s)
{
    const struct json *head = json_member(regulation_document(reg), "regulation");
    const char *service = json_str(head, "kind", "verification");
    struct method_subject subject = *s;
    struct procedure_plan *plan = NULL;
    const char *input = NULL;
    const char *at = "params";
    struct json *v = NULL;
    qh_status rc;

    if (!s->params || !s->params->count)
        return QH_OK;
    subject.service = service;
    rc = general_input(c, reg, &subject, &input);
    if (!rc)
        rc = json_parse(c->arena, text_of(input), &v, &c->err);
    if (!rc)
        rc = procedure_plan_make(c->arena, reg, v, &plan, &c->err);
    if (rc != QH_INVALID)
        return rc;
    if (str_equal(c->err.field, "grade"))
        at = "accuracy_class";
    else if (text_starts(text_of(c->err.field), TEXT("vars.")))
        at = str_format(c->arena, "params.%s", c->err.field + sizeof "vars." - 1);
    return qh_fail(&c->err, QH_INVALID, "instrument.params", at, "%s",
                   str_copy(c->arena, c->err.detail));
}

static qh_status general_plan(struct ctx *c, const struct regulation *reg,
                              const struct json *input, struct method_plan *out)
{
    struct procedure_plan *plan = NULL;
    const char **keys;
    qh_status rc = procedure_plan_make(c->arena, reg, input, &plan, &c->err);

    if (rc)
        return rc;
    keys = ARENA_ARRAY(c->arena, plan->rows_n, const char *);
    for (size_t i = 0; i < plan->rows_n; i++)
        keys[i] = plan->rows[i].key;
    *out = (struct method_plan){.method = &METHOD_GENERAL,
                                .rows_n = plan->rows_n,
                                .keys = keys,
                                .refused = refusal_of(c, plan),
                                .own = plan};
    return QH_OK;
}

/* A test may ask for another one before it ("requires"). */
static bool general_is_first(const struct method_plan *p, size_t a, size_t b)
{
    const struct procedure_plan *plan = p->own;
    const struct procedure_step *first = &plan->steps[plan->rows[a].step];
    const struct procedure_step *then = &plan->steps[plan->rows[b].step];
    const struct json *needs =
        then->test ? json_member(then->test->node, "requires") : NULL;

    if (!plan->rows[a].required || first == then)
        return false;
    for (const struct json *n = needs ? needs->first : NULL; n; n = n->next)
        if (text_is(n->text, first->id))
            return true;
    return false;
}

/* ---- judgement ---- */

static qh_status general_judge(struct ctx *c, const struct method_plan *p,
                               const struct json *v, struct method_judged *out)
{
    const struct procedure_plan *plan = p->own;
    struct procedure_entries *entries = NULL;
    struct procedure_result *result = NULL;
    qh_status rc = procedure_entries_from_json(c->arena, plan, v, &entries, &c->err);

    if (!rc)
        rc = procedure_judge(c->arena, plan, entries, &result, &c->err);
    if (rc)
        return rc;
    *out = (struct method_judged){.verdict = WEIGHBRIDGE_VERDICTS[result->verdict],
                                  .missing_n = result->missing_n,
                                  .entries = entries,
                                  .own = result};
    /* A calibration certificate states U: an edition without budgets cannot give one. */
    if (plan->kind == WEIGHBRIDGE_CALIBRATION && result->verdict != VERDICT_INCOMPLETE &&
        !result->budgets)
        out->obstacle = "budget.none";
    return QH_OK;
}

static size_t general_verdicts(struct ctx *c, const struct method_plan *p,
                               const struct method_judged *j, struct method_verdict **out)
{
    const struct procedure_plan *plan = p->own;
    const struct procedure_result *r = j->own;

    *out = ARENA_ARRAY(c->arena, plan->steps_n, struct method_verdict);
    for (size_t i = 0; i < plan->steps_n; i++)
        (*out)[i] = (struct method_verdict){plan->steps[i].id, plan->steps[i].instance,
                                            WEIGHBRIDGE_VERDICTS[r->tests[i].verdict]};
    return plan->steps_n;
}

static const char *const *general_questions(struct ctx *c, const struct method_judged *j,
                                            size_t row)
{
    const struct procedure_result *r = j->own;
    const char **out = ARENA_ARRAY(c->arena, PROCEDURE_ASKS + 1, const char *);
    size_t n = 0;

    for (uint32_t q = 0; q < PROCEDURE_ASKS; q++)
        if (r->rows[row].questions & (1U << q))
            out[n++] = PROCEDURE_QUESTIONS[q];
    return out;
}

/* ---- JSON ---- */

static void general_plan_json(const struct method_plan *p, struct arena *a,
                              struct json_writer *w)
{
    procedure_plan_to_json(p->own, a, w);
}

static void general_result_json(const struct method_plan *p,
                                const struct method_judged *j, struct arena *a,
                                struct json_writer *w)
{
    procedure_result_to_json(p->own, j->entries, j->own, a, w);
}

static qh_status general_trace_json(struct ctx *c, const struct method_plan *p,
                                    const struct method_judged *j, struct json_writer *w)
{
    return general_trace(c, p->own, j->entries, j->own, w);
}

const struct method METHOD_GENERAL = {
    .name = "general",
    .input = general_input,
    .site = GENERAL_SITE,
    .check = general_check,
    .plan = general_plan,
    .is_first = general_is_first,
    .judge = general_judge,
    .verdicts = general_verdicts,
    .questions = general_questions,
    .plan_json = general_plan_json,
    .result_json = general_result_json,
    .trace_json = general_trace_json,
    .paper = certificate_general_fill,
};
