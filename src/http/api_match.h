/* api_match.h - addresses of matching a text to the service items. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_MATCH[];
extern const size_t API_MATCH_LEN;
