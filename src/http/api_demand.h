/* api_demand.h - addresses of demands: the ledger and the first page. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_DEMAND[];
extern const size_t API_DEMAND_LEN;
