/* certificate_bridge.c - one table per test of the plan, by the form of its rows.
 *
 * Input is the record's own JSON: the plan (what was to be read), the judgement (what
 * came out) and the entries (what was typed).  Nothing is computed here.
 */
#include "domain/certificate_bridge.h"

#include "document/layout_words.h"
#include "domain/certificate_decision.h"
#include "domain/phrase.h"
#include "rule/regulation.h"

enum { TABLES_MOST = 40, ROWS_MOST = 120, CELLS_MOST = 9 };

static const char *const DASH = "—";

/* How rows of a form are printed: heading key of each column and its cell. */
struct column {
    const char *label; /* key below "col." */
    enum certificate_align align;
    int64_t weight;
    char from; /* t typed, r result, p plan, z zh, v verdict, u budget, o its place */
    const char *name;
};

/* clang-format off */
static const struct column LOAD_COLUMNS[] = {
    {"load", CERT_NUMBER, 14, 'r', "load"}, {"i", CERT_NUMBER, 14, 't', "i"},
    {"dl", CERT_NUMBER, 10, 't', "dl"},     {"p", CERT_NUMBER, 14, 'r', "p"},
    {"error", CERT_NUMBER, 12, 'r', "e"}, {"limit", CERT_NUMBER, 12, 'r', "limit"},
    {"verdict", CERT_CENTRE, 10, 'v', ""},
};
static const struct column WEIGHING_COLUMNS[] = {
    {"direction", CERT_CENTRE, 8, 'd', ""}, {"load", CERT_NUMBER, 14, 'r', "load"},
    {"i", CERT_NUMBER, 14, 't', "i"},       {"dl", CERT_NUMBER, 10, 't', "dl"},
    {"error", CERT_NUMBER, 11, 'r', "e"}, {"ec", CERT_NUMBER, 11, 'r', "ec"},
    {"mpe", CERT_NUMBER, 10, 'r', "limit"},  {"verdict", CERT_CENTRE, 9, 'v', ""},
};
/* A calibration states the error to the last place of its U. */
static const struct column CALIBRATED_COLUMNS[] = {
    {"direction", CERT_CENTRE, 8, 'd', ""}, {"load", CERT_NUMBER, 14, 'r', "load"},
    {"i", CERT_NUMBER, 14, 't', "i"},       {"dl", CERT_NUMBER, 10, 't', "dl"},
    {"ec", CERT_NUMBER, 12, 'u', "value_rounded"},
    {"u", CERT_NUMBER, 12, 'u', "U"},       {"k", CERT_NUMBER, 8, 'u', "k_rounded"},
};
static const struct column SPREAD_COLUMNS[] = {
    {"load", CERT_NUMBER, 14, 'r', "load"}, {"i", CERT_NUMBER, 14, 't', "i"},
    {"dl", CERT_NUMBER, 10, 't', "dl"},     {"p", CERT_NUMBER, 14, 'r', "p"},
};
static const struct column ECCENTRIC_COLUMNS[] = {
    {"position", CERT_CENTRE, 8, 'o', "position"}, {"load", CERT_NUMBER, 13, 'r', "load"},
    {"i", CERT_NUMBER, 13, 't', "i"},       {"dl", CERT_NUMBER, 9, 't', "dl"},
    {"e0", CERT_NUMBER, 9, 'r', "e0"},      {"error", CERT_NUMBER, 10, 'r', "e"},
    {"ec", CERT_NUMBER, 10, 'r', "ec"},     {"mpe", CERT_NUMBER, 10, 'r', "limit"},
    {"verdict", CERT_CENTRE, 9, 'v', ""},
};
static const struct column ITEM_COLUMNS[] = {
    {"item", CERT_LEFT, 60, 'z', ""}, {"verdict", CERT_CENTRE, 14, 'i', ""},
};
static const struct column DISCRIMINATION_COLUMNS[] = {
    {"load", CERT_NUMBER, 14, 'p', "load"}, {"i", CERT_NUMBER, 14, 't', "i"},
    {"i1", CERT_NUMBER, 14, 't', "i1"},     {"i2", CERT_NUMBER, 14, 't', "i2"},
    {"verdict", CERT_CENTRE, 10, 'v', ""},
};
static const struct column DISPLAYS_COLUMNS[] = {
    {"load", CERT_NUMBER, 14, 'p', "load"}, {"i", CERT_NUMBER, 14, 't', "i"},
    {"i_other", CERT_NUMBER, 14, 't', "i_other"}, {"verdict", CERT_CENTRE, 10, 'v', ""},
};
static const struct column SUBSTITUTE_COLUMNS[] = {
    {"load", CERT_NUMBER, 14, 'p', "load"}, {"back", CERT_NUMBER, 14, 't', "back_i"},
    {"i", CERT_NUMBER, 14, 't', "i"},       {"dl", CERT_NUMBER, 10, 't', "dl"},
    {"p", CERT_NUMBER, 14, 'r', "p"},
};
/* clang-format on */

