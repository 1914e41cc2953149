/* One test of the record after the other, in the order of the plan: the zero error is
 * there before the weighing, each substitute before the loads that it carries. */
#include "rule/bridge_judge.h"

/* True load of a row: weights placed and the substitute of its stage. */
QH_MUST static qh_status true_load(const struct bridge_run *run, size_t row, bool *known,
                                   struct dec *out)
{
    const struct weighbridge_row *pr = &run->plan->rows[row];
    const struct weighbridge_entry *e = &run->in->rows[row];
    const struct weighbridge_stage *s;

    *known = true;
    *out = e->placed.given ? e->placed.value : pr->placed;
    if (!pr->stage)
        return QH_OK;
    s = &run->r->stages[pr->stage - 1];
    *known = s->done && !s->refused;
    if (!*known)
        return QH_OK;
    return dec_add(*out, s->value, out);
}

static void take_outcome(struct weighbridge_row_result *rr,
                         const struct weighing_outcome *o)
{
    rr->judged = true;
    rr->p = o->p;
    rr->error = o->error;
    rr->value = o->value;
    rr->limit = o->limit;
    rr->has_limit = o->has_limit;
    rr->verdict = o->pass == PASS_YES  ? VERDICT_PASS
                  : o->pass == PASS_NO ? VERDICT_FAIL
                                       : VERDICT_NONE;
}

/* More weights than planned: all there are count. */
qh_status bridge_sum_mpe(const struct bridge_run *run, size_t row, struct dec *out)
{
    const struct weighbridge_row *pr = &run->plan->rows[row];
    const struct weighbridge_entry *e = &run->in->rows[row];
    struct dec sum = run->b->rows[row].sum_mpe;

    for (size_t k = 0; e->placed.given && k < run->b->load_n; k++) {
        struct dec all;

        if (dec_compare(e->placed.value, pr->placed) <= 0)
            break;
        if (dec_mul(run->b->weights[k].mpe, dec_int(run->b->weights[k].count), &all) ||
            dec_add(sum, all, &sum))
            return qh_fail(run->err, QH_RANGE, "weighbridge.range", pr->key, "limits");
    }
    *out = sum;
    return QH_OK;
}

/* A limit below the planned one, or more weights than planned: are they still good? */
QH_MUST static qh_status check_weights(struct bridge_run *run, size_t row)
{
    const struct weighbridge_row *pr = &run->plan->rows[row];
    const struct weighbridge_entry *e = &run->in->rows[row];
    struct weighbridge_row_result *rr = &run->r->rows[row];
    struct dec sum = dec_int(0);
    struct dec parts;
    bool good;
    qh_status rc;

    if (!pr->pieces_n || !dec_sign(rr->limit) ||
        (!e->placed.given && dec_compare(rr->limit, pr->limit) >= 0))
        return QH_OK;
    rc = bridge_sum_mpe(run, row, &sum);
    if (rc)
        return rc;
    rc = weighing_adequate(bridge_own(run, 0), sum, rr->limit, &good, &parts, run->err);
    if (rc || good)
        return rc;
    run->r->adequacy.verdict = VERDICT_INCOMPLETE;
    run->r->adequacy.worst_row = row;
    run->r->adequacy.sum_of_mpe = sum;
    rc = dec_quot(rr->limit, parts, &run->r->adequacy.allowed);
    return rc ? qh_fail(run->err, rc, "weighbridge.range", pr->key, "limits") : rc;
}

/* One load: P, E, Ec against the limit.  e0 NULL: the zero error is not known. */
QH_MUST static qh_status judge_load(struct bridge_run *run, size_t row,
                                    const struct dec *e0)
{
    const struct rule_test *t = run->plan->steps[run->step].test;
    struct weighbridge_row_result *rr = &run->r->rows[row];
    struct weighing_reading r = {.extra = dec_int(0)};
    struct weighing_outcome o;
    bool known;
    qh_status rc;

    rc = true_load(run, row, &known, &r.load);
    if (rc)
        return qh_fail(run->err, rc, "weighbridge.range", run->plan->rows[row].key,
                       "a load does not fit");
    if (!known || !e0) {
        rr->verdict = VERDICT_INCOMPLETE;
        return QH_OK;
    }
    (void)bridge_reading(run, row, READ_I, &r.shown);
    if (dec_sign(run->plan->half))
        (void)bridge_reading(run, row, READ_DL, &r.extra);
    r.e0 = *e0;
    rr->part = bridge_part_of(run->b, r.load);
    rc = weighing_point(bridge_at(run, r.load), t, &r, &o, run->err);
    if (rc)
        return rc;
    take_outcome(rr, &o);
    rr->load = r.load;
    rr->e0 = *e0;
    rc = bridge_ask_error(run, row);
    return rc ? rc : check_weights(run, row);
}

