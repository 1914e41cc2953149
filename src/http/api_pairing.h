/* api_pairing.h - addresses of pairings and conflicts of interest. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_PAIRING[];
extern const size_t API_PAIRING_LEN;
