/* api_appointment.h - addresses of appointments. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_APPOINTMENT[];
extern const size_t API_APPOINTMENT_LEN;