static const struct column VALUE_COLUMNS[] = {
    {"item", CERT_LEFT, 60, 'z', ""},
    {"value", CERT_NUMBER, 14, 't', "value"},
    {"unit", CERT_CENTRE, 10, 'p', "unit"},
};

struct layout {
    const char *form;
    const struct column *columns;
    size_t n;
};

static const struct layout LAYOUTS[] = {
    {"load", LOAD_COLUMNS, LEN(LOAD_COLUMNS)},
    {"eccentric", ECCENTRIC_COLUMNS, LEN(ECCENTRIC_COLUMNS)},
    {"item", ITEM_COLUMNS, LEN(ITEM_COLUMNS)},
    {"discrimination", DISCRIMINATION_COLUMNS, LEN(DISCRIMINATION_COLUMNS)},
    {"substitute", SUBSTITUTE_COLUMNS, LEN(SUBSTITUTE_COLUMNS)},
    {"displays", DISPLAYS_COLUMNS, LEN(DISPLAYS_COLUMNS)},
    {"value", VALUE_COLUMNS, LEN(VALUE_COLUMNS)},
};
/* Repeatability is judged by the spread of P, not row by row. */
static const struct layout SPREAD = {"load", SPREAD_COLUMNS, LEN(SPREAD_COLUMNS)};
static const struct layout CALIBRATED = {"load", CALIBRATED_COLUMNS,
                                         LEN(CALIBRATED_COLUMNS)};
static const struct layout WEIGHING = {"load", WEIGHING_COLUMNS, LEN(WEIGHING_COLUMNS)};

/* ---- looking up ---- */

/* The last of the steps of a test: of several ranges the greatest. */
static const struct json *last_step(const struct certificate_source *s, const char *test)
{
    const struct json *steps = json_member(s->record->plan, "steps");
    const struct json *out = NULL;

    for (const struct json *v = steps ? steps->first : NULL; v; v = v->next)
        if (str_equal(json_str(v, "test", ""), test))
            out = v;
    return out;
}

static int64_t range_of(const struct json *v)
{
    int64_t n = 0;

    return json_int(json_member(v, "range"), &n) ? 0 : n;
}

/* The judgement of a step: the same test, of the same range. */
static const struct json *judged_of(const struct certificate_source *s,
                                    const struct json *step)
{
    const struct json *tests = json_member(s->result, "tests");

    for (const struct json *v = tests ? tests->first : NULL; v; v = v->next)
        if (str_equal(json_str(v, "test", ""), json_str(step, "test", "")) &&
            range_of(v) == range_of(step))
            return v;
    return NULL;
}

static const struct json *result_row(const struct certificate_source *s, const char *key)
{
    return certificate_by(json_member(s->result, "rows"), "key", key);
}

static const struct json *budget_row(const struct certificate_source *s, const char *key)
{
    return certificate_by(json_member(s->result, "uncertainty"), "row", key);
}

/* "3", or of a rolling load "1 begin out". */
static const char *where(const struct certificate_source *s, const struct json *row)
{
    const char *place = json_str(row, "place", "");
    const char *way = json_str(row, "direction", "");

    if (!str_equal(way, "out") && !str_equal(way, "back"))
        return certificate_scalar(row, "position");
    return str_format(s->c->arena, "%s %s %s", certificate_scalar(row, "position"),
                      phrase_of(s->c, s->words, "place", place),
                      phrase_of(s->c, s->words, "direction", way));
}

