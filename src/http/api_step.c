#include "http/api_step.h"

const struct json_field ACTION_OUT[3] = {
    JSON_STR(struct workflow_action, action, JSON_REQUIRED, 40),
    JSON_BOOL(struct workflow_action, allowed, JSON_REQUIRED),
    JSON_STR(struct workflow_action, why, JSON_REQUIRED, 64),
};

const struct json_field STEP_IN[2] = {
    JSON_INT(struct step_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct step_in, reason, JSON_OPTIONAL, 400),
};

const struct json_field ENTRY_OUT[7] = {
    JSON_INT(struct history_row, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct history_row, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct history_row, actor_name, JSON_REQUIRED, 200),
    JSON_STR(struct history_row, action, JSON_REQUIRED, 40),
    JSON_STR(struct history_row, from_state, JSON_REQUIRED, 20),
    JSON_STR(struct history_row, to_state, JSON_REQUIRED, 20),
    JSON_STR(struct history_row, note, JSON_REQUIRED, 2000),
};
