/* procedure_input.c - instrument parameters and standards on hand, checked. */
#include "rule/budget.h"
#include "rule/decision.h"
#include "rule/node.h"
#include "rule/procedure_make.h"

#include <string.h>

QH_MUST static qh_status fail_var(const struct make *m, const char *name,
                                  const char *what)
{
    return qh_fail(m->err, QH_INVALID, "procedure.var",
                   str_format(m->arena, "vars.%s", name), "%s", what);
}

/* Bounds of the edition: they may use the variables before this one. */
QH_MUST static qh_status check_bounds(struct make *m, const struct json *var,
                                      const char *name, struct dec v)
{
    const struct json *list = json_member(m->reg->doc, "instrument_vars");
    const struct general_var *g = m->ed->vars;
    struct dec bound = dec_int(0);
    bool has = false;
    qh_status rc;

    for (const struct json *o = list->first; o != var; o = o->next)
        g++;
    rc = count_value(&g->above, &m->scope, &has, &bound, m->err);
    if (!rc && has && dec_compare(v, bound) <= 0)
        return fail_var(
            m, name, str_format(m->arena, "above %s", dec_text_short(m->arena, bound)));
    if (!rc)
        rc = count_value(&g->least, &m->scope, &has, &bound, m->err);
    if (!rc && has && dec_compare(v, bound) < 0)
        return fail_var(
            m, name,
            str_format(m->arena, "at least %s", dec_text_short(m->arena, bound)));
    if (!rc)
        rc = count_value(&g->most, &m->scope, &has, &bound, m->err);
    if (!rc && has && dec_compare(v, bound) > 0)
        return fail_var(
            m, name, str_format(m->arena, "at most %s", dec_text_short(m->arena, bound)));
    return rc;
}

QH_MUST static qh_status plain_number(struct make *m, const struct json *var,
                                      struct text t, const char **out)
{
    const char *name = json_str(var, "name", "");
    const char *plain;
    struct dec v;
    qh_status rc;

    if (t.len > DEC_TEXT_MAX)
        return fail_var(m, name, "too many digits");
    plain = text_plain_number(m->arena, t);
    if (dec_parse(text_of(plain), &v))
        return fail_var(m, name, "not a number");
    if (str_equal(json_str(var, "type", ""), "integer") && !dec_is_whole(v))
        return fail_var(m, name, "a whole number is due");
    rc = check_bounds(m, var, name, v);
    if (rc)
        return rc;
    *out = dec_text_short(m->arena, v);
    return QH_OK;
}

/* Items are parted by white space, semicolons or the Chinese enumeration comma. */
static struct text next_item(struct text *rest)
{
    static const char *const STOPS[] = {" ",      "\t",     "\n",    ";",
                                        "\uff1b", "\u3001", "\u3000"};
    struct text t = text_trim(*rest);
    size_t n = 0;

    for (; n < t.len; n++)
        for (size_t i = 0; i < LEN(STOPS); i++)
            if (text_starts((struct text){t.p + n, t.len - n}, text_of(STOPS[i]))) {
                size_t skip = strlen(STOPS[i]);

                *rest = (struct text){t.p + n + skip, t.len - n - skip};
                return (struct text){t.p, n};
            }
    *rest = (struct text){t.p + t.len, 0};
    return t;
}

QH_MUST static qh_status add_item(struct make *m, const struct json *var, struct text t,
                                  struct node_list *to)
{
    const char *plain = NULL;
    qh_status rc;

    if (!text_trim(t).len)
        return QH_OK;
    if (to->node->count == PROCEDURE_LIST_MAX)
        return fail_var(m, json_str(var, "name", ""), "too many items");
    rc = plain_number(m, var, t, &plain);
    if (!rc)
        node_add(to, node_text(m->arena, plain));
    return rc;
}

QH_MUST static qh_status read_list(struct make *m, const struct json *var,
                                   const struct json *v, struct json **out)
{
    struct node_list to = node_array(m->arena);
    struct text rest = v->text;
    qh_status rc = QH_OK;

    for (const struct json *i = v->first; i && !rc; i = i->next)
        rc = add_item(m, var, i->text, &to);
    while (v->kind == JSON_STRING && text_trim(rest).len && !rc)
        rc = add_item(m, var, next_item(&rest), &to);
    if (!rc && !to.node->count)
        rc = fail_var(m, json_str(var, "name", ""), "the list is empty");
    *out = to.node;
    return rc;
}

