/* call.h - one request on its way from the address to the answer.
 *
 * The server fills `rq`, calls call_run() in a worker, and gets `finish` exactly once: in
 * the same thread, or for TX_WRITE in a thread of the store after the commit.  Then `rs`
 * is the answer, also where the request failed.
 */
#pragma once

#include "http/api.h"
#include "http/env.h"

enum { CALL_MEMORY = 64 * 1024 * 1024, REQUEST_HASH_LEN = 43 };

struct call {
    struct arena arena;
    struct req rq;
    struct res rs;
    struct ctx ctx;
    struct rand *rand;
    const struct env *env;
    const char *allow;   /* methods of the address for 405 */
    struct text raw_uri; /* as sent: part of the request's hash */
    const char *request_hash;
    struct arena_mark start; /* where each try of a transaction begins */
    qh_status rc;
    bool is_replay; /* the stored answer of an earlier request */
    int64_t cpu_ns; /* spent on it by our threads, but the loop */
    void (*finish)(struct call *k);
};

/* Zeroed memory becomes a call.  call_done() releases its arena. */
void call_init(struct call *k, const struct env *env);
void call_done(struct call *k);

/* Reads address, finds the endpoint.  The failure, if any, is kept in k->rc for
 * call_run(). */
void call_route(struct call *k, const char *method, struct text raw_uri);

/* The largest body that the endpoint takes. */
size_t call_body_max(const struct call *k);

/* Authenticates, checks, runs, finishes. */
void call_run(struct call *k);

/* The answer to a failure: a problem by k->ctx.err. */
void call_fail(struct call *k, qh_status rc);

struct call *call_of(struct ctx *c);

/* True for GET and HEAD. */
bool call_is_safe(const struct call *k);
