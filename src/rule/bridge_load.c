/* Which weights are on board, what loads they make, and at which loads to test. */
#include "rule/bridge.h"

#include <stdlib.h>
#include <string.h>

/* 1000 t in mg: sums of 400 entries stay far below the end of int64. */
static const int64_t MG_MAX = 1000000000000000;

qh_status bridge_mg(const struct bridge *b, struct dec mass, int64_t *out,
                    struct qh_error *err)
{
    struct dec mg;
    qh_status rc;

    rc = dec_mul(mass, dec_scaled(1, b->w->ins.unit + 6), &mg);
    if (!rc)
        rc = dec_to_int(mg, out);
    if (rc || *out > MG_MAX || *out < 0)
        return qh_fail(err, QH_RANGE, "weighbridge.range", "",
                       "a mass is no whole number of milligrams up to 1000 t");
    return QH_OK;
}

size_t bridge_part_of(const struct bridge *b, struct dec load)
{
    size_t i = 0;

    while (i + 1 < b->parts_n && dec_compare(load, b->parts[i].max) > 0)
        i++;
    return i;
}

struct dec bridge_mass(const struct bridge *b, int64_t mg)
{
    return dec_normal(dec_scaled(mg, -6 - b->w->ins.unit));
}

static int heavier_first(const void *a, const void *b)
{
    const struct bridge_weight *x = a;
    const struct bridge_weight *y = b;
    int order = -dec_compare(x->in->nominal, y->in->nominal);

    return order ? order : strcmp(x->in->class_name, y->in->class_name);
}

/* A limit of the edition for a nominal value that the table does not have. */
static bool find_extra(const struct edition *ed, const struct weighbridge_weight *w,
                       struct dec *out)
{
    for (size_t i = 0; i < ed->extra_n; i++)
        if (str_equal(ed->extra[i].class_name, w->class_name) &&
            !dec_compare(ed->extra[i].nominal, w->nominal)) {
            *out = ed->extra[i].mpe;
            return true;
        }
    return false;
}

/* Limit of one piece: of its certificate where that counts, else of the table, else of
 * the edition. */
QH_MUST static qh_status find_limit(struct bridge_maker *m, struct bridge_weight *to)
{
    struct dec kg = to->in->mpe;
    qh_status rc;

    to->has_mpe = to->in->has_mpe && bridge_counts_certificate(m->plan->in, to->in);
    if (!to->has_mpe)
        to->has_mpe =
            weights_mpe(m->plan->weights_table, to->in->class_name, to->in->nominal, &kg);
    if (!to->has_mpe)
        to->has_mpe = find_extra(m->b->w->ed, to->in, &kg);
    if (!to->has_mpe)
        return QH_OK;
    rc = dec_mul(kg, dec_scaled(1, -m->b->w->ins.unit), &to->mpe);
    return rc ? qh_fail(m->err, rc, "weighbridge.range", "weights", "a limit") : rc;
}

/* Equal entries become one. */
QH_MUST static qh_status gather(struct bridge_maker *m)
{
    const struct weighbridge_input *in = m->plan->in;
    struct bridge *b = m->b;

    for (size_t i = 0; i < in->weights_n; i++) {
        const struct weighbridge_weight *w = &in->weights[i];
        size_t k = 0;

        if (!w->class_name || dec_sign(w->nominal) <= 0 || w->count < 0 ||
            w->count > 10000)
            return qh_fail(m->err, QH_INVALID, "weighbridge.weights", "weights",
                           "class, nominal value above zero and count are due");
        while (k < b->kinds && (dec_compare(b->weights[k].in->nominal, w->nominal) ||
                                !str_equal(b->weights[k].in->class_name, w->class_name)))
            k++;
        if (k == PICK_KINDS_MAX)
            return qh_fail(m->err, QH_LIMIT, "weighbridge.weights", "weights",
                           "more than %d kinds of weights", PICK_KINDS_MAX);
        if (k == b->kinds)
            b->weights[b->kinds++] = (struct bridge_weight){.in = w};
        b->weights[k].count += w->count;
    }
    qsort(b->weights, b->kinds, sizeof *b->weights, heavier_first);
    return QH_OK;
}

/* Are there e of small weights for each part? */
static bool has_small(const struct bridge *b, const int64_t *small_mg)
{
    for (size_t i = 0; i < b->parts_n; i++) {
        int64_t sum = 0;

        for (size_t k = 0; k < b->kinds; k++)
            if (b->pick[k].mg <= small_mg[i])
                sum += b->pick[k].mg * b->pick[k].count;
        if (sum < 10 * small_mg[i])
            return false;
    }
    return true;
}

