/* What a calibration certificate of a weighbridge states beside the error: a budget for
 * every load, from the same readings.  The names are those of the edition's "context";
 * one that the edition does not have is left out.
 *
 * [EURAMET cg-18 v4.0, 7] */
#include "rule/bridge_judge.h"
#include "rule/budget.h"
#include "rule/reckon.h"
#include "rule/stat.h"

enum { PLACEMENTS_MAX = 64 };

struct budgeting {
    struct bridge_run *run;
    struct budget_frame frame;
    bool ready; /* repeatability and eccentricity are there */
};

static void set(const struct budgeting *g, const char *name, struct dec v)
{
    int32_t slot = names_find(&g->frame.reg->names, text_of(name));

    if (slot >= 0)
        scope_set(g->frame.scope, (uint32_t)slot, v);
}

static enum edition_plan plan_of(const struct bridge_run *run, size_t step)
{
    const struct rule_test *t = run->plan->steps[step].test;

    return run->b->w->ed->tests[t - run->plan->reg->tests].plan;
}

/* s and n of the placements. */
QH_MUST static qh_status set_repeatability(struct budgeting *g, size_t step)
{
    const struct weighbridge_step *s = &g->run->plan->steps[step];
    struct dec p[PLACEMENTS_MAX];
    struct dec sd = dec_int(0);
    size_t n = 0;
    qh_status rc;

    for (size_t i = s->first; i < s->first + s->n && n < PLACEMENTS_MAX; i++)
        if (g->run->r->rows[i].judged)
            p[n++] = g->run->r->rows[i].p;
    g->ready = g->ready && n >= 2 && n == s->n;
    if (!g->ready)
        return QH_OK;
    rc = stat_compute(g->run->arena, STAT_SD, p, n, &sd, g->run->err);
    set(g, "s_rep", sd);
    set(g, "n_rep", dec_int((int64_t)n));
    return rc;
}

/* The greatest difference between two supports, and the least load it was found with. */
QH_MUST static qh_status set_eccentricity(struct budgeting *g, size_t step)
{
    const struct weighbridge_step *s = &g->run->plan->steps[step];
    const struct weighbridge_row_result *rows = g->run->r->rows;
    struct dec low = rows[s->first].value;
    struct dec high = low;
    struct dec load = rows[s->first].load;
    qh_status rc = QH_OK;

    for (size_t i = s->first; i < s->first + s->n; i++) {
        g->ready = g->ready && rows[i].judged && dec_sign(rows[i].load) > 0;
        if (dec_compare(rows[i].value, low) < 0)
            low = rows[i].value;
        if (dec_compare(rows[i].value, high) > 0)
            high = rows[i].value;
        if (dec_compare(rows[i].load, load) < 0)
            load = rows[i].load;
    }
    set(g, "ecc_diff", reckon_sub(&rc, high, low));
    set(g, "ecc_load", load);
    return rc;
}

/* Step of a reading at a load: the small weight with change-over points, else the
 * interval shown. */
static struct dec step_at(const struct budgeting *g, struct dec load)
{
    const struct bridge_part *part = &g->run->b->parts[bridge_part_of(g->run->b, load)];

    return dec_sign(g->run->plan->half) ? part->small : part->w->ins.shown_d;
}

QH_MUST static qh_status set_instrument(struct budgeting *g)
{
    const struct weighbridge_plan *plan = g->run->plan;
    bool has_repeatability = false;
    bool has_eccentricity = false;
    qh_status rc = QH_OK;

    set(g, "step0", step_at(g, dec_int(0)));
    for (size_t s = 0; !rc && s < plan->steps_n; s++) {
        enum edition_plan p = plan_of(g->run, s);

        has_repeatability = has_repeatability || p == PLAN_REPEATABILITY;
        has_eccentricity = has_eccentricity || p == PLAN_ECCENTRICITY;
        if (p == PLAN_REPEATABILITY)
            rc = set_repeatability(g, s);
        else if (p == PLAN_ECCENTRICITY)
            rc = set_eccentricity(g, s);
    }
    g->ready = g->ready && has_repeatability && has_eccentricity;
    return rc;
}

