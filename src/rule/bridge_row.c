/* bridge_row.c - one row of a plan: its place, its load, its limit; one remark. */
#include "rule/bridge.h"
#include "rule/reckon.h"

void bridge_note(struct bridge_maker *m, const char *key, const char *row,
                 const char *arg1, const char *arg2)
{
    struct weighbridge_plan *plan = m->plan;

    if (plan->notes_n < BRIDGE_NOTES_MAX)
        plan->notes[plan->notes_n++] =
            (struct weighbridge_note){key, row, "", {arg1, arg2}};
}

/* Room for one more row of the step; NULL past WEIGHBRIDGE_ROWS_MAX. */
struct weighbridge_row *bridge_add_row(struct bridge_maker *m, enum weighbridge_form form,
                                       const char *key)
{
    struct weighbridge_plan *plan = m->plan;
    struct weighbridge_row *row;

    if (plan->rows_n == WEIGHBRIDGE_ROWS_MAX)
        return NULL;
    row = &plan->rows[plan->rows_n++];
    *row = (struct weighbridge_row){
        .key = key,
        .step = plan->steps_n,
        .form = form,
        .zh = "",
        .en = "",
        .unit = form == ROW_ITEM || form == ROW_VALUE ? "" : plan->in->unit,
        .required = m->test->required,
        .limit_clause = m->test->clause,
    };
    return row;
}

qh_status bridge_too_many(struct bridge_maker *m)
{
    return qh_fail(m->err, QH_LIMIT, "weighbridge.rows", m->test->id, "more than %d rows",
                   WEIGHBRIDGE_ROWS_MAX);
}

char *bridge_numbered(struct bridge_maker *m, const char *prefix, size_t n)
{
    return str_format(m->arena, "%s%s.%zu", m->prefix, prefix, n);
}

/* The limit of a test at the nominal load of a row. */
qh_status bridge_set_limit(struct bridge_maker *m, struct weighbridge_row *row)
{
    struct weighing_outcome o = {.clause = ""};
    struct weighing_reading r = {.load = row->load, .shown = row->load};
    struct weighing *w = m->b->parts[bridge_part_of(m->b, row->load)].w;
    qh_status rc;

    if (m->test->kind == TEST_STAT) {
        struct weighing_series one = {&row->load, 1, row->load};

        rc = weighing_spread(w, m->test, &one, &o, m->err);
    } else {
        weighing_set(w, NAME_I0, row->load);
        rc = weighing_point(w, m->test, &r, &o, m->err);
    }
    if (rc)
        return rc;
    row->e = w->ins.e;
    row->has_limit = o.has_limit;
    row->limit = o.limit;
    if (o.clause && *o.clause)
        row->limit_clause = o.clause;
    return QH_OK;
}

/* Limits of the weights of a load: those placed, all of them once more for each stage
 * before, and ten small ones for dl. */
QH_MUST static qh_status
sum_limits(struct bridge_maker *m, const struct bridge_load *load, struct bridge_row *out)
{
    const struct bridge *b = m->b;
    int64_t tenths = dec_sign(m->plan->half) ? 10 : 0;
    struct dec sum = dec_int(0);
    struct dec v;

    for (size_t k = 0; k < b->kinds; k++) {
        int64_t n = k < b->load_n ? load->counts[k] : 0;

        if (k < b->main_n)
            n += load->stage * b->weights[k].count;
        if (k >= b->load_n && tenths > 0) {
            n = tenths < b->weights[k].count ? tenths : b->weights[k].count;
            tenths -= n;
        }
        if (!n)
            continue;
        if (!b->weights[k].has_mpe) {
            out->no_limit = str_format(
                m->arena, "%s kg %s", dec_text_short(m->arena, b->weights[k].in->nominal),
                b->weights[k].in->class_name);
            continue;
        }
        if (dec_mul(b->weights[k].mpe, dec_int(n), &v) || dec_add(sum, v, &sum))
            return qh_fail(m->err, QH_RANGE, "weighbridge.range", "weights", "limits");
    }
    out->sum_mpe = sum;
    return QH_OK;
}

/* Nominal masses become conventional ones where certificates count. */
QH_MUST static qh_status correct_load(struct bridge_maker *m, struct weighbridge_row *row,
                                      const struct bridge_load *load)
{
    struct bridge_row *extra = &m->b->rows[row - m->plan->rows];
    struct bridge_correction c = {.certified = false};
    qh_status rc = bridge_corrected(m, load, &c);

    if (rc)
        return rc;
    extra->certified = c.certified;
    extra->sum_u = c.u;
    if (!dec_sign(c.placed) && !dec_sign(c.stages))
        return QH_OK;
    row->placed = dec_normal(reckon_add(&rc, row->placed, c.placed));
    row->load = reckon_add(&rc, row->load, reckon_add(&rc, c.placed, c.stages));
    row->load = dec_normal(row->load);
    return rc ? qh_fail(m->err, rc, "weighbridge.range", "weights", "a correction") : rc;
}

qh_status bridge_set_load(struct bridge_maker *m, struct weighbridge_row *row,
                          const struct bridge_load *load)
{
    const struct bridge *b = m->b;
    qh_status rc;

    row->load = bridge_mass(b, load->total);
    row->placed = bridge_mass(b, load->placed);
    row->stage = load->stage;
    rc = correct_load(m, row, load);
    if (rc)
        return rc;
    row->pieces = ARENA_ARRAY(m->arena, b->load_n, struct weighbridge_pieces);
    for (size_t k = 0; k < b->load_n; k++)
        if (load->counts[k])
            row->pieces[row->pieces_n++] = (struct weighbridge_pieces){
                dec_normal(b->weights[k].in->nominal), load->counts[k]};
    rc = sum_limits(m, load, &m->b->rows[row - m->plan->rows]);
    return rc ? rc : bridge_set_limit(m, row);
}

/* A load near zero: nothing, or what the weights make of 10 e. */
struct bridge_load bridge_zero_load(struct bridge_maker *m)
{
    struct bridge_load load = {0};
    int64_t mg = 0;

    if (!dec_sign(m->plan->zero_load) || bridge_mg(m->b, m->plan->zero_load, &mg, NULL))
        return load;
    load.placed = pick_above(m->b->pick, m->b->load_n, mg, load.counts);
    load.total = load.placed;
    return load;
}
