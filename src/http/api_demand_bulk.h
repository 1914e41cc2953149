/* api_demand_bulk.h - the address of acts on many rows of the ledger. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_DEMAND_BULK[];
extern const size_t API_DEMAND_BULK_LEN;
