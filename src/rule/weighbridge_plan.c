#include "rule/weighbridge_plan.h"

#include "rule/bridge.h"

#include <string.h>

const char *const WEIGHBRIDGE_READING_NAMES[READ_IDS] = {"i",      "dl", "e0_i", "e0_dl",
                                                         "back_i", "i1", "i2",   "value"};

enum { STAGES_MAX = 10, NOTES_MAX = 32 };

size_t weighbridge_wants(enum weighbridge_form form,
                         enum weighbridge_reading_id out[WEIGHBRIDGE_READINGS])
{
    /* clang-format off */
    static const struct {
        size_t n;
        enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    } WANTS[ROW_FORMS] = {
        [ROW_ITEM]           = {0, {0}},
        [ROW_VALUE]          = {1, {READ_VALUE}},
        [ROW_LOAD]           = {2, {READ_I, READ_DL}},
        [ROW_ECCENTRIC]      = {4, {READ_E0_I, READ_E0_DL, READ_I, READ_DL}},
        [ROW_SUBSTITUTE]     = {3, {READ_BACK, READ_I, READ_DL}},
        [ROW_DISCRIMINATION] = {3, {READ_I, READ_I1, READ_I2}},
    };
    /* clang-format on */

    memcpy(out, WANTS[form].ids, sizeof WANTS[form].ids);
    return WANTS[form].n;
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

void bridge_note(struct bridge_maker *m, const char *key, const char *row,
                 const char *arg1, const char *arg2)
{
    struct weighbridge_plan *plan = m->plan;

    if (plan->notes_n < NOTES_MAX)
        plan->notes[plan->notes_n++] =
            (struct weighbridge_note){key, row, "", {arg1, arg2}};
}

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
    return QH_OK;
}

QH_MUST static qh_status open_instrument(struct bridge_maker *m)
{
    const struct weighbridge_input *in = m->plan->in;
    struct weighing_instrument ins = {
        .class_name = in->accuracy_class ? in->accuracy_class : "",
        .max = in->max,
        .min = in->min,
        .e = in->e,
        .d = in->d,
        .tare_max = in->tare_max,
        .supports = in->supports,
    };
    struct dec ignored;
    qh_status rc;

    if (!weighing_unit(in->unit, &ins.unit))
        return qh_fail(m->err, QH_INVALID, "weighbridge.unit", "unit", "kg, t or g");
    rc = weighing_open(m->arena, m->plan->reg, &ins, in->kind == WEIGHBRIDGE_IN_SERVICE,
                       &m->b->w, m->err);
    if (rc)
        return rc;
    if (weighing_mpe(m->b->w, in->max, &ignored, NULL))
        return qh_fail(m->err, QH_INVALID, "weighbridge.class", "class",
                       "the edition has no limit for class %.20s up to Max",
                       ins.class_name);
    return QH_OK;
}

/* What follows from instrument, edition and weights for the whole plan. */
QH_MUST static qh_status set_frame(struct bridge_maker *m)
{
    struct weighbridge_plan *plan = m->plan;
    struct bridge *b = m->b;
    const struct edition *ed = b->w->ed;
    bool at_zero =
        plan->in->auto_zero == AUTO_ZERO_ABSENT || plan->in->auto_zero == AUTO_ZERO_OFF;
    qh_status rc;

    plan->svc = b->w->svc;
    plan->half = b->w->half;
    rc = dec_mul(ed->settings[SET_SMALL_WEIGHT], plan->in->e, &b->small);
    if (!rc && !at_zero)
        rc = dec_mul(ed->settings[SET_ZERO_LOAD], plan->in->e, &plan->zero_load);
    if (rc)
        return qh_fail(m->err, rc, "weighbridge.range", "e", "e does not fit");
    rc = bridge_mg(b, plan->in->max, &b->max_mg, m->err);
    if (!rc)
        rc = bridge_weights(m);
    if (rc)
        return rc;
    if (b->stage_mg <= 0 || b->stage_mg < b->max_mg / STAGES_MAX)
        return qh_fail(m->err, QH_INVALID, "weighbridge.weights", "weights",
                       "standard weights of at least 1/%d Max are due", STAGES_MAX);
    plan->stage_mass = bridge_mass(b, b->stage_mg);
    plan->stages = b->stage_mg < b->max_mg ? (int)((b->max_mg - 1) / b->stage_mg) : 0;
    weighing_set(b->w, NAME_STD, plan->stage_mass);
    rc = dec_mul(ed->settings[SET_SUBSTITUTE_MISMATCH], plan->in->e, &b->mismatch);
    if (!rc)
        rc = dec_sub(dec_int(1), ed->weighing.near, &b->max_least);
    if (!rc)
        rc = dec_mul(b->max_least, plan->in->max, &b->max_least);
    if (rc)
        return qh_fail(m->err, rc, "weighbridge.range", "e", "e does not fit");
    return weighbridge_feasibility(plan->reg, plan->in, &plan->feasible, m->err);
}

