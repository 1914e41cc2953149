/* demand_course.h - what the handling office does between acceptance and answer: contact,
 * plan, interim replies, pauses, the one extension.
 *
 * The rules, right and version of demand.h hold for all of it.  Clocks: demand_promise.h.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

/* Somebody of the bureau spoke with the enterprise; any open state before DONE.  way:
 * phone | visit | message.  QH_INVALID "demand.way". */
QH_MUST qh_status demand_contact(struct ctx *c, const char *id, int64_t version,
                                 const char *way, const char *note);
/* How and by when it will be solved; the enterprise reads it.  WIP EXT MTG FWD REDO. */
QH_MUST qh_status demand_propose(struct ctx *c, const char *id, int64_t version,
                                 const char *plan);
/* How far it is; the enterprise reads it.  WIP EXT MTG FWD REDO. */
QH_MUST qh_status demand_interim(struct ctx *c, const char *id, int64_t version,
                                 const char *text);

struct demand_pause {
    int64_t version;
    const char *reason; /* enterprise (its papers are awaited) | department (another one
                           must act first) | technical (a test or an expert's review) */
    const char *until_day; /* after today; then the clock runs again by itself */
    const char *note;      /* what is awaited; the enterprise reads it */
};

/* WIP EXT REDO: the clocks stand, so their ends move at once by the working days until
 * until_day.  All pauses of a demand together at most "demand.pause_max_wd".
 * QH_CONFLICT "demand.paused" (one lasts), "demand.overdue" (the limit is past);
 * QH_INVALID "demand.pause_reason", "demand.pause_until", "demand.pause_long". */
QH_MUST qh_status demand_pause(struct ctx *c, const char *id,
                               const struct demand_pause *in);
/* Before its announced end; the clocks move back.  QH_CONFLICT "demand.not_paused". */
QH_MUST qh_status demand_resume(struct ctx *c, const char *id, int64_t version,
                                const char *note);

/* WIP: the handling office asks for `days` more working days, once approved only, at
 * least one working day before the limit.  QH_CONFLICT "demand.extended",
 * "demand.extend_asked" (one is not decided yet), "demand.extend_late"; QH_INVALID
 * "demand.extend_days". */
QH_MUST qh_status demand_extend_ask(struct ctx *c, const char *id, int64_t version,
                                    const char *reason, int64_t days);
/* A leader decides before the limit, never who asked: WIP -> EXT, or refused with a
 * reason and WIP stays.  QH_CONFLICT "demand.not_asked", "demand.extend_late"; QH_DENIED
 * "demand.own_request". */
QH_MUST qh_status demand_extend_decide(struct ctx *c, const char *id, int64_t version,
                                       bool approve, const char *note);
