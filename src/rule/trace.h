/* trace.h - the ordered steps that led to a verdict, as JSON.
 *
 * Each step carries what one needs to work it out again: formula, numbers, result, and a
 * locale key with arguments for the line that people read.
 */
#pragma once

#include "base/json.h"
#include "rule/expr.h"
#include "rule/limit.h"

enum { TRACE_ARGS_MAX = 5, TRACE_LIST_SHOWN = 12, TRACE_STEPS_MAX = 200000 };

struct trace_given;
struct decision_found;

struct trace {
    struct arena *arena;
    struct json_writer *w;
    int64_t n; /* steps so far */
    const char *test;
    const char *row; /* "" if of the test as a whole */
    const char *unit;
    struct trace_given *given; /* by slot: what was announced; NULL: nothing is */
    size_t from;               /* where the trace begins in the writer's buffer */
    const char *place_of[2];   /* test and row that `place` is made of */
    struct text place;         /* both as JSON, the same for all steps of a row */
};

struct trace_number {
    const char *name;
    struct dec value;
};
struct trace_list {
    const char *name;
    const struct dec *list;
    size_t n;
};

/* Numbers and lists that an expression reads. */
enum { TRACE_NAMES_MAX = 40 };
struct trace_names {
    struct trace_number numbers[TRACE_NAMES_MAX + 1];
    struct trace_list lists[TRACE_NAMES_MAX];
    size_t numbers_n, lists_n;
};
void trace_names_of(const struct expr *e, const struct scope *s, struct trace_names *out);

/* What is put in for a formula that stands in C and not in the edition. */
struct trace_step {
    const char *what;    /* "reading", "formula", "case", "limit", "compare", ... */
    const char *name;    /* "P", "Ec", "spread"; "" if none */
    const char *formula; /* NULL: none */
    const char *filled;
    const struct trace_number *numbers;
    size_t numbers_n;
    const struct trace_list *lists; /* also among "numbers", as arrays */
    size_t lists_n;
    const char *value; /* a decimal, or a word */
    const char *json;  /* the value if it is no text: a list, a matrix */
    const char *clause;
    const char *key; /* locale key */
    const char *args[TRACE_ARGS_MAX];
};

void trace_put(struct trace *t, const struct trace_step *s);
/* A compiled expression with the numbers of the scope. */
void trace_expr(struct trace *t, const char *name, const struct expr *e,
                const struct scope *s, struct dec value, const char *clause);
/* The same, called otherwise than "formula". */
struct trace_label {
    const char *what, *name, *clause;
};
void trace_expr_as(struct trace *t, const struct trace_label *label, const struct expr *e,
                   const struct scope *s, struct dec value);
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
/* A trace is one JSON object: opened here, its last member "seal" is the Adler-32
 * (8 hex digits) of all bytes before the comma that leads it in, so that an altered name
 * or clause, which nothing can work out again, shows too. */
void trace_open(struct trace *t, struct arena *a, struct json_writer *w);
void trace_close(struct trace *t);

/* ["1", "2.5"] as JSON, and "[1, 2.5]" */
char *trace_list_json(struct arena *a, const struct dec *list, size_t n);
char *trace_list_text(struct arena *a, const struct dec *list, size_t n);
/* Limit (with the way to it), comparison and margin of a value.  For any and all first
 * the members, each with the value it judges, then what they come to: a step "any" or
 * "all" takes the last results ("true", "false", "none") of as many members. */
void trace_limit(struct trace *t, const char *name, struct dec value,
                 const struct limit *l, struct scope *s);
/* The verdict f->pass by a decision rule, with the zone and the risk. */
void trace_decision(struct trace *t, const char *name, struct dec value,
                    const struct limit_found *f, const struct decision_found *d);
