/* exchange.h - one request and its answer between the library and the call. */
#pragma once

#include "http/call.h"
#include "http/deadline.h"
#include "http/pool.h"

#include <stdatomic.h>
#include <stdbool.h>

struct MHD_Connection;

enum exchange_state {
    EXCHANGE_NEW,  /* the request line is there */
    EXCHANGE_BODY, /* the head is there, the body comes */
    EXCHANGE_WORK, /* a worker has it; the connection is suspended */
    EXCHANGE_DONE  /* the answer is ready */
};

struct exchange {
    struct call call;
    struct pool_job job;
    struct MHD_Connection *connection;
    struct deadline *deadline;
    atomic_int state; /* enum exchange_state */
    struct text raw_uri;
    char *body;
    size_t body_len;
    size_t body_cap;
    bool is_over;  /* the body is longer than allowed; the rest is thrown away */
    bool is_fatal; /* the connection is closed after the answer */
    bool is_static;
    bool is_at_work; /* counted by the server among the suspended ones */
    int64_t began_ns;
    int status; /* as sent, for the log */
};

/* Made when the request line has been read. */
struct exchange *exchange_new(const struct env *env, const char *uri);
/* Writes the line of the log, too, if an answer was sent. */
void exchange_free(struct exchange *x);

/* The head is there: finds the endpoint, checks the framing and the announced length.
 * false: the request is refused, the answer is ready. */
bool exchange_begin(struct exchange *x, const char *method, const char *version);
/* A piece of the body.  false: the connection is to be cut, far too much came. */
bool exchange_add_body(struct exchange *x, const char *p, size_t n);
/* The body is complete: the call may run. */
void exchange_end_body(struct exchange *x);
