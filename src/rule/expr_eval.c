#include "rule/expr.h"

#include "rule/elementary.h"
#include "rule/expr_code.h"
#include "rule/stat.h"

#include <string.h>

struct run {
    const struct expr *e;
    const struct expr_op *op;
    struct scope *scope;
    struct qh_error *err;
};

QH_MUST static qh_status fail_in(const struct run *r, qh_status status, const char *key,
                                 const char *what)
{
    return qh_fail(r->err, status, key, "", "%s at column %u of '%.160s'", what,
                   (unsigned)r->op->at, r->e->source.p);
}

QH_MUST static qh_status fail_name(const struct run *r, const char *key, const char *what)
{
    return qh_fail(r->err, QH_INVALID, key, "", "'%s' %s at column %u of '%.160s'",
                   r->scope->names->list[r->op->arg].p, what, (unsigned)r->op->at,
                   r->e->source.p);
}

QH_MUST static qh_status slot_number(const struct run *r, struct dec *out)
{
    struct value *v = &r->scope->slots[r->op->arg];
    qh_status rc;

    if (v->kind == VALUE_NUMBER) {
        *out = v->num;
        return QH_OK;
    }
    rc = value_read(r->scope->arena, v, r->err);
    if (rc)
        return rc;
    if (v->kind == VALUE_NONE)
        return fail_name(r, "expr.name", "has no value");
    if (v->kind != VALUE_NUMBER)
        return fail_name(r, "expr.type", "is not a number");
    *out = v->num;
    return QH_OK;
}

QH_MUST static qh_status run_stat(const struct run *r, struct dec *out)
{
    struct value *v = &r->scope->slots[r->op->arg];
    enum stat s = (enum stat)r->op->argc;
    qh_status rc;

    rc = value_read(r->scope->arena, v, r->err);
    if (rc)
        return rc;
    if (v->kind == VALUE_NONE)
        return fail_name(r, "expr.name", "has no value");
    if (v->kind == VALUE_NUMBER && (s == STAT_MIN || s == STAT_MAX)) {
        *out = v->num;
        return QH_OK;
    }
    if (v->kind != VALUE_LIST)
        return fail_name(r, "expr.type", "is not a list");
    rc = scope_spend(r->scope, v->n, r->err);
    if (rc)
        return rc;
    return stat_compute(r->scope->arena, s, v->list, v->n, out, r->err);
}

