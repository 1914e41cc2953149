/* certificate_bridge.c - one table per test of the plan, by the form of its rows.
 *
 * Input is the record's own JSON: the plan (what was to be read), the judgement (what
 * came out) and the entries (what was typed).  Nothing is computed here.
 */
#include "domain/certificate_bridge.h"

#include "document/layout_words.h"
#include "domain/phrase.h"

enum { TABLES_MOST = 40, ROWS_MOST = 120, CELLS_MOST = 9 };

/* One set of the record on its way to paper. */
struct source {
    struct ctx *c;
    const struct json *words;
    const struct record_detail *record;
    const struct json *result;
    int64_t set_no;
    enum certificate_phase phase;
    bool judges; /* false: a calibration, which says no limit and no verdict */
};

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
};
/* Repeatability is judged by the spread of P, not row by row. */
static const struct layout SPREAD = {"load", SPREAD_COLUMNS, LEN(SPREAD_COLUMNS)};
static const struct layout CALIBRATED = {"load", CALIBRATED_COLUMNS,
                                         LEN(CALIBRATED_COLUMNS)};
static const struct layout WEIGHING = {"load", WEIGHING_COLUMNS, LEN(WEIGHING_COLUMNS)};

static const char *const DASH = "—";

/* ---- looking up ---- */

static const struct json *by_member(const struct json *array, const char *name,
                                    const char *value)
{
    for (const struct json *v = array ? array->first : NULL; v; v = v->next)
        if (str_equal(json_str(v, name, ""), value))
            return v;
    return NULL;
}

/* The last of the steps of a test: of several ranges the greatest. */
static const struct json *last_step(const struct source *s, const char *test)
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
static const struct json *judged_of(const struct source *s, const struct json *step)
{
    const struct json *tests = json_member(s->result, "tests");

    for (const struct json *v = tests ? tests->first : NULL; v; v = v->next)
        if (str_equal(json_str(v, "test", ""), json_str(step, "test", "")) &&
            range_of(v) == range_of(step))
            return v;
    return NULL;
}

static const struct json *result_row(const struct source *s, const char *key)
{
    return by_member(json_member(s->result, "rows"), "key", key);
}

static const struct json *budget_row(const struct source *s, const char *key)
{
    return by_member(json_member(s->result, "uncertainty"), "row", key);
}

static const struct json *typed_value(const struct source *s, const char *key)
{
    const struct record_entry *e = s->record->entries.p;

    for (size_t i = 0; i < s->record->entries.n; i++)
        if (e[i].set_no == s->set_no && !e[i].struck && str_equal(e[i].kind, "reading") &&
            str_equal(e[i].row_key, key))
            return e[i].value;
    return NULL;
}

static const char *scalar(const struct json *v, const char *name)
{
    const struct json *m = json_member(v, name);

    if (!m || (m->kind != JSON_STRING && m->kind != JSON_NUMBER) || !m->text.len)
        return DASH;
    return m->text.p;
}

static const char *verdict_word(const struct source *s, const char *verdict)
{
    if (str_equal(verdict, "none") || !*verdict)
        return DASH;
    return phrase_of(s->c, s->words, "verdict", verdict);
}

/* "3", or of a rolling load "1 begin out". */
static const char *where(const struct source *s, const struct json *row)
{
    const char *place = json_str(row, "place", "");
    const char *way = json_str(row, "direction", "");

    if (!str_equal(way, "out") && !str_equal(way, "back"))
        return scalar(row, "position");
    return str_format(s->c->arena, "%s %s %s", scalar(row, "position"),
                      phrase_of(s->c, s->words, "place", place),
                      phrase_of(s->c, s->words, "direction", way));
}

/* The name of a test with what sets this step apart: the range, the method. */
static const char *title_of(const struct source *s, const struct json *step)
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

static const char *cell(const struct source *s, const struct column *col,
                        const struct json *row)
{
    const char *key = json_str(row, "key", "");

    switch (col->from) {
    case 't':
        return scalar(typed_value(s, key), col->name);
    case 'r':
        return scalar(result_row(s, key), col->name);
    case 'u':
        return scalar(budget_row(s, key), col->name);
    case 'p':
        return scalar(row, col->name);
    case 'z':
        return json_str(row, "zh", DASH);
    case 'o':
        return where(s, row);
    case 'd':
        return phrase_of(s->c, s->words, "direction", json_str(row, "direction", "up"));
    case 'i':
        return verdict_word(s, json_str(typed_value(s, key), "result", ""));
    default:
        return verdict_word(s, json_str(result_row(s, key), "verdict", ""));
    }
}

