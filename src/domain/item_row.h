/* item_row.h - rows of versions; for item*.c only. */
#pragma once

#include "domain/item.h"
#include "store/sql_item.h"

struct item item_of_row(const struct sql_item_row *r);
/* QH_NOT_FOUND "item.not_found". */
QH_MUST qh_status item_load(struct ctx *c, const char *code, int64_t no,
                            struct item *out);
/* Today, as a day. */
const char *item_today(struct ctx *c);
/* QH_INVALID as item_edit(). */
QH_MUST qh_status item_check_wording(struct ctx *c, const char *code,
                                     const struct item_wording *w);
/* Makes the version the one in force.  state: published | withdrawn. */
QH_MUST qh_status item_apply(struct ctx *c, const struct item *it, const char *state);
/* The history of versions is kept under "ME02/3". */
const char *item_entity_id(struct ctx *c, const char *code, int64_t no);
