/* One budget: the names of the section are set in the caller's scope, the sources worked
 * out one after the other, and the scope left as it was. */
#include "rule/budget.h"

#include "rule/budget_template.h"
#include "rule/kinds.h"
#include "rule/reckon.h"

#include <stdio.h>
#include <string.h>

enum { SLOTS_MAX = 40, SHARE_DECIMALS = 2 };

struct run {
    const struct budget_frame *f;
    const struct budget_template *t;
    const struct budget_source *source; /* NULL: of the budget as a whole */
    struct budget *b;
};

size_t budget_template_count(const struct regulation *r)
{
    return r->budgets_n;
}

const struct budget_template *budget_template_at(const struct regulation *r, size_t i)
{
    return &r->budgets[i];
}

const char *budget_template_test(const struct budget_template *t)
{
    return t->test;
}

/* ---- failures ---- */

static const char *place(const struct run *r)
{
    return str_format(r->f->arena, "%s%s%s", r->t->id, r->source ? "." : "",
                      r->source ? r->source->id : "");
}

QH_MUST static qh_status fail(const struct run *r, qh_status rc, const char *key,
                              const char *what)
{
    return qh_fail(r->f->err, rc, key, place(r), "%s", what);
}

QH_MUST static qh_status too_large(const struct run *r)
{
    return fail(r, QH_RANGE, "budget.range", "a number does not fit");
}

/* ---- expressions ---- */

static void keep_numbers(const struct run *r, const struct expr *e, struct budget_term *t)
{
    const struct scope *s = r->f->scope;
    uint32_t slots[SLOTS_MAX];
    size_t n = expr_slots(e, slots, SLOTS_MAX);
    struct trace_number *out = ARENA_ARRAY(r->f->arena, n, struct trace_number);
    struct budget_name *names = ARENA_ARRAY(r->f->arena, n, struct budget_name);

    for (size_t i = 0; i < n; i++) {
        const struct value *v = &s->slots[slots[i]];

        names[i] = (struct budget_name){s->names->list[slots[i]].p, slots[i], *v};
        if (v->kind == VALUE_NUMBER)
            out[t->numbers_n++] = (struct trace_number){names[i].name, v->num};
    }
    t->numbers = out;
    t->names = names;
    t->names_n = n;
}

QH_MUST static qh_status evaluate(const struct run *r, const char *name,
                                  const struct expr *e, struct budget_term *out)
{
    struct qh_error *err = r->f->err;
    qh_status rc;

    out->name = name;
    out->formula = e->source.p;
    rc = expr_eval(e, r->f->scope, &out->value, err);
    if (rc) {
        if (err)
            (void)snprintf(err->field, sizeof err->field, "%s", place(r));
        return rc;
    }
    out->filled = expr_fill(r->f->arena, e, r->f->scope);
    keep_numbers(r, e, out);
    return QH_OK;
}

/* "a" of source "zero" is a_zero: each number of a budget has a name of its own. */
static const char *name_of(const struct run *r, const char *letter)
{
    return str_format(r->f->arena, "%s_%s", letter, r->source->id);
}

/* Evaluates for a line and keeps the term; e NULL leaves *out as it is. */
QH_MUST static qh_status take(const struct run *r, struct budget_line *line,
                              const char *name, const struct expr *e, struct dec *out)
{
    struct budget_term *term = &line->terms[line->terms_n];
    qh_status rc;

    if (!e)
        return QH_OK;
    rc = evaluate(r, name_of(r, name), e, term);
    if (rc)
        return rc;
    line->terms_n++;
    *out = term->value;
    return QH_OK;
}

/* ---- readings ---- */

struct readings {
    const struct dec *x;
    size_t n;
    struct dec sd;
};

QH_MUST static qh_status take_list(const struct run *r, const struct dec *x, size_t n,
                                   struct readings *best)
{
    struct dec sd = {0};
    qh_status rc;

