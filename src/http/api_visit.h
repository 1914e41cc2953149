/* api_visit.h - addresses of visits. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_VISIT[];
extern const size_t API_VISIT_LEN;
