/* supervise_tell.h - who hears of an act of supervision. */
#pragma once

#include "domain/ctx.h"

struct supervise_told {
    const char *kind; /* remind | urge | escalate | supervise | supervise_reply |
                         supervise_return | supervise_close */
    const char *demand_id;
    const char *person_id; /* named person; NULL: those of the demand */
    const char *office_id; /* addressee of an order; NULL: that of the demand */
    int64_t due_ms;        /* the limit it is about; 0: none */
};

/* Tells them, in the transaction of the act. */
QH_MUST qh_status supervise_tell(struct ctx *c, const struct supervise_told *t);
