/* demand_bulk.h - one act on many rows of the ledger.
 *
 * Each row stands for itself: one that fails is undone by itself and said, the others go
 * on.  Only a failure of the store ends the whole.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

enum { DEMAND_BULK_MAX = 200 };

struct demand_bulk_row {
    const char *id;
    int64_t version; /* as it was read; for urging it does not matter */
};

struct demand_bulk {
    const char *action;    /* assign | urge */
    const char *office_id; /* assign: to whom */
    const char *note;      /* urge: the words; assign: or NULL */
    const struct demand_bulk_row *rows;
    size_t n; /* 1 to DEMAND_BULK_MAX, each demand once */
};

struct demand_bulk_result {
    const char *id;
    bool done;
    const char *key;   /* error key, "" where it was done */
    const char *title; /* its wording, filled in by http */
};

/* *out: struct demand_bulk_result, in the order of the rows.  QH_INVALID
 * "demand.bulk_rows" (none, too many, one twice), "demand.bulk_action", "demand.office"
 * (assign without one). */
QH_MUST qh_status demand_bulk(struct ctx *c, const struct demand_bulk *in,
                              struct json_list *out);
