/* api_visit_step.h - addresses that plan, record and sign visits. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_VISIT_STEP[];
extern const size_t API_VISIT_STEP_LEN;