/* The name of a test with what sets this step apart: the range, the method. */
static const char *title_of(const struct certificate_source *s, const struct json *step)
{
    const char *zh = json_str(step, "zh", json_str(step, "test", ""));
    const char *method = json_str(s->record->plan, "eccentricity", "support");

    if (str_equal(json_str(step, "test", ""), "eccentricity") &&
        !str_equal(method, "support"))
        zh = str_format(s->c->arena, "%s · %s", zh,
                        phrase_of(s->c, s->words, "method", method));
    if (!range_of(step))
        return zh;
    return str_format(s->c->arena, "%s %s %d", zh, phrase(s->words, "range"),
                      (int)range_of(step));
}

static const char *cell(const struct certificate_source *s, const struct column *col,
                        const struct json *row)
{
    const char *key = json_str(row, "key", "");

    switch (col->from) {
    case 't':
        return certificate_scalar(certificate_typed(s, key), col->name);
    case 'r':
        return certificate_scalar(result_row(s, key), col->name);
    case 'u':
        return certificate_scalar(budget_row(s, key), col->name);
    case 'p':
        return certificate_scalar(row, col->name);
    case 'z':
        return json_str(row, "zh", DASH);
    case 'o':
        return where(s, row);
    case 'd':
        return phrase_of(s->c, s->words, "direction", json_str(row, "direction", "up"));
    case 'i':
        return certificate_word(s, json_str(certificate_typed(s, key), "result", ""));
    default:
        return certificate_word(s, json_str(result_row(s, key), "verdict", ""));
    }
}

/* ---- tables ---- */

static const struct layout *layout_of(const struct certificate_source *s,
                                      const char *test, const char *form)
{
    const struct json *budgets = json_member(s->result, "uncertainty");

    if (str_equal(test, "weighing") && str_equal(form, "load"))
        return budgets && budgets->count ? &CALIBRATED : &WEIGHING;
    if (str_equal(form, "load") &&
        (str_equal(test, "repeatability") || str_equal(test, "gate")))
        return &SPREAD;
    for (size_t i = 0; i < LEN(LAYOUTS); i++)
        if (str_equal(LAYOUTS[i].form, form))
            return &LAYOUTS[i];
    return NULL;
}

/* A calibration leaves out what belongs to a verdict. */
static bool is_shown(const struct certificate_source *s, const struct column *col)
{
    return s->judges ||
           (col->from != 'v' && col->from != 'i' && !str_equal(col->name, "limit"));
}

static void add_columns(const struct certificate_source *s, const struct layout *l,
                        struct cert_table *t)
{
    t->columns.p = ARENA_ARRAY(s->c->arena, l->n, struct cert_column);
    for (size_t i = 0; i < l->n; i++)
        if (is_shown(s, &l->columns[i]))
            t->columns.p[t->columns.n++] = (struct cert_column){
                phrase_of(s->c, s->words, "col", l->columns[i].label),
                l->columns[i].align, l->columns[i].weight};
}

static void add_row(const struct certificate_source *s, const struct layout *l,
                    const struct json *row, struct cert_table *t)
{
    const char **cells = ARENA_ARRAY(s->c->arena, l->n, const char *);
    const char *verdict =
        json_str(result_row(s, json_str(row, "key", "")), "verdict", "");
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        if (is_shown(s, &l->columns[i]))
            cells[n++] = cell(s, &l->columns[i], row);
    t->rows.p[t->rows.n++] = (struct cert_row){
        .cells = {cells, n}, .failed = s->judges && str_equal(verdict, "fail")};
}

/* Rows that were read, of one form. */
static void add_rows(const struct certificate_source *s, const struct json *step,
                     const struct layout *l, const char *form, struct cert_table *t)
{
    const struct json *rows = json_member(step, "rows");

    t->rows.p = ARENA_ARRAY(s->c->arena, ROWS_MOST, struct cert_row);
    for (const struct json *r = rows ? rows->first : NULL; r && t->rows.n < ROWS_MOST;
         r = r->next)
        if (str_equal(json_str(r, "form", ""), form) &&
            certificate_typed(s, json_str(r, "key", "")))
            add_row(s, l, r, t);
}

