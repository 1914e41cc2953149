/* Traces of budget, rounding and validity. */
#include "rule/tracing.h"

#include "rule/value_text.h"

/* ---- budget ---- */

/* u0 = sd(x)/sqrt(n) */
QH_MUST static qh_status put_type_a(struct tracing *tr, const struct json *c,
                                    struct dec *out)
{
    struct trace_list x = {"x", NULL, 0};
    struct trace_number used = {"n", dec_int(0)};
    struct trace_work f = {.what = "aggregate",
                           .name = "u0",
                           .formula = "sd(x)/sqrt(n)",
                           .numbers = &used,
                           .numbers_n = 1,
                           .lists = &x,
                           .lists_n = 1};
    struct dec *list = NULL;
    struct dec root;
    qh_status rc;

    rc = kind_numbers(&tr->k, c, "x", &list, &x.n);
    if (rc)
        return rc;
    x.list = list;
    used.value = dec_int((int64_t)x.n);
    tracing_readings(tr, "x", json_member(c, "x"), list, x.n);
    if (json_member(c, "n_used")) {
        rc = kind_number(&tr->k, c, "n_used", &used.value);
        if (rc)
            return rc;
        tracing_reading(tr, "n", json_member(c, "n_used"));
    }
    rc = stat_compute(tr->t.arena, STAT_SD, list, x.n, out, tr->k.err);
    if (!rc)
        rc = dec_sqrt(used.value, &root);
    if (!rc)
        rc = dec_quot(*out, root, out);
    if (!rc)
        trace_work(&tr->t, &f, *out);
    return rc;
}

/* The divisor of a distribution and its formula. */
static const struct {
    const char *name, *formula;
    int square;
} DISTS[] = {{"rect", "a/sqrt(3)", 3},
             {"tri", "a/sqrt(6)", 6},
             {"arcsin", "a/sqrt(2)", 2},
             {"normal3", "a/3", 9}};

static size_t dist_of(const char *name)
{
    size_t i = 0;

    while (i + 1 < LEN(DISTS) && !str_equal(DISTS[i].name, name))
        i++;
    return i;
}

QH_MUST static qh_status over_root(struct dec a, const char *dist, struct dec *out)
{
    struct dec root;
    qh_status rc = dec_sqrt(dec_int(DISTS[dist_of(dist)].square), &root);

    return rc ? rc : dec_quot(a, root, out);
}

/* u0 = U/k, or the half width over the root that belongs to the distribution. */
QH_MUST static qh_status put_type_b(struct tracing *tr, const struct json *c,
                                    struct dec *out)
{
    bool certified = json_member(c, "U") != NULL;
    const char *dist = json_str(c, "dist", "");
    const char *names[] = {certified ? "U" : "a", "k"};
    struct trace_number numbers[2] = {{names[0], dec_int(0)}, {names[1], dec_int(1)}};
    struct trace_work f = {.what = "aggregate",
                           .name = "u0",
                           .formula = "U/k",
                           .numbers = numbers,
                           .numbers_n = certified ? 2 : 1};
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && i < f.numbers_n; i++) {
        rc = kind_number(&tr->k, c, names[i], &numbers[i].value);
        if (!rc)
            tracing_reading(tr, names[i], json_member(c, names[i]));
    }
    if (!rc && certified)
        rc = dec_quot(numbers[0].value, numbers[1].value, out);
    else if (!rc)
        rc = over_root(numbers[0].value, dist, out);
    if (rc)
        return rc;
    if (!certified)
        f.formula = DISTS[dist_of(dist)].formula;
    trace_work(&tr->t, &f, *out);
    return QH_OK;
}

QH_MUST static qh_status put_component(struct tracing *tr, const struct json *c,
                                       const struct row_result *row)
{
    struct trace_number numbers[] = {{"u0", dec_int(0)}, {"c", dec_int(1)}};
    struct trace_work f = {.what = "aggregate",
                           .name = "u",
                           .formula = "u0",
                           .numbers = numbers,
                           .numbers_n = 1};
    qh_status rc;

    tracing_reading(tr, "name", json_member(c, "name"));
    rc = str_equal(json_str(c, "type", ""), "A") ? put_type_a(tr, c, &numbers[0].value)
                                                 : put_type_b(tr, c, &numbers[0].value);
    if (!rc && json_member(c, "c")) {
        rc = kind_number(&tr->k, c, "c", &numbers[1].value);
        if (!rc)
            tracing_reading(tr, "c", json_member(c, "c"));
        f.formula = "u0*abs(c)";
        f.numbers_n = 2;
    }
    if (!rc)
        trace_work(&tr->t, &f, row->result);
    return rc;
}

static void put_expanded(struct tracing *tr, struct dec k)
{
    const struct budget_result *b = &tr->r->budget;
    struct trace_number numbers[] = {{"uc", b->uc}, {"k", k}};
    struct trace_work f = {.what = "aggregate",
                           .name = "U",
                           .formula = "uc*k",
                           .numbers = numbers,
                           .numbers_n = 2};

    trace_work(&tr->t, &f, b->expanded);
}

