/* uri.h - the address of a request, taken apart and decoded strictly.
 *
 * Source: RFC 3986.  Escapes must be two hexadecimal digits; what they decode to must be
 * UTF-8 without control characters.  "+" in a query is a blank (WHATWG URL).
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"
#include "http/api.h"

/* Fills rq->path and rq->query.  QH_INVALID "http.address"; QH_LIMIT "http.query". */
QH_MUST qh_status uri_read(struct arena *a, struct text raw, struct req *rq,
                           struct qh_error *err);
/* Text for one segment of a path or fragment: all but unreserved bytes escaped. */
char *uri_escape(struct arena *a, struct text t);
