/* api_notice.h - addresses of people's own notices. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_NOTICE[];
extern const size_t API_NOTICE_LEN;
