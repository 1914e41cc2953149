/* Suspicious readings: asked back, never corrected. */
#include "rule/bridge_judge.h"

const char *const WEIGHBRIDGE_QUESTIONS[] = {
    "not_multiple_of_d", "dl_outside", "dl_not_multiple", "error_large",
    "back_indication",   "placed",     "far_load",        NULL};

void bridge_reason(struct bridge_run *run, const char *key, size_t row, const char *arg1,
                   const char *arg2)
{
    struct weighbridge_result *r = run->r;
    const char *name = row < run->plan->rows_n ? run->plan->rows[row].key : "";

    run->blocks++;
    if (!r->reasons)
        r->reasons = ARENA_ARRAY(run->arena, REASONS_MAX, struct weighbridge_note);
    if (r->reasons_n < REASONS_MAX)
        r->reasons[r->reasons_n++] =
            (struct weighbridge_note){key, name, "", {arg1, arg2}};
}

/* Place of a reading in the entry, or WEIGHBRIDGE_READINGS. */
static size_t place_of(enum weighbridge_form form, enum weighbridge_reading_id id)
{
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    size_t n = weighbridge_wants(form, ids);

    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return i;
    return WEIGHBRIDGE_READINGS;
}

const char *weighbridge_typed(const struct weighbridge_plan *plan,
                              const struct weighbridge_entries *in, size_t row,
                              enum weighbridge_reading_id id)
{
    size_t at = place_of(plan->rows[row].form, id);

    if (at == WEIGHBRIDGE_READINGS || !in->rows[row].read[at].given)
        return NULL;
    return in->rows[row].read[at].typed;
}

bool bridge_reading(const struct bridge_run *run, size_t row,
                    enum weighbridge_reading_id id, struct dec *out)
{
    size_t at = place_of(run->plan->rows[row].form, id);
    const struct weighbridge_reading *r = &run->in->rows[row].read[at];

    if (at == WEIGHBRIDGE_READINGS || !r->given)
        return false;
    *out = r->value;
    return true;
}

bool weighbridge_is_read(const struct weighbridge_plan *plan,
                         const struct weighbridge_entries *in, size_t row)
{
    const struct weighbridge_row *pr = &plan->rows[row];
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    size_t n = weighbridge_wants(pr->form, ids);
    const struct weighbridge_entry *e = &in->rows[row];

    if (pr->form == ROW_ITEM)
        return e->item == ITEM_PASS || e->item == ITEM_FAIL ||
               (e->item == ITEM_NA && pr->may_na);
    for (size_t i = 0; i < n; i++)
        if (!e->read[i].given && bridge_needs(plan, pr->form, ids[i]))
            return false;
    return true;
}

static void ask(struct bridge_run *run, size_t row, enum weighbridge_question q)
{
    struct weighbridge_row_result *rr = &run->r->rows[row];

    rr->asked |= 1u << q;
    if (!(run->in->rows[row].confirmed & (1u << q)))
        rr->questions |= 1u << q;
}

/* 0 < dl <= e, and a multiple of the small weight, by the part that the load is in. */
static void ask_extra(struct bridge_run *run, size_t row, struct dec load, struct dec dl)
{
    const struct bridge_part *part = &run->b->parts[bridge_part_of(run->b, load)];

    if (dec_sign(dl) <= 0 || dec_compare(dl, part->w->ins.e) > 0)
        ask(run, row, ASK_DL_OUTSIDE);
    else if (!dec_is_multiple(dl, part->small))
        ask(run, row, ASK_DL_NOT_MULTIPLE);
}

/* The interval of an indication: discrimination and printing are of normal use. */
static void ask_shown(struct bridge_run *run, size_t row, struct dec shown)
{
    const struct weighing *w = run->b->parts[bridge_part_of(run->b, shown)].w;
    enum weighbridge_form form = run->plan->rows[row].form;
    bool normal = form == ROW_DISCRIMINATION || form == ROW_DISPLAYS;

    if (!dec_is_multiple(shown, normal ? w->ins.d : w->ins.shown_d))
        ask(run, row, ASK_NOT_MULTIPLE_OF_D);
}

/* A constant load need not be known, but near the load that is due. */
static void ask_far(struct bridge_run *run, size_t row, struct dec shown)
{
    const struct weighbridge_row *pr = &run->plan->rows[row];
    struct dec off;
    struct dec room;

    if (run->plan->steps[pr->step].test->kind != TEST_STAT)
        return;
    if (dec_sub(shown, pr->load, &off) ||
        dec_mul(pr->load, run->b->w->ed->settings[SET_CONSTANT_NEAR], &room) ||
        dec_compare(dec_abs(off), room) > 0)
        ask(run, row, ASK_FAR_LOAD);
}

