/* appointment_shapes.h - shapes that appointments and picks share. */
#pragma once

#include "domain/appointment.h"
#include "http/api.h"

/* struct appointment_window */
extern const struct json_field APPOINTMENT_WINDOW_IN[2];
/* By index, NULL at the end. */
extern const char *const APPOINTMENT_PLACES[4];
