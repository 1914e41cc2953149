/* json_jansson_peer.h - what jansson reads of a document, told apart from base/json.h
 * because both define names such as JSON_OBJECT.
 *
 * The description of a tree is one line: n null, t true, f false, I<n> integers, R<%a>
 * reals, S<len>:<bytes> strings, [ ] arrays, { } objects with S names before the values.
 */
#pragma once

#include "base/text.h"

/* false if jansson refuses t (JSON_REJECT_DUPLICATES, any value at the top). */
bool peer_describe(struct text t, struct buf *out);