/* choices: a list of texts or of {"value"}. */
static bool is_choice(const struct json *choices, struct text t)
{
    for (const struct json *c = choices ? choices->first : NULL; c; c = c->next)
        if (text_is(t, c->kind == JSON_OBJECT ? json_str(c, "value", "") : c->text.p))
            return true;
    return false;
}

QH_MUST static qh_status read_var(struct make *m, const struct json *var,
                                  const struct json *v, struct json **out)
{
    const char *type = json_str(var, "type", "decimal");
    const char *name = json_str(var, "name", "");
    const char *plain = NULL;
    qh_status rc;

    if (str_equal(type, "list"))
        return read_list(m, var, v, out);
    if (v->kind != JSON_STRING && v->kind != JSON_NUMBER)
        return fail_var(m, name, "a text or a number is due");
    if (str_equal(type, "text") || str_equal(type, "choice")) {
        plain = text_copy(m->arena, text_trim(v->text));
        if (str_equal(type, "choice") &&
            !is_choice(json_member(var, "choices"), text_of(plain)))
            return fail_var(m, name, "not one of the choices");
        *out = node_text(m->arena, plain);
        return QH_OK;
    }
    rc = plain_number(m, var, v->text, &plain);
    if (!rc)
        *out = node_text(m->arena, plain);
    return rc;
}

static bool is_given(const struct json *v)
{
    return v && v->kind != JSON_NULL &&
           !(v->kind == JSON_STRING && !text_trim(v->text).len);
}

QH_MUST static qh_status make_vars(struct make *m, const struct json *input,
                                   struct node_list *to)
{
    const struct json *vars = json_member(input, "vars");
    const struct json *list = json_member(m->reg->doc, "instrument_vars");

    for (const struct json *var = list ? list->first : NULL; var; var = var->next) {
        const char *name = json_str(var, "name", "");
        const struct json *v = json_member(vars, name);
        struct json *out = NULL;
        qh_status rc;

        if (!is_given(v))
            v = json_member(var, "default");
        if (!is_given(v)) {
            if (json_is_true(json_member(var, "required")) &&
                when_holds(json_member(var, "when"), &m->scope))
                return fail_var(m, name, "missing");
            continue;
        }
        rc = read_var(m, var, v, &out);
        if (rc)
            return rc;
        node_put(to, name, out);
        scope_shadow_object(&m->scope, to->node, NULL);
    }
    return QH_OK;
}

QH_MUST static qh_status make_kind(struct make *m, const struct json *input)
{
    const char *word = json_str(input, "kind", "");
    int k = 0;

    while (WEIGHBRIDGE_KINDS[k] && !str_equal(WEIGHBRIDGE_KINDS[k], word))
        k++;
    if (!WEIGHBRIDGE_KINDS[k])
        return qh_fail(m->err, QH_INVALID, "procedure.kind", "kind",
                       "no such kind of verification");
    if (m->reg->calibration && k != WEIGHBRIDGE_CALIBRATION)
        return qh_fail(m->err, QH_INVALID, "procedure.kind", "kind",
                       "this is a calibration specification");
    m->plan->kind = (enum weighbridge_kind)k;
    return QH_OK;
}

QH_MUST static qh_status make_grade(struct make *m, const struct json *input)
{
    const struct json *grades = m->reg->grades;
    const char *g = json_str(input, "grade", "");

    if (!grades || !grades->count)
        return QH_OK;
    if (!*g && grades->count == 1)
        g = grades->first->text.p;
    for (const struct json *v = grades->first; v; v = v->next)
        if (v->kind == JSON_STRING && text_is(v->text, g)) {
            m->plan->grade = g;
            return QH_OK;
        }
    return qh_fail(m->err, QH_INVALID, "procedure.grade", "grade",
                   "no grade of this regulation");
}

/* 1, or the edition's factor at an in-service inspection. */
static const char *service_factor(const struct make *m)
{
    const struct json *s =
        json_member(json_member(m->reg->doc, "settings"), "in_service_factor");
    const struct json *v = json_member(s, "value");

    if (m->plan->kind != WEIGHBRIDGE_IN_SERVICE || !is_given(v))
        return "1";
    return v->text.p;
}

