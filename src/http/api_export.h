/* api_export.h - ledgers as files. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_EXPORT[];
extern const size_t API_EXPORT_LEN;
