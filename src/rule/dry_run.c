#include "rule/dry_run.h"

#include "rule/expr_code.h"
#include "rule/place.h"
#include "rule/results.h"

enum { LIST_ITEMS = 5, BASES_MAX = 40 };

struct dry {
    struct arena *arena;
    const struct regulation *reg;
    struct scope scope;
    struct dec bases[BASES_MAX];
    size_t bases_n;
};

/* The declaration of a name among instrument_vars, or NULL. */
static const struct json *variable(const struct dry *d, struct text name)
{
    const struct json *list = json_member(d->reg->doc, "instrument_vars");

    for (const struct json *v = list ? list->first : NULL; v; v = v->next)
        if (text_is(name, json_str(v, "name", "")))
            return v;
    return NULL;
}

/* A text, or a choice among texts that are no numbers. */
static bool is_words(const struct json *var)
{
    const struct json *choices = json_member(var, "choices");
    const struct json *c = choices ? choices->first : NULL;
    const char *type = json_str(var, "type", "");
    struct dec v;

    if (str_equal(type, "text"))
        return true;
    if (!str_equal(type, "choice") || !c)
        return false;
    return dec_parse(
               text_of(c->kind == JSON_OBJECT ? json_str(c, "value", "") : c->text.p),
               &v) != QH_OK;
}

/* Numbers of about `base`, none like another. */
static struct dec dummy(struct dec base, uint32_t slot)
{
    struct dec part;

    if (dec_mul(base, dec_scaled((int64_t)slot + 1, -5), &part) ||
        dec_add(base, part, &part))
        return base;
    return part;
}

static struct value dummy_list(struct dry *d, struct dec base, uint32_t slot)
{
    struct dec *list = ARENA_ARRAY(d->arena, LIST_ITEMS, struct dec);

    for (uint32_t i = 0; i < LIST_ITEMS; i++)
        list[i] = dummy(base, slot + 7 * i);
    return (struct value){.kind = VALUE_LIST, .list = list, .n = LIST_ITEMS};
}

static bool is_list(const struct dry *d, const struct expr_op *op, const struct json *var)
{
    if (name_is_result(d->reg->names.list[op->arg]))
        return result_is_list(d->reg, op->arg);
    return var ? str_equal(json_str(var, "type", ""), "list") : op->code == OP_STAT;
}

/* What the edition does not fix gets a made-up value of the kind that it declares; what
 * it says nothing about, that which the expression needs. */
static void set_dummies(struct dry *d, const struct expr *e, struct dec base)
{
    for (uint32_t i = 0; i < e->ops_n; i++) {
        const struct expr_op *op = &e->ops[i];
        const struct json *var;
        struct value *v;

        if (op->code != OP_NAME && op->code != OP_STAT && op->code != OP_INTERP)
            continue;
        v = &d->scope.slots[op->arg];
        if (op->arg < d->reg->names.n && d->reg->base[op->arg].kind != VALUE_NONE)
            continue;
        var = variable(d, d->reg->names.list[op->arg]);
        if (var && is_words(var))
            *v = (struct value){.kind = VALUE_TEXT};
        else if (is_list(d, op, var))
            *v = dummy_list(d, base, op->arg);
        else
            *v = (struct value){.kind = VALUE_NUMBER, .num = dummy(base, op->arg)};
    }
}

QH_MUST static qh_status try_expr(struct dry *d, const struct expr *e,
                                  struct qh_error *err)
{
    struct dec v;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < d->bases_n; i++) {
        set_dummies(d, e, d->bases[i]);
        rc = expr_eval(e, &d->scope, &v, err);
        if (!rc)
            return QH_OK;
    }
    return rc;
}

/* Sizes that instruments have, and the middle of each table. */
static void gather_bases(struct dry *d)
{
    static const struct {
        int64_t coef;
        int32_t exp;
    } SIZES[] = {{1, 0}, {25, 0}, {2, 2}, {5, -1}, {7, 3}, {3, -3}};
    const struct json *tables = json_member(d->reg->doc, "tables");

    for (size_t i = 0; i < LEN(SIZES); i++)
        d->bases[d->bases_n++] = dec_scaled(SIZES[i].coef, SIZES[i].exp);
    for (const struct json *t = tables ? tables->first : NULL;
         t && d->bases_n < BASES_MAX; t = t->next) {
        const struct json *m = t->first;

        for (size_t i = 0; m && i < t->count / 2; i++)
            m = m->next;
        if (m && !dec_parse(m->key, &d->bases[d->bases_n]))
            d->bases_n++;
    }
}

qh_status dry_run(struct arena *a, const struct regulation *r, struct qh_error *err)
{
    struct dry d = {.arena = a, .reg = r};
    struct qh_error why = {.status = QH_OK};

    scope_init(&d.scope, a, &r->names, r->base);
    gather_bases(&d);
    for (const struct expr *e = r->names.last; e; e = e->before) {
        qh_status rc = try_expr(&d, e, &why);

        if (rc)
            return qh_fail(err, rc, why.key, place_of_text(a, r->doc, e->place),
                           "with made-up numbers: %s", why.detail);
    }
    return QH_OK;
}
