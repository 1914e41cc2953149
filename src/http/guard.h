/* guard.h - refuses requests that a proxy in front may have read otherwise than we do.
 *
 * What Debian 12's libmicrohttpd lets pass [domain/stack.md 1.3]: two lengths, a length
 * beside a transfer coding, other codings, no or several hosts, blanks before a colon.
 * Source: RFC 9112 sections 3.2, 5.1, 6.3.
 */
#pragma once

#include "base/status.h"

struct MHD_Connection;

/* QH_INVALID "http.headers": the request is answered with 400 and the connection closed.
 */
QH_MUST qh_status guard_check(struct MHD_Connection *c, const char *version,
                              struct qh_error *err);
