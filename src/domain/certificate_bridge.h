/* certificate_bridge.h - the results of a weighing record as the tables, drawings and
 * remarks of its paper.
 */
#pragma once

#include "document/certificate.h"
#include "domain/certificate_content.h"

struct regulation;

/* Adds tables (failed items first in a notice), the platform, the error curve,
 * conditions, the load verified to, and what was adjusted. */
void certificate_bridge_fill(struct ctx *c, const struct regulation *reg,
                             const struct certificate_draft *d,
                             struct certificate_content *p);
