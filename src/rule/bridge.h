/* bridge.h - what the files of the weighbridge record share; not for others. */
#pragma once

#include "rule/pick.h"
#include "rule/weighbridge.h"
#include "rule/weighing.h"
#include "rule/weights.h"

/* Weights of one class and nominal value, heaviest first. */
struct bridge_weight {
    const struct weighbridge_weight *in;
    int64_t count;
    bool has_mpe;
    struct dec mpe; /* of one piece, in the unit of the instrument */
    /* All pieces together, where their certificates count: */
    struct dec error; /* conventional mass minus nominal value */
    bool certified;   /* each has an uncertainty */
    struct dec u;     /* expanded, k = 2, added arithmetically */
};

/* What certificates add to a load. */
struct bridge_correction {
    struct dec placed; /* of the weights on the receptor */
    struct dec stages; /* of those of the stages before */
    bool certified;
    struct dec u; /* of both, k = 2 */
};

/* A load put together. */
struct bridge_load {
    int64_t placed;   /* mg of weights */
    int64_t total;    /* mg, substitute included */
    int stage;        /* substitute matched at stages 1..stage is on the receptor */
    bool makes_stage; /* the whole mass of the weights, to be substituted next */
    int64_t counts[PICK_KINDS_MAX];
};

struct quick;

struct bridge_row {
    struct dec sum_mpe;   /* limits of the weights, counted once for each stage */
    const char *no_limit; /* a weight without class limit, or NULL */
    bool certified;       /* each weight has a certificate that counts ... */
    struct dec sum_u;     /* ... and this is their U, k = 2, once for each stage */
};

/* A partial range: e_i with all that follows from it.  Other instruments have one. */
struct bridge_part {
    struct weighing *w;
    struct dec max;      /* Max_i */
    struct dec small;    /* 0.1 e_i */
    struct dec mismatch; /* greatest mismatch of a substitute */
};

/* Made with the plan, used by the judge. */
struct bridge {
    struct weighing *w; /* of the first part */
    struct bridge_part parts[WEIGHBRIDGE_PARTS_MAX];
    size_t parts_n;
    struct bridge_row *rows; /* as the plan's */
    struct bridge_weight weights[PICK_KINDS_MAX];
    struct pick_weight pick[PICK_KINDS_MAX]; /* the same, in mg */
    size_t kinds;                            /* of them, heaviest first: */
    size_t main_n;                           /* 10 e and more: the standard weights */
    size_t load_n;    /* above 0.1 e: what loads are made of; the rest is for dl */
    int64_t stage_mg; /* mass of the standard weights */
    int64_t max_mg;
    int64_t reach_mg;         /* greatest load on site: Max, or less */
    bool has_small;           /* enough small weights to find each change-over point */
    struct dec ecc_least;     /* least load of the eccentricity test */
    struct dec ecc_most;      /* greatest rolling load; 0: not rolling */
    struct dec max_least;     /* the greatest load must reach it: Max but for `near` */
    struct dec limited_least; /* ... or, where the edition allows it, this */
    bool may_be_limited;
    const struct quick *quick;            /* bridge_quick.h; NULL: the general way only */
    struct weighbridge_adequacy adequacy; /* of the loads as planned */
};

/* Steps of a day that a range of several takes part in: what is looked at once comes with
 * the first and, after the loads, with the last. */
enum { BRIDGE_FIRST = 1, BRIDGE_LAST = 2 };

/* Under way while a plan is made. */
struct bridge_maker {
    struct arena *arena;
    struct weighbridge_plan *plan;
    struct bridge *b;
    const struct rule_test *test; /* of the step being made */
    const struct edition_test *et;
    struct qh_error *err;
    const char *prefix; /* of row keys: "" or "r2." */
    unsigned turn;      /* BRIDGE_FIRST, BRIDGE_LAST */
    int range;          /* 0: the only one */
};

/* Index of the part that a load belongs to; the last part above Max. */
size_t bridge_part_of(const struct bridge *b, struct dec load);

/* Milligrams of a mass in the unit of the instrument, and back.  QH_RANGE
 * "weighbridge.range" if it is no whole number of them below 10^15 (1000 t). */
QH_MUST qh_status bridge_mg(const struct bridge *b, struct dec mass, int64_t *out,
                            struct qh_error *err);
struct dec bridge_mass(const struct bridge *b, int64_t mg);

/* Sorts the weights on board and finds their limits. */
QH_MUST qh_status bridge_weights(struct bridge_maker *m);
/* Certificates count at a calibration and for E1 and E2. */
bool bridge_counts_certificate(const struct weighbridge_input *in,
                               const struct weighbridge_weight *w);
/* Corrections of the weights, by kind; after bridge_weights(). */
QH_MUST qh_status bridge_correct(struct bridge_maker *m);
QH_MUST qh_status bridge_corrected(struct bridge_maker *m, const struct bridge_load *load,
                                   struct bridge_correction *out);
/* Puts a load together (substitute stages and weights); false if nothing comes of it. */
bool bridge_place(const struct bridge *b, int64_t target, bool up,
                  struct bridge_load *out);

/* The loads of a test by the edition's points, rising.  stages: also a load for every
 * substitution stage. */
QH_MUST qh_status bridge_points(struct bridge_maker *m, const struct edition_points *p,
                                bool stages, struct bridge_load **out, size_t *out_n);

/* Limit against sum of the weights' limits, row by row; fills b->adequacy. */
QH_MUST qh_status bridge_adequacy(struct bridge_maker *m);

/* Adds the rows of the step's test. */
QH_MUST qh_status bridge_rows(struct bridge_maker *m);
enum { BRIDGE_NOTES_MAX = 32 };

/* A remark of the plan, the first BRIDGE_NOTES_MAX are kept; args may be NULL. */
void bridge_note(struct bridge_maker *m, const char *key, const char *row,
                 const char *arg1, const char *arg2);

/* Fills m->plan and m->b for one instrument or range; frame has regulation and table. */
QH_MUST qh_status bridge_plan_one(struct bridge_maker *m,
                                  const struct weighbridge_plan *frame,
                                  const struct weighbridge_input *in);
/* Is the class right, in each part; a note for each thing that is not. */
QH_MUST qh_status bridge_class(struct bridge_maker *m);
/* Rows of the eccentricity test by the method of the plan (bridge_ecc.c). */
QH_MUST qh_status bridge_eccentricity(struct bridge_maker *m);
/* For the files that make rows: a new row (NULL past WEIGHBRIDGE_ROWS_MAX), its key, its
 * load with the limit there, a load near zero. */
struct weighbridge_row *bridge_add_row(struct bridge_maker *m, enum weighbridge_form form,
                                       const char *key);
char *bridge_numbered(struct bridge_maker *m, const char *prefix, size_t n);
QH_MUST qh_status bridge_set_load(struct bridge_maker *m, struct weighbridge_row *row,
                                  const struct bridge_load *load);
QH_MUST qh_status bridge_set_limit(struct bridge_maker *m, struct weighbridge_row *row);
struct bridge_load bridge_zero_load(struct bridge_maker *m);
QH_MUST qh_status bridge_too_many(struct bridge_maker *m);

/* The readings of a form in their order. */
struct bridge_form {
    size_t n;
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
};
extern const struct bridge_form BRIDGE_FORMS[ROW_FORMS];

/* Has the row this reading, and is it needed? */
bool bridge_needs(const struct weighbridge_plan *plan, enum weighbridge_form form,
                  enum weighbridge_reading_id id);
/* The limit of a row that was judged, as a decision takes it. */
struct limit_found bridge_limit_found(const struct weighbridge_row_result *rr);
