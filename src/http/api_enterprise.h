/* api_enterprise.h - addresses of enterprises. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_ENTERPRISE[];
extern const size_t API_ENTERPRISE_LEN;
