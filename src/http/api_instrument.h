/* api_instrument.h - addresses of instruments, and the shapes others show too. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_INSTRUMENT[];
extern const size_t API_INSTRUMENT_LEN;

extern const struct json_field INSTRUMENT_OUT[17];
extern const struct json_field SEAL_OUT[10];
