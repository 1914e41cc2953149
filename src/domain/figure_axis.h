/* figure_axis.h - the axes that a figure is summed along; where a row stands on them. */
#pragma once

#include "base/days.h"
#include "domain/figure.h"

enum { FIGURE_AXES_N = 6 }; /* after "all" */

/* Names of the axes after "all", NULL at the end, and the value of a delta on one of them
 * ("" on "all"). */
const char *const *figure_axes(void);
const char *figure_value(const struct figure_at *at, const char *axis);

/* The local day of an instant if the figure is summed by the day, else "". */
void figure_day(const struct ctx *c, bool is_daily, int64_t at_ms, char out[DAY_LEN + 1]);