/* More weights than there are on board, or none. */
static void ask_placed(struct bridge_run *run, size_t row, struct dec placed)
{
    int64_t mg;

    if (run->plan->rows[row].place >= PLACE_BEGIN && dec_sign(placed) > 0)
        return; /* a rolling load is no load of weights */
    if (dec_sign(placed) <= 0 || bridge_mg(run->b, placed, &mg, NULL) ||
        mg > pick_total(run->b->pick, run->b->load_n))
        ask(run, row, ASK_PLACED);
}

/* The load that a dl belongs to: that of the row, or the one at which E0 is taken. */
static struct dec load_of_extra(const struct weighbridge_row *row,
                                enum weighbridge_reading_id id)
{
    return id == READ_E0_DL ? row->e0_load : row->load;
}

qh_status bridge_ask(struct bridge_run *run, size_t row)
{
    const struct weighbridge_entry *e = &run->in->rows[row];
    const struct weighbridge_row *pr = &run->plan->rows[row];
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    size_t n = weighbridge_wants(pr->form, ids);

    for (size_t i = 0; i < n; i++) {
        if (!e->read[i].given || ids[i] == READ_VALUE)
            continue;
        if (ids[i] == READ_DL || ids[i] == READ_E0_DL) {
            if (dec_sign(run->plan->half))
                ask_extra(run, row, load_of_extra(pr, ids[i]), e->read[i].value);
            continue;
        }
        ask_shown(run, row, e->read[i].value);
        if (ids[i] == READ_I)
            ask_far(run, row, e->read[i].value);
    }
    if (e->placed.given)
        ask_placed(run, row, e->placed.value);
    return QH_OK;
}

qh_status bridge_ask_error(struct bridge_run *run, size_t row)
{
    const struct weighbridge_row_result *rr = &run->r->rows[row];
    struct dec edge;
    qh_status rc;

    if (!rr->has_limit || !dec_sign(rr->limit))
        return QH_OK;
    rc = dec_mul(rr->limit, run->b->w->ed->settings[SET_ERROR_QUESTION], &edge);
    if (rc)
        return qh_fail(run->err, rc, "weighbridge.range", run->plan->rows[row].key,
                       "a limit does not fit");
    if (dec_compare(dec_abs(rr->error), edge) > 0)
        ask(run, row, ASK_ERROR_LARGE);
    return QH_OK;
}

/* The indication once the weights are off is that of what stayed, within e. */
QH_MUST static qh_status ask_back(struct bridge_run *run, size_t row, int stage)
{
    const struct weighbridge_row *pr = &run->plan->rows[row];
    struct dec stayed = stage > 1 ? run->r->stages[stage - 2].value : dec_int(0);
    struct dec back;
    struct dec off;
    struct dec off_zero;

    if (!bridge_reading(run, row, READ_BACK, &back))
        return QH_OK;
    if (dec_sub(back, stayed, &off) || dec_sub(off, run->plan->zero_load, &off_zero))
        return qh_fail(run->err, QH_RANGE, "weighbridge.range", pr->key,
                       "an indication does not fit");
    if (dec_compare(dec_abs(off), pr->e) > 0 && dec_compare(dec_abs(off_zero), pr->e) > 0)
        ask(run, row, ASK_BACK_INDICATION);
    return QH_OK;
}

qh_status bridge_substitute(struct bridge_run *run, size_t row)
{
    const struct weighbridge_row_result *with = &run->r->rows[row - 1];
    const struct weighbridge_row *pr = &run->plan->rows[row];
    struct weighbridge_stage *s = &run->r->stages[pr->stage - 1];
    struct dec shown;
    struct dec extra = dec_int(0);
    struct dec mismatch;
    qh_status rc;

    if (!bridge_reading(run, row, READ_I, &shown) ||
        (dec_sign(run->plan->half) && !bridge_reading(run, row, READ_DL, &extra)) ||
        !with->judged)
        return QH_OK;
    rc = weighing_p(bridge_at(run, with->load), run->plan->steps[pr->step].test, shown,
                    extra, &s->p_substitute, run->err);
    if (!rc)
        rc = weighing_substitute(with->load, with->p, s->p_substitute, &s->difference,
                                 &s->value, run->err);
    if (!rc)
        rc = ask_back(run, row, pr->stage);
    if (rc)
        return rc;
    s->done = true;
    s->load = with->load;
    s->p = with->p;
    mismatch = run->b->parts[bridge_part_of(run->b, with->load)].mismatch;
    if (dec_compare(dec_abs(s->difference), mismatch) <= 0)
        return QH_OK;
    s->refused = true;
    s->reason =
        dec_sign(s->difference) > 0 ? "substitute.too_large" : "substitute.mismatch";
    bridge_reason(run, s->reason, row, dec_text_short(run->arena, s->difference),
                  dec_text_short(run->arena, mismatch));
    return QH_OK;
}
