/* demo_lab.c - what the institute takes along for laboratory instruments: an accredited
 * set for each regulation (data/world/lab_sets.csv), its standards with value, range,
 * limit and uncertainty (lab_standards.csv), and the regulations' editions.
 *
 * Where an edition leaves a contribution to the uncertainty open because it belongs to
 * the laboratory, the demo laboratory has an invented value (lab_values.csv). */
#include "cli/demo_lab.h"

#include "base/embedded.h"
#include "domain/standard.h"
#include "store/sql_standard.h"

#include <string.h>

static qh_status add_set(struct demo *d, const struct csv *t, size_t row, const char *id)
{
    return sql_standard_set_add(
        d->c->tx,
        &(struct sql_standard_set_add_in){
            .org = d->c->org,
            .id = id,
            .name_zh = demo_cell(t, row, "name_zh"),
            .accreditation_no = demo_cell(t, row, "accreditation_no"),
            .regulation_code = demo_cell(t, row, "regulation"),
            .range_zh = demo_cell(t, row, "range_zh"),
            .max_kg = "0",
            .accuracy_zh = demo_cell(t, row, "accuracy_zh"),
            .valid_until_day = "2028-06-30",
        },
        &d->c->err);
}

struct validity {
    const char *from, *until;
};

static qh_status add_standard(struct demo *d, const struct csv *t, size_t row,
                              const char *set_id, const struct validity *v)
{
    const char *id = demo_id(d);
    const char *serial = demo_cell(t, row, "serial");
    qh_status rc = sql_standard_add(
        d->c->tx,
        &(struct sql_standard_add_in){
            .org = d->c->org,
            .id = id,
            .set_id = set_id,
            .kind = "other",
            .serial = serial,
            .accuracy_class = demo_cell(t, row, "class"),
            .certificate_no = str_format(d->c->arena, "HX2026-%s", serial),
            .certificate_day = v->from,
            .valid_until_day = v->until,
        },
        &d->c->err);

    if (rc)
        return rc;
    return sql_standard_measure_add(
        d->c->tx, d->c->org, id, demo_cell(t, row, "kind"), demo_cell(t, row, "name_zh"),
        demo_cell(t, row, "name_en"), demo_cell(t, row, "params"), &d->c->err);
}

qh_status demo_lab(struct demo *d, const char *from, const char *until)
{
    const struct validity v = {from, until};
    struct csv sets = {0};
    struct csv standards = {0};
    qh_status rc = demo_table(d, "lab_sets", &sets);

    if (!rc)
        rc = demo_table(d, "lab_standards", &standards);
    for (size_t i = 0; i < sets.rows && !rc; i++) {
        const char *id = demo_id(d);

        rc = add_set(d, &sets, i, id);
        for (size_t k = 0; k < standards.rows && !rc; k++)
            if (str_equal(demo_cell(&standards, k, "regulation"),
                          demo_cell(&sets, i, "regulation")))
                rc = add_standard(d, &standards, k, id, &v);
    }
    return rc;
}

static struct json *by_id(const struct json *list, const char *id)
{
    for (struct json *v = list ? list->first : NULL; v; v = v->next)
        if (str_equal(json_str(v, "id", ""), id))
            return v;
    return NULL;
}

/* The open half-width of a source; NULL if there is none. */
static struct json *open_value(const struct json *doc, const char *budget,
                               const char *source)
{
    const struct json *b = by_id(json_member(doc, "budgets"), budget);
    const struct json *s = by_id(json_member(b, "sources"), source);

    for (struct json *m = s ? s->first : NULL; m; m = m->next)
        if (text_is(m->key, "half_width") && m->kind == JSON_NULL)
            return m;
    return NULL;
}

/* The edition's text, with what the demo laboratory fills in. */
static qh_status fill_edition(struct demo *d, const struct csv *values, struct text file,
                              struct text *out)
{
    struct json *doc = NULL;
    struct json_writer w;
    bool filled = false;
    const char *code;
    struct buf b;
    qh_status rc = json_parse(d->c->arena, file, &doc, &d->c->err);

    if (rc)
        return rc;
    code = json_str(json_member(doc, "regulation"), "code", "");
    for (size_t i = 0; i < values->rows; i++) {
        struct json *m = open_value(doc, demo_cell(values, i, "budget"),
                                    demo_cell(values, i, "source"));

        if (!m || !str_equal(demo_cell(values, i, "regulation"), code))
            continue;
        m->kind = JSON_STRING;
        m->text = text_of(demo_cell(values, i, "half_width"));
        filled = true;
    }
    *out = file;
    if (!filled)
        return QH_OK;
    buf_init(&b, d->c->arena);
    json_begin(&w, &b);
    json_put_node(&w, doc);
    *out = (struct text){buf_str(&b), b.len};
    return QH_OK;
}

qh_status demo_editions(struct demo *d)
{
    size_t n = 0;
    const struct embedded_file *f = embedded_below("data/regulations/", &n);
    struct csv values = {0};
    qh_status rc = demo_table(d, "lab_values", &values);

    for (size_t i = 0; i < n && !rc; i++) {
        struct text text = {0};
        const char *id = NULL;

        if (!strstr(f[i].path, ".json"))
            continue;
        rc = fill_edition(d, &values, embedded_text(&f[i]), &text);
        if (!rc)
            rc = edition_register(d->c, text, &id);
        if (!rc)
            rc = edition_confirm(d->c, id, 1,
                                 "演示确认：未与印刷版核对，不得用于实际工作");
    }
    return rc;
}
