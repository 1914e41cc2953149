/* certificate_general.h - the results of a record of the general procedure as the tables
 * and remarks of its paper, laid out as the edition's "certificate" says.
 */
#pragma once

#include "document/certificate.h"
#include "domain/certificate_content.h"

struct regulation;

/* Adds a table for each test that has results (failed items first in a notice; U and k
 * and neither limit nor verdict in a calibration), the instrument's parameters,
 * conditions, remarks, and what was adjusted. */
void certificate_general_fill(struct ctx *c, const struct regulation *reg,
                              const struct certificate_draft *d,
                              struct certificate_content *p);
