/* bridge_quick.h - the usual row of a record in 64-bit numbers; not for others.
 *
 * With the plan all that an instrument fixes is worked out once: the formulas of the
 * edition with their constants put in, the bands of the limits, the loads of the rows,
 * all as whole numbers of 10^scale.  A row that was read, raises no question and stays
 * within its planned load and limit is judged by these alone.  Everything else - and
 * whatever does not fit, is no whole number at the scale or is written in a way that is
 * not foreseen here - goes the general way of bridge_judge.c in exact decimals, from the
 * start of the row: nothing is set before a row is found to be usual.
 *
 * Sums of numbers up to 10^15 stay below 2^63, so that both ways come to the same
 * numbers; tests/unit/weighing_grid.py and weighbridge_random.py compare them. */
#pragma once

#include "rule/bridge.h"

/* The browser's module has the general way only: there one record is judged at a time. */
#ifdef __wasm__
enum { BRIDGE_QUICK = 0 };
#else
enum { BRIDGE_QUICK = 1 };
#endif

enum {
    QUICK_OPS_MAX = 16,    /* of one formula */
    QUICK_BANDS_MAX = 8,   /* of one limit */
    QUICK_INPUTS_MAX = 12, /* numbers read and outputs of a test like "conditions" */
    QUICK_DIGITS = 15      /* numbers are at most 10^15 */
};

/* What a formula may read. */
enum quick_var {
    QUICK_X,
    QUICK_DL,
    QUICK_P,
    QUICK_E0,
    QUICK_LOAD,
    QUICK_INPUT, /* and those after it: inputs and outputs in their order */
    QUICK_VARS = QUICK_INPUT + QUICK_INPUTS_MAX
};

struct quick_op {
    uint8_t code; /* enum expr_code; OP_NAME reads vars[var] */
    uint8_t argc;
    uint8_t var;
    int64_t value; /* OP_CONST; of a term of a sum: 1 or -1 */
};

/* base + the sum of some vars, each times 1 or -1; or operations on a stack. */
struct quick_formula {
    bool is_sum;
    uint8_t terms; /* of a sum */
    struct quick_op ops[QUICK_OPS_MAX];
    size_t n; /* 0: there is none */
    int64_t base;
};

/* What is a whole multiple of a number > 0: size * inverse, turned right by `twos`, is at
 * most `most`; without a division. [Granlund and Montgomery 1994, 9] */
struct quick_divisor {
    uint64_t inverse, most;
    unsigned twos;
};

/* Up to and with `edge` the limit is +-limit. */
struct quick_band {
    int64_t edge;
    int64_t limit;
    int64_t ask;      /* |E| above it raises a question */
    struct dec exact; /* the limit as the edition has it */
};

/* A test at one part of the instrument. */
struct quick_rule {
    bool on;
    struct quick_formula transform, ref;
    struct quick_band bands[QUICK_BANDS_MAX];
    size_t bands_n;
};

/* An output of a test like "conditions". */
struct quick_output {
    struct quick_formula expr;
    bool has_low, has_high;
    int64_t low, high;
};

struct quick_step {
    bool on;
    struct quick_rule *rules; /* one for each part */
    struct quick_output *outputs;
    size_t inputs_n, outputs_n;
    uint32_t slots[QUICK_INPUTS_MAX]; /* of inputs and outputs */
    size_t slots_n;
};

struct quick_part {
    int64_t max, e, mismatch;
    struct quick_divisor d, small;
};

/* 56 bytes, with all that the quick way needs of the plan's row, which has hundreds. */
struct quick_row {
    bool on;
    bool has_pieces;
    uint8_t form;          /* enum weighbridge_form */
    uint8_t part, e0_part; /* of load and e0_load */
    int16_t stage;
    int64_t load, placed, limit, e0_load;
    int64_t back; /* e at the load: how far the indication may be off */
    int64_t near; /* a constant load may be off by so much */
};

struct quick {
    int scale;
    bool direct; /* no dl is read */
    int64_t max; /* no limit is looked up above it */
    int64_t zero_load;
    int64_t ecc_least, ecc_most;
    struct quick_part parts[WEIGHBRIDGE_PARTS_MAX];
    size_t parts_n;
    struct quick_row *rows;   /* as the plan's */
    struct quick_step *steps; /* as the plan's */
};

/* What the general way would have left in the scope of a part: bits of `set`. */
struct quick_last {
    int64_t vars[QUICK_INPUT];
    unsigned set;
};

extern const int64_t QUICK_POWER[QUICK_DIGITS + 1];

/* v as a whole number of 10^scale up to 10^15; false if it is none. */
static inline bool quick_fits(int scale, struct dec v, int64_t *out)
{
    uint32_t k = (uint32_t)(v.exp - scale);
    int64_t coef = (int64_t)v.coef;
    uint64_t most;

    *out = 0;
    if (k > QUICK_DIGITS)
        return !v.coef;
    most = (uint64_t)QUICK_POWER[QUICK_DIGITS - k];
    if (coef != v.coef || (uint64_t)coef + most > 2 * most)
        return false;
    *out = coef * QUICK_POWER[k];
    return true;
}

/* Number of the band that a load of the part is in, by the rule of a step; -1: none is
 * known, or load or value is no number of the scale. */
struct quick_at {
    size_t step, part;
    struct dec load, value;
};
int bridge_quick_band(const struct quick *q, const struct quick_at *at);

/* Works all that out; b->quick stays NULL where it is no use. */
void bridge_quick_make(struct bridge_maker *m);
