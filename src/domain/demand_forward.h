/* demand_forward.h - a demand that another side solves: an outside department, a county's
 * bureau, the province.
 *
 * One officer here stays responsible until the reply is in; the other side confirms the
 * receipt within "demand.receipt_wd" working days; "done" needs its reply, dated and
 * attached [states.csv FWD, operations.md 4.1 and 8].  The rules of demand.h hold.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct demand_transfer {
    int64_t version;
    const char *to;              /* department | county | province */
    const char *department_code; /* of a department; else NULL */
    const char *division_code;   /* of a county: the division; else NULL */
    const char *officer_id; /* who stays responsible here; NULL: who handles it, or else
                               who transfers it */
    const char *note;
};

/* TRI WIP EXT MTG -> FWD by the desk or a leader; the enterprise is told.  QH_INVALID
 * "demand.forward_to", "demand.department", "demand.division", "demand.handler". */
QH_MUST qh_status demand_transfer(struct ctx *c, const char *id,
                                  const struct demand_transfer *in);
/* The other side has it; received_by: a name there.  QH_CONFLICT "demand.received" (said
 * before). */
QH_MUST qh_status demand_forward_receipt(struct ctx *c, const char *id, int64_t version,
                                         const char *received_by);

struct forward_reply {
    int64_t version;
    const char *day;           /* the date that the reply bears, not after today */
    const char *number;        /* of the document; "" if it has none */
    const char *text;          /* what it says, 1 to 1000 characters */
    const char *attachment_id; /* of the demand (attachment.h) */
};

/* FWD stays; a later reply replaces the one before, which the history keeps.  It confirms
 * the receipt, too.  QH_INVALID "demand.reply_day", "demand.reply_attachment". */
QH_MUST qh_status demand_forward_reply(struct ctx *c, const char *id,
                                       const struct forward_reply *in);

/* ---- for demand*.c ---- */

struct demand_row;
/* QH_CONFLICT "demand.no_reply": the other side has not replied. */
QH_MUST qh_status forward_need_reply(struct ctx *c, const struct demand_row *d);
