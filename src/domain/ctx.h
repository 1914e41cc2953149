/* ctx.h - what every function of the domain gets: memory, transaction, who, when.
 *
 * One struct ctx lives as long as one request, job or test.  The domain reads no clock
 * and draws no chance of its own: both come in here.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "domain/right.h"

#include <stdint.h>

struct app;      /* domain/app.h */
struct calendar; /* base/days.h */
struct rand;     /* base/rand.h */
struct tx;       /* store/store.h */
struct weights_table;

/* Who acts.  Nobody signed in: all NULL, rights those of the role public. */
struct actor {
    const char *person;     /* id */
    const char *name;       /* as written into the history */
    const char *office;     /* id; NULL for an enterprise contact */
    const char *enterprise; /* id; NULL unless an enterprise contact */
    uint64_t rights;        /* RIGHT_BIT()s */
};

struct ctx {
    struct arena *arena; /* goes whole when the reply is sent */
    struct tx *tx;       /* NULL outside a transaction (TX_NONE, TX_SELF) */
    const char *org;     /* of the actor; for the public that of the server */
    struct actor actor;
    int64_t now_ms; /* UTC; the same during the whole request */
    struct rand *rand;
    const struct calendar *calendar;
    const struct app *app; /* constants after start */
    /* Of the weighing procedure, for many records; NULL: read where needed. */
    const struct weights_table *weights;
    struct qh_error err; /* the first failure */
};

static inline bool ctx_can(const struct ctx *c, enum right r)
{
    return right_has(c->actor.rights, r);
}
