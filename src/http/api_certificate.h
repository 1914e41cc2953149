/* api_certificate.h - addresses of certificates. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_CERTIFICATE[];
extern const size_t API_CERTIFICATE_LEN;
