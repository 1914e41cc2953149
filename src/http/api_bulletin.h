/* api_bulletin.h - addresses of bulletins. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_BULLETIN[];
extern const size_t API_BULLETIN_LEN;
