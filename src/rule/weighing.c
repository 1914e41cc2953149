#include "rule/weighing.h"

#include <string.h>

bool weighing_unit(const char *name, int *out)
{
    static const struct {
        const char *name;
        int power;
    } UNITS[] = {{"kg", 0}, {"t", 3}, {"g", -3}};

    for (size_t i = 0; i < LEN(UNITS); i++)
        if (str_equal(UNITS[i].name, name)) {
            *out = UNITS[i].power;
            return true;
        }
    return false;
}

QH_MUST static qh_status no_fit(struct qh_error *err, qh_status rc, const char *what)
{
    return qh_fail(err, rc, "weighing.range", "", "%s does not fit", what);
}

void weighing_set(struct weighing *w, enum edition_slot name, struct dec v)
{
    scope_set(&w->scope, w->ed->slots[name], v);
}

static void set_text(struct weighing *w, enum edition_slot name, const char *s)
{
    struct json *node = ARENA_NEW(w->scope.arena, struct json);

    node->kind = JSON_STRING;
    node->text = text_of(s);
    w->scope.slots[w->ed->slots[name]] = (struct value){.kind = VALUE_TEXT, .node = node};
}

/* A number from the unit of the instrument into another, by a power of ten. */
QH_MUST static qh_status set_scaled(struct weighing *w, enum edition_slot name,
                                    struct dec v, int power, struct qh_error *err)
{
    struct dec scaled;
    qh_status rc;

    rc = dec_mul(v, dec_scaled(1, power), &scaled);
    if (rc)
        return no_fit(err, rc, "a quantity");
    weighing_set(w, name, scaled);
    return QH_OK;
}

QH_MUST static qh_status set_direct(struct weighing *w, struct qh_error *err)
{
    struct dec edge;
    qh_status rc;

    rc = dec_mul(w->ed->settings[SET_DIRECT_READING], w->ins.e, &edge);
    if (rc)
        return no_fit(err, rc, "e");
    w->half = dec_compare(w->ins.shown_d, edge) <= 0 ? dec_int(0) : dec_scaled(5, -1);
    weighing_set(w, NAME_HALF, w->half);
    return QH_OK;
}

qh_status weighing_open(struct arena *a, const struct regulation *r,
                        const struct weighing_instrument *ins, bool in_service,
                        struct weighing **out, struct qh_error *err)
{
    struct weighing *w = ARENA_NEW(a, struct weighing);
    qh_status rc;

    if (!r->weighing)
        return qh_fail(err, QH_INVALID, "weighing.edition", "", "'%s' is not for scales",
                       r->code);
    w->reg = r;
    w->ed = r->weighing;
    w->ins = *ins;
    if (!dec_sign(w->ins.shown_d))
        w->ins.shown_d = w->ins.d;
    w->svc = in_service ? w->ed->settings[SET_IN_SERVICE_FACTOR] : dec_int(1);
    scope_init(&w->scope, a, &r->names, r->base);
    w->scope.memo = ARENA_ARRAY(a, r->names.exprs_n, struct scope_memo);
    set_text(w, NAME_CLASS, ins->class_name);
    weighing_set(w, NAME_MAX, ins->max);
    weighing_set(w, NAME_MIN, ins->min);
    weighing_set(w, NAME_E, ins->e);
    weighing_set(w, NAME_D, ins->d);
    weighing_set(w, NAME_N, dec_int(ins->supports));
    weighing_set(w, NAME_T, ins->tare_max);
    weighing_set(w, NAME_SVC, w->svc);
    weighing_set(w, NAME_SVC_REP,
                 in_service ? w->ed->settings[SET_IN_SERVICE_REPEATABILITY] : dec_int(1));
    weighing_set(w, NAME_SERVICE, dec_int(dec_compare(w->ins.shown_d, w->ins.d) != 0));
    weighing_set(w, NAME_DEVICES, dec_int(ins->devices));
    weighing_set(w, NAME_CREEP, dec_int(ins->creep));
    weighing_set(w, NAME_E_TOP, dec_sign(ins->e_top) ? ins->e_top : ins->e);
    weighing_set(w, NAME_DL, dec_int(0));
    weighing_set(w, NAME_E0, dec_int(0));
    rc = set_scaled(w, NAME_D_MG, ins->d, ins->unit + 6, err);
    if (!rc)
        rc = set_scaled(w, NAME_MAX_KG, ins->max, ins->unit, err);
    if (!rc)
        rc = set_direct(w, err);
    if (rc)
        return rc;
    *out = w;
    return QH_OK;
}

struct weighing *weighing_copy(struct arena *a, const struct weighing *w)
{
    struct weighing *copy = ARENA_NEW(a, struct weighing);

    *copy = *w;
    scope_init(&copy->scope, a, &w->reg->names, w->scope.slots);
    copy->scope.memo = ARENA_ARRAY(a, w->reg->names.exprs_n, struct scope_memo);
    memcpy(copy->scope.memo, w->scope.memo,
           w->reg->names.exprs_n * sizeof *copy->scope.memo);
    return copy;
}

