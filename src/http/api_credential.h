/* api_credential.h - addresses of people's credentials. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_CREDENTIAL[];
extern const size_t API_CREDENTIAL_LEN;
