/* openapi.h - the addresses as an OpenAPI 3.1 document, from the tables. */
#pragma once

#include "http/api.h"

/* The keys of shapes_collect(). */
QH_MUST qh_status openapi_write(struct arena *a, const struct endpoint_table *table,
                                const char *version, struct text *out,
                                struct qh_error *err);

extern const struct endpoint API_OPENAPI[];
extern const size_t API_OPENAPI_LEN;
