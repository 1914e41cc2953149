/* notify_endpoint.h - the channels out of the product, as administrators set them up.
 *
 *   email           an SMTP server; one can be on
 *   sms, wechat     a webhook that turns our message into theirs (an adapter); one of
 * each can be on webhook         a receiver of the organisation: gets each event of its
 * kinds
 *
 * Only these addresses are ever connected to.  Passwords and signing keys are written,
 * and read by who sends; nothing here answers with one, but for the signing key on the
 * day it is made.  A mail server at another address needs its password again, so that
 * nobody can have it sent to himself.
 */
#pragma once

#include "base/json.h"
#include "base/opt.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

enum {
    ENDPOINT_NAME_MAX = 60,
    ENDPOINT_CA_MAX = 16000,
    ENDPOINT_SECRET_MAX = 200,
    ENDPOINT_LIST_MAX = 60 /* kinds, domains */
};

extern const struct workflow ENDPOINT_WORKFLOW;

struct endpoint_row {
    const char *id;
    const char *channel;
    const char *name;
    const char *url;
    const char *security; /* starttls | tls | none; of a webhook as its URL says */
    const char *login;
    const char *sender; /* of mail: the address in From */
    const char *ca_pem; /* certificates to trust instead of the system's; "" */
    struct json_strs kinds;
    struct json_strs domains;
    const char *state; /* on | off */
    int64_t version;
    int64_t fails;                /* in a row */
    struct opt_int open_until_ms; /* the breaker is open until then */
    struct opt_int ok_ms;
    struct opt_int fail_ms;
    const char *error;        /* of the last failure; "" */
    const char *secret;       /* NOTIFY_SECRET_STATES, as this process sees it */
    struct json_list actions; /* struct workflow_action */
};

struct endpoint_in {
    int64_t version; /* 0 for a new one */
    const char *channel;
    const char *name;
    const char *url;
    const char *security; /* of mail; NULL: starttls */
    const char *login;
    const char *sender;
    const char *ca_pem;
    const char *secret; /* of mail: the password; NULL: as it is */
    struct json_strs kinds;
    struct json_strs domains;
};

struct endpoint_made {
    const char *id;
    const char *signing_key; /* told once; NULL for mail */
};

QH_MUST qh_status endpoint_list(struct ctx *c, struct json_list *out);
/* Off at first.  QH_INVALID "endpoint.name", "endpoint.url", "endpoint.security" (a login
 * without TLS), "endpoint.sender", "endpoint.login", "endpoint.ca", "endpoint.secret" (a
 * login without a password; a webhook's key is made here), "endpoint.kind",
 * "endpoint.domain"; QH_LIMIT "endpoint.many". */
QH_MUST qh_status endpoint_add(struct ctx *c, const struct endpoint_in *in,
                               struct endpoint_made *out);
/* The channel stays.  QH_NOT_FOUND "endpoint.not_found"; QH_CONFLICT "endpoint.changed";
 * QH_INVALID as above, and "endpoint.secret_again" (another server or login, but no
 * password). */
QH_MUST qh_status endpoint_change(struct ctx *c, const char *id,
                                  const struct endpoint_in *in);
/* action: on | off.  QH_CONFLICT "endpoint.state", "endpoint.changed", "endpoint.taken"
 * (another one of the channel is on). */
QH_MUST qh_status endpoint_step(struct ctx *c, const char *id, const char *action,
                                int64_t version);
/* Makes a new signing key; the old one is void at once.  QH_CONFLICT "endpoint.no_key" (a
 * mail server). */
QH_MUST qh_status endpoint_new_key(struct ctx *c, const char *id, int64_t version,
                                   struct endpoint_made *out);
/* Puts a test message on its way, to the actor where the channel goes to people.
 * QH_CONFLICT "endpoint.off", "endpoint.no_address" (none in the actor's settings). */
QH_MUST qh_status endpoint_test(struct ctx *c, const char *id);
