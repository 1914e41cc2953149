/* demo_lab.h - the demo institute's standards for laboratory instruments. */
#pragma once

#include "cli/demo.h"

/* from, until: days of their certificates. */
QH_MUST qh_status demo_lab(struct demo *d, const char *from, const char *until);
/* Registers and confirms every edition of data/regulations; the note says that it is for
 * demonstration. */
QH_MUST qh_status demo_editions(struct demo *d);
