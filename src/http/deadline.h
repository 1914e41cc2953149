/* deadline.h - how long a client may take, in all.
 *
 * The library knows only an inactivity time, which a client that sends a byte a second
 * never reaches.  So every connection has an absolute deadline for the phase it is in,
 * and a thread shuts those down that pass it.  A socket is shut down under the same lock
 * under which it is forgotten, so a number that is used anew is never hit.
 */
#pragma once

#include "base/status.h"

#include <stdbool.h>

enum deadline_phase {
    DEADLINE_HEAD,   /* a first request begins */
    DEADLINE_IDLE,   /* between requests */
    DEADLINE_BODY,   /* the head is there */
    DEADLINE_UPLOAD, /* as before, with a large body */
    DEADLINE_WORK,   /* ours: no limit */
    DEADLINE_ANSWER, /* the client reads */
    DEADLINE_PHASES
};

/* Seconds for each phase; tests shorten them. */
struct deadline_limits {
    int seconds[DEADLINE_PHASES]; /* 0: none */
};
extern const struct deadline_limits DEADLINE_USUAL;

struct deadlines;
struct deadline; /* of one connection */

/* Ends by deadlines_close(), which accepts NULL.  QH_IO "http.threads". */
QH_MUST qh_status deadlines_open(const struct deadline_limits *limits,
                                 struct deadlines **out, struct qh_error *err);
void deadlines_close(struct deadlines *all);

struct deadline *deadline_add(struct deadlines *all, int fd);
void deadline_remove(struct deadlines *all, struct deadline *d);
void deadline_set(struct deadlines *all, struct deadline *d, enum deadline_phase phase);
/* Shuts down the connections that are between requests; with is_late also those that have
 * not begun one. */
void deadlines_hang_up(struct deadlines *all, bool is_late);