/* ---- limits ---- */

QH_MUST static qh_status judge(struct weighing *w, const struct limit *l, struct dec v,
                               struct weighing_outcome *out, struct qh_error *err)
{
    struct limit_found f;
    qh_status rc;

    rc = limit_judge(l, &w->scope, v, &f, err);
    if (rc)
        return rc;
    out->value = v;
    out->pass = f.pass;
    out->has_limit = f.plain && f.plain->kind != LIMIT_NEVER &&
                     f.plain->kind != LIMIT_ANY && f.plain->kind != LIMIT_ALL;
    out->limit = out->has_limit ? f.low : dec_int(0);
    out->clause = f.plain ? f.plain->clause : "";
    return QH_OK;
}

qh_status weighing_mpe(struct weighing *w, struct dec load, struct dec *out,
                       struct qh_error *err)
{
    struct weighing_outcome o;
    qh_status rc;

    weighing_set(w, NAME_LOAD, load);
    rc = judge(w, w->ed->mpe, dec_int(0), &o, err);
    if (rc)
        return rc;
    if (!o.has_limit)
        return qh_fail(err, QH_RANGE, "weighing.load", "",
                       "no maximum permissible error for this class and load");
    *out = o.limit;
    return QH_OK;
}

qh_status weighing_p(struct weighing *w, const struct rule_test *t, struct dec shown,
                     struct dec extra, struct dec *out, struct qh_error *err)
{
    if (!t->transform) {
        *out = shown;
        return QH_OK;
    }
    scope_set(&w->scope, SLOT_X, shown);
    weighing_set(w, NAME_DL, extra);
    return expr_eval(t->transform, &w->scope, out, err);
}

struct dec weighing_limit_load(const struct weighing *w, struct dec load)
{
    return dec_compare(load, w->ins.max) > 0 ? w->ins.max : load;
}

qh_status weighing_point(struct weighing *w, const struct rule_test *t,
                         const struct weighing_reading *r, struct weighing_outcome *out,
                         struct qh_error *err)
{
    struct dec reference;
    qh_status rc;

    scope_set(&w->scope, SLOT_P, r->load);
    weighing_set(w, NAME_LOAD, weighing_limit_load(w, r->load));
    weighing_set(w, NAME_E0, r->e0);
    rc = weighing_p(w, t, r->shown, r->extra, &out->p, err);
    if (!rc)
        rc = expr_eval(t->ref, &w->scope, &reference, err);
    if (!rc)
        rc = dec_sub(out->p, r->load, &out->error);
    if (!rc)
        rc = dec_sub(out->p, reference, &reference);
    if (rc == QH_RANGE)
        return no_fit(err, rc, "an error");
    return rc ? rc : judge(w, t->judge.limit, reference, out, err);
}

qh_status weighing_spread(struct weighing *w, const struct rule_test *t,
                          const struct weighing_series *s, struct weighing_outcome *out,
                          struct qh_error *err)
{
    struct dec v;
    qh_status rc;

    weighing_set(w, NAME_LOAD, weighing_limit_load(w, s->load));
    rc = stat_compute(w->scope.arena, t->outer, s->p, s->n, &v, err);
    if (rc)
        return rc;
    out->p = out->error = v;
    return judge(w, t->judge.limit, v, out, err);
}

qh_status weighing_discrimination(struct weighing *w, const struct rule_test *t,
                                  struct dec before, struct dec after,
                                  struct weighing_outcome *out, struct qh_error *err)
{
    struct weighing_reading r = {.load = before, .shown = after};

    weighing_set(w, NAME_I0, before);
    return weighing_point(w, t, &r, out, err);
}

qh_status weighing_applies(struct weighing *w, const struct rule_test *t, bool *out,
                           struct qh_error *err)
{
    const struct limit *l = w->ed->tests[t - w->reg->tests].applies_if;
    struct limit_found f;
    qh_status rc;

    *out = true;
    if (!l)
        return QH_OK;
    if (w->scope.slots[l->of].kind != VALUE_NUMBER)
        return qh_fail(err, QH_INVALID, "weighing.edition", t->id,
                       "applies_if asks for a value that is not set");
    rc = limit_judge(l, &w->scope, w->scope.slots[l->of].num, &f, err);
    if (rc)
        return rc;
    *out = f.pass == PASS_YES;
    return QH_OK;
}

qh_status weighing_placements(struct weighing *w, const char *stage, int64_t *out,
                              struct qh_error *err)
{
    const struct limit *l;
    struct dec n;
    qh_status rc;

    set_text(w, NAME_STAGE, stage);
    rc = limit_resolve(w->ed->repeatability_count, &w->scope, &l, err);
    if (rc)
        return rc;
    if (!l || l->kind != LIMIT_GE)
        return qh_fail(err, QH_NOT_FOUND, "weighing.count", "", "stage '%.40s'", stage);
    rc = expr_eval(l->low, &w->scope, &n, err);
    if (rc)
        return rc;
    return dec_to_int(n, out) ? no_fit(err, QH_RANGE, "a count") : QH_OK;
}

/* ---- loads ---- */