/* Fills the weights in mg with their limits. */
QH_MUST static qh_status weigh_pieces(struct bridge_maker *m)
{
    struct bridge *b = m->b;
    qh_status rc;

    for (size_t k = 0; k < b->kinds; k++) {
        struct dec mg;

        if (dec_mul(b->weights[k].in->nominal, dec_scaled(1, 6), &mg) ||
            dec_to_int(mg, &b->pick[k].mg) || b->pick[k].mg > MG_MAX / 10000)
            return qh_fail(m->err, QH_INVALID, "weighbridge.weights", "weights",
                           "a nominal value is no whole number of milligrams");
        b->pick[k].count = b->weights[k].count;
        rc = find_limit(m, &b->weights[k]);
        if (rc)
            return rc;
    }
    return QH_OK;
}

qh_status bridge_weights(struct bridge_maker *m)
{
    struct bridge *b = m->b;
    int64_t small_mg[WEIGHBRIDGE_PARTS_MAX] = {0};
    int64_t zero_mg;
    qh_status rc = gather(m);

    for (size_t i = 0; !rc && i < b->parts_n; i++)
        rc = bridge_mg(b, b->parts[i].small, &small_mg[i], m->err);
    if (!rc)
        rc = weigh_pieces(m);
    if (rc)
        return rc;
    zero_mg = 10 * small_mg[0] * 10; /* 10 e and more is a standard weight */
    for (size_t k = 0; k < b->kinds; k++) {
        if (b->pick[k].mg >= zero_mg)
            b->main_n = k + 1;
        if (b->pick[k].mg > small_mg[b->parts_n - 1])
            b->load_n = k + 1;
    }
    b->stage_mg = pick_total(b->pick, b->main_n);
    b->has_small = has_small(b, small_mg);
    return QH_OK;
}

bool bridge_place(const struct bridge *b, int64_t target, bool up,
                  struct bridge_load *out)
{
    int64_t part = target;

    memset(out, 0, sizeof *out);
    if (target <= 0)
        return false;
    if (b->stage_mg < b->max_mg && b->stage_mg > 0) {
        out->stage = (int)((target - 1) / b->stage_mg);
        part = target - out->stage * b->stage_mg;
    }
    out->placed = up ? pick_above(b->pick, b->load_n, part, out->counts)
                     : pick_below(b->pick, b->load_n, part, out->counts);
    out->total = out->placed + out->stage * b->stage_mg;
    out->makes_stage =
        out->placed == b->stage_mg && out->total < b->reach_mg && b->stage_mg < b->max_mg;
    return out->placed > 0;
}

/* ---- points ---- */

enum { POINTS_MAX = 64 };

struct point_list {
    struct bridge_load loads[POINTS_MAX];
    bool fixed[POINTS_MAX]; /* Min, Max and stages stay; the others may be too near */
    size_t n;
};

static bool is_near(int64_t a, int64_t b, int64_t room)
{
    return (a > b ? a - b : b - a) <= room;
}

/* Adds a load unless an equal one is there or, if it may go, one that is near. */
static void add_load(struct point_list *l, const struct bridge_load *load, bool fixed,
                     int64_t room)
{
    for (size_t i = 0; i < l->n; i++) {
        if (l->loads[i].total == load->total) {
            l->fixed[i] = l->fixed[i] || fixed;
            return;
        }
        if (!fixed && is_near(l->loads[i].total, load->total, room))
            return;
    }
    if (l->n == POINTS_MAX)
        return;
    l->loads[l->n] = *load;
    l->fixed[l->n++] = fixed;
}

/* A load that is looked for: up to the next the weights make, or down. */
struct target {
    struct dec load;
    bool up;
    int64_t room;
};

/* Adds a load, if it lies between Min and what can be reached. */
QH_MUST static qh_status add_mass(struct bridge_maker *m, struct point_list *l,
                                  const struct target *t)
{
    const struct weighing *w = m->b->w;
    struct bridge_load load;
    struct dec v = t->load;
    int64_t mg;
    qh_status rc;

    if (dec_compare(v, w->ins.max) > 0 || dec_compare(v, w->ins.min) < 0)
        return QH_OK;
    rc = dec_mul(v, dec_scaled(1, w->ins.unit + 6), &v);
    if (!rc)
        rc = dec_round_to(v, 0, DEC_DOWN, &v);
    if (!rc)
        rc = dec_to_int(v, &mg);
    if (rc)
        return qh_fail(m->err, rc, "weighbridge.range", "points", "a load does not fit");
    if (mg > m->b->reach_mg)
        mg = m->b->reach_mg;
    if (bridge_place(m->b, mg, t->up, &load))
        add_load(l, &load, t->up || mg == m->b->reach_mg, t->room);
    return QH_OK;
}

