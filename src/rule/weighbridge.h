/* weighbridge.h - the field record of a weighbridge: what came out.
 *
 * What was read goes in by row key of the plan; out come P, E, Ec, MPE, margin and
 * verdict for each row, a verdict for each test and for the whole.  A row that is missing
 * is never a pass; a suspicious reading is asked back, never corrected; an adjustment is
 * the caller's business: a fresh set of entries.  Pure; all memory from the arena given.
 * [OIML R 76-1:2006 3.5 to 3.8, A.4]
 */
#pragma once

#include "rule/weighbridge_plan.h"

struct budget;
struct decision_found;

/* ---- what was read ---- */

enum weighbridge_item { ITEM_NONE, ITEM_PASS, ITEM_FAIL, ITEM_NA };

/* Questions to the officer.  A reading that raises one is used as it stands; until it is
 * confirmed or struck and typed anew the whole is not a pass. */
enum weighbridge_question {
    ASK_NOT_MULTIPLE_OF_D, /* an indication that the display cannot show */
    ASK_DL_OUTSIDE,        /* dl not in (0, e] */
    ASK_DL_NOT_MULTIPLE,   /* dl no multiple of the small weight 0.1 e */
    ASK_ERROR_LARGE,       /* |E| > 3 MPE */
    ASK_BACK_INDICATION, /* indication after taking the weights off is not the old one */
    ASK_PLACED,          /* placed more than there is on board, or nothing */
    ASK_FAR_LOAD,        /* a constant load (gate, repeatability) far from the planned */
    ASK_QUESTIONS
};
/* "not_multiple_of_d", "dl_outside", "dl_not_multiple", "error_large", "back_indication",
 * "placed", "far_load", NULL */
extern const char *const WEIGHBRIDGE_QUESTIONS[];

struct weighbridge_reading {
    bool given;
    struct dec value;
    const char *typed; /* as the officer typed it */
};

struct weighbridge_entry {
    enum weighbridge_item item;
    struct weighbridge_reading read[WEIGHBRIDGE_READINGS]; /* by weighbridge_wants() */
    struct weighbridge_reading placed; /* standard weights really placed, if other than
                                          planned; the load actually applied decides */
    uint32_t confirmed;                /* bits by enum weighbridge_question */
};

struct weighbridge_entries {
    struct weighbridge_entry *rows; /* as many as the plan, same order */
    const char **unknown;           /* row keys that the plan does not have */
    size_t unknown_n;
    bool stopped; /* the officer ended the verification after a failed test */
};

/* Are all needed readings of a row there? */
bool weighbridge_is_read(const struct weighbridge_plan *plan,
                         const struct weighbridge_entries *in, size_t row);
/* A reading as typed, NULL if it is not there. */
const char *weighbridge_typed(const struct weighbridge_plan *plan,
                              const struct weighbridge_entries *in, size_t row,
                              enum weighbridge_reading_id id);

/* ---- what came out ---- */

enum weighbridge_verdict {
    VERDICT_NONE, /* nothing to judge (a row without limit, an item that is na) */
    VERDICT_PASS,
    VERDICT_FAIL,
    VERDICT_INCOMPLETE
};
extern const char
    *const WEIGHBRIDGE_VERDICTS[]; /* "none", "pass", "fail", "incomplete" */

struct weighbridge_row_result {
    enum weighbridge_verdict verdict;
    bool judged;      /* the numbers below are set */
    struct dec load;  /* L: true load, substitute value included */
    struct dec p;     /* indication before rounding */
    struct dec error; /* E = P - L */
    struct dec e0;    /* zero error taken off */
    struct dec value; /* what is compared: Ec, or the deviation */
    struct dec limit; /* its limit in size */
    bool has_limit;
    const struct decision_found *decision; /* NULL: none was asked for, or no budget */
    size_t part;                           /* partial range whose e counted */
    uint32_t asked;     /* bits by enum weighbridge_question: raised by these readings */
    uint32_t questions; /* of them, not confirmed */
};

/* One substitution stage. */
struct weighbridge_stage {
    int range;          /* as the step's */
    int number;         /* 1.. */
    bool done;          /* both rows read */
    bool refused;       /* too large or mismatch: later loads are unknown */
    const char *reason; /* "substitute.too_large", "substitute.mismatch", "" */
    struct dec load;    /* L of the stage */
    struct dec p, p_substitute;
    struct dec difference; /* P_substitute - P */
    struct dec value;      /* substitute on the receptor after it */
};

/* Are the weights good enough for the loads placed (sum of MPE <= 1/3 MPE)? */
struct weighbridge_adequacy {
    enum weighbridge_verdict verdict;
    size_t worst_row;      /* row with the least margin */
    struct dec sum_of_mpe; /* there, instrument's unit */
    struct dec allowed;    /* there: MPE / 3 */
    const char *no_limit;  /* "25 kg M1": nominal without class limit, or NULL */
};

struct weighbridge_test_result {
    enum weighbridge_verdict verdict;
    bool has_worst;
    size_t worst_row;
    struct dec value; /* worst value, or the spread of repeatability and gate */
    struct dec limit;
    bool has_limit;
    size_t missing_n; /* needed rows not read */
    size_t open_n;    /* questions open */
};

enum weighbridge_document {
    DOCUMENT_NONE,              /* incomplete */
    DOCUMENT_CERTIFICATE,       /* verification certificate */
    DOCUMENT_NOTICE,            /* notice of verification result: failed items first */
    DOCUMENT_INSPECTION_RECORD, /* in-service inspection, whatever the verdict */
    DOCUMENT_CALIBRATION        /* calibration certificate: values, no verdict */
};
/* "none", "certificate", "notice", "inspection_record", "calibration_certificate" */
extern const char *const WEIGHBRIDGE_DOCUMENTS[];

struct weighbridge_result {
    enum weighbridge_verdict verdict;
    enum weighbridge_document document;
    struct weighbridge_row_result *rows;   /* as the plan's */
    struct weighbridge_test_result *tests; /* as the plan's steps */
    struct weighbridge_stage *stages;      /* plan->stages of them */
    struct weighbridge_adequacy adequacy;
    struct dec max_load; /* greatest load judged */
    struct dec e0;       /* zero error of the weighing run */
    bool has_e0;
    bool limited;          /* a pass for loads up to limited_to only */
    struct dec limited_to; /* the highest load tested; a certificate must say so */
    size_t missing_n, failed_n, open_n;
    size_t blocks_n; /* what keeps the whole from a pass beside failed tests */
    struct weighbridge_result *ranges[WEIGHBRIDGE_PARTS_MAX]; /* as the plan's */
    struct weighbridge_note *reasons; /* why it is not a pass, and every open question */
    size_t reasons_n;
    struct budget **budgets; /* of a calibration: one for each load; index is its row */
    size_t budgets_n;
};

/* Part of the limit that is left: (limit - |value|) / limit to 4 digits, negative past
 * it; for a limit of 0: 1 if the value is 0, else -1. */
struct dec weighbridge_margin(struct dec value, struct dec limit);

/* Judges what was read.  Verdict of the whole: incomplete while a needed row is missing,
 * a question is open, a substitute is refused, the gate or the weights do not suffice, or
 * an entry belongs to no row - unless the officer stopped after a failed test; else fail
 * if a test failed; else pass.  QH_RANGE "weighbridge.range" if a number does not fit. */
QH_MUST qh_status weighbridge_judge(struct arena *a, const struct weighbridge_plan *plan,
                                    const struct weighbridge_entries *in,
                                    struct weighbridge_result **out,
                                    struct qh_error *err);