void procedure_scope(struct arena *a, const struct procedure_plan *plan, struct scope *s)
{
    scope_init(s, a, &plan->reg->names, plan->reg->base);
    scope_shadow_object(s, plan->vars, NULL);
    s->slots[SLOT_GRADE] = plan->grade ? value_of(node_text(a, plan->grade))
                                       : (struct value){.kind = VALUE_OTHER};
}

/* "decision": "simple" or "guard_band", by the budgets of the edition; it goes before the
 * edition's own. */
QH_MUST static qh_status make_decision(struct make *m, const struct json *input)
{
    const struct json *v = json_member(input, "decision");
    struct node_list decision = node_object(m->arena);
    struct node_list u = node_object(m->arena);
    struct json *yes = ARENA_NEW(m->arena, struct json);
    struct decision *out = NULL;
    qh_status rc;

    if (v && v->kind != JSON_NULL) {
        if (v->kind != JSON_STRING ||
            (!text_is(v->text, "simple") && !text_is(v->text, "guard_band")))
            return qh_fail(m->err, QH_INVALID, "procedure.decision", "decision",
                           "simple or guard_band");
        yes->kind = JSON_TRUE;
        node_put(&u, "budgets", yes);
        node_put_text(&decision, "rule", v->text.p);
        node_put(&decision, "U", u.node);
        m->plan->decision_node = decision.node;
    }
    rc = decision_of_case(m->arena, m->reg->decision, m->plan->decision_node, &out,
                          m->err);
    m->plan->decision = out;
    return rc;
}

/* The laboratory's smallest uncertainties, checked before anything is read. */
QH_MUST static qh_status make_claims(struct make *m, const struct json *input)
{
    struct budget_frame f = {.arena = m->arena, .reg = m->reg, .err = m->err};
    const struct json *v = json_member(input, "claims");

    m->plan->claims = v && v->kind != JSON_NULL ? v : NULL;
    return budget_claims(&f, v);
}

qh_status make_input(struct make *m, const struct json *input)
{
    struct node_list vars = node_object(m->arena);
    qh_status rc = make_kind(m, input);

    if (!rc)
        rc = make_grade(m, input);
    if (!rc)
        rc = make_decision(m, input);
    if (!rc)
        rc = make_claims(m, input);
    if (rc)
        return rc;
    m->plan->vars = vars.node;
    node_put_text(&vars, "stage", WEIGHBRIDGE_KINDS[m->plan->kind]);
    node_put_text(&vars, "svc", service_factor(m));
    procedure_scope(m->arena, m->plan, &m->scope);
    rc = make_vars(m, input, &vars);
    if (rc)
        return rc;
    procedure_scope(m->arena, m->plan, &m->scope);
    return QH_OK;
}

/* ---- standards ---- */

static bool has_of(const struct limit *l, const struct scope *s)
{
    if (l->has_of && s->slots[l->of].kind == VALUE_NONE)
        return false;
    for (size_t i = 0; i < l->cases_n; i++)
        if ((l->kind == LIMIT_ANY || l->kind == LIMIT_ALL) && l->cases[i].limit &&
            !has_of(l->cases[i].limit, s))
            return false;
    return true;
}

QH_MUST static qh_status judge_limit(struct make *m, const struct limit *l,
                                     enum procedure_fit *out)
{
    struct limit_found found = {0};
    struct dec v = dec_int(0);
    struct value *of = NULL;

    if (limit_resolve(l, &m->scope, &l, NULL) || (l && !has_of(l, &m->scope))) {
        *out = PROCEDURE_UNKNOWN;
        return QH_OK;
    }
    if (!l)
        return QH_OK;
    if (l->has_of) {
        of = &m->scope.slots[l->of];
        if (value_read(m->arena, of, NULL) || of->kind != VALUE_NUMBER) {
            *out = PROCEDURE_UNKNOWN;
            return QH_OK;
        }
        v = of->num;
    }
    if (limit_judge(l, &m->scope, v, &found, NULL))
        *out = PROCEDURE_UNKNOWN;
    else if (found.pass == PASS_NO)
        *out = PROCEDURE_UNFIT;
    return QH_OK;
}

/* The standard's range reaches as far as the regulation wants; not said: unknown. */
static enum procedure_fit judge_range(struct make *m, const struct general_standard *r)
{
    const struct expr *need[2] = {r->from, r->to};
    const enum general_slot have[2] = {GENERAL_STD_FROM, GENERAL_STD_TO};

