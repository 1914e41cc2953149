/* demand_token.h - the link by which an enterprise confirms without signing in.
 *
 * A token is 256 random bits and the instant until which it counts (the days to confirm
 * and then to reopen), in one text of the
 * URL's letters; the demand's row keeps its keyed hash, so that a stolen copy of the
 * database opens nothing, and neither part can be changed.  The key lies in the table
 * setting (org '', name 'confirm_key') and is made when first needed.
 */
#pragma once

#include "domain/demand_row.h"

/* Makes a token and puts its hash into the row: the one before is void. */
QH_MUST qh_status demand_token_make(struct ctx *c, struct demand_row *d,
                                    const char **out_token);
/* The demand of a token.  Sets c->org to the demand's: callers pass a copy of their
 * context. QH_NOT_FOUND "confirm.not_found": unknown, void or expired. */
QH_MUST qh_status demand_token_find(struct ctx *c, const char *token,
                                    struct demand_row *out);