qh_status weighing_eccentricity_parts(struct weighing *w, bool off_centre,
                                      struct dec *out, struct qh_error *err)
{
    const struct limit *l;
    qh_status rc;

    if (off_centre) {
        *out = w->ed->off_centre_parts;
        return QH_OK;
    }
    rc = limit_resolve(w->ed->eccentricity_parts, &w->scope, &l, err);
    if (rc)
        return rc;
    if (!l || l->kind != LIMIT_GE)
        return qh_fail(err, QH_INVALID, "weighing.edition", "points.eccentricity.parts",
                       "no part for this number of supports");
    return expr_eval(l->low, &w->scope, out, err);
}

qh_status weighing_multiple_below(const struct weighing *w, struct dec parts,
                                  struct dec *out, struct qh_error *err)
{
    struct dec whole;
    struct dec step;
    qh_status rc;

    rc = dec_add(w->ins.max, w->ins.tare_max, &whole);
    if (!rc)
        rc = dec_mul(parts, w->ins.e, &step);
    if (!rc)
        rc = dec_div(whole, step, 0, DEC_FLOOR, &whole);
    if (!rc)
        rc = dec_mul(whole, w->ins.e, out);
    return rc ? no_fit(err, rc, "the eccentricity load") : rc;
}

/* ---- substitution ---- */

qh_status weighing_substitute(struct dec load, struct dec p_weights,
                              struct dec p_substitute, struct dec *difference,
                              struct dec *value, struct qh_error *err)
{
    struct dec d;
    struct dec v;
    qh_status rc;

    rc = dec_sub(p_substitute, p_weights, &d);
    if (!rc)
        rc = dec_add(load, d, &v);
    if (rc)
        return no_fit(err, rc, "a substitute");
    *difference = d;
    *value = v;
    return QH_OK;
}

/* The steps of the rule are "Max <= k std": with std = 1 the edge is k itself. */
qh_status weighing_least_standards(struct weighing *w, struct dec spread,
                                   struct dec *parts, struct qh_error *err)
{
    const struct limit *l = w->ed->mass_limit;
    struct limit_found f;
    struct dec k;
    qh_status rc;

    *parts = dec_int(0);
    weighing_set(w, NAME_STD, dec_int(1));
    for (size_t i = 0; i < l->cases_n; i++) {
        if (!l->cases[i].le)
            continue;
        rc = expr_eval(l->cases[i].le, &w->scope, &k, err);
        if (!rc)
            rc = limit_judge(l->cases[i].limit, &w->scope, spread, &f, err);
        if (rc)
            return rc;
        if (f.pass != PASS_NO && dec_compare(k, *parts) > 0)
            *parts = k;
    }
    return QH_OK;
}

qh_status weighing_gate(struct weighing *w, struct dec std, enum pass *out,
                        struct dec *spread, struct qh_error *err)
{
    const struct limit *l;
    qh_status rc;

    weighing_set(w, NAME_STD, std);
    rc = limit_resolve(w->ed->mass_limit, &w->scope, &l, err);
    if (rc)
        return rc;
    *out = PASS_NONE;
    if (!l)
        return QH_OK;
    *out = PASS_NO;
    if (l->kind != LIMIT_LE)
        return QH_OK;
    *out = PASS_YES;
    return expr_eval(l->low, &w->scope, spread, err);
}

/* ---- weights, formulas ---- */

qh_status weighing_adequate(struct weighing *w, struct dec sum, struct dec mpe,
                            bool *good, struct dec *parts, struct qh_error *err)
{
    struct limit_found f;
    struct dec v;
    qh_status rc;

    weighing_set(w, NAME_MPE, mpe);
    weighing_set(w, NAME_SUM_MPE, dec_int(1));
    rc = expr_eval(w->ed->weights_expr, &w->scope, parts, err);
    weighing_set(w, NAME_SUM_MPE, sum);
    if (!rc)
        rc = expr_eval(w->ed->weights_expr, &w->scope, &v, err);
    if (!rc)
        rc = limit_judge(w->ed->weights_limit, &w->scope, v, &f, err);
    if (rc)
        return rc;
    *good = f.pass == PASS_YES;
    return QH_OK;
}

qh_status weighing_output(struct weighing *w, const struct rule_test *t, size_t i,
                          struct weighing_outcome *out, struct qh_error *err)
{
    struct dec v;
    qh_status rc;

    rc = expr_eval(t->outputs[i].expr, &w->scope, &v, err);
    if (rc)
        return rc;
    scope_set(&w->scope, t->outputs[i].slot, v);
    out->p = out->error = v;
    return judge(w, t->outputs[i].judge.limit, v, out, err);
}

qh_status weighing_set_name(struct weighing *w, const char *name, struct dec v,
                            struct qh_error *err)
{
    int32_t slot = names_find(w->scope.names, text_of(name));

    if (slot < 0)
        return qh_fail(err, QH_NOT_FOUND, "weighing.name", name,
                       "the edition has no such name");
    scope_set(&w->scope, (uint32_t)slot, v);
    return QH_OK;
}
