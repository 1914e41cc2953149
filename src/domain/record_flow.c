/* The workflow of records as a table. */
#include "domain/record.h"

#include "domain/workflow.h"

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"enter",          "draft returned", "",          RIGHT_BIT(RIGHT_RECORD_WRITE),   NULL},
    {"adjust",         "draft returned", "",          RIGHT_BIT(RIGHT_RECORD_WRITE),   NULL},
    {"submit",         "draft returned", "submitted", RIGHT_BIT(RIGHT_RECORD_WRITE),   NULL},
    {"check",          "submitted",      "checked",   RIGHT_BIT(RIGHT_RECORD_CHECK),   NULL},
    {"check_return",   "submitted",      "returned",  RIGHT_BIT(RIGHT_RECORD_CHECK),   NULL},
    {"approve",        "checked",        "approved",  RIGHT_BIT(RIGHT_RECORD_APPROVE), NULL},
    {"approve_return", "checked",        "returned",  RIGHT_BIT(RIGHT_RECORD_APPROVE), NULL},
};
/* clang-format on */

const struct workflow RECORD_WORKFLOW = {"record", STEPS, LEN(STEPS)};