/* Says the input anything of certificates?  Else the edition's variables stand. */
static bool may_certify(const struct budgeting *g)
{
    for (size_t k = 0; k < g->run->b->kinds; k++)
        if (g->run->b->weights[k].certified)
            return true;
    return false;
}

/* Were all weights of the row taken at the values of their certificates?  Not if the
 * officer placed others than planned. */
static bool certified(const struct budgeting *g, size_t row)
{
    return g->run->b->rows[row].certified && !g->run->in->rows[row].placed.given;
}

QH_MUST static qh_status set_row(struct budgeting *g, size_t row)
{
    const struct weighbridge_row *pr = &g->run->plan->rows[row];
    const struct weighbridge_row_result *rr = &g->run->r->rows[row];
    struct dec squares = dec_int(0);
    struct dec tol = dec_int(0);
    qh_status rc;

    rc = bridge_sum_mpe(g->run, row, &tol);
    for (int s = 0; s < pr->stage; s++)
        squares = reckon_add(&rc, squares, reckon_square(&rc, g->run->r->stages[s].p));
    scope_set(g->frame.scope, SLOT_P, rr->load);
    set(g, "shown", rr->p);
    set(g, "m_n", rr->load);
    set(g, "step", step_at(g, rr->load));
    set(g, "tol", tol);
    if (may_certify(g)) {
        set(g, "certified", dec_int(certified(g, row)));
        set(g, "cert_u", g->run->b->rows[row].sum_u);
        set(g, "cert_k", dec_int(2));
    }
    set(g, "stages", dec_int(pr->stage));
    set(g, "sub_i2", squares);
    g->frame.row = pr->key;
    g->frame.index = row;
    g->frame.value = rr->value;
    return rc;
}

QH_MUST static qh_status add_row(struct budgeting *g, const struct budget_template *t,
                                 size_t row)
{
    struct weighbridge_result *r = g->run->r;
    qh_status rc;

    if (!r->rows[row].judged || g->run->plan->rows[row].form != ROW_LOAD ||
        g->run->b->rows[row].no_limit)
        return QH_OK;
    rc = set_row(g, row);
    if (!rc)
        rc = budget_of_template(&g->frame, t, &r->budgets[r->budgets_n]);
    if (!rc)
        r->budgets_n++;
    return rc;
}

qh_status bridge_budgets(struct bridge_run *run)
{
    const struct regulation *reg = run->plan->reg;
    size_t templates = budget_template_count(reg);
    struct budgeting g = {.run = run, .ready = true};
    qh_status rc;

    if (!templates || (run->plan->in->kind != WEIGHBRIDGE_CALIBRATION &&
                       run->plan->in->decision == BRIDGE_NO_DECISION))
        return QH_OK;
    g.frame = (struct budget_frame){.arena = run->arena,
                                    .reg = reg,
                                    .scope = &bridge_own(run, 0)->scope,
                                    .err = run->err};
    run->r->budgets =
        ARENA_ARRAY(run->arena, templates * run->plan->rows_n, struct budget *);
    rc = budget_claims(&g.frame, run->plan->in->claims);
    if (!rc)
        rc = set_instrument(&g);
    for (size_t i = 0; !rc && g.ready && i < templates; i++) {
        const struct budget_template *t = budget_template_at(reg, i);

        for (size_t s = 0; !rc && s < run->plan->steps_n; s++) {
            const struct weighbridge_step *step = &run->plan->steps[s];

            if (!str_equal(step->id, budget_template_test(t)))
                continue;
            for (size_t k = step->first; !rc && k < step->first + step->n; k++)
                rc = add_row(&g, t, k);
        }
    }
    return rc;
}
