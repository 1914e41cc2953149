/* api_supervise.h - addresses of supervision: urging, orders, levels, what is overdue. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_SUPERVISE[];
extern const size_t API_SUPERVISE_LEN;
