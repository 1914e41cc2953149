/* number.h - numbers people see: gapless series per org, series name and year.
 *
 * Taken inside the transaction that uses the number, so that a failure leaves no gap.
 */
#pragma once

#include "domain/ctx.h"

/* Next serial of the series, starting at 1. */
QH_MUST qh_status number_take(struct ctx *c, const char *series, int64_t year,
                              int64_t *out_serial);
