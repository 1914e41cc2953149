/* api_session.h - sign-in, sign-out, who am I; whether the server is well. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_SESSION[];
extern const size_t API_SESSION_LEN;
