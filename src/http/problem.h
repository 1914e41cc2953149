/* problem.h - a failure as an RFC 9457 problem document. */
#pragma once

#include "http/call.h"

/* HTTP status of a failure: that of its qh_status but for a few keys. */
int problem_status(const struct qh_error *err);
/* Fills k->rs from k->ctx.err; headers of rs that the handler set (retry_after) stay. */
void problem_write(struct call *k);
/* What a key says to whoever asks, in the language of the request; for answers that tell
 * of failures row by row. */
const char *problem_title(const struct call *k, const char *key);