/* ---- tables ---- */

static const struct layout *layout_of(const struct source *s, const char *test,
                                      const char *form)
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
static bool is_shown(const struct source *s, const struct column *col)
{
    return s->judges ||
           (col->from != 'v' && col->from != 'i' && !str_equal(col->name, "limit"));
}

static void add_columns(const struct source *s, const struct layout *l,
                        struct cert_table *t)
{
    t->columns.p = ARENA_ARRAY(s->c->arena, l->n, struct cert_column);
    for (size_t i = 0; i < l->n; i++)
        if (is_shown(s, &l->columns[i]))
            t->columns.p[t->columns.n++] = (struct cert_column){
                phrase_of(s->c, s->words, "col", l->columns[i].label),
                l->columns[i].align, l->columns[i].weight};
}

static void add_row(const struct source *s, const struct layout *l,
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
static void add_rows(const struct source *s, const struct json *step,
                     const struct layout *l, const char *form, struct cert_table *t)
{
    const struct json *rows = json_member(step, "rows");

    t->rows.p = ARENA_ARRAY(s->c->arena, ROWS_MOST, struct cert_row);
    for (const struct json *r = rows ? rows->first : NULL; r && t->rows.n < ROWS_MOST;
         r = r->next)
        if (str_equal(json_str(r, "form", ""), form) &&
            typed_value(s, json_str(r, "key", "")))
            add_row(s, l, r, t);
}

static enum certificate_verdict verdict_of(const char *name)
{
    if (str_equal(name, "pass"))
        return CERT_PASS;
    return str_equal(name, "fail") ? CERT_FAIL : CERT_NONE;
}

static void head_table(const struct source *s, const struct json *step,
                       struct cert_table *t)
{
    const struct json *judged = judged_of(s, step);
    const struct json *worst = json_member(judged, "worst");
    const char *verdict = json_str(judged, "verdict", "none");
    const char *unit = json_str(s->record->plan, "unit", "kg");

    t->title = title_of(s, step);
    t->clause = json_str(step, "clause", NULL);
    t->phase = s->phase;
    t->verdict = s->judges ? verdict_of(verdict) : CERT_NONE;
    t->verdict_text = t->verdict == CERT_NONE ? NULL : verdict_word(s, verdict);
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
static void add_step(const struct source *s, const struct json *step,
                     struct cert_table *tables, size_t *n)
{
    const char *id = json_str(step, "test", "");
    bool first = true;

    for (size_t i = 0; i < LEN(LAYOUTS) && *n < TABLES_MOST; i++) {
        const struct layout *l = layout_of(s, id, LAYOUTS[i].form);
        struct cert_table t = {0};

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

static void add_set(const struct source *s, struct cert_table *tables, size_t *n)
{
    const struct json *steps = json_member(s->record->plan, "steps");

    for (const struct json *step = steps ? steps->first : NULL; step; step = step->next)
        add_step(s, step, tables, n);
}

/* In a notice the failed items stand first; the order is otherwise that of the day. */
static void failed_first(struct ctx *c, struct certificate_content *p)
{
    struct cert_table *sorted = ARENA_ARRAY(c->arena, p->tables.n, struct cert_table);
    size_t n = 0;

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < p->tables.n; i++) {
            bool failed = p->tables.p[i].verdict == CERT_FAIL;

            if (failed == (pass == 0))
                sorted[n++] = p->tables.p[i];
        }
    p->tables.p = sorted;
}

/* ---- drawings, conditions, remarks ---- */

static void add_platform(const struct source *s, struct certificate_content *p)
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
            .label = scalar(r, "position"),
            .value = scalar(judged, "ec"),
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
        const char *mpe = scalar(r, "limit");

        if (!str_equal(json_str(r, "form", ""), "load") ||
            str_equal(json_str(r, "direction", "up"), "down") || str_equal(mpe, DASH))
            continue;
        if (n && str_equal(l[n - 1].mpe, mpe))
            l[n - 1].upto = scalar(r, "load");
        else
            l[n++] = (struct cert_limit){scalar(r, "load"), mpe};
    }
    p->curve.limits.p = l;
    p->curve.limits.n = n;
}

static void add_curve(const struct source *s, struct certificate_content *p)
{
    const struct json *step = last_step(s, "weighing");
    const struct json *rows = json_member(step, "rows");
    struct cert_point *items =
        ARENA_ARRAY(s->c->arena, rows ? rows->count : 0, struct cert_point);
    size_t n = 0;

    for (const struct json *r = rows ? rows->first : NULL; r; r = r->next) {
        const struct json *judged = result_row(s, json_str(r, "key", ""));
        const char *ec = scalar(judged, "ec");

        if (!str_equal(json_str(r, "form", ""), "load") || str_equal(ec, DASH))
            continue;
        items[n++] = (struct cert_point){
            .x = scalar(judged, "load"),
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

/* One row of form "value", when it has been filled: a condition; temperature and humidity
 * have places of their own on the second page. */
static void add_condition(const struct source *s, const struct json *row,
                          struct certificate_content *p, struct cert_property *items)
{
    const struct json *v = typed_value(s, json_str(row, "key", ""));
    const char *unit = json_str(row, "unit", "");
    const char *text;

    if (!str_equal(json_str(row, "form", ""), "value") || !v)
        return;
    text = str_format(s->c->arena, "%s %s", scalar(v, "value"), unit);
    items[p->conditions.n++] = (struct cert_property){json_str(row, "zh", ""), text};
    if (!p->temperature && str_equal(unit, "°C"))
        p->temperature = text;
    if (!p->humidity && str_equal(unit, "%"))
        p->humidity = text;
}

static void add_conditions(const struct source *s, struct certificate_content *p)
{
    const struct json *steps = json_member(s->record->plan, "steps");
    struct cert_property *items =
        ARENA_ARRAY(s->c->arena, ROWS_MOST, struct cert_property);

    p->conditions.p = items;
    p->conditions.n = 0;
    for (const struct json *step = steps ? steps->first : NULL; step; step = step->next) {
        const struct json *rows = json_member(step, "rows");

        for (const struct json *r = rows ? rows->first : NULL;
             r && p->conditions.n < ROWS_MOST; r = r->next)
            add_condition(s, r, p, items);
    }
}

static void add_adjustment(const struct source *s, struct certificate_content *p)
{
    const struct record_entry *e = s->record->entries.p;

    for (size_t i = 0; i < s->record->entries.n; i++)
        if (str_equal(e[i].kind, "adjustment"))
            p->adjustment = e[i].reason;
}

static const struct json *result_of_set(const struct record_detail *r, int64_t set_no)
{
    const struct record_set *sets = r->sets.p;

    for (size_t i = 0; i < r->sets.n; i++)
        if (sets[i].set_no == set_no)
            return sets[i].result;
    return NULL;
}

/* How U and k came about, by the first budget: they share the rule. */
static void add_uncertainty(const struct source *s, struct certificate_content *p)
{
    const struct json *budgets = json_member(s->result, "uncertainty");
    const struct json *first = budgets ? budgets->first : NULL;
    const char *args[] = {"p", scalar(first, "p"), "k", scalar(first, "k_rounded"), NULL};
    bool fixed = str_equal(json_str(first, "rule", ""), "fixed");

    if (s->judges || !first)
        return;
    p->uncertainty = layout_words_fill(
        s->c->arena,
        phrase(s->words, fixed ? "uncertainty.fixed" : "uncertainty.student"), args);
}

void certificate_bridge_fill(struct ctx *c, const struct certificate_draft *d,
                             struct certificate_content *p)
{
    struct source s = {c,
                       d->words,
                       d->record,
                       result_of_set(d->record, d->record->set_no),
                       d->record->set_no,
                       CERT_FINAL,
                       p->kind != CERTIFICATE_CALIBRATION};
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
    add_conditions(&s, p);
    if (d->record->set_no > 1) {
        struct source found = {c, d->words,      d->record, result_of_set(d->record, 1),
                               1, CERT_AS_FOUND, s.judges};

        add_set(&found, tables, &n);
        add_adjustment(&s, p);
    }
    p->tables.p = tables;
    p->tables.n = n;
    if (p->kind == CERTIFICATE_NOTICE)
        failed_first(c, p);
}
