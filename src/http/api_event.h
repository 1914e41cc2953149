/* api_event.h - addresses of the audit trail. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_EVENT[];
extern const size_t API_EVENT_LEN;
