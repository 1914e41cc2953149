/* types.h - the addresses as TypeScript, from the tables: web/src/api/generated.ts. */
#pragma once

#include "http/api.h"

/* An interface for each shape, and the map Operations.  The keys of shapes_collect(). */
QH_MUST qh_status types_write(struct arena *a, const struct endpoint_table *table,
                              struct text *out, struct qh_error *err);