/* E0 before the load of a position: P - load near zero. */
QH_MUST static qh_status zero_before(struct bridge_run *run, size_t row, struct dec *out)
{
    const struct weighbridge_row *pr = &run->plan->rows[row];
    struct dec shown = dec_int(0);
    struct dec extra = dec_int(0);
    qh_status rc;

    (void)bridge_reading(run, row, READ_E0_I, &shown);
    if (dec_sign(run->plan->half))
        (void)bridge_reading(run, row, READ_E0_DL, &extra);
    rc = weighing_p(bridge_at(run, pr->e0_load), run->plan->steps[pr->step].test, shown,
                    extra, out, run->err);
    if (!rc)
        rc = dec_sub(*out, pr->e0_load, out);
    return rc;
}

QH_MUST static qh_status judge_eccentric(struct bridge_run *run, size_t row)
{
    const struct weighbridge_row_result *rr = &run->r->rows[row];
    struct dec e0;
    qh_status rc;

    rc = zero_before(run, row, &e0);
    if (!rc)
        rc = judge_load(run, row, &e0);
    if (rc || !rr->judged)
        return rc;
    if (dec_sign(run->b->ecc_most) && dec_compare(rr->load, run->b->ecc_most) > 0)
        bridge_reason(run, "weighbridge.rolling_heavy", row,
                      dec_text_short(run->arena, rr->load),
                      dec_text_short(run->arena, run->b->ecc_most));
    if (dec_compare(rr->load, run->b->ecc_least) >= 0)
        return QH_OK;
    bridge_reason(run, "weighbridge.eccentricity_short", row,
                  dec_text_short(run->arena, rr->load),
                  dec_text_short(run->arena, dec_significant(run->b->ecc_least, 8)));
    return QH_OK;
}

QH_MUST static qh_status judge_discrimination(struct bridge_run *run, size_t row)
{
    const struct rule_test *t = run->plan->steps[run->step].test;
    struct weighbridge_row_result *rr = &run->r->rows[row];
    struct weighing_outcome o;
    struct weighing *w;
    struct dec before;
    struct dec lower;
    struct dec after;
    struct dec expected;
    qh_status rc;

    (void)bridge_reading(run, row, READ_I, &before);
    (void)bridge_reading(run, row, READ_I1, &lower);
    (void)bridge_reading(run, row, READ_I2, &after);
    w = bridge_at(run, before);
    rr->part = bridge_part_of(run->b, before);
    rc = weighing_discrimination(w, t, before, after, &o, run->err);
    if (!rc)
        rc = dec_sub(before, w->ins.d, &expected);
    if (rc)
        return rc;
    take_outcome(rr, &o);
    rr->load = run->plan->rows[row].load;
    if (!dec_compare(lower, expected))
        return QH_OK;
    /* Not carried out: the test starts from I - d. */
    rr->verdict = VERDICT_INCOMPLETE;
    bridge_reason(run, "weighbridge.discrimination_start", row,
                  dec_text_short(run->arena, lower),
                  dec_text_short(run->arena, expected));
    return QH_OK;
}

/* The printer or another display shows the same as the display. */
QH_MUST static qh_status judge_displays(struct bridge_run *run, size_t row)
{
    const struct rule_test *t = run->plan->steps[run->step].test;
    struct weighbridge_row_result *rr = &run->r->rows[row];
    struct weighing_outcome o;
    struct dec shown = dec_int(0);
    struct dec other = dec_int(0);
    qh_status rc;

    (void)bridge_reading(run, row, READ_I, &shown);
    (void)bridge_reading(run, row, READ_OTHER, &other);
    rr->part = bridge_part_of(run->b, shown);
    rc = weighing_discrimination(bridge_at(run, shown), t, shown, other, &o, run->err);
    if (rc)
        return rc;
    take_outcome(rr, &o);
    rr->load = run->plan->rows[row].load;
    return QH_OK;
}

/* P of a placement; the test judges their spread. */
QH_MUST static qh_status judge_placement(struct bridge_run *run, size_t row)
{
    struct weighbridge_row_result *rr = &run->r->rows[row];
    struct dec shown = dec_int(0);
    struct dec extra = dec_int(0);

    (void)bridge_reading(run, row, READ_I, &shown);
    if (dec_sign(run->plan->half))
        (void)bridge_reading(run, row, READ_DL, &extra);
    rr->judged = true;
    rr->load = run->plan->rows[row].load;
    rr->part = bridge_part_of(run->b, shown);
    return weighing_p(bridge_at(run, shown), run->plan->steps[run->step].test, shown,
                      extra, &rr->p, run->err);
}

