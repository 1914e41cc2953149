/* demand_course_shapes.h - the JSON of what happened to a demand on its way. */
#pragma once

#include "domain/demand_find.h"
#include "http/api.h"

extern const struct json_field DEMAND_PROMISE_OUT[10];
extern const struct json_field DEMAND_STOP_OUT[7];
extern const struct json_field DEMAND_EXTENSION_OUT[10];
extern const struct json_field DEMAND_FORWARD_OUT[14];
extern const struct json_field DEMAND_MEETING_OUT[8];
extern const struct json_field DEMAND_FOLLOW_UP_OUT[11];
extern const struct json_field DEMAND_KIN_OUT[5];
