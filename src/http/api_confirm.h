/* api_confirm.h - addresses of what enterprises confirm by a link. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_CONFIRM[];
extern const size_t API_CONFIRM_LEN;
