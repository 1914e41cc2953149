/* pairing_row.h - what pairing.c, interest.c and handover.c share. */
#pragma once

#include "base/days.h"
#include "domain/pairing.h"
#include "store/sql_pairing.h"

/* Says what to mind about the number of enterprises of an officer. */
QH_MUST qh_status pairing_warn_load(struct ctx *c, const char *officer,
                                    struct json_strs *warnings);
/* A declared conflict forbids the pair, or warns. */
QH_MUST qh_status pairing_check_interest(struct ctx *c, const char *officer,
                                         const char *enterprise,
                                         struct json_strs *warnings);
/* A warning, once.  At most PAIRING_WARNINGS_MAX. */
enum { PAIRING_WARNINGS_MAX = 8 };
void pairing_warn(struct ctx *c, struct json_strs *warnings, const char *key);
/* Local day of now. */
const char *pairing_today(struct ctx *c);
