/* value_text.h - numbers as results show them. */
#pragma once

#include "base/arena.h"
#include "base/dec.h"

#include <stdbool.h>

/* A value as the vectors show it: rounded ones keep their decimals (and the sign of a
 * negative value that rounds to zero, "-0.0"); others are plain with 12 significant
 * digits, below 1E-6 as "1.234560E-09". */
char *value_text(struct arena *a, struct dec v, bool negative, bool rounded);
