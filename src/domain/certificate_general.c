/* certificate_general.c - tables by the layout of the edition.
 *
 * The edition says which tests are printed, in which order and with which columns
 * ("certificate": {"results": [{"test", "columns"}]}).  A test that it does not name is
 * left out unless it failed; DEFAULT are the columns where none are named.  What stands
 * in a cell comes from the record's own plan, judgement and entries; nothing is computed
 * here.
 */
#include "domain/certificate_general.h"

#include "domain/certificate_decision.h"
#include "domain/certificate_facts.h"
#include "domain/phrase.h"
#include "rule/regulation.h"

#include <string.h>

enum {
    TABLES_MOST = 60,
    ROWS_MOST = 200,
    COLUMNS_MOST = 16,
    REMARKS_MOST = 12,
    DIGITS_MOST = 8
};

static const char *const DASH = "—";

/* One test (at one set value) on its way to a table. */
struct subject {
    const struct certificate_source *s;
    const struct json *test;   /* of the edition */
    const struct json *step;   /* of the plan */
    const struct json *judged; /* of the result */
    const struct json *value;  /* of judged: the row being written */
    size_t index;              /* of value */
};

typedef const char *cell_fn(const struct subject *x);

struct column {
    const char *name;
    enum certificate_align align;
    int64_t weight;
    bool has_unit;   /* the heading names the unit */
    bool of_verdict; /* left out of a calibration */
    bool of_budget;  /* only in a calibration */
    cell_fn *cell;
};

/* ---- cells ---- */

static const struct json *row_of(const struct subject *x)
{
    const struct json *keys = json_member(x->value, "rows");

    if (!keys || !keys->first)
        return NULL;
    return certificate_by(json_member(x->step, "rows"), "key", keys->first->text.p);
}

/* Words of an output: its own, or those of data/locales. */
static const char *output_word(const struct subject *x, const char *name)
{
    const struct json *o = certificate_by(json_member(x->test, "outputs"), "name", name);
    const char *key = str_format(x->s->c->arena, "output.%s", name);

    if (json_str(o, "zh", NULL))
        return json_str(o, "zh", NULL);
    return json_member(x->s->words, key) ? phrase(x->s->words, key) : name;
}

static const char *cell_name(const struct subject *x)
{
    const struct json *row = row_of(x);
    const char *p = json_str(row, "p", NULL);

    if (json_member(x->test, "outputs"))
        return output_word(x, json_str(x->value, "name", DASH));
    return p ? p : json_str(x->value, "name", DASH);
}

static const char *cell_label(const struct subject *x)
{
    const char *label = json_str(x->value, "label", "");

    if (!*label)
        label = json_str(row_of(x), "label", "");
    return *label ? label : DASH;
}

static const char *cell_position(const struct subject *x)
{
    return json_str(json_member(row_of(x), "position"), "zh", DASH);
}

static const char *cell_direction(const struct subject *x)
{
    const char *d = json_str(row_of(x), "direction", NULL);

    return d ? phrase_of(x->s->c, x->s->words, "direction", d) : DASH;
}

/* Readings of the rows that the value comes from, as typed. */
static const char *cell_readings(const struct subject *x)
{
    const struct json *keys = json_member(x->value, "rows");
    struct buf b;

    buf_init(&b, x->s->c->arena);
    for (const struct json *k = keys ? keys->first : NULL; k; k = k->next) {
        const struct json *typed = certificate_typed(x->s, k->text.p);

        for (const struct json *m = typed ? typed->first : NULL; m; m = m->next) {
            if (m->kind != JSON_STRING || !m->text.len)
                continue;
            buf_add_str(&b, b.len ? "  " : "");
            buf_add_str(&b, m->text.p);
        }
    }
    return b.len ? buf_str(&b) : DASH;
}

