/* demand_course_find.h - the part of a demand's page that happened on its way. */
#pragma once

#include "domain/demand_find.h"
#include "domain/demand_row.h"

/* Fills promises to family of the page.  An enterprise's contact sees neither minutes nor
 * who decided what inside the bureau. */
QH_MUST qh_status demand_find_course(struct ctx *c, const struct demand_row *d,
                                     struct demand_detail *out);
