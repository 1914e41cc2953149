/* bridge_trace.h - what the files of the weighbridge's trace share; not for others.
 *
 * A row has a dozen steps that say the same as those of the row before with other
 * numbers. So what is looked up in the edition - the names of a formula, the way to a
 * limit - is looked up once, and the records of the next row are made of the former: for
 * formulas within a test, for limits wherever bridge_quick.h says that the load is in the
 * same band.
 */
#pragma once

#include "rule/bridge_quick.h"
#include "rule/trace.h"

/* Names that change from row to row. */
enum trace_now { NOW_X, NOW_DL, NOW_P, NOW_E0, NOW_LOAD, NOW_I0, NOWS };

/* A partial range with the names as they are now. */
struct trace_part {
    const struct weighing *w; /* of the plan */
    struct weighing *own;     /* with a scope of its own, made when it is needed */
    uint32_t slots[NOWS];
    const struct dec *now[NOWS]; /* NULL: not set since the plan */
};

/* A formula of the edition that has been put down in this test. */
enum { FORMULAS_MAX = 8, OPERANDS_MAX = 8 };
struct trace_known {
    const struct expr *e;
    const char *name;
    size_t part;
    const struct trace_record *first;
    enum trace_now from[OPERANDS_MAX]; /* NOWS: never changes */
};

/* A limit that has been put down, with the way to it. */
enum { LIMITS_MAX = 24 };
struct trace_way {
    const struct limit *l;
    const char *name;
    size_t part;
    int band;
    struct trace_walk from;
    int64_t n;
};

struct bridge_tracer {
    struct trace t;
    const struct weighbridge_plan *plan;
    const struct weighbridge_entries *in;
    const struct weighbridge_result *r;
    const struct bridge *b;
    struct trace_part parts[WEIGHBRIDGE_PARTS_MAX];
    size_t part; /* that the row is in */
    size_t row;
    struct trace_known formulas[FORMULAS_MAX];
    size_t formulas_n;
    struct trace_way ways[LIMITS_MAX];
    size_t ways_n;
    const struct trace_form *readings[READ_IDS + 1]; /* the last: weights placed */
};

/* Sets a name in the part that the row is in; *v lives as long as the trace. */
static inline void bridge_trace_set(struct bridge_tracer *tr, enum trace_now name,
                                    const struct dec *v)
{
    tr->parts[tr->part].now[name] = v;
}
/* Which of the names that change the slot is; NOWS: none. */
enum trace_now bridge_trace_now(const struct trace_part *p, uint32_t slot);
/* The scope of the part that the row is in, with the names as they are. */
struct weighing *bridge_trace_own(struct bridge_tracer *tr);

/* A formula of the edition and what it came to, with the names as they are. */
void bridge_trace_formula(struct bridge_tracer *tr, const char *name,
                          const struct expr *e, const struct dec *value,
                          const char *clause);
/* The limit of a step's test (trace_limit()) for the load that is set. */
void bridge_trace_limit(struct bridge_tracer *tr, const char *name,
                        const struct dec *value, const struct limit *l, size_t step);