/* To as many decimals as another number is shown with; the exact mean has too many. */
static const char *like(const struct subject *x, const char *text, const char *pattern)
{
    const char *point = pattern ? strchr(pattern, '.') : NULL;
    struct dec v;
    struct dec to;

    if (!text || dec_parse(text_of(text), &v))
        return text;
    if (!point)
        return strlen(text) > DIGITS_MOST
                   ? dec_text_short(x->s->c->arena, dec_significant(v, DIGITS_MOST))
                   : text;
    if (dec_round_to(v, (int32_t)strlen(point + 1), DEC_HALF_EVEN, &to))
        return text;
    return dec_text(x->s->c->arena, to);
}

static const char *default_of(const struct json *row, const char *id)
{
    const struct json *ask = certificate_by(json_member(row, "ask"), "id", id);

    return json_str(ask, "default", NULL);
}

/* The reference as worked out, else as typed, else the nominal value. */
static const char *cell_reference(const struct subject *x)
{
    const struct json *row = row_of(x);
    const char *r = json_str(x->value, "reference", NULL);

    if (!r)
        r = json_str(certificate_typed(x->s, json_str(row, "key", "")), "r", NULL);
    if (!r)
        r = default_of(row, "r");
    if (!r)
        r = json_str(json_member(row, "fixed"), "r", NULL);
    if (!r)
        r = json_str(row, "p", DASH);
    return like(x, r, NULL);
}

/* The only number that was read, where no mean is taken. */
static const char *only_reading(const struct subject *x)
{
    const struct json *keys = json_member(x->value, "rows");
    const struct json *typed =
        keys && keys->count == 1 ? certificate_typed(x->s, keys->first->text.p) : NULL;

    return typed && !json_member(typed, "x2") ? json_str(typed, "x1", NULL) : NULL;
}

static const char *cell_result(const struct subject *x)
{
    const char *text = json_str(x->value, "result", NULL);

    if (!text)
        text = only_reading(x);
    else
        text = like(x, text, json_str(x->value, "value", NULL));
    return text ? text : DASH;
}

/* A whole number, 0 if it is not there. */
static int64_t whole(const struct json *v, const char *name)
{
    int64_t n = 0;

    return json_int(json_member(v, name), &n) ? 0 : n;
}

/* Is it the budget of this value: by row of the test, or by the name of the output? */
static bool is_budget(const struct subject *x, const struct json *b)
{
    const char *output = json_str(b, "output", "");

    if (!str_equal(json_str(b, "test", ""), json_str(x->step, "test", "")))
        return false;
    return *output ? str_equal(output, json_str(x->value, "name", ""))
                   : whole(b, "index") == (int64_t)x->index;
}

static const struct json *budget_of(const struct subject *x)
{
    const struct json *all = json_member(x->s->result, "uncertainty");

    for (const struct json *u = all ? all->first : NULL; u; u = u->next) {
        const struct json *list = json_member(u, "budgets");

        for (const struct json *b = list ? list->first : NULL; b; b = b->next)
            if (whole(u, "instance") == whole(x->step, "instance") && is_budget(x, b))
                return b;
    }
    return NULL;
}

/* A calibration states the value to the last place of its U. */
static const char *cell_value(const struct subject *x)
{
    const char *value = json_str(x->value, "value", DASH);

    if (!x->s->judges)
        value = json_str(budget_of(x), "value_rounded", value);
    return strchr(value, 'E') ? value : like(x, value, NULL);
}

static const char *cell_limit(const struct subject *x)
{
    return json_str(x->value, "limit_text", DASH);
}

static const char *cell_margin(const struct subject *x)
{
    return json_str(x->value, "margin", DASH);
}

static const char *cell_verdict(const struct subject *x)
{
    return certificate_word(x->s, json_str(x->value, "verdict", "none"));
}

static const char *cell_clause(const struct subject *x)
{
    return json_str(x->value, "limit_clause", json_str(x->test, "clause", DASH));
}

static const char *unit_of(const struct subject *x)
{
    const char *name = json_str(x->value, "name", "");
    const struct json *o = certificate_by(json_member(x->test, "outputs"), "name", name);

    return json_str(o, "unit", json_str(x->test, "unit", ""));
}

static const char *cell_unit(const struct subject *x)
{
    const char *unit = unit_of(x);

    return *unit ? unit : DASH;
}

