/* api_import.h - tables that are taken in, and their templates. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_IMPORT[];
extern const size_t API_IMPORT_LEN;
