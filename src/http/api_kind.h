/* api_kind.h - addresses of the kinds of measuring instruments. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_KIND[];
extern const size_t API_KIND_LEN;
