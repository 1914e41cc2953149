/* trace.h - puts down the ordered steps that led to a verdict.
 *
 * Each step carries what one needs to work it out again: formula, numbers, result, and a
 * locale key with arguments for the line that people read.  It is a plain record
 * (trace_record.h); text is made of the records alone, when somebody asks for it
 * (trace_text.h).
 */
#pragma once

#include "rule/expr.h"
#include "rule/limit.h"
#include "rule/trace_record.h"

enum { TRACE_LIST_SHOWN = 12 };

struct decision_found;

struct trace_number {
    const char *name;
    struct dec value;
};

/* ---- steps from values at hand: copied, but for the numbers of lists ---- */

struct trace_step {
    const char *what, *name, *formula, *filled;
    const struct trace_number *numbers;
    size_t numbers_n;
    const struct trace_list *lists;
    size_t lists_n;
    const struct dec *also;        /* a number for the line only; or NULL */
    const char *value;             /* the value: a word; */
    const struct dec *number;      /* or a number; */
    const struct trace_list *list; /* or a list; */
    const char *json;              /* or a matrix or table as JSON */
    const char *clause, *key;
    enum trace_says says;
    const char *typed;
    const struct limit_found *found; /* lives as long as the trace */
    const char *args[TRACE_ARGS_MAX];
};

void trace_put(struct trace *t, const struct trace_step *s);

/* Numbers and lists that an expression reads. */
enum { TRACE_NAMES_MAX = 40 };
struct trace_names {
    struct trace_number numbers[TRACE_NAMES_MAX + 1];
    struct trace_list lists[TRACE_NAMES_MAX];
    size_t numbers_n, lists_n;
};
void trace_names_of(const struct expr *e, const struct scope *s, struct trace_names *out);

/* A compiled expression with the numbers of the scope. */
struct trace_record *trace_expr(struct trace *t, const char *name, const struct expr *e,
                                const struct scope *s, struct dec value,
                                const char *clause);
/* The same, called otherwise than "formula". */
struct trace_label {
    const char *what, *name, *clause;
};
struct trace_record *trace_expr_as(struct trace *t, const struct trace_label *label,
                                   const struct expr *e, const struct scope *s,
                                   struct dec value);
/* Announces ("given") the names that an expression reads, unless their values are known.
 * Only if t->given is there: room for all slots by trace_given_init(). */
void trace_given_init(struct trace *t, const struct names *names);
void trace_give(struct trace *t, const struct expr *e, const struct scope *s);
void trace_give_slot(struct trace *t, uint32_t slot, const struct scope *s);
void trace_give_value(struct trace *t, const char *name, uint32_t slot,
                      const struct value *v);
/* The value of a slot needs no announcement: an earlier step has it. */
void trace_know(struct trace *t, uint32_t slot, struct dec v);

/* A formula that stands in C, with lists: each name is put in as its number, a list as
 * "[1, 2]" if it has at most TRACE_LIST_SHOWN; a longer one stands in an earlier step. */
struct trace_work {
    const char *what, *name, *formula;
    const struct trace_number *numbers;
    size_t numbers_n;
    const struct trace_list *lists;
    size_t lists_n;
    const char *clause;
};
void trace_work(struct trace *t, const struct trace_work *f, struct dec value);

/* A formula that stands in C: each name is put in as its number. */
struct trace_sum {
    const char *name, *formula;
    const struct trace_number *numbers;
    size_t numbers_n;
    const char *clause;
};
void trace_formula(struct trace *t, const struct trace_sum *f, struct dec value);

/* ---- limits (trace_limit.c) ---- */

/* Limit (with the way to it), comparison and margin of a value.  For any and all first
 * the members, each with the value it judges, then what they come to: a step "any" or
 * "all" takes the last results ("true", "false", "none") of as many members. */
void trace_limit(struct trace *t, const char *name, struct dec value,
                 const struct limit *l, struct scope *s);
/* The n records that a limit has put down from w on, once more for another value that
 * goes the same way: only what its steps look up (>= 0, its name that of the scope) is
 * another number.  The margin of both must be a number. */
struct trace_key {
    const char *name;
    const struct dec *value;
};
void trace_limit_again(struct trace *t, struct trace_walk w, int64_t n,
                       const struct dec *value, const struct trace_key *key);
/* The verdict f->pass by a decision rule, with the zone and the risk. */
void trace_decision(struct trace *t, const char *name, struct dec value,
                    const struct limit_found *f, const struct decision_found *d);
