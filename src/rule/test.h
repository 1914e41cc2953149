/* test.h - one test of a regulation, compiled. */
#pragma once

#include "base/dec.h"
#include "base/json.h"
#include "rule/expr.h"
#include "rule/limit.h"
#include "rule/stat.h"

#include <stdbool.h>
#include <stdint.h>

/* Eight kinds of test and three services. */
enum test_kind {
    TEST_CHECKLIST,
    TEST_POINT_ERROR,
    TEST_STAT,
    TEST_PAIRED,
    TEST_SERIES,
    TEST_FIELD,
    TEST_REGRESSION,
    TEST_FORMULA,
    TEST_BUDGET,
    TEST_ROUNDING,
    TEST_VALIDITY,
    TEST_KINDS
};
extern const char *const TEST_KIND_NAMES[TEST_KINDS];

/* How a deviation is formed: of point_error and of paired. */
enum test_form {
    FORM_X_R,      /* x - r */
    FORM_R_X,      /* r - x (a correction) */
    FORM_REL,      /* (x - r) / r in per cent */
    FORM_REL_OF_X, /* (r - x) / x in per cent */
    FORM_FID,      /* (x - r) / fs in per cent of the span; paired: (b - a) / fs */
    FORM_ABS,      /* paired: |a - b| */
    FORM_DIFF      /* paired: b - a */
};

/* How a value is rounded, compared and judged. */
struct judge {
    const struct limit *limit; /* NULL: report only */
    bool rounds;
    bool up; /* never smaller in size; else half to even */
    bool compare_rounded;
    struct dec to; /* rounding interval, > 0 */
};

/* Named results of series, field and regression; a formula names its own. */
enum series_output {
    SERIES_DRIFT_MAX,
    SERIES_DRIFT_END,
    SERIES_RANGE,
    SERIES_HALF_RANGE,
    SERIES_REL_RANGE,
    SERIES_RSD,
    SERIES_SLOPE,
    SERIES_NOISE_PP
};
enum field_output {
    FIELD_DEV_UP,
    FIELD_DEV_DOWN,
    FIELD_UNIFORMITY_MEAN_RANGE,
    FIELD_FLUCTUATION_MAX_HALF_RANGE,
    FIELD_FLUCTUATION_CENTER_HALF_RANGE,
    FIELD_UNIFORMITY_UP,
    FIELD_UNIFORMITY_DOWN,
    FIELD_STABILITY_UP,
    FIELD_STABILITY_DOWN,
    FIELD_MEAN_DEV_UP,
    FIELD_MEAN_DEV_DOWN,
    FIELD_MAX_DIFFERENCE,
    FIELD_INDICATION_DEV
};
enum fit_output { FIT_SLOPE, FIT_INTERCEPT, FIT_R, FIT_LINEARITY, FIT_LOD };

struct test_output {
    const char *name;
    int id; /* enum series_output, field_output or fit_output; 0 for formula */
    struct judge judge;
    bool of_span;             /* norm: fs */
    const struct expr *expr;  /* formula */
    uint32_t slot;            /* formula: its name for the outputs after it */
    const struct expr *scale; /* lod */
    struct dec k;             /* lod */
    struct dec window;        /* noise_pp */
    int64_t level;            /* linearity; -1: the last */
};

struct rule_test {
    const char *id;
    const char *zh, *en, *clause, *unit; /* "" if not said */
    enum test_kind kind;
    bool required;
    bool fail_is_incomplete; /* on_fail: "incomplete" (a gate, not the instrument) */
    const struct json *applies_to; /* grades, or NULL: all */
    const struct expr *transform, *ref;
    enum test_form form;
    bool each; /* point_error: agg each */
    enum stat agg;
    enum stat inner;
    enum stat outer; /* STATS: each group by itself */
    bool of_span;
    struct judge judge;
    struct test_output *outputs;
    size_t outputs_n;
    const struct json *node; /* its object in the document */
};
