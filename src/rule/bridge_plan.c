/* bridge_plan.c - the plan of one instrument, or of one of several ranges.
 *
 * The instrument is opened once for each partial range with its e; then the weights are
 * sorted, the stages counted, and each test of the edition gets its rows.
 */
#include "rule/bridge_quick.h"

enum { STAGES_MAX = 10 };

QH_MUST static qh_status open_part(struct bridge_maker *m, struct bridge_part *part,
                                   struct dec e)
{
    const struct weighbridge_input *in = m->plan->in;
    struct weighing_instrument ins = {
        .class_name = in->accuracy_class ? in->accuracy_class : "",
        .max = in->max,
        .min = in->min,
        .e = e,
        .d = in->parts_n ? e : in->d,
        .shown_d = in->service_d,
        .tare_max = in->tare_max,
        .supports = in->supports,
        .devices = in->devices,
        .e_top = in->parts_n ? in->parts[in->parts_n - 1].e : e,
        .creep = in->creep,
    };
    const struct edition *ed;
    struct dec ignored;
    qh_status rc;

    if (!weighing_unit(in->unit, &ins.unit))
        return qh_fail(m->err, QH_INVALID, "weighbridge.unit", "unit", "kg, t or g");
    rc = weighing_open(m->arena, m->plan->reg, &ins, in->kind == WEIGHBRIDGE_IN_SERVICE,
                       &part->w, m->err);
    if (rc)
        return rc;
    if (weighing_mpe(part->w, part->max, &ignored, NULL))
        return qh_fail(m->err, QH_INVALID, "weighbridge.class", "class",
                       "the edition has no limit for class %.20s up to Max",
                       ins.class_name);
    ed = part->w->ed;
    rc = dec_mul(ed->settings[SET_SMALL_WEIGHT], e, &part->small);
    if (!rc)
        rc = dec_mul(ed->settings[SET_SUBSTITUTE_MISMATCH], e, &part->mismatch);
    return rc ? qh_fail(m->err, rc, "weighbridge.range", "e", "e does not fit") : rc;
}

QH_MUST static qh_status open_parts(struct bridge_maker *m)
{
    const struct weighbridge_input *in = m->plan->in;
    struct bridge *b = m->b;
    qh_status rc = QH_OK;

    b->parts_n = in->parts_n ? in->parts_n : 1;
    for (size_t i = 0; !rc && i < b->parts_n; i++) {
        b->parts[i].max = in->parts_n ? in->parts[i].max : in->max;
        rc = open_part(m, &b->parts[i], in->parts_n ? in->parts[i].e : in->e);
    }
    b->w = b->parts[0].w;
    return rc;
}

/* ---- what follows for the whole plan ---- */

QH_MUST static qh_status set_stages(struct bridge_maker *m)
{
    struct weighbridge_plan *plan = m->plan;
    struct bridge *b = m->b;

    if (b->stage_mg <= 0 || b->stage_mg < b->max_mg / STAGES_MAX)
        return qh_fail(m->err, QH_INVALID, "weighbridge.weights", "weights",
                       "standard weights of at least 1/%d Max are due", STAGES_MAX);
    plan->stage_mass = bridge_mass(b, b->stage_mg);
    plan->stages = b->stage_mg < b->max_mg && b->stage_mg < b->reach_mg
                       ? (int)((b->reach_mg - 1) / b->stage_mg)
                       : 0;
    for (size_t i = 0; i < b->parts_n; i++)
        weighing_set(b->parts[i].w, NAME_STD, plan->stage_mass);
    return QH_OK;
}

/* How far the loads must go for a verdict. */
QH_MUST static qh_status set_reach(struct bridge_maker *m)
{
    const struct edition *ed = m->b->w->ed;
    struct bridge *b = m->b;
    struct dec part;
    qh_status rc;

    b->may_be_limited = ed->max_may_be_missed;
    b->limited_least = dec_int(0);
    rc = dec_sub(dec_int(1), ed->weighing.near, &part);
    if (!rc)
        rc = dec_mul(part, m->plan->in->max, &b->max_least);
    if (!rc && ed->max_least)
        rc = expr_eval(ed->max_least, &b->w->scope, &b->limited_least, m->err);
    return rc ? qh_fail(m->err, rc, "weighbridge.range", "max", "Max does not fit") : rc;
}

