#include "rule/decision.h"

#include "rule/normal.h"
#include "rule/reckon.h"

#include <string.h>

const char *const DECISION_RULES[] = {"simple", "guard_band", NULL};
const char *const DECISION_ZONES[] = {"accept", "uncertain", "reject", NULL};

enum { RISK_DIGITS = 12 };

/* ---- reading ---- */

struct loader {
    struct arena *arena;
    struct names *names; /* NULL: no expressions here */
    struct decision *d;
    struct qh_error *err;
};

QH_MUST static qh_status fail(const struct loader *l, const char *name, const char *what)
{
    return qh_fail(l->err, QH_INVALID, "decision.form",
                   str_format(l->arena, "decision%s%s", *name ? "." : "", name), "%s",
                   what);
}

QH_MUST static qh_status load_expr(const struct loader *l, const struct json *v,
                                   const char *name, const struct expr **out)
{
    struct expr *e = NULL;
    qh_status rc;

    if (!v || (v->kind != JSON_STRING && v->kind != JSON_NUMBER))
        return fail(l, name, "an expression is due");
    rc = expr_compile(l->arena, l->names, v->text, &e, l->err);
    if (rc)
        return l->err ? qh_fail(l->err, rc, l->err->key,
                                str_format(l->arena, "decision.%s", name), "%s",
                                str_copy(l->arena, l->err->detail))
                      : rc;
    *out = e;
    return QH_OK;
}

/* U: a number, an expression where there are names, or a budget. */
QH_MUST static qh_status load_u(const struct loader *l, const struct json *v)
{
    struct decision *d = l->d;

    if (!v)
        return QH_OK;
    d->expr = NULL;
    d->budget = NULL;
    d->known = false;
    d->by_budgets = json_is_true(json_member(v, "budgets"));
    if (d->by_budgets)
        return QH_OK;
    if (v->kind == JSON_OBJECT) {
        d->budget = json_str(v, "budget", NULL);
        return d->budget ? QH_OK : fail(l, "U", "the id of a budget is due");
    }
    if (!value_number(v, &d->u, NULL)) {
        d->known = true;
        return QH_OK;
    }
    if (!l->names)
        return fail(l, "U", "a number or a budget is due in a case");
    return load_expr(l, v, "U", &d->expr);
}

QH_MUST static qh_status load_positive(const struct loader *l, const struct json *o,
                                       const char *name, bool zero, struct dec *out)
{
    const struct json *v = json_member(o, name);

    if (!v)
        return QH_OK;
    if (value_number(v, out, NULL) || dec_sign(*out) < (zero ? 0 : 1))
        return fail(l, name, "a number above zero is due");
    return QH_OK;
}

QH_MUST static qh_status load_of(const struct loader *l, const struct json *v)
{
    qh_status rc = QH_OK;

    if (!v)
        return QH_OK;
    if (v->kind != JSON_OBJECT || v->count > DECISION_OF_MAX || !l->names)
        return fail(l, "of", "an object of expressions is due, in the regulation");
    for (const struct json *m = v->first; !rc && m; m = m->next) {
        size_t i = l->d->of_n++;

        rc = names_add(l->names, m->key, &l->d->of[i].slot, l->err);
        if (!rc)
            rc = load_expr(l, m, "of", &l->d->of[i].expr);
    }
    return rc;
}

QH_MUST static qh_status load(const struct loader *l, const struct json *node)
{
    const char *rule;
    qh_status rc;

    if (node->kind != JSON_OBJECT)
        return fail(l, "", "an object is due");
    rule = json_str(node, "rule", DECISION_RULES[l->d->rule]);
    l->d->rule = str_equal(rule, "guard_band") ? DECISION_GUARD_BAND : DECISION_SIMPLE;
    if (!str_equal(rule, DECISION_RULES[l->d->rule]))
        return fail(l, "rule", "simple or guard_band");
    rc = load_positive(l, node, "k", false, &l->d->k);
    if (!rc)
        rc = load_positive(l, node, "factor", true, &l->d->factor);
    if (!rc)
        rc = load_u(l, json_member(node, "U"));
    return rc ? rc : load_of(l, json_member(node, "of"));
}

