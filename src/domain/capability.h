/* capability.h - the smallest uncertainties that the laboratory may claim (CMC).
 *
 * A row belongs to one budget of one edition, to the whole laboratory or to one set of
 * standards, and holds from a day on, until a day or with no end.  Rows are added and
 * ended, never rewritten.  A record takes those that hold on the day it is opened into
 * its frozen input ("claims", rule/budget.h): its U is never below any of them, nor below
 * what the edition says.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/method.h"

enum {
    CAPABILITY_LIST_MAX = 1000,
    CAPABILITY_OF_MAX = 100, /* of one edition */
    CAPABILITY_BASIS_MAX = 200
};

/* U >= base + rate |x|, from_value <= x <= to_value; x is the name that it follows, by
 * default the point (rule/budget.h).  Decimals as text, in the unit of the budget. */
struct capability {
    const char *id;
    const char *regulation; /* "JJG 119-2018" */
    const char *budget;
    const char *set_id;   /* NULL: of the whole laboratory */
    const char *set_name; /* NULL with set_id */
    const char *base;
    const char *rate; /* NULL counts as 0 */
    const char *follows, *from_value, *to_value;
    const char *basis; /* scope of accreditation, or the like */
    const char *valid_from_day;
    const char *until_day; /* the last day; NULL: no end */
};

/* By edition, then as they were added; regulation NULL: of all editions. */
QH_MUST qh_status capability_list(struct ctx *c, const char *regulation,
                                  struct json_list *out);
/* QH_INVALID "capability.regulation" (no such edition is known), "capability.set",
 * "capability.form" (at the member, with the reason), "capability.days"; QH_LIMIT
 * "capability.too_many". */
QH_MUST qh_status capability_add(struct ctx *c, const struct capability *in,
                                 const char **out_id);
/* The last day on which it holds; only earlier than what is said.  QH_NOT_FOUND
 * "capability.not_found"; QH_INVALID "capability.days". */
QH_MUST qh_status capability_end(struct ctx *c, const char *id, const char *until_day);
/* What holds for an edition on a day with these standards: the list "claims" of a
 * record's input, NULL if nothing does. */
QH_MUST qh_status capability_claims(struct ctx *c, const char *regulation,
                                    const char *day, const struct method_standard *s,
                                    size_t n, const struct json **out);
