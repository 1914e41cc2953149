#include "domain/certificate_source.h"

#include "domain/phrase.h"

enum { CONDITIONS_MOST = 120 };

static const char *const DASH = "—";

static const struct json *result_of_set(const struct record_detail *r, int64_t set_no)
{
    const struct record_set *sets = r->sets.p;

    for (size_t i = 0; i < r->sets.n; i++)
        if (sets[i].set_no == set_no)
            return sets[i].result;
    return NULL;
}

struct certificate_source certificate_source_of(struct ctx *c,
                                                const struct certificate_draft *d,
                                                bool as_found, bool judges)
{
    int64_t set_no = as_found ? 1 : d->record->set_no;

    return (struct certificate_source){.c = c,
                                       .words = d->words,
                                       .record = d->record,
                                       .result = result_of_set(d->record, set_no),
                                       .set_no = set_no,
                                       .phase = as_found ? CERT_AS_FOUND : CERT_FINAL,
                                       .judges = judges};
}

const struct json *certificate_by(const struct json *array, const char *name,
                                  const char *value)
{
    for (const struct json *v = array ? array->first : NULL; v; v = v->next)
        if (str_equal(json_str(v, name, ""), value))
            return v;
    return NULL;
}

const struct json *certificate_typed(const struct certificate_source *s, const char *key)
{
    const struct record_entry *e = s->record->entries.p;

    for (size_t i = 0; i < s->record->entries.n; i++)
        if (e[i].set_no == s->set_no && !e[i].struck && str_equal(e[i].kind, "reading") &&
            str_equal(e[i].row_key, key))
            return e[i].value;
    return NULL;
}

const char *certificate_scalar(const struct json *v, const char *name)
{
    const struct json *m = json_member(v, name);

    if (!m || (m->kind != JSON_STRING && m->kind != JSON_NUMBER) || !m->text.len)
        return DASH;
    return m->text.p;
}

const char *certificate_word(const struct certificate_source *s, const char *verdict)
{
    if (str_equal(verdict, "none") || !*verdict)
        return DASH;
    return phrase_of(s->c, s->words, "verdict", verdict);
}

enum certificate_verdict certificate_verdict_of(const char *name)
{
    if (str_equal(name, "pass"))
        return CERT_PASS;
    return str_equal(name, "fail") ? CERT_FAIL : CERT_NONE;
}

void certificate_failed_first(struct ctx *c, struct certificate_content *p)
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

/* One row of form "value", when it has been filled: a condition; temperature and humidity
 * have places of their own on the second page. */
static void add_condition(const struct certificate_source *s, const struct json *row,
                          struct certificate_content *p, struct cert_property *items)
{
    const struct json *v = certificate_typed(s, json_str(row, "key", ""));
    const char *unit = json_str(row, "unit", "");
    const char *text;

    if (!str_equal(json_str(row, "form", ""), "value") || !v)
        return;
    text = json_member(v, "start")
               ? str_format(s->c->arena, "%s～%s %s", certificate_scalar(v, "start"),
                            certificate_scalar(v, "end"), unit)
               : str_format(s->c->arena, "%s %s", certificate_scalar(v, "value"), unit);
    items[p->conditions.n++] = (struct cert_property){json_str(row, "zh", ""), text};
    if (!p->temperature && str_equal(unit, "°C"))
        p->temperature = text;
    if (!p->humidity && str_equal(unit, "%"))
        p->humidity = text;
}

bool certificate_reads_scale(const struct json *step, const char *unit)
{
    const struct json *rows = json_member(step, "rows");

    for (const struct json *r = rows ? rows->first : NULL; r; r = r->next)
        if (str_equal(json_str(r, "form", ""), "value") &&
            str_equal(json_str(r, "unit", ""), unit))
            return true;
    return false;
}

void certificate_add_conditions(const struct certificate_source *s,
                                struct certificate_content *p)
{
    const struct json *steps = json_member(s->record->plan, "steps");
    /* There the inputs of a formula are readings of a test; of a scale those in its unit.
     */
    const char *unit = json_str(s->record->plan, "unit", "kg");
    bool general = str_equal(json_str(s->record->plan, "procedure", ""), "general");
    struct cert_property *items =
        ARENA_ARRAY(s->c->arena, CONDITIONS_MOST, struct cert_property);

    p->conditions.p = items;
    p->conditions.n = 0;
    for (const struct json *step = steps ? steps->first : NULL; step; step = step->next) {
        const struct json *rows = json_member(step, "rows");

        if (general ? str_equal(json_str(step, "kind", ""), "formula")
                    : certificate_reads_scale(step, unit))
            continue;
        for (const struct json *r = rows ? rows->first : NULL;
             r && p->conditions.n < CONDITIONS_MOST; r = r->next)
            add_condition(s, r, p, items);
    }
}

void certificate_add_adjustment(const struct certificate_source *s,
                                struct certificate_content *p)
{
    const struct record_entry *e = s->record->entries.p;

    for (size_t i = 0; i < s->record->entries.n; i++)
        if (str_equal(e[i].kind, "adjustment"))
            p->adjustment = e[i].reason;
}
