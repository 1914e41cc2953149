/* api_item.h - addresses of the catalogue of service items. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_ITEM[];
extern const size_t API_ITEM_LEN;
/* For those who edit it. */
extern const struct endpoint API_ITEM_VERSION[];
extern const size_t API_ITEM_VERSION_LEN;
