/* weights.h - class limits of weights, by class and nominal value.
 *
 * The table is data (data/weights/weights_mpe.csv: OIML R 111-1:2004 Table 1, JJG 99).  A
 * nominal value without a row has no limit: it is refused, never interpolated.
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

struct weights_table;

/* Reads the text of weights_mpe.csv.  QH_INVALID "weights.table" with line and column. */
QH_MUST qh_status weights_table_load(struct arena *a, struct text csv,
                                     struct weights_table **out, struct qh_error *err);

/* Limit in kg of one weight of nominal value `nominal_kg`.  Class "M12" is "M1-2", "M23"
 * is "M2-3".  False if the table has no such weight. */
bool weights_mpe(const struct weights_table *t, const char *class_name,
                 struct dec nominal_kg, struct dec *out);
