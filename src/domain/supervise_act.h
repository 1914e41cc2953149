/* supervise_act.h - one act: the entry in the demand's history and the row beside it; for
 * supervise*.c only. */
#pragma once

#include "domain/demand_row.h"

struct supervise_act {
    const char *kind;     /* action in the history */
    int64_t level;        /* of an escalation, else 0 */
    bool of_limit;        /* it is about the running limit */
    const char *order_id; /* or NULL */
    const char *note;     /* or NULL */
    const char *data;     /* members of a JSON object, without braces; or NULL */
};

/* Appends and saves; d is as loaded. */
QH_MUST qh_status supervise_append(struct ctx *c, struct demand_row *d,
                                   const struct supervise_act *a);
/* QH_INVALID key, field: blank or more than SUPERVISE_NOTE_MAX characters. */
QH_MUST qh_status supervise_check_text(struct ctx *c, const char *key, const char *field,
                                       const char *text);
/* Right RIGHT_SUPERVISE_WRITE, and the demand has not ended. */
QH_MUST qh_status supervise_may(struct ctx *c, const struct demand_row *d);
