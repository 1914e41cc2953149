/* api_record.h - addresses of records. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_RECORD[];
extern const size_t API_RECORD_LEN;