static const char *cell_u(const struct subject *x)
{
    return json_str(budget_of(x), "U", DASH);
}

static const char *cell_k(const struct subject *x)
{
    return json_str(budget_of(x), "k_rounded", DASH);
}

/* clang-format off */
static const struct column COLUMNS[] = {
    {"name",      CERT_CENTRE, 16, false, false, false, cell_name},
    {"label",     CERT_CENTRE, 14, false, false, false, cell_label},
    {"position",  CERT_CENTRE, 10, false, false, false, cell_position},
    {"direction", CERT_CENTRE, 8,  false, false, false, cell_direction},
    {"readings",  CERT_LEFT,   40, false, false, false, cell_readings},
    {"result",    CERT_NUMBER, 14, true,  false, false, cell_result},
    {"reference", CERT_NUMBER, 14, true,  false, false, cell_reference},
    {"value",     CERT_NUMBER, 14, true,  false, false, cell_value},
    {"unit",      CERT_CENTRE, 8,  false, false, false, cell_unit},
    {"limit",     CERT_NUMBER, 14, true,  true,  false, cell_limit},
    {"margin",    CERT_NUMBER, 10, false, true,  false, cell_margin},
    {"verdict",   CERT_CENTRE, 10, false, true,  false, cell_verdict},
    {"clause",    CERT_LEFT,   16, false, false, false, cell_clause},
    {"u",         CERT_NUMBER, 12, true,  false, true,  cell_u},
    {"k",         CERT_NUMBER, 8,  false, false, true,  cell_k},
};
/* clang-format on */
static const char *const DEFAULT[] = {"name",    "result", "reference", "value", "limit",
                                      "verdict", "u",      "k",         NULL};

/* ---- columns ---- */

static const struct column *column_of(const char *name)
{
    for (size_t i = 0; i < LEN(COLUMNS); i++)
        if (str_equal(COLUMNS[i].name, name))
            return &COLUMNS[i];
    return NULL;
}

struct columns {
    const struct column *p[COLUMNS_MOST];
    size_t n;
};

static void add_column(const struct certificate_source *s, const char *name,
                       struct columns *out)
{
    const struct column *col = column_of(name);

    if (!col || out->n == COLUMNS_MOST || (s->judges ? col->of_budget : col->of_verdict))
        return;
    for (size_t i = 0; i < out->n; i++)
        if (out->p[i] == col)
            return;
    out->p[out->n++] = col;
}

/* Beside the name, where the same point is read at several places. */
static const char *const WHERE[] = {"position", "direction"};

/* The edition's columns; the unit where each output has its own; in a calibration U and k
 * whether it names them or not. */
static struct columns columns_of(const struct certificate_source *s,
                                 const struct json *layout, const struct json *test)
{
    const struct json *names = json_member(layout, "columns");
    struct columns out = {.n = 0};

    for (const struct json *n = names ? names->first : NULL; n; n = n->next) {
        add_column(s, n->text.p, &out);
        for (size_t i = 0; i < LEN(WHERE) && str_equal(n->text.p, "name"); i++)
            add_column(s, WHERE[i], &out);
    }
    for (size_t i = 0; !names && DEFAULT[i]; i++)
        add_column(s, DEFAULT[i], &out);
    if (json_member(test, "outputs") && !json_member(test, "unit"))
        add_column(s, "unit", &out);
    if (!s->judges && json_member(s->result, "uncertainty")) {
        add_column(s, "u", &out);
        add_column(s, "k", &out);
    }
    return out;
}

/* Is every cell of the column a dash? */
static bool is_blank(const struct subject *x, const struct column *col)
{
    const struct json *values = json_member(x->judged, "values");
    struct subject at = *x;

    at.index = 0;
    for (at.value = values ? values->first : NULL; at.value;
         at.value = at.value->next, at.index++)
        if (!str_equal(col->cell(&at), DASH))
            return false;
    return true;
}

static void drop_blank(const struct subject *x, struct columns *cols)
{
    size_t n = 0;

    for (size_t i = 0; i < cols->n; i++)
        if (!is_blank(x, cols->p[i]))
            cols->p[n++] = cols->p[i];
    cols->n = n;
}

