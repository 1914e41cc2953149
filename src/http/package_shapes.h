/* package_shapes.h - shapes that packages and offers share. */
#pragma once

#include "domain/package.h"
#include "http/api.h"

extern const struct json_field PACKAGE_ITEM_OUT[11]; /* struct package_item_shown */
extern const struct json_field OFFER_REASON_OUT[7];  /* struct offer_reason */
