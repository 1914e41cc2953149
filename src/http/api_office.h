/* api_office.h - addresses of offices, people, places. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_OFFICE[];
extern const size_t API_OFFICE_LEN;
