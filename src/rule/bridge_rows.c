/* The rows of each test of the plan. */
#include "rule/bridge.h"
#include "rule/reckon.h"

#include <string.h>

/* ---- checklist and conditions ---- */

/* An input in this unit is read off the instrument, in the unit that it has. */
static const char *const UNIT_OF_MASS = "kg";

QH_MUST static qh_status rows_of_list(struct bridge_maker *m, const char *member,
                                      enum weighbridge_form form)
{
    const struct json *list = json_member(m->test->node, member);

    for (const struct json *i = list ? list->first : NULL; i; i = i->next) {
        struct weighbridge_row *row = bridge_add_row(
            m, form, str_format(m->arena, "%s.%s", m->et->row, json_str(i, "id", "")));

        if (!row)
            return bridge_too_many(m);
        row->zh = json_str(i, "zh", "");
        row->en = json_str(i, "en", "");
        row->unit = json_str(i, "unit", "");
        if (str_equal(row->unit, UNIT_OF_MASS))
            row->unit = m->plan->in->unit;
        row->may_na = json_is_true(json_member(i, "may_na"));
    }
    return QH_OK;
}

/* ---- zero, tare, net ---- */

QH_MUST static qh_status rows_near_zero(struct bridge_maker *m)
{
    struct bridge_load load = bridge_zero_load(m);
    struct weighbridge_row *row =
        bridge_add_row(m, ROW_LOAD, bridge_numbered(m, m->et->row, 1));

    return row ? bridge_set_load(m, row, &load) : bridge_too_many(m);
}

/* Net loads on a tare: Min and equal steps to what the weights make, at most to `cap`. */
QH_MUST static qh_status rows_on_tare(struct bridge_maker *m, struct dec tare,
                                      int64_t cap, size_t *number)
{
    const struct bridge *b = m->b;
    int64_t before = 0;
    int64_t min = 0;
    int64_t n = 0;
    qh_status rc;

    rc = bridge_mg(b, m->plan->in->min, &min, m->err);
    if (rc)
        return rc;
    (void)!dec_to_int(b->w->ed->settings[SET_NET_POINTS], &n);
    for (int64_t i = 0; i < n && n > 1; i++) {
        struct weighbridge_row *row;
        struct bridge_load load = {0};

        load.placed = i ? pick_below(b->pick, b->load_n, cap * i / (n - 1), load.counts)
                        : pick_above(b->pick, b->load_n, min, load.counts);
        load.total = load.placed;
        if (load.placed <= before)
            continue;
        before = load.placed;
        row = bridge_add_row(m, ROW_LOAD, bridge_numbered(m, m->et->row, ++*number));
        if (!row)
            return bridge_too_many(m);
        row->tare = dec_normal(tare);
        rc = bridge_set_load(m, row, &load);
        if (rc)
            return rc;
    }
    return QH_OK;
}

/* Subtractive tare: one of half of Max, so that net loads go up to the other half.
 * Additive: one of a third of T and all of it. [A.4.6.1] */
QH_MUST static qh_status rows_net(struct bridge_maker *m)
{
    const struct bridge *b = m->b;
    bool additive = dec_sign(m->plan->in->tare_max) > 0;
    int64_t most = additive ? b->max_mg : b->max_mg / 2;
    int64_t cap = b->stage_mg < most ? b->stage_mg : most;
    struct dec tare;
    size_t number = 0;
    qh_status rc;

    if (!additive) {
        rc = dec_mul(m->plan->in->max, dec_scaled(5, -1), &tare);
        return rc ? rc : rows_on_tare(m, tare, cap, &number);
    }
    rc = dec_div(m->plan->in->tare_max, dec_int(3), 3, DEC_HALF_EVEN, &tare);
    if (!rc)
        rc = rows_on_tare(m, tare, cap, &number);
    return rc ? rc : rows_on_tare(m, m->plan->in->tare_max, cap, &number);
}

