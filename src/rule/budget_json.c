/* A budget as JSON for papers and screens, and as steps of a trace. */
#include "rule/budget.h"

#include "rule/budget_template.h"
#include "rule/evaluate.h"
#include "rule/value_text.h"

static const char *const SHAPES[DISTRIBUTIONS] = {[DIST_NORMAL] = "normal",
                                                  [DIST_RECTANGULAR] = "rect",
                                                  [DIST_TRIANGULAR] = "tri",
                                                  [DIST_ARCSINE] = "arcsin",
                                                  [DIST_NORMAL_3] = "normal3"};
static const char *const RULES[] = {"fixed", "student", "normal", "rectangular",
                                    "trapezoid"};

static void put(struct json_writer *w, struct arena *a, const char *name, struct dec v,
                bool rounded)
{
    json_add_str(w, name, value_text(a, v, false, rounded));
}

static void put_if(struct json_writer *w, struct arena *a, const char *name, bool has,
                   struct dec v)
{
    if (has) {
        put(w, a, name, v, false);
        return;
    }
    json_key(w, name);
    json_put_null(w);
}

static void put_line(const struct budget_line *l, struct arena *a, struct json_writer *w)
{
    const struct budget_source *s = l->source;

    json_object_open(w);
    json_add_str(w, "id", s->id);
    json_add_str(w, "symbol", s->symbol);
    json_add_str(w, "zh", s->zh);
    json_add_str(w, "en", s->en);
    json_add_str(w, "type", s->type_a ? "A" : "B");
    json_add_str(w, "distribution", SHAPES[s->shape]);
    put(w, a, "limit", l->limit, false);
    json_add_str(w, "divisor", l->divisor);
    put(w, a, "u", l->part.u, false);
    put(w, a, "c", l->part.c, false);
    put(w, a, "contribution", l->part.contribution, false);
    put_if(w, a, "nu", l->part.nu.finite, l->part.nu.nu);
    put(w, a, "share", l->share, true);
    json_object_close(w);
}

void budget_to_json(const struct budget *b, struct arena *a, struct json_writer *w)
{
    const struct budget_template *t = b->template;
    const struct factor *k = &b->factor;
    struct dec shown = {0};

    json_object_open(w);
    json_add_str(w, "id", t->id);
    json_add_str(w, "test", t->test);
    json_add_str(w, "output", t->output);
    json_add_str(w, "row", b->row);
    json_add_int(w, "index", (int64_t)b->index);
    json_add_str(w, "zh", t->zh);
    json_add_str(w, "en", t->en);
    json_add_str(w, "unit", t->unit);
    put(w, a, "value", b->value, false);
    put(w, a, "uc", b->uc, false);
    put_if(w, a, "nu_eff", b->nu_eff.finite, b->nu_eff.nu);
    put_if(w, a, "nu", k->rule == FACTOR_STUDENT, k->nu.nu);
    put_if(w, a, "p", !t->coverage.fixed, t->coverage.p);
    put(w, a, "k", k->k, false);
    if (dec_round_to(k->k, 2, DEC_HALF_EVEN, &shown))
        shown = k->k;
    put(w, a, "k_rounded", shown, true);
    json_add_str(w, "rule", RULES[k->rule]);
    put(w, a, "U_raw", b->raw, false);
    put_if(w, a, "cmc", b->has_cmc, b->cmc.value);
    json_add_bool(w, "cmc_applies", b->cmc_applies);
    json_add_str(w, "cmc_of", b->claimed ? "laboratory" : "edition");
    put(w, a, "U", b->expanded, true);
    put(w, a, "value_rounded", b->rounded, true);
    json_key(w, "sources");
    json_array_open(w);
    for (size_t i = 0; i < b->lines_n; i++)
        put_line(&b->lines[i], a, w);
    json_array_close(w);
    json_object_close(w);
}

/* ---- trace ---- */

enum { NUMBERS_MAX = 3 * BUDGET_SOURCES_MAX };

static void put_term(struct trace *t, const struct budget_term *m, const char *clause)
{
    struct trace_list *lists = ARENA_ARRAY(t->arena, m->names_n, struct trace_list);
    struct trace_step s = {
        .what = "formula",
        .name = m->name,
        .formula = m->formula,
        .filled = m->filled,
        .numbers = m->numbers,
        .numbers_n = m->numbers_n,
        .lists = lists,
        .number = &m->value,
        .clause = clause,
        .key = "trace.formula",
        .says = SAYS_FORMULA,
    };

    if (m->list)
        trace_give_value(t, m->list->name, m->list->slot, &m->list->value);
    for (size_t i = 0; i < m->names_n; i++) {
        const struct budget_name *n = &m->names[i];

        trace_give_value(t, n->name, n->slot, &n->value);
        if (n->value.kind == VALUE_LIST)
            lists[s.lists_n++] = (struct trace_list){n->name, n->value.list, n->value.n};
    }
    trace_put(t, &s);
}

/* u_zero = a_zero/sqrt(3), w_zero = abs(c_zero)*u_zero */
static void trace_line(struct trace *t, const struct budget_line *l)
{
    const struct budget_source *s = l->source;
    const char *of = l->terms[0].name;
    const char *u_name = str_format(t->arena, "u_%s", s->id);
    const char *c_name = str_format(t->arena, "c_%s", s->id);
    struct trace_number u[] = {{of, l->limit}};
    struct trace_number c[] = {{c_name, l->part.c}, {u_name, l->part.u}};
    struct trace_sum standard = {u_name, str_format(t->arena, "%s/%s", of, l->divisor), u,
                                 1, s->clause};
    struct trace_sum weighed = {str_format(t->arena, "w_%s", s->id),
                                str_format(t->arena, "abs(%s)*%s", c_name, u_name), c, 2,
                                s->clause};

    for (size_t i = 0; i < l->terms_n; i++)
        put_term(t, &l->terms[i], s->clause);
    if (s->form != SOURCE_PLAIN)
        trace_formula(t, &standard, l->part.u);
    trace_formula(t, &weighed, l->part.contribution);
}

