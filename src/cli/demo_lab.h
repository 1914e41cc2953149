/* demo_lab.h - the demo institute's standards for laboratory instruments. */
#pragma once

#include "cli/demo.h"

/* from, until: days of their certificates. */
QH_MUST qh_status demo_lab(struct demo *d, const char *from, const char *until);
/* Registers and confirms every edition of data/regulations, with the values that are the
 * laboratory's own business (data/world/lab_values.csv) filled in. */
QH_MUST qh_status demo_editions(struct demo *d);