    if (n < 2)
        return QH_OK;
    rc = stat_compute(r->f->arena, STAT_SD, x, n, &sd, r->f->err);
    if (rc)
        return rc;
    if (!best->n || dec_compare(sd, best->sd) > 0)
        *best = (struct readings){x, n, sd};
    return QH_OK;
}

/* The row of another test whose readings scatter most. */
QH_MUST static qh_status worst_of_test(const struct run *r, struct readings *best)
{
    struct scope *s = r->f->scope;
    struct kind_run k = {.arena = r->f->arena, .scope = s, .err = r->f->err};
    size_t mark = scope_here(s);
    qh_status rc = QH_OK;

    k.test = regulation_test(r->f->reg, r->source->test);
    k.data = json_member(r->f->data, r->source->test);
    if (!k.data || k.data->kind != JSON_ARRAY || k.data->count > EVALUATE_POINTS_MAX)
        return QH_OK;
    for (const struct json *o = k.data->first; !rc && o; o = o->next) {
        struct dec *x = NULL;
        size_t n = 0;

        if (o->kind != JSON_OBJECT)
            continue;
        scope_shadow_object(s, o, "x");
        rc = kind_readings(&k, o, &x, &n);
        if (!rc)
            rc = take_list(r, x, n, best);
        scope_back(s, mark);
    }
    return rc;
}

QH_MUST static qh_status find_readings(const struct run *r, struct readings *best)
{
    struct value *v;
    qh_status rc;

    if (r->source->test)
        return worst_of_test(r, best);
    v = &r->f->scope->slots[r->source->list];
    rc = value_read(r->f->arena, v, r->f->err);
    if (rc || v->kind != VALUE_LIST)
        return rc;
    return take_list(r, v->list, v->n, best);
}

/* The list that the readings are, for the trace. */
static const struct budget_name *list_name(const struct run *r)
{
    const struct scope *s = r->f->scope;
    struct budget_name *out = ARENA_NEW(r->f->arena, struct budget_name);

    out->name = s->names->list[r->source->list].p;
    out->slot = r->source->list;
    out->value = s->slots[r->source->list];
    return out;
}

/* sd(x1, x2, ...) with its numbers */
static void keep_readings(const struct run *r, const struct readings *from,
                          struct budget_line *line)
{
    struct budget_term *term = &line->terms[line->terms_n++];
    struct trace_number *numbers = ARENA_ARRAY(r->f->arena, from->n, struct trace_number);
    struct buf formula;
    struct buf filled;

    buf_init(&formula, r->f->arena);
    buf_init(&filled, r->f->arena);
    for (size_t i = 0; i < from->n; i++) {
        const char *sep = i ? ", " : "sd(";
        const char *x = dec_text_short(r->f->arena, from->x[i]);

        numbers[i].name = str_format(r->f->arena, "x%zu", i + 1);
        numbers[i].value = from->x[i];
        buf_add_format(&formula, "%s%s", sep, numbers[i].name);
        buf_add_format(&filled, dec_sign(from->x[i]) < 0 ? "%s(%s)" : "%s%s", sep, x);
    }
    buf_add_char(&formula, ')');
    buf_add_char(&filled, ')');
    *term = (struct budget_term){.name = name_of(r, "s"),
                                 .formula = buf_str(&formula),
                                 .filled = buf_str(&filled),
                                 .numbers = numbers,
                                 .numbers_n = from->n,
                                 .value = from->sd};
    if (!r->source->test)
        term->list = list_name(r);
}

/* ---- sources ---- */

QH_MUST static qh_status of_readings(const struct run *r, struct budget_line *line,
                                     struct dec *n)
{
    struct readings from = {0};
    qh_status rc;

    rc = find_readings(r, &from);
    if (rc)
        return rc;
    if (!from.n)
        return fail(r, QH_INVALID, "budget.readings", "two readings are due at least");
    line->limit = from.sd;
    *n = dec_int((int64_t)from.n);
    keep_readings(r, &from, line);
    return QH_OK;
}

