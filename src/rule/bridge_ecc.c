/* bridge_ecc.c - rows of the eccentricity test: by support, by pair, rolling load.
 * [R 76-1:2006 3.6.2, A.4.7]
 */
#include "rule/bridge.h"

/* The nominal load is whole / parts, a fraction that is kept as such. */
struct nominal {
    struct dec whole; /* (Max + T), once or twice */
    struct dec parts;
};

QH_MUST static qh_status find_nominal(struct bridge_maker *m, struct dec times,
                                      struct nominal *out)
{
    const struct weighing *w = m->b->w;
    qh_status rc;

    rc = weighing_eccentricity_parts(m->b->w, false, &out->parts, m->err);
    if (!rc)
        rc = dec_add(w->ins.max, w->ins.tare_max, &out->whole);
    return rc ? rc : dec_mul(out->whole, times, &out->whole);
}

/* The least load that may be applied: least * nominal load. */
QH_MUST static qh_status check_load(struct bridge_maker *m, const struct nominal *n,
                                    const struct weighbridge_row *first)
{
    struct dec shown;
    struct dec least;
    qh_status rc;

    rc = dec_mul(n->whole, m->b->w->ed->settings[SET_ECCENTRICITY_LEAST], &least);
    if (!rc)
        rc = dec_quot(least, n->parts, &m->b->ecc_least);
    if (!rc)
        rc = dec_div(n->whole, n->parts, 3, DEC_HALF_EVEN, &shown);
    if (rc)
        return rc;
    if (dec_compare(first->load, m->b->ecc_least) < 0)
        bridge_note(m, "plan.eccentricity_short", first->key,
                    dec_text_short(m->arena, first->load),
                    dec_text_short(m->arena, shown));
    return QH_OK;
}

/* Whole milligrams of the nominal load. */
QH_MUST static qh_status nominal_mg(const struct bridge *b, const struct nominal *n,
                                    int64_t *out)
{
    struct dec v;
    qh_status rc = dec_mul(n->whole, dec_scaled(1, b->w->ins.unit + 6), &v);

    if (!rc)
        rc = dec_div(v, n->parts, 0, DEC_FLOOR, &v);
    return rc ? rc : dec_to_int(v, out);
}

/* What lies on the receptor when E0 is taken. */
static struct dec zero_mass(struct bridge_maker *m)
{
    struct bridge_load load = bridge_zero_load(m);
    struct dec nominal = bridge_mass(m->b, load.placed);
    struct bridge_correction c = {.certified = false};
    struct dec sum;

    if (bridge_corrected(m, &load, &c) || dec_add(nominal, c.placed, &sum))
        return nominal;
    return dec_normal(sum);
}

static struct weighbridge_row *add_position(struct bridge_maker *m, size_t number,
                                            enum weighbridge_place place, int position)
{
    struct weighbridge_row *row =
        bridge_add_row(m, ROW_ECCENTRIC, bridge_numbered(m, m->et->row, number));

    if (!row)
        return NULL;
    row->place = place;
    row->position = position;
    row->e0_load = zero_mass(m);
    return row;
}

/* Where the load goes: how often the load of one support, on which places. */
struct spread {
    struct dec times;
    enum weighbridge_place place;
    int positions;
};

/* With whole standard weights: 14 t of 14.286 t. */
QH_MUST static qh_status rows_by_weights(struct bridge_maker *m, const struct spread *s)
{
    const struct bridge *b = m->b;
    struct bridge_load load = {0};
    struct weighbridge_row *first = NULL;
    struct nominal nominal;
    int64_t mg = 0;
    qh_status rc = find_nominal(m, s->times, &nominal);

    if (!rc)
        rc = nominal_mg(b, &nominal, &mg);
    load.placed = pick_below(b->pick, b->main_n, mg, load.counts);
    load.total = load.placed;
    for (int n = 1; !rc && n <= s->positions; n++) {
        struct weighbridge_row *row = add_position(m, (size_t)n, s->place, n);

        if (!row)
            return bridge_too_many(m);
        rc = bridge_set_load(m, row, &load);
        first = first ? first : row;
    }
    if (!rc && first)
        rc = check_load(m, &nominal, first);
    if (rc == QH_RANGE)
        return qh_fail(m->err, rc, "weighbridge.range", "max", "the eccentricity load");
    return rc;
}

/* Begin, middle and end of each section, then the same way back. */
QH_MUST static qh_status rows_rolling(struct bridge_maker *m)
{
    static const enum weighbridge_place WAY[] = {PLACE_BEGIN, PLACE_MIDDLE, PLACE_END};
    int sections = m->plan->in->sections > 0 ? (int)m->plan->in->sections : 1;
    int n = sections * (int)LEN(WAY);
    qh_status rc;

    rc = dec_add(m->b->w->ins.max, m->b->w->ins.tare_max, &m->b->ecc_most);
    if (!rc)
        rc = dec_mul(m->b->ecc_most, m->b->w->ed->rolling_part, &m->b->ecc_most);
    for (int i = 0; !rc && i < 2 * n; i++) {
        int at = i < n ? i : 2 * n - 1 - i;
        struct weighbridge_row *row = add_position(
            m, (size_t)i + 1, WAY[at % (int)LEN(WAY)], at / (int)LEN(WAY) + 1);

        if (!row)
            return bridge_too_many(m);
        row->down = i >= n;
        row->load = row->placed = dec_normal(m->plan->in->rolling_load);
        rc = bridge_set_limit(m, row);
    }
    return rc;
}

qh_status bridge_eccentricity(struct bridge_maker *m)
{
    int supports = (int)m->plan->in->supports;
    struct spread s = {dec_int(1), PLACE_SUPPORT, supports};

    m->b->ecc_least = dec_int(0);
    if (m->plan->in->method == ECCENTRICITY_ROLLING)
        return rows_rolling(m);
    if (m->plan->in->method == ECCENTRICITY_PAIR)
        s = (struct spread){m->b->w->ed->settings[SET_PAIR_LOAD], PLACE_PAIR,
                            supports / 2};
    return rows_by_weights(m, &s);
}
