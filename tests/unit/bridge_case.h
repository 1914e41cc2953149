/* bridge_case.h - a weighbridge with its plan and faultless readings, to be changed row
 * by row.
 */
#pragma once

#include "rule/weighbridge_json.h"

struct bridge_case {
    struct arena *arena;
    struct weighbridge_input in;
    struct weighbridge_weight weights[8];
    struct weighbridge_plan *plan;
    struct weighbridge_entries *entries;
    struct weighbridge_result *result;
};

/* Loads data/regulations/jjg-539-2016.json and the table of weights once. */
void bridge_load(struct arena *a);
/* The same before and after a group of cmocka's tests. */
int bridge_set_up(void **state);
int bridge_tear_down(void **state);
/* The edition with one text replaced by another (each must be there). */
const struct regulation *bridge_edition(struct arena *a, const char *from,
                                        const char *to);
extern const struct regulation *case_regulation;
extern const struct weights_table *case_weights;

/* max, e in kg and tonnes of 1 t weights of class M1 with their small kit; periodic,
 * class III, Min 20 e, 8 supports, zero tracking on. */
void bridge_make(struct bridge_case *c, struct arena *a, int64_t max, int64_t e,
                 int64_t tonnes);
/* Makes the plan anew (after a change of c->in) and fills it with faultless readings. */
void bridge_plan(struct bridge_case *c, const struct regulation *reg);
/* Changes one reading of a row: "up.2", "dl", "20"; an item by "result"; NULL takes it
 * away; reading "*" all of the row. */
void bridge_set(struct bridge_case *c, const char *row, const char *reading,
                const char *value);
/* Lets the row read as if the load were `off` kg heavier: indication and dl move. */
void bridge_shift(struct bridge_case *c, const char *row, const char *off);
void bridge_judge(struct bridge_case *c);
const char *bridge_verdict(const struct bridge_case *c);
const char *bridge_test_verdict(const struct bridge_case *c, const char *test);
/* Is there a reason with this key? */
bool bridge_has_reason(const struct bridge_case *c, const char *key);
