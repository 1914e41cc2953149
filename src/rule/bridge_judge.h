/* bridge_judge.h - under way while a record is judged; not for others. */
#pragma once

#include "rule/bridge_quick.h"

enum { REASONS_MAX = 64 };

/* The row with the least margin in the quick way's numbers, while it is one of its rows.
 */
struct bridge_worst {
    bool known;
    int64_t size, limit; /* |value| */
};

struct bridge_run {
    struct arena *arena;
    const struct weighbridge_plan *plan;
    const struct bridge *b;
    struct weighing *parts[WEIGHBRIDGE_PARTS_MAX]; /* with scopes of their own, each made
                                                      when it is needed: bridge_own() */
    const struct weighbridge_entries *in;
    struct weighbridge_result *r;
    struct qh_error *err;
    size_t step;
    size_t blocks; /* reasons that keep the whole from a pass */
    bool has_tare_error;
    struct dec tare_error;
    const struct quick *q;            /* NULL: the general way only */
    int64_t quick_value, quick_limit; /* of the row that the quick way has just judged */
    struct bridge_worst worst;        /* of the test in hand */
    struct quick_last last[WEIGHBRIDGE_PARTS_MAX];
    const struct quick_step *inputs; /* whose numbers the scope of the first part lacks */
    int64_t input_vars[QUICK_INPUTS_MAX];
};

/* A part of the instrument with the names as they are now. */
struct weighing *bridge_own(struct bridge_run *run, size_t part);

/* Sum of the limits of the weights that a row was loaded with. */
QH_MUST qh_status bridge_sum_mpe(const struct bridge_run *run, size_t row,
                                 struct dec *out);
/* The uncertainty budgets of a calibration, or of what is decided by them, into the
 * result; none while the readings of repeatability or eccentricity are missing. */
QH_MUST qh_status bridge_budgets(struct bridge_run *run);
/* Decides on the errors that have a budget, and on their tests anew, if the input asks
 * for it; without budgets the record is incomplete. */
QH_MUST qh_status bridge_decide(struct bridge_run *run);

/* What holds for a load: by its part. */
static inline struct weighing *bridge_at(struct bridge_run *run, struct dec load)
{
    return bridge_own(run, bridge_part_of(run->b, load));
}

/* The quick way (bridge_quick.h): false if it does not apply; then nothing is set. */
bool bridge_quick_row(struct bridge_run *run, enum edition_plan plan, size_t row);
bool bridge_quick_spread(struct bridge_run *run, struct weighbridge_test_result *t);
bool bridge_quick_outputs(struct bridge_run *run);
/* Sets in the scope of a part what the general way would have set there so far. */
void bridge_quick_sync(struct bridge_run *run, size_t part);

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
