/* endpoints.h - all addresses of the server.
 *
 * Whoever puts a server together hands them to it (env.h); what works on addresses takes
 * the table as an argument and knows none by name.
 */
#pragma once

#include "http/api.h"

extern const struct endpoint_table ENDPOINTS;