qh_status decision_load(struct arena *a, struct names *names, const struct json *node,
                        struct decision **out, struct qh_error *err)
{
    struct loader l = {.arena = a, .names = names, .err = err};
    qh_status rc;

    *out = NULL;
    if (!node || node->kind == JSON_NULL)
        return QH_OK;
    l.d = ARENA_NEW(a, struct decision);
    l.d->k = dec_int(2);
    l.d->factor = dec_int(1);
    rc = load(&l, node);
    if (!rc)
        *out = l.d;
    return rc;
}

qh_status decision_of_case(struct arena *a, const struct decision *base,
                           const struct json *node, struct decision **out,
                           struct qh_error *err)
{
    struct loader l = {.arena = a, .err = err};
    qh_status rc = QH_OK;

    *out = NULL;
    if (!base && (!node || node->kind == JSON_NULL))
        return QH_OK;
    l.d = ARENA_NEW(a, struct decision);
    *l.d = base ? *base : (struct decision){.k = dec_int(2), .factor = dec_int(1)};
    if (node && node->kind != JSON_NULL)
        rc = load(&l, node);
    if (!rc && !l.d->known && !l.d->expr && !l.d->budget && !l.d->by_budgets)
        rc = fail(&l, "U", "a number, an expression or a budget is due");
    if (!rc)
        *out = l.d;
    return rc;
}

/* ---- deciding ---- */

struct run {
    const struct decision *d;
    struct scope *scope;
    struct qh_error *err;
};

/* The interval of permitted values. */
struct interval {
    bool has_low, has_high;
    struct dec low, high;
};

static struct interval interval_of(const struct limit_found *f)
{
    switch (f->plain->kind) {
    case LIMIT_ABS:
        return (struct interval){true, true, dec_neg(f->low), f->low};
    case LIMIT_LE:
        return (struct interval){.has_high = true, .high = f->low};
    case LIMIT_GE:
        return (struct interval){.has_low = true, .low = f->low};
    case LIMIT_BETWEEN:
        return (struct interval){true, true, f->low, f->high};
    case LIMIT_MAP:
    case LIMIT_STEPS:
    case LIMIT_ANY:
    case LIMIT_ALL:
    case LIMIT_NEVER:
        break;
    }
    return (struct interval){0};
}

/* What is left to the limit, Q of it, and the smaller of the two sides. */
struct sides {
    bool any;
    struct dec least; /* negative: beyond */
    struct dec risk;
};

static void take_side(qh_status *rc, struct dec left, struct dec u, struct sides *s)
{
    struct dec risk = dec_int(dec_sign(left) < 0);

    if (!*rc && dec_sign(u))
        *rc = normal_beyond(reckon_quot(rc, left, u), &risk);
    s->risk = reckon_add(rc, s->risk, risk);
    if (!s->any || dec_compare(left, s->least) < 0)
        s->least = left;
    s->any = true;
}

static enum decision_zone zone_of(struct dec left, struct dec guard)
{
    if (dec_compare(left, guard) >= 0)
        return ZONE_ACCEPT;
    return dec_compare(dec_neg(left), guard) > 0 ? ZONE_REJECT : ZONE_UNCERTAIN;
}

static struct dec at_most_one(struct dec risk)
{
    return dec_compare(risk, dec_int(1)) > 0 ? dec_int(1)
                                             : dec_significant(risk, RISK_DIGITS);
}

QH_MUST static qh_status decide_plain(const struct run *r, struct dec v, struct dec u,
                                      const struct limit_found *f,
                                      struct decision_found *out)
{
    struct interval i = interval_of(f);
    struct sides s = {.risk = dec_int(0)};
    bool guards = r->d->rule == DECISION_GUARD_BAND;
    struct dec su;
    qh_status rc;

