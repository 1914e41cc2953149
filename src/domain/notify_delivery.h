/* notify_delivery.h - messages on their way out: claimed, sent, repeated, given up.
 *
 * At least once: a message is claimed in one transaction (state sending, for as long as
 * SETTING_NOTIFY_LEASE_S), sent outside of any, and ended in another one.  Who dies in
 * between leaves a claim that runs out, and the message is sent again under the same id,
 * by which the receiver knows it.  Of several processes only one gets the claim, because
 * it changes the row that it read.
 *
 * Failures are repeated after notify_backoff_ms(), SETTING_NOTIFY_TRIES times at most;
 * then the message is dead, and an administrator may send it again.
 * SETTING_NOTIFY_BREAK_AFTER failures of an endpoint in a row open its circuit breaker:
 * nothing goes there until it closes after a while for one message only, and wholly once
 * that has arrived.
 */
#pragma once

#include "base/json.h"
#include "base/opt.h"
#include "domain/ctx.h"

struct notify_told {
    const char *kind;
    const char *entity;
    const char *entity_id;
    const char *label;
    const char *about;
    const char *due_day; /* or NULL */
    int64_t at_ms;
};

/* A claimed message with all that is needed to write and send it. */
struct notify_outgoing {
    const char *id;
    int64_t tries; /* this one included */
    const char *endpoint_id;
    const char *channel;
    const char *url;
    const char *security;
    const char *login;
    const char *secret;
    const char *sender;
    const char *ca_pem;
    const char *org_name_zh;
    const char *org_name_en;
    const char *to;      /* address; "" of a webhook */
    const char *to_name; /* or "" */
    const char *language;
    bool to_enterprise; /* links go to the portal */
    bool digest;
    struct json_list told; /* struct notify_told; one unless it is a digest */
};

/* An endpoint that messages may go to now, and how many at once. */
struct notify_ready {
    const char *endpoint_id;
    int64_t most;
    bool is_locked; /* its secret is sealed by a key that this process has not: not to be
                       claimed here.  What waits there goes on waiting and uses up no try;
                       another process may have the key */
};

/* Endpoints that are on, have something due, and whose breaker lets something through:
 * one message where it was open. */
QH_MUST qh_status notify_ready(struct ctx *c, int64_t most, struct json_list *out);
/* Claims what is due for an endpoint.  Messages that nobody can get any more (the person
 * has left, has no address, the endpoint is off) are dropped.  out: struct
 * notify_outgoing.  QH_CONFLICT "endpoint.sealed" (locked; nothing is claimed). */
QH_MUST qh_status notify_claim(struct ctx *c, const struct notify_ready *e,
                               struct json_list *out);

/* How a try went. */
struct notify_result {
    bool arrived;   /* an answer came, or the mail was taken */
    int64_t status; /* of the answer; 0: none */
    const char
        *error; /* connect | timeout | tls | login | address | status | broken; "" */
};
/* chance: 0 to 999, for the back-off.  Does nothing if the claim has run out meanwhile
 * and somebody else has the message. */
QH_MUST qh_status notify_end(struct ctx *c, const struct notify_outgoing *o,
                             const struct notify_result *r, int64_t chance);

/* ---- the log of administrators ---- */

struct delivery_row {
    const char *id;
    const char *endpoint_id;
    const char *channel;
    const char *endpoint_name;
    const char *kind;
    const char *label;
    const char *person_name; /* NULL: a webhook */
    bool digest;
    const char *state;
    int64_t due_ms;
    int64_t tries;
    int64_t status;
    const char *error;
    int64_t at_ms;
    struct opt_int done_ms;
};

struct delivery_filter {
    const char *state;    /* or NULL */
    const char *endpoint; /* id or NULL */
    const char *after;
    int64_t limit;
};

struct delivery_page {
    struct json_list items; /* struct delivery_row, newest first */
    const char *next;
};

/* QH_INVALID "list.cursor". */
QH_MUST qh_status delivery_list(struct ctx *c, const struct delivery_filter *f,
                                struct delivery_page *out);
/* A dead message once more, from its first try.  QH_NOT_FOUND "delivery.not_found";
 * QH_CONFLICT "delivery.not_dead". */
QH_MUST qh_status delivery_again(struct ctx *c, const char *id);
/* The oldest dead messages of an endpoint, DELIVERY_AGAIN_MAX at most; *out_n: how many.
 * QH_NOT_FOUND "endpoint.not_found". */
enum { DELIVERY_AGAIN_MAX = 200 };
QH_MUST qh_status delivery_again_all(struct ctx *c, const char *endpoint_id,
                                     int64_t *out_n);
