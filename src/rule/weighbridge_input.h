/* weighbridge_input.h - a weighbridge, the weights on board, and whether they suffice.
 *
 * What a dispatcher asks before a trip and the first half of what a plan needs.  Masses
 * and readings are in the unit of the instrument ("kg", "t" or "g"), weights on board
 * always in kg.  Every limit comes from the edition, none from C.
 * [OIML R 76-1:2006 3.7.3]
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct regulation;

enum {
    WEIGHBRIDGE_WEIGHTS_MAX = 400, /* entries: kinds of weights, or single pieces */
    WEIGHBRIDGE_SUPPORTS_MAX = 32,
    WEIGHBRIDGE_PARTS_MAX = 4, /* partial ranges, or ranges */
    WEIGHBRIDGE_SECTIONS_MAX = 8,
    WEIGHBRIDGE_DEVICES_MAX = 8,
};

enum weighbridge_kind {
    WEIGHBRIDGE_INITIAL,
    WEIGHBRIDGE_PERIODIC,
    WEIGHBRIDGE_AFTER_REPAIR,
    WEIGHBRIDGE_WITHIN_PERIOD,
    WEIGHBRIDGE_IN_SERVICE, /* double limits, an inspection record, never a certificate */
    WEIGHBRIDGE_CALIBRATION /* limits of verification, a calibration certificate */
};
/* "initial", "periodic", "after_repair", "within_period", "in_service_inspection",
 * "calibration", NULL */
extern const char *const WEIGHBRIDGE_KINDS[];

/* By what rule an error of indication passes (decision.h): NONE: within its limit;
 * SIMPLE: the same, with the risk shown; GUARD_BAND: by its U within it. */
enum weighbridge_decision { BRIDGE_NO_DECISION, BRIDGE_SIMPLE, BRIDGE_GUARD_BAND };
/* "none", "simple", "guard_band", NULL */
extern const char *const WEIGHBRIDGE_DECISIONS[];

/* Automatic zero-setting and zero tracking.  OFF, ABSENT: E0 is taken at zero; ON: at
 * about 10 e; OUT_OF_RANGE: the 10 e stay on the receptor, so at 10 e too. */
enum weighbridge_auto_zero {
    AUTO_ZERO_ABSENT,
    AUTO_ZERO_OFF,
    AUTO_ZERO_OUT,
    AUTO_ZERO_ON
};
/* "absent", "off", "out_of_range", "on", NULL */
extern const char *const WEIGHBRIDGE_AUTO_ZERO[];

/* How e follows the load.  MULTI_INTERVAL: one range whose e_i grows by itself at Max_1,
 * Max_2, ...; MULTIPLE_RANGE: several ranges from zero, each verified as an instrument of
 * its own. [R 76-1:2006 3.3, 3.5.4] */
enum weighbridge_structure { STRUCTURE_SINGLE, STRUCTURE_INTERVALS, STRUCTURE_RANGES };
/* "single", "multi_interval", "multiple_range", NULL */
extern const char *const WEIGHBRIDGE_STRUCTURES[];

/* One partial range or range; in the unit of the instrument.  They rise. */
struct weighbridge_part {
    struct dec max, e;
    struct dec min; /* MULTIPLE_RANGE only; 0: as little as the class allows */
};

/* How eccentricity is tested.  [R 76-1:2006 A.4.7] */
enum weighbridge_eccentricity {
    ECCENTRICITY_SUPPORT, /* at each support */
    ECCENTRICITY_PAIR,    /* at each pair of supports, over twice the area */
    ECCENTRICITY_ROLLING  /* a vehicle at begin, middle and end, there and back */
};
/* "support", "pair", "rolling", NULL */
extern const char *const WEIGHBRIDGE_ECCENTRICITY[];

/* Weights of one class and nominal value on the truck; equal entries are added up. */
struct weighbridge_weight {
    const char *class_name; /* "M1", "M12", ... as in data/weights/weights_mpe.csv */
    struct dec nominal;     /* kg */
    int64_t count;
    struct dec mpe; /* kg, of its certificate: counts only for E1 and E2 and at a
                       calibration.  Else the class limit of the table counts (or of the
                       edition's weights_extra); a nominal value without a row has none */
    bool has_mpe;
    /* kg, of the certificate, and counted where mpe is: */
    struct dec error; /* conventional mass minus nominal value; 0: not said */
    struct dec u, k;  /* expanded uncertainty (0: not said) and its factor (0: 2) */
};

