/* setting.h - values of an organisation that people may change, with their defaults.
 *
 * SETTINGS in setting.c names every setting, its default and its range; a name outside
 * the table is a bug.  A value in the store that is out of range counts as absent.
 */
#pragma once

#include "domain/ctx.h"

/* Time limits are working days [operations.md 4.2: chosen inside the ranges seen]. */
#define SETTING_TRIAGE_WD "demand.triage_wd"
#define SETTING_ASSIGN_WD "demand.assign_wd"
#define SETTING_ACCEPT_WD "demand.accept_wd"
#define SETTING_ADVICE_WD "demand.advice_wd"
#define SETTING_ORDINARY_WD "demand.ordinary_wd"
#define SETTING_COMPLEX_WD "demand.complex_wd"
#define SETTING_HARD_WD "demand.hard_wd"
#define SETTING_MEETING_WD "demand.meeting_wd"
#define SETTING_FORWARD_WD "demand.forward_wd"
#define SETTING_FOLLOW_UP_WD "demand.follow_up_wd"
#define SETTING_REDO_WD "demand.redo_wd"
#define SETTING_DECLINE_WD "demand.decline_wd"
#define SETTING_EXTEND_MAX_WD "demand.extend_max_wd"
#define SETTING_CONFIRM_DAYS                                                             \
    "demand.confirm_days" /* validity of the link, calendar days */

/* QH_BUG "setting.name". */
QH_MUST qh_status setting_int(struct ctx *c, const char *name, int64_t *out);
/* QH_INVALID "setting.range"; QH_BUG "setting.name". */
QH_MUST qh_status setting_put_int(struct ctx *c, const char *name, int64_t value);
