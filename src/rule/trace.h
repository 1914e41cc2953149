/* trace.h - the ordered steps that led to a verdict, as plain records.
 *
 * Each step carries what one needs to work it out again: formula, numbers, result, and a
 * locale key with arguments for the line that people read.  What a step says whatever its
 * numbers are is its form, which many steps may share; its numbers are pointers to where
 * they were read or worked out.  So a record is small (32 bytes and 8 for each number) and
 * is put down in nanoseconds.  All it points to lives as long as the arena, or belongs to
 * the regulation, the plan, the readings and the result.  Text is made of the records
 * alone, when somebody asks for it (trace_text.h).
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"
#include "rule/expr.h"
#include "rule/limit.h"

enum { TRACE_ARGS_MAX = 5, TRACE_LIST_SHOWN = 12, TRACE_STEPS_MAX = 200000 };

struct trace_given;
struct decision_found;

struct trace_number {
    const char *name;
    struct dec value;
};
struct trace_list {
    const char *name;
    const struct dec *list;
    size_t n;
};

/* ---- the records ---- */

/* How the arguments of the line for people are made of a step (trace_text.c). */
enum trace_says {
    SAYS_ARGS,    /* they are ready */
    SAYS_FORMULA, /* name, formula, the same with its numbers, value, unit */
    SAYS_FACTOR,  /* formula with its numbers, value */
    SAYS_ROUNDED, /* the same and the unit */
    SAYS_READING, /* name, as typed, unit */
    SAYS_GIVEN,   /* name, value */
    SAYS_EDGE,    /* key of a case, its number, sign, formula of the edge, edge */
    SAYS_COMPARE, /* name, the number compared, limit, unit; the key follows the value */
    SAYS_MARGIN   /* the value in per cent */
};

enum trace_holds { HOLDS_NOTHING, HOLDS_NUMBER, HOLDS_WORD, HOLDS_LIST, HOLDS_JSON };

struct trace_form {
    const char *what;    /* "reading", "formula", "case", "limit", "compare", ... */
    const char *name;    /* "P", "Ec", "spread"; NULL if none */
    const char *formula; /* NULL: none */
    const char *filled;  /* the formula with its numbers; NULL: by the names below */
    const char *clause;
    const char *key;          /* locale key */
    const char *const *names; /* of the numbers */
    const uint32_t *slots; /* of an expression of the edition: where they are; or NULL */
    const struct trace_list *lists; /* also among "numbers", as arrays */
    const char *args[TRACE_ARGS_MAX]; /* ARGS; EDGE: key, sign and edge */
    enum trace_says says;
    enum trace_holds holds;
    uint16_t numbers_n, lists_n;
    uint16_t of_n; /* numbers, and what else stands in the line */
};

/* Where a step belongs. */
struct trace_place {
    const char *test, *row, *unit;
};

struct trace_record {
    const struct trace_form *form;
    const struct trace_place *at;
    union {
        const struct dec *number;
        const char *word; /* also JSON */
        const struct trace_list *list;
    } value;
    union {
        const char *typed;               /* READING */
        const struct limit_found *found; /* COMPARE */
    } with;
    const struct dec *of[]; /* form->of_n */
};

struct trace_chunk {
    struct trace_chunk *next;
    size_t n; /* records in it */
    struct trace_record *first;
};

struct trace {
    struct arena *arena;
    int64_t n;        /* steps so far */
    const char *test; /* of those that follow */
    const char *row;  /* "" if of the test as a whole */
    const char *unit;
    struct trace_given *given; /* by slot: what was announced; NULL: nothing is */
    const struct trace_place *place;
    struct trace_chunk *chunks, *last;
    char *room, *end; /* of the last chunk */
};

void trace_begin(struct trace *t, struct arena *a);
/* The next record, its numbers still to be set. */
struct trace_record *trace_add(struct trace *t, const struct trace_form *form);
/* A walk over the records from the first on, or from those put down after trace_here(). */
struct trace_walk {
    const struct trace_chunk *chunk; /* NULL: before the first */
    const struct trace_record *next;
    size_t i; /* its number in the chunk */
};
struct trace_walk trace_here(const struct trace *t);
/* NULL at the end. */
const struct trace_record *trace_next(const struct trace *t, struct trace_walk *w);
/* A copy of the number that lives as long as the trace. */
const struct dec *trace_keep(struct trace *t, struct dec v);

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
    const struct limit_found *found; /* copied without its parts */
    const char *args[TRACE_ARGS_MAX];
};

void trace_put(struct trace *t, const struct trace_step *s);

/* Numbers and lists that an expression reads. */
enum { TRACE_NAMES_MAX = 40 };
struct trace_names {
    struct trace_number numbers[TRACE_NAMES_MAX + 1];
    uint32_t slots[TRACE_NAMES_MAX + 1]; /* of the numbers */
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
/* The n records that a limit has put down from w on, once more for another value that goes
 * the same way; key is what its steps look up. */
void trace_limit_again(struct trace *t, struct trace_walk w, int64_t n,
                       const struct dec *value, const struct dec *key);
/* The verdict f->pass by a decision rule, with the zone and the risk. */
void trace_decision(struct trace *t, const char *name, struct dec value,
                    const struct limit_found *f, const struct decision_found *d);