/* "class.n_high" */
static const char *issue_key(struct bridge_maker *m, size_t issue)
{
    char *key = str_format(m->arena, "class.%s", WEIGHING_ISSUES[issue]);

    for (char *c = key; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return key;
}

QH_MUST static qh_status note_issues(struct bridge_maker *m)
{
    const struct weighbridge_feasibility *f = &m->plan->feasible;
    unsigned bits = 0;
    qh_status rc;

    rc = weighing_classify(m->b->w, &bits, m->err);
    if (rc)
        return rc;
    for (size_t i = 0; i < ISSUES; i++)
        if (bits & (1u << i))
            bridge_note(m, issue_key(m, i), "", NULL, NULL);
    if (f->verdict != WEIGHBRIDGE_FEASIBLE)
        bridge_note(m, f->reason, "", dec_text_short(m->arena, f->standards),
                    dec_text_short(m->arena, f->least));
    if (dec_sign(m->plan->half) && !m->b->has_small)
        bridge_note(m, "plan.no_small_weights", "", dec_text_short(m->arena, m->b->small),
                    NULL);
    return QH_OK;
}

QH_MUST static qh_status make_step(struct bridge_maker *m, size_t i)
{
    struct weighbridge_plan *plan = m->plan;
    const struct edition_test *et = &plan->reg->weighing->tests[i];
    size_t first = plan->rows_n;
    bool applies;
    qh_status rc;

    m->test = &plan->reg->tests[i];
    m->et = et;
    if (et->plan == PLAN_NONE || !(et->kinds & (1u << plan->in->kind)))
        return QH_OK;
    rc = weighing_applies(m->b->w, m->test, &applies, m->err);
    if (rc || !applies)
        return rc;
    rc = bridge_rows(m);
    if (rc || plan->rows_n == first)
        return rc;
    plan->steps[plan->steps_n++] = (struct weighbridge_step){
        .test = m->test, .id = m->test->id, .first = first, .n = plan->rows_n - first};
    return QH_OK;
}

qh_status weighbridge_plan_make(struct arena *a, const struct regulation *reg,
                                const struct weights_table *table,
                                const struct weighbridge_input *in,
                                struct weighbridge_plan **out, struct qh_error *err)
{
    struct weighbridge_plan *plan = ARENA_NEW(a, struct weighbridge_plan);
    struct bridge *b = ARENA_NEW(a, struct bridge);
    struct bridge_maker m = {.arena = a, .plan = plan, .b = b, .err = err};
    qh_status rc;

    plan->reg = reg;
    plan->weights_table = table;
    plan->in = in;
    plan->compiled = b;
    rc = check_input(in, err);
    if (!rc)
        rc = open_instrument(&m);
    if (!rc)
        rc = set_frame(&m);
    if (rc)
        return rc;
    plan->steps = ARENA_ARRAY(a, reg->tests_n, struct weighbridge_step);
    plan->rows = ARENA_ARRAY(a, WEIGHBRIDGE_ROWS_MAX, struct weighbridge_row);
    plan->notes = ARENA_ARRAY(a, NOTES_MAX, struct weighbridge_note);
    b->rows = ARENA_ARRAY(a, WEIGHBRIDGE_ROWS_MAX, struct bridge_row);
    rc = note_issues(&m);
    for (size_t i = 0; !rc && i < reg->tests_n; i++)
        rc = make_step(&m, i);
    if (!rc)
        rc = bridge_adequacy(&m);
    if (rc)
        return rc;
    *out = plan;
    return QH_OK;
}
