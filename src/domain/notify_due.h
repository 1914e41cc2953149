/* notify_due.h - when a message goes out, and what an answer of the other side means.
 *
 * Pure: the calendar, the time and chance come in.
 */
#pragma once

#include "base/opt.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct calendar;

/* ---- when ---- */

/* What a person wishes; minutes after local midnight, 0 to 1439. */
struct notify_times {
    struct opt_int quiet_from_min; /* both or neither; past midnight if until < from */
    struct opt_int quiet_until_min;
    bool workdays_only;
    int64_t digest_min;
    int64_t digest_weekday; /* 0 Monday .. 6; -1: every day */
};

/* The first instant from at_ms on that is not quiet and, where wished, on a working day
 * (a day that no calendar covers counts as one).  Waiting for a working day ends with its
 * quiet hours, or at the opening of the office. */
int64_t notify_after_quiet(const struct calendar *c, const struct notify_times *w,
                           int64_t at_ms);
/* The first time of the digest after at_ms, moved on by notify_after_quiet(). */
int64_t notify_digest_ms(const struct calendar *c, const struct notify_times *w,
                         int64_t at_ms);

/* ---- again ---- */

enum { NOTIFY_BACKOFF_MAX_MS = 6 * 3600 * 1000 };

/* How long to wait after the n-th failure (n >= 1): base * 4^(n-1), at most
 * NOTIFY_BACKOFF_MAX_MS, of which a part between a half and the whole by chance (0 to
 * 999) is taken, so that many do not come back at once. */
int64_t notify_backoff_ms(int64_t n, int64_t base_ms, int64_t chance);

enum notify_outcome {
    NOTIFY_SENT,
    NOTIFY_RETRY, /* the other side or the way to it is at fault */
    NOTIFY_DEAD   /* this message will never be taken */
};

/* status: of HTTP, or the last answer of SMTP; 0: none came.  [RFC 9110, 15; RFC 5321,
 * 4.2.1]  HTTP: 2xx is sent; 408, 425, 429, 5xx and no answer are tried again, all else
 * (redirections, too) is not.  SMTP: 4xx, no answer, and refusals of the account (530,
 * 534, 535, 538) are tried again, other 5xx are not. */
enum notify_outcome notify_outcome(bool is_mail, bool arrived, int64_t status);
