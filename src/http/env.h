/* env.h - what all requests of a process share.  Constant after the start, but for the
 * structs that keep their own lock.
 */
#pragma once

#include "domain/app.h"

#include <stdbool.h>
#include <stdint.h>

struct calendar;
struct limiter;
struct progress_board;
struct sessions;
struct site;
struct store;
struct titles;

struct env {
    const struct endpoint_table *endpoints;
    struct store *store;
    struct sessions *sessions;
    struct limiter *limiter;
    struct progress_board *progress;
    const struct titles *titles;
    const struct site *site;
    const struct app *app;
    const struct calendar *calendar;
    const char *org;             /* of requests without a session */
    const char *public_host;     /* "host[:port]" that Origin may name beside Host; "" */
    const char *frame_ancestors; /* who may show the portal in a frame: "'self'" */
    bool is_quiet;               /* no line for each request in the log */
    bool secure_cookies;         /* the browser speaks TLS (to us or to a proxy) */
    bool no_watch;               /* another process raises reminders and supervision */
    bool trust_proxy; /* X-Forwarded-For of a peer on this machine names the client */
};
