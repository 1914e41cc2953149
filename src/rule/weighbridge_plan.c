#include "rule/weighbridge_plan.h"

#include "rule/bridge.h"

#include <string.h>

const char *const WEIGHBRIDGE_READING_NAMES[READ_IDS] = {
    "i", "dl", "e0_i", "e0_dl", "back_i", "i1", "i2", "i_other", "value"};
const char *const WEIGHBRIDGE_PLACES[PLACES] = {"",      "support", "pair",
                                                "begin", "middle",  "end"};

/* clang-format off */
const struct bridge_form BRIDGE_FORMS[ROW_FORMS] = {
    [ROW_ITEM]           = {0, {0}},
    [ROW_VALUE]          = {1, {READ_VALUE}},
    [ROW_LOAD]           = {2, {READ_I, READ_DL}},
    [ROW_ECCENTRIC]      = {4, {READ_E0_I, READ_E0_DL, READ_I, READ_DL}},
    [ROW_SUBSTITUTE]     = {3, {READ_BACK, READ_I, READ_DL}},
    [ROW_DISCRIMINATION] = {3, {READ_I, READ_I1, READ_I2}},
    [ROW_DISPLAYS]       = {2, {READ_I, READ_OTHER}},
};
/* clang-format on */

size_t weighbridge_wants(enum weighbridge_form form,
                         enum weighbridge_reading_id out[WEIGHBRIDGE_READINGS])
{
    memcpy(out, BRIDGE_FORMS[form].ids, sizeof BRIDGE_FORMS[form].ids);
    return BRIDGE_FORMS[form].n;
}

bool bridge_needs(const struct weighbridge_plan *plan, enum weighbridge_form form,
                  enum weighbridge_reading_id id)
{
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    size_t n = weighbridge_wants(form, ids);

    if ((id == READ_DL || id == READ_E0_DL) && !dec_sign(plan->half))
        return false;
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

long weighbridge_row_find(const struct weighbridge_plan *plan, const char *key)
{
    for (size_t i = 0; i < plan->rows_n; i++)
        if (str_equal(plan->rows[i].key, key))
            return (long)i;
    return -1;
}

/* ---- what is asked for ---- */

QH_MUST static qh_status check_input(const struct weighbridge_input *in,
                                     struct qh_error *err)
{
    int unit;

    if (!in->unit || !weighing_unit(in->unit, &unit))
        return qh_fail(err, QH_INVALID, "weighbridge.unit", "unit", "kg, t or g");
    if (dec_sign(in->e) <= 0 || dec_sign(in->d) <= 0)
        return qh_fail(err, QH_INVALID, "weighbridge.interval", "e",
                       "e and d are above zero");
    if (dec_sign(in->max) <= 0 || dec_sign(in->min) < 0 || dec_sign(in->tare_max) < 0 ||
        dec_compare(in->min, in->max) >= 0)
        return qh_fail(err, QH_INVALID, "weighbridge.capacity", "max",
                       "0 <= Min < Max is due");
    if (in->supports < 1 || in->supports > WEIGHBRIDGE_SUPPORTS_MAX)
        return qh_fail(err, QH_INVALID, "weighbridge.supports", "supports", "1 to %d",
                       WEIGHBRIDGE_SUPPORTS_MAX);
    if (in->weights_n > WEIGHBRIDGE_WEIGHTS_MAX)
        return qh_fail(err, QH_LIMIT, "weighbridge.weights", "weights", "at most %d",
                       WEIGHBRIDGE_WEIGHTS_MAX);
    if (dec_sign(in->reach) < 0 || dec_compare(in->reach, in->max) > 0 ||
        (dec_sign(in->reach) && dec_compare(in->reach, in->min) <= 0))
        return qh_fail(err, QH_INVALID, "weighbridge.reach", "reach",
                       "above Min and at most Max");
    return QH_OK;
}

/* Two parts or more whose Max and e do not fall; the last Max and the first e are those
 * of the instrument. */
QH_MUST static qh_status check_parts(const struct weighbridge_input *in,
                                     struct qh_error *err)
{
    size_t n = in->parts_n;
    bool good = in->structure == STRUCTURE_SINGLE ? !n : n >= 2;

