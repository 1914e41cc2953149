/* notify_purge.h - throws away messages that have done their duty.
 *
 *   a notice     SETTING_NOTIFY_KEEP_READ_DAYS after it was read; unread ones stay
 *   a delivery   SETTING_NOTIFY_KEEP_SENT_DAYS after it was sent, dropped or given up,
 *                with those that were bundled into it
 *   an event     with the last notice and delivery of it
 */
#pragma once

#include "domain/ctx.h"

/* One round, at most `most` of each sort.  *out_left: there may be more. */
QH_MUST qh_status notify_purge(struct ctx *c, int64_t most, bool *out_left);
