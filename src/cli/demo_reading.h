/* demo_reading.h - what a sound instrument shows, row by row of the plan of its record,
 * and a record written down by it: the demo world measures like this.
 *
 * Weighbridges: indication and small weights that follow from load and error; other
 * instruments: data/world/lab_readings.csv, else the default of the row or the point
 * itself.
 */
#pragma once

#include "base/json.h"
#include "cli/demo.h"

struct demo_bad_row {
    const char *test; /* of the plan: the first row of it is read with the error */
    int64_t error_e;  /* in scale intervals */
};

/* Enters every row that is needed, step by step, a few minutes each, as the actor of the
 * context; bad: NULL, or what a weighbridge shows wrong.  *version: in and out. */
QH_MUST qh_status demo_readings_enter(struct demo *d, const char *record_id,
                                      const char *regulation,
                                      const struct demo_bad_row *bad, int64_t *version);