    for (int i = 0; i < 2; i++) {
        struct value *v = &m->scope.slots[m->ed->slots[have[i]]];
        struct dec edge;
        int order;

        if (!need[i])
            continue;
        if (expr_eval(need[i], &m->scope, &edge, NULL) || v->kind == VALUE_NONE ||
            value_read(m->arena, v, NULL) || v->kind != VALUE_NUMBER)
            return PROCEDURE_UNKNOWN;
        order = dec_compare(v->num, edge);
        if (i ? order < 0 : order > 0)
            return PROCEDURE_UNFIT;
    }
    return PROCEDURE_FITS;
}

static void shadow_standard(struct make *m, const struct json *s)
{
    static const struct {
        const char *member;
        enum general_slot slot;
    } MEMBERS[] = {{"mpe", GENERAL_STD_MPE},
                   {"u", GENERAL_STD_U},
                   {"k", GENERAL_STD_K},
                   {"class", GENERAL_STD_CLASS},
                   {"nominal", GENERAL_STD_NOMINAL},
                   {"from", GENERAL_STD_FROM},
                   {"to", GENERAL_STD_TO}};

    for (size_t i = 0; i < LEN(MEMBERS); i++) {
        const struct json *v = json_member(s, MEMBERS[i].member);

        if (is_given(v))
            scope_shadow(&m->scope, m->ed->slots[MEMBERS[i].slot], value_of(v));
    }
}

QH_MUST static qh_status try_standard(struct make *m, const struct general_standard *r,
                                      const struct json *s, enum procedure_fit *out)
{
    size_t mark = scope_here(&m->scope);
    qh_status rc = QH_OK;

    shadow_standard(m, s);
    *out = judge_range(m, r);
    if (*out == PROCEDURE_FITS)
        rc = judge_limit(m, r->limit, out);
    scope_back(&m->scope, mark);
    return rc;
}

/* One that fits is enough; else the best reason is told. */
QH_MUST static qh_status match(struct make *m, const struct general_standard *r,
                               const struct json *list, struct procedure_standard *out)
{
    bool unknown = false;
    bool any = false;

    *out = (struct procedure_standard){.of = r};
    out->used = ARENA_ARRAY(m->arena, list ? list->count : 0, const struct json *);
    for (const struct json *s = list ? list->first : NULL; s; s = s->next) {
        enum procedure_fit fit = PROCEDURE_FITS;
        qh_status rc;

        if (!str_equal(json_str(s, "kind", ""), r->kind))
            continue;
        any = true;
        rc = try_standard(m, r, s, &fit);
        if (rc)
            return rc;
        unknown |= fit == PROCEDURE_UNKNOWN;
        if (fit == PROCEDURE_FITS)
            out->used[out->used_n++] = s;
    }
    if (out->used_n)
        out->fit = PROCEDURE_FITS;
    else if (unknown)
        out->fit = PROCEDURE_UNKNOWN;
    else
        out->fit = any ? PROCEDURE_UNFIT : PROCEDURE_MISSING;
    return QH_OK;
}

qh_status make_standards(struct make *m, const struct json *input)
{
    static const char *const REASONS[] = {"", "standard.missing", "standard.unfit",
                                          "standard.unknown"};
    const struct json *list = json_member(input, "standards");
    struct procedure_plan *p = m->plan;

    p->reason = "";
    p->standards = ARENA_ARRAY(m->arena, m->ed->standards_n, struct procedure_standard);
    if (list && list->kind != JSON_NULL &&
        (list->kind != JSON_ARRAY || list->count > PROCEDURE_STANDARDS_MAX))
        return qh_fail(m->err, QH_INVALID, "procedure.standards", "standards",
                       "a list of at most %d standards is due", PROCEDURE_STANDARDS_MAX);
    for (size_t i = 0; i < m->ed->standards_n; i++) {
        const struct general_standard *r = &m->ed->standards[i];
        struct procedure_standard *to = &p->standards[p->standards_n];
        qh_status rc;

        if (!make_applies(m, r->kinds, r->when))
            continue;
        rc = match(m, r, list, to);
        if (rc)
            return rc;
        p->standards_n++;
        if (to->fit == PROCEDURE_FITS || !r->required)
            continue;
        p->reason = p->refused ? p->reason : REASONS[to->fit];
        p->refused = true;
        make_note(m, REASONS[to->fit], "", r->zh, r->en);
    }
    return QH_OK;
}