    for (size_t i = 0; good && i < n; i++)
        good = dec_sign(in->parts[i].e) > 0 &&
               dec_compare(in->parts[i].max, i ? in->parts[i - 1].max : in->min) > 0 &&
               (!i || dec_compare(in->parts[i].e, in->parts[i - 1].e) > 0);
    if (good && n)
        good = !dec_compare(in->parts[n - 1].max, in->max) &&
               !dec_compare(in->parts[0].e, in->e);
    if (!good)
        return qh_fail(
            err, QH_INVALID, "weighbridge.parts", "parts",
            "none for one range; else 2 to %d whose max and e rise, to Max and "
            "from e",
            WEIGHBRIDGE_PARTS_MAX);
    return QH_OK;
}

/* Service mode: d of at most e / 5, or a service interval of its own. */
QH_MUST static qh_status settle_service(const struct regulation *reg,
                                        struct weighbridge_input *in,
                                        struct qh_error *err)
{
    struct weighing w = {.reg = reg, .ed = reg->weighing};
    const struct edition_class *c;
    struct dec edge;

    w.ins.class_name = in->accuracy_class ? in->accuracy_class : "";
    w.ins.e = in->e;
    (void)!weighing_unit(in->unit, &w.ins.unit);
    if (dec_mul(reg->weighing->settings[SET_DIRECT_READING], in->e, &edge))
        return qh_fail(err, QH_RANGE, "weighbridge.range", "e", "e does not fit");
    c = weighing_class_of(&w);
    if (!dec_sign(in->service_d) && c && !c->auxiliary && dec_compare(in->d, edge) <= 0) {
        in->service_d = in->d;
        in->d = in->e;
    }
    if (dec_sign(in->service_d) < 0 || dec_compare(in->service_d, edge) > 0)
        return qh_fail(err, QH_INVALID, "weighbridge.service_d", "service_d",
                       "above zero and small enough for direct reading");
    return QH_OK;
}

/* A rolling load is known and at most 0.8 (Max + T). */
QH_MUST static qh_status check_rolling(const struct edition *ed,
                                       const struct weighbridge_input *in,
                                       struct qh_error *err)
{
    struct dec most;

    if (dec_add(in->max, in->tare_max, &most) || dec_mul(most, ed->rolling_part, &most))
        return qh_fail(err, QH_RANGE, "weighbridge.range", "max", "Max does not fit");
    if (dec_sign(in->rolling_load) <= 0 || dec_compare(in->rolling_load, most) > 0)
        return qh_fail(err, QH_INVALID, "weighbridge.rolling_load", "rolling_load",
                       "the known mass of the load, not above the edition's part of Max");
    return QH_OK;
}

QH_MUST static qh_status settle_method(const struct edition *ed,
                                       struct weighbridge_input *in, struct qh_error *err)
{
    if (!in->has_method)
        in->method = (enum weighbridge_eccentricity)ed->eccentricity_method;
    in->has_method = true;
    if (!(ed->eccentricity_methods & (1u << in->method)) ||
        (in->method == ECCENTRICITY_PAIR && (in->supports < 4 || in->supports % 2)))
        return qh_fail(err, QH_INVALID, "weighbridge.eccentricity", "eccentricity",
                       "the edition does not have it, or not for %d supports",
                       (int)in->supports);
    return in->method == ECCENTRICITY_ROLLING ? check_rolling(ed, in, err) : QH_OK;
}

/* ---- several ranges ---- */

/* An instrument of its own with Max_i and e_i; Min_i as little as its class allows if it
 * is not said. */
QH_MUST static qh_status range_input(const struct regulation *reg,
                                     const struct weighbridge_input *whole, size_t i,
                                     struct weighbridge_input *out, struct qh_error *err)
{
    const struct weighbridge_part *part = &whole->parts[i];
    struct weighing w = {.reg = reg, .ed = reg->weighing};
    const struct edition_class *c;

