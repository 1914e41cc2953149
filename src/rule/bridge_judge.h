/* bridge_judge.h - under way while a record is judged; not for others. */
#pragma once

#include "rule/bridge.h"

enum { REASONS_MAX = 64 };

struct bridge_run {
    struct arena *arena;
    const struct weighbridge_plan *plan;
    const struct bridge *b;
    struct weighing *w;                            /* of the first part, own scope */
    struct weighing *parts[WEIGHBRIDGE_PARTS_MAX]; /* of each part */
    const struct weighbridge_entries *in;
    struct weighbridge_result *r;
    struct qh_error *err;
    size_t step;
    size_t blocks; /* reasons that keep the whole from a pass */
    bool has_tare_error;
    struct dec tare_error;
};

/* Sum of the limits of the weights that a row was loaded with. */
QH_MUST qh_status bridge_sum_mpe(const struct bridge_run *run, size_t row,
                                 struct dec *out);
/* The uncertainty budgets of a calibration, into the result; none while the readings of
 * repeatability or eccentricity are missing. */
QH_MUST qh_status bridge_budgets(struct bridge_run *run);

/* What holds for a load: by its part. */
static inline struct weighing *bridge_at(const struct bridge_run *run, struct dec load)
{
    return run->b->parts_n == 1 ? run->w : run->parts[bridge_part_of(run->b, load)];
}

/* Judges the rows of one step and the test. */
QH_MUST qh_status bridge_judge_step(struct bridge_run *run);

/* Readings of a row by name; false: not read. */
bool bridge_reading(const struct bridge_run *run, size_t row,
                    enum weighbridge_reading_id id, struct dec *out);
/* Raises the questions of a row that has readings. */
QH_MUST qh_status bridge_ask(struct bridge_run *run, size_t row);
/* Asks when |E| is far above the limit. */
QH_MUST qh_status bridge_ask_error(struct bridge_run *run, size_t row);

/* A reason why the whole is no pass; args may be NULL. */
void bridge_reason(struct bridge_run *run, const char *key, size_t row, const char *arg1,
                   const char *arg2);

/* The substitute of a stage; the row before it is the reading with weights. */
QH_MUST qh_status bridge_substitute(struct bridge_run *run, size_t row);
