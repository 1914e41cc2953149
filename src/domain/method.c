#include "domain/method.h"

#include "domain/app.h"
#include "domain/edition_memory.h"
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

static qh_status method_of(struct ctx *c, const struct regulation *reg,
                           const struct method **out)
{
    *out = find(reg);
    if (!*out)
        return qh_fail(&c->err, QH_BUG, "method.unknown", "", "%.40s", procedure_of(reg));
    return QH_OK;
}

qh_status method_of_text(struct ctx *c, struct text bytes, const struct method **out,
                         const struct regulation **out_reg)
{
    struct regulation *reg = NULL;
    qh_status rc = regulation_load_text(c->arena, bytes, &reg, &c->err);

    if (rc)
        return rc;
    *out_reg = reg;
    return method_of(c, reg, out);
}

/* The compiled edition: kept from before, or now, or for this caller alone. */
static qh_status take_edition(struct ctx *c, const char *hash,
                              const struct regulation **out)
{
    struct edition_memory *kept = c->app ? c->app->editions : NULL;
    struct regulation *reg = NULL;
    struct text bytes = {0};
    qh_status rc;

    *out = edition_memory_find(kept, hash);
    if (*out)
        return QH_OK;
    rc = edition_bytes(c, hash, &bytes);
    if (rc)
        return rc;
    *out = edition_memory_keep(kept, hash, bytes);
    if (*out)
        return QH_OK;
    rc = regulation_load_text(c->arena, bytes, &reg, &c->err);
    *out = reg;
    return rc;
}

qh_status method_of_edition(struct ctx *c, const char *edition_hash,
                            const struct method **out, const struct regulation **out_reg)
{
    qh_status rc = take_edition(c, edition_hash, out_reg);

    return rc ? rc : method_of(c, *out_reg, out);
}

qh_status method_check(struct ctx *c, const char *edition_hash,
                       const struct method_subject *s)
{
    const struct regulation *reg = NULL;
    const struct method *m;
    qh_status rc = take_edition(c, edition_hash, &reg);

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
