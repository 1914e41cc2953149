#include "rule/procedure_make.h"

#include "rule/words.h"

#include <string.h>

bool make_applies(struct make *m, unsigned kinds, const struct json *when)
{
    return (kinds & (1u << m->plan->kind)) && when_holds(when, &m->scope);
}

/* An array that doubles. */
static void *grown(struct arena *a, const void *old, size_t n, size_t *cap, size_t size)
{
    void *more;

    *cap = *cap ? 2 * *cap : 16;
    more = arena_alloc(a, *cap, size);
    if (n)
        memcpy(more, old, n * size);
    return more;
}

void make_note(struct make *m, const char *key, const char *row, const char *arg0,
               const char *arg1)
{
    struct procedure_plan *p = m->plan;

    if (p->notes_n == m->notes_cap)
        p->notes = grown(m->arena, p->notes, p->notes_n, &m->notes_cap, sizeof *p->notes);
    p->notes[p->notes_n++] = (struct weighbridge_note){
        .key = key, .row = row, .reading = "", .args = {arg0, arg1}};
}

qh_status make_row(struct make *m, struct procedure_row row)
{
    struct procedure_plan *p = m->plan;

    if (p->rows_n == PROCEDURE_ROWS_MAX)
        return qh_fail(m->err, QH_LIMIT, "procedure.rows", "", "more than %d rows",
                       PROCEDURE_ROWS_MAX);
    if (p->rows_n == m->rows_cap)
        p->rows = grown(m->arena, p->rows, p->rows_n, &m->rows_cap, sizeof *p->rows);
    row.step = p->steps_n - 1;
    p->rows[p->rows_n++] = row;
    p->steps[row.step].n++;
    return QH_OK;
}

struct procedure_step *make_step(struct make *m, struct procedure_step step)
{
    struct procedure_plan *p = m->plan;

    if (p->steps_n == m->steps_cap)
        p->steps = grown(m->arena, p->steps, p->steps_n, &m->steps_cap, sizeof *p->steps);
    step.first = p->rows_n;
    p->steps[p->steps_n++] = step;
    return &p->steps[p->steps_n - 1];
}