static void head_table(const struct certificate_source *s, const struct json *step,
                       struct cert_table *t)
{
    const struct json *judged = judged_of(s, step);
    const struct json *worst = json_member(judged, "worst");
    const char *verdict = json_str(judged, "verdict", "none");
    const char *unit = json_str(s->record->plan, "unit", "kg");

    t->title = title_of(s, step);
    t->clause = json_str(step, "clause", NULL);
    t->phase = s->phase;
    t->verdict = s->judges ? certificate_verdict_of(verdict) : CERT_NONE;
    t->verdict_text = t->verdict == CERT_NONE ? NULL : certificate_word(s, verdict);
    if (json_member(worst, "value") && json_member(worst, "value")->kind == JSON_STRING) {
        t->result = str_format(s->c->arena, "%s %s", json_str(worst, "value", ""), unit);
        if (s->judges && json_member(worst, "limit") &&
            json_member(worst, "limit")->kind == JSON_STRING)
            t->limit =
                str_format(s->c->arena, "%s %s", json_str(worst, "limit", ""), unit);
    }
}

/* A step may hold rows of two forms (weighing and its substitutes): the second table
 * stands below the first and out of the summary. */
static void add_step(const struct certificate_source *s, const struct json *step,
                     struct cert_table *tables, size_t *n)
{
    const char *id = json_str(step, "test", "");
    bool first = true;

    for (size_t i = 0; i < LEN(LAYOUTS) && *n < TABLES_MOST; i++) {
        const struct layout *l = layout_of(s, id, LAYOUTS[i].form);
        struct cert_table t = {0};

        if (l->columns == VALUE_COLUMNS &&
            !certificate_reads_scale(step, json_str(s->record->plan, "unit", "kg")))
            continue;
        add_rows(s, step, l, LAYOUTS[i].form, &t);
        if (!t.rows.n || (!s->judges && str_equal(LAYOUTS[i].form, "item")))
            continue;
        head_table(s, step, &t);
        add_columns(s, l, &t);
        if (!first) {
            t.hidden = true;
            t.verdict = CERT_NONE;
            t.verdict_text = t.result = t.limit = NULL;
            t.title = phrase_of(s->c, s->words, "table", LAYOUTS[i].form);
        }
        first = false;
        tables[(*n)++] = t;
    }
}

static void add_set(const struct certificate_source *s, struct cert_table *tables,
                    size_t *n)
{
    const struct json *steps = json_member(s->record->plan, "steps");

    for (const struct json *step = steps ? steps->first : NULL; step; step = step->next)
        add_step(s, step, tables, n);
}

/* ---- drawings, conditions, remarks ---- */

static void add_platform(const struct certificate_source *s,
                         struct certificate_content *p)
{
    const struct json *step = last_step(s, "eccentricity");
    const struct json *rows = json_member(step, "rows");
    struct cert_support *items =
        ARENA_ARRAY(s->c->arena, rows ? rows->count : 0, struct cert_support);
    size_t n = 0;

    for (const struct json *r = rows ? rows->first : NULL; r; r = r->next) {
        const struct json *judged = result_row(s, json_str(r, "key", ""));

        if (!judged || !str_equal(json_str(r, "form", ""), "eccentric"))
            continue;
        items[n++] = (struct cert_support){
            .label = certificate_scalar(r, "position"),
            .value = certificate_scalar(judged, "ec"),
            .failed = s->judges && str_equal(json_str(judged, "verdict", ""), "fail"),
        };
    }
    if (!n)
        return;
    p->platform.title = phrase(s->words, "platform.title");
    p->platform.lines = n > 2 ? 2 : 1;
    p->platform.supports.p = items;
    p->platform.supports.n = n;
}