/* One row for each printer or further display, at the greatest load of whole weights. */
QH_MUST static qh_status rows_displays(struct bridge_maker *m)
{
    const struct bridge *b = m->b;
    struct bridge_load load = {0};
    int64_t most = b->stage_mg < b->max_mg ? b->stage_mg : b->max_mg;
    qh_status rc = QH_OK;

    load.placed = pick_below(b->pick, b->load_n, most, load.counts);
    load.total = load.placed;
    for (int64_t i = 1; !rc && i <= m->plan->in->devices; i++) {
        struct weighbridge_row *row =
            bridge_add_row(m, ROW_DISPLAYS, bridge_numbered(m, m->et->row, (size_t)i));

        if (!row)
            return bridge_too_many(m);
        rc = bridge_set_load(m, row, &load);
    }
    return rc;
}

/* ---- constant loads: substitution gate, repeatability ---- */

QH_MUST static qh_status rows_placements(struct bridge_maker *m, struct dec load)
{
    int64_t n = 0;
    qh_status rc;

    (void)!dec_to_int(m->b->w->ed->settings[SET_PLACEMENTS], &n);
    for (int64_t i = 1; i <= n; i++) {
        struct weighbridge_row *row =
            bridge_add_row(m, ROW_LOAD, bridge_numbered(m, m->et->row, (size_t)i));

        if (!row)
            return bridge_too_many(m);
        row->load = dec_normal(load);
        rc = bridge_set_limit(m, row);
        if (rc)
            return rc;
    }
    return QH_OK;
}

QH_MUST static qh_status rows_repeatability(struct bridge_maker *m)
{
    struct dec load;
    qh_status rc;

    rc = expr_eval(m->b->w->ed->repeatability.loads[0], &m->b->w->scope, &load, m->err);
    return rc ? rc : rows_placements(m, load);
}

/* Only where weights are substituted and their mass asks for it. */
QH_MUST static qh_status rows_gate(struct bridge_maker *m)
{
    if (m->plan->feasible.verdict == WEIGHBRIDGE_FEASIBLE)
        return QH_OK;
    return rows_placements(m, m->plan->stage_mass);
}

/* ---- weighing ---- */

QH_MUST static qh_status row_substitute(struct bridge_maker *m,
                                        const struct bridge_load *stage)
{
    int number = stage->stage + 1;
    struct weighbridge_row *row =
        bridge_add_row(m, ROW_SUBSTITUTE, bridge_numbered(m, "sub", (size_t)number));
    struct bridge_correction c = {.certified = false};
    qh_status rc;

    if (!row)
        return bridge_too_many(m);
    row->load = bridge_mass(m->b, stage->total);
    row->stage = number;
    rc = bridge_corrected(m, stage, &c);
    if (!rc)
        row->load = reckon_add(&rc, row->load, reckon_add(&rc, c.placed, c.stages));
    if (rc)
        return rc;
    row->e = m->b->parts[bridge_part_of(m->b, row->load)].w->ins.e;
    row->limit_clause = "A.4.4.5";
    return QH_OK;
}

/* Up with a substitute after each full stage, then the same loads down. */
QH_MUST static qh_status rows_weighing(struct bridge_maker *m)
{
    struct bridge_load *loads = NULL;
    size_t n = 0;
    qh_status rc;

    rc = bridge_points(m, &m->b->w->ed->weighing, true, &loads, &n);
    for (size_t i = 0; !rc && i < n; i++) {
        struct weighbridge_row *row =
            bridge_add_row(m, ROW_LOAD, bridge_numbered(m, m->et->row, i + 1));

        if (!row)
            return bridge_too_many(m);
        rc = bridge_set_load(m, row, &loads[i]);
        if (!rc && loads[i].makes_stage)
            rc = row_substitute(m, &loads[i]);
    }
    for (size_t i = n; !rc && i-- > 1;) {
        struct weighbridge_row *row =
            bridge_add_row(m, ROW_LOAD, bridge_numbered(m, "down", i));

        if (!row)
            return bridge_too_many(m);
        row->down = true;
        rc = bridge_set_load(m, row, &loads[i - 1]);
    }
    return rc;
}

