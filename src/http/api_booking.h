/* api_booking.h - addresses of bookings. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_BOOKING[];
extern const size_t API_BOOKING_LEN;
