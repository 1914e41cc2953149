/* api_step.h - shapes that every workflow shares: the possible steps, and one step taken.
 */
#pragma once

#include "domain/history.h"
#include "domain/workflow.h"
#include "http/api.h"

struct step_in {
    int64_t version;
    const char *reason;
};

extern const struct json_field ACTION_OUT[3]; /* struct workflow_action */
extern const struct json_field ENTRY_OUT[7];  /* struct history_row, without its data */
extern const struct json_field STEP_IN[2];    /* struct step_in */