QH_MUST static qh_status judge_row(struct bridge_run *run, enum edition_plan plan,
                                   size_t row)
{
    static const struct dec ZERO = {0};
    const struct weighbridge_result *r = run->r;

    switch (plan) {
    case PLAN_ITEMS:
        run->r->rows[row].verdict = run->in->rows[row].item == ITEM_PASS   ? VERDICT_PASS
                                    : run->in->rows[row].item == ITEM_FAIL ? VERDICT_FAIL
                                                                           : VERDICT_NONE;
        return QH_OK;
    case PLAN_ZERO:
    case PLAN_TARE:
        return judge_load(run, row, &ZERO);
    case PLAN_ECCENTRICITY:
        return judge_eccentric(run, row);
    case PLAN_WEIGHING:
        if (run->plan->rows[row].form == ROW_SUBSTITUTE)
            return bridge_substitute(run, row);
        return judge_load(run, row, r->has_e0 ? &r->e0 : NULL);
    case PLAN_NET:
        return judge_load(run, row, run->has_tare_error ? &run->tare_error : NULL);
    case PLAN_GATE:
    case PLAN_REPEATABILITY:
        return judge_placement(run, row);
    case PLAN_DISCRIMINATION:
        return judge_discrimination(run, row);
    case PLAN_DISPLAYS:
        return judge_displays(run, row);
    case PLAN_INPUTS:
    case PLAN_NONE:
        break;
    }
    return QH_OK;
}

/* ---- the test as a whole ---- */

/* |v| / limit is greater than that of the worst so far. */
static bool is_worse(const struct weighbridge_test_result *t,
                     const struct weighbridge_row_result *rr)
{
    struct dec left;
    struct dec right;

    if (!t->has_worst)
        return true;
    if (!dec_compare(t->limit, rr->limit))
        return dec_compare(dec_abs(rr->value), dec_abs(t->value)) > 0;
    if (dec_mul(rr->value, t->limit, &left) || dec_mul(t->value, rr->limit, &right))
        return false;
    return dec_compare(dec_abs(left), dec_abs(right)) > 0;
}

/* Repeatability and gate: the spread of all placements. */
QH_MUST static qh_status judge_spread(struct bridge_run *run,
                                      struct weighbridge_test_result *t)
{
    const struct weighbridge_step *step = &run->plan->steps[run->step];
    struct dec p[16];
    struct weighing_outcome o;
    struct dec load = dec_int(0);
    qh_status rc;

    if (t->missing_n || step->n > LEN(p) || bridge_quick_spread(run, t))
        return QH_OK;
    for (size_t i = 0; i < step->n; i++) {
        struct dec shown = dec_int(0);

        (void)bridge_reading(run, step->first + i, READ_I, &shown);
        p[i] = run->r->rows[step->first + i].p;
        if (!i || dec_compare(shown, load) < 0)
            load = shown;
    }
    rc = weighing_spread(bridge_at(run, load), step->test,
                         &(struct weighing_series){p, step->n, load}, &o, run->err);
    if (rc)
        return rc;
    t->has_worst = true;
    t->worst_row = step->first;
    t->value = o.value;
    t->limit = o.limit;
    t->has_limit = o.has_limit;
    t->verdict = o.pass == PASS_NO ? VERDICT_FAIL : VERDICT_PASS;
    return QH_OK;
}

/* A formula on the numbers read (conditions). */
QH_MUST static qh_status judge_formula(struct bridge_run *run,
                                       struct weighbridge_test_result *t)
{
    const struct weighbridge_step *step = &run->plan->steps[run->step];
    const struct json *in;
    struct weighing_outcome o;
    struct weighing *w;
    size_t row = step->first;
    qh_status rc = QH_OK;

    if (t->missing_n || bridge_quick_outputs(run))
        return QH_OK;
    w = bridge_own(run, 0);
    in = json_member(step->test->node, "inputs");
    for (const struct json *i = in ? in->first : NULL; i && !rc; i = i->next, row++)
        rc = weighing_set_name(w, json_str(i, "id", ""), run->in->rows[row].read[0].value,
                               run->err);
    for (size_t i = 0; !rc && i < step->test->outputs_n; i++) {
        rc = weighing_output(w, step->test, i, &o, run->err);
        if (rc || o.pass != PASS_NO)
            continue;
        t->verdict = VERDICT_FAIL;
        t->has_worst = true;
        t->worst_row = step->first;
        t->value = o.value;
        t->limit = o.limit;
        t->has_limit = o.has_limit;
    }
    return rc;
}

/* The worst row so far into the test's result. */
static void show_worst(struct bridge_run *run, struct weighbridge_test_result *t)
{
    const struct weighbridge_row_result *rr = &run->r->rows[t->worst_row];

    if (!run->worst.known)
        return;
    run->worst.known = false;
    t->has_worst = true;
    t->value = rr->value;
    t->limit = rr->limit;
    t->has_limit = true;
}

