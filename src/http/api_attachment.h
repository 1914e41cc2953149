/* api_attachment.h - addresses of attachments. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_ATTACHMENT[];
extern const size_t API_ATTACHMENT_LEN;
