/* edition.h - what an edition for weighing instruments says beside its tests.
 *
 * Sections of schema qh-regulation/1 that the weighing procedure reads: classes,
 * standards, settings, points, counts, and of each test which rows the plan makes of it.
 */
#pragma once

#include "rule/regulation_data.h"

/* A row of the table of accuracy classes; e in g. */
struct edition_class {
    const char *class_name;
    struct dec e_min_g, e_max_g;
    bool has_e_max;
    struct dec n_min, n_max;
    bool has_n_max;
    struct dec min_e;      /* least Min in e */
    struct dec part_n_min; /* least Max_i / e_(i+1) of a multi-interval instrument */
    bool auxiliary;        /* may show d < e <= 10 d beside it (classes I and II) */
};

/* A limit for a nominal value that the table of weights does not have; kg. */
struct edition_weight {
    const char *class_name;
    struct dec nominal, mpe;
};

struct edition_points {
    const struct expr *min;       /* rounded up to what the weights make; NULL: none */
    const struct limit *edges_of; /* the loads where this limit changes; NULL: none */
    const struct expr **loads;
    size_t loads_n;
    const struct expr **spare; /* taken in order while there are too few */
    size_t spare_n;
    struct dec near; /* part of Max within which two loads count once */
};

enum edition_setting {
    SET_IN_SERVICE_FACTOR,
    SET_DIRECT_READING,
    SET_SMALL_WEIGHT,
    SET_ZERO_LOAD,
    SET_SUBSTITUTION_FROM,
    SET_SUBSTITUTE_MISMATCH,
    SET_PLACEMENTS,
    SET_ECCENTRICITY_LEAST,
    SET_ERROR_QUESTION,
    SET_POINTS_LEAST,
    SET_NET_POINTS,
    /* those an edition may leave out or set to null: */
    SET_SUBSTITUTION_FLOOR,       /* kg of weights at least, whatever Max; 0: none */
    SET_IN_SERVICE_REPEATABILITY, /* as in_service_factor, for repeatability */
    SET_PAIR_LOAD,                /* load on a pair of supports, in loads of one */
    SET_CONSTANT_NEAR,            /* part by which a constant load may be off */
    SETTINGS
};

/* Which rows a test gets in the plan; also the function that judges them. */
enum edition_plan {
    PLAN_NONE,
    PLAN_ITEMS,
    PLAN_INPUTS,
    PLAN_ZERO,
    PLAN_TARE,
    PLAN_GATE,
    PLAN_ECCENTRICITY,
    PLAN_WEIGHING,
    PLAN_REPEATABILITY,
    PLAN_DISCRIMINATION,
    PLAN_NET,
    PLAN_DISPLAYS
};

struct edition_test {
    enum edition_plan plan;
    const char *row; /* prefix of its row keys */
    unsigned kinds;  /* bits by enum weighbridge_kind; all set if not said */
    const struct limit *applies_if; /* judged on the value of its slot `of` */
};

/* Names that the procedure sets before it evaluates. */
enum edition_slot {
    NAME_CLASS,
    NAME_MAX,
    NAME_MIN,
    NAME_E,
    NAME_D,
    NAME_N,
    NAME_T,
    NAME_LOAD,
    NAME_DL,
    NAME_E0,
    NAME_HALF,
    NAME_SVC,
    NAME_STD,
    NAME_SUM_MPE,
    NAME_MPE,
    NAME_I0,
    NAME_D_MG,
    NAME_MAX_KG,
    NAME_STAGE,
    NAME_SERVICE, /* 1: read in service mode, else 0 */
    NAME_DEVICES, /* printers and further displays */
    NAME_SVC_REP, /* svc of repeatability */
    NAME_CREEP,   /* 1: creep and return to zero are asked for */
    NAME_E_TOP,   /* e of the last partial range; e without ranges */
    EDITION_SLOTS
};

struct edition {
    struct edition_class *classes;
    size_t classes_n;
    struct edition_weight *extra; /* weights_extra */
    size_t extra_n;
    const struct limit *mpe;         /* limits.mpe */
    const struct expr *weights_expr; /* standards "weights" */
    const struct limit *weights_limit;
    const struct limit *mass_limit; /* standards "mass" */
    struct edition_points weighing, repeatability, discrimination;
    const struct limit *eccentricity_parts; /* "ge": what (Max + T) is divided by */
    struct dec off_centre_parts;
    struct dec rolling_part;       /* a rolling load is at most this part of Max + T */
    unsigned eccentricity_methods; /* allowed: bits by enum weighbridge_eccentricity */
    int eccentricity_method;       /* where the record does not say */
    bool class_blocks;             /* a wrong class, n, e or Min is no pass */
    bool max_may_be_missed;        /* a verdict for less than Max is allowed ... */
    const struct expr *max_least;  /* ... from this load; NULL: any */
    const struct limit *repeatability_count; /* "ge": placements, by stage */
    struct dec settings[SETTINGS];
    struct edition_test *tests; /* as the regulation's */
    uint32_t slots[EDITION_SLOTS];
};

/* Adds the names of enum edition_slot and marks those that an instrument fixes; before
 * anything is compiled. */
QH_MUST qh_status edition_slots(struct names *names, struct qh_error *err);
/* Part of regulation_load(); r->tests and the slots are there.  QH_INVALID
 * "regulation.edition", "regulation.setting". */
QH_MUST qh_status edition_load(struct arena *a, struct regulation *r,
                               struct edition **out, struct qh_error *err);