/* The limits along the load: each greatest load with the same MPE ends a band. */
static void add_limits(struct ctx *c, struct certificate_content *p,
                       const struct json *rows)
{
    struct cert_limit *l = ARENA_ARRAY(c->arena, ROWS_MOST, struct cert_limit);
    size_t n = 0;

    for (const struct json *r = rows ? rows->first : NULL; r && n < ROWS_MOST;
         r = r->next) {
        const char *mpe = certificate_scalar(r, "limit");

        if (!str_equal(json_str(r, "form", ""), "load") ||
            str_equal(json_str(r, "direction", "up"), "down") || str_equal(mpe, DASH))
            continue;
        if (n && str_equal(l[n - 1].mpe, mpe))
            l[n - 1].upto = certificate_scalar(r, "load");
        else
            l[n++] = (struct cert_limit){certificate_scalar(r, "load"), mpe};
    }
    p->curve.limits.p = l;
    p->curve.limits.n = n;
}

static void add_curve(const struct certificate_source *s, struct certificate_content *p)
{
    const struct json *step = last_step(s, "weighing");
    const struct json *rows = json_member(step, "rows");
    struct cert_point *items =
        ARENA_ARRAY(s->c->arena, rows ? rows->count : 0, struct cert_point);
    size_t n = 0;

    for (const struct json *r = rows ? rows->first : NULL; r; r = r->next) {
        const struct json *judged = result_row(s, json_str(r, "key", ""));
        const char *ec = certificate_scalar(judged, "ec");

        if (!str_equal(json_str(r, "form", ""), "load") || str_equal(ec, DASH))
            continue;
        items[n++] = (struct cert_point){
            .x = certificate_scalar(judged, "load"),
            .y = ec,
            .down = str_equal(json_str(r, "direction", "up"), "down"),
            .failed = s->judges && str_equal(json_str(judged, "verdict", ""), "fail"),
        };
    }
    if (!n)
        return;
    p->curve.title = phrase(s->words, "curve.title");
    p->curve.x_label = phrase(s->words, "curve.x");
    p->curve.y_label = phrase(s->words, "curve.y");
    p->curve.up_label = phrase(s->words, "direction.up");
    p->curve.down_label = phrase(s->words, "direction.down");
    p->curve.points.p = items;
    p->curve.points.n = n;
    if (s->judges)
        add_limits(s->c, p, rows);
}

/* How U and k came about, by the first budget: they share the rule. */
static void add_uncertainty(const struct certificate_source *s,
                            struct certificate_content *p)
{
    const struct json *budgets = json_member(s->result, "uncertainty");
    const struct json *first = budgets ? budgets->first : NULL;
    const char *args[] = {"p", certificate_scalar(first, "p"), "k",
                          certificate_scalar(first, "k_rounded"), NULL};
    bool fixed = str_equal(json_str(first, "rule", ""), "fixed");

    if (s->judges || !first)
        return;
    p->uncertainty = layout_words_fill(
        s->c->arena,
        phrase(s->words, fixed ? "uncertainty.fixed" : "uncertainty.student"), args);
}

void certificate_bridge_fill(struct ctx *c, const struct regulation *reg,
                             const struct certificate_draft *d,
                             struct certificate_content *p)
{
    bool judges = p->kind != CERTIFICATE_CALIBRATION;
    struct certificate_source s = certificate_source_of(c, d, false, judges);
    struct cert_table *tables = ARENA_ARRAY(c->arena, TABLES_MOST, struct cert_table);
    size_t n = 0;
    const char *max_load = json_str(s.result, "max_load", NULL);

    add_set(&s, tables, &n);
    if (max_load && s.judges)
        p->verified_to = str_format(c->arena, "%s %s", max_load,
                                    json_str(d->record->plan, "unit", "kg"));
    add_platform(&s, p);
    add_curve(&s, p);
    add_uncertainty(&s, p);
    certificate_decision_fill(&s, regulation_document(reg), p);
    certificate_add_conditions(&s, p);
    if (d->record->set_no > 1) {
        struct certificate_source found = certificate_source_of(c, d, true, judges);

        add_set(&found, tables, &n);
        certificate_add_adjustment(&s, p);
    }
    p->tables.p = tables;
    p->tables.n = n;
    if (p->kind == CERTIFICATE_NOTICE)
        certificate_failed_first(c, p);
}