/* What follows from instrument, edition and weights for the whole plan. */
QH_MUST static qh_status set_frame(struct bridge_maker *m)
{
    struct weighbridge_plan *plan = m->plan;
    const struct weighbridge_input *in = plan->in;
    struct bridge *b = m->b;
    bool at_zero = in->auto_zero == AUTO_ZERO_ABSENT || in->auto_zero == AUTO_ZERO_OFF;
    qh_status rc = QH_OK;

    plan->svc = b->w->svc;
    plan->half = b->w->half;
    if (!at_zero && dec_mul(b->w->ed->settings[SET_ZERO_LOAD], in->e, &plan->zero_load))
        return qh_fail(m->err, QH_RANGE, "weighbridge.range", "e", "e does not fit");
    rc = bridge_mg(b, in->max, &b->max_mg, m->err);
    b->reach_mg = b->max_mg;
    if (!rc && dec_sign(in->reach))
        rc = bridge_mg(b, in->reach, &b->reach_mg, m->err);
    if (!rc)
        rc = bridge_weights(m);
    if (!rc)
        rc = bridge_correct(m);
    if (!rc)
        rc = set_stages(m);
    if (!rc)
        rc = set_reach(m);
    return rc ? rc : weighbridge_feasibility(plan->reg, in, &plan->feasible, m->err);
}

QH_MUST static qh_status note_frame(struct bridge_maker *m)
{
    const struct weighbridge_plan *plan = m->plan;
    const struct weighbridge_feasibility *f = &plan->feasible;
    qh_status rc = bridge_class(m);

    if (rc)
        return rc;
    if (f->verdict != WEIGHBRIDGE_FEASIBLE)
        bridge_note(m, f->reason, "", dec_text_short(m->arena, f->standards),
                    dec_text_short(m->arena, f->least));
    if (dec_sign(plan->half) && !m->b->has_small)
        bridge_note(m, "plan.no_small_weights", "",
                    dec_text_short(m->arena, m->b->parts[0].small), NULL);
    if (plan->service)
        bridge_note(m, "plan.service_mode", "",
                    dec_text_short(m->arena, plan->in->service_d), NULL);
    if (m->b->reach_mg < m->b->max_mg)
        bridge_note(m, "plan.reach", "", dec_text_short(m->arena, plan->in->reach),
                    dec_text_short(m->arena, plan->in->max));
    return QH_OK;
}

/* ---- steps ---- */

/* What is looked at once comes with the first range, and after the loads with the last.
 */
static bool has_turn(const struct bridge_maker *m, size_t i)
{
    const struct edition_test *tests = m->plan->reg->weighing->tests;
    unsigned turn = BRIDGE_FIRST;

    if (tests[i].plan != PLAN_ITEMS && tests[i].plan != PLAN_INPUTS)
        return true;
    for (size_t k = 0; k < i; k++)
        if (tests[k].plan == PLAN_WEIGHING)
            turn = BRIDGE_LAST;
    return (m->turn & turn) != 0;
}

QH_MUST static qh_status make_step(struct bridge_maker *m, size_t i)
{
    struct weighbridge_plan *plan = m->plan;
    const struct edition_test *et = &plan->reg->weighing->tests[i];
    bool once = et->plan == PLAN_ITEMS || et->plan == PLAN_INPUTS;
    size_t first = plan->rows_n;
    bool applies;
    qh_status rc;

    m->test = &plan->reg->tests[i];
    m->et = et;
    if (et->plan == PLAN_NONE || !(et->kinds & (1u << plan->in->kind)) || !has_turn(m, i))
        return QH_OK;
    rc = weighing_applies(m->b->w, m->test, &applies, m->err);
    if (rc || !applies)
        return rc;
    rc = bridge_rows(m);
    if (rc || plan->rows_n == first)
        return rc;
    plan->steps[plan->steps_n++] =
        (struct weighbridge_step){.test = m->test,
                                  .id = m->test->id,
                                  .first = first,
                                  .n = plan->rows_n - first,
                                  .range = once ? 0 : m->range};
    return QH_OK;
}

qh_status bridge_plan_one(struct bridge_maker *m, const struct weighbridge_plan *frame,
                          const struct weighbridge_input *in)
{
    struct weighbridge_plan *plan = ARENA_NEW(m->arena, struct weighbridge_plan);
    const struct regulation *reg = frame->reg;
    qh_status rc;

    m->plan = plan;
    m->b = ARENA_NEW(m->arena, struct bridge);
    plan->reg = reg;
    plan->weights_table = frame->weights_table;
    plan->in = in;
    plan->range = m->range;
    plan->service = dec_sign(in->service_d) > 0;
    plan->compiled = m->b;
    plan->notes = ARENA_ARRAY(m->arena, BRIDGE_NOTES_MAX, struct weighbridge_note);
    rc = open_parts(m);
    if (!rc)
        rc = set_frame(m);
    if (rc)
        return rc;
    plan->steps = ARENA_ARRAY(m->arena, reg->tests_n, struct weighbridge_step);
    plan->rows = ARENA_ARRAY(m->arena, WEIGHBRIDGE_ROWS_MAX, struct weighbridge_row);
    m->b->rows = ARENA_ARRAY(m->arena, WEIGHBRIDGE_ROWS_MAX, struct bridge_row);
    rc = note_frame(m);
    for (size_t i = 0; !rc && i < reg->tests_n; i++)
        rc = make_step(m, i);
    if (!rc)
        rc = bridge_adequacy(m);
    if (!rc)
        bridge_quick_make(m);
    return rc;
}
