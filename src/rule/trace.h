/* trace.h - the ordered steps that led to a verdict, as JSON.
 *
 * Each step carries what one needs to work it out again: formula, numbers, result, and a
 * locale key with arguments for the line that people read.
 */
#pragma once

#include "base/json.h"
#include "rule/expr.h"
#include "rule/limit.h"

enum { TRACE_ARGS_MAX = 5 };

struct trace {
    struct arena *arena;
    struct json_writer *w;
    int64_t n; /* steps so far */
    const char *test;
    const char *row; /* "" if of the test as a whole */
    const char *unit;
};

struct trace_number {
    const char *name;
    struct dec value;
};

/* What is put in for a formula that stands in C and not in the edition. */
struct trace_step {
    const char *what;    /* "reading", "formula", "case", "limit", "compare", ... */
    const char *name;    /* "P", "Ec", "spread"; "" if none */
    const char *formula; /* NULL: none */
    const char *filled;
    const struct trace_number *numbers;
    size_t numbers_n;
    const char *value; /* a decimal, or a word */
    const char *clause;
    const char *key; /* locale key */
    const char *args[TRACE_ARGS_MAX];
};

void trace_put(struct trace *t, const struct trace_step *s);
/* A compiled expression with the numbers of the scope. */
void trace_expr(struct trace *t, const char *name, const struct expr *e,
                const struct scope *s, struct dec value, const char *clause);
/* A formula that stands in C: each name is put in as its number. */
struct trace_sum {
    const char *name;
    const char *formula;
    const struct trace_number *numbers;
    size_t numbers_n;
    const char *clause;
};
/* The formula with its numbers in the place of their names. */
char *trace_fill(const struct trace *t, const char *formula,
                 const struct trace_number *numbers, size_t n);
void trace_formula(struct trace *t, const struct trace_sum *f, struct dec value);
/* Limit (with the way to it), comparison and margin of a value. */
void trace_limit(struct trace *t, const char *name, struct dec value,
                 const struct limit *l, struct scope *s);
