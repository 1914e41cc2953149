/* What a laboratory claims: read from a case, and found for one value. */
#include "rule/budget.h"
#include "rule/budget_template.h"
#include "rule/reckon.h"

/* ---- reading ---- */

struct reader {
    struct budget_frame *f;
    const struct json *o;
    size_t i;
};

QH_MUST static qh_status fail(const struct reader *r, const char *name, const char *what)
{
    return qh_fail(
        r->f->err, QH_INVALID, "budget.claims",
        str_format(r->f->arena, "claims[%zu]%s%s", r->i, *name ? "." : "", name), "%s",
        what);
}

static bool is_absent(const struct json *v)
{
    return !v || v->kind == JSON_NULL;
}

QH_MUST static qh_status number(const struct reader *r, const char *name, bool *has,
                                struct dec *out)
{
    const struct json *v = json_member(r->o, name);

    *has = !is_absent(v);
    if (*has && value_number(v, out, NULL))
        return fail(r, name, "a number is due");
    return QH_OK;
}

static bool is_budget(const struct regulation *reg, const char *id)
{
    for (size_t i = 0; i < reg->budgets_n; i++)
        if (str_equal(reg->budgets[i].id, id))
            return true;
    return false;
}

QH_MUST static qh_status numbers(const struct reader *r, struct budget_claim *out)
{
    bool has_base = false;
    bool has_rate = false;
    qh_status rc = number(r, "base", &has_base, &out->base);

    if (!rc)
        rc = number(r, "rate", &has_rate, &out->rate);
    if (!rc)
        rc = number(r, "from", &out->has_from, &out->from);
    if (!rc)
        rc = number(r, "to", &out->has_to, &out->to);
    if (rc)
        return rc;
    if (!has_base || dec_sign(out->base) < 0)
        return fail(r, "base", "a number of at least 0 is due");
    if (dec_sign(out->rate) < 0)
        return fail(r, "rate", "a number of at least 0 is due");
    if (!dec_sign(out->base) && !dec_sign(out->rate))
        return fail(r, "base", "base or rate is above 0");
    if (out->has_from && out->has_to && dec_compare(out->from, out->to) > 0)
        return fail(r, "to", "to is not below from");
    return QH_OK;
}

QH_MUST static qh_status read_claim(const struct reader *r, struct budget_claim *out)
{
    if (r->o->kind != JSON_OBJECT)
        return fail(r, "", "an object is due");
    out->budget = json_str(r->o, "budget", "");
    out->of = json_str(r->o, "of", NULL);
    if (!is_budget(r->f->reg, out->budget))
        return fail(r, "budget", "the edition has no such budget");
    if (out->of && names_find(&r->f->reg->names, text_of(out->of)) < 0)
        return fail(r, "of", "the edition has no such name");
    return numbers(r, out);
}

qh_status budget_claims(struct budget_frame *f, const struct json *list)
{
    struct reader r = {.f = f};
    struct budget_claim *out;
    qh_status rc = QH_OK;

    if (is_absent(list))
        return QH_OK;
    if (list->kind != JSON_ARRAY || list->count > BUDGET_CLAIMS_MAX)
        return qh_fail(f->err, QH_INVALID, "budget.claims", "claims",
                       "a list of at most %d is due", BUDGET_CLAIMS_MAX);
    out = ARENA_ARRAY(f->arena, list->count, struct budget_claim);
    f->claims = out;
    for (r.o = list->first; !rc && r.o; r.o = r.o->next, r.i++)
        rc = read_claim(&r, &out[f->claims_n++]);
    return rc;
}

/* ---- one value ---- */

/* The name that the claim follows, and its value here; false: it has no number. */
static bool follow(const struct budget_frame *f, const struct budget_template *t,
                   const struct budget_claim *c, struct budget_name *out)
{
    int32_t slot = c->of ? names_find(&f->reg->names, text_of(c->of)) : SLOT_P;
    struct value v = f->scope->slots[slot];
    bool is_number = !value_read(f->arena, &v, NULL) && v.kind == VALUE_NUMBER;

    if (!is_number && !c->of) {
        slot = (int32_t)t->value;
        v = f->scope->slots[slot];
        is_number = v.kind == VALUE_NUMBER;
    }
    out->name = f->scope->names->list[slot].p;
    out->slot = (uint32_t)slot;
    out->value = v;
    return is_number;
}

static bool is_inside(const struct budget_claim *c, struct dec x)
{
    return !(c->has_from && dec_compare(x, c->from) < 0) &&
           !(c->has_to && dec_compare(x, c->to) > 0);
}

/* "0.005 + 0.0001*abs(p)" with its number. */
static void explain(const struct budget_frame *f, const struct budget_claim *c,
                    const struct budget_name *x, struct budget_term *out)
{
    const char *base = dec_text_short(f->arena, c->base);
    const char *rate = dec_text_short(f->arena, c->rate);
    const char *here = dec_text_short(f->arena, x->value.num);
    struct budget_name *names = ARENA_NEW(f->arena, struct budget_name);
    struct trace_number *used = ARENA_NEW(f->arena, struct trace_number);

    out->name = "cmc";
    out->formula = out->filled = base;
    if (!dec_sign(c->rate))
        return;
    *names = *x;
    *used = (struct trace_number){x->name, x->value.num};
    out->formula = str_format(f->arena, "%s + %s*abs(%s)", base, rate, x->name);
    out->filled = str_format(f->arena, "%s + %s*abs(%s)", base, rate, here);
    out->names = names;
    out->numbers = used;
    out->names_n = out->numbers_n = 1;
}

qh_status budget_claim_find(const struct budget_frame *f, const struct budget_template *t,
                            struct budget_term *out, bool *found)
{
    *found = false;
    for (size_t i = 0; i < f->claims_n; i++) {
        const struct budget_claim *c = &f->claims[i];
        struct budget_name x = {0};
        qh_status rc = QH_OK;
        struct dec u;

        if (!str_equal(c->budget, t->id) || !follow(f, t, c, &x) ||
            !is_inside(c, x.value.num))
            continue;
        u = reckon_add(&rc, c->base, reckon_mul(&rc, c->rate, dec_abs(x.value.num)));
        if (rc)
            return qh_fail(f->err, QH_RANGE, "budget.range", t->id,
                           "a number does not fit");
        if (*found && dec_compare(u, out->value) <= 0)
            continue;
        *found = true;
        *out = (struct budget_term){.value = u};
        explain(f, c, &x, out);
    }
    return QH_OK;
}
