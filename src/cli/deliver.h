/* deliver.h - the thread that sends messages and announces what falls due.
 *
 * About once a second it claims what is due (domain/notify_delivery.h), at most
 * DELIVER_ENDPOINT to one endpoint and DELIVER_ALL at once, so that a slow receiver holds
 * up nobody else; once a minute it runs the reminders (domain/remind.h).  It has a thread
 * of its own: neither requests nor the other jobs wait for the network.  Several
 * processes on one database may do it at once.
 */
#pragma once

#include "base/status.h"

#include <stdbool.h>

enum { DELIVER_ALL = 24, DELIVER_ENDPOINT = 4 };

struct deliver;
struct env;

/* env must outlive it.  allow_private: receivers may be on this machine and in private
 * networks.  QH_IO "jobs.thread". */
QH_MUST qh_status deliver_start(const struct env *env, bool allow_private,
                                struct deliver **out, struct qh_error *err);
/* Waits a few seconds for what is under way; the rest is sent again later.  Accepts NULL.
 */
void deliver_stop(struct deliver *d);
