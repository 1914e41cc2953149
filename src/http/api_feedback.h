/* api_feedback.h - addresses of feedback about the pages. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_FEEDBACK[];
extern const size_t API_FEEDBACK_LEN;