    if (dec_sign(u) < 0)
        return qh_fail(r->err, QH_INVALID, "decision.uncertainty", "decision.U",
                       "below zero");
    rc = scope_spend(r->scope, (size_t)2 * NORMAL_WORK, r->err);
    if (rc)
        return rc;
    su = reckon_quot(&rc, u, r->d->k);
    out->expanded = u;
    out->guard = guards ? reckon_mul(&rc, r->d->factor, u) : dec_int(0);
    if (i.has_high)
        take_side(&rc, reckon_sub(&rc, i.high, v), su, &s);
    if (i.has_low)
        take_side(&rc, reckon_sub(&rc, v, i.low), su, &s);
    if (rc)
        return qh_fail(r->err, rc, "expr.range", "decision", "a number does not fit");
    out->risk = s.any ? at_most_one(s.risk) : dec_int(1);
    out->zone = s.any ? zone_of(s.least, out->guard) : ZONE_REJECT;
    return QH_OK;
}

QH_MUST static qh_status decide(const struct run *r, struct dec v, struct dec u,
                                struct limit_found *f, int depth,
                                struct decision_found *out);

/* The value and the U that a member judges. */
QH_MUST static qh_status member_value(const struct run *r, const struct limit *m,
                                      struct dec *v, struct dec *u)
{
    const struct value *of;

    if (!m || !m->has_of || r->scope->slots[m->of].kind == VALUE_NONE)
        return QH_OK;
    of = &r->scope->slots[m->of];
    *v = of->num; /* read by limit_judge() */
    for (size_t i = 0; i < r->d->of_n; i++)
        if (r->d->of[i].slot == m->of)
            return expr_eval(r->d->of[i].expr, r->scope, u, r->err);
    return qh_fail(r->err, QH_INVALID, "decision.of", "decision.of",
                   "the uncertainty of '%s' is due", r->scope->names->list[m->of].p);
}

QH_MUST static qh_status decide_group(const struct run *r, struct dec v, struct dec u,
                                      struct limit_found *f, int depth,
                                      struct decision_found *out)
{
    bool any = f->plain->kind == LIMIT_ANY;
    qh_status rc = QH_OK;

    *out = (struct decision_found){.zone = any ? ZONE_REJECT : ZONE_ACCEPT,
                                   .risk = dec_int(any)};
    for (size_t i = 0; !rc && i < f->plain->cases_n; i++) {
        struct decision_found m = {0};
        struct dec mv = v;
        struct dec mu = u;

        rc = member_value(r, f->plain->cases[i].limit, &mv, &mu);
        if (!rc)
            rc = decide(r, mv, mu, &f->parts[i], depth + 1, &m);
        if (rc)
            return rc;
        if (any ? m.zone < out->zone : m.zone > out->zone)
            out->zone = m.zone;
        if (!any)
            out->risk = at_most_one(reckon_add(&rc, out->risk, m.risk));
        else if (dec_compare(m.risk, out->risk) < 0)
            out->risk = m.risk;
    }
    return rc;
}

QH_MUST static qh_status decide(const struct run *r, struct dec v, struct dec u,
                                struct limit_found *f, int depth,
                                struct decision_found *out)
{
    qh_status rc = QH_OK;

    *out = (struct decision_found){.zone = ZONE_REJECT, .risk = dec_int(1)};
    if (!f->plain || f->plain->kind == LIMIT_NEVER || depth > LIMIT_DEPTH_MAX)
        return QH_OK; /* a member without a limit is none that could be met */
    if (f->plain->kind == LIMIT_ANY || f->plain->kind == LIMIT_ALL)
        rc = decide_group(r, v, u, f, depth, out);
    else
        rc = decide_plain(r, v, u, f, out);
    if (!rc && r->d->rule == DECISION_GUARD_BAND)
        f->pass = out->zone == ZONE_ACCEPT ? PASS_YES : PASS_NO;
    return rc;
}

qh_status decision_apply(const struct decision *d, struct scope *s, struct dec v,
                         struct limit_found *found, struct decision_found **out,
                         struct qh_error *err)
{
    struct run r = {d, s, err};
    struct decision_found *f;
    struct dec u = d->u;
    qh_status rc = QH_OK;

    *out = NULL;
    if (!found->plain)
        return QH_OK;
    if (d->expr)
        rc = expr_eval(d->expr, s, &u, err);
    if (rc)
        return rc;
    f = ARENA_NEW(s->arena, struct decision_found);
    rc = decide(&r, v, u, found, 0, f);
    if (!rc)
        *out = f;
    return rc;
}
