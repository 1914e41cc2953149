/* api_list_view.h - addresses of saved views of lists. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_LIST_VIEW[];
extern const size_t API_LIST_VIEW_LEN;