    *out = *whole;
    out->structure = STRUCTURE_SINGLE;
    out->parts_n = 0;
    out->max = part->max;
    out->e = out->d = part->e;
    w.ins.class_name = whole->accuracy_class ? whole->accuracy_class : "";
    w.ins.e = part->e;
    (void)!weighing_unit(whole->unit, &w.ins.unit);
    c = weighing_class_of(&w);
    if (dec_sign(part->min))
        out->min = part->min;
    else if (i && c && dec_mul(c->min_e, part->e, &out->min))
        return qh_fail(err, QH_RANGE, "weighbridge.range", "parts", "e does not fit");
    if (dec_compare(out->min, out->max) >= 0)
        return qh_fail(err, QH_INVALID, "weighbridge.parts", "parts",
                       "Min below Max is due in each range");
    if (dec_compare(out->reach, out->max) >= 0 || dec_compare(out->reach, out->min) <= 0)
        out->reach = dec_int(0);
    return QH_OK;
}

/* Steps and rows of the ranges in one list. */
static void join(struct arena *a, struct weighbridge_plan *whole)
{
    size_t rows = 0;
    size_t steps = 0;
    size_t notes = 0;

    for (size_t k = 0; k < whole->ranges_n; k++) {
        rows += whole->ranges[k]->rows_n;
        steps += whole->ranges[k]->steps_n;
        notes += whole->ranges[k]->notes_n;
    }
    whole->rows = ARENA_ARRAY(a, rows, struct weighbridge_row);
    whole->steps = ARENA_ARRAY(a, steps, struct weighbridge_step);
    whole->notes = ARENA_ARRAY(a, notes, struct weighbridge_note);
    for (size_t k = 0; k < whole->ranges_n; k++) {
        const struct weighbridge_plan *one = whole->ranges[k];

        for (size_t i = 0; i < one->notes_n; i++)
            whole->notes[whole->notes_n++] = one->notes[i];
        for (size_t i = 0; i < one->rows_n; i++) {
            whole->rows[whole->rows_n + i] = one->rows[i];
            whole->rows[whole->rows_n + i].step += whole->steps_n;
        }
        for (size_t i = 0; i < one->steps_n; i++) {
            whole->steps[whole->steps_n] = one->steps[i];
            whole->steps[whole->steps_n++].first += whole->rows_n;
        }
        whole->rows_n += one->rows_n;
        whole->stages += one->stages;
        whole->class_issues |= one->class_issues;
    }
}

/* What the whole shows of its ranges: the zero of the first, the weights of the last. */
static void take_frame(struct weighbridge_plan *whole)
{
    const struct weighbridge_plan *first = whole->ranges[0];
    const struct weighbridge_plan *last = whole->ranges[whole->ranges_n - 1];

    whole->service = first->service;
    whole->svc = first->svc;
    whole->half = first->half;
    whole->zero_load = first->zero_load;
    whole->compiled = first->compiled;
    whole->stage_mass = last->stage_mass;
    whole->feasible = last->feasible;
}

QH_MUST static qh_status make_ranges(struct bridge_maker *m,
                                     struct weighbridge_plan *whole)
{
    qh_status rc;

    for (size_t i = 0; i < whole->in->parts_n; i++) {
        struct weighbridge_input *in = ARENA_NEW(m->arena, struct weighbridge_input);

        rc = range_input(whole->reg, whole->in, i, in, m->err);
        m->prefix = str_format(m->arena, "r%zu.", i + 1);
        m->range = (int)i + 1;
        m->turn =
            (i ? 0u : BRIDGE_FIRST) | (i + 1 == whole->in->parts_n ? BRIDGE_LAST : 0u);
        if (!rc)
            rc = bridge_plan_one(m, whole, in);
        if (rc)
            return rc;
        whole->ranges[whole->ranges_n++] = m->plan;
    }
    join(m->arena, whole);
    take_frame(whole);
    if (whole->rows_n > WEIGHBRIDGE_ROWS_MAX)
        return qh_fail(m->err, QH_LIMIT, "weighbridge.rows", "parts", "more than %d rows",
                       WEIGHBRIDGE_ROWS_MAX);
    return QH_OK;
}

/* Checks the instrument and settles service mode and methods. */
QH_MUST static qh_status settle(const struct regulation *reg,
                                struct weighbridge_input *in, struct qh_error *err)
{
    qh_status rc;

    if (!reg->weighing)
        return qh_fail(err, QH_INVALID, "weighing.edition", "", "'%s' is not for scales",
                       reg->code);
    rc = check_input(in, err);
    if (!rc)
        rc = check_parts(in, err);
    if (!rc)
        rc = settle_service(reg, in, err);
    return rc ? rc : settle_method(reg->weighing, in, err);
}

qh_status weighbridge_check(const struct regulation *reg,
                            const struct weighbridge_input *in, struct qh_error *err)
{
    struct weighbridge_input own = *in;

    return settle(reg, &own, err);
}

qh_status weighbridge_plan_make(struct arena *a, const struct regulation *reg,
                                const struct weights_table *table,
                                const struct weighbridge_input *in,
                                struct weighbridge_plan **out, struct qh_error *err)
{
    struct weighbridge_plan *frame = ARENA_NEW(a, struct weighbridge_plan);
    struct weighbridge_input *own = ARENA_NEW(a, struct weighbridge_input);
    struct bridge_maker m = {
        .arena = a, .err = err, .prefix = "", .turn = BRIDGE_FIRST | BRIDGE_LAST};
    qh_status rc;

    *own = *in;
    frame->reg = reg;
    frame->weights_table = table;
    frame->in = own;
    rc = settle(reg, own, err);
    if (!rc && own->structure == STRUCTURE_RANGES)
        rc = make_ranges(&m, frame);
    else if (!rc)
        rc = bridge_plan_one(&m, frame, own);
    if (rc)
        return rc;
    *out = own->structure == STRUCTURE_RANGES ? frame : m.plan;
    return QH_OK;
}
