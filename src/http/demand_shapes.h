/* demand_shapes.h - the JSON of demands, shared by the addresses that answer with them.
 */
#pragma once

#include "domain/demand.h"
#include "domain/demand_find.h"
#include "domain/demand_list.h"
#include "http/api.h"

enum { DEMAND_ITEM_FIELDS = 27, DEMAND_DETAIL_FIELDS = 56, PROPOSAL_FIELDS = 8 };

extern const struct json_field MATCH_PROPOSAL_OUT[PROPOSAL_FIELDS];
extern const struct json_field DEMAND_ITEM_OUT[DEMAND_ITEM_FIELDS];
extern const struct json_field DEMAND_DETAIL_OUT[DEMAND_DETAIL_FIELDS];

/* 200 (or status) with the whole demand. */
QH_MUST qh_status demand_reply(struct ctx *c, struct res *rs, int status, const char *id);
