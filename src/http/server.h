/* server.h - the server: sockets by libmicrohttpd, limits, workers, a graceful end.
 *
 * A request is read by a loop, handed to a worker (static files are answered by the loop
 * itself, password hashes have a worker of their own), and answered by the loop.  Guards:
 * http/guard.h against smuggled requests, http/deadline.h against slow clients; a loop
 * never waits [domain/stack.md 1.4].
 */
#pragma once

#include "http/deadline.h"
#include "http/env.h"

#include "base/status.h"

struct server;

struct server_options {
    const char *listen; /* "127.0.0.1:8080", "[::1]:0"; port 0: any free one */
    int loops;          /* threads that read and write sockets; 0: 2 */
    int workers;        /* threads that answer; 0: 4 */
    int connections;    /* at most; 0: 2000 */
    int per_address;    /* at most from one address; 0: no limit */
    const struct deadline_limits *limits; /* NULL: DEADLINE_USUAL */
};

enum { SERVER_GRACE_S = 30 };

/* Listens and answers from now on.  Signals should be blocked before.  env and all that
 * it names outlive the server.  QH_INVALID "http.listen"; QH_IO "http.socket",
 * "http.threads". */
QH_MUST qh_status server_open(const struct server_options *o, const struct env *env,
                              struct server **out, struct qh_error *err);
/* "http://127.0.0.1:8080/" */
const char *server_url(const struct server *s);
/* Takes no more connections, finishes the requests under way (their clients get at most
 * SERVER_GRACE_S), ends.  Accepts NULL. */
void server_close(struct server *s);
