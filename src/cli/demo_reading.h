/* demo_reading.h - what a sound instrument shows, row by row of the plan of its record,
 * and a record written down by it: the demo world measures like this.
 *
 * Scales, weighbridges among them: indication and small weights that follow from load and
 * error, with the decimals of e and of the small weights; other instruments:
 * data/world/lab_readings.csv, else the default of the row or the point itself.
 */
#pragma once

#include "base/json.h"
#include "cli/demo.h"

struct demo_bad_row {
    const char *test;  /* of the plan: the first row of it is read with the error */
    int64_t error_e;   /* of a weighbridge, in scale intervals */
    const char *error; /* of another instrument, a decimal in the unit of the row */
};

struct demo_reading {
    const char *regulation;         /* NULL: a weighbridge */
    const struct demo_bad_row *bad; /* NULL, or what it shows wrong */
    bool at_once;                   /* all tests in one entry */
};

/* Enters every row that is needed as the actor of the context, step by step or at once; a
 * step takes a few minutes.  *version: in and out. */
QH_MUST qh_status demo_readings_enter(struct demo *d, const char *record_id,
                                      const struct demo_reading *r, int64_t *version);
