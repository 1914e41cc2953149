/* figure.h - the drawings of a result: error curve and load receptor. */
#pragma once

#include "document/certificate_parts.h"
#include "document/flow.h"

/* Error against load with the band of the maximum permissible error.  Nothing without
 * points.  Numbers must be decimals (certificate_check()). */
void figure_curve(struct flow *f, const struct cert_curve *c);
/* The load receptor from above with its supports.  Nothing without supports. */
void figure_platform(struct flow *f, const struct cert_platform *p);
