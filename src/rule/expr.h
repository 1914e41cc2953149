/* expr.h - the expression language of regulations.
 *
 *   numbers  12  0.5  1E-9          names  letters, digits, _ and any non-ASCII character
 *   results.TEST.NAME               a result of another test (results.h)
 *   + - * /  ^ (or **)  unary -     precedence and grouping as in Python: -2^2 = -4,
 *                                   2^3^2 = 512, 2^-1 = 0.5, 4^0.5 = 2
 *   abs(v) sqrt(v) min(a, ...) max(a, ...)  exp(v) to 30 digits
 *   mean(list) sd(list) sum(list) range(list) rsd(list) min(list) max(list)
 *   interp(table, v)                linear between the rows; outside the table an error
 *
 * No assignment, loops, strings or input and output.  Compiled once to code for a small
 * stack machine with names resolved to slots.  Numbers are exact decimals of 34 digits.
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"
#include "base/status.h"
#include "base/text.h"
#include "rule/value.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    EXPR_LENGTH_MAX = 2000, /* characters */
    EXPR_DEPTH_MAX = 40,    /* nesting of parentheses, signs and powers */
    EXPR_STACK_MAX = 64,    /* intermediate values */
    EXPR_POWER_MAX = 9999   /* size of a whole exponent */
};

struct expr_op {
    uint8_t code;
    uint8_t argc;
    uint16_t arg; /* slot or index of a constant */
    uint16_t at;  /* column of the source, from 1 */
};

struct expr {
    struct text source;
    const char *place;         /* where the source stood: tells its node in a document */
    const struct expr *before; /* the one compiled before it */
    struct expr_op *ops;
    const struct dec *constants;
    uint32_t ops_n;
    uint32_t constants_n;
    uint32_t height; /* intermediate values at most */
    uint32_t id;     /* within its names */
    bool fixed;      /* of fixed names and constants only */
};

/* QH_INVALID "expr.syntax", "expr.function", "expr.arguments"; QH_LIMIT "expr.length",
 * "expr.depth", "regulation.names".  detail has the column and the source. */
QH_MUST qh_status expr_compile(struct arena *a, struct names *names, struct text source,
                               struct expr **out, struct qh_error *err);

/* QH_INVALID "expr.name" (no value), "expr.type" (a list or text where a number is
 * needed, or the other way round), "expr.zero_divisor", "expr.exponent", "expr.root",
 * "expr.table" (outside the table), "stat.*"; QH_RANGE "expr.range".  detail has the
 * column and the source.  Reads RAW values of the scope in place; keeps the result of an
 * expression of fixed names if the scope has a memo. */
QH_MUST qh_status expr_eval(const struct expr *e, struct scope *s, struct dec *out,
                            struct qh_error *err);

/* The source with the numbers put in for the names: "20000 + 0.5*50 - (-5)".  A list
 * shows as "[1, 2, 3]"; a table and a name without value as the name. */
char *expr_fill(struct arena *a, const struct expr *e, const struct scope *s);

/* Slots that the expression reads, each once, in order of first use. */
size_t expr_slots(const struct expr *e, uint32_t *out, size_t cap);
