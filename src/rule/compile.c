#include "rule/compile.h"

qh_status compile_fail(const struct compile *c, const char *path, const char *what)
{
    return qh_fail(c->err, QH_INVALID, "regulation.edition", path, "%s", what);
}

qh_status compile_expr_node(const struct compile *c, const struct json *v,
                            const char *path, const struct expr **out)
{
    struct expr *e = NULL;
    qh_status rc;

    if (!v || (v->kind != JSON_STRING && v->kind != JSON_NUMBER))
        return compile_fail(c, path, "an expression is due");
    rc = expr_compile(c->arena, &c->reg->names, v->text, &e, c->err);
    if (rc)
        return c->err ? qh_fail(c->err, rc, c->err->key, path, "%s",
                                str_copy(c->arena, c->err->detail))
                      : rc;
    *out = e;
    return QH_OK;
}

qh_status compile_expr(const struct compile *c, const struct json *o, const char *path,
                       const char *name, const struct expr **out)
{
    const struct json *v = json_member(o, name);

    if (!v || v->kind == JSON_NULL)
        return QH_OK;
    return compile_expr_node(c, v, str_format(c->arena, "%s.%s", path, name), out);
}

qh_status compile_count(const struct compile *c, const struct json *o, const char *path,
                        const char *name, struct count *out)
{
    const struct json *v = json_member(o, name);

    if (v && v->kind == JSON_OBJECT)
        return limit_compile(&c->reg->limits, v,
                             str_format(c->arena, "%s.%s", path, name), &out->limit,
                             c->err);
    return compile_expr(c, o, path, name, &out->expr);
}

qh_status compile_name(const struct compile *c, const struct json *o, const char *path,
                       const char *name, uint32_t *out)
{
    const struct json *v = json_member(o, name);

    if (!v || v->kind != JSON_STRING || !v->text.len)
        return compile_fail(c, str_format(c->arena, "%s.%s", path, name),
                            "a name is due");
    return names_add(&c->reg->names, v->text, out, c->err);
}

bool count_is_said(const struct count *c)
{
    return c->expr || c->limit;
}

qh_status count_value(const struct count *c, struct scope *s, bool *has, struct dec *out,
                      struct qh_error *err)
{
    const struct limit *l = NULL;
    const struct expr *e = c->expr;
    qh_status rc = QH_OK;

    *has = false;
    if (!e && c->limit) {
        rc = limit_resolve(c->limit, s, &l, err);
        if (rc || !l)
            return rc;
        if (l->kind != LIMIT_GE)
            return qh_fail(err, QH_RANGE, "procedure.count", "",
                           "no number applies here");
        e = l->low;
    }
    if (!e)
        return QH_OK;
    *has = true;
    return expr_eval(e, s, out, err);
}

qh_status count_of(const struct count *c, struct scope *s, int64_t most, int64_t *out,
                   struct qh_error *err)
{
    struct dec v = dec_int(0);
    int64_t n = 0;
    bool has;
    qh_status rc = count_value(c, s, &has, &v, err);

    if (rc)
        return rc;
    if (dec_to_int(dec_normal(v), &n) || n < 0 || n > most)
        return qh_fail(err, QH_RANGE, "procedure.count", "",
                       "a count from 0 to %lld is due", (long long)most);
    *out = n;
    return QH_OK;
}