QH_MUST static qh_status rows_discrimination(struct bridge_maker *m)
{
    struct bridge_load *loads = NULL;
    size_t n = 0;
    qh_status rc;

    rc = bridge_points(m, &m->b->w->ed->discrimination, false, &loads, &n);
    for (size_t i = 0; !rc && i < n; i++) {
        struct weighbridge_row *row =
            bridge_add_row(m, ROW_DISCRIMINATION, bridge_numbered(m, m->et->row, i + 1));

        if (!row)
            return bridge_too_many(m);
        rc = bridge_set_load(m, row, &loads[i]);
    }
    return rc;
}

qh_status bridge_rows(struct bridge_maker *m)
{
    switch (m->et->plan) {
    case PLAN_ITEMS:
        return rows_of_list(m, "items", ROW_ITEM);
    case PLAN_INPUTS:
        return rows_of_list(m, "inputs", ROW_VALUE);
    case PLAN_ZERO:
    case PLAN_TARE:
        return rows_near_zero(m);
    case PLAN_GATE:
        return rows_gate(m);
    case PLAN_ECCENTRICITY:
        return bridge_eccentricity(m);
    case PLAN_WEIGHING:
        return rows_weighing(m);
    case PLAN_REPEATABILITY:
        return rows_repeatability(m);
    case PLAN_DISCRIMINATION:
        return rows_discrimination(m);
    case PLAN_NET:
        return rows_net(m);
    case PLAN_DISPLAYS:
        return rows_displays(m);
    case PLAN_NONE:
        break;
    }
    return QH_OK;
}

/* One row; a->allowed holds the limit of the worst so far, a->sum_of_mpe its sum. */
QH_MUST static qh_status row_adequacy(struct bridge_maker *m, size_t i, struct dec *parts)
{
    struct weighbridge_adequacy *a = &m->b->adequacy;
    const struct bridge_row *extra = &m->b->rows[i];
    struct dec limit = m->plan->rows[i].limit;
    struct dec left;
    struct dec right;
    bool good;
    qh_status rc;

    if (extra->no_limit)
        a->no_limit = extra->no_limit;
    rc = weighing_adequate(m->b->w, extra->sum_mpe, limit, &good, parts, m->err);
    if (!rc)
        rc = dec_mul(extra->sum_mpe, a->allowed, &left);
    if (!rc)
        rc = dec_mul(a->sum_of_mpe, limit, &right);
    if (rc)
        return rc;
    if (!good)
        a->verdict = VERDICT_INCOMPLETE;
    if (dec_sign(a->allowed) && dec_compare(left, right) <= 0)
        return QH_OK;
    a->worst_row = i;
    a->sum_of_mpe = extra->sum_mpe;
    a->allowed = limit;
    return QH_OK;
}

qh_status bridge_adequacy(struct bridge_maker *m)
{
    const struct weighbridge_plan *plan = m->plan;
    struct weighbridge_adequacy *a = &m->b->adequacy;
    struct dec parts = dec_int(1);
    qh_status rc = QH_OK;

    a->verdict = VERDICT_PASS;
    for (size_t i = 0; !rc && i < plan->rows_n; i++)
        if (plan->rows[i].pieces_n && dec_sign(plan->rows[i].limit))
            rc = row_adequacy(m, i, &parts);
    if (a->no_limit || (dec_sign(plan->half) && !m->b->has_small))
        a->verdict = VERDICT_INCOMPLETE;
    if (!rc)
        rc = dec_quot(a->allowed, parts, &a->allowed);
    if (rc)
        return qh_fail(m->err, rc, "weighbridge.range", "weights", "limits");
    a->allowed = dec_significant(a->allowed, 12);
    return QH_OK;
}