static void trace_combined(struct trace *t, const struct budget *b)
{
    struct trace_number numbers[BUDGET_SOURCES_MAX];
    struct buf f;

    buf_init(&f, t->arena);
    for (size_t i = 0; i < b->lines_n; i++) {
        const char *name = str_format(t->arena, "w_%s", b->lines[i].source->id);

        buf_add_format(&f, "%s%s*%s", i ? " + " : "sqrt(", name, name);
        numbers[i] = (struct trace_number){name, b->lines[i].part.contribution};
    }
    buf_add_char(&f, ')');
    trace_formula(
        t,
        &(struct trace_sum){"uc", buf_str(&f), numbers, b->lines_n, b->template->clause},
        b->uc);
}

/* 1/(sq(sq(w_1/uc))/nu_1 + ...): squares by themselves, exact but for one rounding */
static void trace_nu(struct trace *t, const struct budget *b)
{
    struct trace_number numbers[NUMBERS_MAX] = {{"uc", b->uc}};
    size_t n = 1;
    struct buf f;

    if (!b->nu_eff.finite)
        return;
    buf_init(&f, t->arena);
    for (size_t i = 0; i < b->lines_n; i++) {
        const struct budget_line *l = &b->lines[i];
        const char *id = l->source->id;

        if (!l->part.nu.finite || !dec_sign(l->part.contribution))
            continue;
        numbers[n++] =
            (struct trace_number){str_format(t->arena, "w_%s", id), l->part.contribution};
        numbers[n++] =
            (struct trace_number){str_format(t->arena, "nu_%s", id), l->part.nu.nu};
        buf_add_format(&f, "%ssq(sq(w_%s/uc))/nu_%s", n > 3 ? " + " : "1/(", id, id);
    }
    buf_add_char(&f, ')');
    trace_formula(t, &(struct trace_sum){"nu_eff", buf_str(&f), numbers, n, "GUM G.4.1"},
                  b->nu_eff.nu);
}

/* k, by a rule that is named: the numbers are what it was found from. */
static void trace_factor(struct trace *t, const struct budget *b)
{
    static const char *const FORMULAS[] = {
        [FACTOR_FIXED] = "k",
        [FACTOR_STUDENT] = "student(coverage, nu)",
        [FACTOR_NORMAL] = "normal(coverage)",
        [FACTOR_RECTANGULAR] = "coverage*sqrt(3)",
        [FACTOR_TRAPEZOID] =
            "(1 - sqrt((1 - coverage)*(1 - beta*beta)))/sqrt((1 + beta*beta)/6)",
    };
    const struct factor *k = &b->factor;
    struct trace_number numbers[] = {{"coverage", b->template->coverage.p},
                                     {"nu", k->nu.nu}};
    struct trace_step s = {
        .what = "factor",
        .name = "k",
        .formula = FORMULAS[k->rule],
        .numbers = numbers,
        .numbers_n = k->rule == FACTOR_STUDENT || k->rule == FACTOR_TRAPEZOID ? 2 : 1,
        .number = &k->k,
        .clause = b->template->clause,
        .key = "trace.factor",
        .says = SAYS_FACTOR,
    };

    if (k->rule == FACTOR_FIXED)
        numbers[0] = (struct trace_number){"k", k->k};
    if (k->rule == FACTOR_TRAPEZOID)
        numbers[1] = (struct trace_number){"beta", k->beta};
    trace_put(t, &s);
}

/* U: the greater of k u_c and what the laboratory may claim, rounded up. */
static void trace_expanded(struct trace *t, const struct budget *b)
{
    struct trace_number raw[] = {{"k", b->factor.k}, {"uc", b->uc}};
    struct trace_number up[] = {
        {"U_raw", b->raw}, {"cmc", b->cmc.value}, {"to", b->to}, {"digits", dec_int(2)}};
    struct trace_step s = {.what = "round_up",
                           .name = "U",
                           .numbers = up,
                           .value = dec_text(t->arena, b->expanded),
                           .clause = b->template->clause,
                           .key = "trace.round_up",
                           .says = SAYS_ROUNDED};
    const char *from = b->has_cmc ? "max(U_raw, cmc)" : "U_raw";

    trace_formula(t, &(struct trace_sum){"U_raw", "k*uc", raw, 2, b->template->clause},
                  b->raw);
    if (b->has_cmc)
        put_term(t, &b->cmc, b->template->clause);
    up[3].value = dec_int(b->template->digits);
    s.formula =
        str_format(t->arena, dec_sign(b->to) ? "up_to(%s, to)" : "up(%s, digits)", from);
    if (!b->has_cmc)
        up[1] = up[0];
    if (!dec_sign(b->to))
        up[2] = up[3];
    s.numbers = b->has_cmc ? up : up + 1;
    s.numbers_n = b->has_cmc ? 3 : 2;
    trace_put(t, &s);
}

void budget_trace(const struct budget *b, struct trace *t)
{
    const char *unit = t->unit;

    t->unit = b->template->unit;
    for (size_t i = 0; i < b->given_n; i++) {
        put_term(t, &b->given[i], b->template->clause);
        trace_know(t, b->template->given[i].slot, b->given[i].value);
    }
    for (size_t i = 0; i < b->lines_n; i++)
        trace_line(t, &b->lines[i]);
    trace_combined(t, b);
    trace_nu(t, b);
    trace_factor(t, b);
    trace_expanded(t, b);
    t->unit = unit;
}