static const char *heading(const struct subject *x, const struct column *col)
{
    const char *word = phrase_of(x->s->c, x->s->words, "gcol", col->name);
    const char *unit = json_str(x->test, "unit", "");

    return col->has_unit && *unit ? str_format(x->s->c->arena, "%s/%s", word, unit)
                                  : word;
}

/* ---- tables ---- */

static void add_rows(struct subject *x, const struct columns *cols, struct cert_table *t)
{
    const struct json *values = json_member(x->judged, "values");
    struct arena *a = x->s->c->arena;

    t->columns.p = ARENA_ARRAY(a, cols->n, struct cert_column);
    t->columns.n = cols->n;
    for (size_t i = 0; i < cols->n; i++)
        t->columns.p[i] = (struct cert_column){heading(x, cols->p[i]), cols->p[i]->align,
                                               cols->p[i]->weight};
    t->rows.p = ARENA_ARRAY(a, ROWS_MOST, struct cert_row);
    x->index = 0;
    for (x->value = values ? values->first : NULL; x->value && t->rows.n < ROWS_MOST;
         x->value = x->value->next, x->index++) {
        const char **cells = ARENA_ARRAY(a, cols->n, const char *);

        for (size_t i = 0; i < cols->n; i++)
            cells[i] = cols->p[i]->cell(x);
        t->rows.p[t->rows.n++] = (struct cert_row){
            .cells = {cells, cols->n},
            .failed =
                x->s->judges && str_equal(json_str(x->value, "verdict", ""), "fail")};
    }
}

/* Items of a checklist that failed are named; those that passed are one word. */
static const char *failed_items(const struct subject *x)
{
    const struct json *rows = json_member(x->step, "rows");
    struct buf b;

    buf_init(&b, x->s->c->arena);
    for (const struct json *r = rows ? rows->first : NULL; r; r = r->next) {
        const struct json *typed = certificate_typed(x->s, json_str(r, "key", ""));

        if (!str_equal(json_str(typed, "result", ""), "fail"))
            continue;
        buf_add_str(&b, b.len ? "；" : "");
        buf_add_str(&b, json_str(r, "zh", ""));
    }
    return b.len ? buf_str(&b) : NULL;
}

static const char *title_of(const struct subject *x)
{
    const char *zh = json_str(x->step, "zh", json_str(x->step, "test", ""));
    const char *set = json_str(x->step, "set", NULL);
    const struct json *outputs = json_member(x->test, "outputs");
    const char *unit = outputs ? json_str(outputs->first, "unit", "") : "";

    if (!set)
        return zh;
    return str_format(x->s->c->arena, "%s（%s %s %s）", zh, phrase(x->s->words, "set"),
                      set, json_str(x->test, "unit", unit));
}

static void head_table(const struct subject *x, struct cert_table *t)
{
    const struct json *worst = json_member(x->judged, "worst");
    const char *verdict = json_str(x->judged, "verdict", "none");
    const char *value = json_str(worst, "value", NULL);
    const char *limit = json_str(worst, "limit_text", NULL);
    struct subject at = *x;

    at.value = worst;
    t->title = title_of(x);
    t->clause = json_str(x->step, "clause", NULL);
    t->phase = x->s->phase;
    t->verdict = x->s->judges ? certificate_verdict_of(verdict) : CERT_NONE;
    t->verdict_text = t->verdict == CERT_NONE ? NULL : certificate_word(x->s, verdict);
    t->note = failed_items(x);
    if (value && !strchr(value, 'E'))
        value = like(&at, value, NULL);
    if (value)
        t->result = str_format(x->s->c->arena, "%s %s", value, unit_of(&at));
    if (value && limit && x->s->judges)
        t->limit = str_format(x->s->c->arena, "%s %s", limit, unit_of(&at));
}

static bool has_results(const struct subject *x)
{
    const struct json *values = json_member(x->judged, "values");
    const char *verdict = json_str(x->judged, "verdict", "none");

    if (values && values->first)
        return true;
    return x->s->judges && (str_equal(verdict, "pass") || str_equal(verdict, "fail"));
}