/* A row that the quick way has judged: is_worse() in its numbers, of at most 10^15. */
static void take_quick(struct bridge_run *run, struct weighbridge_test_result *t,
                       size_t row)
{
    const struct bridge_worst next = {true, run->quick_value, run->quick_limit};
    const struct bridge_worst *worst = &run->worst;
    const struct weighbridge_row_result *rr = &run->r->rows[row];
    bool worse = !t->has_worst;

    if (rr->verdict == VERDICT_FAIL)
        t->verdict = VERDICT_FAIL;
    if (!rr->has_limit)
        return;
    if (worst->known && worst->limit == next.limit)
        worse = next.size > worst->size;
    else if (worst->known)
        worse = (qh_i128)next.size * worst->limit > (qh_i128)worst->size * next.limit;
    else if (t->has_worst)
        worse = is_worse(t, rr);
    if (!worse)
        return;
    t->worst_row = row;
    run->worst = next;
}

static void take_row(struct bridge_run *run, struct weighbridge_test_result *t,
                     size_t row, bool worst)
{
    const struct weighbridge_row_result *rr = &run->r->rows[row];

    if (rr->questions)
        for (int q = 0; q < ASK_QUESTIONS; q++)
            t->open_n += (rr->questions >> q) & 1u;
    if (rr->verdict == VERDICT_FAIL)
        t->verdict = VERDICT_FAIL;
    else if (rr->verdict == VERDICT_INCOMPLETE && t->verdict != VERDICT_FAIL)
        t->verdict = VERDICT_INCOMPLETE;
    if (!worst || !rr->judged || !rr->has_limit || !is_worse(t, rr))
        return;
    t->has_worst = true;
    t->worst_row = row;
    t->value = rr->value;
    t->limit = rr->limit;
    t->has_limit = true;
}

/* A gate that fails says nothing against the instrument: the record is incomplete. */
static void settle(struct bridge_run *run, struct weighbridge_test_result *t)
{
    const struct weighbridge_step *step = &run->plan->steps[run->step];
    bool gate = step->test->fail_is_incomplete;

    if (t->verdict == VERDICT_FAIL && gate) {
        bool has = t->has_worst;

        t->verdict = VERDICT_INCOMPLETE;
        bridge_reason(run, str_format(run->arena, "weighbridge.%s", step->id),
                      run->plan->rows_n,
                      has ? dec_text_short(run->arena, t->value) : NULL,
                      has && t->has_limit ? dec_text_short(run->arena, t->limit) : NULL);
    }
    if (t->verdict == VERDICT_FAIL)
        run->r->failed_n++;
    else if (t->missing_n || t->open_n)
        t->verdict = VERDICT_INCOMPLETE;
    if (t->verdict == VERDICT_INCOMPLETE)
        run->blocks++;
    run->r->missing_n += t->missing_n;
    run->r->open_n += t->open_n;
}

/* One row in exact decimals. */
QH_MUST static qh_status judge_by_rules(struct bridge_run *run, enum edition_plan plan,
                                        size_t row)
{
    bool read = weighbridge_is_read(run->plan, run->in, row);
    qh_status rc;

    if (!read) {
        bool needed = run->plan->rows[row].required;

        run->r->rows[row].verdict = needed ? VERDICT_INCOMPLETE : VERDICT_NONE;
        run->r->tests[run->step].missing_n += needed;
    }
    rc = bridge_ask(run, row);
    return rc || !read ? rc : judge_row(run, plan, row);
}

qh_status bridge_judge_step(struct bridge_run *run)
{
    const struct weighbridge_step *step = &run->plan->steps[run->step];
    struct weighbridge_test_result *t = &run->r->tests[run->step];
    size_t index = (size_t)(step->test - run->plan->reg->tests);
    enum edition_plan plan = run->b->w->ed->tests[index].plan;
    bool spread = plan == PLAN_GATE || plan == PLAN_REPEATABILITY;
    size_t end = step->first + step->n;
    qh_status rc = QH_OK;

    t->verdict = VERDICT_PASS;
    for (size_t row = step->first; row < end; row++) {
        if (bridge_quick_row(run, plan, row)) {
            take_quick(run, t, row);
            continue;
        }
        show_worst(run, t);
        rc = judge_by_rules(run, plan, row);
        if (rc)
            return rc;
        take_row(run, t, row, !spread);
    }
    show_worst(run, t);
    if (spread)
        rc = judge_spread(run, t);
    else if (plan == PLAN_INPUTS)
        rc = judge_formula(run, t);
    if (rc)
        return rc;
    if (plan == PLAN_ZERO && run->r->rows[step->first].judged) {
        run->r->has_e0 = true;
        run->r->e0 = run->r->rows[step->first].error;
    }
    if (plan == PLAN_TARE && run->r->rows[step->first].judged) {
        run->has_tare_error = true;
        run->tare_error = run->r->rows[step->first].error;
    }
    settle(run, t);
    return QH_OK;
}
