#include "rule/bridge_trace.h"

struct weighing *bridge_trace_own(struct bridge_tracer *tr)
{
    struct trace_part *p = &tr->parts[tr->part];
    struct arena *a = tr->t.arena;

    if (!p->own) {
        p->own = ARENA_NEW(a, struct weighing);
        *p->own = *p->w;
        scope_init(&p->own->scope, a, p->w->scope.names, p->w->scope.slots);
    }
    for (size_t i = 0; i < NOWS; i++)
        if (p->now[i])
            scope_set(&p->own->scope, p->slots[i], *p->now[i]);
    return p->own;
}

/* ---- formulas of the edition ---- */

enum trace_now bridge_trace_now(const struct trace_part *p, uint32_t slot)
{
    size_t i = 0;

    while (i < NOWS && p->slots[i] != slot)
        i++;
    return (enum trace_now)i;
}

/* Keeps it for the next row, unless some name has no number: it may have one then. */
static void keep_formula(struct bridge_tracer *tr, const char *name, const struct expr *e,
                         const struct trace_record *r)
{
    struct trace_known *f = &tr->formulas[tr->formulas_n];
    uint32_t slots[OPERANDS_MAX];

    if (!BRIDGE_QUICK || tr->formulas_n == FORMULAS_MAX ||
        r->form->numbers_n == OPERANDS_MAX ||
        expr_slots(e, slots, OPERANDS_MAX) != r->form->numbers_n)
        return;
    *f = (struct trace_known){.e = e, .name = name, .part = tr->part, .first = r};
    for (size_t i = 0; i < r->form->numbers_n; i++)
        f->from[i] = bridge_trace_now(&tr->parts[tr->part], slots[i]);
    tr->formulas_n++;
}

/* By what bridge_trace_set() and the plan put in. */
void bridge_trace_formula(struct bridge_tracer *tr, const char *name,
                          const struct expr *e, const struct dec *value,
                          const char *clause)
{
    const struct trace_known *f = tr->formulas;
    const struct trace_known *end = f + tr->formulas_n;
    const struct dec *const *now = tr->parts[tr->part].now;
    struct trace_record *r;

    while (f < end && (f->e != e || f->name != name || f->part != tr->part))
        f++;
    if (f == end) {
        r = trace_expr(&tr->t, name, e, &bridge_trace_own(tr)->scope, *value, clause);
        keep_formula(tr, name, e, r);
        return;
    }
    r = trace_add(&tr->t, f->first->form);
    r->value.number = value;
    for (size_t i = 0; i < f->first->form->numbers_n; i++)
        r->of[i] =
            f->from[i] < NOWS && now[f->from[i]] ? now[f->from[i]] : f->first->of[i];
}

/* ---- limits ---- */

void bridge_trace_limit(struct bridge_tracer *tr, const char *name,
                        const struct dec *value, const struct limit *l, size_t step)
{
    const struct trace_part *p = &tr->parts[tr->part];
    struct trace_key key = {p->w->scope.names->list[p->slots[NOW_LOAD]].p,
                            p->now[NOW_LOAD]};
    const struct quick *q = tr->plan->general ? NULL : tr->b->quick;
    struct trace_way way = {.l = l, .name = name, .part = tr->part, .band = -1};

    if (key.value)
        way.band =
            bridge_quick_band(q, &(struct quick_at){step, tr->part, *key.value, *value});
    for (size_t i = 0; BRIDGE_QUICK && way.band >= 0 && i < tr->ways_n; i++) {
        const struct trace_way *w = &tr->ways[i];

        if (w->l == l && w->name == name && w->part == way.part && w->band == way.band) {
            trace_limit_again(&tr->t, w->from, w->n, value, &key);
            return;
        }
    }
    way.from = trace_here(&tr->t);
    way.n = -tr->t.n;
    trace_limit(&tr->t, name, *value, l, &bridge_trace_own(tr)->scope);
    way.n += tr->t.n;
    if (way.band >= 0 && tr->ways_n < LIMITS_MAX)
        tr->ways[tr->ways_n++] = way;
}
