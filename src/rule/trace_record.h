/* trace_record.h - a trace as it lies in the arena.
 *
 * What a step says whatever its numbers are is its form, which many steps may share; its
 * numbers are pointers to where they were read or worked out.  So a record is small (24
 * bytes and 8 for each number) and is put down in nanoseconds.  All it points to lives as
 * long as the arena, or belongs to the regulation, the plan, the readings and the result.
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"

#include <stdint.h>

enum { TRACE_ARGS_MAX = 5, TRACE_STEPS_MAX = 200000 };

struct limit_found;
struct trace_given;

struct trace_list {
    const char *name;
    const struct dec *list;
    size_t n;
};

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

/* What few forms need. */
struct trace_more {
    const char *filled;             /* the formula with its numbers; NULL: by the names */
    const struct trace_list *lists; /* also among "numbers", as arrays */
    size_t lists_n;
    const char *args[TRACE_ARGS_MAX]; /* ARGS; EDGE: key, sign and edge */
};

struct trace_form {
    const char *what;    /* "reading", "formula", "case", "limit", "compare", ... */
    const char *name;    /* "P", "Ec", "spread"; NULL if none */
    const char *formula; /* NULL: none */
    const char *clause;
    const char *key;               /* locale key */
    const char *const *names;      /* of the numbers */
    const struct trace_more *more; /* or NULL */
    uint8_t says;                  /* enum trace_says */
    uint8_t holds;                 /* enum trace_holds */
    uint16_t numbers_n;
    uint16_t of_n; /* numbers, and what else the line needs */
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
    /* form->of_n: the numbers (struct dec), then of READING the text as typed, of EDGE
     * one more number, of COMPARE and MARGIN the struct limit_found. */
    const void *of[];
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
    struct dec *kept; /* room for numbers */
    size_t kept_n;    /* how many fit */
};

void trace_begin(struct trace *t, struct arena *a);
/* The next record, its numbers still to be set. */
struct trace_record *trace_add(struct trace *t, const struct trace_form *form);
/* A walk over the records from the first on, or from those put down after trace_here().
 */
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
