/* reply.h - an answer as the library's object, with the headers that all answers carry.
 */
#pragma once

#include "http/call.h"

struct MHD_Response;

enum reply_kind {
    REPLY_DATA,     /* JSON: shows nothing by itself */
    REPLY_DOCUMENT, /* bytes that our own pages may show in a frame */
    REPLY_PAGE      /* files of the web client */
};

/* What no page of ours needs is forbidden [CSP Level 3].  Element Plus sets styles by
 * attribute, hence 'unsafe-inline' for styles only. */
void reply_add_security(struct MHD_Response *r, const struct env *env,
                        enum reply_kind kind);

/* The answer of a finished call; its body lives as long as the call.  Released by
 * MHD_destroy_response().  *out_status: 304 where the client has it already. */
struct MHD_Response *reply_make(const struct call *k, int *out_status);
