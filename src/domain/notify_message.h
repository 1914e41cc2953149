/* notify_message.h - a claimed message written out as it goes over the wire.
 *
 * Mail: subject and body in the language of the receiver, text and HTML; Message-ID is
 * the id of the delivery.  Webhooks: JSON, signed by the rules of Standard Webhooks
 * (docs/notifications.md): headers webhook-id, webhook-timestamp and webhook-signature =
 * "v1," + base64(HMAC-SHA-256(key, id "." timestamp "." body)).  What goes to sms and
 * wechat holds number and link only, never a name.
 */
#pragma once

#include "base/text.h"
#include "domain/notify_delivery.h"

enum { MESSAGE_HEADERS = 8 };

struct notify_message {
    struct text body;
    const char *headers[MESSAGE_HEADERS]; /* "name: value", of a webhook */
    size_t headers_n;
};

/* No transaction is needed.  QH_BUG "phrase.file", "notify.key" (a signing key that is
 * none). */
QH_MUST qh_status notify_message(struct ctx *c, const struct notify_outgoing *o,
                                 struct notify_message *out);
