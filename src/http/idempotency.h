/* idempotency.h - a change repeated with its key has one effect and the same answer.
 *
 * The stored answer is written in the transaction of the change, so it exists if and only
 * if the change does.  Answers of refused requests are not stored: nothing changed, and
 * the repetition is judged anew.  An answer can hold what is told once (the link on which
 * an enterprise confirms): it is stored sealed under a key that only the request's own
 * Idempotency-Key gives, and of that one a hash is stored.  Source:
 * draft-ietf-httpapi-idempotency-key-header.
 */
#pragma once

#include "http/call.h"

enum { IDEMPOTENCY_KEY_MAX = 64, IDEMPOTENCY_KEEP_MS = 24 * 3600 * 1000 };

/* QH_INVALID "http.key_invalid": 1 to 64 visible ASCII characters. */
QH_MUST qh_status idempotency_check(struct call *k);
/* In the open transaction: true in *found if the request was done before; then k->rs is
 * the stored answer.  QH_CONFLICT "http.key_reused": the key came with other content. */
QH_MUST qh_status idempotency_find(struct call *k, bool *found);
/* Stores k->rs in the open transaction. */
QH_MUST qh_status idempotency_add(struct call *k);
