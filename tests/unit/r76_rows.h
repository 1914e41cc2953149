/* r76_rows.h - what the tests on tests/vectors/r76.json and balances.json share.
 *
 * Rationals "a/b" are compared exactly, by cross multiplication.
 */
#pragma once

#include "rule/regulation.h"
#include "rule/weighing.h"
#include "rule/weights.h"

struct r76_frame {
    struct arena arena;
    struct regulation *reg;
    struct weights_table *weights;
    const struct json *rows;
    const struct json *balances;
    struct qh_error err;
    const char *row_id; /* shows which row is at fault */
};
extern struct r76_frame r76;

#define OK(call)                                                                         \
    do {                                                                                 \
        if (call)                                                                        \
            fail_msg("%s: %s at %s: %s", r76.row_id, r76.err.key, r76.err.field,         \
                     r76.err.detail);                                                    \
    } while (0)

#define EACH(row, list)                                                                  \
    for (const struct json *row = (list)->first;                                         \
         row && (r76.row_id = json_str(row, "id", r76.row_id), true); row = row->next)

int r76_set_up(void **state);
int r76_tear_down(void **state);
/* A decimal member. */
struct dec r76_num(const struct json *o, const char *name);
struct dec r76_times(struct dec a, struct dec b);
struct dec r76_minus(struct dec a, struct dec b);
void r76_same(const char *what, struct dec got, struct dec want);
/* n / d is the number or rational "a/b" of a member. */
void r76_same_ratio(const struct json *o, const char *name, struct dec n, struct dec d);
struct weighing_instrument r76_instrument(const struct json *o);
struct weighing *r76_opened(const struct weighing_instrument *ins, const char *stage);
/* The instrument of a row with class, e, unit and stage. */
struct weighing *r76_of_row(const struct json *o);
const struct rule_test *r76_test_named(const char *id);
const char *r76_verdict(enum pass p);
void r76_same_verdict(const struct json *o, const char *member, const char *got);
struct weighing_outcome r76_point(struct weighing *w, const char *test, struct dec load,
                                  struct dec shown, struct dec extra, struct dec e0);
/* A list that is not empty. */
const struct json *r76_rows(const struct json *o, const char *name);
/* Positions of one case; answers the item's verdict.  supports 0: as many as there are.
 */
const char *r76_check_positions(const struct json *o, int64_t supports);
const char *r76_check_repeatability(const struct json *o, const char *stage);
