/* api_setting.h - addresses of the settings of an organisation. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_SETTING[];
extern const size_t API_SETTING_LEN;
