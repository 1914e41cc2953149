/* app_load.h - fills struct app and the calendar at the start of a process. */
#pragma once

#include "base/arena.h"
#include "base/days.h"
#include "domain/app.h"

/* All out of the files linked into the binary; lives as long as the arena.  public_url
 * may be NULL.  QH_INVALID "calendar.file"; the keys of match_load()
 * and of layout_words_load(). */
QH_MUST qh_status app_load(struct arena *a, const char *public_url,
                           const struct app **out_app,
                           const struct calendar **out_calendar, struct qh_error *err);
/* What the arena does not hold: the fonts.  NULL is fine. */
void app_done(const struct app *app);
