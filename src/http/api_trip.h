/* api_trip.h - addresses of trips. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_TRIP[];
extern const size_t API_TRIP_LEN;
