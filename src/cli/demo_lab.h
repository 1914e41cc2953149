/* demo_lab.h - the demo institute's standards for laboratory instruments. */
#pragma once

#include "cli/demo.h"

/* from, until: days of their certificates. */
QH_MUST qh_status demo_lab(struct demo *d, const char *from, const char *until);
