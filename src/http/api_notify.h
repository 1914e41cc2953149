/* api_notify.h - addresses of message settings: one's own, and the channels and the log
 * of administrators. */
#pragma once

#include "http/api.h"

extern const struct endpoint API_NOTIFY[];
extern const size_t API_NOTIFY_LEN;
