/* general.h - what an edition of the general procedure says beside its tests.
 *
 * "procedure": "general" of schema qh-regulation/1: conditions, standards, quantities
 * measured beside the points, and of each test the rows that the plan makes of it.  The
 * format is described in docs/regulations.md.
 */
#pragma once

#include "rule/points.h"

enum { GENERAL_ASKS_MAX = 20, GENERAL_READINGS_MAX = 60, GENERAL_SENSORS_MAX = 60 };

/* Bits of the kinds of verification are by enum weighbridge_kind. */

/* A number that somebody reads: with a point, for a test, or for the whole record. */
struct general_ask {
    const char *id;
    const char *zh, *en, *unit;
    uint32_t slot;
    const struct expr *resolution; /* NULL: any number */
    const char *fallback;          /* NULL: must be read */
    unsigned kinds;
    const struct json *when;
    bool optional;
    struct count count;    /* said: a list of so many */
    const char *of_test;   /* formula: taken from a test's results, never read; or NULL */
    const char *of_value;  /* "value", "raw" or "result" of its values, a list */
    const char *of_output; /* of this one of its outputs, a number; NULL: the list */
};

struct general_asks {
    struct general_ask *at;
    size_t n;
};

struct general_condition {
    struct general_ask ask;
    const struct expr *min, *max;
    const struct expr *change; /* greatest change from start to end, or NULL */
    bool per_hour;
    bool blocks; /* outside it the record is incomplete; else it is asked back */
    const char *clause;
};

struct general_standard {
    const char *id, *kind;
    const char *zh, *en, *clause;
    bool required;
    unsigned kinds;
    const struct json *when;
    const struct limit *limit; /* accuracy, with `of`; NULL: any */
    const struct expr *from, *to;
};

/* Readings of another test used again. */
struct general_from {
    const char *test; /* NULL: none */
    const char *by;   /* member whose equal values make a group: "p" */
    const char *take[2];
    size_t take_n; /* 0: all readings x1.. */
};

struct general_test {
    const char *row; /* prefix of its row keys */
    unsigned kinds;
    const struct json *when;
    const struct limit *applies_if; /* judged on its `of` */
    const struct json *items;       /* checklist */
    struct general_asks asks;       /* per point; of a formula: its inputs */
    const struct points *points;    /* points, groups, pairs, levels, set values */
    const struct points *times;     /* series */
    struct count readings, readings_least;
    const struct expr *resolution;
    struct general_from from;
    struct count blanks; /* regression */
    struct count rounds; /* field; series without times */
    struct count sensors, center;
    bool indicated; /* field: the instrument's own indication goes with each round */
};

/* Bounds of an instrument variable, by those before it: "above", "least", "most", each an
 * expression or {"ge": E} by any way of the grammar of limits (null: none). */
struct general_var {
    struct count above, least, most;
};

/* Names that the procedure sets. */
enum general_slot {
    GENERAL_STAGE, /* "initial", "periodic", ... */
    GENERAL_SVC,   /* 1, or the setting in_service_factor */
    GENERAL_STD_MPE,
    GENERAL_STD_U,
    GENERAL_STD_K,
    GENERAL_STD_CLASS,
    GENERAL_STD_NOMINAL,
    GENERAL_STD_FROM,
    GENERAL_STD_TO,
    GENERAL_SLOTS
};
extern const char *const GENERAL_SLOT_NAMES[GENERAL_SLOTS];

struct general {
    struct general_var *vars; /* as instrument_vars */
    struct general_condition *conditions;
    size_t conditions_n;
    struct general_standard *standards;
    size_t standards_n;
    struct general_asks inputs; /* measured for the whole record */
    struct general_test *tests; /* as the regulation's */
    uint32_t slots[GENERAL_SLOTS];
};

/* Adds the names that the procedure sets; before anything is compiled. */
QH_MUST qh_status general_slots(struct names *names, struct qh_error *err);
/* After results_load(): a field test is done once for each set value, so that only field
 * tests may name its results, and it only theirs.  QH_INVALID "regulation.result". */
QH_MUST qh_status general_check_results(struct arena *a, const struct regulation *r,
                                        struct qh_error *err);
/* Part of regulation_load(); tests and names are there.  QH_INVALID
 * "regulation.edition". */
QH_MUST qh_status general_load(struct arena *a, struct regulation *r,
                               struct general **out, struct qh_error *err);
