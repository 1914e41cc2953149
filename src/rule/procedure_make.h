/* procedure_make.h - a plan being made; used by the files procedure*.c only. */
#pragma once

#include "rule/general.h"
#include "rule/procedure_plan.h"

struct make {
    struct arena *arena;
    const struct regulation *reg;
    const struct general *ed;
    struct procedure_plan *plan;
    struct scope scope;
    size_t rows_cap, steps_cap, notes_cap;
    struct qh_error *err;
};

/* Kind, grade and vars of the input, into the plan and the scope (procedure_input.c). */
QH_MUST qh_status make_input(struct make *m, const struct json *input);
/* Matches the standards on hand with what the edition wants (procedure_input.c). */
QH_MUST qh_status make_standards(struct make *m, const struct json *input);

/* A scope with the plan's vars and grade, for judging. */
void procedure_scope(struct arena *a, const struct procedure_plan *plan, struct scope *s);

/* Is it for this kind of verification and these parameters? */
bool make_applies(struct make *m, unsigned kinds, const struct json *when);
void make_note(struct make *m, const char *key, const char *row, const char *arg0,
               const char *arg1);
QH_MUST qh_status make_row(struct make *m, struct procedure_row row);
struct procedure_step *make_step(struct make *m, struct procedure_step step);
/* The steps and rows of test i (procedure_rows.c). */
QH_MUST qh_status make_test_steps(struct make *m, size_t i);
/* One quantity with a row of its own: "<prefix>.<id>". */
QH_MUST qh_status make_ask_row(struct make *m, const struct general_ask *a,
                               const char *prefix, bool required, const void *of);
