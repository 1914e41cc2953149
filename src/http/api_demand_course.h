/* api_demand_course.h - the addresses of what happens between acceptance and answer. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_DEMAND_COURSE[];
extern const size_t API_DEMAND_COURSE_LEN;
