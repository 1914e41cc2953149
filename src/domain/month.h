/* month.h - local months ("YYYY-MM") as figures count them. */
#pragma once

#include "base/days.h"

enum { MONTH_LEN = 7 };

void month_of_instant(const struct calendar *c, int64_t ms, char out[MONTH_LEN + 1]);
/* "YYYY-MM" of the years that days have. */
bool month_is_valid(const char *month);
/* First instant of a valid month, and of the month after it. */
void month_range(const struct calendar *c, const char *month, int64_t *out_from_ms,
                 int64_t *out_until_ms);
/* The month `steps` after (before, if negative) a valid month. */
void month_move(const char *month, int steps, char out[MONTH_LEN + 1]);
