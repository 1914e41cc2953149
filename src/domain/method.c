#include "domain/method.h"

#include "domain/standard.h"
#include "rule/regulation.h"

static const struct method *const METHODS[] = {&METHOD_WEIGHBRIDGE};

qh_status method_of_text(struct ctx *c, struct text bytes, const struct method **out,
                         struct regulation **out_reg)
{
    const char *name;
    qh_status rc = regulation_load_text(c->arena, bytes, out_reg, &c->err);

    if (rc)
        return rc;
    name = json_str(json_member(regulation_document(*out_reg), "regulation"), "procedure",
                    "general");
    for (size_t i = 0; i < LEN(METHODS); i++)
        if (str_equal(METHODS[i]->name, name)) {
            *out = METHODS[i];
            return QH_OK;
        }
    return qh_fail(&c->err, QH_BUG, "method.unknown", "", "%.40s", name);
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

long method_row(const struct method_plan *p, const char *key)
{
    for (size_t i = 0; i < p->rows_n; i++)
        if (str_equal(p->keys[i], key))
            return (long)i;
    return -1;
}
