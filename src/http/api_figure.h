/* api_figure.h - addresses of figures. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_FIGURE[];
extern const size_t API_FIGURE_LEN;
