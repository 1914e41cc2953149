/* api_demand_step.h - addresses of the steps of demands. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_DEMAND_STEP[];
extern const size_t API_DEMAND_STEP_LEN;
