/* appointment_row.h - rows of appointments; for appointment*.c only. */
#pragma once

#include "domain/appointment.h"
#include "store/sql_appointment.h"

/* Only if the actor may see it: QH_NOT_FOUND "appointment.not_found". */
QH_MUST qh_status appointment_load(struct ctx *c, const char *id,
                                   struct sql_appointment_row *out);
/* Tells people of a step (notify.h). */
QH_MUST qh_status appointment_tell(struct ctx *c, const char *action, const char *id);
/* QH_INVALID "appointment.windows", "appointment.window". */
QH_MUST qh_status appointment_check_windows(struct ctx *c, const struct json_list *w);
/* Adds them as the next round of a side. */
QH_MUST qh_status appointment_add_windows(struct ctx *c, const char *id, const char *side,
                                          const struct json_list *w);
