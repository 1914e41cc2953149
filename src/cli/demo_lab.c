/* demo_lab.c - what the institute takes along for laboratory instruments: an accredited
 * set for each regulation (data/world/lab_sets.csv), its standards with value, range,
 * limit and uncertainty (lab_standards.csv), weights one by one for small scales
 * (lab_weights.csv), and the regulations' editions. */
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
            .max_kg = demo_cell(t, row, "max_kg"),
            .accuracy_zh = demo_cell(t, row, "accuracy_zh"),
            .valid_until_day = d->accredited_until,
        },
        &d->c->err);
}

struct validity {
    const char *from, *until;
};

/* Adds a standard, of which `in` has what the tables tell differently, to what its crew
 * takes along: with the gauges' standards or with the laboratory's. */
static qh_status put_standard(struct demo *d, const struct csv *t, size_t row,
                              const struct validity *v, struct sql_standard_add_in *in)
{
    const char *regulation = demo_cell(t, row, "regulation");

    in->org = d->c->org;
    in->id = demo_id(d);
    in->accuracy_class = demo_cell(t, row, "class");
    in->certificate_day = v->from;
    in->valid_until_day = v->until;
    if (str_equal(regulation, "JJG 52")) {
        d->means.gauge[d->means.gauge_n++] = in->id;
    } else {
        d->means.lab_for[d->means.lab_n] = regulation;
        d->means.lab[d->means.lab_n++] = in->id;
    }
    return sql_standard_add(d->c->tx, in, &d->c->err);
}

static qh_status add_standard(struct demo *d, const struct csv *t, size_t row,
                              const char *set_id, const struct validity *v)
{
    const char *serial = demo_cell(t, row, "serial");
    struct sql_standard_add_in in = {
        .set_id = set_id,
        .kind = "other",
        .serial = serial,
        .certificate_no = str_format(d->c->arena, "HX2024-%s", serial),
    };
    const qh_status rc = put_standard(d, t, row, v, &in);

    if (rc)
        return rc;
    return sql_standard_measure_add(d->c->tx, d->c->org, in.id, demo_cell(t, row, "kind"),
                                    demo_cell(t, row, "name_zh"),
                                    demo_cell(t, row, "name_en"),
                                    demo_cell(t, row, "params"), &d->c->err);
}

/* The pieces of one nominal mass, each a standard of its own. */
static qh_status add_pieces(struct demo *d, const struct csv *t, size_t row,
                            const char *set_id, const struct validity *v)
{
    const int64_t pieces = demo_int(t, row, "pieces");
    qh_status rc = QH_OK;

    for (int64_t i = 0; i < pieces && !rc; i++) {
        struct sql_standard_add_in in = {
            .set_id = set_id,
            .kind = "weight",
            .serial = str_format(d->c->arena, "%s-%03d", demo_cell(t, row, "prefix"),
                                 (int)i + 1),
            .nominal_kg = demo_cell(t, row, "nominal_kg"),
            .certificate_no = demo_cell(t, row, "certificate_no"),
        };

        rc = put_standard(d, t, row, v, &in);
    }
    return rc;
}

typedef qh_status add_fn(struct demo *d, const struct csv *t, size_t row,
                         const char *set_id, const struct validity *v);

/* The rows that name the regulation of the set. */
static qh_status add_rows(struct demo *d, const struct csv *t, const char *regulation,
                          const char *set_id, const struct validity *v, add_fn *add)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < t->rows && !rc; i++)
        if (str_equal(demo_cell(t, i, "regulation"), regulation))
            rc = add(d, t, i, set_id, v);
    return rc;
}

qh_status demo_lab(struct demo *d, const char *from, const char *until)
{
    const struct validity v = {from, until};
    struct csv sets = {0};
    struct csv standards = {0};
    struct csv weights = {0};
    qh_status rc = demo_table(d, "lab_sets", &sets);

    if (!rc)
        rc = demo_table(d, "lab_standards", &standards);
    if (!rc)
        rc = demo_table(d, "lab_weights", &weights);
    for (size_t i = 0; i < sets.rows && !rc; i++) {
        const char *regulation = demo_cell(&sets, i, "regulation");
        const char *id = demo_id(d);

        rc = add_set(d, &sets, i, id);
        if (!rc)
            rc = add_rows(d, &standards, regulation, id, &v, add_standard);
        if (!rc)
            rc = add_rows(d, &weights, regulation, id, &v, add_pieces);
    }
    return rc;
}

qh_status demo_editions(struct demo *d)
{
    size_t n = 0;
    const struct embedded_file *f = embedded_below("data/regulations/", &n);
    qh_status rc = QH_OK;

    for (size_t i = 0; i < n && !rc; i++) {
        const char *id = NULL;

        if (!strstr(f[i].path, ".json"))
            continue;
        rc = edition_register(d->c, embedded_text(&f[i]), &id);
        if (!rc)
            rc = edition_confirm(d->c, id, 1,
                                 "演示确认：未与印刷版核对，不得用于实际工作");
    }
    return rc;
}
