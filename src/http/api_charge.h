/* api_charge.h - addresses of charges. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_CHARGE[];
extern const size_t API_CHARGE_LEN;
