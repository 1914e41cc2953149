/* api_package.h - addresses of packages, offers and picks. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_PACKAGE[];
extern const size_t API_PACKAGE_LEN;
extern const struct endpoint API_PICK[];
extern const size_t API_PICK_LEN;
