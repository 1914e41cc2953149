/* certificate_decision.h - by what rule the values of a paper were judged, in words.
 *
 * Only where the order (the frozen input) or the edition asked for a rule: its name, the
 * guard band as a multiple of U, the greatest probability of a false acceptance among
 * the values that pass, and that values without an uncertainty budget were judged by the
 * limits of the regulation alone.  A calibration is not judged and says nothing.
 * [ILAC-G8:09/2019 4.2; JCGM 106:2012 8.3, 9.3]
 */
#pragma once

#include "domain/certificate_source.h"

void certificate_decision_fill(const struct certificate_source *s, const struct json *doc,
                               struct certificate_content *p);
