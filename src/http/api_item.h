/* api_item.h - addresses of the catalogue of service items. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_ITEM[];
extern const size_t API_ITEM_LEN;
