/* tracing.h - what the files trace_*.c of the general evaluation share; not for others.
 */
#pragma once

#include "rule/kinds.h"
#include "rule/trace.h"

struct tracing {
    struct trace t;
    struct kind_run k;           /* of the test that is being traced */
    const struct test_result *r; /* its result */
};

/* "point.3": the row number i (from 0) of a test. */
void tracing_row(struct tracing *tr, const char *kind, size_t i);
/* A reading as typed: a number, or the text if it is none. */
void tracing_reading(struct tracing *tr, const char *name, const struct json *node);
void tracing_readings(struct tracing *tr, const char *name, const struct json *list,
                      const struct dec *values, size_t n);
/* A step "round" called `name`: the number `of` ("v", "U"; "value" is the one judged)
 * rounded to j->to, as the text that is shown.  Neither it nor "to" is a name of the
 * regulation, which might call an output so. */
void tracing_rounded(struct tracing *tr, const char *name, const char *of,
                     const struct judge *j, struct dec raw, const char *shown);
/* Rounding, limit, comparison and margin of a value called `name`. */
void tracing_judged(struct tracing *tr, const char *name, const struct judge *j,
                    const struct judged *judged);
/* The readings of o, read and put through the transform: list and its name, x or y. */
QH_MUST qh_status tracing_list(struct tracing *tr, const struct json *o,
                               struct trace_list *out);
/* value by a statistic of one list: "mean(x)". */
void tracing_stat(struct tracing *tr, const char *what, const char *name, enum stat s,
                  const struct trace_list *list, struct dec value);
/* The span fs, announced. */
struct dec tracing_span(struct tracing *tr);
/* In per cent of the span, if the test or output says so: sets *name and *value. */
void tracing_share(struct tracing *tr, bool of_span, const char **name, struct dec value,
                   struct dec shown);
/* The greatest of the shown values of all rows. */
void tracing_worst(struct tracing *tr);
/* QH_LIMIT "trace.steps" past TRACE_STEPS_MAX steps. */
QH_MUST qh_status tracing_room(const struct tracing *tr);

QH_MUST qh_status trace_checklist(struct tracing *tr);
QH_MUST qh_status trace_point_error(struct tracing *tr);
QH_MUST qh_status trace_stat(struct tracing *tr);
QH_MUST qh_status trace_paired(struct tracing *tr);
QH_MUST qh_status trace_series(struct tracing *tr);
QH_MUST qh_status trace_field(struct tracing *tr);
QH_MUST qh_status trace_regression(struct tracing *tr);
QH_MUST qh_status trace_formula_test(struct tracing *tr);
QH_MUST qh_status trace_budget(struct tracing *tr);
QH_MUST qh_status trace_rounding(struct tracing *tr);
QH_MUST qh_status trace_validity(struct tracing *tr);
