/* weighbridge_plan.h - what to do on a weighbridge, row by row, in the order of a real
 * day.
 *
 * From an instrument, the kind of verification and the weights on board follow the steps
 * of the regulation edition, each with rows that have a stable key ("up.2"): which
 * weights to place, where, what to read, and the limit.  Pure: no clock, no store; all
 * memory from the arena given.  Every limit comes from the edition (struct regulation),
 * none from C.
 *
 * Masses and readings are in the unit of the instrument ("kg", "t" or "g"), weights on
 * board always in kg.  [OIML R 76-1:2006 A.4]
 */
#pragma once

#include "rule/weighbridge_input.h"

struct weights_table;
struct rule_test;

enum {
    WEIGHBRIDGE_ROWS_MAX = 400,
    WEIGHBRIDGE_READINGS = 5 /* readings of one row at most */
};

/* What a row asks for; the readings are in the order of weighbridge_wants(). */
enum weighbridge_form {
    ROW_ITEM,           /* a checklist item: pass, fail or na */
    ROW_VALUE,          /* a number: "value" (temperature, humidity) */
    ROW_LOAD,           /* "i", "dl" */
    ROW_ECCENTRIC,      /* "e0_i", "e0_dl", "i", "dl" */
    ROW_SUBSTITUTE,     /* "back_i", "i", "dl" */
    ROW_DISCRIMINATION, /* "i", "i1", "i2" */
    ROW_DISPLAYS,       /* "i", "i_other" */
    ROW_FORMS
};
enum weighbridge_reading_id {
    READ_I,    /* "i": indication I */
    READ_DL,   /* "dl": small weights added until the next value shows */
    READ_E0_I, /* "e0_i", "e0_dl": the same for E0, before the load is placed */
    READ_E0_DL,
    READ_BACK,  /* "back_i": indication once the weights are off again */
    READ_I1,    /* "i1": small weights of 0.1 d taken off until I - d shows */
    READ_I2,    /* "i2": after 0.1 d put back and 1.4 d added */
    READ_OTHER, /* "i_other": what the printer or the other display shows */
    READ_VALUE, /* "value" */
    READ_IDS
};
extern const char *const WEIGHBRIDGE_READING_NAMES[READ_IDS];

/* Where the load of an eccentricity row stands. */
enum weighbridge_place {
    PLACE_WHOLE, /* anywhere: the load of another test */
    PLACE_SUPPORT,
    PLACE_PAIR,
    PLACE_BEGIN, /* of a section, in the direction of travel */
    PLACE_MIDDLE,
    PLACE_END,
    PLACES
};
/* "", "support", "pair", "begin", "middle", "end" */
extern const char *const WEIGHBRIDGE_PLACES[PLACES];

struct weighbridge_row {
    const char *key; /* "up.2": stable as long as instrument, kind and weights are */
    size_t step;     /* index of its step */
    enum weighbridge_form form;
    const char *zh, *en; /* checklist item or value; "" otherwise */
    const char *unit;
    bool required;
    bool may_na;  /* an item that may not apply */
    int position; /* support 1..N, pair or section; 0: the whole platform */
    enum weighbridge_place place;
    bool down;          /* unloading; a rolling load on its way back */
    struct dec load;    /* load on the receptor, substitute included: by nominal values,
                           or by certificates where these count (bridge_correct.c) */
    struct dec placed;  /* of it: standard weights */
    int stage;          /* of it: substitute matched at stages 1..stage; 0: none */
    struct dec e;       /* verification interval that holds at `load` */
    struct dec tare;    /* tare load before a net load, about; 0: none */
    struct dec e0_load; /* load at which E0 is taken before the row (ROW_ECCENTRIC) */
    struct weighbridge_pieces *pieces; /* what makes up `placed` */
    size_t pieces_n;
    bool has_limit;
    struct dec limit; /* MPE or other limit at `load` */
    const char *limit_clause;
};

struct weighbridge_step {
    const struct rule_test *test; /* of the edition: id, titles, clause, limit */
    const char *id;               /* "zero", "eccentricity", "weighing", ... */
    size_t first, n;              /* its rows */
    int range;                    /* 1.. of several ranges; 0: the only one, or all */
};