QH_MUST static qh_status add_target(struct bridge_maker *m, struct point_list *l,
                                    const struct expr *e, bool up, int64_t room)
{
    struct target t = {.up = up, .room = room};
    qh_status rc = expr_eval(e, &m->b->w->scope, &t.load, m->err);

    return rc ? rc : add_mass(m, l, &t);
}

/* Where the limit changes, part by part; the end of a part is such a load too. */
QH_MUST static qh_status add_edges(struct bridge_maker *m, struct point_list *l,
                                   const struct limit *limit, int64_t room)
{
    const struct bridge *b = m->b;
    const struct limit *steps;
    qh_status rc = QH_OK;

    for (size_t p = 0; limit && p < b->parts_n; p++) {
        const struct bridge_part *part = &b->parts[p];

        limit_steps(limit, &part->w->scope, &steps);
        for (size_t i = 0; steps && i < steps->cases_n; i++) {
            struct target t = {.room = room};

            if (!steps->cases[i].le)
                continue;
            rc = expr_eval(steps->cases[i].le, &part->w->scope, &t.load, m->err);
            if (!rc && bridge_part_of(b, t.load) == p)
                rc = add_mass(m, l, &t);
            if (rc)
                return rc;
        }
        if (p + 1 < b->parts_n)
            rc = add_mass(m, l, &(struct target){.load = part->max, .room = room});
        if (rc)
            return rc;
    }
    return rc;
}

static int lighter_first(const void *a, const void *b)
{
    const struct bridge_load *x = a;
    const struct bridge_load *y = b;

    return (x->total > y->total) - (x->total < y->total);
}

/* One load for each stage that has to be substituted. */
static void add_stages(const struct bridge *b, struct point_list *l)
{
    struct bridge_load load;

    if (b->stage_mg <= 0)
        return;
    for (int64_t mg = b->stage_mg; mg < b->reach_mg && b->stage_mg < b->max_mg;
         mg += b->stage_mg)
        if (bridge_place(b, mg, false, &load))
            add_load(l, &load, true, 0);
}

/* Loads that may go and lie near one that stays. */
static void drop_near(struct point_list *l, int64_t room)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        bool near = false;

        for (size_t j = 0; j < l->n && !l->fixed[i]; j++)
            near = near ||
                   (l->fixed[j] && is_near(l->loads[i].total, l->loads[j].total, room));
        if (near)
            continue;
        l->loads[n] = l->loads[i];
        l->fixed[n++] = l->fixed[i];
    }
    l->n = n;
}

qh_status bridge_points(struct bridge_maker *m, const struct edition_points *p,
                        bool stages, struct bridge_load **out, size_t *out_n)
{
    struct point_list *l = ARENA_NEW(m->arena, struct point_list);
    int64_t least = 0;
    int64_t room = 0;
    struct dec near;
    qh_status rc = QH_OK;

    if (dec_mul(p->near, m->b->w->ins.max, &near) ||
        dec_mul(near, dec_scaled(1, m->b->w->ins.unit + 6), &near) ||
        dec_round_to(near, 0, DEC_DOWN, &near) || dec_to_int(near, &room))
        room = 0;
    (void)!dec_to_int(m->b->w->ed->settings[SET_POINTS_LEAST], &least);
    if (stages)
        add_stages(m->b, l);
    if (p->min)
        rc = add_target(m, l, p->min, true, 0);
    if (!rc)
        rc = add_edges(m, l, p->edges_of, room);
    for (size_t i = 0; !rc && i < p->loads_n; i++)
        rc = add_target(m, l, p->loads[i], false, room);
    drop_near(l, room);
    for (size_t i = 0; !rc && i < p->spare_n && (int64_t)l->n < least; i++)
        rc = add_target(m, l, p->spare[i], false, room);
    if (rc)
        return rc;
    qsort(l->loads, l->n, sizeof *l->loads, lighter_first);
    *out = l->loads;
    *out_n = l->n;
    return QH_OK;
}
