/* demand_scope.h - whose demands an actor may see, as the queries of lists take it. */
#pragma once

#include "domain/ctx.h"

struct demand_scope {
    const char *enterprise; /* only this one's; NULL: no such limit */
    const char *office;     /* "" for none */
    const char *person;     /* "" for none */
    int64_t scoped;         /* 1: only those of office or person; 0: all */
    int64_t booked;         /* 1: those with a booking, too */
};

/* The rules of demand.h. */
struct demand_scope demand_scope(const struct ctx *c);