/* First row i with key[i + 1] >= t; the caller knows that t lies inside. */
static size_t table_row(const struct value *v, struct dec t)
{
    size_t lo = 1;
    size_t hi = v->n - 1;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (dec_compare(v->list[2 * mid], t) >= 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo - 1;
}

/* va + (vb - va) * (t - a) / (b - a) */
QH_MUST static qh_status between_rows(const struct dec *row, struct dec t,
                                      struct dec *out)
{
    struct dec rise;
    struct dec part;
    struct dec width;
    qh_status rc;

    rc = dec_sub(row[3], row[1], &rise);
    if (!rc)
        rc = dec_sub(t, row[0], &part);
    if (!rc)
        rc = dec_mul(rise, part, &part);
    if (!rc)
        rc = dec_sub(row[2], row[0], &width);
    if (!rc)
        rc = dec_quot(part, width, &part);
    if (rc)
        return rc;
    return dec_add(row[1], part, out);
}

QH_MUST static qh_status run_interp(const struct run *r, struct dec t, struct dec *out)
{
    struct value *v = &r->scope->slots[r->op->arg];
    qh_status rc;

    rc = value_read(r->scope->arena, v, r->err);
    if (rc)
        return rc;
    if (v->kind == VALUE_NONE)
        return fail_name(r, "expr.name", "has no value");
    if (v->kind != VALUE_TABLE)
        return fail_name(r, "expr.type", "is not a table");
    if (dec_compare(t, v->list[0]) < 0 || dec_compare(t, v->list[2 * v->n - 2]) > 0)
        return fail_name(r, "expr.table", "is looked up outside its range");
    if (v->n == 1) {
        *out = v->list[1];
        return QH_OK;
    }
    rc = between_rows(&v->list[2 * table_row(v, t)], t, out);
    if (rc)
        return fail_in(r, rc, "expr.range", "interpolation does not fit");
    return QH_OK;
}

QH_MUST static qh_status run_power(const struct run *r, struct dec base, struct dec by,
                                   struct dec *out)
{
    int64_t n;

    if (!dec_sign(base) && dec_sign(by) <= 0)
        return fail_in(r, QH_INVALID, "expr.zero_divisor", "0 to a power not above 0");
    if (!dec_to_int(by, &n) && n <= EXPR_POWER_MAX && n >= -EXPR_POWER_MAX)
        return dec_power(base, (int32_t)n, out);
    if (dec_sign(base) < 0)
        return fail_in(r, QH_INVALID, "expr.exponent",
                       "a negative number to an exponent that is not whole or too large");
    if (dec_sign(base))
        return dec_power_real(base, by, out);
    *out = dec_int(0);
    return QH_OK;
}

/* Leaves the extreme of the n upper values in the place of the lowest of them. */
static struct dec *run_extreme(struct dec *top, size_t n, int sign)
{
    struct dec *best = top - (n - 1);

    for (size_t i = 1; i < n; i++)
        if (dec_compare(best[i], *best) * sign > 0)
            *best = best[i];
    return best;
}

QH_MUST static qh_status run_binary(const struct run *r, struct dec *top)
{
    switch ((enum expr_code)r->op->code) {
    case OP_ADD:
        return dec_add(top[-1], top[0], &top[-1]);
    case OP_SUB:
        return dec_sub(top[-1], top[0], &top[-1]);
    case OP_MUL:
        return dec_mul(top[-1], top[0], &top[-1]);
    case OP_DIV:
        if (!dec_sign(top[0]))
            return fail_in(r, QH_INVALID, "expr.zero_divisor", "division by zero");
        return dec_quot(top[-1], top[0], &top[-1]);
    case OP_POW:
        return run_power(r, top[-1], top[0], &top[-1]);
    case OP_CONST:
    case OP_NAME:
    case OP_NEG:
    case OP_ABS:
    case OP_SQRT:
    case OP_EXP:
    case OP_MIN:
    case OP_MAX:
    case OP_STAT:
    case OP_INTERP:
        break;
    }
    return QH_BUG;
}

/* Operations that replace the upper value or values by one. */
QH_MUST static qh_status run_unary(const struct run *r, struct dec **at)
{
    struct dec *top = *at;
    qh_status rc;

    switch ((enum expr_code)r->op->code) {
    case OP_NEG:
        *top = dec_neg(*top);
        return QH_OK;
    case OP_ABS:
        *top = dec_abs(*top);
        return QH_OK;
    case OP_SQRT:
        if (dec_sign(*top) < 0)
            return fail_in(r, QH_INVALID, "expr.root", "root of a negative number");
        return dec_sqrt(*top, top);
    case OP_EXP:
        rc = scope_spend(r->scope, ELEMENTARY_WORK, r->err);
        return rc ? rc : elementary_exp(*top, top);
    case OP_INTERP:
        return run_interp(r, *top, top);
    case OP_MIN:
        *at = run_extreme(top, r->op->argc, -1);
        return QH_OK;
    case OP_MAX:
        *at = run_extreme(top, r->op->argc, 1);
        return QH_OK;
    case OP_CONST:
    case OP_NAME:
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
    case OP_POW:
    case OP_STAT:
        break;
    }
    return QH_BUG;
}

/* One operation.  A status without a recorded error is a number that does not fit. */
QH_MUST static qh_status step(const struct run *r, struct dec **top)
{
    switch ((enum expr_code)r->op->code) {
    case OP_CONST:
        *++*top = r->e->constants[r->op->arg];
        return QH_OK;
    case OP_NAME:
        return slot_number(r, ++*top);
    case OP_STAT:
        return run_stat(r, ++*top);
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
    case OP_POW:
        --*top;
        return run_binary(r, *top + 1);
    case OP_MIN:
    case OP_MAX:
    case OP_NEG:
    case OP_ABS:
    case OP_SQRT:
    case OP_EXP:
    case OP_INTERP:
        break;
    }
    return run_unary(r, top);
}

/* What nearly all steps are.  False: nothing was done, step() has to do it or to say why
 * it cannot be done. */
static inline bool step_quick(const struct run *r, struct dec **at)
{
    const enum expr_code code = (enum expr_code)r->op->code;
    struct dec *top = *at;

    if (code == OP_CONST) {
        top[1] = r->e->constants[r->op->arg];
        *at = top + 1;
        return true;
    }
    if (code == OP_NAME) {
        const struct value *v = &r->scope->slots[r->op->arg];

        if (v->kind != VALUE_NUMBER)
            return false;
        top[1] = v->num;
        *at = top + 1;
        return true;
    }
    if (!((code == OP_ADD && !dec_add(top[-1], top[0], &top[-1])) ||
          (code == OP_SUB && !dec_sub(top[-1], top[0], &top[-1])) ||
          (code == OP_MUL && !dec_mul(top[-1], top[0], &top[-1]))))
        return false;
    *at = top - 1;
    return true;
}

QH_MUST static qh_status run_all(const struct expr *e, struct scope *s, struct dec *out,
                                 struct qh_error *err)
{
    struct dec
        stack[EXPR_STACK_MAX + 1]; /* [0] is never a value; zeroed as far as used */
    struct dec *top = stack;
    struct qh_error local; /* only its status is set: this is the hot path */
    struct run r = {.e = e, .scope = s, .err = &local};
    qh_status rc;

    memset(stack, 0, (e->height + 1) * sizeof stack[0]);
    local.status = QH_OK;
    rc = scope_spend(s, e->ops_n, err);
    if (rc)
        return rc;
    for (uint32_t i = 0; i < e->ops_n; i++) {
        r.op = &e->ops[i];
        if (step_quick(&r, &top))
            continue;
        rc = step(&r, &top);
        if (!rc)
            continue;
        if (!local.status)
            rc = fail_in(&r, QH_RANGE, "expr.range", "the result does not fit");
        if (err)
            *err = local;
        return rc;
    }
    *out = *top;
    return QH_OK;
}

qh_status expr_eval(const struct expr *e, struct scope *s, struct dec *out,
                    struct qh_error *err)
{
    struct scope_memo *m;
    qh_status rc;

    if (!e->fixed || !s->memo)
        return run_all(e, s, out, err);
    m = &s->memo[e->id];
    if (!m->known) {
        rc = run_all(e, s, &m->value, err);
        if (rc)
            return rc;
        m->known = true;
    }
    *out = m->value;
    return QH_OK;
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || (unsigned char)c >= 0x80;
}

static void fill_value(struct buf *b, struct text name, const struct value *v)
{
    if (v && v->kind == VALUE_NUMBER) {
        bool negative = dec_sign(v->num) < 0;

        if (negative)
            buf_add_char(b, '(');
        buf_add_str(b, dec_text_short(b->arena, v->num));
        if (negative)
            buf_add_char(b, ')');
    } else if (v && v->kind == VALUE_LIST) {
        buf_add_char(b, '[');
        for (size_t i = 0; i < v->n; i++) {
            if (i)
                buf_add_str(b, ", ");
            buf_add_str(b, dec_text_short(b->arena, v->list[i]));
        }
        buf_add_char(b, ']');
    } else {
        buf_add(b, name);
    }
}

char *expr_fill(struct arena *a, const struct expr *e, const struct scope *s)
{
    struct text src = e->source;
    struct buf b;
    size_t i = 0;

    buf_init(&b, a);
    while (i < src.len) {
        size_t from = i;
        int32_t slot;

        if (!is_name_char(src.p[i]) && src.p[i] != '.') {
            buf_add_char(&b, src.p[i++]);
            continue;
        }
        while (i < src.len && (is_name_char(src.p[i]) || src.p[i] == '.'))
            i++;
        slot = names_find(s->names, (struct text){src.p + from, i - from});
        fill_value(&b, (struct text){src.p + from, i - from},
                   slot >= 0 ? &s->slots[slot] : NULL);
    }
    return buf_str(&b);
}

size_t expr_slots(const struct expr *e, uint32_t *out, size_t cap)
{
    size_t n = 0;

    for (uint32_t i = 0; i < e->ops_n; i++) {
        enum expr_code code = (enum expr_code)e->ops[i].code;
        size_t j = 0;

        if (code != OP_NAME && code != OP_STAT && code != OP_INTERP)
            continue;
        while (j < n && out[j] != e->ops[i].arg)
            j++;
        if (j == n && n < cap)
            out[n++] = e->ops[i].arg;
    }
    return n;
}