struct weighbridge_input {
    const char *accuracy_class; /* "III", "IIII" */
    const char *unit;           /* "kg", "t", "g" */
    struct dec max, min, e, d;  /* with parts: the greatest Max and the smallest e */
    struct dec service_d; /* interval shown in service mode, at most e / 5; 0: read as in
                             use.  d at most e / 5 means the same where the class has no
                             auxiliary indication */
    struct dec tare_max;  /* additive tare T+; 0: none */
    int64_t supports;     /* N */
    enum weighbridge_structure structure;
    struct weighbridge_part parts[WEIGHBRIDGE_PARTS_MAX]; /* 2 to 4; 0 if SINGLE */
    size_t parts_n;
    bool has_method; /* else the method of the edition counts */
    enum weighbridge_eccentricity method;
    struct dec rolling_load; /* ROLLING: known mass of the usual heaviest rolling load */
    int64_t sections;        /* ROLLING: sections of the platform, 0 counts as 1 */
    int64_t devices;         /* printers and further displays that show the same value */
    struct dec reach;        /* greatest load there is on site; 0: Max */
    enum weighbridge_auto_zero auto_zero;
    enum weighbridge_kind kind;
    enum weighbridge_decision decision; /* of the errors that have a budget */
    bool creep; /* creep and return to zero are asked for, half an hour under load */
    struct weighbridge_weight *weights;
    size_t weights_n;
    const struct json *claims; /* the laboratory's smallest U (budget.h); NULL: none */
};

/* Can this instrument be verified with these weights?  [R 76-1:2006 3.7.3] */
enum weighbridge_feasible {
    WEIGHBRIDGE_FEASIBLE,     /* weights to Max, or at least 1/2 Max */
    WEIGHBRIDGE_NEEDS_SPREAD, /* only if three placements agree within `spread` */
    WEIGHBRIDGE_REFUSED
};

struct weighbridge_feasibility {
    enum weighbridge_feasible verdict;
    const char *reason;   /* "feasible.direct", "feasible.half", "feasible.needs_spread",
                             "feasible.too_few_weights", "feasible.max_too_small" */
    struct dec max;       /* in the instrument's unit, as the rest */
    struct dec standards; /* mass of the standard weights (not of the small ones) */
    struct dec least;     /* least mass the edition accepts at all (1/5 Max) */
    struct dec spread;    /* NEEDS_SPREAD: greatest spread allowed */
    struct dec spread_e;  /* the same in e: 0.2 or 0.3 */
};

/* One kind of piece and how many of it. */
struct weighbridge_pieces {
    struct dec nominal; /* kg */
    int64_t count;
};

/* What follows from e for the small weights: 10 e for the zero and 24 pieces of 0.1 e for
 * the change-over points.  e = 50 kg: 4 x 25 kg, 20 x 20 kg and 24 x 5 kg; e = 20 kg:
 * 10 x 20 kg and 24 x 2 kg.  e in kg; 0 < e.  Answers the number of kinds. */
enum { WEIGHBRIDGE_KIT_MAX = 6 };
size_t weighbridge_small_kit(struct dec e,
                             struct weighbridge_pieces out[WEIGHBRIDGE_KIT_MAX]);

/* in: class, max, e, unit and weights are used.  QH_INVALID "weighbridge.unit",
 * "weighbridge.interval", "weighbridge.capacity", "weighing.edition". */
QH_MUST qh_status weighbridge_feasibility(const struct regulation *reg,
                                          const struct weighbridge_input *in,
                                          struct weighbridge_feasibility *out,
                                          struct qh_error *err);

/* Mass of the standard weights in the unit of the instrument (power of ten `unit`): those
 * of `zero_load` and more, so that the small kit does not count.  QH_RANGE. */
QH_MUST qh_status weighbridge_standards(const struct weighbridge_input *in,
                                        struct dec zero_load, int unit, struct dec *out);
