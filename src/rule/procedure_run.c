#include "rule/procedure_run.h"

#include <string.h>

void judge_note(struct judging *j, const char *key, const char *row, const char *arg0,
                const char *arg1)
{
    struct procedure_result *r = j->out;

    if (r->reasons_n == j->reasons_cap) {
        size_t cap = j->reasons_cap ? 2 * j->reasons_cap : 16;
        struct weighbridge_note *more =
            ARENA_ARRAY(j->arena, cap, struct weighbridge_note);

        if (r->reasons_n)
            memcpy(more, r->reasons, r->reasons_n * sizeof *more);
        r->reasons = more;
        j->reasons_cap = cap;
    }
    r->reasons[r->reasons_n++] = (struct weighbridge_note){
        .key = key, .row = row, .reading = "", .args = {arg0, arg1}};
}
