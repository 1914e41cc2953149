#include "domain/method.h"

#include "domain/standard.h"
#include "rule/regulation.h"

static const struct method *const METHODS[] = {&METHOD_WEIGHBRIDGE, &METHOD_GENERAL};

static const char *procedure_of(const struct regulation *reg)
{
    return json_str(json_member(regulation_document(reg), "regulation"), "procedure",
                    "general");
}

static const struct method *find(const struct regulation *reg)
{
    for (size_t i = 0; i < LEN(METHODS); i++)
        if (str_equal(METHODS[i]->name, procedure_of(reg)))
            return METHODS[i];
    return NULL;
}

qh_status method_of_text(struct ctx *c, struct text bytes, const struct method **out,
                         struct regulation **out_reg)
{
    qh_status rc = regulation_load_text(c->arena, bytes, out_reg, &c->err);

    if (rc)
        return rc;
    *out = find(*out_reg);
    if (!*out)
        return qh_fail(&c->err, QH_BUG, "method.unknown", "", "%.40s",
                       procedure_of(*out_reg));
    return QH_OK;
}

qh_status method_of_edition(struct ctx *c, const char *edition_hash,
                            const struct method **out, struct regulation **out_reg)
{
    struct text bytes = {0};
    qh_status rc = edition_bytes(c, edition_hash, &bytes);

    if (rc)
        return rc;
    return method_of_text(c, bytes, out, out_reg);
}

qh_status method_check(struct ctx *c, const char *edition_hash,
                       const struct method_subject *s)
{
    struct regulation *reg = NULL;
    struct text bytes = {0};
    const struct method *m;
    qh_status rc = edition_bytes(c, edition_hash, &bytes);

    if (!rc)
        rc = regulation_load_text(c->arena, bytes, &reg, &c->err);
    if (rc)
        return rc;
    m = find(reg);
    return m && m->check ? m->check(c, reg, s) : QH_OK;
}

long method_row(const struct method_plan *p, const char *key)
{
    for (size_t i = 0; i < p->rows_n; i++)
        if (str_equal(p->keys[i], key))
            return (long)i;
    return -1;
}