/* s / sqrt(n_used), nu = n - 1 */
QH_MUST static qh_status type_a(const struct run *r, struct budget_line *line)
{
    const struct budget_source *s = r->source;
    struct dec n = {0};
    struct dec used;
    qh_status rc;

    if (s->form == SOURCE_READINGS) {
        rc = of_readings(r, line, &n);
    } else {
        rc = take(r, line, "s", s->value, &line->limit);
        if (!rc)
            rc = take(r, line, "n", s->by, &n);
    }
    used = n;
    if (!rc)
        rc = take(r, line, "n_used", s->n_used, &used);
    if (rc)
        return rc;
    if (dec_compare(n, dec_int(2)) < 0 || dec_sign(used) <= 0)
        return fail(r, QH_INVALID, "budget.readings", "two readings are due at least");
    line->divisor =
        str_format(r->f->arena, "sqrt(%s)", dec_text_short(r->f->arena, used));
    line->part.nu.finite = true;
    rc = uncertainty_of_mean(line->limit, used, &line->part.u);
    if (!rc)
        rc = dec_sub(n, dec_int(1), &line->part.nu.nu);
    return rc ? too_large(r) : rc;
}

/* Degrees of freedom of a type B estimate. */
QH_MUST static qh_status type_b_nu(const struct run *r, struct budget_line *line)
{
    struct student_nu *nu = &line->part.nu;
    struct dec rel = dec_int(0);
    qh_status rc;

    if (!r->source->dof && !r->source->rel_u)
        return QH_OK;
    nu->finite = true;
    rc = take(r, line, "nu", r->source->dof, &nu->nu);
    if (!rc)
        rc = take(r, line, "rel_u", r->source->rel_u, &rel);
    if (rc)
        return rc;
    if (r->source->rel_u && uncertainty_nu_of_part(rel, &nu->nu))
        return fail(r, QH_INVALID, "budget.value", "rel_u is above 0 and at most 0.7");
    if (dec_compare(nu->nu, dec_int(1)) < 0)
        return fail(r, QH_INVALID, "budget.value", "degrees of freedom are at least 1");
    return QH_OK;
}

QH_MUST static qh_status type_b(const struct run *r, struct budget_line *line)
{
    static const char *const NAMES[] = {
        [SOURCE_WIDTH] = "a", [SOURCE_CERTIFICATE] = "U", [SOURCE_PLAIN] = "u"};
    static const char *const DIVISORS[DISTRIBUTIONS] = {[DIST_NORMAL] = "1",
                                                        [DIST_RECTANGULAR] = "sqrt(3)",
                                                        [DIST_TRIANGULAR] = "sqrt(6)",
                                                        [DIST_ARCSINE] = "sqrt(2)",
                                                        [DIST_NORMAL_3] = "3"};
    const struct budget_source *s = r->source;
    struct dec k = dec_int(1);
    qh_status rc;

    rc = take(r, line, NAMES[s->form], s->value, &line->limit);
    if (!rc)
        rc = take(r, line, "k", s->by, &k);
    if (rc)
        return rc;
    if (s->form == SOURCE_CERTIFICATE) {
        if (dec_sign(k) <= 0)
            return fail(r, QH_INVALID, "budget.value", "k is above zero");
        line->divisor = dec_text_short(r->f->arena, k);
        rc = uncertainty_of_certificate(line->limit, k, &line->part.u);
    } else {
        line->divisor = DIVISORS[s->shape];
        rc = uncertainty_of_width(line->limit, s->shape, &line->part.u);
    }
    return rc ? too_large(r) : type_b_nu(r, line);
}

