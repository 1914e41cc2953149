/* procedure_ask.c - readings that look wrong are asked back, never corrected. */
#include "rule/procedure_run.h"

const char *const PROCEDURE_QUESTIONS[] = {"not_multiple", "point_outside", "error_large",
                                           "condition_outside", NULL};

static void raise(struct judging *j, size_t row, enum procedure_question q, size_t want)
{
    struct procedure_row_result *r = &j->out->rows[row];

    if (!(r->asked & (1u << q)))
        r->asked_at[q] = want;
    r->asked |= 1u << q;
    if (!(j->in->rows[row].confirmed & (1u << q)))
        r->questions |= 1u << q;
}

/* The point that the officer says lies where the regulation wants one. */
static bool is_inside(const struct point *p, struct dec v)
{
    struct dec off;

    if (p->near)
        return !dec_sub(v, p->value, &off) && dec_compare(dec_abs(off), p->tol) <= 0;
    if (p->has_from && dec_compare(v, p->from) < 0)
        return false;
    return !p->has_to || dec_compare(v, p->to) <= 0;
}

static void ask_row(struct judging *j, size_t row)
{
    const struct procedure_row *r = &j->plan->rows[row];

    for (size_t i = 0; i < r->wants_n; i++) {
        const struct weighbridge_reading *got = &j->in->rows[row].read[i];
        const struct procedure_want *w = &r->wants[i];

        if (!got->given)
            continue;
        if (w->has_resolution && !dec_is_multiple(got->value, w->resolution))
            raise(j, row, PROCEDURE_NOT_MULTIPLE, i);
        if (r->point && !r->p && (str_equal(w->name, "p") || str_equal(w->name, "c")) &&
            !is_inside(r->point, got->value))
            raise(j, row, PROCEDURE_POINT, i);
    }
}

/* |end - start|, by the hour if the edition says so. */
static bool change_of(const struct judging *j, size_t row,
                      const struct general_condition *c, struct dec *out)
{
    const struct weighbridge_reading *r = j->in->rows[row].read;

    if (!r[0].given || !r[1].given || dec_sub(r[1].value, r[0].value, out))
        return false;
    *out = dec_abs(*out);
    if (!c->per_hour)
        return true;
    return r[2].given && dec_sign(r[2].value) > 0 && !dec_quot(*out, r[2].value, out);
}

static bool beyond(struct judging *j, const struct expr *e, struct dec v, int sign)
{
    struct dec edge;

    if (!e)
        return false;
    return expr_eval(e, &j->scope, &edge, NULL) || dec_compare(v, edge) * sign > 0;
}

bool condition_value(struct judging *j, size_t row, struct dec *value, bool *inside)
{
    const struct general_condition *c = j->plan->rows[row].of;
    const struct weighbridge_reading *r = j->in->rows[row].read;
    struct dec change;

    *inside = true;
    for (size_t i = 0; i < j->plan->rows[row].wants_n && i < (c->change ? 2u : 1u); i++) {
        if (!r[i].given)
            return false;
        if (beyond(j, c->min, r[i].value, -1) || beyond(j, c->max, r[i].value, 1))
            *inside = false;
    }
    *value = r[0].value;
    if (!c->change)
        return true;
    if (!change_of(j, row, c, &change))
        return false;
    if (beyond(j, c->change, change, 1))
        *inside = false;
    return true;
}

static void ask_condition(struct judging *j, size_t row)
{
    const struct general_condition *c = j->plan->rows[row].of;
    struct dec v;
    bool inside;

    if (c && !c->blocks && condition_value(j, row, &v, &inside) && !inside)
        raise(j, row, PROCEDURE_CONDITION, 0);
}

void ask_readings(struct judging *j)
{
    for (size_t i = 0; i < j->plan->rows_n; i++) {
        ask_row(j, i);
        ask_condition(j, i);
    }
}

void ask_value(struct judging *j, const struct procedure_value *v)
{
    int32_t slot = names_find(&j->plan->reg->names, TEXT("error_question"));
    struct value *factor = slot < 0 ? NULL : &j->scope.slots[slot];
    struct dec most;

    if (!factor || !v->has_limit || dec_sign(v->limit) <= 0 ||
        value_read(j->arena, factor, NULL) || factor->kind != VALUE_NUMBER ||
        v->found.judged.pass != PASS_NO || dec_mul(v->limit, factor->num, &most) ||
        dec_compare(dec_abs(v->found.judged.raw), most) <= 0)
        return;
    for (size_t i = 0; i < v->rows_n; i++) {
        const struct procedure_row *row = &j->plan->rows[v->rows[i]];

        if (row->form == FORM_ROW_READINGS || row->form == FORM_ROW_PAIR)
            raise(j, v->rows[i], PROCEDURE_ERROR_LARGE, row->wants_n - 1);
    }
}