/* A remark of the plan or a reason of a verdict: locale key and up to four arguments. */
struct weighbridge_note {
    const char *key;
    const char *row; /* "" if none */
    const char *reading;
    const char *args[4]; /* NULL-terminated unless full */
};

struct weighbridge_plan {
    const struct regulation *reg;
    const struct weights_table *weights_table;
    const struct weighbridge_input *in; /* a copy: service mode and methods settled */
    /* A plan for each of several ranges; steps and rows of this one are theirs in order,
     * except that what is looked at once stands with the first or the last. */
    struct weighbridge_plan *ranges[WEIGHBRIDGE_PARTS_MAX];
    size_t ranges_n;
    int range;    /* of such a part: 1, 2, ... */
    bool service; /* read in service mode */
    struct weighbridge_feasibility feasible;
    struct dec svc;        /* 1, or the edition's factor for in-service inspection (2) */
    struct dec half;       /* 0.5: change-over points; 0: direct reading (d <= 0.2 e) */
    struct dec zero_load;  /* 0 or 10 e */
    struct dec stage_mass; /* standard weights used for one substitution stage */
    int stages;            /* substitute stages needed to reach Max; 0: none */
    struct weighbridge_step *steps;
    size_t steps_n;
    struct weighbridge_row *rows;
    size_t rows_n;
    struct weighbridge_note *notes; /* e.g. "plan.eccentricity_short", "class.n_high" */
    size_t notes_n;
    unsigned class_issues; /* bits by enum weighing_issue that keep it from a pass */
    const void *compiled;  /* slots of the edition's names; for weighbridge_judge() */
    bool general; /* no row the quick way of bridge_quick.h: tests compare the two */
};

/* The readings of a form in the order of weighbridge_entry.read; answers their number.
 * With direct reading (plan->half 0) there is no dl. */
size_t weighbridge_wants(enum weighbridge_form form,
                         enum weighbridge_reading_id out[WEIGHBRIDGE_READINGS]);

/* How the load points are chosen.  Wanted: Min, 500 e, 50 % Max, 2000 e (80 % Max where
 * 2000 e >= Max), Max, as the edition's `points` say.  Loads up to the mass W of the
 * standard weights are put together from weights; above, a load L in (s W, (s+1) W] is s
 * substitute stages plus weights of L - s W.  Each k W below Max is a row of its own,
 * because the substitute of stage k is matched there ("sub.k" follows it).  A load that
 * the weights cannot make is rounded down to one they can (Min: up).  With in->reach
 * below Max no load goes beyond it, and it is one of the loads.
 *
 * MULTI_INTERVAL: limits, half steps and the small weights follow e_i of the load; the
 * edges of the limits of each part and each Max_i are loads too.  MULTIPLE_RANGE: a plan
 * for each range with keys "r1.up.2"; identity, visual examination and the like are there
 * once.
 *
 * A plan is made even if the standards are refused (plan->feasible says so), so that it
 * can be shown; weighbridge_judge() then never passes.  QH_INVALID "weighbridge.class",
 * "weighbridge.capacity", "weighbridge.interval", "weighbridge.supports",
 * "weighbridge.unit", "weighbridge.weights", "weighbridge.parts" (number, order, last
 * Max and first e), "weighbridge.service_d", "weighbridge.eccentricity" (method not in
 * the edition, or not for these supports), "weighbridge.rolling_load" (none, or above 0.8
 * (Max + T)), "weighbridge.reach"; QH_LIMIT "weighbridge.rows". */
QH_MUST qh_status weighbridge_plan_make(struct arena *a, const struct regulation *reg,
                                        const struct weights_table *table,
                                        const struct weighbridge_input *in,
                                        struct weighbridge_plan **out,
                                        struct qh_error *err);

/* What weighbridge_plan_make() refuses of an instrument, whatever the weights: for the
 * register.  The same errors but "weighbridge.weights" and "weighbridge.rows". */
QH_MUST qh_status weighbridge_check(const struct regulation *reg,
                                    const struct weighbridge_input *in,
                                    struct qh_error *err);

/* Index of a row by key, or -1. */
long weighbridge_row_find(const struct weighbridge_plan *plan, const char *key);