/* std_u, std_k and std_mpe are those of the standard that the source names. */
QH_MUST static qh_status set_standard(const struct run *r)
{
    const struct budget_standard *st = NULL;
    struct scope *s = r->f->scope;

    if (!r->source->standard)
        return QH_OK;
    for (size_t i = 0; i < r->f->standards_n; i++)
        if (str_equal(r->f->standards[i].id, r->source->standard))
            st = &r->f->standards[i];
    if (!st || (!st->has_u && !st->has_mpe))
        return fail(r, QH_INVALID, "budget.standard", r->source->standard);
    if (st->has_u) {
        scope_shadow_dec(s, r->t->std_u, st->u);
        scope_shadow_dec(s, r->t->std_k, st->k);
    }
    if (st->has_mpe)
        scope_shadow_dec(s, r->t->std_mpe, st->mpe);
    return QH_OK;
}

QH_MUST static qh_status source(const struct run *r, struct budget_line *line)
{
    const struct budget_source *s = r->source;
    bool is_a = s->form == SOURCE_READINGS || s->form == SOURCE_SD;
    qh_status rc;

    line->source = s;
    line->part.c = dec_int(1);
    line->part.shape = s->shape;
    if (s->form != SOURCE_READINGS && !s->value)
        return fail(r, QH_INVALID, "budget.open", "a value is not known yet");
    rc = set_standard(r);
    if (!rc)
        rc = is_a ? type_a(r, line) : type_b(r, line);
    if (!rc)
        rc = take(r, line, "c", s->sensitivity, &line->part.c);
    if (rc)
        return rc;
    if (dec_sign(line->part.u) < 0)
        return fail(r, QH_INVALID, "budget.value", "an uncertainty below zero");
    return uncertainty_weigh(&line->part) ? too_large(r) : QH_OK;
}

/* Does it apply? */
QH_MUST static qh_status applies(const struct run *r, bool *out)
{
    struct dec v = dec_int(1);
    qh_status rc;

    if (r->source->when) {
        rc = expr_eval(r->source->when, r->f->scope, &v, r->f->err);
        if (rc)
            return fail(r, rc, r->f->err ? r->f->err->key : "budget.value", "when");
    }
    *out = dec_sign(v) != 0;
    return QH_OK;
}

QH_MUST static qh_status all_sources(struct run *r)
{
    struct scope *s = r->f->scope;
    qh_status rc = QH_OK;

    r->b->lines = ARENA_ARRAY(r->f->arena, r->t->sources_n, struct budget_line);
    for (size_t i = 0; !rc && i < r->t->sources_n; i++) {
        size_t mark = scope_here(s);
        bool is_due = false;

        r->source = &r->t->sources[i];
        rc = applies(r, &is_due);
        if (!rc && is_due)
            rc = source(r, &r->b->lines[r->b->lines_n++]);
        scope_back(s, mark);
    }
    r->source = NULL;
    if (!rc && !r->b->lines_n)
        return fail(r, QH_INVALID, "budget.value", "no source applies");
    return rc;
}

/* ---- the whole ---- */

QH_MUST static qh_status set_given(const struct run *r)
{
    qh_status rc = QH_OK;

    scope_shadow_dec(r->f->scope, r->t->value, r->f->value);
    r->b->given = ARENA_ARRAY(r->f->arena, r->t->given_n, struct budget_term);
    for (size_t i = 0; !rc && i < r->t->given_n; i++) {
        const struct budget_given *g = &r->t->given[i];

        rc = evaluate(r, g->name, g->expr, &r->b->given[i]);
        if (!rc)
            scope_shadow_dec(r->f->scope, g->slot, r->b->given[r->b->given_n++].value);
    }
    return rc;
}

/* Percent of u_c squared. */
static void share(struct budget *b)
{
    for (size_t i = 0; i < b->lines_n && dec_sign(b->uc); i++) {
        struct dec v = b->lines[i].part.contribution;
        qh_status rc = QH_OK;

        v = reckon_square(&rc, reckon_quot(&rc, v, b->uc));
        v = reckon_mul(&rc, v, dec_int(100));
        if (!rc && !dec_round_to(v, SHARE_DECIMALS, DEC_HALF_EVEN, &v))
            b->lines[i].share = v;
    }
}