/* k as read, or as found from the degrees of freedom (budget.h has the steps of those).
 */
static void put_factor(struct tracing *tr)
{
    struct trace_step s = {
        .what = "given",
        .name = "k",
        .number = &tr->r->budget.k,
        .key = "trace.given",
        .says = SAYS_GIVEN,
    };

    if (tr->r->budget.has_coverage)
        trace_put(&tr->t, &s);
    else
        tracing_reading(tr, "k", json_member(tr->k.data, "k"));
}

/* U rounded up to so many digits. */
static void put_up(struct tracing *tr)
{
    struct trace_number numbers[] = {{"U", tr->r->budget.expanded},
                                     {"digits", dec_int(2)}};
    struct trace_work f = {.what = "aggregate",
                           .name = "rounded",
                           .formula = "up(U, digits)",
                           .numbers = numbers,
                           .numbers_n = 2};

    if (json_member(tr->k.data, "digits"))
        (void)!kind_number(&tr->k, tr->k.data, "digits", &numbers[1].value);
    if (dec_sign(tr->r->budget.expanded))
        trace_work(&tr->t, &f, tr->r->budget.rounded);
}

qh_status trace_budget(struct tracing *tr)
{
    const struct json *data = tr->k.data;
    struct dec *u = ARENA_ARRAY(tr->t.arena, tr->r->rows_n, struct dec);
    struct trace_list list = {"u", u, tr->r->rows_n};
    struct trace_work f = {.what = "aggregate",
                           .name = "uc",
                           .formula = "sqrt(sumsq(u))",
                           .lists = &list,
                           .lists_n = 1};
    struct judge judge = {.rounds = true,
                          .up = str_equal(json_str(data, "mode", "up"), "up")};
    const struct budget_result *b = &tr->r->budget;
    size_t i = 0;
    qh_status rc;

    for (const struct json *c = json_member(data, "components")->first; c;
         c = c->next, i++) {
        tracing_row(tr, "component", i);
        rc = put_component(tr, c, &tr->r->rows[i]);
        if (rc)
            return rc;
        u[i] = tr->r->rows[i].result;
    }
    tr->t.row = "";
    trace_work(&tr->t, &f, b->uc);
    put_factor(tr);
    put_expanded(tr, b->k);
    if (!json_member(data, "round_to")) {
        put_up(tr);
        return tracing_room(tr);
    }
    rc = kind_number(&tr->k, data, "round_to", &judge.to);
    if (rc)
        return rc;
    tracing_reading(tr, "to", json_member(data, "round_to"));
    tracing_rounded(tr, "rounded", "U", &judge, b->expanded,
                    value_text(tr->t.arena, b->rounded, false, true));
    return tracing_room(tr);
}

/* ---- rounding, validity ---- */

qh_status trace_rounding(struct tracing *tr)
{
    size_t i = 0;
    qh_status rc;

    for (const struct json *o = tr->k.data->first; o; o = o->next, i++) {
        struct judge judge = {.rounds = true,
                              .up = str_equal(json_str(o, "mode", ""), "up")};
        struct dec v = dec_int(0);

        tracing_row(tr, "item", i);
        rc = kind_number(&tr->k, o, "v", &v);
        if (!rc)
            rc = kind_number(&tr->k, o, "to", &judge.to);
        if (!rc)
            rc = tracing_room(tr);
        if (rc)
            return rc;
        tracing_reading(tr, "v", json_member(o, "v"));
        tracing_reading(tr, "to", json_member(o, "to"));
        tracing_rounded(tr, "rounded", "v", &judge, v,
                        text_copy(tr->t.arena, tr->r->texts[i]));
    }
    tr->t.row = "";
    return QH_OK;
}

qh_status trace_validity(struct tracing *tr)
{
    size_t i = 0;

    for (const struct json *o = tr->k.data->first; o; o = o->next, i++) {
        const char *date = json_str(o, "date", "");
        const char *months =
            text_copy(tr->t.arena, value_words(tr->t.arena, json_member(o, "months")));
        struct trace_step s = {
            .what = "date",
            .name = "until",
            .formula = "valid_until(date, months)",
            .filled = str_format(tr->t.arena, "valid_until(%s, %s)", date, months),
            .value = text_copy(tr->t.arena, tr->r->texts[i]),
            .key = "trace.formula",
            .says = SAYS_FORMULA,
        };

        tracing_row(tr, "item", i);
        tracing_reading(tr, "date", json_member(o, "date"));
        tracing_reading(tr, "months", json_member(o, "months"));
        tr->t.unit = "";
        trace_put(&tr->t, &s);
        tr->t.unit = tr->k.test->unit;
    }
    tr->t.row = "";
    return tracing_room(tr);
}
