/* api_handover.h - addresses of hand-overs. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_HANDOVER[];
extern const size_t API_HANDOVER_LEN;