QH_MUST static qh_status combine(const struct run *r)
{
    struct budget *b = r->b;
    struct uncertainty_part *parts =
        ARENA_ARRAY(r->f->arena, b->lines_n, struct uncertainty_part);
    qh_status rc;

    for (size_t i = 0; i < b->lines_n; i++)
        parts[i] = b->lines[i].part;
    if (!r->t->coverage.fixed) {
        rc = scope_spend(r->f->scope, STUDENT_WORK, r->f->err);
        if (rc)
            return rc;
    }
    rc = uncertainty_combine(parts, b->lines_n, &b->uc);
    if (!rc)
        rc = uncertainty_nu(parts, b->lines_n, b->uc, &b->nu_eff);
    if (!rc)
        rc =
            uncertainty_factor(parts, b->lines_n, &r->t->coverage, b->nu_eff, &b->factor);
    if (!rc)
        rc = dec_mul(b->uc, b->factor.k, &b->raw);
    share(b);
    return rc ? too_large(r) : rc;
}

/* The smallest U: that of the edition, or the laboratory's own if that is greater. */
QH_MUST static qh_status take_smallest(const struct run *r)
{
    struct budget *b = r->b;
    struct budget_term claim = {0};
    bool found = false;
    qh_status rc = QH_OK;

    b->has_cmc = r->t->cmc != NULL;
    if (b->has_cmc)
        rc = evaluate(r, "cmc", r->t->cmc, &b->cmc);
    if (!rc)
        rc = budget_claim_find(r->f, r->t, &claim, &found);
    b->claimed = found && (!b->has_cmc || dec_compare(claim.value, b->cmc.value) > 0);
    if (b->claimed)
        b->cmc = claim;
    b->has_cmc = b->has_cmc || found;
    return rc;
}

/* U: not below what the laboratory may claim, rounded up; the value to its last place. */
QH_MUST static qh_status conclude(const struct run *r)
{
    struct budget *b = r->b;
    struct budget_term to = {.value = dec_int(0)};
    struct dec u = b->raw;
    qh_status rc = take_smallest(r);

    b->value = b->rounded = r->f->value;
    if (!rc && r->t->to)
        rc = evaluate(r, "to", r->t->to, &to);
    if (rc)
        return rc;
    if (r->t->to && dec_sign(to.value) <= 0)
        return fail(r, QH_INVALID, "budget.value", "round.to is above zero");
    b->to = to.value;
    b->cmc_applies = b->has_cmc && dec_compare(b->cmc.value, u) > 0;
    if (b->cmc_applies)
        u = b->cmc.value;
    b->expanded = dec_int(0);
    if (!dec_sign(u))
        return QH_OK;
    rc = r->t->to ? uncertainty_round_up_to(u, to.value, &b->expanded)
                  : uncertainty_round_up(u, r->t->digits, &b->expanded);
    if (!rc)
        rc = uncertainty_round_like(b->value, b->expanded, &b->rounded);
    return rc ? too_large(r) : rc;
}

qh_status budget_of_template(const struct budget_frame *f,
                             const struct budget_template *t, struct budget **out)
{
    struct run r = {.f = f, .t = t, .b = ARENA_NEW(f->arena, struct budget)};
    size_t mark = scope_here(f->scope);
    qh_status rc;

    r.b->template = t;
    r.b->row = f->row ? f->row : "";
    r.b->index = f->index;
    rc = set_given(&r);
    if (!rc)
        rc = all_sources(&r);
    if (!rc)
        rc = combine(&r);
    if (!rc)
        rc = conclude(&r);
    scope_back(f->scope, mark);
    if (!rc)
        *out = r.b;
    return rc;
}
