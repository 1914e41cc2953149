/* api_standard.h - addresses of standards, vehicles and regulation editions. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_STANDARD[];
extern const size_t API_STANDARD_LEN;
