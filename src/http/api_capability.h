/* api_capability.h - addresses of the laboratory's smallest uncertainties. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_CAPABILITY[];
extern const size_t API_CAPABILITY_LEN;
