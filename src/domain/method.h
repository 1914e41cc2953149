/* method.h - how records of one kind of instrument are planned and judged.
 *
 * A record works through a method only: a table of functions chosen by its edition
 * ("regulation.procedure": "weighbridge" or "general").  What the functions hand on is
 * JSON in the shapes of rule/weighbridge_json.h and rule/procedure.h: input (frozen in
 * the record), plan (steps with rows), entries, result, trace.  A method is pure but for
 * what it reads through struct ctx (tables that are linked in).
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct certificate_content;
struct certificate_draft;
struct regulation;
struct weights_table;

/* A standard on board. */
struct method_standard {
    const char *id;
    const char *set_id; /* NULL where nobody asks */
    const char *kind;
    const char *name_zh; /* NULL unless it has a name of its own */
    const char *serial;
    const char *nominal_kg; /* NULL unless a weight */
    const char *accuracy_class;
    const struct json *params; /* as in struct standard; NULL: none */
};

/* What is to be verified, with what, and why. */
struct method_subject {
    const char *accuracy_class;
    const struct json *params; /* of the register entry */
    const char *service;       /* verification | calibration | in_service */
    const char *stage;         /* initial, periodic, repair, within_period */
    const struct method_standard *standards;
    size_t standards_n;
    const struct json *claims; /* the laboratory's smallest U (capability.h), or NULL */
};

struct method_plan {
    const struct method *method;
    size_t rows_n;
    const char *const *keys; /* of the rows, in order */
    const char *refused;     /* the standard that is missing or unfit; NULL: none */
    const void *own;
};

struct method_judged {
    const char *verdict;  /* "pass" | "fail" | "incomplete" */
    size_t missing_n;     /* needed rows not read */
    const char *obstacle; /* why no paper can be made of it; NULL: none */
    const void *entries, *own;
};

/* What one test came to. */
struct method_verdict {
    const char *test;
    int64_t part; /* its set value or range, from 1; 0: it is there once */
    const char *verdict;
};

struct method {
    const char *name;
    /* The frozen input.  QH_CONFLICT "record.kind": the method does not know such
     * instruments; QH_INVALID "instrument.params". */
    qh_status (*input)(struct ctx *c, const struct regulation *reg,
                       const struct method_subject *s, const char **out);
    /* Names of parameters that the officer may settle on site; NULL: none. */
    const char *const *site;
    /* Are the parameters of an instrument good for the register?  NULL: any.
     * QH_INVALID. */
    qh_status (*check)(struct ctx *c, const struct regulation *reg,
                       const struct method_subject *s);
    qh_status (*plan)(struct ctx *c, const struct regulation *reg,
                      const struct json *input, struct method_plan *out);
    /* Must row a be read before row b? */
    bool (*is_first)(const struct method_plan *p, size_t a, size_t b);
    qh_status (*judge)(struct ctx *c, const struct method_plan *p,
                       const struct json *entries, struct method_judged *out);
    /* The verdicts of all tests, in the order of the plan; answers their number. */
    size_t (*verdicts)(struct ctx *c, const struct method_plan *p,
                       const struct method_judged *j, struct method_verdict **out);
    /* What a row's readings ask back and nobody confirmed; NULL-terminated names. */
    const char *const *(*questions)(struct ctx *c, const struct method_judged *j,
                                    size_t row);
    void (*plan_json)(const struct method_plan *p, struct arena *a,
                      struct json_writer *w);
    void (*result_json)(const struct method_plan *p, const struct method_judged *j,
                        struct arena *a, struct json_writer *w);
    qh_status (*trace_json)(struct ctx *c, const struct method_plan *p,
                            const struct method_judged *j, struct json_writer *w);
    /* The results as tables, drawings and remarks of the paper. */
    void (*paper)(struct ctx *c, const struct regulation *reg,
                  const struct certificate_draft *d, struct certificate_content *p);
};

extern const struct method METHOD_WEIGHBRIDGE;
extern const struct method METHOD_GENERAL;

/* The edition, compiled once in a process where the application keeps them (app.h), and
 * the method that works by it.  QH_BUG "method.unknown"; errors of edition_bytes() and
 * regulation_load(). */
QH_MUST qh_status method_of_edition(struct ctx *c, const char *edition_hash,
                                    const struct method **out,
                                    const struct regulation **out_reg);
/* The same from the bytes of an edition. */
QH_MUST qh_status method_of_text(struct ctx *c, struct text bytes,
                                 const struct method **out,
                                 const struct regulation **out_reg);
/* The limits of weights that are linked in, for struct ctx. */
QH_MUST qh_status method_weights(struct ctx *c, const struct weights_table **out);
/* What the edition's method says of an instrument's parameters; QH_OK if nothing. */
QH_MUST qh_status method_check(struct ctx *c, const char *edition_hash,
                               const struct method_subject *s);
/* Index of a row, -1 if the plan does not have it. */
long method_row(const struct method_plan *p, const char *key);
