/* remind.h - announces what falls due, each thing once.
 *
 *   instrument   SETTING_NOTIFY_INSTRUMENT_DAYS before the day it falls due
 *   standard     SETTING_NOTIFY_STANDARD_DAYS before its certificate ends
 *   credential   SETTING_NOTIFY_CREDENTIAL_DAYS before it ends
 *   booking      on the day before the team comes
 *   demand       when its limit is past (the yellow light: supervise_watch.h)
 *
 * Days are announced from the opening of the office on; what would have its turn on a day
 * that nobody works has it on the working day before.  So the team that comes after a
 * holiday is announced before the holiday.
 *
 * The mark that something was announced (notify_once) names the day or limit, so that a
 * new one is announced again.  Nothing is announced for what was due long ago: a server
 * that was off for a week does not tell of it all at once.
 */
#pragma once

#include "domain/ctx.h"

/* Up to which day things are announced whose turn is tomorrow: the next working day.
 * Before the office opens on a working day, the day before still lasts. */
QH_MUST qh_status remind_horizon(struct ctx *c, int64_t *out_day);
/* One round, at most `most` of each sort.  *out_left: there may be more. */
QH_MUST qh_status remind_round(struct ctx *c, int64_t most, bool *out_left);