static const struct json *judged_of(const struct certificate_source *s,
                                    const struct json *step)
{
    const struct json *tests = json_member(s->result, "tests");

    for (const struct json *t = tests ? tests->first : NULL; t; t = t->next)
        if (str_equal(json_str(t, "test", ""), json_str(step, "test", "-")) &&
            whole(t, "instance") == whole(step, "instance"))
            return t;
    return NULL;
}

/* Tables on their way to the paper. */
struct tables {
    const struct certificate_source *s;
    const struct json *doc;
    struct cert_table *p;
    size_t n;
};

/* layout: what the edition says of the test; NULL: it names it nowhere. */
static void add_step(struct tables *to, const struct json *step,
                     const struct json *layout)
{
    const char *id = json_str(step, "test", "");
    struct subject x = {.s = to->s,
                        .test = certificate_by(json_member(to->doc, "tests"), "id", id),
                        .step = step,
                        .judged = judged_of(to->s, step)};
    struct cert_table t = {0};
    struct columns cols;

    if (!x.test || to->n == TABLES_MOST || !has_results(&x))
        return;
    head_table(&x, &t);
    cols = columns_of(to->s, layout, x.test);
    drop_blank(&x, &cols);
    add_rows(&x, &cols, &t);
    to->p[to->n++] = t;
}

static const char *test_of(const struct json *layout)
{
    return layout->kind == JSON_STRING ? layout->text.p : json_str(layout, "test", "");
}

static bool is_named(const struct json *layouts, const char *test)
{
    for (const struct json *l = layouts->first; l; l = l->next)
        if (str_equal(test_of(l), test))
            return true;
    return false;
}

/* What decides against the instrument is on the paper whether it is named or not. */
static bool has_failed(const struct certificate_source *s, const struct json *step)
{
    return s->judges && str_equal(json_str(judged_of(s, step), "verdict", ""), "fail");
}

/* The edition's results in its order, nothing else but what failed; without results all
 * tests in the order of the plan. */
static void add_set(struct tables *to)
{
    const struct json *steps = json_member(to->s->record->plan, "steps");
    const struct json *first = steps ? steps->first : NULL;
    const struct json *layouts =
        json_member(json_member(to->doc, "certificate"), "results");

    for (const struct json *l = layouts ? layouts->first : NULL; l; l = l->next)
        for (const struct json *step = first; step; step = step->next)
            if (str_equal(json_str(step, "test", ""), test_of(l)))
                add_step(to, step, l);
    for (const struct json *step = first; step; step = step->next)
        if (!layouts ||
            (!is_named(layouts, json_str(step, "test", "")) && has_failed(to->s, step)))
            add_step(to, step, NULL);
}

void certificate_general_fill(struct ctx *c, const struct regulation *reg,
                              const struct certificate_draft *d,
                              struct certificate_content *p)
{
    const struct json *doc = regulation_document(reg);
    bool judges = p->kind != CERTIFICATE_CALIBRATION;
    struct certificate_source s = certificate_source_of(c, d, false, judges);
    struct tables to = {&s, doc, ARENA_ARRAY(c->arena, TABLES_MOST, struct cert_table),
                        0};

    add_set(&to);
    if (d->record->set_no > 1) {
        struct certificate_source found = certificate_source_of(c, d, true, judges);

        to.s = &found;
        add_set(&to);
        certificate_add_adjustment(&s, p);
    }
    p->tables.p = to.p;
    p->tables.n = to.n;
    if (p->kind == CERTIFICATE_NOTICE)
        certificate_failed_first(c, p);
    certificate_decision_fill(&s, doc, p);
    certificate_facts_fill(&s, doc, d->instrument->instrument.params, p);
    certificate_add_conditions(&s, p);
    p->temperature = p->temperature ? p->temperature : DASH;
    p->humidity = p->humidity ? p->humidity : DASH;
    if (!judges)
        p->uncertainty = phrase(s.words, "uncertainty.general");
}
