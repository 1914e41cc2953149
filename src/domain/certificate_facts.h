/* certificate_facts.h - what the paper of a general record says beside its tables: the
 * instrument's parameters as the edition names them, the remarks.
 */
#pragma once

#include "domain/certificate_source.h"

/* doc: of the edition; params: of the register entry.  After the conditions. */
void certificate_facts_fill(const struct certificate_source *s, const struct json *doc,
                            const struct json *params, struct certificate_content *p);
