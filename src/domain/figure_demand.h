/* figure_demand.h - what the figures of demands count: pure predicates on the row of a
 * demand and its history.  [operations.md 5]
 *
 * Merged demands (MRG) are in no figure.  By the month in which it was registered:
 *
 *   demand.registered        every demand
 *   demand.answered          answered (done, or struck off) and never late; an approved
 *                            extension moves the limit
 *   demand.resolved          struck off by now
 *   demand.withdrawn         withdrawn by the enterprise
 *   demand.forwarded         handed to another department
 *   demand.replied           of those: with the answer in
 *
 * By the month in which it was last done:
 *
 *   demand.done              every demand that was answered
 *   demand.followed_up       of those: the enterprise was asked afterwards
 *   demand.reopened          of those: ever reopened
 *
 * By the month in which it was struck off:
 *
 *   demand.closed            every demand struck off
 *   demand.late              of those: handling was ever late
 *   demand.on_time           of those: never late
 *   demand.extended          of those: with an approved extension
 *   demand.once              of those: never reopened
 *   demand.days              working days from registration to completion, added up
 *   demand.wd.NNN            of those: NNN working days (120: or more), for the median
 *
 * By the month of the answer, each round:
 *
 *   demand.satisfied, demand.basically, demand.not_satisfied
 *   demand.content           satisfied or basically satisfied
 *   demand.asked             any of the three
 */
#pragma once

#include "domain/figure_table.h"

#include "base/opt.h"

enum { DEMAND_WD_MAX = 120, DEMAND_ENTRIES_MAX = 20, DEMAND_METRIC_MAX = 16 };
/* A metric counts at most so many words of an enterprise, a word for so many metrics. */
enum { DEMAND_WORDS = 3 };

/* Of a row. */
struct demand_fact {
    const char *id;
    const char *number;
    struct figure_at at;
    const char *state;
    bool forwarded;
    int64_t registered_ms;
    struct opt_int done_ms;
    struct opt_int closed_ms;
    bool late;
    bool extended;
    bool reopened;
};

/* One thing that a row adds to the figures. */
struct demand_entry_of {
    char metric[DEMAND_METRIC_MAX];
    int64_t at_ms;
    int64_t amount;
};

struct demand_entries {
    struct demand_entry_of p[DEMAND_ENTRIES_MAX];
    size_t n;
};

/* A value of an axis: "-" where the demand has none. */
const char *demand_axis_value(const char *value);

/* Handed to another department: one is named, and the demand is there or came back. */
bool demand_is_forwarded(const char *department, bool done, const char *state);

/* All that the row adds, but for what the enterprise said. QH_RANGE "calendar.year". */
QH_MUST qh_status demand_entries_of(struct ctx *c, const struct demand_fact *f,
                                    struct demand_entries *out);

/* The metrics, without "demand.", that a word of the enterprise counts for: an action of
 * the history; none if it is no such word.  How many. */
size_t demand_names_of_word(const char *action, const char *out[DEMAND_WORDS]);

/* Recount: variant is the metric without "demand.". */
figure_counter figure_count_demands;
figure_counter figure_count_answers;
